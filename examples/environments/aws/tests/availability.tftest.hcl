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

  # zones: NFR-AVAIL-001
  assert {
    condition     = length(flatten([var.availability_zones])) >= 2
    error_message = "NFR-AVAIL-001: The build spreads over enough zones (var.availability_zones)"
  }

  # subnets-over-zones: NFR-AVAIL-001
  assert {
    condition     = length(distinct(flatten([for resource in values(aws_subnet.public) : resource.availability_zone]))) >= 2
    error_message = "NFR-AVAIL-001: Subnets spread over enough zones (aws_subnet.public)"
  }

  # subnets-over-zones: NFR-AVAIL-001
  assert {
    condition     = length(distinct(flatten([for resource in values(aws_subnet.data) : resource.availability_zone]))) >= 2
    error_message = "NFR-AVAIL-001: Subnets spread over enough zones (aws_subnet.data)"
  }

  # subnets-over-zones: NFR-AVAIL-001
  assert {
    condition     = length(distinct(flatten([for resource in values(aws_subnet.private) : resource.availability_zone]))) >= 2
    error_message = "NFR-AVAIL-001: Subnets spread over enough zones (aws_subnet.private)"
  }

  # database-standby: ENV-001
  assert {
    condition     = aws_db_instance.postgresql.multi_az == true
    error_message = "ENV-001: The database has a standby in another zone (aws_db_instance.postgresql)"
  }

  # cache-failover: NFR-AVAIL-001
  assert {
    condition     = aws_elasticache_replication_group.redis.automatic_failover_enabled == true
    error_message = "NFR-AVAIL-001: The cache fails over by itself (aws_elasticache_replication_group.redis)"
  }

  # deployment-rolled-back: baseline
  assert {
    condition     = length(aws_ecs_service.app.deployment_circuit_breaker) > 0 && alltrue([for breaker in aws_ecs_service.app.deployment_circuit_breaker : breaker.rollback == true])
    error_message = "baseline: A failed deployment of containers is rolled back (aws_ecs_service.app)"
  }

  # deletion-protected: baseline
  assert {
    condition     = aws_db_instance.postgresql.deletion_protection == true
    error_message = "baseline: Databases can't be deleted by mistake (aws_db_instance.postgresql)"
  }

  # load-balancer-deletion-protected: baseline
  assert {
    condition     = aws_lb.web.enable_deletion_protection == true
    error_message = "baseline: Load balancers can't be deleted by mistake (aws_lb.web)"
  }
}
