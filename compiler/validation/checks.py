"""Binds a pack's checks to the resources of a build: which check looks at which resource, for which statements."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..architecture import Architecture
from ..cache import cached_json
from ..pack.load import Pack
from ..pack.views import ComponentView, Scene
from ..project.layout import Placed
from ..statements import Polarity, Specification
from .conditions import all_carry, condition

OPERATIONS = ["equal", "one_of", "none_of", "at_least", "at_most", "set", "count_at_least", "distinct_at_least", "contains_all", "no_wildcard_action"]  # fmt: skip


class BoundCheck(Struct, frozen=True):
    """A check on one resource of the build. ``computed``: its value is known only after an apply (of mocks, in tests).

    ``given`` is the reference that the build has there: a mocked provider makes up a value where nothing is written, so that a value
    is set shows only in that it is this one. ``carried`` are HCL expressions of the lists of tags that the build's resources carry, for a
    check on the tags that they all take from; ``carried_texts``: as "key:value".
    """

    id: str
    title: str
    topic: str
    address: str
    path: str
    repeated: str | None
    operation: str
    operand: Any
    computed: bool
    statements: tuple[str, ...]
    given: str | None = None
    carried: tuple[str, ...] = ()
    carried_texts: bool = False

    @property
    def condition(self) -> str:
        """The HCL condition that is true where the check passes."""
        if self.given is not None:
            return condition(self.address, self.path, self.repeated, "given", self.given)
        return condition(self.address, self.path, self.repeated, self.operation, self.operand)

    @property
    def carried_condition(self) -> str | None:
        """The HCL condition that is true where every resource carries the tags; None where they are no check's business."""
        return all_carry(self.carried, self.operand, self.carried_texts) if self.carried else None


def load_checks(pack: Pack) -> list[dict[str, Any]]:
    """The pack's checks; raises PackError with file and line where ``checks.yaml`` is wrong."""
    paths = [folder / "checks.yaml" for folder in reversed(pack.folders)]
    paths = [path for path in paths if path.is_file()]

    def build() -> list[dict[str, Any]]:
        from ..pack.forms import read_form
        from .forms import ChecksForm

        # A user's check of a built-in one's id stands in its place; the others are added.
        read = [form.model_dump(mode="json") for path in paths for form in read_form(path, ChecksForm).checks]
        return list({check["id"]: check for check in read}.values())

    kept = f"checks-{pack.name}" if len(paths) == 1 else f"checks-{pack.name}-own"
    # What the form gives to a check that says nothing is part of what is kept.
    return list(cached_json(kept, [*paths, Path(__file__).with_name("forms.py")], build))


def bind(
    pack: Pack,
    scene: Scene,
    specification: Specification,
    architecture: Architecture,
    placed: Iterable[Placed],
) -> tuple[BoundCheck, ...]:
    """Every check on every resource that it looks at, in the order of ``checks.yaml`` and of the build."""
    blocks = list(placed)
    of_type: dict[str, list[Placed]] = {}
    for block in blocks:
        if block.kind == "resource":
            of_type.setdefault(block.type, []).append(block)
    named = {block.address: block for block in blocks}
    views = {component.key: component for component in scene.components}
    callers = Callers(specification, architecture)
    bound = []
    for check in load_checks(pack):
        if not check["builds"]:
            continue
        if check["looks_at"].startswith("local."):
            looked_at = [replace(block, block=replace(block.block, address=check["looks_at"])) for block in blocks
                         if block.kind == "locals" and check["looks_at"].removeprefix("local.") in block.block.attributes]  # fmt: skip
        elif "." in check["looks_at"]:
            looked_at = [named[check["looks_at"]]] if check["looks_at"] in named else []
        else:
            looked_at = [block for block in of_type.get(check["looks_at"], ()) if _concerns(check, block)]
        for block in looked_at:
            found = _bind_one(check, block, views.get(block.component or ""), scene, callers)
            if found is not None:
                carried = _carried(check["carried_by"], blocks)
                bound.append(replace(found, carried=carried, carried_texts=check["carried_as"] == "texts"))
    return tuple(bound)


def _carried(name: str | None, blocks: Iterable[Placed]) -> tuple[str, ...]:
    """The lists of what the build's resources have in an argument, where a plan knows it."""
    return tuple(
        {"for_each": f"values({block.address})[*].{name}", "count": f"{block.address}[*].{name}"}.get(
            block.repeated or "", f"{block.address}.{name}"
        )
        for block in blocks
        if block.kind == "resource" and name in block.block.attributes and not block.computed(name)
    )


def _concerns(check: dict[str, Any], block: Placed) -> bool:
    without, having = check["labels_without"], check["labels_with"]
    concept = (block.component or "").split(".")[0]
    return (
        not any(text in block.label for text in without)
        and (not having or having in block.label)
        and (not check["concepts"] or concept in check["concepts"])
    )


def _bind_one(
    check: dict[str, Any], block: Placed, view: ComponentView | None, scene: Scene, callers: Callers
) -> BoundCheck | None:
    demanded = demand_of(check, scene, view)
    if demanded is None:
        return None
    operation, operand = demanded
    return BoundCheck(
        id=check["id"],
        title=check["title"],
        topic=check["topic"],
        address=block.address,
        path=check["value"],
        repeated=block.repeated,
        operation=operation,
        operand=operand,
        computed=block.computed(check["value"]),
        statements=callers.of(check, block.component, view),
        given=block.reference(check["value"])
        if operation == "set" and block.computed(check["value"])
        else None,
    )


class Everywhere(Struct, frozen=True):
    """A check that says the same of every resource of its type, whoever wrote it and whatever it belongs to."""

    id: str
    title: str
    type: str
    path: str
    operation: str
    operand: Any
    statements: tuple[str, ...]
    without: tuple[str, ...]
    where: dict[str, Any]
    where_not: dict[str, Any]


def everywhere(
    pack: Pack, specification: Specification, architecture: Architecture
) -> tuple[Everywhere, ...]:
    """The checks that hold for resources that somebody adds to the build, in the order of ``checks.yaml``."""
    callers = Callers(specification, architecture)
    found = []
    for check in load_checks(pack):
        operation = next(name for name in OPERATIONS if check[name] is not None)
        by_value = check["where"] or check["where_not"]
        depends = check["when"] or check["concepts"] or (check["labels_with"] and not by_value)
        if depends or "." in check["looks_at"] or "{{" in str(check[operation]):
            continue
        found.append(
            Everywhere(
                id=check["id"],
                title=check["title"],
                type=check["looks_at"],
                path=check["value"],
                operation=operation,
                operand=check[operation],
                statements=callers.of(check, None, None),
                without=tuple(check["labels_without"]),
                where=check["where"],
                where_not=check["where_not"],
            )
        )
    return tuple(found)


def demand_of(check: dict[str, Any], scene: Scene, view: ComponentView | None) -> tuple[str, Any] | None:
    """The operation and its operand for one component (or for none); None where the check does not apply to it."""
    if check["when"] and not _value(f"{{{{ ({check['when']}) | json }}}}", scene, view):
        return None
    operation = next(name for name in OPERATIONS if check[name] is not None)
    operand = _value(check[operation], scene, view)
    return None if operand is None else (operation, operand)


def _value(operand: Any, scene: Scene, view: ComponentView | None) -> Any:
    """A plain operand as it is; a Jinja text evaluated for the component, None where there is nothing to evaluate it for."""
    if not (isinstance(operand, str) and "{{" in operand):
        return operand
    if view is None and "this" in operand:
        return None
    from jinja2 import UndefinedError

    try:
        return json.loads(scene.evaluate(operand, view))
    except UndefinedError:
        # The resource belongs to a concept without that property: the check is not about it.
        return None


class Callers:
    """Which statements call for a check: by a concept they want, a constraint they state, or a setting they set."""

    def __init__(self, specification: Specification, architecture: Architecture) -> None:
        self._components = {component.key: component for component in architecture.components}
        self._policy = architecture.policy.settings
        self._trace = architecture.trace
        self._by_concept: dict[str, list[str]] = {}
        self._by_constraint: dict[str, list[str]] = {}
        self._by_metric: dict[str, list[str]] = {}
        for identity, measure in architecture.measures:
            self._by_metric.setdefault(measure.metric, []).append(identity)
        for statement in specification.statements:
            for intent in statement.intents:
                if intent.polarity is Polarity.WANT:
                    self._by_concept.setdefault(intent.concept, []).append(statement.id)
            for constraint in statement.constraints:
                self._by_constraint.setdefault(constraint.constraint, []).append(statement.id)

    def of(self, check: dict[str, Any], component: str | None, view: ComponentView | None) -> tuple[str, ...]:
        """The ids of the statements, each once, those that set a number first."""
        found: dict[str, None] = {}
        own = self._components[component].settings if component in self._components else {}
        for name in check["settings"]:
            for setting in (own.get(name), self._policy.get(name)):
                found |= dict.fromkeys(setting.statements if setting else ())
        for concept in check["demands"]:
            found |= dict.fromkeys(
                statement
                for statement in self._by_concept.get(concept, ())
                if self._concerns(statement, component)
            )
        for constraint in check["constraints"]:
            found |= dict.fromkeys(self._by_constraint.get(constraint, ()))
        for metric in check["measures"]:
            found |= dict.fromkeys(self._by_metric.get(metric, ()))
        return tuple(found)

    def _concerns(self, statement: str, component: str | None) -> bool:
        """A statement that led to components concerns these; one that set the policy, or led to none, concerns all."""
        led_to = self._trace.get(statement, ())
        return component is None or component in led_to or "policy" in led_to or not led_to
