# Operations: logs, alarms, dashboards and budgets.

# What has no log group of its own writes here: agents on machines, jobs, scripts.
# COST-001
resource "aws_cloudwatch_log_group" "logs" {
  name              = "/${local.name}/application"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# COST-001
resource "aws_cloudwatch_query_definition" "logs_errors" {
  name            = "${local.name}/errors"
  log_group_names = [aws_cloudwatch_log_group.logs.name]

  query_string = "fields @timestamp, @message | filter @message like /(?i)(error|exception|fatal)/ | sort @timestamp desc | limit 100"
}

# NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SC-OPS-001
resource "aws_sns_topic" "alerts" {
  name              = "${local.name}-alerts"
  display_name      = "Alerts of ${local.name}"
  kms_master_key_id = aws_kms_key.main.arn
}

# NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SC-OPS-001
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
        Sid       = "Budgets"
        Effect    = "Allow"
        Principal = { Service = "budgets.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alerts.arn
        Condition = {
          ArnLike      = { "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:budgets::${data.aws_caller_identity.current.account_id}:*" }
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

# NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SC-OPS-001
resource "aws_sns_topic_subscription" "alerts_email" {
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = var.notification_email
}

# BUD-002
resource "aws_budgets_budget" "main" {
  name         = "${local.name}-monthly"
  budget_type  = "COST"
  limit_amount = tostring(var.budget_amount)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  # Only what this module's resources cost; the tag has to be activated for cost allocation once.
  cost_filter {
    name   = "TagKeyValue"
    values = ["user:Project${"$"}${var.name}"]
  }

  notification {
    comparison_operator        = "GREATER_THAN"
    threshold                  = 80
    threshold_type             = "PERCENTAGE"
    notification_type          = "ACTUAL"
    subscriber_email_addresses = [var.notification_email]
    subscriber_sns_topic_arns  = [aws_sns_topic.alerts.arn]
  }

  notification {
    comparison_operator        = "GREATER_THAN"
    threshold                  = 100
    threshold_type             = "PERCENTAGE"
    notification_type          = "FORECASTED"
    subscriber_email_addresses = [var.notification_email]
  }
}
