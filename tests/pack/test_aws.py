"""What AWS builds, where no schema tells whether it is right."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from spec2iac.catalogue import catalogue
from spec2iac.pack.load import load
from spec2iac.pack.render import render
from spec2iac.pipeline import Options, compile_specification
from spec2iac.project.layout import lay_out

from .scenes import alone, scene


def files_of(*lines: str) -> dict[str, str]:
    text = "# T\n\n## Functional Requirements\n\n" + "".join(f"- {line}\n" for line in lines)
    compilation = compile_specification(text.encode(), "spec.md", Options("aws"))
    assert compilation.build is not None
    return {path: content.decode() for path, content in compilation.build.files.items()}


def test_a_cdn_before_nothing_of_the_build_asks_for_its_origin() -> None:
    architecture = scene(alone("cdn"), target="aws")
    architecture = replace(architecture, links=())
    layout = lay_out(render(architecture, load("aws"), catalogue()).texts)
    distribution = next(
        placed.block.text for placed in layout.placed if placed.type == "aws_cloudfront_distribution"
    )
    assert re.search(r"domain_name\s+= var.trial_cdn_origin", distribution)
    assert re.search(r'target_origin_id\s+= "origin"', distribution)


def test_every_outbound_gateway_is_watched() -> None:
    files = files_of(
        "Three virtual machines in private subnets with a NAT gateway in each zone",
        "Operators are alerted when something fails",
        "A monitoring dashboard",
    )
    alarm = files["operations.tf"].split('"nat_port_errors"')[1].split("\n}\n")[0]
    assert "for_each = aws_nat_gateway.main" in alarm and "NatGatewayId = each.value.id" in alarm
    assert "-nat-port-errors-${each.key}" in alarm
    assert 'for key, value in aws_nat_gateway.main : ["AWS/NATGateway"' in files["operations.tf"]


@pytest.mark.parametrize(
    "line, named",
    [("Static website on a content delivery network with a TLS certificate", True), ("A CDN", False)],
)
def test_the_tls_floor_is_checked_where_the_distribution_has_a_certificate(line: str, named: bool) -> None:
    files = files_of(line)
    assert ("acm_certificate_arn" in files["edge.tf"]) == named
    assert ("cdn-tls-floor" in files["tests/encryption.tftest.hcl"]) == named


def test_users_need_the_second_factor_that_a_standard_asks_for() -> None:
    files = files_of("A user directory with a public load balancer before containers", "PCI-DSS applies")
    pool = files["security.tf"].split('"aws_cognito_user_pool"')[1].split("\n}\n")[0]
    assert re.search(r'mfa_configuration\s+= "ON"', pool)
    assert "second-factor-of-users: FR-002" in files["tests/identity.tftest.hcl"]
