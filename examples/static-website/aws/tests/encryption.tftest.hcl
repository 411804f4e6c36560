# Runs without credentials: the providers are mocked, with values of the right form where the code needs them.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "123456789012"
    }
  }

  mock_data "aws_partition" {
    defaults = {
      partition  = "aws"
      dns_suffix = "amazonaws.com"
    }
  }

  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:eu-west-1:123456789012:certificate/mock"
      domain_validation_options = [
        {
          domain_name           = "www.example.com"
          resource_record_name  = "_mock.www.example.com"
          resource_record_type  = "CNAME"
          resource_record_value = "_mock.acm-validations.aws"
        },
      ]
    }
  }

  mock_resource "aws_cloudfront_distribution" {
    defaults = {
      id             = "EMOCK"
      arn            = "arn:aws:cloudfront::123456789012:distribution/EMOCK"
      domain_name    = "mock.cloudfront.net"
      hosted_zone_id = "Z2FDTNDATAQYW2"
    }
  }

  mock_resource "aws_cloudfront_origin_access_control" {
    defaults = {
      id = "EMOCK"
    }
  }

  mock_resource "aws_cloudwatch_log_delivery_destination" {
    defaults = {
      arn = "arn:aws:logs:us-east-1:123456789012:delivery-destination:mock"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:eu-west-1:123456789012:log-group:mock"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/mock"
    }
  }

  mock_resource "aws_kms_alias" {
    defaults = {
      arn = "arn:aws:kms:eu-west-1:123456789012:alias/mock"
    }
  }

  mock_resource "aws_kms_key" {
    defaults = {
      arn    = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000"
      key_id = "00000000-0000-0000-0000-000000000000"
    }
  }

  mock_resource "aws_route53_zone" {
    defaults = {
      zone_id      = "Z00000000000000000000"
      arn          = "arn:aws:route53:::hostedzone/Z00000000000000000000"
      name_servers = ["ns-1.example.net", "ns-2.example.net"]
    }
  }

  mock_resource "aws_s3_bucket" {
    defaults = {
      arn                         = "arn:aws:s3:::mock"
      bucket_regional_domain_name = "mock.s3.eu-west-1.amazonaws.com"
    }
  }

  mock_resource "aws_sns_topic" {
    defaults = {
      arn = "arn:aws:sns:eu-west-1:123456789012:mock"
    }
  }

  mock_resource "aws_wafv2_web_acl" {
    defaults = {
      arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/mock/00000000-0000-0000-0000-000000000000"
    }
  }
}

run "configured" {
  command = plan

  # bucket-encrypted: baseline
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.access_logs] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.access_logs] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]]) : try(contains(["aws:kms", "AES256"], value), false)])
    error_message = "baseline: Buckets are encrypted by default (aws_s3_bucket_server_side_encryption_configuration.access_logs)"
  }

  # bucket-encrypted: baseline
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.audit] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.audit] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]]) : try(contains(["aws:kms", "AES256"], value), false)])
    error_message = "baseline: Buckets are encrypted by default (aws_s3_bucket_server_side_encryption_configuration.audit)"
  }

  # bucket-encrypted: NFR-SEC-002, SC-SEC-002
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.press_photos_bucket] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.press_photos_bucket] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]]) : try(contains(["aws:kms", "AES256"], value), false)])
    error_message = "NFR-SEC-002, SC-SEC-002: Buckets are encrypted by default (aws_s3_bucket_server_side_encryption_configuration.press_photos_bucket)"
  }

  # bucket-encrypted: baseline
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.site] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_server_side_encryption_configuration.site] : [for item in resource.rule : [for item1 in item.apply_server_side_encryption_by_default : item1.sse_algorithm]]]) : try(contains(["aws:kms", "AES256"], value), false)])
    error_message = "baseline: Buckets are encrypted by default (aws_s3_bucket_server_side_encryption_configuration.site)"
  }

  # key-rotated: baseline
  assert {
    condition     = aws_kms_key.main.enable_key_rotation == true
    error_message = "baseline: Keys rotate by themselves (aws_kms_key.main)"
  }

  # key-rotation-period: baseline
  assert {
    condition     = aws_kms_key.main.rotation_period_in_days <= 365
    error_message = "baseline: Keys rotate in the stated period (aws_kms_key.main)"
  }

  # cdn-https-only: NFR-SEC-001, SC-SEC-003
  assert {
    condition     = length(aws_cloudfront_distribution.main.default_cache_behavior) > 0 && alltrue([for behavior in aws_cloudfront_distribution.main.default_cache_behavior : try(contains(["redirect-to-https", "https-only"], behavior.viewer_protocol_policy), false)])
    error_message = "NFR-SEC-001, SC-SEC-003: The content delivery network serves HTTPS only (aws_cloudfront_distribution.main)"
  }

  # cdn-tls-floor: NFR-SEC-001, SC-SEC-003
  assert {
    condition     = length(aws_cloudfront_distribution.main.viewer_certificate) > 0 && alltrue([for certificate in aws_cloudfront_distribution.main.viewer_certificate : try(contains(["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"], certificate.minimum_protocol_version), false)])
    error_message = "NFR-SEC-001, SC-SEC-003: The content delivery network refuses TLS versions below the floor (aws_cloudfront_distribution.main)"
  }

  # certificate: FR-003
  assert {
    condition     = aws_acm_certificate.main_edge.validation_method == "DNS"
    error_message = "FR-003: There is a certificate for the domain (aws_acm_certificate.main_edge)"
  }
}

run "applied" {
  command = apply

  # topic-encrypted: baseline
  assert {
    condition     = aws_sns_topic.alerts.kms_master_key_id == aws_kms_key.main.arn
    error_message = "baseline: Topics are encrypted at rest (aws_sns_topic.alerts)"
  }

  # log-group-encrypted: baseline
  assert {
    condition     = aws_cloudwatch_log_group.logs.kms_key_id == aws_kms_key.main.arn
    error_message = "baseline: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.logs)"
  }

  # log-group-encrypted: baseline
  assert {
    condition     = aws_cloudwatch_log_group.audit.kms_key_id == aws_kms_key.main.arn
    error_message = "baseline: Log groups are encrypted with the build's own key (aws_cloudwatch_log_group.audit)"
  }
}
