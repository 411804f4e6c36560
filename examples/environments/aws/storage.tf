# Storage: objects, files, volumes and their backups.

# FR-005, NFR-SEC-001, SC-001
resource "aws_s3_bucket" "pictures_haircuts_bucket" {
  bucket        = "${local.name}-pictures-haircuts-bucket-${data.aws_caller_identity.current.account_id}"
  force_destroy = !var.deletion_protection
}

# FR-005, NFR-SEC-001, SC-001
resource "aws_s3_bucket_ownership_controls" "pictures_haircuts_bucket" {
  bucket = aws_s3_bucket.pictures_haircuts_bucket.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# FR-005, NFR-SEC-001, SC-001
resource "aws_s3_bucket_public_access_block" "pictures_haircuts_bucket" {
  bucket                  = aws_s3_bucket.pictures_haircuts_bucket.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# FR-005, NFR-SEC-001, SC-001
resource "aws_s3_bucket_server_side_encryption_configuration" "pictures_haircuts_bucket" {
  bucket = aws_s3_bucket.pictures_haircuts_bucket.id

  rule {
    # One data key for many objects saves most calls to KMS.
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.main.arn
    }
  }
}

# FR-005, NFR-SEC-001, SC-001
resource "aws_s3_bucket_versioning" "pictures_haircuts_bucket" {
  bucket = aws_s3_bucket.pictures_haircuts_bucket.id

  versioning_configuration {
    status = "Enabled"
  }
}

# FR-005, NFR-SEC-001, SC-001
resource "aws_s3_bucket_logging" "pictures_haircuts_bucket" {
  bucket        = aws_s3_bucket.pictures_haircuts_bucket.id
  target_bucket = aws_s3_bucket.access_logs.id
  target_prefix = "s3/pictures-haircuts-bucket/"
}

# FR-005, NFR-SEC-001, SC-001
resource "aws_s3_bucket_lifecycle_configuration" "pictures_haircuts_bucket" {
  bucket = aws_s3_bucket.pictures_haircuts_bucket.id

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
  depends_on = [aws_s3_bucket_versioning.pictures_haircuts_bucket]
}

# FR-005, NFR-SEC-001, SC-001
resource "aws_s3_bucket_policy" "pictures_haircuts_bucket" {
  bucket = aws_s3_bucket.pictures_haircuts_bucket.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.pictures_haircuts_bucket.arn, "${aws_s3_bucket.pictures_haircuts_bucket.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "Tls12OrLater"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.pictures_haircuts_bucket.arn, "${aws_s3_bucket.pictures_haircuts_bucket.arn}/*"]
        Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      },
    ]
  })

  # Both change the bucket's access: at the same time, one of them fails.
  depends_on = [aws_s3_bucket_public_access_block.pictures_haircuts_bucket]
}
