# Operations: logs, alarms, dashboards and budgets.

# What has no log group of its own writes here: agents on machines, jobs, scripts.
# COST-002
resource "aws_cloudwatch_log_group" "logs" {
  name              = "/${local.name}/application"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# COST-002
resource "aws_cloudwatch_query_definition" "logs_errors" {
  name            = "${local.name}/errors"
  log_group_names = [aws_cloudwatch_log_group.logs.name]

  query_string = "fields @timestamp, @message | filter @message like /(?i)(error|exception|fatal)/ | sort @timestamp desc | limit 100"
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_sns_topic" "alerts" {
  name              = "${local.name}-alerts"
  display_name      = "Alerts of ${local.name}"
  kms_master_key_id = aws_kms_key.main.arn
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_sns_topic_policy" "alerts" {
  arn = aws_sns_topic.alerts.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Alarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alerts.arn
        Condition = {
          ArnLike      = { "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:cloudwatch:${var.region}:${data.aws_caller_identity.current.account_id}:alarm:${local.name}-*" }
          StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
        }
      },
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alerts.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_sns_topic_subscription" "alerts_email" {
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = var.notification_email
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "function_errors" {
  alarm_name          = "${local.name}-function-errors"
  alarm_description   = "Function: Failed calls"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    FunctionName = aws_lambda_function.main.function_name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "function_duration" {
  alarm_name          = "${local.name}-function-duration"
  alarm_description   = "Function: Duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.function_timeout * 900
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    FunctionName = aws_lambda_function.main.function_name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "function_throttles" {
  alarm_name          = "${local.name}-function-throttles"
  alarm_description   = "Function: Calls refused for want of capacity"
  namespace           = "AWS/Lambda"
  metric_name         = "Throttles"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    FunctionName = aws_lambda_function.main.function_name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "second_function_errors" {
  alarm_name          = "${local.name}-second-function-errors"
  alarm_description   = "Second function: Failed calls"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    FunctionName = aws_lambda_function.second.function_name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "second_function_duration" {
  alarm_name          = "${local.name}-second-function-duration"
  alarm_description   = "Second function: Duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.second_function_timeout * 900
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    FunctionName = aws_lambda_function.second.function_name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "second_function_throttles" {
  alarm_name          = "${local.name}-second-function-throttles"
  alarm_description   = "Second function: Calls refused for want of capacity"
  namespace           = "AWS/Lambda"
  metric_name         = "Throttles"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    FunctionName = aws_lambda_function.second.function_name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "backup_failures" {
  alarm_name          = "${local.name}-backup-failures"
  alarm_description   = "Backup: Failed backups"
  namespace           = "AWS/Backup"
  metric_name         = "NumberOfBackupJobsFailed"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 3600
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    BackupVaultName = aws_backup_vault.main.name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "table_throttles" {
  alarm_name          = "${local.name}-table-throttles"
  alarm_description   = "Table: Requests refused for want of capacity"
  namespace           = "AWS/DynamoDB"
  metric_name         = "ThrottledRequests"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    TableName = aws_dynamodb_table.main.name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "table_errors" {
  alarm_name          = "${local.name}-table-errors"
  alarm_description   = "Table: System errors"
  namespace           = "AWS/DynamoDB"
  metric_name         = "SystemErrors"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    TableName = aws_dynamodb_table.main.name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "stream_lag" {
  alarm_name          = "${local.name}-stream-lag"
  alarm_description   = "Stream: Age of the oldest unread event"
  namespace           = "AWS/Kinesis"
  metric_name         = "GetRecords.IteratorAgeMilliseconds"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300000
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    StreamName = aws_kinesis_stream.main.name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "stream_throttled" {
  alarm_name          = "${local.name}-stream-throttled"
  alarm_description   = "Stream: Events refused"
  namespace           = "AWS/Kinesis"
  metric_name         = "WriteProvisionedThroughputExceeded"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    StreamName = aws_kinesis_stream.main.name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "queue_age" {
  alarm_name          = "${local.name}-queue-age"
  alarm_description   = "Queue: Age of the oldest message"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 3600
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    QueueName = aws_sqs_queue.main.name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "queue_dead_letters" {
  alarm_name          = "${local.name}-queue-dead-letters"
  alarm_description   = "Queue: Messages given up"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    QueueName = aws_sqs_queue.main_dead_letter.name
  }
}

# FR-009, NFR-PERF-002, NFR-PERF-003, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001 and 1 more
resource "aws_cloudwatch_metric_alarm" "topic_failed" {
  alarm_name          = "${local.name}-topic-failed"
  alarm_description   = "Topic: Failed deliveries"
  namespace           = "AWS/SNS"
  metric_name         = "NumberOfNotificationsFailed"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    TopicName = aws_sns_topic.topic.name
  }
}

# FR-009, SC-OPS-001
resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = local.name

  dashboard_body = jsonencode({
    widgets = [
      {
        type       = "text"
        x          = 0
        y          = 0
        width      = 24
        height     = 1
        properties = { markdown = "## Function" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 1
        width  = 6
        height = 5
        properties = {
          title   = "Failed calls"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/Lambda", "Errors", "FunctionName", aws_lambda_function.main.function_name]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 1
        width  = 6
        height = 5
        properties = {
          title   = "Duration"
          region  = var.region
          stat    = "p99"
          period  = 300
          metrics = [["AWS/Lambda", "Duration", "FunctionName", aws_lambda_function.main.function_name]]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 1
        width  = 6
        height = 5
        properties = {
          title   = "Calls refused for want of capacity"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/Lambda", "Throttles", "FunctionName", aws_lambda_function.main.function_name]]
        }
      },
      {
        type   = "metric"
        x      = 18
        y      = 1
        width  = 6
        height = 5
        properties = {
          title   = "Calls"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/Lambda", "Invocations", "FunctionName", aws_lambda_function.main.function_name]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 6
        width      = 24
        height     = 1
        properties = { markdown = "## Second function" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 7
        width  = 6
        height = 5
        properties = {
          title   = "Failed calls"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/Lambda", "Errors", "FunctionName", aws_lambda_function.second.function_name]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 7
        width  = 6
        height = 5
        properties = {
          title   = "Duration"
          region  = var.region
          stat    = "p99"
          period  = 300
          metrics = [["AWS/Lambda", "Duration", "FunctionName", aws_lambda_function.second.function_name]]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 7
        width  = 6
        height = 5
        properties = {
          title   = "Calls refused for want of capacity"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/Lambda", "Throttles", "FunctionName", aws_lambda_function.second.function_name]]
        }
      },
      {
        type   = "metric"
        x      = 18
        y      = 7
        width  = 6
        height = 5
        properties = {
          title   = "Calls"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/Lambda", "Invocations", "FunctionName", aws_lambda_function.second.function_name]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 12
        width      = 24
        height     = 1
        properties = { markdown = "## Backup" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 13
        width  = 6
        height = 5
        properties = {
          title   = "Failed backups"
          region  = var.region
          stat    = "Sum"
          period  = 3600
          metrics = [["AWS/Backup", "NumberOfBackupJobsFailed", "BackupVaultName", aws_backup_vault.main.name]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 18
        width      = 24
        height     = 1
        properties = { markdown = "## Bucket" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 19
        width  = 6
        height = 5
        properties = {
          title   = "Stored data"
          region  = var.region
          stat    = "Average"
          period  = 86400
          metrics = [["AWS/S3", "BucketSizeBytes", "BucketName", aws_s3_bucket.bucket.bucket, "StorageType", "StandardStorage"]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 19
        width  = 6
        height = 5
        properties = {
          title   = "Objects"
          region  = var.region
          stat    = "Average"
          period  = 86400
          metrics = [["AWS/S3", "NumberOfObjects", "BucketName", aws_s3_bucket.bucket.bucket, "StorageType", "AllStorageTypes"]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 24
        width      = 24
        height     = 1
        properties = { markdown = "## Table" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 25
        width  = 6
        height = 5
        properties = {
          title   = "Requests refused for want of capacity"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/DynamoDB", "ThrottledRequests", "TableName", aws_dynamodb_table.main.name]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 25
        width  = 6
        height = 5
        properties = {
          title   = "System errors"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/DynamoDB", "SystemErrors", "TableName", aws_dynamodb_table.main.name]]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 25
        width  = 6
        height = 5
        properties = {
          title   = "Read capacity in use"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", aws_dynamodb_table.main.name]]
        }
      },
      {
        type   = "metric"
        x      = 18
        y      = 25
        width  = 6
        height = 5
        properties = {
          title   = "Write capacity in use"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", aws_dynamodb_table.main.name]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 30
        width      = 24
        height     = 1
        properties = { markdown = "## Stream" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 31
        width  = 6
        height = 5
        properties = {
          title   = "Events taken in"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/Kinesis", "IncomingRecords", "StreamName", aws_kinesis_stream.main.name]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 31
        width  = 6
        height = 5
        properties = {
          title   = "Age of the oldest unread event"
          region  = var.region
          stat    = "Maximum"
          period  = 300
          metrics = [["AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "StreamName", aws_kinesis_stream.main.name]]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 31
        width  = 6
        height = 5
        properties = {
          title   = "Events refused"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/Kinesis", "WriteProvisionedThroughputExceeded", "StreamName", aws_kinesis_stream.main.name]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 36
        width      = 24
        height     = 1
        properties = { markdown = "## Queue" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 37
        width  = 6
        height = 5
        properties = {
          title   = "Waiting messages"
          region  = var.region
          stat    = "Maximum"
          period  = 300
          metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.main.name]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 37
        width  = 6
        height = 5
        properties = {
          title   = "Age of the oldest message"
          region  = var.region
          stat    = "Maximum"
          period  = 300
          metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", aws_sqs_queue.main.name]]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 37
        width  = 6
        height = 5
        properties = {
          title   = "Messages given up"
          region  = var.region
          stat    = "Maximum"
          period  = 300
          metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.main_dead_letter.name]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 42
        width      = 24
        height     = 1
        properties = { markdown = "## Topic" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 43
        width  = 6
        height = 5
        properties = {
          title   = "Messages published"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/SNS", "NumberOfMessagesPublished", "TopicName", aws_sns_topic.topic.name]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 43
        width  = 6
        height = 5
        properties = {
          title   = "Failed deliveries"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/SNS", "NumberOfNotificationsFailed", "TopicName", aws_sns_topic.topic.name]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 48
        width      = 24
        height     = 1
        properties = { markdown = "## Logs" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 49
        width  = 6
        height = 5
        properties = {
          title   = "Log data"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/Logs", "IncomingBytes", "LogGroupName", aws_cloudwatch_log_group.logs.name]]
        }
      },
    ]
  })
}
