"""The forms of a target pack's YAML files, checked with pydantic when a pack is compiled (never on a warm start)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from .errors import PackError

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
ConceptId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]


class Form(BaseModel):
    """A part of a pack file: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Region(Form):
    """A region of the cloud; ``group`` and ``also`` are the residency groups (eu, de, apac …) that limits are stated in.

    ``group`` says under whose laws data stands there: where another cloud's region has no twin, one of the same group stands in.
    """

    id: str
    name: str
    group: str
    also: tuple[str, ...] = ()
    zones: tuple[str, ...]
    words: tuple[str, ...] = ()


class Provider(Form):
    """A Terraform provider that the pack's templates use, with its version range."""

    source: str
    version: str


class Choice(Form):
    """A variable that the user must choose: the value that stands in ``terraform.tfvars`` until then, and what it is."""

    variable: str = Field(
        description="the variable's name; * stands for any part of it, the first that fits counts"
    )
    value: Any = Field(description="what stands there; {region} in a text is the region that was chosen")
    comment: str


class LinterPlugin(Form):
    """The rules that tflint has for the cloud: a plugin's name, where it is fetched from and the version to pin."""

    name: Identifier
    source: str
    version: str


class TargetForm(Form):
    """``target.yaml``: what the cloud is called, its providers, regions and the tables its templates look values up in."""

    name: Identifier
    title: str
    words: tuple[str, ...] = Field(
        default=(), description="what specifications call the cloud, for `--target auto`"
    )
    linter: LinterPlugin | None = None
    monitoring: str | None = Field(
        default=None, description="what OpenSLO documents call the source of its metrics"
    )
    pipelines: dict[Literal["github", "gitlab"], str] = Field(
        default={},
        description="how a pipeline logs in: steps of GitHub Actions, the head of a job of GitLab up to `script:`",
    )
    providers: dict[Identifier, Provider]
    default_region: str
    regions: tuple[Region, ...]
    name_limit: int = Field(
        ge=6, le=40, description="most characters of the name prefix that the author's name may take"
    )
    tables: dict[str, Any] = {}
    pin: Identifier | None = Field(
        default=None, description="the variable that may name the one account that an environment stands in"
    )
    choose: tuple[Choice, ...] = ()
    always: tuple[str, ...] = Field(
        default=(), description="templates rendered for every build, before the concepts"
    )


class Unsupported(Form):
    """A property that this cloud can't express, with the reason that the user is told."""

    unsupported: str


class Metric(Form):
    """A metric that a concept's resources emit, for alarms and dashboards; texts are Jinja templates giving HCL."""

    title: str
    namespace: str
    name: str
    statistic: str = "Average"
    unit: str | None = None
    dimensions: dict[str, str]
    compare: Literal[">", ">=", "<", "<="] = ">"
    threshold: float | str | None = Field(
        default=None, description="alarm where stated; None: dashboard only"
    )
    period: int = 300
    periods: int = 3
    when: str | None = Field(default=None, description="a Jinja condition on the component")
    missing: str = "notBreaching"
    each: str | None = Field(
        default=None,
        description="HCL of what it is watched for one by one; dimensions say each.key and each.value",
    )


class Step(Form):
    """What is left to people, in Markdown with Jinja: before the plan is made, or after it was applied."""

    at: Literal["before", "after"]
    say: str
    when: str | None = Field(default=None, description="a Jinja condition on the component")


class DrillStep(Form):
    """A step of a drill of the running system; texts are Jinja templates.

    ``run`` is what the shell does, with `value ADDRESS.ATTRIBUTE` for a value of the state; it ends when the step is done. ``after`` is what
    people have to tidy up.
    """

    drill: Literal["failover", "restore"]
    when: str | None = None
    say: str
    run: str
    after: str | None = None


class ConceptForm(Form):
    """``concepts/<concept>.yaml``: what the template beside it takes, gives and can't do."""

    concept: ConceptId
    service: str
    support: Literal["full", "nearest", "none"] = "full"
    note: str | None = None
    noun: Identifier
    file: Identifier | None = None
    floor: float = Field(default=0, ge=0, description="USD a month that the smallest form costs")
    properties: dict[str, str | Unsupported] = {}
    lacks: dict[Literal["own_keys", "tls_min_version", "pitr"], str] = Field(
        default={},
        description="settings of the whole build that this form can't follow, with the reason that the user is told",
    )
    gives: dict[Identifier, str] = {}
    network: bool = False
    principal: str | None = None
    metrics: dict[Identifier, Metric] = {}
    steps: tuple[Step, ...] = ()
    drills: tuple[DrillStep, ...] = ()


class Permission(Form):
    """What a workload may do with a thing that it is linked to: exact actions on exact resources."""

    to: ConceptId
    verb: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    when: str | None = None
    reason: str | None = Field(default=None, description="why a resource is a wildcard, where it is")


class PermissionsForm(Form):
    """``permissions.yaml``: the one table from links to permissions."""

    permissions: tuple[Permission, ...]


class Size(Form):
    """One instance type of a family; memory in GiB."""

    type: str
    vcpus: float
    memory: float
    arch: Literal["x86_64", "arm64"] = "x86_64"
    burstable: bool = False
    gpu: str | None = None
    gpus: int = 0


class SizesForm(Form):
    """``sizes.yaml``: the families of sizes that templates choose from, smallest and cheapest first."""

    families: dict[Identifier, tuple[Size, ...]]


class MocksForm(Form):
    """``mocks.yaml``: the computed values that tests with a mocked provider need, by resource and data type."""

    resources: dict[Identifier, dict[str, Any]] = {}
    data: dict[Identifier, dict[str, Any]] = {}


F = TypeVar("F", bound=Form)


def read_form(path: Path, form: type[F]) -> F:
    """The file at ``path`` as ``form``; raises PackError with file, line and key where it does not fit."""
    name = f"concepts/{path.name}" if path.parent.name == "concepts" else path.name
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise PackError(f"{name}:1: it is no text in UTF-8") from None
    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(f"{name}:{line}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise PackError(f"{name}:1: it is no YAML: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        keys = ", ".join(list(form.model_fields)[:3])
        raise PackError(f"{name}:1: the file holds keys and their values; the first are {keys}")
    try:
        return form.model_validate(content)
    except ValidationError as error:
        raise PackError(_first_mistake(name, text, error)) from None


def _first_mistake(name: str, text: str, error: ValidationError) -> str:
    """The first mistake in the file; of a value that may have several forms, what is wrong with the one that it is nearest to."""
    mistakes = error.errors()
    keys, line = _found_keys(text, mistakes[0]["loc"])
    alike = [mistake for mistake in mistakes if _found_keys(text, mistake["loc"])[0][: len(keys)] == keys]
    nearest = max(alike, key=lambda mistake: len(mistake["loc"]))
    keys, line = _found_keys(text, nearest["loc"])
    last = str(nearest["loc"][-1]) if nearest["loc"] else ""
    if nearest["type"] in ("missing", "extra_forbidden") and last not in keys[-1:]:
        keys = [*keys, last]
    if nearest["type"] == "extra_forbidden":
        said = "there is no such key here (in a text with a comma or colon, are there quotes around it?)"
    else:
        said = nearest["msg"]
    return f"{name}:{line}: {'.'.join(keys) or 'the file'}: {said}"


def _found_keys(text: str, place: tuple[int | str, ...]) -> tuple[list[str], int]:
    """The keys of a mistake's place that the file has, in order, and the line of the last of them.

    What pydantic calls the alternatives of a value are no keys of the file, so they are passed over.
    """
    node = yaml.compose(text)
    found, line = [], 1
    for key in map(str, place):
        inner = None
        if isinstance(node, yaml.MappingNode):
            inner = next((value for name, value in node.value if name.value == key), None)
        elif isinstance(node, yaml.SequenceNode) and key.isdigit() and int(key) < len(node.value):
            inner = node.value[int(key)]
        if inner is not None:
            found.append(key)
            node, line = inner, inner.start_mark.line + 1
    return found, line
