# Runs without credentials: the providers are mocked, with values of the right form where the code needs them.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "123456789012"
    }
  }

  mock_data "aws_partition" {
    defaults = {
      partition  = "aws"
      dns_suffix = "amazonaws.com"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:eu-west-1:123456789012:log-group:mock"
    }
  }

  mock_resource "aws_db_instance" {
    defaults = {
      address     = "mock.eu-west-1.rds.amazonaws.com"
      arn         = "arn:aws:rds:eu-west-1:123456789012:db:mock"
      resource_id = "db-MOCK"
      master_user_secret = [
        {
          secret_arn    = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:mock"
          kms_key_id    = "mock"
          secret_status = "active"
        },
      ]
    }
  }

  mock_resource "aws_ecs_cluster" {
    defaults = {
      arn = "arn:aws:ecs:eu-west-1:123456789012:cluster/mock"
    }
  }

  mock_resource "aws_ecs_service" {
    defaults = {
      arn = "arn:aws:ecs:eu-west-1:123456789012:service/mock/mock"
    }
  }

  mock_resource "aws_ecs_task_definition" {
    defaults = {
      arn                  = "arn:aws:ecs:eu-west-1:123456789012:task-definition/mock:1"
      arn_without_revision = "arn:aws:ecs:eu-west-1:123456789012:task-definition/mock"
    }
  }

  mock_resource "aws_eip" {
    defaults = {
      id        = "eipalloc-00000000000000000"
      public_ip = "192.0.2.1"
    }
  }

  mock_resource "aws_elasticache_replication_group" {
    defaults = {
      arn                      = "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:mock"
      primary_endpoint_address = "mock.cache.amazonaws.com"
      reader_endpoint_address  = "mock-ro.cache.amazonaws.com"
    }
  }

  mock_resource "aws_elasticache_user" {
    defaults = {
      arn = "arn:aws:elasticache:eu-west-1:123456789012:user:mock"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/mock"
    }
  }

  mock_resource "aws_internet_gateway" {
    defaults = {
      id = "igw-00000000000000000"
    }
  }

  mock_resource "aws_kms_alias" {
    defaults = {
      arn = "arn:aws:kms:eu-west-1:123456789012:alias/mock"
    }
  }

  mock_resource "aws_kms_key" {
    defaults = {
      arn    = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000"
      key_id = "00000000-0000-0000-0000-000000000000"
    }
  }

  mock_resource "aws_lb" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/mock/0000000000000000"
      arn_suffix = "app/mock/0000000000000000"
      dns_name   = "mock.eu-west-1.elb.amazonaws.com"
      zone_id    = "Z00000000000000000000"
    }
  }

  mock_resource "aws_lb_listener" {
    defaults = {
      arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/mock/0000000000000000/0000000000000000"
    }
  }

  mock_resource "aws_lb_target_group" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/mock/0000000000000000"
      arn_suffix = "targetgroup/mock/0000000000000000"
    }
  }

  mock_resource "aws_nat_gateway" {
    defaults = {
      id = "nat-00000000000000000"
    }
  }

  mock_resource "aws_route_table" {
    defaults = {
      id = "rtb-00000000000000000"
    }
  }

  mock_resource "aws_s3_bucket" {
    defaults = {
      arn                         = "arn:aws:s3:::mock"
      bucket_regional_domain_name = "mock.s3.eu-west-1.amazonaws.com"
    }
  }

  mock_resource "aws_security_group" {
    defaults = {
      id  = "sg-00000000000000000"
      arn = "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-00000000000000000"
    }
  }

  mock_resource "aws_sns_topic" {
    defaults = {
      arn = "arn:aws:sns:eu-west-1:123456789012:mock"
    }
  }

  mock_resource "aws_sqs_queue" {
    defaults = {
      arn = "arn:aws:sqs:eu-west-1:123456789012:mock"
      url = "https://sqs.eu-west-1.amazonaws.com/123456789012/mock"
    }
  }

  mock_resource "aws_subnet" {
    defaults = {
      id = "subnet-00000000000000000"
    }
  }

  mock_resource "aws_vpc" {
    defaults = {
      id  = "vpc-00000000000000000"
      arn = "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-00000000000000000"
    }
  }

  mock_resource "aws_vpc_endpoint" {
    defaults = {
      id             = "vpce-00000000000000000"
      prefix_list_id = "pl-00000000"
    }
  }

  mock_resource "aws_wafv2_web_acl" {
    defaults = {
      arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/mock/00000000-0000-0000-0000-000000000000"
    }
  }
}

variables {
  # Values that must be chosen; everything else has a default in variables.tf.

  # Choose: an issued certificate for the domain, in the region.
  certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"

  # Choose: the address that alarms go to; it must confirm once.
  notification_email = "ops@example.com"

  # Choose: the value of a tag that the specification requires.
  tag_owner = "to-be-set"

  app_service_max_count                     = 12
  app_service_min_count                     = 3
  budget_enabled                            = true
  dashboard_enabled                         = true
  deletion_protection                       = true
  environment                               = "prod"
  log_retention_days                        = 90
  postgresql_database_backup_retention_days = 35
  postgresql_database_instance_class        = "db.m7g.xlarge"
  postgresql_database_multi_az              = true
  postgresql_database_storage               = 200
  redis_cache_automatic_failover_enabled    = true
  redis_cache_multi_az_enabled              = true
  redis_cache_nodes                         = 2
  redis_cache_snapshot_retention_limit      = 7
  waf_enabled                               = true
}

run "configured" {
  command = plan

  # bucket-encrypted: baseline
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.access_logs] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.access_logs] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]]) : try(contains(["aws:kms", "AES256"], value), false)])
    error_message = "baseline: Buckets are encrypted by default (aws_s3_bucket_server_side_encryption_configuration.access_logs)"
  }

  # bucket-encrypted: NFR-SEC-001, SC-001
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.pictures_haircuts_bucket] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.pictures_haircuts_bucket] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]]) : try(contains(["aws:kms", "AES256"], value), false)])
    error_message = "NFR-SEC-001, SC-001: Buckets are encrypted by default (aws_s3_bucket_server_side_encryption_configuration.pictures_haircuts_bucket)"
  }

  # database-encrypted: NFR-SEC-001, SC-001
  assert {
    condition     = aws_db_instance.postgresql.storage_encrypted == true
    error_message = "NFR-SEC-001, SC-001: Databases are encrypted at rest (aws_db_instance.postgresql)"
  }

  # cache-encrypted-at-rest: NFR-SEC-001, SC-001
  assert {
    condition     = aws_elasticache_replication_group.redis.at_rest_encryption_enabled == "true"
    error_message = "NFR-SEC-001, SC-001: Caches are encrypted at rest (aws_elasticache_replication_group.redis)"
  }

  # cache-encrypted-in-transit: NFR-SEC-002
  assert {
    condition     = aws_elasticache_replication_group.redis.transit_encryption_enabled == true
    error_message = "NFR-SEC-002: Caches take encrypted connections only (aws_elasticache_replication_group.redis)"
  }

  # key-rotated: baseline
  assert {
    condition     = aws_kms_key.main.enable_key_rotation == true
    error_message = "baseline: Keys rotate by themselves (aws_kms_key.main)"
  }

  # key-rotation-period: baseline
  assert {
    condition     = aws_kms_key.main.rotation_period_in_days <= 365
    error_message = "baseline: Keys rotate in the stated period (aws_kms_key.main)"
  }

  # https-listener-tls-floor: NFR-SEC-002
  assert {
    condition = try(contains([
      "ELBSecurityPolicy-TLS13-1-2-2021-06",
      "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      "ELBSecurityPolicy-TLS13-1-3-2021-06",
      "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
      "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
    ], aws_lb_listener.web_https.ssl_policy), false)
    error_message = "NFR-SEC-002: The load balancer refuses TLS versions below the floor (aws_lb_listener.web_https)"
  }

  # http-redirected: NFR-SEC-002
  assert {
    condition     = length(aws_lb_listener.web_http_redirect.default_action) > 0 && alltrue([for action in aws_lb_listener.web_http_redirect.default_action : action.type == "redirect"])
    error_message = "NFR-SEC-002: HTTP is redirected to HTTPS (aws_lb_listener.web_http_redirect)"
  }
}

run "applied" {
  command = apply

  # database-own-key: baseline
  assert {
    condition     = aws_db_instance.postgresql.kms_key_id == aws_kms_key.main.arn
    error_message = "baseline: Databases are encrypted with the build's own key (aws_db_instance.postgresql)"
  }

  # queue-encrypted: NFR-SEC-001, SC-001
  assert {
    condition     = aws_sqs_queue.reminders.kms_master_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001, SC-001: Queues are encrypted at rest (aws_sqs_queue.reminders)"
  }

  # queue-encrypted: NFR-SEC-001, SC-001
  assert {
    condition     = aws_sqs_queue.reminders_dead_letter.kms_master_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001, SC-001: Queues are encrypted at rest (aws_sqs_queue.reminders_dead_letter)"
  }

  # topic-encrypted: baseline
  assert {
    condition     = aws_sns_topic.alerts.kms_master_key_id == aws_kms_key.main.arn
    error_message = "baseline: Topics are encrypted at rest (aws_sns_topic.alerts)"
  }

  # log-group-encrypted: baseline
  assert {
    condition     = aws_cloudwatch_log_group.app_service.kms_key_id == aws_kms_key.main.arn
    error_message = "baseline: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.app_service)"
  }

  # log-group-encrypted: NFR-SEC-001, SC-001
  assert {
    condition     = length(flatten([for resource in values(aws_cloudwatch_log_group.postgresql_database) : resource.kms_key_id])) > 0 && alltrue([for value in flatten([for resource in values(aws_cloudwatch_log_group.postgresql_database) : resource.kms_key_id]) : value == aws_kms_key.main.arn])
    error_message = "NFR-SEC-001, SC-001: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.postgresql_database)"
  }

  # log-group-encrypted: NFR-SEC-001, SC-001
  assert {
    condition     = aws_cloudwatch_log_group.redis_cache_slow.kms_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001, SC-001: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.redis_cache_slow)"
  }

  # log-group-encrypted: baseline
  assert {
    condition     = length(flatten([for resource in aws_cloudwatch_log_group.waf : resource.kms_key_id])) > 0 && alltrue([for value in flatten([for resource in aws_cloudwatch_log_group.waf : resource.kms_key_id]) : value == aws_kms_key.main.arn])
    error_message = "baseline: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.waf)"
  }

  # log-group-encrypted: baseline
  assert {
    condition     = aws_cloudwatch_log_group.logs.kms_key_id == aws_kms_key.main.arn
    error_message = "baseline: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.logs)"
  }
}
