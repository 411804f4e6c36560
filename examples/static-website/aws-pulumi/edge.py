"""Edge: what the outside world reaches."""

import pulumi
import pulumi_aws as aws

import common
import lookups
import providers
import security
import settings
import storage

# NFR-SEC-004
main_edge_web_acl = aws.wafv2.WebAcl(
    "main-edge",
    # The content delivery network takes rules from this region only.
    region="us-east-1",
    name=f"{common.name}-waf-edge",
    description="Filters requests at the edge",
    scope="CLOUDFRONT",
    default_action={"allow": {}},
    rules=[
        {
            "name": "rate-limit",
            "priority": 0,
            "action": {"block": {}},
            "statement": {
                "rate_based_statement": {
                    "limit": settings.waf_rate_limit,
                    "aggregate_key_type": "IP",
                    "evaluation_window_sec": 300,
                },
            },
            "visibility_config": {
                "metric_name": "rate-limit",
                "cloudwatch_metrics_enabled": True,
                "sampled_requests_enabled": True,
            },
        },
        # Addresses that are known for attacks
        {
            "name": "AWSManagedRulesAmazonIpReputationList",
            "priority": 1,
            "override_action": {"none": {}},
            "statement": {
                "managed_rule_group_statement": {
                    "vendor_name": "AWS",
                    "name": "AWSManagedRulesAmazonIpReputationList",
                },
            },
            "visibility_config": {
                "metric_name": "AWSManagedRulesAmazonIpReputationList",
                "cloudwatch_metrics_enabled": True,
                "sampled_requests_enabled": True,
            },
        },
        # The common attacks of OWASP's list, cross-site scripting among them
        {
            "name": "AWSManagedRulesCommonRuleSet",
            "priority": 2,
            "override_action": {"none": {}},
            "statement": {
                "managed_rule_group_statement": {
                    "vendor_name": "AWS",
                    "name": "AWSManagedRulesCommonRuleSet",
                },
            },
            "visibility_config": {
                "metric_name": "AWSManagedRulesCommonRuleSet",
                "cloudwatch_metrics_enabled": True,
                "sampled_requests_enabled": True,
            },
        },
        # Known bad inputs, the Log4j hole among them
        {
            "name": "AWSManagedRulesKnownBadInputsRuleSet",
            "priority": 3,
            "override_action": {"none": {}},
            "statement": {
                "managed_rule_group_statement": {
                    "vendor_name": "AWS",
                    "name": "AWSManagedRulesKnownBadInputsRuleSet",
                },
            },
            "visibility_config": {
                "metric_name": "AWSManagedRulesKnownBadInputsRuleSet",
                "cloudwatch_metrics_enabled": True,
                "sampled_requests_enabled": True,
            },
        },
        # SQL in places where none belongs
        {
            "name": "AWSManagedRulesSQLiRuleSet",
            "priority": 4,
            "override_action": {"none": {}},
            "statement": {
                "managed_rule_group_statement": {
                    "vendor_name": "AWS",
                    "name": "AWSManagedRulesSQLiRuleSet",
                },
            },
            "visibility_config": {
                "metric_name": "AWSManagedRulesSQLiRuleSet",
                "cloudwatch_metrics_enabled": True,
                "sampled_requests_enabled": True,
            },
        },
    ],
    visibility_config={
        "metric_name": f"{common.name}-waf-edge",
        "cloudwatch_metrics_enabled": True,
        "sampled_requests_enabled": True,
    },
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# Only the distribution may read the buckets, with signed requests.
# FR-002, NFR-SEC-001, NFR-SEC-003, SC-CODE-001, SC-SEC-003
origin_access_control = aws.cloudfront.OriginAccessControl(
    "main",
    name=f"{common.name}-cdn",
    origin_access_control_origin_type="s3",
    signing_behavior="always",
    signing_protocol="sigv4",
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-002, NFR-SEC-001, NFR-SEC-003, SC-CODE-001, SC-SEC-003
cache_policy = aws.cloudfront.CachePolicy(
    "main",
    name=f"{common.name}-cdn",
    # FR-002
    default_ttl=3600,
    min_ttl=1,
    max_ttl=31536000,
    parameters_in_cache_key_and_forwarded_to_origin={
        "enable_accept_encoding_brotli": True,
        "enable_accept_encoding_gzip": True,
        "cookies_config": {"cookie_behavior": "none"},
        "headers_config": {"header_behavior": "none"},
        "query_strings_config": {"query_string_behavior": "none"},
    },
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-002, NFR-SEC-001, NFR-SEC-003, SC-CODE-001, SC-SEC-003
response_headers_policy = aws.cloudfront.ResponseHeadersPolicy(
    "main",
    name=f"{common.name}-cdn",
    comment="Headers that keep browsers from unencrypted, framed or misread content",
    security_headers_config={
        "strict_transport_security": {
            "access_control_max_age_sec": 31536000,
            "include_subdomains": True,
            "override": True,
        },
        "content_type_options": {"override": True},
        "frame_options": {"frame_option": "SAMEORIGIN", "override": False},
        "referrer_policy": {
            "referrer_policy": "strict-origin-when-cross-origin",
            "override": False,
        },
    },
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-003
main_edge_certificate = aws.acm.Certificate(
    "main-edge",
    # The content delivery network takes certificates from this region only.
    region="us-east-1",
    domain_name=settings.domain_name,
    validation_method="DNS",
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# First stage: create the zone alone, enter its name servers at the registrar, then apply the rest
# (pulumi up). Certificates wait until the domain answers from here.
# FR-003, FR-004, DEP-001
zone = aws.route53.Zone(
    "main",
    name=settings.domain_name,
    comment=f"Public names of {common.name}",
    force_destroy=not settings.deletion_protection,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# Proves that the domain is ours; the same record serves every certificate of this account for the domain.
# FR-003
certificate_validation_record = aws.route53.Record(
    "certificate-validation",
    zone_id=zone.zone_id,
    name=main_edge_certificate.domain_validation_options[0].resource_record_name,
    type=main_edge_certificate.domain_validation_options[0].resource_record_type,
    records=[main_edge_certificate.domain_validation_options[0].resource_record_value],
    ttl=300,
    allow_overwrite=True,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# Waits until the record below is seen, so the zone must be delegated first (see the output name_servers).
# FR-003
main_edge_certificate_validation = aws.acm.CertificateValidation(
    "main-edge",
    region="us-east-1",
    certificate_arn=main_edge_certificate.arn,
    validation_record_fqdns=[certificate_validation_record.fqdn],
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-002, NFR-SEC-001, NFR-SEC-003, SC-CODE-001, SC-SEC-003
distribution = aws.cloudfront.Distribution(
    "main",
    enabled=True,
    comment=f"{common.name}-cdn",
    is_ipv6_enabled=True,
    http_version="http2and3",
    price_class=settings.cdn_price_class,
    aliases=[settings.domain_name],
    default_root_object="index.html",
    web_acl_id=main_edge_web_acl.arn,
    origins=[
        {
            "origin_id": "site",
            "domain_name": storage.site_bucket.bucket_regional_domain_name,
            "origin_access_control_id": origin_access_control.id,
        },
        {
            "origin_id": "press-photos-bucket",
            "domain_name": storage.press_photos_bucket.bucket_regional_domain_name,
            "origin_access_control_id": origin_access_control.id,
        },
    ],
    default_cache_behavior={
        "target_origin_id": "site",
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": ["GET", "HEAD", "OPTIONS"],
        "cached_methods": ["GET", "HEAD"],
        "compress": True,
        "cache_policy_id": cache_policy.id,
        "response_headers_policy_id": response_headers_policy.id,
    },
    ordered_cache_behaviors=[
        {
            "path_pattern": "/press-photos/*",
            "target_origin_id": "press-photos-bucket",
            "viewer_protocol_policy": "redirect-to-https",
            "allowed_methods": ["GET", "HEAD", "OPTIONS"],
            "cached_methods": ["GET", "HEAD"],
            "compress": True,
            "cache_policy_id": cache_policy.id,
            "response_headers_policy_id": response_headers_policy.id,
        },
    ],
    # The bucket answers 403 for what is not there, because nobody may list it.
    custom_error_responses=[
        {"error_code": 403, "response_code": 404, "response_page_path": "/404.html"},
    ],
    restrictions={"geo_restriction": {"restriction_type": "none"}},
    viewer_certificate={
        "acm_certificate_arn": main_edge_certificate_validation.certificate_arn,
        "ssl_support_method": "sni-only",
        # NFR-SEC-001, SC-SEC-003
        "minimum_protocol_version": "TLSv1.2_2021",
    },
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, FR-002, FR-005, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, COST-001, SC-CODE-001 and 3 more
access_logs_bucket = aws.s3.Bucket(
    "access-logs",
    bucket=pulumi.Output.format(
        "{0}-access-logs-{1}",
        common.name,
        lookups.caller_identity.account_id,
    ),
    force_destroy=not settings.deletion_protection,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, FR-002, FR-005, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, COST-001, SC-CODE-001 and 3 more
access_logs_bucket_ownership_controls = aws.s3.BucketOwnershipControls(
    "access-logs",
    bucket=access_logs_bucket.id,
    rule={"object_ownership": "BucketOwnerEnforced"},
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, FR-002, FR-005, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, COST-001, SC-CODE-001 and 3 more
access_logs_bucket_public_access_block = aws.s3.BucketPublicAccessBlock(
    "access-logs",
    bucket=access_logs_bucket.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, FR-002, FR-005, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, COST-001, SC-CODE-001 and 3 more
access_logs_configuration = aws.s3.BucketServerSideEncryptionConfiguration(
    "access-logs",
    bucket=access_logs_bucket.id,
    rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, FR-002, FR-005, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, COST-001, SC-CODE-001 and 3 more
access_logs_bucket_versioning = aws.s3.BucketVersioning(
    "access-logs",
    bucket=access_logs_bucket.id,
    versioning_configuration={"status": "Enabled"},
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, FR-002, FR-005, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, COST-001, SC-CODE-001 and 3 more
access_logs_bucket_lifecycle_configuration = aws.s3.BucketLifecycleConfiguration(
    "access-logs",
    bucket=access_logs_bucket.id,
    rules=[
        {
            "id": "expire",
            "status": "Enabled",
            "filter": {},
            "expiration": {"days": settings.log_retention_days},
            "noncurrent_version_expiration": {"noncurrent_days": 1},
            "abort_incomplete_multipart_upload": {"days_after_initiation": 1},
        },
    ],
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        depends_on=[access_logs_bucket_versioning],
    ),
)

# FR-001, FR-002, FR-005, NFR-SEC-001, NFR-SEC-002, NFR-SEC-003, COST-001, SC-CODE-001 and 3 more
access_logs_bucket_policy = aws.s3.BucketPolicy(
    "access-logs",
    bucket=access_logs_bucket.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "EncryptedConnectionsOnly",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [
                        access_logs_bucket.arn,
                        pulumi.Output.format("{0}/*", access_logs_bucket.arn),
                    ],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
                {
                    "Sid": "LogDelivery",
                    "Effect": "Allow",
                    "Principal": {"Service": "delivery.logs.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": pulumi.Output.format("{0}/*", access_logs_bucket.arn),
                    "Condition": {
                        "StringEquals": {
                            "aws:SourceAccount": lookups.caller_identity.account_id,
                        },
                    },
                },
                {
                    "Sid": "LogDeliveryCheck",
                    "Effect": "Allow",
                    "Principal": {"Service": "delivery.logs.amazonaws.com"},
                    "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
                    "Resource": access_logs_bucket.arn,
                    "Condition": {
                        "StringEquals": {
                            "aws:SourceAccount": lookups.caller_identity.account_id,
                        },
                    },
                },
                {
                    "Sid": "BucketLogs",
                    "Effect": "Allow",
                    "Principal": {"Service": "logging.s3.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": pulumi.Output.format("{0}/*", access_logs_bucket.arn),
                    "Condition": {
                        "StringEquals": {
                            "aws:SourceAccount": lookups.caller_identity.account_id,
                        },
                    },
                },
            ],
        },
    ),
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        depends_on=[access_logs_bucket_public_access_block],
    ),
)

# Distributions are global: their logs are set up in us-east-1 and delivered to the bucket in our region.
# FR-002, NFR-SEC-001, NFR-SEC-003, SC-CODE-001, SC-SEC-003
cdn_log_delivery_source = aws.cloudwatch.LogDeliverySource(
    "cdn",
    region="us-east-1",
    name=f"{common.name}-cdn",
    log_type="ACCESS_LOGS",
    resource_arn=distribution.arn,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-002, NFR-SEC-001, NFR-SEC-003, SC-CODE-001, SC-SEC-003
cdn_log_delivery_destination = aws.cloudwatch.LogDeliveryDestination(
    "cdn",
    region="us-east-1",
    name=f"{common.name}-cdn",
    output_format="json",
    delivery_destination_configuration={
        "destination_resource_arn": pulumi.Output.format(
            "{0}/cdn",
            access_logs_bucket.arn,
        ),
    },
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        depends_on=[access_logs_bucket_policy],
    ),
)

# FR-002, NFR-SEC-001, NFR-SEC-003, SC-CODE-001, SC-SEC-003
cdn_log_delivery = aws.cloudwatch.LogDelivery(
    "cdn",
    region="us-east-1",
    delivery_source_name=cdn_log_delivery_source.name,
    delivery_destination_arn=cdn_log_delivery_destination.arn,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-003, FR-004, DEP-001
cdn_record = aws.route53.Record(
    "cdn",
    zone_id=zone.zone_id,
    name=settings.domain_name,
    type="A",
    aliases=[
        {
            "name": distribution.domain_name,
            "zone_id": distribution.hosted_zone_id,
            "evaluate_target_health": False,
        },
    ],
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-003, FR-004, DEP-001
cdn_ipv6_record = aws.route53.Record(
    "cdn-ipv6",
    zone_id=zone.zone_id,
    name=settings.domain_name,
    type="AAAA",
    aliases=[
        {
            "name": distribution.domain_name,
            "zone_id": distribution.hosted_zone_id,
            "evaluate_target_health": False,
        },
    ],
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# A key of another region can't encrypt it; the cloud's key does.
# NFR-SEC-004
waf_edge_log_group = aws.cloudwatch.LogGroup(
    "waf-edge",
    region="us-east-1",
    name=f"aws-waf-logs-{common.name}-waf-edge",
    retention_in_days=settings.log_retention_days,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# NFR-SEC-004
main_edge_web_acl_logging_configuration = aws.wafv2.WebAclLoggingConfiguration(
    "main-edge",
    region="us-east-1",
    resource_arn=main_edge_web_acl.arn,
    log_destination_configs=[waf_edge_log_group.arn],
    redacted_fields=[
        # Credentials don't belong in logs.
        {"single_header": {"name": "authorization"}},
        {"single_header": {"name": "cookie"}},
    ],
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# COST-001
audit_bucket_logging = aws.s3.BucketLogging(
    "audit",
    bucket=security.audit_bucket.id,
    target_bucket=access_logs_bucket.id,
    target_prefix="s3/audit/",
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
press_photos_bucket_logging = aws.s3.BucketLogging(
    "press-photos-bucket",
    bucket=storage.press_photos_bucket.id,
    target_bucket=access_logs_bucket.id,
    target_prefix="s3/press-photos-bucket/",
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
press_photos_bucket_policy = aws.s3.BucketPolicy(
    "press-photos-bucket",
    bucket=storage.press_photos_bucket.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "EncryptedConnectionsOnly",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [
                        storage.press_photos_bucket.arn,
                        pulumi.Output.format("{0}/*", storage.press_photos_bucket.arn),
                    ],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
                {
                    "Sid": "Tls12OrLater",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [
                        storage.press_photos_bucket.arn,
                        pulumi.Output.format("{0}/*", storage.press_photos_bucket.arn),
                    ],
                    "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
                },
                {
                    "Sid": "ContentDelivery",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudfront.amazonaws.com"},
                    "Action": "s3:GetObject",
                    "Resource": pulumi.Output.format(
                        "{0}/*",
                        storage.press_photos_bucket.arn,
                    ),
                    "Condition": {"StringEquals": {"aws:SourceArn": distribution.arn}},
                },
            ],
        },
    ),
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        # Both change the bucket's access: at the same time, one of them fails.
        depends_on=[storage.press_photos_bucket_public_access_block],
    ),
)

# FR-001, NFR-SEC-001, SC-SEC-003
site_bucket_logging = aws.s3.BucketLogging(
    "site",
    bucket=storage.site_bucket.id,
    target_bucket=access_logs_bucket.id,
    target_prefix="s3/site/",
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, NFR-SEC-001, SC-SEC-003
site_bucket_policy = aws.s3.BucketPolicy(
    "site",
    bucket=storage.site_bucket.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "EncryptedConnectionsOnly",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [
                        storage.site_bucket.arn,
                        pulumi.Output.format("{0}/*", storage.site_bucket.arn),
                    ],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
                {
                    "Sid": "Tls12OrLater",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [
                        storage.site_bucket.arn,
                        pulumi.Output.format("{0}/*", storage.site_bucket.arn),
                    ],
                    "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
                },
                {
                    "Sid": "ContentDelivery",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudfront.amazonaws.com"},
                    "Action": "s3:GetObject",
                    "Resource": pulumi.Output.format("{0}/*", storage.site_bucket.arn),
                    "Condition": {"StringEquals": {"aws:SourceArn": distribution.arn}},
                },
            ],
        },
    ),
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        # Both change the bucket's access: at the same time, one of them fails.
        depends_on=[storage.site_bucket_public_access_block],
    ),
)
