"""The HCL conditions that checks become, evaluated by the real Terraform (or OpenTofu) where one is there."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from spec2iac.validation.conditions import all_carry, condition

MODULE = """
variable "zones" {
  type    = list(string)
  default = ["a", "b"]
}

locals {
  tags = { Project = "x", Owner = "y" }
}

resource "terraform_data" "one" {
  input = {
    encrypted = true
    size      = 30
    zones     = ["a", "b"]
    twice     = ["a", "a"]
    none      = []
    rule      = [{ name = "r", by = [{ algorithm = "kms" }], names = ["a", "b"] }]
    tight     = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s:Get"] }] })
    loose     = jsonencode({ Statement = [{ Effect = "Allow", Action = "s:*" }] })
    deny      = jsonencode({ Statement = [{ Effect = "Deny", Action = "*" }] })
  }
}

resource "terraform_data" "many" {
  for_each = { a = "10.0.0.0/8", b = "0.0.0.0/0" }
  input    = { cidr = each.value, same = "a", tags = { Owner = each.key }, texts = ["Owner:x"] }
}
"""

# address, path, repeated, operation, operand, whether it passes
CASES: list[tuple[str, str, str | None, str, Any, bool]] = [
    ("terraform_data.one", "input.encrypted", None, "equal", True, True),
    ("terraform_data.one", "input.encrypted", None, "equal", False, False),
    ("terraform_data.one", "input.size", None, "at_least", 30, True),
    ("terraform_data.one", "input.size", None, "at_least", 31, False),
    ("terraform_data.one", "input.size", None, "at_most", 29, False),
    ("terraform_data.one", "input.size", None, "set", True, True),
    (
        "terraform_data.one",
        "input.size",
        None,
        "given",
        'terraform_data.one.input.rule[0].name == "r" ? 30 : 0',
        True,
    ),
    ("terraform_data.one", "input.size", None, "given", "terraform_data.one.input.encrypted", False),
    ("terraform_data.many", "input.cidr", "for_each", "given", 'terraform_data.many["a"].input.cidr', False),
    ("terraform_data.one", "input.zones", None, "count_at_least", 2, True),
    ("terraform_data.one", "input.zones", None, "count_at_least", 3, False),
    ("terraform_data.one", "input.zones", None, "distinct_at_least", 2, True),
    ("terraform_data.one", "input.twice", None, "distinct_at_least", 2, False),
    ("terraform_data.one", "input.twice", None, "count_at_least", 2, True),
    ("terraform_data.many", "input.cidr", "for_each", "distinct_at_least", 2, True),
    ("terraform_data.many", "input.same", "for_each", "distinct_at_least", 2, False),
    ("terraform_data.one", "input.zones", None, "contains_all", ["a"], True),
    ("terraform_data.one", "input.zones", None, "contains_all", ["c"], False),
    ("terraform_data.one", "input.rule[*].by[*].algorithm", None, "one_of", ["kms"], True),
    ("terraform_data.one", "input.rule[*].by[*].algorithm", None, "one_of", ["aes"], False),
    ("terraform_data.one", "input.tight", None, "no_wildcard_action", True, True),
    ("terraform_data.one", "input.loose", None, "no_wildcard_action", True, False),
    ("terraform_data.one", "input.deny", None, "no_wildcard_action", True, True),
    ("terraform_data.one", "input.rule[*].name", None, "equal", "r", True),
    ("terraform_data.one", "input.rule[*].names[*]", None, "one_of", ["a", "b"], True),
    ("terraform_data.one", "input.rule[*].names[*]", None, "one_of", ["a"], False),
    ("terraform_data.one", "input.rule[*].name", None, "equal", "s", False),
    ("terraform_data.one", "input.none[*].name", None, "equal", "s", False),
    ("terraform_data.many", "input.cidr", "for_each", "none_of", ["0.0.0.0/0"], False),
    ("terraform_data.many", "input.cidr", "for_each", "none_of", ["1.1.1.1/32"], True),
    ("var.zones", "", None, "count_at_least", 2, True),
    ("var.zones", "", None, "count_at_least", 3, False),
    ("local.tags", "", None, "contains_all", ["Owner"], True),
    ("local.tags", "", None, "contains_all", ["CostCenter"], False),
]

MANY = "values(terraform_data.many)[*].input"
# lists of tags, the keys that each must have, whether the tags are texts, whether it passes
CARRIED: list[tuple[list[str], list[str], bool, bool]] = [
    (["local.tags", f"{MANY}.tags"], ["Owner"], False, True),
    (["local.tags", f"{MANY}.tags"], ["Owner", "Project"], False, False),
    (["local.tags"], ["Owner", "Project"], False, True),
    ([f"{MANY}.tags"], ["Project"], False, False),
    (['["Owner:y", "Cost:1"]', f"{MANY}.texts"], ["Owner"], True, True),
    (['["Ownership:y"]', f"{MANY}.texts"], ["Owner"], True, False),
    (["[]"], ["Owner"], True, False),
]


@pytest.mark.terraform
def test_terraform_agrees_with_the_table(tmp_path: Path) -> None:
    terraform = shutil.which("terraform") or shutil.which("tofu")
    if terraform is None:
        pytest.skip("neither terraform nor tofu is installed")
    outputs = "\n".join(
        f'output "case{number}" {{\n  value = {condition(address, path, repeated, operation, operand)}\n}}'
        for number, (address, path, repeated, operation, operand, _) in enumerate(CASES)
    )
    outputs += "".join(
        f'\noutput "carried{number}" {{\n  value = {all_carry(lists, keys, texts)}\n}}'
        for number, (lists, keys, texts, _) in enumerate(CARRIED)
    )
    (tmp_path / "main.tf").write_text(MODULE + outputs)
    for command in (["init"], ["apply", "-auto-approve"]):
        subprocess.run(
            [terraform, *command, "-input=false", "-no-color"], cwd=tmp_path, check=True, capture_output=True
        )
    shown = subprocess.run([terraform, "output", "-json"], cwd=tmp_path, check=True, capture_output=True)
    values = json.loads(shown.stdout)
    for number, case in enumerate(CASES):
        assert values[f"case{number}"]["value"] is case[-1], case
    for number, row in enumerate(CARRIED):
        assert values[f"carried{number}"]["value"] is row[-1], row
