# Storage: objects, files, volumes and their backups.

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket" "press_photos_bucket" {
  bucket        = "${local.name}-press-photos-bucket-${data.aws_caller_identity.current.account_id}"
  force_destroy = !var.deletion_protection
}

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_ownership_controls" "press_photos_bucket" {
  bucket = aws_s3_bucket.press_photos_bucket.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_public_access_block" "press_photos_bucket" {
  bucket                  = aws_s3_bucket.press_photos_bucket.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_server_side_encryption_configuration" "press_photos_bucket" {
  bucket = aws_s3_bucket.press_photos_bucket.id

  rule {
    # One data key for many objects saves most calls to KMS.
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.main.arn
    }
  }
}

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_versioning" "press_photos_bucket" {
  bucket = aws_s3_bucket.press_photos_bucket.id

  versioning_configuration {
    status = "Enabled"
  }
}

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_logging" "press_photos_bucket" {
  bucket        = aws_s3_bucket.press_photos_bucket.id
  target_bucket = aws_s3_bucket.access_logs.id
  target_prefix = "s3/press-photos-bucket/"
}

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_lifecycle_configuration" "press_photos_bucket" {
  bucket = aws_s3_bucket.press_photos_bucket.id

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
  depends_on = [aws_s3_bucket_versioning.press_photos_bucket]
}

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
resource "aws_s3_bucket_policy" "press_photos_bucket" {
  bucket = aws_s3_bucket.press_photos_bucket.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.press_photos_bucket.arn, "${aws_s3_bucket.press_photos_bucket.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "Tls12OrLater"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.press_photos_bucket.arn, "${aws_s3_bucket.press_photos_bucket.arn}/*"]
        Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      },
      {
        Sid       = "ContentDelivery"
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.press_photos_bucket.arn}/*"
        Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.main.arn } }
      },
    ]
  })

  # Both change the bucket's access: at the same time, one of them fails.
  depends_on = [aws_s3_bucket_public_access_block.press_photos_bucket]
}

# FR-001, NFR-SEC-001, SC-SEC-003
resource "aws_s3_bucket" "site" {
  bucket        = "${local.name}-site-${data.aws_caller_identity.current.account_id}"
  force_destroy = !var.deletion_protection
}

# FR-001, NFR-SEC-001, SC-SEC-003
resource "aws_s3_bucket_ownership_controls" "site" {
  bucket = aws_s3_bucket.site.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# FR-001, NFR-SEC-001, SC-SEC-003
resource "aws_s3_bucket_public_access_block" "site" {
  bucket                  = aws_s3_bucket.site.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# FR-001, NFR-SEC-001, SC-SEC-003
resource "aws_s3_bucket_server_side_encryption_configuration" "site" {
  bucket = aws_s3_bucket.site.id

  rule {
    # One data key for many objects saves most calls to KMS.
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.main.arn
    }
  }
}

# FR-001, NFR-SEC-001, SC-SEC-003
resource "aws_s3_bucket_versioning" "site" {
  bucket = aws_s3_bucket.site.id

  versioning_configuration {
    status = "Enabled"
  }
}

# FR-001, NFR-SEC-001, SC-SEC-003
resource "aws_s3_bucket_logging" "site" {
  bucket        = aws_s3_bucket.site.id
  target_bucket = aws_s3_bucket.access_logs.id
  target_prefix = "s3/site/"
}

# FR-001, NFR-SEC-001, SC-SEC-003
resource "aws_s3_bucket_lifecycle_configuration" "site" {
  bucket = aws_s3_bucket.site.id

  rule {
    id     = "tidy"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }

  # Rules for earlier versions need versioning to be there.
  depends_on = [aws_s3_bucket_versioning.site]
}

# Pages that stand there until the first release of the site.
# FR-001, NFR-SEC-001, SC-SEC-003
resource "aws_s3_object" "site" {
  for_each = {
    "index.html" = "This site is being set up."
    "404.html"   = "There is no such page."
  }

  bucket        = aws_s3_bucket.site.id
  key           = each.key
  content       = "<!doctype html><title>${var.name}</title><p>${each.value}</p>"
  content_type  = "text/html; charset=utf-8"
  cache_control = "no-cache"
  kms_key_id    = aws_kms_key.main.arn

  lifecycle {
    # The pages are the releases' from then on.
    ignore_changes = [cache_control, content, content_type, metadata]
  }

  depends_on = [aws_s3_bucket_server_side_encryption_configuration.site]
}

# FR-001, NFR-SEC-001, SC-SEC-003
resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.site.arn, "${aws_s3_bucket.site.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "Tls12OrLater"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.site.arn, "${aws_s3_bucket.site.arn}/*"]
        Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
      },
      {
        Sid       = "ContentDelivery"
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.site.arn}/*"
        Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.main.arn } }
      },
    ]
  })

  # Both change the bucket's access: at the same time, one of them fails.
  depends_on = [aws_s3_bucket_public_access_block.site]
}
