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

# FR-002
resource "aws_vpc_security_group_egress_rule" "web_lb_to_app_service_8080" {
  security_group_id            = aws_security_group.web_lb.id
  description                  = "Web load balancer to app service"
  ip_protocol                  = "tcp"
  from_port                    = var.app_service_port
  to_port                      = var.app_service_port
  referenced_security_group_id = aws_security_group.app_service.id
}

# FR-002
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

# FR-002, REQ-001, REQ-002, REQ-003, SC-004
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

# FR-002, REQ-001, REQ-002, REQ-003, SC-004
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

# FR-003, ENV-001, ENV-002, ENV-003, ENV-004, ENV-005, NFR-AVAIL-002, NFR-SEC-001 and 4 more
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

# FR-003, ENV-001, ENV-002, ENV-003, ENV-004, ENV-005, NFR-AVAIL-002, NFR-SEC-001 and 4 more
resource "aws_iam_role_policy_attachment" "postgresql_database_monitoring" {
  role       = aws_iam_role.postgresql_database_monitoring.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

# Applications log in with a token of their role, not with a password; user id and name must be the same for that.
# FR-004, NFR-AVAIL-001, NFR-SEC-001, NFR-SEC-002, SC-001
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
# FR-004, NFR-AVAIL-001, NFR-SEC-001, NFR-SEC-002, SC-001
resource "aws_elasticache_user" "redis_default" {
  user_id       = "${trimsuffix(substr("${local.name}-redis-cache", 0, 32), "-")}-default"
  user_name     = "default"
  engine        = "redis"
  access_string = "off -@all"

  authentication_mode {
    type = "no-password-required"
  }
}

# FR-004, NFR-AVAIL-001, NFR-SEC-001, NFR-SEC-002, SC-001
resource "aws_elasticache_user_group" "redis" {
  user_group_id = "${local.name}-redis-cache"
  engine        = "redis"
  user_ids      = [aws_elasticache_user.redis.user_id, aws_elasticache_user.redis_default.user_id]
}

# Assumed: each workload has an identity of its own that may do what its links need and nothing else
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
        Sid    = "ConsumesRemindersQueue"
        Effect = "Allow"
        Action = [
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:GetQueueUrl",
          "sqs:ReceiveMessage",
        ]
        Resource = [aws_sqs_queue.reminders.arn]
      },
      {
        Sid      = "SendsRemindersQueue"
        Effect   = "Allow"
        Action   = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"]
        Resource = [aws_sqs_queue.reminders.arn]
      },
      {
        Sid    = "ReadsWritesPicturesHaircutsBucket"
        Effect = "Allow"
        Action = [
          "s3:AbortMultipartUpload",
          "s3:DeleteObject",
          "s3:GetBucketLocation",
          "s3:GetObject",
          "s3:ListBucket",
          "s3:PutObject",
        ]
        Resource = [aws_s3_bucket.pictures_haircuts_bucket.arn, "${aws_s3_bucket.pictures_haircuts_bucket.arn}/*"]
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
# FR-007, NFR-SEC-001, SC-001
resource "aws_secretsmanager_secret" "main" {
  #checkov:skip=CKV2_AWS_57: how it rotates depends on what issues it; it is the application's to add
  name                    = "${local.name}/application"
  description             = "Credentials of the application"
  kms_key_id              = aws_kms_key.main.arn
  recovery_window_in_days = var.deletion_protection ? 30 : 7
}

# FR-007, NFR-SEC-001, SC-001
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

# Assumed: stored data is encrypted with keys of the build's own, so that access can be withdrawn and is recor…
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
        Principal = { Service = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = {
          ArnLike = { "kms:EncryptionContext:aws:sns:topicArn" = "arn:${data.aws_partition.current.partition}:sns:${var.region}:${data.aws_caller_identity.current.account_id}:${local.name}-*" }
        }
      },
    ]
  })
}

resource "aws_kms_alias" "main" {
  name          = "alias/${local.name}"
  target_key_id = aws_kms_key.main.key_id
}
