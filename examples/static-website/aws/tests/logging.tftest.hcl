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

  # log-retention: COST-001
  assert {
    condition     = aws_cloudwatch_log_group.waf_edge.retention_in_days >= 90
    error_message = "COST-001: Logs are kept as long as stated (aws_cloudwatch_log_group.waf_edge)"
  }

  # log-retention: COST-001
  assert {
    condition     = aws_cloudwatch_log_group.logs.retention_in_days >= 90
    error_message = "COST-001: Logs are kept as long as stated (aws_cloudwatch_log_group.logs)"
  }

  # log-retention: COST-001
  assert {
    condition     = aws_cloudwatch_log_group.audit.retention_in_days >= 90
    error_message = "COST-001: Logs are kept as long as stated (aws_cloudwatch_log_group.audit)"
  }

  # audit-trail-everywhere: COST-001
  assert {
    condition     = aws_cloudtrail.main.is_multi_region_trail == true
    error_message = "COST-001: Administrative actions are logged in every region (aws_cloudtrail.main)"
  }

  # audit-trail-tamper-evident: COST-001
  assert {
    condition     = aws_cloudtrail.main.enable_log_file_validation == true
    error_message = "COST-001: The audit trail shows when it was changed (aws_cloudtrail.main)"
  }

  # audit-retention: COST-001
  assert {
    condition     = length(flatten([for resource in [aws_s3_bucket_lifecycle_configuration.audit] : [for item in resource.rule : [for item1 in item.expiration : item1.days]]])) > 0 && alltrue([for value in flatten([for resource in [aws_s3_bucket_lifecycle_configuration.audit] : [for item in resource.rule : [for item1 in item.expiration : item1.days]]]) : value >= 365])
    error_message = "COST-001: Audit logs are kept as long as stated (aws_s3_bucket_lifecycle_configuration.audit)"
  }
}

run "applied" {
  command = apply

  # audit-trail-on: COST-001
  assert {
    condition     = !try(contains([false], aws_cloudtrail.main.enable_logging), false)
    error_message = "COST-001: Administrative actions are logged (aws_cloudtrail.main)"
  }
}
