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

  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:eu-west-1:123456789012:certificate/mock"
      domain_validation_options = [
        {
          domain_name           = "www.example.com"
          resource_record_name  = "_mock.www.example.com"
          resource_record_type  = "CNAME"
          resource_record_value = "_mock.acm-validations.aws"
        },
      ]
    }
  }

  mock_resource "aws_cloudfront_distribution" {
    defaults = {
      id             = "EMOCK"
      arn            = "arn:aws:cloudfront::123456789012:distribution/EMOCK"
      domain_name    = "mock.cloudfront.net"
      hosted_zone_id = "Z2FDTNDATAQYW2"
    }
  }

  mock_resource "aws_cloudfront_origin_access_control" {
    defaults = {
      id = "EMOCK"
    }
  }

  mock_resource "aws_cloudwatch_event_rule" {
    defaults = {
      arn = "arn:aws:events:eu-west-1:123456789012:rule/mock"
    }
  }

  mock_resource "aws_cloudwatch_log_delivery_destination" {
    defaults = {
      arn = "arn:aws:logs:us-east-1:123456789012:delivery-destination:mock"
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

  mock_resource "aws_guardduty_detector" {
    defaults = {
      id = "00000000000000000000000000000000"
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

  mock_resource "aws_route53_zone" {
    defaults = {
      zone_id      = "Z00000000000000000000"
      arn          = "arn:aws:route53:::hostedzone/Z00000000000000000000"
      name_servers = ["ns-1.example.net", "ns-2.example.net"]
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

run "configured" {
  command = plan

  # no-wildcard-actions-in-policies: baseline
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_policy.mfa.policy).Statement : alltrue([for action in flatten([try(statement.Action, [])]) : action != "*" && !endswith(action, ":*")]) || try(statement.Effect, "Allow") == "Deny"])
    error_message = "baseline: No managed policy allows all actions of a service (aws_iam_policy.mfa)"
  }

  # database-identity-login: baseline
  assert {
    condition     = aws_db_instance.postgresql.iam_database_authentication_enabled == true
    error_message = "baseline: Workloads log in to the database with their identity (aws_db_instance.postgresql)"
  }

  # master-password-managed: baseline
  assert {
    condition     = aws_db_instance.postgresql.manage_master_user_password == true
    error_message = "baseline: The database's master password is managed and rotated by the cloud (aws_db_instance.postgresql)"
  }

  # secret-there: FR-012
  assert {
    condition     = aws_secretsmanager_secret.main.recovery_window_in_days >= 7
    error_message = "FR-012: There is a secret for the credentials, which can be brought back when it was deleted (aws_secretsmanager_secret.main)"
  }
}

run "applied" {
  command = apply

  # no-wildcard-actions: baseline
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.app_service_execution.policy).Statement : alltrue([for action in flatten([try(statement.Action, [])]) : action != "*" && !endswith(action, ":*")]) || try(statement.Effect, "Allow") == "Deny"])
    error_message = "baseline: No policy allows all actions of a service (aws_iam_role_policy.app_service_execution)"
  }

  # no-wildcard-actions: NFR-SEC-004, SC-SEC-003
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.app_service.policy).Statement : alltrue([for action in flatten([try(statement.Action, [])]) : action != "*" && !endswith(action, ":*")]) || try(statement.Effect, "Allow") == "Deny"])
    error_message = "NFR-SEC-004, SC-SEC-003: No policy allows all actions of a service (aws_iam_role_policy.app_service)"
  }

  # no-wildcard-actions: baseline
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.audit.policy).Statement : alltrue([for action in flatten([try(statement.Action, [])]) : action != "*" && !endswith(action, ":*")]) || try(statement.Effect, "Allow") == "Deny"])
    error_message = "baseline: No policy allows all actions of a service (aws_iam_role_policy.audit)"
  }

  # no-wildcard-actions: baseline
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.flow_logs.policy).Statement : alltrue([for action in flatten([try(statement.Action, [])]) : action != "*" && !endswith(action, ":*")]) || try(statement.Effect, "Allow") == "Deny"])
    error_message = "baseline: No policy allows all actions of a service (aws_iam_role_policy.flow_logs)"
  }
}
