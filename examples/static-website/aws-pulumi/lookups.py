"""Lookups: what is there already."""

import pulumi
import pulumi_aws as aws

import providers

caller_identity = aws.get_caller_identity_output(
    opts=pulumi.InvokeOptions(provider=providers.default),
)

partition = aws.get_partition_output(
    opts=pulumi.InvokeOptions(provider=providers.default),
)
