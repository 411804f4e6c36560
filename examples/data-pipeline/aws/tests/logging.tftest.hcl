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

  mock_resource "aws_backup_plan" {
    defaults = {
      arn = "arn:aws:backup:eu-west-1:123456789012:backup-plan:mock"
    }
  }

  mock_resource "aws_backup_vault" {
    defaults = {
      arn = "arn:aws:backup:eu-west-1:123456789012:backup-vault:mock"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:eu-west-1:123456789012:log-group:mock"
    }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/mock"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/mock"
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

  mock_resource "aws_lambda_alias" {
    defaults = {
      arn        = "arn:aws:lambda:eu-west-1:123456789012:function:mock:live"
      invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:mock:live/invocations"
    }
  }

  mock_resource "aws_lambda_function" {
    defaults = {
      arn       = "arn:aws:lambda:eu-west-1:123456789012:function:mock"
      "version" = "1"
    }
  }

  mock_resource "aws_s3_bucket" {
    defaults = {
      arn                         = "arn:aws:s3:::mock"
      bucket_regional_domain_name = "mock.s3.eu-west-1.amazonaws.com"
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
}

run "configured" {
  command = plan

  # log-retention: COST-002
  assert {
    condition     = aws_cloudwatch_log_group.function.retention_in_days >= 14
    error_message = "COST-002: Logs are kept as long as stated (aws_cloudwatch_log_group.function)"
  }

  # log-retention: COST-002
  assert {
    condition     = aws_cloudwatch_log_group.second_function.retention_in_days >= 14
    error_message = "COST-002: Logs are kept as long as stated (aws_cloudwatch_log_group.second_function)"
  }

  # log-retention: COST-002
  assert {
    condition     = aws_cloudwatch_log_group.logs.retention_in_days >= 14
    error_message = "COST-002: Logs are kept as long as stated (aws_cloudwatch_log_group.logs)"
  }

  # log-retention: NFR-SEC-004, COST-002
  assert {
    condition     = aws_cloudwatch_log_group.audit.retention_in_days >= 14
    error_message = "NFR-SEC-004, COST-002: Logs are kept as long as stated (aws_cloudwatch_log_group.audit)"
  }

  # audit-trail-everywhere: NFR-SEC-004
  assert {
    condition     = aws_cloudtrail.main.is_multi_region_trail == true
    error_message = "NFR-SEC-004: Administrative actions are logged in every region (aws_cloudtrail.main)"
  }

  # audit-trail-tamper-evident: NFR-SEC-004
  assert {
    condition     = aws_cloudtrail.main.enable_log_file_validation == true
    error_message = "NFR-SEC-004: The audit trail shows when it was changed (aws_cloudtrail.main)"
  }

  # audit-retention: NFR-SEC-004
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_lifecycle_configuration.audit] : [for item in resource.rule : [for item1 in item.expiration : item1.days]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_lifecycle_configuration.audit] : [for item in resource.rule : [for item1 in item.expiration : item1.days]]]) : value >= 730])
    error_message = "NFR-SEC-004: Audit logs are kept as long as stated (aws_s3_bucket_lifecycle_configuration.audit)"
  }

  # dashboard-there: FR-009, SC-OPS-001
  assert {
    condition     = aws_cloudwatch_dashboard.main.dashboard_name != null && aws_cloudwatch_dashboard.main.dashboard_name != ""
    error_message = "FR-009, SC-OPS-001: There is a dashboard (aws_cloudwatch_dashboard.main)"
  }
}

run "applied" {
  command = apply

  # audit-trail-on: NFR-SEC-004
  assert {
    condition     = !try(contains([false], aws_cloudtrail.main.enable_logging), false)
    error_message = "NFR-SEC-004: Administrative actions are logged (aws_cloudtrail.main)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.function_errors.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.function_errors)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.function_duration.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.function_duration)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.function_throttles.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.function_throttles)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.second_function_errors.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.second_function_errors)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.second_function_duration.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.second_function_duration)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.second_function_throttles.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.second_function_throttles)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.backup_failures.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.backup_failures)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.table_throttles.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.table_throttles)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.table_errors.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.table_errors)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.stream_lag.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.stream_lag)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.stream_throttled.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.stream_throttled)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.queue_age.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.queue_age)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.queue_dead_letters.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.queue_dead_letters)"
  }

  # alarms-notify: FR-009, SC-OPS-002
  assert {
    condition     = length(flatten([aws_cloudwatch_metric_alarm.topic_failed.alarm_actions])) >= 1
    error_message = "FR-009, SC-OPS-002: Alarms notify somebody (aws_cloudwatch_metric_alarm.topic_failed)"
  }
}
