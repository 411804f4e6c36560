"""Storage: objects, files, volumes and their backups."""

import pulumi
import pulumi_aws as aws

import common
import lookups
import providers
import security
import settings

# FR-001, NFR-SEC-001, SC-SEC-003
site_bucket = aws.s3.Bucket(
    "site",
    bucket=pulumi.Output.format(
        "{0}-site-{1}",
        common.name,
        lookups.caller_identity.account_id,
    ),
    force_destroy=not settings.deletion_protection,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
press_photos_bucket = aws.s3.Bucket(
    "press-photos-bucket",
    bucket=pulumi.Output.format(
        "{0}-press-photos-bucket-{1}",
        common.name,
        lookups.caller_identity.account_id,
    ),
    force_destroy=not settings.deletion_protection,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
press_photos_bucket_ownership_controls = aws.s3.BucketOwnershipControls(
    "press-photos-bucket",
    bucket=press_photos_bucket.id,
    rule={"object_ownership": "BucketOwnerEnforced"},
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
press_photos_bucket_public_access_block = aws.s3.BucketPublicAccessBlock(
    "press-photos-bucket",
    bucket=press_photos_bucket.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
press_photos_bucket_configuration = aws.s3.BucketServerSideEncryptionConfiguration(
    "press-photos-bucket",
    bucket=press_photos_bucket.id,
    rules=[
        {
            # One data key for many objects saves most calls to KMS.
            "bucket_key_enabled": True,
            "apply_server_side_encryption_by_default": {
                "sse_algorithm": "aws:kms",
                "kms_master_key_id": security.key.arn,
            },
        },
    ],
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
press_photos_bucket_versioning = aws.s3.BucketVersioning(
    "press-photos-bucket",
    bucket=press_photos_bucket.id,
    versioning_configuration={"status": "Enabled"},
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-005, NFR-SEC-002, NFR-SEC-003, SC-SEC-001, SC-SEC-002
press_photos_bucket_lifecycle_configuration = aws.s3.BucketLifecycleConfiguration(
    "press-photos-bucket",
    bucket=press_photos_bucket.id,
    rules=[
        {
            "id": "tidy",
            "status": "Enabled",
            "filter": {},
            "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            "noncurrent_version_expiration": {"noncurrent_days": 90},
        },
    ],
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        # Rules for earlier versions need versioning to be there.
        depends_on=[press_photos_bucket_versioning],
    ),
)

# FR-001, NFR-SEC-001, SC-SEC-003
site_bucket_ownership_controls = aws.s3.BucketOwnershipControls(
    "site",
    bucket=site_bucket.id,
    rule={"object_ownership": "BucketOwnerEnforced"},
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, NFR-SEC-001, SC-SEC-003
site_bucket_public_access_block = aws.s3.BucketPublicAccessBlock(
    "site",
    bucket=site_bucket.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, NFR-SEC-001, SC-SEC-003
site_configuration = aws.s3.BucketServerSideEncryptionConfiguration(
    "site",
    bucket=site_bucket.id,
    rules=[
        {
            # One data key for many objects saves most calls to KMS.
            "bucket_key_enabled": True,
            "apply_server_side_encryption_by_default": {
                "sse_algorithm": "aws:kms",
                "kms_master_key_id": security.key.arn,
            },
        },
    ],
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, NFR-SEC-001, SC-SEC-003
site_bucket_versioning = aws.s3.BucketVersioning(
    "site",
    bucket=site_bucket.id,
    versioning_configuration={"status": "Enabled"},
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# FR-001, NFR-SEC-001, SC-SEC-003
site_bucket_lifecycle_configuration = aws.s3.BucketLifecycleConfiguration(
    "site",
    bucket=site_bucket.id,
    rules=[
        {
            "id": "tidy",
            "status": "Enabled",
            "filter": {},
            "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            "noncurrent_version_expiration": {"noncurrent_days": 30},
        },
    ],
    opts=pulumi.ResourceOptions(
        provider=providers.default,
        # Rules for earlier versions need versioning to be there.
        depends_on=[site_bucket_versioning],
    ),
)

# Pages that stand there until the first release of the site.
# FR-001, NFR-SEC-001, SC-SEC-003
site_bucket_objectv2s = {
    key: aws.s3.BucketObjectv2(
        f"site-{key}",
        bucket=site_bucket.id,
        key=key,
        content=f"<!doctype html><title>{settings.name}</title><p>{value}</p>",
        content_type="text/html; charset=utf-8",
        cache_control="no-cache",
        kms_key_id=security.key.arn,
        opts=pulumi.ResourceOptions(
            provider=providers.default,
            depends_on=[site_configuration],
            # The pages are the releases' from then on.
            ignore_changes=["cache_control", "content", "content_type", "metadata"],
        ),
    )
    for key, value in {
        "index.html": "This site is being set up.",
        "404.html": "There is no such page.",
    }.items()
}
