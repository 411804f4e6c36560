terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

locals {
  buckets = toset(["stickers", "invoices"])
}

resource "aws_kms_key" "events" {
  enable_key_rotation     = true
  rotation_period_in_days = 365
}

resource "aws_sqs_queue" "in" {
  name                      = "parcels"
  message_retention_seconds = 604800
  kms_master_key_id         = aws_kms_key.events.id
  redrive_policy = jsonencode({
    deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:parcels-dead-letter"
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "dlq" {
  name                      = "parcels-dead-letter"
  message_retention_seconds = 1209600
  kms_master_key_id         = aws_kms_key.events.id
}

resource "aws_dynamodb_table" "positions" {
  name         = "positions"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "parcel"

  attribute {
    name = "parcel"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.events.arn
  }
}

resource "aws_iam_role" "reader" {
  name = "parcel-reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
        Resource = "arn:aws:sqs:eu-west-1:111122223333:parcels"
      },
      { Effect = "Deny", Action = "*", Resource = "arn:aws:s3:::another", },
    ]
  })
}

resource "aws_lambda_function" "reader" {
  function_name = "parcel-reader"
  role          = aws_iam_role.reader.arn
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/reader:3"
  memory_size   = 1024
  timeout       = 60
}

resource "aws_s3_bucket" "kept" {
  for_each = local.buckets
  bucket   = "parcel-${each.key}"
}

resource "aws_s3_bucket_versioning" "kept" {
  for_each = local.buckets
  bucket   = "parcel-${each.key}"

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "kept" {
  for_each = local.buckets
  bucket   = "parcel-${each.key}"

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "invoices" {
  bucket = "parcel-invoices"

  rule {
    id     = "colder"
    status = "Enabled"

    transition {
      days          = 90
      storage_class = "GLACIER"
    }
  }
}
