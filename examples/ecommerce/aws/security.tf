# Security: identities, keys, firewall rules and audit.

# Assumed: firewall rules follow from who talks to whom; everything else stays closed
resource "aws_security_group" "web_lb" {
  name        = "${local.name}-web-lb"
  description = "Traffic of the web load balancer"
  vpc_id      = aws_vpc.main.id

  tags = { Name = "${local.name}-web-lb" }
}

resource "aws_security_group" "app_service" {
  name        = "${local.name}-app-service"
  description = "Traffic of the app service"
  vpc_id      = aws_vpc.main.id

  tags = { Name = "${local.name}-app-service" }
}

resource "aws_security_group" "redis_cache" {
  name        = "${local.name}-redis-cache"
  description = "Traffic of the redis cache"
  vpc_id      = aws_vpc.main.id

  tags = { Name = "${local.name}-redis-cache" }
}

resource "aws_security_group" "postgresql_database" {
  name        = "${local.name}-postgresql-database"
  description = "Traffic of the postgresql database"
  vpc_id      = aws_vpc.main.id

  tags = { Name = "${local.name}-postgresql-database" }
}

resource "aws_vpc_security_group_egress_rule" "web_lb_to_app_service_8080" {
  security_group_id            = aws_security_group.web_lb.id
  description                  = "Web load balancer to app service"
  ip_protocol                  = "tcp"
  from_port                    = var.app_service_port
  to_port                      = var.app_service_port
  referenced_security_group_id = aws_security_group.app_service.id
}

resource "aws_vpc_security_group_ingress_rule" "app_service_from_web_lb_8080" {
  security_group_id            = aws_security_group.app_service.id
  description                  = "Web load balancer to app service"
  ip_protocol                  = "tcp"
  from_port                    = var.app_service_port
  to_port                      = var.app_service_port
  referenced_security_group_id = aws_security_group.web_lb.id
}

resource "aws_vpc_security_group_egress_rule" "app_service_to_redis_cache_6379" {
  security_group_id            = aws_security_group.app_service.id
  description                  = "App service to redis cache"
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
  referenced_security_group_id = aws_security_group.redis_cache.id
}

resource "aws_vpc_security_group_ingress_rule" "redis_cache_from_app_service_6379" {
  security_group_id            = aws_security_group.redis_cache.id
  description                  = "App service to redis cache"
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
  referenced_security_group_id = aws_security_group.app_service.id
}

resource "aws_vpc_security_group_egress_rule" "app_service_to_postgresql_database_5432" {
  security_group_id            = aws_security_group.app_service.id
  description                  = "App service to postgresql database"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.postgresql_database.id
}

resource "aws_vpc_security_group_ingress_rule" "postgresql_database_from_app_service_5432" {
  security_group_id            = aws_security_group.postgresql_database.id
  description                  = "App service to postgresql database"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.app_service.id
}

resource "aws_vpc_security_group_ingress_rule" "web_lb_from_internet_80" {
  security_group_id = aws_security_group.web_lb.id
  description       = "HTTP, only to be redirected to HTTPS"
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
  #checkov:skip=CKV_AWS_260: the listener on port 80 does nothing but redirect to HTTPS
  cidr_ipv4 = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "web_lb_from_internet_443" {
  security_group_id = aws_security_group.web_lb.id
  description       = "Internet to web load balancer"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "app_service_to_internet" {
  security_group_id = aws_security_group.app_service.id
  description       = "HTTPS to the interfaces of the cloud and to the internet"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

# FR-004, FR-005, NFR-AVAIL-002, NFR-SCAL-001, SC-PERF-002, SC-OPS-001
resource "aws_iam_role" "app_service_execution" {
  name                 = "${local.name}-app-service-start"
  description          = "What the platform may do to start the app service"
  permissions_boundary = var.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

# FR-004, FR-005, NFR-AVAIL-002, NFR-SCAL-001, SC-PERF-002, SC-OPS-001
resource "aws_iam_role_policy" "app_service_execution" {
  name = "start"
  role = aws_iam_role.app_service_execution.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.app_service.arn}:*"]
      },
    ]
  })
}

# FR-002, FR-006, NFR-AVAIL-002, NFR-AVAIL-003, NFR-AVAIL-004, NFR-SEC-001, NFR-SEC-002, NFR-SEC-005 and 4 more
resource "aws_iam_role" "postgresql_database_monitoring" {
  name                 = "${local.name}-postgresql-database-monitoring"
  description          = "Lets RDS report what the hosts of the postgresql database do"
  permissions_boundary = var.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
    }]
  })
}

# FR-002, FR-006, NFR-AVAIL-002, NFR-AVAIL-003, NFR-AVAIL-004, NFR-SEC-001, NFR-SEC-002, NFR-SEC-005 and 4 more
resource "aws_iam_role_policy_attachment" "postgresql_database_monitoring" {
  role       = aws_iam_role.postgresql_database_monitoring.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

# Applications log in with a token of their role, not with a password; user id and name must be the same for that.
# FR-007, NFR-AVAIL-002, NFR-SEC-001, NFR-SEC-002, NFR-SEC-005, SC-SEC-001, SC-OPS-001
resource "aws_elasticache_user" "redis" {
  user_id       = "${local.name}-redis-cache"
  user_name     = "${local.name}-redis-cache"
  engine        = "redis"
  access_string = "on ~* &* +@all -@admin"

  authentication_mode {
    type = "iam"
  }
}

# Every group must have a user called default, which is who comes without a name: this one may do nothing.
# FR-007, NFR-AVAIL-002, NFR-SEC-001, NFR-SEC-002, NFR-SEC-005, SC-SEC-001, SC-OPS-001
resource "aws_elasticache_user" "redis_default" {
  user_id       = "${trimsuffix(substr("${local.name}-redis-cache", 0, 32), "-")}-default"
  user_name     = "default"
  engine        = "redis"
  access_string = "off -@all"

  authentication_mode {
    type = "no-password-required"
  }
}

# FR-007, NFR-AVAIL-002, NFR-SEC-001, NFR-SEC-002, NFR-SEC-005, SC-SEC-001, SC-OPS-001
resource "aws_elasticache_user_group" "redis" {
  user_group_id = "${local.name}-redis-cache"
  engine        = "redis"
  user_ids      = [aws_elasticache_user.redis.user_id, aws_elasticache_user.redis_default.user_id]
}

# NFR-SEC-004, SC-SEC-003
resource "aws_iam_role" "app_service" {
  name                 = "${local.name}-app-service"
  description          = "What the app service may do"
  permissions_boundary = var.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

# NFR-SEC-004, SC-SEC-003
resource "aws_iam_role_policy" "app_service" {
  name = "links"
  role = aws_iam_role.app_service.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "UsesRedisCache"
        Effect   = "Allow"
        Action   = ["elasticache:Connect"]
        Resource = [aws_elasticache_replication_group.redis.arn, aws_elasticache_user.redis.arn]
      },
      {
        Sid    = "ConsumesOrderConfirmationsQueue"
        Effect = "Allow"
        Action = [
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:GetQueueUrl",
          "sqs:ReceiveMessage",
        ]
        Resource = [aws_sqs_queue.order_confirmations.arn]
      },
      {
        Sid      = "SendsOrderConfirmationsQueue"
        Effect   = "Allow"
        Action   = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"]
        Resource = [aws_sqs_queue.order_confirmations.arn]
      },
      {
        Sid    = "ReadsWritesProductImagesBucket"
        Effect = "Allow"
        Action = [
          "s3:AbortMultipartUpload",
          "s3:DeleteObject",
          "s3:GetBucketLocation",
          "s3:GetObject",
          "s3:ListBucket",
          "s3:PutObject",
        ]
        Resource = [aws_s3_bucket.product_images_bucket.arn, "${aws_s3_bucket.product_images_bucket.arn}/*"]
      },
      {
        Sid      = "UsesPostgresqlDatabase"
        Effect   = "Allow"
        Action   = ["rds-db:connect"]
        Resource = ["arn:${data.aws_partition.current.partition}:rds-db:${var.region}:${data.aws_caller_identity.current.account_id}:dbuser:${aws_db_instance.postgresql.resource_id}/app"]
      },
      {
        Sid      = "UsesCredentials"
        Effect   = "Allow"
        Action   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
        Resource = [aws_secretsmanager_secret.main.arn]
      },
      {
        Sid      = "UseKey"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = [aws_kms_key.main.arn]
      },
    ]
  })
}

# Holds the secret, not its value: put that in by hand or by the pipeline (aws secretsmanager put-secret-value),
# so that it never stands in Terraform's state.
# FR-012, NFR-SEC-001, SC-SEC-001
resource "aws_secretsmanager_secret" "main" {
  #checkov:skip=CKV2_AWS_57: how it rotates depends on what issues it; it is the application's to add
  name                    = "${local.name}/application"
  description             = "Credentials of the application"
  kms_key_id              = aws_kms_key.main.arn
  recovery_window_in_days = var.deletion_protection ? 30 : 7
}

# FR-012, NFR-SEC-001, SC-SEC-001
resource "aws_secretsmanager_secret_policy" "main" {
  secret_arn          = aws_secretsmanager_secret.main.arn
  block_public_policy = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OtherAccountsNever"
      Effect    = "Deny"
      Principal = "*"
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
      Condition = { StringNotEquals = { "aws:PrincipalAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

# NFR-SEC-001
resource "aws_kms_key" "main" {
  description             = "Encrypts the data of ${local.name}"
  enable_key_rotation     = true
  rotation_period_in_days = 365
  deletion_window_in_days = var.deletion_protection ? 30 : 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # Hands the decision to the account's IAM policies; without it nobody could administer the key.
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Logs"
        Effect    = "Allow"
        Principal = { Service = "logs.${var.region}.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
        Resource  = "*"
        Condition = {
          ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${data.aws_partition.current.partition}:logs:${var.region}:${data.aws_caller_identity.current.account_id}:log-group:*" }
        }
      },
      {
        Sid       = "PublishToTopics"
        Effect    = "Allow"
        Principal = { Service = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "events.amazonaws.com"] }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = {
          ArnLike = { "kms:EncryptionContext:aws:sns:topicArn" = "arn:${data.aws_partition.current.partition}:sns:${var.region}:${data.aws_caller_identity.current.account_id}:${local.name}-*" }
        }
      },
      {
        Sid       = "AuditTrail"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = ["kms:DescribeKey", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:cloudtrail:${var.region}:${data.aws_caller_identity.current.account_id}:trail/${local.name}" }
        }
      },
      {
        Sid       = "ContentDelivery"
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = ["kms:Decrypt"]
        Resource  = "*"
        Condition = {
          # The distribution can't be named here: it is made after the bucket that the key encrypts.
          ArnLike = { "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:cloudfront::${data.aws_caller_identity.current.account_id}:distribution/*" }
        }
      },
    ]
  })
}

# NFR-SEC-001
resource "aws_kms_alias" "main" {
  name          = "alias/${local.name}"
  target_key_id = aws_kms_key.main.key_id
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_cloudtrail" "main" {
  name                          = local.name
  s3_bucket_name                = aws_s3_bucket.audit.id
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  kms_key_id                    = aws_kms_key.main.arn
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.audit.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.audit.arn
  #checkov:skip=CKV_AWS_252: alarms on the log group announce what matters; a message for each log file helps nobody

  # The trail is refused until it may write.
  depends_on = [aws_s3_bucket_policy.audit, aws_iam_role_policy.audit]
}

# For searching and alarms; the full record is in the bucket.
# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_cloudwatch_log_group" "audit" {
  name              = "/${local.name}/audit"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_iam_role" "audit" {
  name                 = "${local.name}-audit"
  description          = "What the audit trail may do"
  permissions_boundary = var.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "cloudtrail.amazonaws.com" }
    }]
  })
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_iam_role_policy" "audit" {
  name = "write"
  role = aws_iam_role.audit.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.audit.arn}:log-stream:*"]
    }]
  })
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_s3_bucket" "audit" {
  bucket              = "${local.name}-audit-${data.aws_caller_identity.current.account_id}"
  force_destroy       = !var.deletion_protection
  object_lock_enabled = true
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_s3_bucket_ownership_controls" "audit" {
  bucket = aws_s3_bucket.audit.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_s3_bucket_public_access_block" "audit" {
  bucket                  = aws_s3_bucket.audit.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_s3_bucket_server_side_encryption_configuration" "audit" {
  bucket = aws_s3_bucket.audit.id

  rule {
    # One data key for many objects saves most calls to KMS.
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.main.arn
    }
  }
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_s3_bucket_versioning" "audit" {
  bucket = aws_s3_bucket.audit.id

  versioning_configuration {
    status = "Enabled"
  }
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_s3_bucket_logging" "audit" {
  bucket        = aws_s3_bucket.audit.id
  target_bucket = aws_s3_bucket.access_logs.id
  target_prefix = "s3/audit/"
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_s3_bucket_object_lock_configuration" "audit" {
  bucket = aws_s3_bucket.audit.id

  rule {
    default_retention {
      # Governance: a few administrators with s3:BypassGovernanceRetention can lift it; nobody else changes the record.
      mode = "GOVERNANCE"
      days = var.audit_retention_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.audit]
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_s3_bucket_lifecycle_configuration" "audit" {
  bucket = aws_s3_bucket.audit.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      # NFR-SEC-006
      days = var.audit_retention_days
    }
  }

  rule {
    id     = "tidy"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.audit]
}

# NFR-SEC-001, NFR-SEC-006, REG-001, SC-SEC-001
resource "aws_s3_bucket_policy" "audit" {
  bucket = aws_s3_bucket.audit.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.audit.arn, "${aws_s3_bucket.audit.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "Tls12OrLater"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.audit.arn, "${aws_s3_bucket.audit.arn}/*"]
        Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      },
      {
        Sid       = "AuditTrailCheck"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = aws_s3_bucket.audit.arn
        Condition = { StringEquals = { "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:cloudtrail:${var.region}:${data.aws_caller_identity.current.account_id}:trail/${local.name}" } }
      },
      {
        Sid       = "AuditTrail"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.audit.arn}/AWSLogs/${data.aws_caller_identity.current.account_id}/*"
        Condition = { StringEquals = { "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:cloudtrail:${var.region}:${data.aws_caller_identity.current.account_id}:trail/${local.name}" } }
      },
    ]
  })

  # Both change the bucket's access: at the same time, one of them fails.
  depends_on = [aws_s3_bucket_public_access_block.audit]
}

# REG-001
resource "aws_guardduty_detector" "main" {
  #checkov:skip=CKV2_AWS_3: one account is watched here; an organisation is its central team's to watch
  for_each = toset(var.enable_threat_detection ? ["account"] : [])

  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}

# REG-001
resource "aws_guardduty_detector_feature" "main" {
  for_each = toset(var.enable_threat_detection ? ["EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"] : [])

  detector_id = aws_guardduty_detector.main["account"].id
  name        = each.key
  status      = "ENABLED"
}

# Findings of severity 7 and above are announced at once.
# REG-001
resource "aws_cloudwatch_event_rule" "threats" {
  for_each = toset(var.enable_threat_detection ? ["account"] : [])

  name        = "${local.name}-threats"
  description = "Threats that somebody has to look at"

  event_pattern = jsonencode({
    source        = ["aws.guardduty"]
    "detail-type" = ["GuardDuty Finding"]
    detail        = { severity = [{ numeric = [">=", 7] }] }
  })
}

# REG-001
resource "aws_cloudwatch_event_target" "threats" {
  for_each = aws_cloudwatch_event_rule.threats

  rule = each.value.name
  arn  = aws_sns_topic.alerts.arn
}

# REG-001
resource "aws_flow_log" "main" {
  vpc_id                   = aws_vpc.main.id
  traffic_type             = "ALL"
  log_destination          = aws_cloudwatch_log_group.flow_logs.arn
  iam_role_arn             = aws_iam_role.flow_logs.arn
  max_aggregation_interval = 60
}

# REG-001
resource "aws_cloudwatch_log_group" "flow_logs" {
  name = "/${local.name}/flow-logs"
  # COST-001
  retention_in_days = 30
  kms_key_id        = aws_kms_key.main.arn
}

# REG-001
resource "aws_iam_role" "flow_logs" {
  name                 = "${local.name}-flow-logs"
  description          = "What the network's flow logs may do"
  permissions_boundary = var.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

# REG-001
resource "aws_iam_role_policy" "flow_logs" {
  name = "write"
  role = aws_iam_role.flow_logs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.flow_logs.arn}:*"]
    }]
  })
}

# Administrators without a second factor can do nothing but set one up. Attach it to their group.
# REG-001
resource "aws_iam_policy" "mfa" {
  #checkov:skip=CKV_AWS_355: a policy that denies has to name everything
  #checkov:skip=CKV_AWS_290: a policy that denies has to name everything
  name        = "${local.name}-second-factor"
  description = "Denies everything without a second factor, but for setting one up"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DenyWithoutSecondFactor"
        Effect    = "Deny"
        NotAction = ["iam:ChangePassword", "iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:GetAccountPasswordPolicy", "iam:ListMFADevices", "iam:ListVirtualMFADevices", "iam:ResyncMFADevice", "sts:GetSessionToken"]
        Resource  = "*"
        Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
      },
    ]
  })
}
