"""Settings: the values of a stack's configuration, their defaults and their rules."""

import re
from typing import TypeVar

import pulumi


def check(name: str, holds: bool, rule: str) -> None:
    """Stop the run, in plain words, where a value breaks its rule."""
    if not holds:
        raise pulumi.RunError(f"{name}: {rule}")


T = TypeVar("T")


def given(value: T | None, default: T) -> T:
    """A value of the configuration, or the default where the stack has none."""
    return default if value is None else value


config = pulumi.Config()

# Short name of the system; every resource's name begins with it.
name = given(config.get("name"), "harbour-festival")
check(
    "name",
    re.search("^[a-z][a-z0-9-]{0,14}[a-z0-9]$", name) is not None,
    "Use 2 to 16 lower-case letters, digits and hyphens, beginning with a letter.",
)

# Environment that this state describes; part of every name and tag.
environment = given(config.get("environment"), "prod")
check(
    "environment",
    re.search("^[a-z][a-z0-9]{1,7}$", environment) is not None,
    "Use 2 to 8 lower-case letters and digits, beginning with a letter.",
)

# Edge locations that are used: PriceClass_100 (Europe, North America), PriceClass_200
# (most) or PriceClass_All.
cdn_price_class = given(config.get("cdn_price_class"), "PriceClass_All")
check(
    "cdn_price_class",
    cdn_price_class in ["PriceClass_100", "PriceClass_200", "PriceClass_All"],
    "Use PriceClass_100, PriceClass_200 or PriceClass_All.",
)

# Domain name under which the system is reached, such as shop.example.com.
domain_name = config.require("domain_name")
check(
    "domain_name",
    (
        re.search(r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$", domain_name)
        is not None
    ),
    "Use a domain name in lower case, such as shop.example.com.",
)

# Requests of one address within five minutes, above which it is refused
# (NFR-SEC-004).
waf_rate_limit = given(config.get_int("waf_rate_limit"), 500)
check(
    "waf_rate_limit",
    10 <= waf_rate_limit <= 2000000000,
    "Use a whole number from 10 to 2000000000.",
)

# Region in which everything stands (SC-CODE-001).
region = given(config.get("region"), "eu-north-1")
check(
    "region",
    re.search("^[a-z]{2}(-[a-z]+)+-[0-9]$", region) is not None,
    "Use a region's code, such as eu-west-1.",
)

# Account that this environment stands in; Pulumi refuses to touch any other. Leave it
# out to take the credentials' account.
account_id = config.get("account_id")
check(
    "account_id",
    account_id is None or re.search("^[0-9]{12}$", account_id) is not None,
    "Use the account's 12 digits.",
)

# Further tags for every resource.
extra_tags = given(config.get_object("extra_tags"), {})

# Whether stores of data and entry points are protected from deletion and leave a
# final snapshot.
deletion_protection = given(config.get_bool("deletion_protection"), True)

# Days for which logs are kept (COST-001).
log_retention_days = given(config.get_int("log_retention_days"), 90)
check(
    "log_retention_days",
    (
        log_retention_days
        in [
            1,
            3,
            5,
            7,
            14,
            30,
            60,
            90,
            120,
            150,
            180,
            365,
            400,
            545,
            731,
            1096,
            1827,
            2192,
            2557,
            2922,
            3288,
            3653,
        ]
    ),
    "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days.",
)

# Address that alarms and budget alerts are sent to; it has to confirm the
# subscription once.
notification_email = config.require("notification_email")
check(
    "notification_email",
    re.search(r"^[^@ ]+@[^@ ]+\.[^@ ]+$", notification_email) is not None,
    "Use an e-mail address.",
)

# Budget of a month in USD (BUD-001).
budget_amount = given(config.get_float("budget_amount"), 50)
check("budget_amount", budget_amount > 0, "Use an amount above zero.")

# ARN of the permissions boundary that the account requires on roles, where it
# requires one.
permissions_boundary = config.get("permissions_boundary")
check(
    "permissions_boundary",
    (
        permissions_boundary is None
        or (
            re.search("^arn:aws[a-z-]*:iam::[0-9]*:policy/", permissions_boundary)
            is not None
        )
    ),
    "Use a policy's ARN.",
)

# Days for which the record of administrative actions is kept (assumed: who did what
# is often asked months later).
audit_retention_days = given(config.get_int("audit_retention_days"), 365)
check(
    "audit_retention_days",
    1 <= audit_retention_days <= 36500,
    "Use a whole number from 1 to 36500.",
)
