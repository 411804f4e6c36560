# error: unsupported-lifecycle: aws_sqs_queue.main: a Pulumi program can't have a lifecycle's precondition
provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "main" {
  name = "a"

  lifecycle {
    precondition {
      condition     = true
      error_message = "Never."
    }
  }
}
