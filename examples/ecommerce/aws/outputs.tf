output "cdn_address" {
  description = "Address of the content delivery network."
  value       = aws_cloudfront_distribution.main.domain_name
}

output "credentials_arn" {
  description = "Secret to fill: aws secretsmanager put-secret-value --secret-id ARN --secret-string …"
  value       = aws_secretsmanager_secret.main.arn
}

output "name_servers" {
  description = "Name servers to enter at the registrar of the domain (or as NS records in the zone above it)."
  value       = aws_route53_zone.main.name_servers
}

output "order_confirmations_queue_url" {
  description = "Address of the order confirmations queue."
  value       = aws_sqs_queue.order_confirmations.url
}

output "second_factor_policy_arn" {
  description = "Policy to attach to the administrators' group."
  value       = aws_iam_policy.mfa.arn
}

output "web_lb_address" {
  description = "Address of the web load balancer."
  value       = aws_lb.web.dns_name
}
