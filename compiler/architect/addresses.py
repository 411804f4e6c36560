"""Stated address ranges: the network's range follows its subnets', and ranges that can't be together are told."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

from ..addresses import enclosing, range_of, unclaimed
from ..architecture import Setting
from .findings import RANGES_CLASH, finding
from .merge import titled
from .plan import Draft, Gap, Plan

# A subnet, and the range that is stated for it.
Ranged = tuple[Draft, IPv4Network]
BECAUSE = "it holds the ranges that statements give to subnets"


def settle(plan: Plan) -> None:
    """Give a network whose range nobody states the one that holds its subnets' ranges; tell ranges that clash."""
    networks = [draft for draft in plan.all("virtual-network") if not draft.existing]
    subnets = [
        (draft, found)
        for draft in plan.all("public-subnet", "private-subnet")
        if not draft.existing and (found := range_of(draft.value("cidr"))) is not None
    ]
    if len(networks) != 1 or not subnets:
        return
    network = networks[0]
    if "cidr" not in network.settings:
        _follow(plan, network, subnets)
    _overlaps(plan, subnets)
    _outside(plan, network, subnets)


def _follow(plan: Plan, network: Draft, subnets: list[Ranged]) -> None:
    whole = enclosing(found for _, found in subnets)
    if whole is None:
        return
    network.settings["cidr"] = Setting(str(whole), (), BECAUSE)
    statements = tuple(dict.fromkeys(id for draft, _ in subnets for id in draft.settings["cidr"].statements))
    change = "a requirement that states the network's address range, or the variable"
    plan.gaps.append(Gap(f"Virtual network: address range {whole}", BECAUSE, change, statements, network.key))


def _overlaps(plan: Plan, subnets: list[Ranged]) -> None:
    for (one, first), (other, second) in combinations(subnets, 2):
        if first.overlaps(second):
            _tell(
                plan,
                other,
                f"{second} of {titled(other)} and {first} of {titled(one)} overlap",
                "give each subnet a range of its own",
            )


def _outside(plan: Plan, network: Draft, subnets: list[Ranged]) -> None:
    setting = network.settings.get("cidr")
    whole = range_of(setting.value) if setting else None
    inside = []
    for draft, found in subnets:
        if whole is None:
            _tell(
                plan,
                draft,
                f"no network of a /16 or less holds {found} of {titled(draft)} and the ranges of the other subnets",
                "give the subnets ranges of one /16, or state the network's range",
            )
        elif not found.subnet_of(whole):
            _tell(
                plan,
                draft,
                f"{found} of {titled(draft)} is not in the network's range {whole}",
                f"give the subnet a range in {whole}, or the network one that holds it",
            )
        else:
            inside.append(found)
    ranged = {draft.key for draft, _ in subnets}
    others = [draft for draft in plan.all("public-subnet", "private-subnet") if draft.key not in ranged]
    if whole is not None and others and len(inside) == len(subnets) and unclaimed(whole, inside) is None:
        names = ", ".join(titled(draft) for draft in others)
        _tell(
            plan,
            subnets[-1][0],
            f"the stated ranges leave no quarter of {whole} for subnets without one ({names})",
            "give these subnets ranges as well, or the network a larger one",
        )


def _tell(plan: Plan, draft: Draft, message: str, help: str) -> None:
    statements = draft.settings["cidr"].statements
    at = plan.statements.get(statements[0]) if statements else None
    plan.findings.append(finding(RANGES_CLASH, message, at=at, help=help))
