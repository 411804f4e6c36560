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

  # table-point-in-time: FR-005, NFR-AVAIL-003, NFR-AVAIL-002
  assert {
    condition     = length(aws_dynamodb_table.main.point_in_time_recovery) > 0 && alltrue([for recovery in aws_dynamodb_table.main.point_in_time_recovery : recovery.enabled == true])
    error_message = "FR-005, NFR-AVAIL-003, NFR-AVAIL-002: Tables can be restored to any point in time (aws_dynamodb_table.main)"
  }

  # bucket-versioned: FR-005, NFR-AVAIL-003
  assert {
    condition     = length(aws_s3_bucket_versioning.audit.versioning_configuration) > 0 && alltrue([for configuration in aws_s3_bucket_versioning.audit.versioning_configuration : configuration.status == "Enabled"])
    error_message = "FR-005, NFR-AVAIL-003: Buckets keep earlier versions (aws_s3_bucket_versioning.audit)"
  }

  # bucket-versioned: FR-005, NFR-AVAIL-003
  assert {
    condition     = length(aws_s3_bucket_versioning.bucket.versioning_configuration) > 0 && alltrue([for configuration in aws_s3_bucket_versioning.bucket.versioning_configuration : configuration.status == "Enabled"])
    error_message = "FR-005, NFR-AVAIL-003: Buckets keep earlier versions (aws_s3_bucket_versioning.bucket)"
  }

  # bucket-versioned: FR-005, NFR-AVAIL-003
  assert {
    condition     = length(aws_s3_bucket_versioning.access_logs.versioning_configuration) > 0 && alltrue([for configuration in aws_s3_bucket_versioning.access_logs.versioning_configuration : configuration.status == "Enabled"])
    error_message = "FR-005, NFR-AVAIL-003: Buckets keep earlier versions (aws_s3_bucket_versioning.access_logs)"
  }

  # backup-plan-retention: NFR-AVAIL-003, FR-005
  assert {
    condition     = length(flatten([for resource in [aws_backup_plan.main] : [for item in resource.rule : [for item1 in item.lifecycle : item1.delete_after]]])) > 0 && alltrue([for value in flatten([for resource in [aws_backup_plan.main] : [for item in resource.rule : [for item1 in item.lifecycle : item1.delete_after]]]) : value >= 30])
    error_message = "NFR-AVAIL-003, FR-005: The backup plan keeps copies long enough (aws_backup_plan.main)"
  }

  # queue-retention: FR-003
  assert {
    condition     = aws_sqs_queue.main.message_retention_seconds == 1209600
    error_message = "FR-003: Messages wait as long as stated (aws_sqs_queue.main)"
  }

  # stream-retention: FR-001
  assert {
    condition     = aws_kinesis_stream.main.retention_period >= 48
    error_message = "FR-001: The stream keeps events as long as stated (aws_kinesis_stream.main)"
  }
}

run "applied" {
  command = apply

  # queue-gives-up: FR-003, FR-009, FR-007, SC-OPS-001, SC-OPS-002
  assert {
    condition     = aws_sqs_queue.main.redrive_policy != null && aws_sqs_queue.main.redrive_policy != ""
    error_message = "FR-003, FR-009, FR-007, SC-OPS-001, SC-OPS-002: Messages that nobody can handle go to a queue of their own (aws_sqs_queue.main)"
  }
}
