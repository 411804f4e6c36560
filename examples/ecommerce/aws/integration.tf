# Integration: queues, topics, streams and buses.

# FR-010, NFR-SEC-001, SC-SEC-001
resource "aws_sqs_queue" "order_confirmations" {
  name                              = "${local.name}-order-confirmations-queue"
  kms_master_key_id                 = aws_kms_key.main.arn
  kms_data_key_reuse_period_seconds = 300
  visibility_timeout_seconds        = 180
  message_retention_seconds         = 345600
  # Long polling: fewer empty answers, and messages arrive at once.
  receive_wait_time_seconds = 20

  # FR-010
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.order_confirmations_dead_letter.arn
    maxReceiveCount     = 5
  })
}

# Messages that nobody could handle wait here to be looked at, as long as SQS keeps them.
# FR-010, NFR-SEC-001, SC-SEC-001
resource "aws_sqs_queue" "order_confirmations_dead_letter" {
  name                              = "${local.name}-order-confirmations-queue-dead-letter"
  kms_master_key_id                 = aws_kms_key.main.arn
  kms_data_key_reuse_period_seconds = 300
  message_retention_seconds         = 1209600
}

# FR-010, NFR-SEC-001, SC-SEC-001
resource "aws_sqs_queue_redrive_allow_policy" "order_confirmations_dead_letter" {
  queue_url = aws_sqs_queue.order_confirmations_dead_letter.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.order_confirmations.arn]
  })
}

# FR-010, NFR-SEC-001, SC-SEC-001
resource "aws_sqs_queue_policy" "order_confirmations_dead_letter" {
  queue_url = aws_sqs_queue.order_confirmations_dead_letter.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.order_confirmations_dead_letter.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# FR-010, NFR-SEC-001, SC-SEC-001
resource "aws_sqs_queue_policy" "order_confirmations" {
  queue_url = aws_sqs_queue.order_confirmations.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.order_confirmations.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}
