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

  # log-retention: COST-001
  assert {
    condition     = aws_cloudwatch_log_group.app_service.retention_in_days >= 30
    error_message = "COST-001: Logs are kept as long as stated (aws_cloudwatch_log_group.app_service)"
  }

  # log-retention: COST-001
  assert {
    condition     = length(flatten([for resource in values(aws_cloudwatch_log_group.postgresql_database) : resource.retention_in_days])) > 0 && alltrue([for value in flatten([for resource in values(aws_cloudwatch_log_group.postgresql_database) : resource.retention_in_days]) : value >= 30])
    error_message = "COST-001: Logs are kept as long as stated (aws_cloudwatch_log_group.postgresql_database)"
  }

  # log-retention: COST-001
  assert {
    condition     = aws_cloudwatch_log_group.waf.retention_in_days >= 30
    error_message = "COST-001: Logs are kept as long as stated (aws_cloudwatch_log_group.waf)"
  }

  # log-retention: COST-001
  assert {
    condition     = aws_cloudwatch_log_group.logs.retention_in_days >= 30
    error_message = "COST-001: Logs are kept as long as stated (aws_cloudwatch_log_group.logs)"
  }

  # log-retention: NFR-SEC-006, COST-001
  assert {
    condition     = aws_cloudwatch_log_group.audit.retention_in_days >= 30
    error_message = "NFR-SEC-006, COST-001: Logs are kept as long as stated (aws_cloudwatch_log_group.audit)"
  }

  # audit-trail-everywhere: NFR-SEC-006
  assert {
    condition     = aws_cloudtrail.main.is_multi_region_trail == true
    error_message = "NFR-SEC-006: Administrative actions are logged in every region (aws_cloudtrail.main)"
  }

  # flows-logged: baseline
  assert {
    condition     = aws_flow_log.main.traffic_type == "ALL"
    error_message = "baseline: What crosses the network is logged (aws_flow_log.main)"
  }

  # audit-trail-tamper-evident: NFR-SEC-006
  assert {
    condition     = aws_cloudtrail.main.enable_log_file_validation == true
    error_message = "NFR-SEC-006: The audit trail shows when it was changed (aws_cloudtrail.main)"
  }

  # audit-retention: NFR-SEC-006
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_lifecycle_configuration.audit] : [for item in resource.rule : [for item1 in item.expiration : item1.days]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_lifecycle_configuration.audit] : [for item in resource.rule : [for item1 in item.expiration : item1.days]]]) : value >= 365])
    error_message = "NFR-SEC-006: Audit logs are kept as long as stated (aws_s3_bucket_lifecycle_configuration.audit)"
  }

  # dashboard-there: FR-014, SC-OPS-001
  assert {
    condition     = aws_cloudwatch_dashboard.main.dashboard_name != null && aws_cloudwatch_dashboard.main.dashboard_name != ""
    error_message = "FR-014, SC-OPS-001: There is a dashboard (aws_cloudwatch_dashboard.main)"
  }

  # error-budget-alarmed: NFR-AVAIL-001, SLO-001, SLO-003
  assert {
    condition     = length(flatten([for resource in values(aws_cloudwatch_metric_alarm.burn_rate) : resource.threshold])) > 0 && alltrue([for value in flatten([for resource in values(aws_cloudwatch_metric_alarm.burn_rate) : resource.threshold]) : value <= 0.72])
    error_message = "NFR-AVAIL-001, SLO-001, SLO-003: An alarm tells when the error budget is used up too fast (aws_cloudwatch_metric_alarm.burn_rate)"
  }

  # response-times-alarmed: NFR-PERF-001, SLO-002
  assert {
    condition     = aws_cloudwatch_metric_alarm.objective_latency_p95.threshold <= 0.8
    error_message = "NFR-PERF-001, SLO-002: An alarm tells when clients wait longer than promised (aws_cloudwatch_metric_alarm.objective_latency_p95)"
  }

  # response-times-alarmed: NFR-PERF-001, SLO-002
  assert {
    condition     = aws_cloudwatch_metric_alarm.objective_latency_p99.threshold <= 0.8
    error_message = "NFR-PERF-001, SLO-002: An alarm tells when clients wait longer than promised (aws_cloudwatch_metric_alarm.objective_latency_p99)"
  }
}

run "applied" {
  command = apply

  # audit-trail-on: NFR-SEC-006
  assert {
    condition     = !try(contains([false], aws_cloudtrail.main.enable_logging), false)
    error_message = "NFR-SEC-006: Administrative actions are logged (aws_cloudtrail.main)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.objective_latency_p95.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.objective_latency_p95)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.objective_latency_p99.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.objective_latency_p99)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.objective_errors.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.objective_errors)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([for resource in values(aws_cloudwatch_metric_alarm.nat_port_errors) : resource.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.nat_port_errors)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.web_lb_errors.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.web_lb_errors)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.web_lb_own_errors.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.web_lb_own_errors)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.certificate_days_left.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.certificate_days_left)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.app_service_cpu.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.app_service_cpu)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.app_service_memory.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.app_service_memory)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.app_service_tasks.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.app_service_tasks)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.redis_cache_engine_cpu.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.redis_cache_engine_cpu)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.redis_cache_cpu.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.redis_cache_cpu)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.redis_cache_memory.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.redis_cache_memory)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.postgresql_database_cpu.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.postgresql_database_cpu)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.postgresql_database_storage.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.postgresql_database_storage)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.postgresql_database_free_memory.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.postgresql_database_free_memory)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.order_confirmations_queue_age.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.order_confirmations_queue_age)"
  }

  # alarms-notify: FR-014, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.order_confirmations_queue_dead_letters.alarm_actions])) >= 1
    error_message = "FR-014, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.order_confirmations_queue_dead_letters)"
  }

  # error-budget-announced: NFR-AVAIL-001, SLO-001, SLO-003
  assert {
    condition     = length(flatten([for resource in values(aws_cloudwatch_composite_alarm.burn_rate) : resource.alarm_actions])) >= 1
    error_message = "NFR-AVAIL-001, SLO-001, SLO-003: Somebody is told when the error budget is used up too fast (aws_cloudwatch_composite_alarm.burn_rate)"
  }
}
