# Integration: queues, topics, streams and buses.

# FR-003, FR-007, FR-009, NFR-SEC-001, SC-SEC-001, SC-OPS-001, SC-OPS-002
resource "aws_sqs_queue" "main" {
  name                              = "${local.name}-queue"
  kms_master_key_id                 = aws_kms_key.main.arn
  kms_data_key_reuse_period_seconds = 300
  visibility_timeout_seconds        = 180
  # FR-003
  message_retention_seconds = 1209600
  # Long polling: fewer empty answers, and messages arrive at once.
  receive_wait_time_seconds = 20

  # FR-003, FR-009
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.main_dead_letter.arn
    maxReceiveCount     = 5
  })
}

# Messages that nobody could handle wait here to be looked at, as long as SQS keeps them.
# FR-003, FR-007, FR-009, NFR-SEC-001, SC-SEC-001, SC-OPS-001, SC-OPS-002
resource "aws_sqs_queue" "main_dead_letter" {
  name                              = "${local.name}-queue-dead-letter"
  kms_master_key_id                 = aws_kms_key.main.arn
  kms_data_key_reuse_period_seconds = 300
  message_retention_seconds         = 1209600
}

# FR-003, FR-007, FR-009, NFR-SEC-001, SC-SEC-001, SC-OPS-001, SC-OPS-002
resource "aws_sqs_queue_redrive_allow_policy" "main_dead_letter" {
  queue_url = aws_sqs_queue.main_dead_letter.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.main.arn]
  })
}

# FR-003, FR-007, FR-009, NFR-SEC-001, SC-SEC-001, SC-OPS-001, SC-OPS-002
resource "aws_sqs_queue_policy" "main_dead_letter" {
  queue_url = aws_sqs_queue.main_dead_letter.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.main_dead_letter.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# FR-003, FR-007, FR-009, NFR-SEC-001, SC-SEC-001, SC-OPS-001, SC-OPS-002
resource "aws_sqs_queue_policy" "main" {
  queue_url = aws_sqs_queue.main.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.main.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# FR-006, NFR-SEC-001, SC-SEC-001
resource "aws_sns_topic" "topic" {
  name              = "${local.name}-topic"
  kms_master_key_id = aws_kms_key.main.arn
}

# FR-006, NFR-SEC-001, SC-SEC-001
resource "aws_sns_topic_policy" "topic" {
  arn = aws_sns_topic.topic.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.topic.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# FR-001, FR-002, NFR-SEC-001, NFR-SEC-002, SC-SEC-001, SC-OPS-001
resource "aws_kinesis_stream" "main" {
  name = "${local.name}-stream"
  # FR-001
  shard_count      = var.stream_shards
  retention_period = var.stream_retention_hours
  encryption_type  = "KMS"
  kms_key_id       = aws_kms_key.main.arn

  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}
