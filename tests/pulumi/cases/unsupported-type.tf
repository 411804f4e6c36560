# error: aws_s3vectors_vector_bucket.main can't be built: pulumi-aws 7 has no S3 Vectors
provider "aws" {
  region = "eu-west-1"
}

resource "aws_s3vectors_vector_bucket" "main" {
  vector_bucket_name = "a"
}
