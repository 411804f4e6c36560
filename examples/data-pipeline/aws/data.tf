# Data: databases and caches.

# FR-005, NFR-AVAIL-003, NFR-SEC-001, SC-SEC-001
resource "aws_dynamodb_table" "main" {
  name         = "${local.name}-table"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = var.table_partition_key
  range_key    = var.table_sort_key

  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = toset(compact([var.table_partition_key, var.table_sort_key]))

    content {
      name = attribute.key
      type = "S"
    }
  }

  point_in_time_recovery {
    # FR-005
    enabled                 = true
    recovery_period_in_days = 30
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.main.arn
  }
}
