"""Security: identities, keys, firewall rules and audit."""

import json

import pulumi
import pulumi_aws as aws

import common
import lookups
import providers
import settings

key = aws.kms.Key(
    "main",
    description=f"Encrypts the data of {common.name}",
    enable_key_rotation=True,
    rotation_period_in_days=365,
    deletion_window_in_days=30 if settings.deletion_protection else 7,
    # Hands the decision to the account's IAM policies; without it nobody could administer the key.
    # The distribution can't be named here: it is made after the bucket that the key encrypts.
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Account",
                    "Effect": "Allow",
                    "Principal": {
                        "AWS": pulumi.Output.format(
                            "arn:{0}:iam::{1}:root",
                            lookups.partition.partition,
                            lookups.caller_identity.account_id,
                        ),
                    },
                    "Action": "kms:*",
                    "Resource": "*",
                },
                {
                    "Sid": "Logs",
                    "Effect": "Allow",
                    "Principal": {"Service": f"logs.{settings.region}.amazonaws.com"},
                    "Action": [
                        "kms:Decrypt",
                        "kms:DescribeKey",
                        "kms:Encrypt",
                        "kms:GenerateDataKey*",
                        "kms:ReEncrypt*",
                    ],
                    "Resource": "*",
                    "Condition": {
                        "ArnLike": {
                            "kms:EncryptionContext:aws:logs:arn": pulumi.Output.format(
                                "arn:{0}:logs:{1}:{2}:log-group:*",
                                lookups.partition.partition,
                                settings.region,
                                lookups.caller_identity.account_id,
                            ),
                        },
                    },
                },
                {
                    "Sid": "PublishToTopics",
                    "Effect": "Allow",
                    "Principal": {
                        "Service": [
                            "cloudwatch.amazonaws.com",
                            "budgets.amazonaws.com",
                        ],
                    },
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                    "Resource": "*",
                    "Condition": {
                        "ArnLike": {
                            "kms:EncryptionContext:aws:sns:topicArn": pulumi.Output.format(
                                "arn:{0}:sns:{1}:{2}:{3}-*",
                                lookups.partition.partition,
                                settings.region,
                                lookups.caller_identity.account_id,
                                common.name,
                            ),
                        },
                    },
                },
                {
                    "Sid": "AuditTrail",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": ["kms:DescribeKey", "kms:GenerateDataKey*"],
                    "Resource": "*",
                    "Condition": {
                        "StringEquals": {
                            "aws:SourceArn": pulumi.Output.format(
                                "arn:{0}:cloudtrail:{1}:{2}:trail/{3}",
                                lookups.partition.partition,
                                settings.region,
                                lookups.caller_identity.account_id,
                                common.name,
                            ),
                        },
                    },
                },
                {
                    "Sid": "ContentDelivery",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudfront.amazonaws.com"},
                    "Action": ["kms:Decrypt"],
                    "Resource": "*",
                    "Condition": {
                        "ArnLike": {
                            "aws:SourceArn": pulumi.Output.format(
                                "arn:{0}:cloudfront::{1}:distribution/*",
                                lookups.partition.partition,
                                lookups.caller_identity.account_id,
                            ),
                        },
                    },
                },
            ],
        },
    ),
    opts=pulumi.ResourceOptions(provider=providers.default),
)

alias = aws.kms.Alias(
    "main",
    name=f"alias/{common.name}",
    target_key_id=key.key_id,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# COST-001
audit_bucket = aws.s3.Bucket(
    "audit",
    bucket=pulumi.Output.format(
        "{0}-audit-{1}",
        common.name,
        lookups.caller_identity.account_id,
    ),
    force_destroy=not settings.deletion_protection,
    object_lock_enabled=True,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# For searching and alarms; the full record is in the bucket.
# COST-001
audit_log_group = aws.cloudwatch.LogGroup(
    "audit",
    name=f"/{common.name}/audit",
    retention_in_days=settings.log_retention_days,
    kms_key_id=key.arn,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# COST-001
audit_role = aws.iam.Role(
    "audit",
    name=f"{common.name}-audit",
    description="What the audit trail may do",
    permissions_boundary=settings.permissions_boundary,
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                },
            ],
        },
    ),
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# COST-001
audit_bucket_public_access_block = aws.s3.BucketPublicAccessBlock(
    "audit",
    bucket=audit_bucket.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# COST-001
audit_bucket_policy = aws.s3.BucketPolicy(
    "audit",
    bucket=audit_bucket.id,
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
                        audit_bucket.arn,
                        pulumi.Output.format("{0}/*", audit_bucket.arn),
                    ],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
                {
                    "Sid": "Tls12OrLater",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [
                        audit_bucket.arn,
                        pulumi.Output.format("{0}/*", audit_bucket.arn),
                    ],
                    "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
                },
                {
                    "Sid": "AuditTrailCheck",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": "s3:GetBucketAcl",
                    "Resource": audit_bucket.arn,
                    "Condition": {
                        "StringEquals": {
                            "aws:SourceArn": pulumi.Output.format(
                                "arn:{0}:cloudtrail:{1}:{2}:trail/{3}",
                                lookups.partition.partition,
                                settings.region,
                                lookups.caller_identity.account_id,
                                common.name,
                            ),
                        },
                    },
                },
                {
                    "Sid": "AuditTrail",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": pulumi.Output.format(
                        "{0}/AWSLogs/{1}/*",
                        audit_bucket.arn,
                        lookups.caller_identity.account_id,
                    ),
                    "Condition": {
                        "StringEquals": {
                            "aws:SourceArn": pulumi.Output.format(
                                "arn:{0}:cloudtrail:{1}:{2}:trail/{3}",
                                lookups.partition.partition,
                                settings.region,
                                lookups.caller_identity.account_id,
                                common.name,
                            ),
                        },
                    },
                },
            ],
        },
    ),
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        # Both change the bucket's access: at the same time, one of them fails.
        depends_on=[audit_bucket_public_access_block],
    ),
)

# COST-001
audit_role_policy = aws.iam.RolePolicy(
    "audit",
    name="write",
    role=audit_role.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "WriteLogs",
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": [
                        pulumi.Output.format("{0}:log-stream:*", audit_log_group.arn),
                    ],
                },
            ],
        },
    ),
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# COST-001
trail = aws.cloudtrail.Trail(
    "main",
    name=common.name,
    s3_bucket_name=audit_bucket.id,
    is_multi_region_trail=True,
    include_global_service_events=True,
    enable_log_file_validation=True,
    kms_key_id=key.arn,
    cloud_watch_logs_group_arn=pulumi.Output.format("{0}:*", audit_log_group.arn),
    cloud_watch_logs_role_arn=audit_role.arn,
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        # The trail is refused until it may write.
        depends_on=[audit_bucket_policy, audit_role_policy],
    ),
)

# COST-001
audit_bucket_ownership_controls = aws.s3.BucketOwnershipControls(
    "audit",
    bucket=audit_bucket.id,
    rule={"object_ownership": "BucketOwnerEnforced"},
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# COST-001
audit_configuration = aws.s3.BucketServerSideEncryptionConfiguration(
    "audit",
    bucket=audit_bucket.id,
    rules=[
        {
            # One data key for many objects saves most calls to KMS.
            "bucket_key_enabled": True,
            "apply_server_side_encryption_by_default": {
                "sse_algorithm": "aws:kms",
                "kms_master_key_id": key.arn,
            },
        },
    ],
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# COST-001
audit_bucket_versioning = aws.s3.BucketVersioning(
    "audit",
    bucket=audit_bucket.id,
    versioning_configuration={"status": "Enabled"},
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# COST-001
audit_bucket_object_lock_configuration = aws.s3.BucketObjectLockConfiguration(
    "audit",
    bucket=audit_bucket.id,
    rule={
        "default_retention": {
            # Governance: a few administrators with s3:BypassGovernanceRetention can lift it; nobody else changes the record.
            "mode": "GOVERNANCE",
            "days": settings.audit_retention_days,
        },
    },
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        depends_on=[audit_bucket_versioning],
    ),
)

# COST-001
audit_bucket_lifecycle_configuration = aws.s3.BucketLifecycleConfiguration(
    "audit",
    bucket=audit_bucket.id,
    rules=[
        {
            "id": "expire",
            "status": "Enabled",
            "filter": {},
            "expiration": {"days": settings.audit_retention_days},
        },
        {
            "id": "tidy",
            "status": "Enabled",
            "filter": {},
            "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            "noncurrent_version_expiration": {"noncurrent_days": 1},
        },
    ],
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        depends_on=[audit_bucket_versioning],
    ),
)
