# error: unsupported-count: aws_eip.main: a Pulumi program can't have a number of instances or a key that only a resource gives
provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "main" {
  name = "a"
}

resource "aws_eip" "main" {
  count = length(aws_sqs_queue.main.arn)

  domain = "vpc"
}
