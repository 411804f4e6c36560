# What is known at once stays plain; what a resource gives becomes an Output, and what is computed of it one apply.
provider "aws" {
  region = "eu-west-1"
}

variable "name" {
  type        = string
  description = "Name of the system."
  default     = "shop"

  validation {
    condition     = can(regex("^[a-z]+\\.?$", var.name)) && length(var.name) <= 16
    error_message = "Use up to 16 letters."
  }
}

variable "size" {
  type        = number
  description = "Gigabytes."
  default     = 20

  validation {
    condition     = var.size >= 20 && var.size <= 100 && floor(var.size) == var.size
    error_message = "Use a whole number from 20 to 100."
  }
}

variable "key" {
  type        = string
  description = "Key to take, where there is one."
  default     = null
}

variable "password" {
  type        = string
  description = "Password of the first user; Terraform never sees it."
  sensitive   = true
}

locals {
  rates = { fast = { factor = 14.4, seconds = 3600 } }
  share = 0.05
}

data "aws_caller_identity" "current" {}

resource "aws_sqs_queue" "main" {
  # The name is a label, "as it stands".
  name                      = "${var.name}-${upper("jobs")}"
  kms_master_key_id         = var.key == null ? null : var.key
  message_retention_seconds = var.size * 60

  tags = merge({ Size = var.size, Owner = "a \"b\" ${var.name}" }, { Team = "c" })
}

resource "aws_sqs_queue_policy" "main" {
  queue_url = aws_sqs_queue.main.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      # Whoever comes from elsewhere.
      Action    = "sqs:*"
      Resource  = aws_sqs_queue.main.arn
      Condition = { StringNotEquals = { "aws:PrincipalAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_cloudwatch_metric_alarm" "main" {
  for_each = local.rates

  alarm_name          = "${aws_sqs_queue.main.name}-${each.key}"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Age"
  namespace           = "AWS/SQS"
  period              = each.value.seconds / 60
  statistic           = "Maximum"
  threshold           = each.value.factor * local.share
  alarm_description   = "For ${each.value.seconds / 3600} hours {sic}"
  dimensions          = { Queue = split(":", aws_sqs_queue.main.arn)[5] }
}

resource "aws_secretsmanager_secret" "main" {
  name        = "shop"
  description = jsonencode({ host = "h", port = aws_db_instance.main.port, text = "${aws_db_instance.main.address}:${aws_db_instance.main.port}" })
}

resource "aws_db_instance" "main" {
  instance_class = "db.t4g.small"
  password       = var.password
}

output "secret" {
  description = "What nobody should see."
  value       = aws_db_instance.main.endpoint
  sensitive   = true
}
