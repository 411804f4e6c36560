"""Decides whom load balancers serve, from the address ranges that statements let in or shut out."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from ..architecture import Setting
from .findings import CONFLICT, finding
from .merge import described
from .plan import Draft, Plan

# Addresses of networks of one's own: RFC 1918, RFC 6598, RFC 4193. (The standard library counts ranges for examples as well.)
PRIVATE = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"))
)


def hold_in(plan: Plan) -> None:
    """Take load balancers off the internet where nobody from there may reach them, unless statements want them public.

    Then it is a contradiction, and said.
    """
    shut = dict.fromkeys(plan.shut)
    private = dict.fromkeys(statement for draft in _private_sources(plan) for statement in draft.statements)
    behind = tuple(shut | private)
    if not behind:
        return
    for draft in plan.all("load-balancer"):
        public = draft.settings.get("public")
        if public is None or public.assumed or not public.statements:
            draft.settings["public"] = Setting(False, behind)
            draft.credit(behind)
        elif public.value is True and shut:
            plan.findings.append(
                finding(
                    CONFLICT,
                    f"{described(draft)} is to be public ({public.statements[0]}), and {behind[0]} lets nobody in from everywhere",
                    at=plan.statements[behind[0]],
                    help="say which of them holds, for example 'no ingress from 0.0.0.0/0 but to the public load balancer'",
                )
            )


def _private_sources(plan: Plan) -> Iterator[Draft]:
    """The firewall rules that let nothing in but private address ranges."""
    for draft in plan.all("security-group"):
        sources = draft.value("sources")
        if draft.value("direction") == "egress" or not isinstance(sources, tuple | list) or not sources:
            continue
        if all(_is_private(source) for source in sources):
            yield draft


def _is_private(source: object) -> bool:
    try:
        network = ip_network(str(source), strict=False)
    except ValueError:
        return False
    return any(network.version == space.version and network.subnet_of(space) for space in PRIVATE)  # type: ignore[arg-type]
