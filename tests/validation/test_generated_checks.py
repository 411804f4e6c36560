"""The module that goes into every build: it finds values in a plan's JSON and compares them with what is demanded."""

from __future__ import annotations

import pytest
from spec2iac.validation.generated.plan import Added, Plan, check, check_added

PLAN = {
    "variables": {"region": {"value": "eu-west-1"}, "zones": {"value": ["a", "b", "c"]}},
    "planned_values": {
        "root_module": {
            "resources": [
                {"address": "cloud_bucket.images", "values": {"rule": [{"by": [{"algorithm": "kms"}]}], "tags_all": {"Project": "x"}}},
                {"address": "cloud_database.orders", "values": {"encrypted": True, "retention": 35, "zones": ["a", "b"]}},
                {"address": "cloud_database.notes", "values": {"encrypted": False, "retention": 1, "zones": []}},
                {"address": 'cloud_rule.many["a"]', "values": {"cidr": "10.0.0.0/8"}},
                {"address": 'cloud_rule.many["b"]', "values": {"cidr": "0.0.0.0/0"}},
                {"address": "cloud_policy.tight", "values": {"policy": '{"Statement": [{"Effect": "Allow", "Action": ["s:Get"]}]}'}},
                {"address": "cloud_policy.loose", "values": {"policy": '{"Statement": {"Action": "s:*"}}'}},
                {"address": "cloud_policy.deny", "values": {"policy": '{"Statement": [{"Effect": "Deny", "Action": "*"}]}'}},
            ],
            "child_modules": [{"resources": [{"address": "module.m.cloud_database.inner", "values": {"encrypted": True}}]}],
        }
    },
    "resource_changes": [
        {"address": "cloud_database.orders", "change": {"after_unknown": {"key": True}}},
    ],
}  # fmt: skip

PASSING = [
    ("cloud_database.orders", "encrypted", "equal", True),
    ("cloud_database.orders", "retention", "at_least", 30),
    ("cloud_database.orders", "retention", "at_most", 35),
    ("cloud_database.orders", "key", "set", True),
    ("cloud_database.orders", "zones", "count_at_least", 2),
    ("cloud_database.orders", "zones", "contains_all", ["a"]),
    ("cloud_bucket.images", "rule[*].by[*].algorithm", "one_of", ["kms", "aes"]),
    ("cloud_policy.tight", "policy", "no_wildcard_action", True),
    ("cloud_policy.deny", "policy", "no_wildcard_action", True),
    ("module.m.cloud_database.inner", "encrypted", "equal", True),
    ("local.tags", "", "contains_all", ["Project"]),
    ("var.region", "", "equal", "eu-west-1"),
    ("var.zones", "", "count_at_least", 3),
]
FAILING = [
    ("cloud_database.notes", "encrypted", "equal", True),
    ("cloud_database.notes", "retention", "at_least", 30),
    ("cloud_database.orders", "retention", "at_most", 7),
    ("cloud_database.orders", "missing", "set", True),
    ("cloud_database.notes", "zones", "count_at_least", 1),
    ("cloud_bucket.images", "rule[*].by[*].algorithm", "equal", "aes"),
    ("cloud_bucket.images", "rule[*].absent[*].algorithm", "equal", "kms"),
    ("cloud_rule.many", "cidr", "none_of", ["0.0.0.0/0"]),
    ("cloud_policy.loose", "policy", "no_wildcard_action", True),
    ("local.tags", "", "contains_all", ["Project", "Owner"]),
    ("var.region", "", "equal", "us-east-1"),
    ("var.zones", "", "count_at_least", 4),
    ("cloud_database.gone", "encrypted", "equal", True),
]


@pytest.mark.parametrize(("address", "path", "operation", "expected"), PASSING)
def test_right_values_pass(address: str, path: str, operation: str, expected: object) -> None:
    check(Plan(PLAN), address, path, operation, expected)


@pytest.mark.parametrize(("address", "path", "operation", "expected"), FAILING)
def test_wrong_values_fail(address: str, path: str, operation: str, expected: object) -> None:
    with pytest.raises(AssertionError):
        check(Plan(PLAN), address, path, operation, expected)


def test_a_value_that_only_the_apply_gives_is_skipped_not_passed() -> None:
    with pytest.raises(pytest.skip.Exception, match="only after the apply"):
        check(Plan(PLAN), "cloud_database.orders", "key", "equal", "k")


def test_a_state_has_no_variables_that_could_be_wrong() -> None:
    state = {"values": PLAN["planned_values"]}
    with pytest.raises(pytest.skip.Exception, match="a state has no variables"):
        check(Plan(state), "var.region", "", "equal", "eu-west-1")
    with pytest.raises(AssertionError, match="not in the plan"):
        check(Plan({**PLAN, "variables": {}}), "var.region", "", "equal", "eu-west-1")


ENCRYPTED = Added("cloud_database", "encrypted", "equal", True, "NFR-001: Databases are encrypted")
OPEN = Added(
    "cloud_rule", "cidr", "none_of", ["0.0.0.0/0"], "baseline: No open port", without=["from_internet"]
)


def test_what_somebody_added_is_held_to_the_same() -> None:
    own = ["cloud_database.orders", "module.m.cloud_database.inner", "cloud_rule.many"]
    with pytest.raises(AssertionError, match=r"NFR-001: Databases are encrypted \(cloud_database.notes"):
        check_added(Plan(PLAN), own, [ENCRYPTED, OPEN])
    with pytest.raises(AssertionError, match=r"baseline: No open port \(cloud_rule.many\[\"b\"\].cidr"):
        check_added(Plan(PLAN), own[:2], [OPEN])


def test_what_was_not_added_is_not_asked() -> None:
    own = ["cloud_database.orders", "cloud_database.notes", "module.m.cloud_database.inner"]
    with pytest.raises(pytest.skip.Exception, match="nothing was added by hand"):
        check_added(Plan(PLAN), own, [ENCRYPTED])
    check_added(Plan(PLAN), own, [OPEN._replace(without=["many"])])
    check_added(Plan(PLAN), own, [OPEN._replace(where_not={"cidr": ["0.0.0.0/0"]})])
    with pytest.raises(AssertionError):
        check_added(Plan(PLAN), own, [OPEN._replace(where={"cidr": ["0.0.0.0/0"]})])
