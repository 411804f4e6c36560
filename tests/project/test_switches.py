"""What an environment lacks is switched off, and what refers to it copes; else that is said."""

from __future__ import annotations

import pytest
from spec2iac.pack.render import Rendered
from spec2iac.project.environments import Variation, vary, with_switches
from spec2iac.project.layout import lay_out

SCHEMA = {"resources": {"lb": {"attributes": {"waf": {"optional": True}, "rule": {"required": True}}}}}
WAF = 'resource "waf" "main" {\n  name = "w"\n}\n\nresource "log" "waf" {\n  for_each = toset(["a"])\n\n  owner      = waf.main.arn\n  depends_on = [waf.main]\n}\n'


def switch(*others: tuple[str, str]) -> Variation:
    """The module of a firewall that dev lacks, and of other components with these keys and texts."""
    texts = [Rendered("firewall.main", ("FR-004",), "t", "main", WAF)]
    texts += [Rendered(key, (), "t", "main", text) for key, text in others]
    layouts = {"prod": lay_out(texts), "dev": lay_out(texts)}
    return with_switches(
        vary("prod", layouts, {}),
        layouts,
        {"firewall.main": ("dev",)},
        {"firewall.main": "waf"},
        {"firewall.main": ("FR-004",)},
        SCHEMA,
    )


def text_of(found: Variation, address: str) -> str:
    return found.layout.graph.by_address[address].text


def test_its_resources_are_counted_and_each_environment_says_so() -> None:
    found = switch()
    assert found.values == {"prod": {"waf_enabled": "true"}, "dev": {"waf_enabled": "false"}}
    assert "count = var.waf_enabled ? 1 : 0" in text_of(found, "waf.main")
    log = text_of(found, "log.waf")
    assert 'for_each = var.waf_enabled ? toset(["a"]) : toset([])' in log
    assert "owner      = waf.main[0].arn" in log and "depends_on = [waf.main]" in log
    assert found.layout.graph.by_address["var.waf_enabled"].attributes["default"].value is True
    assert not found.diagnostics


def test_an_argument_that_may_be_left_out_is_null_where_it_is_off() -> None:
    found = switch(("load-balancer.web", 'resource "lb" "web" {\n  waf = waf.main.arn\n}\n'))
    assert "waf = one(waf.main[*].arn)" in text_of(found, "lb.web") and not found.diagnostics


def test_outputs_and_dashboards_do_without() -> None:
    found = switch(
        (
            "dashboard.main",
            'resource "dash" "main" {\n  body = jsonencode({ id = waf.main.id })\n}\noutput "waf" {\n  value = waf.main.id\n}\n',
        )
    )
    assert 'try(waf.main[0].id, "absent")' in text_of(found, "dash.main")
    assert "value = one(waf.main[*].id)" in text_of(found, "output.waf")


def test_alarms_go_with_what_they_watch() -> None:
    found = switch(("alerting.main", 'resource "alarm" "waf" {\n  of = waf.main.name\n}\n'))
    assert "count = var.waf_enabled ? 1 : 0" in text_of(found, "alarm.waf")
    assert "of = waf.main[0].name" in text_of(found, "alarm.waf")


@pytest.mark.parametrize(
    "line", ["rule = waf.main.arn", "waf = upper(waf.main.arn)", "inner {\n    waf = waf.main.arn\n  }"]
)
def test_what_can_not_do_without_keeps_it_in_every_environment(line: str) -> None:
    found = switch(("load-balancer.web", f'resource "lb" "web" {{\n  {line}\n}}\n'))
    assert [item.code for item in found.diagnostics] == ["S2I220"]
    assert "count" not in text_of(found, "waf.main") and found.values == {"prod": {}, "dev": {}}
