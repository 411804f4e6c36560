"""Providers: where the resources stand, and what all of them carry."""

import pulumi_aws as aws

import common
import settings

default = aws.Provider(
    "default",
    region=settings.region,
    allowed_account_ids=None if settings.account_id is None else [settings.account_id],
    default_tags={"tags": common.tags},
)
