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

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_sns_topic" "alerts" {
  name              = "${local.name}-alerts"
  display_name      = "Alerts of ${local.name}"
  kms_master_key_id = aws_kms_key.main.arn
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
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
        Sid       = "Threats"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.alerts.arn
        Condition = {
          ArnLike      = { "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:events:${var.region}:${data.aws_caller_identity.current.account_id}:rule/${local.name}-*" }
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

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_sns_topic_subscription" "alerts_email" {
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = var.notification_email
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "objective_latency_p95" {
  alarm_name          = "${local.name}-objective-latency-p95"
  alarm_description   = "Clients wait longer than the objective allows (p95)"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "TargetResponseTime"
  extended_statistic  = "p95"
  comparison_operator = "GreaterThanThreshold"
  # NFR-PERF-001, SLO-002
  threshold          = 0.3
  period             = 300
  evaluation_periods = 3
  treat_missing_data = "notBreaching"
  alarm_actions      = [aws_sns_topic.alerts.arn]
  ok_actions         = [aws_sns_topic.alerts.arn]

  dimensions = {
    LoadBalancer = aws_lb.web.arn_suffix
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "objective_latency_p99" {
  alarm_name          = "${local.name}-objective-latency-p99"
  alarm_description   = "Clients wait longer than the objective allows (p99)"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "TargetResponseTime"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  # NFR-PERF-001
  threshold          = 0.8
  period             = 300
  evaluation_periods = 3
  treat_missing_data = "notBreaching"
  alarm_actions      = [aws_sns_topic.alerts.arn]
  ok_actions         = [aws_sns_topic.alerts.arn]

  dimensions = {
    LoadBalancer = aws_lb.web.arn_suffix
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "burn_rate" {
  for_each = local.burn_rates

  alarm_name          = "${local.name}-burn-rate-${each.key}"
  alarm_description   = "Requests fail ${each.value.factor} times as often as the objective allows, over ${each.value.seconds} seconds (no action of its own)"
  comparison_operator = "GreaterThanThreshold"
  # NFR-AVAIL-001, SLO-001
  threshold          = each.value.factor * local.error_budget_percent
  evaluation_periods = 1
  treat_missing_data = "notBreaching"

  metric_query {
    id          = "rate"
    label       = "Failed requests in percent"
    return_data = true
    expression  = "100 * (FILL(errors, 0) + FILL(own_errors, 0)) / requests"
  }

  metric_query {
    id = "requests"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "RequestCount"
      stat        = "Sum"
      period      = each.value.seconds

      dimensions = {
        LoadBalancer = aws_lb.web.arn_suffix
      }
    }
  }

  metric_query {
    id = "errors"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HTTPCode_Target_5XX_Count"
      stat        = "Sum"
      period      = each.value.seconds

      dimensions = {
        LoadBalancer = aws_lb.web.arn_suffix
      }
    }
  }

  metric_query {
    id = "own_errors"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HTTPCode_ELB_5XX_Count"
      stat        = "Sum"
      period      = each.value.seconds

      dimensions = {
        LoadBalancer = aws_lb.web.arn_suffix
      }
    }
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_composite_alarm" "burn_rate" {
  for_each = toset(["fast", "slow"])

  alarm_name        = "${local.name}-error-budget-${each.key}"
  alarm_description = "The error budget is used up too fast: requests fail, and go on failing"
  alarm_rule = join(" AND ", [
    for window in ["long", "short"] : "ALARM(\"${aws_cloudwatch_metric_alarm.burn_rate["${each.key}-${window}"].alarm_name}\")"
  ])
  alarm_actions = [aws_sns_topic.alerts.arn]
  ok_actions    = [aws_sns_topic.alerts.arn]
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "objective_errors" {
  alarm_name          = "${local.name}-objective-errors"
  alarm_description   = "More requests fail than is allowed, in percent"
  comparison_operator = "GreaterThanThreshold"
  # FR-014
  threshold          = 1
  evaluation_periods = 3
  treat_missing_data = "notBreaching"
  alarm_actions      = [aws_sns_topic.alerts.arn]
  ok_actions         = [aws_sns_topic.alerts.arn]

  metric_query {
    id          = "rate"
    label       = "Failed requests in percent"
    return_data = true
    expression  = "100 * (FILL(errors, 0) + FILL(own_errors, 0)) / requests"
  }

  metric_query {
    id = "requests"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "RequestCount"
      stat        = "Sum"
      period      = 300

      dimensions = {
        LoadBalancer = aws_lb.web.arn_suffix
      }
    }
  }

  metric_query {
    id = "errors"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HTTPCode_Target_5XX_Count"
      stat        = "Sum"
      period      = 300

      dimensions = {
        LoadBalancer = aws_lb.web.arn_suffix
      }
    }
  }

  metric_query {
    id = "own_errors"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HTTPCode_ELB_5XX_Count"
      stat        = "Sum"
      period      = 300

      dimensions = {
        LoadBalancer = aws_lb.web.arn_suffix
      }
    }
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "nat_port_errors" {
  for_each = aws_nat_gateway.main

  alarm_name          = "${local.name}-nat-port-errors-${each.key}"
  alarm_description   = "Outbound gateway: Outbound connections without a free port"
  namespace           = "AWS/NATGateway"
  metric_name         = "ErrorPortAllocation"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    NatGatewayId = each.value.id
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "web_lb_errors" {
  alarm_name          = "${local.name}-web-lb-errors"
  alarm_description   = "Web load balancer: Responses with a server error"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_Target_5XX_Count"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 10
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    LoadBalancer = aws_lb.web.arn_suffix
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "web_lb_own_errors" {
  alarm_name          = "${local.name}-web-lb-own-errors"
  alarm_description   = "Web load balancer: Requests that the load balancer could not pass on"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_ELB_5XX_Count"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 10
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    LoadBalancer = aws_lb.web.arn_suffix
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "certificate_days_left" {
  alarm_name          = "${local.name}-certificate-days-left"
  alarm_description   = "Certificate: Days until the certificate expires"
  namespace           = "AWS/CertificateManager"
  metric_name         = "DaysToExpiry"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 30
  period              = 86400
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    CertificateArn = aws_acm_certificate_validation.main.certificate_arn
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "app_service_cpu" {
  alarm_name          = "${local.name}-app-service-cpu"
  alarm_description   = "App service: CPU"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 85
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    ClusterName = aws_ecs_cluster.main.name
    ServiceName = aws_ecs_service.app.name
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "app_service_memory" {
  alarm_name          = "${local.name}-app-service-memory"
  alarm_description   = "App service: Memory"
  namespace           = "AWS/ECS"
  metric_name         = "MemoryUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 85
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    ClusterName = aws_ecs_cluster.main.name
    ServiceName = aws_ecs_service.app.name
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "app_service_tasks" {
  alarm_name          = "${local.name}-app-service-tasks"
  alarm_description   = "App service: Running tasks"
  namespace           = "ECS/ContainerInsights"
  metric_name         = "RunningTaskCount"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = var.app_service_min_count
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    ClusterName = aws_ecs_cluster.main.name
    ServiceName = aws_ecs_service.app.name
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "redis_cache_engine_cpu" {
  alarm_name          = "${local.name}-redis-cache-engine-cpu"
  alarm_description   = "Redis cache: CPU of the engine"
  namespace           = "AWS/ElastiCache"
  metric_name         = "EngineCPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    CacheClusterId = "${aws_elasticache_replication_group.redis.id}-001"
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "redis_cache_cpu" {
  alarm_name          = "${local.name}-redis-cache-cpu"
  alarm_description   = "Redis cache: CPU"
  namespace           = "AWS/ElastiCache"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    CacheClusterId = "${aws_elasticache_replication_group.redis.id}-001"
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "redis_cache_memory" {
  alarm_name          = "${local.name}-redis-cache-memory"
  alarm_description   = "Redis cache: Memory in use"
  namespace           = "AWS/ElastiCache"
  metric_name         = "DatabaseMemoryUsagePercentage"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 85
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    CacheClusterId = "${aws_elasticache_replication_group.redis.id}-001"
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "postgresql_database_cpu" {
  alarm_name          = "${local.name}-postgresql-database-cpu"
  alarm_description   = "Postgresql database: CPU"
  namespace           = "AWS/RDS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    DBInstanceIdentifier = aws_db_instance.postgresql.identifier
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "postgresql_database_storage" {
  alarm_name          = "${local.name}-postgresql-database-storage"
  alarm_description   = "Postgresql database: Free storage"
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = var.postgresql_database_storage * 1024 * 1024 * 1024 / 10
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    DBInstanceIdentifier = aws_db_instance.postgresql.identifier
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "postgresql_database_free_memory" {
  alarm_name          = "${local.name}-postgresql-database-free-memory"
  alarm_description   = "Postgresql database: Free memory"
  namespace           = "AWS/RDS"
  metric_name         = "FreeableMemory"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 134217728
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]

  dimensions = {
    DBInstanceIdentifier = aws_db_instance.postgresql.identifier
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "order_confirmations_queue_age" {
  alarm_name          = "${local.name}-order-confirmations-queue-age"
  alarm_description   = "Order confirmations queue: Age of the oldest message"
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
    QueueName = aws_sqs_queue.order_confirmations.name
  }
}

# FR-014, NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SLO-003, REG-001, SC-OPS-002
resource "aws_cloudwatch_metric_alarm" "order_confirmations_queue_dead_letters" {
  alarm_name          = "${local.name}-order-confirmations-queue-dead-letters"
  alarm_description   = "Order confirmations queue: Messages given up"
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
    QueueName = aws_sqs_queue.order_confirmations_dead_letter.name
  }
}

# FR-014, SC-OPS-001
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
        properties = { markdown = "## Outbound gateway" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 1
        width  = 6
        height = 5
        properties = {
          title   = "Outbound connections without a free port"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [for key, value in aws_nat_gateway.main : ["AWS/NATGateway", "ErrorPortAllocation", "NatGatewayId", value.id]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 6
        width      = 24
        height     = 1
        properties = { markdown = "## Cdn" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 7
        width  = 6
        height = 5
        properties = {
          title   = "Requests"
          region  = "us-east-1"
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/CloudFront", "Requests", "DistributionId", aws_cloudfront_distribution.main.id, "Region", "Global"]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 7
        width  = 6
        height = 5
        properties = {
          title   = "Share of server errors"
          region  = "us-east-1"
          stat    = "Average"
          period  = 300
          metrics = [["AWS/CloudFront", "5xxErrorRate", "DistributionId", aws_cloudfront_distribution.main.id, "Region", "Global"]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 12
        width      = 24
        height     = 1
        properties = { markdown = "## Web load balancer" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 13
        width  = 6
        height = 5
        properties = {
          title   = "Requests"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/ApplicationELB", "RequestCount", "LoadBalancer", aws_lb.web.arn_suffix]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 13
        width  = 6
        height = 5
        properties = {
          title   = "Response time"
          region  = var.region
          stat    = "p95"
          period  = 300
          metrics = [["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", aws_lb.web.arn_suffix]]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 13
        width  = 6
        height = 5
        properties = {
          title   = "Responses with a server error"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", aws_lb.web.arn_suffix]]
        }
      },
      {
        type   = "metric"
        x      = 18
        y      = 13
        width  = 6
        height = 5
        properties = {
          title   = "Requests that the load balancer could not pass on"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "LoadBalancer", aws_lb.web.arn_suffix]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 18
        width      = 24
        height     = 1
        properties = { markdown = "## Certificate" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 19
        width  = 6
        height = 5
        properties = {
          title   = "Days until the certificate expires"
          region  = var.region
          stat    = "Minimum"
          period  = 86400
          metrics = [["AWS/CertificateManager", "DaysToExpiry", "CertificateArn", aws_acm_certificate_validation.main.certificate_arn]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 24
        width      = 24
        height     = 1
        properties = { markdown = "## Waf" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 25
        width  = 6
        height = 5
        properties = {
          title   = "Requests refused"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/WAFV2", "BlockedRequests", "WebACL", aws_wafv2_web_acl.main.name, "Region", var.region, "Rule", "ALL"]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 30
        width      = 24
        height     = 1
        properties = { markdown = "## App service" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 31
        width  = 6
        height = 5
        properties = {
          title   = "CPU"
          region  = var.region
          stat    = "Average"
          period  = 300
          metrics = [["AWS/ECS", "CPUUtilization", "ClusterName", aws_ecs_cluster.main.name, "ServiceName", aws_ecs_service.app.name]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 31
        width  = 6
        height = 5
        properties = {
          title   = "Memory"
          region  = var.region
          stat    = "Average"
          period  = 300
          metrics = [["AWS/ECS", "MemoryUtilization", "ClusterName", aws_ecs_cluster.main.name, "ServiceName", aws_ecs_service.app.name]]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 31
        width  = 6
        height = 5
        properties = {
          title   = "Running tasks"
          region  = var.region
          stat    = "Minimum"
          period  = 300
          metrics = [["ECS/ContainerInsights", "RunningTaskCount", "ClusterName", aws_ecs_cluster.main.name, "ServiceName", aws_ecs_service.app.name]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 36
        width      = 24
        height     = 1
        properties = { markdown = "## Product images bucket" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 37
        width  = 6
        height = 5
        properties = {
          title   = "Stored data"
          region  = var.region
          stat    = "Average"
          period  = 86400
          metrics = [["AWS/S3", "BucketSizeBytes", "BucketName", aws_s3_bucket.product_images_bucket.bucket, "StorageType", "StandardStorage"]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 37
        width  = 6
        height = 5
        properties = {
          title   = "Objects"
          region  = var.region
          stat    = "Average"
          period  = 86400
          metrics = [["AWS/S3", "NumberOfObjects", "BucketName", aws_s3_bucket.product_images_bucket.bucket, "StorageType", "AllStorageTypes"]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 42
        width      = 24
        height     = 1
        properties = { markdown = "## Redis cache" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 43
        width  = 6
        height = 5
        properties = {
          title   = "CPU of the engine"
          region  = var.region
          stat    = "Average"
          period  = 300
          metrics = [["AWS/ElastiCache", "EngineCPUUtilization", "CacheClusterId", "${aws_elasticache_replication_group.redis.id}-001"]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 43
        width  = 6
        height = 5
        properties = {
          title   = "CPU"
          region  = var.region
          stat    = "Average"
          period  = 300
          metrics = [["AWS/ElastiCache", "CPUUtilization", "CacheClusterId", "${aws_elasticache_replication_group.redis.id}-001"]]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 43
        width  = 6
        height = 5
        properties = {
          title   = "Memory in use"
          region  = var.region
          stat    = "Average"
          period  = 300
          metrics = [["AWS/ElastiCache", "DatabaseMemoryUsagePercentage", "CacheClusterId", "${aws_elasticache_replication_group.redis.id}-001"]]
        }
      },
      {
        type   = "metric"
        x      = 18
        y      = 43
        width  = 6
        height = 5
        properties = {
          title   = "Evictions"
          region  = var.region
          stat    = "Sum"
          period  = 300
          metrics = [["AWS/ElastiCache", "Evictions", "CacheClusterId", "${aws_elasticache_replication_group.redis.id}-001"]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 48
        width  = 6
        height = 5
        properties = {
          title   = "Connections"
          region  = var.region
          stat    = "Average"
          period  = 300
          metrics = [["AWS/ElastiCache", "CurrConnections", "CacheClusterId", "${aws_elasticache_replication_group.redis.id}-001"]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 53
        width      = 24
        height     = 1
        properties = { markdown = "## Postgresql database" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 54
        width  = 6
        height = 5
        properties = {
          title   = "CPU"
          region  = var.region
          stat    = "Average"
          period  = 300
          metrics = [["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", aws_db_instance.postgresql.identifier]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 54
        width  = 6
        height = 5
        properties = {
          title   = "Free storage"
          region  = var.region
          stat    = "Minimum"
          period  = 300
          metrics = [["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", aws_db_instance.postgresql.identifier]]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 54
        width  = 6
        height = 5
        properties = {
          title   = "Connections"
          region  = var.region
          stat    = "Maximum"
          period  = 300
          metrics = [["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", aws_db_instance.postgresql.identifier]]
        }
      },
      {
        type   = "metric"
        x      = 18
        y      = 54
        width  = 6
        height = 5
        properties = {
          title   = "Free memory"
          region  = var.region
          stat    = "Minimum"
          period  = 300
          metrics = [["AWS/RDS", "FreeableMemory", "DBInstanceIdentifier", aws_db_instance.postgresql.identifier]]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 59
        width  = 6
        height = 5
        properties = {
          title   = "Time of a read"
          region  = var.region
          stat    = "Average"
          period  = 300
          metrics = [["AWS/RDS", "ReadLatency", "DBInstanceIdentifier", aws_db_instance.postgresql.identifier]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 64
        width      = 24
        height     = 1
        properties = { markdown = "## Order confirmations queue" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 65
        width  = 6
        height = 5
        properties = {
          title   = "Waiting messages"
          region  = var.region
          stat    = "Maximum"
          period  = 300
          metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.order_confirmations.name]]
        }
      },
      {
        type   = "metric"
        x      = 6
        y      = 65
        width  = 6
        height = 5
        properties = {
          title   = "Age of the oldest message"
          region  = var.region
          stat    = "Maximum"
          period  = 300
          metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", aws_sqs_queue.order_confirmations.name]]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 65
        width  = 6
        height = 5
        properties = {
          title   = "Messages given up"
          region  = var.region
          stat    = "Maximum"
          period  = 300
          metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.order_confirmations_dead_letter.name]]
        }
      },
      {
        type       = "text"
        x          = 0
        y          = 70
        width      = 24
        height     = 1
        properties = { markdown = "## Logs" }
      },
      {
        type   = "metric"
        x      = 0
        y      = 71
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
