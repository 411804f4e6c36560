# error: unsupported-function: aws_sqs_queue.main: a Pulumi program can't have the function bcrypt()
provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "main" {
  name = bcrypt("a")
}
