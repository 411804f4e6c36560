"""Evaluates every static check of a pack against a plan or a state: the build's own promises at its own addresses, demands elsewhere."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ..statements import Specification
from ..validation.checks import BoundCheck, Callers, load_checks
from ..validation.generated.plan import (
    FAILED,
    PASSED,
    UNKNOWN_YET,
    Finding,
    Plan,
    Secret,
    Unknown,
    find,
    findings,
    narrowed,
)
from .binding import Binder, Demand, bind_foreign, makers
from .report import Report, Result, Verdict
from .statements import statement_results

if TYPE_CHECKING:
    from ..pipeline import Compilation
    from ..project.build import Build

VERDICTS = {PASSED: Verdict.PASS, FAILED: Verdict.FAIL, UNKNOWN_YET: Verdict.NOT_SHOWN}


class NoPlanError(ValueError):
    """The document is not what ``terraform show -json`` prints."""


def read_plan(document: Any) -> Plan:
    """The plan or state in a JSON document; raises NoPlanError where it is none."""
    if not isinstance(document, dict) or not {"planned_values", "values"} & document.keys():
        raise NoPlanError("it has neither planned_values nor values")
    try:
        return Plan(document)
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise NoPlanError(
            f"its resources are not laid out as terraform show -json does it ({error})"
        ) from None


def verify(compilation: Compilation, plan: Plan | dict[str, Any], *, baseline: bool = False) -> Report:
    """Hold a plan (or state) against a specification that was compiled without errors.

    ``plan`` is the JSON document that ``terraform show -json`` prints, or its ``Plan``. ``baseline``: what no statement calls for
    counts for foreign code too; it always counts where the plan is of the compiler's own build, hand-added resources included.
    Raises NoPlanError where the document is no plan, ValueError where the compilation has no build.
    """
    build = compilation.build
    if build is None:
        raise ValueError("the specification has errors, so there is nothing to verify")
    plan = plan if isinstance(plan, Plan) else read_plan(plan)
    addresses = {placed.address for placed in build.layout.resources()}
    # Foreign code may have an address or two in common with the build.
    own = len(addresses & plan.resources.keys()) * 2 > len(addresses)
    counts = own or baseline
    results = list(_own(build, plan)) if own else []
    for demand, seen, place in _foreign(compilation, build, plan, addresses if own else frozenset()):
        if demand.statements or counts:
            results += _evaluated(demand, seen, place)
    statements = statement_results(
        compilation.specification, compilation.architecture, build, plan, results, own
    )
    return Report(
        title=compilation.architecture.title,
        target=build.scene.pack.name,
        own=own,
        statements=statements,
        baseline=tuple(result for result in results if not result.statements),
    )


def _own(build: Build, plan: Plan) -> Iterator[Result]:
    """The build's own checks at its own addresses."""
    components = {placed.address: placed.component for placed in build.layout.placed}
    for bound in build.checks:
        component = components.get(bound.address)
        yield from _evaluated(_demand(bound, component), plan)


def _demand(bound: BoundCheck, component: str | None) -> Demand:
    return Demand(bound.id, bound.title, bound.topic, bound.address, bound.path, bound.operation, bound.operand,
                  bound.statements, (component,) if component else ())  # fmt: skip


def _foreign(
    compilation: Compilation, build: Build, plan: Plan, known: Iterable[str]
) -> Iterator[tuple[Demand, Plan, str | None]]:
    """The demands on resources at other addresses, each with the part of the plan that it is about.

    The text is the place of the value where the part does not tell it.
    """
    scene, architecture = build.scene, compilation.architecture
    bodies = {placed.component for placed in build.layout.resources()}
    binder = Binder(
        scene,
        Callers(compilation.specification, architecture),
        makers(architecture, scene.pack, scene, build.layout),
        tuple(view for view in scene.components if view.key not in bodies),
    )
    of_type: dict[str, list[str]] = {}
    for address, group in plan.resources.items():
        if address not in known:
            of_type.setdefault(group[0].type, []).append(address)
    bound = {check.id: check for check in build.checks}
    for check in load_checks(scene.pack):
        if "." in check["looks_at"]:
            # Variables and tags are of the whole: in an own build, the own checks have looked at them.
            if not known and check["id"] in bound:
                demand = _as_stated(_demand(bound[check["id"]], None), compilation.specification)
                yield demand, *_with_provider_argument(plan, check["looks_at"])
            continue
        for address in of_type.get(check["looks_at"], ()):
            kept = narrowed(plan.resources[address], check["where"], check["where_not"])
            if kept:
                part = copy.copy(plan)
                part.resources = {address: kept}
                for demand in bind_foreign(binder, check, address, kept):
                    yield demand, part, None


def _as_stated(demand: Demand, specification: Specification) -> Demand:
    """Of a list of names, foreign code is asked for those that the statements state, not for those that the compiler adds."""
    if demand.operation != "contains_all":
        return demand
    stated = {
        _plain(text)
        for statement in specification.statements
        if statement.id in demand.statements
        for intent in statement.intents
        for text in _texts(list(intent.properties.values()))
    }
    return replace(demand, operand=[name for name in demand.operand if _plain(name) in stated])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _plain(name: str) -> str:
    """A name without what clouds write differently: letters and digits, in lower case."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _with_provider_argument(plan: Plan, address: str) -> tuple[Plan, str | None]:
    """The plan, where it lacks a variable with the argument of that name that the code gives to its provider; and its place."""
    name = address.removeprefix("var.")
    if not address.startswith("var.") or name in plan.variables:
        return plan, None
    for key, provider in plan.providers.items():
        written = (provider.get("expressions") or {}).get(name) or {}
        references = [text.removeprefix("var.") for text in written.get("references") or ()]
        value = written.get("constant_value", plan.variables.get(references[0]) if references else None)
        if value is not None and not provider.get("alias"):
            part = copy.copy(plan)
            part.variables = {**plan.variables, name: value}
            return part, f"provider.{key}.{name}"
    return plan, None


def _evaluated(demand: Demand, plan: Plan, place: str | None = None) -> Iterator[Result]:
    """The results of a demand, one for each value that it is about; ``place`` is the value's where it is not the demand's."""
    if demand.undecided is not None:
        found = [
            item._replace(status=UNKNOWN_YET, reason=demand.undecided)
            for item in find(plan, demand.address, demand.path)
            or [Finding("", f"{demand.address}.{demand.path}")]
        ]
    elif demand.address.startswith("var.") and demand.address.removeprefix("var.") not in plan.variables:
        found = [Finding(UNKNOWN_YET, demand.address, None, f"{demand.address} is not in the plan")]
    else:
        found = findings(plan, demand.address, demand.path, demand.operation, demand.operand)
    for item in found:
        yield Result(
            check=demand.check,
            title=demand.title,
            topic=demand.topic,
            verdict=VERDICTS[item.status],
            address=demand.address,
            place=place or item.place,
            value=_shown(item.value),
            operation=demand.operation,
            operand=demand.operand,
            reason=item.reason,
            statements=demand.statements,
            components=demand.components,
        )


def _shown(value: Any) -> Any:
    """A value as JSON: what is secret or not yet known says so."""
    return repr(value) if isinstance(value, Secret | Unknown) else value
