# Edge: what the outside world reaches.

# FR-003, NFR-AVAIL-002, NFR-SEC-002, NFR-SEC-003, SC-OPS-001
resource "aws_lb" "web" {
  name = "${local.name}-web-lb"
  # FR-003
  internal           = false
  load_balancer_type = "application"
  security_groups    = [aws_security_group.web_lb.id]
  subnets            = values(aws_subnet.public)[*].id

  enable_deletion_protection = var.deletion_protection
  drop_invalid_header_fields = true

  access_logs {
    bucket  = aws_s3_bucket.access_logs.id
    prefix  = "web_lb"
    enabled = true
  }

  tags = { Name = "${local.name}-web-lb" }

  # The load balancer tries to write as soon as it is told to log.
  depends_on = [aws_s3_bucket_policy.access_logs]
}

# FR-003, FR-008, FR-009, NFR-AVAIL-002, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, NFR-SEC-006 and 3 more
resource "aws_s3_bucket" "access_logs" {
  #checkov:skip=CKV_AWS_18: this is the bucket that access logs go to
  #checkov:skip=CKV_AWS_145: load balancers can't write logs to a bucket with a key of KMS
  bucket        = "${local.name}-access-logs-${data.aws_caller_identity.current.account_id}"
  force_destroy = !var.deletion_protection
}

# FR-003, FR-008, FR-009, NFR-AVAIL-002, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, NFR-SEC-006 and 3 more
resource "aws_s3_bucket_ownership_controls" "access_logs" {
  bucket = aws_s3_bucket.access_logs.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# FR-003, FR-008, FR-009, NFR-AVAIL-002, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, NFR-SEC-006 and 3 more
resource "aws_s3_bucket_public_access_block" "access_logs" {
  bucket                  = aws_s3_bucket.access_logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# FR-003, FR-008, FR-009, NFR-AVAIL-002, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, NFR-SEC-006 and 3 more
resource "aws_s3_bucket_server_side_encryption_configuration" "access_logs" {
  bucket = aws_s3_bucket.access_logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# FR-003, FR-008, FR-009, NFR-AVAIL-002, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, NFR-SEC-006 and 3 more
resource "aws_s3_bucket_versioning" "access_logs" {
  bucket = aws_s3_bucket.access_logs.id

  versioning_configuration {
    status = "Enabled"
  }
}

# FR-003, FR-008, FR-009, NFR-AVAIL-002, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, NFR-SEC-006 and 3 more
resource "aws_s3_bucket_lifecycle_configuration" "access_logs" {
  bucket = aws_s3_bucket.access_logs.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.log_retention_days
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.access_logs]
}

# FR-003, FR-008, FR-009, NFR-AVAIL-002, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, NFR-SEC-006 and 3 more
resource "aws_s3_bucket_policy" "access_logs" {
  bucket = aws_s3_bucket.access_logs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.access_logs.arn, "${aws_s3_bucket.access_logs.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "LoadBalancerLogs"
        Effect    = "Allow"
        Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.access_logs.arn}/*/AWSLogs/${data.aws_caller_identity.current.account_id}/*"
        Condition = {
          ArnLike = { "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:elasticloadbalancing:${var.region}:${data.aws_caller_identity.current.account_id}:loadbalancer/*" }
        }
      },
      {
        Sid       = "LogDelivery"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.access_logs.arn}/*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
      {
        Sid       = "LogDeliveryCheck"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = ["s3:GetBucketAcl", "s3:ListBucket"]
        Resource  = aws_s3_bucket.access_logs.arn
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
      {
        Sid       = "BucketLogs"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.access_logs.arn}/*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.access_logs]
}

# FR-003, NFR-AVAIL-002, NFR-SEC-002, NFR-SEC-003, SC-OPS-001
resource "aws_lb_target_group" "app_service" {
  #checkov:skip=CKV_AWS_378: encrypted connections end at the load balancer, inside the network
  name_prefix = "${substr(var.name, 0, 5)}-"
  target_type = "ip"
  vpc_id      = aws_vpc.main.id
  port        = var.app_service_port
  protocol    = "HTTP"

  deregistration_delay = 30

  health_check {
    protocol = "HTTP"
    # FR-003
    path                = "/healthz"
    matcher             = "200-399"
    interval            = 15
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }

  tags = { Name = "${local.name}-app-service" }

  lifecycle {
    create_before_destroy = true
  }
}

# FR-003, NFR-AVAIL-002, NFR-SEC-002, NFR-SEC-003, SC-OPS-001
resource "aws_lb_listener" "web_https" {
  load_balancer_arn = aws_lb.web.arn
  port              = 443
  protocol          = "HTTPS"
  # NFR-SEC-002
  ssl_policy      = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn = aws_acm_certificate_validation.main.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.app_service.arn
  }
}

# FR-003, NFR-AVAIL-002, NFR-SEC-002, NFR-SEC-003, SC-OPS-001
resource "aws_lb_listener" "web_http_redirect" {
  load_balancer_arn = aws_lb.web.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

# FR-009, NFR-SEC-002
resource "aws_cloudfront_distribution" "main" {
  #checkov:skip=CKV_AWS_305: the origin itself answers for the root
  #checkov:skip=CKV_AWS_86: access logs are delivered by aws_cloudwatch_log_delivery below, which needs no access lists
  enabled         = true
  comment         = "${local.name}-cdn"
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = var.cdn_price_class
  aliases         = ["static.${var.domain_name}"]

  origin {
    origin_id                = "product-images-bucket"
    domain_name              = aws_s3_bucket.product_images_bucket.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.main.id
  }

  default_cache_behavior {
    target_origin_id           = "product-images-bucket"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD", "OPTIONS"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = data.aws_cloudfront_cache_policy.cached.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.main.id
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn = aws_acm_certificate_validation.main_edge.certificate_arn
    ssl_support_method  = "sni-only"
    # NFR-SEC-002
    minimum_protocol_version = "TLSv1.2_2021"
  }
}

# Only the distribution may read the bucket, with signed requests.
# FR-009, NFR-SEC-002
resource "aws_cloudfront_origin_access_control" "main" {
  name                              = "${local.name}-cdn"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

data "aws_cloudfront_cache_policy" "cached" {
  name = "Managed-CachingOptimized"
}

# FR-009, NFR-SEC-002
resource "aws_cloudfront_response_headers_policy" "main" {
  #checkov:skip=CKV_AWS_259: preloading binds the domain and all names below it for years, which is its owner's to decide
  name    = "${local.name}-cdn"
  comment = "Headers that keep browsers from unencrypted, framed or misread content"

  security_headers_config {
    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      override                   = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "SAMEORIGIN"
      override     = false
    }

    referrer_policy {
      referrer_policy = "strict-origin-when-cross-origin"
      override        = false
    }
  }
}

# Distributions are global: their logs are set up in us-east-1 and delivered to the bucket in our region.
# FR-009, NFR-SEC-002
resource "aws_cloudwatch_log_delivery_source" "cdn" {
  region       = "us-east-1"
  name         = "${local.name}-cdn"
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.main.arn
}

# FR-009, NFR-SEC-002
resource "aws_cloudwatch_log_delivery_destination" "cdn" {
  region        = "us-east-1"
  name          = "${local.name}-cdn"
  output_format = "json"

  delivery_destination_configuration {
    destination_resource_arn = "${aws_s3_bucket.access_logs.arn}/cdn"
  }

  depends_on = [aws_s3_bucket_policy.access_logs]
}

# FR-009, NFR-SEC-002
resource "aws_cloudwatch_log_delivery" "cdn" {
  region                   = "us-east-1"
  delivery_source_name     = aws_cloudwatch_log_delivery_source.cdn.name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.cdn.arn
}

# First stage: create the zone alone, enter its name servers at the registrar, then apply the rest
# (terraform apply -target=aws_route53_zone.main). Certificates wait until the domain answers from here.
# FR-013
resource "aws_route53_zone" "main" {
  name          = var.domain_name
  comment       = "Public names of ${local.name}"
  force_destroy = !var.deletion_protection
}

# FR-013
resource "aws_route53_record" "web_lb" {
  zone_id = aws_route53_zone.main.zone_id
  name    = var.domain_name
  type    = "A"

  alias {
    name                   = aws_lb.web.dns_name
    zone_id                = aws_lb.web.zone_id
    evaluate_target_health = true
  }
}

# FR-013
resource "aws_route53_record" "cdn" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "static.${var.domain_name}"
  type    = "A"

  alias {
    name                   = aws_cloudfront_distribution.main.domain_name
    zone_id                = aws_cloudfront_distribution.main.hosted_zone_id
    evaluate_target_health = false
  }
}

# FR-013
resource "aws_route53_record" "cdn_ipv6" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "static.${var.domain_name}"
  type    = "AAAA"

  alias {
    name                   = aws_cloudfront_distribution.main.domain_name
    zone_id                = aws_cloudfront_distribution.main.hosted_zone_id
    evaluate_target_health = false
  }
}

# FR-013
resource "aws_acm_certificate" "main" {
  domain_name = var.domain_name
  # Proved by the same record as the domain itself.
  subject_alternative_names = ["*.${var.domain_name}"]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# Waits until the record below is seen, so the zone must be delegated first (see the output name_servers).
# FR-013
resource "aws_acm_certificate_validation" "main" {
  certificate_arn         = aws_acm_certificate.main.arn
  validation_record_fqdns = [aws_route53_record.certificate_validation.fqdn]
}

# FR-013
resource "aws_acm_certificate" "main_edge" {
  # The content delivery network takes certificates from this region only.
  region      = "us-east-1"
  domain_name = var.domain_name
  # Proved by the same record as the domain itself.
  subject_alternative_names = ["*.${var.domain_name}"]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# Waits until the record below is seen, so the zone must be delegated first (see the output name_servers).
# FR-013
resource "aws_acm_certificate_validation" "main_edge" {
  region                  = "us-east-1"
  certificate_arn         = aws_acm_certificate.main_edge.arn
  validation_record_fqdns = [aws_route53_record.certificate_validation.fqdn]
}

# Proves that the domain is ours; the same record serves every certificate of this account for the domain.
# FR-013
resource "aws_route53_record" "certificate_validation" {
  zone_id         = aws_route53_zone.main.zone_id
  name            = tolist(aws_acm_certificate.main.domain_validation_options)[0].resource_record_name
  type            = tolist(aws_acm_certificate.main.domain_validation_options)[0].resource_record_type
  records         = [tolist(aws_acm_certificate.main.domain_validation_options)[0].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

# NFR-SEC-003, REG-001
resource "aws_wafv2_web_acl" "main" {
  name        = "${local.name}-waf"
  description = "Filters requests in the region"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "rate-limit"
    priority = 0

    action {
      block {}
    }

    statement {
      rate_based_statement {
        limit                 = var.waf_rate_limit
        aggregate_key_type    = "IP"
        evaluation_window_sec = 300
      }
    }

    visibility_config {
      metric_name                = "rate-limit"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  # Addresses that are known for attacks
  rule {
    name     = "AWSManagedRulesAmazonIpReputationList"
    priority = 1

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesAmazonIpReputationList"
      }
    }

    visibility_config {
      metric_name                = "AWSManagedRulesAmazonIpReputationList"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  # The common attacks of OWASP's list, cross-site scripting among them
  rule {
    name     = "AWSManagedRulesCommonRuleSet"
    priority = 2

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesCommonRuleSet"
      }
    }

    visibility_config {
      metric_name                = "AWSManagedRulesCommonRuleSet"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  # Known bad inputs, the Log4j hole among them
  rule {
    name     = "AWSManagedRulesKnownBadInputsRuleSet"
    priority = 3

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesKnownBadInputsRuleSet"
      }
    }

    visibility_config {
      metric_name                = "AWSManagedRulesKnownBadInputsRuleSet"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  # SQL in places where none belongs
  rule {
    name     = "AWSManagedRulesSQLiRuleSet"
    priority = 4

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesSQLiRuleSet"
      }
    }

    visibility_config {
      metric_name                = "AWSManagedRulesSQLiRuleSet"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    metric_name                = "${local.name}-waf"
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
  }
}

# NFR-SEC-003, REG-001
resource "aws_cloudwatch_log_group" "waf" {
  name              = "aws-waf-logs-${local.name}-waf"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.main.arn
}

# NFR-SEC-003, REG-001
resource "aws_wafv2_web_acl_logging_configuration" "main" {
  resource_arn            = aws_wafv2_web_acl.main.arn
  log_destination_configs = [aws_cloudwatch_log_group.waf.arn]

  # Credentials don't belong in logs.
  redacted_fields {
    single_header {
      name = "authorization"
    }
  }

  redacted_fields {
    single_header {
      name = "cookie"
    }
  }
}

# NFR-SEC-003, REG-001
resource "aws_wafv2_web_acl_association" "web_lb" {
  resource_arn = aws_lb.web.arn
  web_acl_arn  = aws_wafv2_web_acl.main.arn
}
