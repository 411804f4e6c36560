output "credentials_arn" {
  description = "Secret to fill: aws secretsmanager put-secret-value --secret-id ARN --secret-string …"
  value       = aws_secretsmanager_secret.main.arn
}

output "reminders_queue_url" {
  description = "Address of the reminders queue."
  value       = aws_sqs_queue.reminders.url
}

output "web_lb_address" {
  description = "Address of the web load balancer."
  value       = aws_lb.web.dns_name
}
