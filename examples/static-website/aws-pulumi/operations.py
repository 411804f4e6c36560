"""Operations: logs, alarms, dashboards and budgets."""

import pulumi
import pulumi_aws as aws

import common
import lookups
import providers
import security
import settings

# What has no log group of its own writes here: agents on machines, jobs, scripts.
# COST-001
logs_log_group = aws.cloudwatch.LogGroup(
    "logs",
    name=f"/{common.name}/application",
    retention_in_days=settings.log_retention_days,
    kms_key_id=security.key.arn,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# COST-001
logs_errors_query_definition = aws.cloudwatch.QueryDefinition(
    "logs-errors",
    name=f"{common.name}/errors",
    log_group_names=[logs_log_group.name],
    query_string="fields @timestamp, @message | filter @message like /(?i)(error|exception|fatal)/ | sort @timestamp desc | limit 100",
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SC-OPS-001
alerts_topic = aws.sns.Topic(
    "alerts",
    name=f"{common.name}-alerts",
    display_name=f"Alerts of {common.name}",
    kms_master_key_id=security.key.arn,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SC-OPS-001
alerts_topic_policy = aws.sns.TopicPolicy(
    "alerts",
    arn=alerts_topic.arn,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Alarms",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudwatch.amazonaws.com"},
                    "Action": "sns:Publish",
                    "Resource": alerts_topic.arn,
                    "Condition": {
                        "ArnLike": {
                            "aws:SourceArn": pulumi.Output.format(
                                "arn:{0}:cloudwatch:{1}:{2}:alarm:{3}-*",
                                lookups.partition.partition,
                                settings.region,
                                lookups.caller_identity.account_id,
                                common.name,
                            ),
                        },
                        "StringEquals": {
                            "aws:SourceAccount": lookups.caller_identity.account_id,
                        },
                    },
                },
                {
                    "Sid": "Budgets",
                    "Effect": "Allow",
                    "Principal": {"Service": "budgets.amazonaws.com"},
                    "Action": "sns:Publish",
                    "Resource": alerts_topic.arn,
                    "Condition": {
                        "ArnLike": {
                            "aws:SourceArn": pulumi.Output.format(
                                "arn:{0}:budgets::{1}:*",
                                lookups.partition.partition,
                                lookups.caller_identity.account_id,
                            ),
                        },
                        "StringEquals": {
                            "aws:SourceAccount": lookups.caller_identity.account_id,
                        },
                    },
                },
                {
                    "Sid": "EncryptedConnectionsOnly",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "sns:Publish",
                    "Resource": alerts_topic.arn,
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
            ],
        },
    ),
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# NFR-PERF-001, NFR-AVAIL-001, SLO-001, SLO-002, SC-OPS-001
alerts_email_topic_subscription = aws.sns.TopicSubscription(
    "alerts-email",
    topic=alerts_topic.arn,
    protocol="email",
    endpoint=settings.notification_email,
    opts=pulumi.ResourceOptions(provider=providers.default),
)

# BUD-002
budget = aws.budgets.Budget(
    "main",
    name=f"{common.name}-monthly",
    budget_type="COST",
    limit_amount=str(settings.budget_amount),
    limit_unit="USD",
    time_unit="MONTHLY",
    # Only what this module's resources cost; the tag has to be activated for cost allocation once.
    cost_filters=[{"name": "TagKeyValue", "values": [f"user:Project${settings.name}"]}],
    notifications=[
        {
            "comparison_operator": "GREATER_THAN",
            "threshold": 80,
            "threshold_type": "PERCENTAGE",
            "notification_type": "ACTUAL",
            "subscriber_email_addresses": [settings.notification_email],
            "subscriber_sns_topic_arns": [alerts_topic.arn],
        },
        {
            "comparison_operator": "GREATER_THAN",
            "threshold": 100,
            "threshold_type": "PERCENTAGE",
            "notification_type": "FORECASTED",
            "subscriber_email_addresses": [settings.notification_email],
        },
    ],
    opts=pulumi.ResourceOptions(provider=providers.default),
)
