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

  # bucket-encrypted: NFR-SEC-001, SC-SEC-001
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.audit] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.audit] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]]) : try(contains(["aws:kms", "AES256"], value), false)])
    error_message = "NFR-SEC-001, SC-SEC-001: Buckets are encrypted by default (aws_s3_bucket_server_side_encryption_configuration.audit)"
  }

  # bucket-encrypted: NFR-SEC-001, SC-SEC-001
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.bucket] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.bucket] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]]) : try(contains(["aws:kms", "AES256"], value), false)])
    error_message = "NFR-SEC-001, SC-SEC-001: Buckets are encrypted by default (aws_s3_bucket_server_side_encryption_configuration.bucket)"
  }

  # bucket-encrypted: NFR-SEC-001, SC-SEC-001
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.access_logs] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.access_logs] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]]) : try(contains(["aws:kms", "AES256"], value), false)])
    error_message = "NFR-SEC-001, SC-SEC-001: Buckets are encrypted by default (aws_s3_bucket_server_side_encryption_configuration.access_logs)"
  }

  # table-encrypted: NFR-SEC-001, SC-SEC-001
  assert {
    condition     = length(aws_dynamodb_table.main.server_side_encryption) > 0 && alltrue([for encryption in aws_dynamodb_table.main.server_side_encryption : encryption.enabled == true])
    error_message = "NFR-SEC-001, SC-SEC-001: Tables are encrypted with the build's own key (aws_dynamodb_table.main)"
  }

  # stream-encrypted: NFR-SEC-001, SC-SEC-001
  assert {
    condition     = aws_kinesis_stream.main.encryption_type == "KMS"
    error_message = "NFR-SEC-001, SC-SEC-001: Streams are encrypted at rest (aws_kinesis_stream.main)"
  }

  # key-rotated: NFR-SEC-001
  assert {
    condition     = aws_kms_key.main.enable_key_rotation == true
    error_message = "NFR-SEC-001: Keys rotate by themselves (aws_kms_key.main)"
  }

  # key-rotation-period: NFR-SEC-001
  assert {
    condition     = aws_kms_key.main.rotation_period_in_days <= 365
    error_message = "NFR-SEC-001: Keys rotate in the stated period (aws_kms_key.main)"
  }
}

run "applied" {
  command = apply

  # queue-encrypted: NFR-SEC-001
  assert {
    condition     = aws_sqs_queue.function_failures.kms_master_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001: Queues are encrypted at rest (aws_sqs_queue.function_failures)"
  }

  # queue-encrypted: NFR-SEC-001, SC-SEC-001
  assert {
    condition     = aws_sqs_queue.main.kms_master_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001, SC-SEC-001: Queues are encrypted at rest (aws_sqs_queue.main)"
  }

  # queue-encrypted: NFR-SEC-001, SC-SEC-001
  assert {
    condition     = aws_sqs_queue.main_dead_letter.kms_master_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001, SC-SEC-001: Queues are encrypted at rest (aws_sqs_queue.main_dead_letter)"
  }

  # topic-encrypted: NFR-SEC-001, SC-SEC-001
  assert {
    condition     = aws_sns_topic.topic.kms_master_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001, SC-SEC-001: Topics are encrypted at rest (aws_sns_topic.topic)"
  }

  # topic-encrypted: NFR-SEC-001
  assert {
    condition     = aws_sns_topic.alerts.kms_master_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001: Topics are encrypted at rest (aws_sns_topic.alerts)"
  }

  # log-group-encrypted: NFR-SEC-001
  assert {
    condition     = aws_cloudwatch_log_group.function.kms_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.function)"
  }

  # log-group-encrypted: NFR-SEC-001
  assert {
    condition     = aws_cloudwatch_log_group.second_function.kms_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.second_function)"
  }

  # log-group-encrypted: NFR-SEC-001
  assert {
    condition     = aws_cloudwatch_log_group.logs.kms_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.logs)"
  }

  # log-group-encrypted: NFR-SEC-001, SC-SEC-001
  assert {
    condition     = aws_cloudwatch_log_group.audit.kms_key_id == aws_kms_key.main.arn
    error_message = "NFR-SEC-001, SC-SEC-001: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.audit)"
  }
}
