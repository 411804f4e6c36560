# Nested blocks become dictionaries: one, several, and those that are repeated or may be left out.
provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = { Project = "shop" }
  }
}

variable "expires" {
  type        = bool
  description = "Whether objects expire."
  default     = false
}

resource "aws_s3_bucket" "main" {
  bucket = "shop"

  lifecycle {
    prevent_destroy = true
    # The console's.
    ignore_changes = [tags]
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "main" {
  bucket = aws_s3_bucket.main.id

  # Old versions go first.
  rule {
    id     = "versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }

  # All of it goes in the end.
  dynamic "rule" {
    for_each = var.expires ? ["all"] : []

    content {
      id     = rule.value
      status = "Enabled"

      expiration {
        days = 365
      }
    }
  }
}

resource "aws_lambda_function" "main" {
  function_name = "shop"
  role          = "arn:aws:iam::123456789012:role/shop"
  filename      = "${path.module}/placeholder/function.zip"

  dynamic "vpc_config" {
    for_each = var.expires ? [1] : []

    content {
      subnet_ids         = ["subnet-1"]
      security_group_ids = ["sg-1"]
    }
  }

  depends_on = [aws_s3_bucket_lifecycle_configuration.main]
}
