# Integration: queues, topics, streams and buses.

# FR-006, NFR-SEC-001, SC-001
resource "aws_sqs_queue" "reminders" {
  name                              = "${local.name}-reminders-queue"
  kms_master_key_id                 = aws_kms_key.main.arn
  kms_data_key_reuse_period_seconds = 300
  visibility_timeout_seconds        = 180
  message_retention_seconds         = 345600
  # Long polling: fewer empty answers, and messages arrive at once.
  receive_wait_time_seconds = 20

  # FR-006
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.reminders_dead_letter.arn
    maxReceiveCount     = 5
  })
}

# Messages that nobody could handle wait here to be looked at, as long as SQS keeps them.
# FR-006, NFR-SEC-001, SC-001
resource "aws_sqs_queue" "reminders_dead_letter" {
  name                              = "${local.name}-reminders-queue-dead-letter"
  kms_master_key_id                 = aws_kms_key.main.arn
  kms_data_key_reuse_period_seconds = 300
  message_retention_seconds         = 1209600
}

# FR-006, NFR-SEC-001, SC-001
resource "aws_sqs_queue_redrive_allow_policy" "reminders_dead_letter" {
  queue_url = aws_sqs_queue.reminders_dead_letter.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.reminders.arn]
  })
}

# FR-006, NFR-SEC-001, SC-001
resource "aws_sqs_queue_policy" "reminders_dead_letter" {
  queue_url = aws_sqs_queue.reminders_dead_letter.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.reminders_dead_letter.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# FR-006, NFR-SEC-001, SC-001
resource "aws_sqs_queue_policy" "reminders" {
  queue_url = aws_sqs_queue.reminders.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.reminders.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}
