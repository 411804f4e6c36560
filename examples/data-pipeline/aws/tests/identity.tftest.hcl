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

  mock_resource "aws_backup_plan" {
    defaults = {
      arn = "arn:aws:backup:eu-west-1:123456789012:backup-plan:mock"
    }
  }

  mock_resource "aws_backup_vault" {
    defaults = {
      arn = "arn:aws:backup:eu-west-1:123456789012:backup-vault:mock"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:eu-west-1:123456789012:log-group:mock"
    }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = {
      arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/mock"
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

  mock_resource "aws_lambda_alias" {
    defaults = {
      arn        = "arn:aws:lambda:eu-west-1:123456789012:function:mock:live"
      invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:mock:live/invocations"
    }
  }

  mock_resource "aws_lambda_function" {
    defaults = {
      arn       = "arn:aws:lambda:eu-west-1:123456789012:function:mock"
      "version" = "1"
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

  mock_resource "aws_sqs_queue" {
    defaults = {
      arn = "arn:aws:sqs:eu-west-1:123456789012:mock"
      url = "https://sqs.eu-west-1.amazonaws.com/123456789012/mock"
    }
  }
}

run "configured" {
  command = plan

  # no-wildcard-actions-in-policies: baseline
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_policy.mfa.policy).Statement : alltrue([for action in flatten([try(statement.Action, [])]) : action != "*" && !endswith(action, ":*")]) || try(statement.Effect, "Allow") == "Deny"])
    error_message = "baseline: No managed policy allows all actions of a service (aws_iam_policy.mfa)"
  }

  # secret-there: FR-008
  assert {
    condition     = aws_secretsmanager_secret.main.recovery_window_in_days >= 7
    error_message = "FR-008: There is a secret for the credentials, which can be brought back when it was deleted (aws_secretsmanager_secret.main)"
  }
}

run "applied" {
  command = apply

  # no-wildcard-actions: NFR-SEC-003, SC-SEC-003
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : alltrue([for action in flatten([try(statement.Action, [])]) : action != "*" && !endswith(action, ":*")]) || try(statement.Effect, "Allow") == "Deny"])
    error_message = "NFR-SEC-003, SC-SEC-003: No policy allows all actions of a service (aws_iam_role_policy.function)"
  }

  # no-wildcard-actions: NFR-SEC-003, SC-SEC-003
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.second_function.policy).Statement : alltrue([for action in flatten([try(statement.Action, [])]) : action != "*" && !endswith(action, ":*")]) || try(statement.Effect, "Allow") == "Deny"])
    error_message = "NFR-SEC-003, SC-SEC-003: No policy allows all actions of a service (aws_iam_role_policy.second_function)"
  }

  # no-wildcard-actions: baseline
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.audit.policy).Statement : alltrue([for action in flatten([try(statement.Action, [])]) : action != "*" && !endswith(action, ":*")]) || try(statement.Effect, "Allow") == "Deny"])
    error_message = "baseline: No policy allows all actions of a service (aws_iam_role_policy.audit)"
  }
}
