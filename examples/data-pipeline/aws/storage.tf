# Storage: objects, files, volumes and their backups.

# FR-004, NFR-SEC-001, NFR-SEC-005, COST-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket" "bucket" {
  bucket        = "${local.name}-bucket-${data.aws_caller_identity.current.account_id}"
  force_destroy = !var.deletion_protection
}

# FR-004, NFR-SEC-001, NFR-SEC-005, COST-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_ownership_controls" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# FR-004, NFR-SEC-001, NFR-SEC-005, COST-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_public_access_block" "bucket" {
  bucket                  = aws_s3_bucket.bucket.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# FR-004, NFR-SEC-001, NFR-SEC-005, COST-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_server_side_encryption_configuration" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  rule {
    # One data key for many objects saves most calls to KMS.
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.main.arn
    }
  }
}

# FR-004, NFR-SEC-001, NFR-SEC-005, COST-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_versioning" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  versioning_configuration {
    status = "Enabled"
  }
}

# FR-004, NFR-SEC-001, NFR-SEC-005, COST-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_logging" "bucket" {
  bucket        = aws_s3_bucket.bucket.id
  target_bucket = aws_s3_bucket.access_logs.id
  target_prefix = "s3/bucket/"
}

# FR-004, NFR-SEC-001, NFR-SEC-005, COST-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_lifecycle_configuration" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  rule {
    id     = "archive"
    status = "Enabled"

    filter {}

    transition {
      # FR-004, COST-001
      days          = var.bucket_archive_after_days
      storage_class = var.bucket_archive_class
    }
  }

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      # FR-004
      days = var.bucket_expire_after_days
    }
  }

  rule {
    id     = "tidy"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }

  # Rules for earlier versions need versioning to be there.
  depends_on = [aws_s3_bucket_versioning.bucket]
}

# FR-004, NFR-SEC-001, NFR-SEC-005, COST-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_policy" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.bucket.arn, "${aws_s3_bucket.bucket.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "Tls12OrLater"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.bucket.arn, "${aws_s3_bucket.bucket.arn}/*"]
        Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      },
    ]
  })

  # Both change the bucket's access: at the same time, one of them fails.
  depends_on = [aws_s3_bucket_public_access_block.bucket]
}

# FR-004, NFR-SEC-001, NFR-SEC-004, NFR-SEC-005, COST-001, REG-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket" "access_logs" {
  #checkov:skip=CKV_AWS_18: this is the bucket that access logs go to
  #checkov:skip=CKV_AWS_145: load balancers can't write logs to a bucket with a key of KMS
  bucket        = "${local.name}-access-logs-${data.aws_caller_identity.current.account_id}"
  force_destroy = !var.deletion_protection
}

# FR-004, NFR-SEC-001, NFR-SEC-004, NFR-SEC-005, COST-001, REG-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_ownership_controls" "access_logs" {
  bucket = aws_s3_bucket.access_logs.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# FR-004, NFR-SEC-001, NFR-SEC-004, NFR-SEC-005, COST-001, REG-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_public_access_block" "access_logs" {
  bucket                  = aws_s3_bucket.access_logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# FR-004, NFR-SEC-001, NFR-SEC-004, NFR-SEC-005, COST-001, REG-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_server_side_encryption_configuration" "access_logs" {
  bucket = aws_s3_bucket.access_logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# FR-004, NFR-SEC-001, NFR-SEC-004, NFR-SEC-005, COST-001, REG-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_versioning" "access_logs" {
  bucket = aws_s3_bucket.access_logs.id

  versioning_configuration {
    status = "Enabled"
  }
}

# FR-004, NFR-SEC-001, NFR-SEC-004, NFR-SEC-005, COST-001, REG-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_lifecycle_configuration" "access_logs" {
  bucket = aws_s3_bucket.access_logs.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.log_retention_days
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.access_logs]
}

# FR-004, NFR-SEC-001, NFR-SEC-004, NFR-SEC-005, COST-001, REG-001, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_policy" "access_logs" {
  bucket = aws_s3_bucket.access_logs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.access_logs.arn, "${aws_s3_bucket.access_logs.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "BucketLogs"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.access_logs.arn}/*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.access_logs]
}

# FR-005, NFR-AVAIL-002, NFR-AVAIL-003, NFR-SEC-001, SC-SEC-001
resource "aws_backup_vault" "main" {
  name          = "${local.name}-backup"
  kms_key_arn   = aws_kms_key.main.arn
  force_destroy = !var.deletion_protection
}

# Governance: nobody deletes a backup before its time, but a few administrators can lift the lock.
# FR-005, NFR-AVAIL-002, NFR-AVAIL-003, NFR-SEC-001, SC-SEC-001
resource "aws_backup_vault_lock_configuration" "main" {
  for_each = toset(var.deletion_protection ? ["governance"] : [])

  backup_vault_name  = aws_backup_vault.main.name
  min_retention_days = var.backup_retention_days
}

# FR-005, NFR-AVAIL-002, NFR-AVAIL-003, NFR-SEC-001, SC-SEC-001
resource "aws_backup_plan" "main" {
  name = "${local.name}-backup"

  rule {
    rule_name         = "regular"
    target_vault_name = aws_backup_vault.main.name
    # NFR-AVAIL-003
    schedule          = "cron(0 3 * * ? *)"
    start_window      = 60
    completion_window = 480
    # FR-005: any moment can be restored where the service has it.
    enable_continuous_backup = true

    lifecycle {
      # NFR-AVAIL-003
      delete_after                              = var.backup_retention_days
      opt_in_to_archive_for_supported_resources = false
    }
  }
}

# FR-005, NFR-AVAIL-002, NFR-AVAIL-003, NFR-SEC-001, SC-SEC-001
resource "aws_backup_selection" "main" {
  name         = "${local.name}-backup"
  plan_id      = aws_backup_plan.main.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = [aws_dynamodb_table.main.arn]

  # Without its permissions the role can't read what it is to back up.
  depends_on = [aws_iam_role_policy_attachment.backup]
}
