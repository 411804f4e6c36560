# Compute: what runs the application.

# FR-002, COST-002, SC-OPS-001
resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${local.name}-function"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# FR-002, COST-002, SC-OPS-001
resource "aws_lambda_function" "main" {
  function_name = "${local.name}-function"
  role          = aws_iam_role.function.arn
  runtime       = "python3.13"
  handler       = "index.handler"
  filename      = "${path.module}/placeholder/function.zip"
  memory_size   = var.function_memory
  timeout       = var.function_timeout
  publish       = true
  kms_key_arn   = aws_kms_key.main.arn

  # Where the linked things are; what is secret is read with the function's role from the ARN given here.
  environment {
    variables = {
      STREAM_NAME            = aws_kinesis_stream.main.name
      TABLE_NAME             = aws_dynamodb_table.main.name
      QUEUE_URL              = aws_sqs_queue.main.url
      BUCKET_NAME            = aws_s3_bucket.bucket.bucket
      TOPIC_ARN              = aws_sns_topic.topic.arn
      CREDENTIALS_SECRET_ARN = aws_secretsmanager_secret.main.arn
    }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.function_failures.arn
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [aws_iam_role_policy.function]

  lifecycle {
    # The code is the pipeline's; the placeholder only stands in until the first deployment.
    ignore_changes = [filename, source_code_hash, handler, layers]
  }
}

# What callers call: a deployment publishes a version and then moves this.
# FR-002, COST-002, SC-OPS-001
resource "aws_lambda_alias" "main" {
  name             = "live"
  function_name    = aws_lambda_function.main.function_name
  function_version = aws_lambda_function.main.version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

# Events that failed for good wait here for somebody to look at them.
# FR-002, COST-002, SC-OPS-001
resource "aws_sqs_queue" "function_failures" {
  name                      = "${local.name}-function-failures"
  message_retention_seconds = 1209600
  kms_master_key_id         = aws_kms_key.main.arn
}

# FR-002, COST-002, SC-OPS-001
resource "aws_lambda_event_source_mapping" "function_from_stream" {
  event_source_arn                   = aws_kinesis_stream.main.arn
  function_name                      = aws_lambda_alias.main.arn
  function_response_types            = ["ReportBatchItemFailures"]
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = 100
  maximum_batching_window_in_seconds = 5
  maximum_retry_attempts             = 5
  bisect_batch_on_function_error     = true

  destination_config {
    on_failure {
      destination_arn = aws_sqs_queue.function_failures.arn
    }
  }

  depends_on = [aws_iam_role_policy.function]
}

# FR-007, COST-002, SC-OPS-001
resource "aws_cloudwatch_log_group" "second_function" {
  name              = "/aws/lambda/${local.name}-second-function"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# FR-007, COST-002, SC-OPS-001
resource "aws_lambda_function" "second" {
  #checkov:skip=CKV_AWS_116: nothing calls it in the background; its callers see failures, its queue keeps them
  function_name = "${local.name}-second-function"
  role          = aws_iam_role.second_function.arn
  runtime       = "python3.13"
  handler       = "index.handler"
  filename      = "${path.module}/placeholder/function.zip"
  memory_size   = var.second_function_memory
  timeout       = var.second_function_timeout
  publish       = true
  kms_key_arn   = aws_kms_key.main.arn

  # Where the linked things are; what is secret is read with the function's role from the ARN given here.
  environment {
    variables = {
      TABLE_NAME             = aws_dynamodb_table.main.name
      QUEUE_URL              = aws_sqs_queue.main.url
      BUCKET_NAME            = aws_s3_bucket.bucket.bucket
      TOPIC_ARN              = aws_sns_topic.topic.arn
      CREDENTIALS_SECRET_ARN = aws_secretsmanager_secret.main.arn
    }
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.second_function.name
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [aws_iam_role_policy.second_function]

  lifecycle {
    # The code is the pipeline's; the placeholder only stands in until the first deployment.
    ignore_changes = [filename, source_code_hash, handler, layers]
  }
}

# What callers call: a deployment publishes a version and then moves this.
# FR-007, COST-002, SC-OPS-001
resource "aws_lambda_alias" "second" {
  name             = "live"
  function_name    = aws_lambda_function.second.function_name
  function_version = aws_lambda_function.second.version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

# FR-007, COST-002, SC-OPS-001
resource "aws_lambda_event_source_mapping" "second_function_from_queue" {
  event_source_arn        = aws_sqs_queue.main.arn
  function_name           = aws_lambda_alias.second.arn
  function_response_types = ["ReportBatchItemFailures"]
  batch_size              = 10

  depends_on = [aws_iam_role_policy.second_function]
}
