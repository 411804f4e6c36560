output "cdn_address" {
  description = "Address of the content delivery network."
  value       = aws_cloudfront_distribution.main.domain_name
}

output "name_servers" {
  description = "Name servers to enter at the registrar of the domain (or as NS records in the zone above it)."
  value       = aws_route53_zone.main.name_servers
}

output "site_bucket" {
  description = "Bucket that releases of the site are copied to."
  value       = aws_s3_bucket.site.bucket
}

output "site_distribution_id" {
  description = "Distribution whose caches a release of the site has to empty."
  value       = aws_cloudfront_distribution.main.id
}
