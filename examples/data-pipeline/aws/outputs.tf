output "credentials_arn" {
  description = "Secret to fill: aws secretsmanager put-secret-value --secret-id ARN --secret-string …"
  value       = aws_secretsmanager_secret.main.arn
}

output "queue_url" {
  description = "Address of the queue."
  value       = aws_sqs_queue.main.url
}

output "second_factor_policy_arn" {
  description = "Policy to attach to the administrators' group."
  value       = aws_iam_policy.mfa.arn
}

output "stream_name" {
  description = "Name of the stream."
  value       = aws_kinesis_stream.main.name
}

output "topic_arn" {
  description = "ARN of the topic, for those who subscribe to it."
  value       = aws_sns_topic.topic.arn
}
