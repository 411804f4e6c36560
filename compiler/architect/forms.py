"""What the data files of the architect may hold: checked by the tests and by whoever edits them, never at a start.

``python -m spec2iac.architect.forms`` says what is wrong with them.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from ..catalogue import catalogue
from .policy import KEYS
from .rules import FOLDER, ROOMS

Scalar = bool | int | float | str
Reason = Annotated[str, Field(min_length=15)]
Word = Annotated[str, Field(pattern=r"^[a-z0-9|–—-][a-z0-9 '-]*$")]
Key = Literal[KEYS]  # type: ignore[valid-type]


class Form(BaseModel):
    """A part of a data file: nothing but what is declared may stand in it."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Branch(Form):
    """Another tier or label where a property has a value."""

    property: str
    value: Scalar
    tier: Literal["public", "private", "data"] | None = None
    label: str | None = None
    network: bool = False


class Placement(Form):
    """Where a concept stands (see the head of ``placement.yaml``)."""

    label: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label_from: str | None = None
    tier: Literal["public", "private", "data", "none"] = "none"
    by: Branch | None = None
    network: bool = False
    joins: Literal["private", "data"] | None = None
    stores: bool = False
    workload: bool = False
    acts: bool = False
    logs: bool = False


class Port(Form):
    """A port, by a property."""

    property: str | None = None
    values: dict[str, int] = {}
    default: Annotated[int, Field(gt=0, lt=65536)]


class LinkRule(Form):
    """A rule of who talks to whom (see ``links.yaml``)."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    verb: str
    from_: list[str | list[str]] = Field(alias="from")
    to: list[str | list[str]]
    otherwise: Literal["every", "only", "none"]
    focus: Literal["source", "target"] = "target"
    role: Literal["entry", "inner", "data", "consumer"] | None = None
    port: Literal["service", "administration"] | None = None
    where: dict[str, dict[str, Scalar]] = {}
    words: list[Word] = []
    never: list[Word] = []
    idle: bool = False
    outermost: bool = False
    besides: str | None = None
    anyway: str | None = None
    strict: bool = False


class Links(Form):
    """``links.yaml``."""

    verbs: dict[str, str]
    groups: dict[str, list[str]]
    ports: dict[str, Port]
    administration: dict[str, Port]
    nouns: dict[str, list[Word]]
    roles: dict[Literal["front", "back", "worker"], list[Annotated[str, Field(pattern="^[a-z_]+$")]]]
    rules: list[LinkRule]
    pointless_alone: list[str]

    @model_validator(mode="after")
    def _known_verbs(self) -> Links:
        for rule in self.rules:
            if rule.verb not in self.verbs or (rule.besides and rule.besides not in self.verbs):
                raise ValueError(
                    f"a rule has the verb '{rule.verb}' or '{rule.besides}', which 'verbs' does not explain"
                )
        return self


class Lacking(Form):
    """What a property of the other concept is where nobody says it."""

    value: Scalar
    unit: str
    because: Reason


class Fold(Form):
    """A concept that is another one's in some company."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    from_: str = Field(alias="from")
    to: str
    when: Literal["always", "same-statement", "alone", "present", "unnamed", "placed"]
    with_: list[str] = Field(default=[], alias="with")
    others: list[str] = []
    roles: list[str] = []
    has: list[str] = []
    unless: list[Word] = []
    properties: dict[str, str | None]
    lacking: dict[str, Lacking] = {}
    because: Reason


class Merging(Form):
    """``merging.yaml``."""

    distinguish: dict[str, list[str]]
    implied: dict[str, dict[str, bool]]
    combine: dict[Literal["max", "min", "true", "false", "union"], list[str]]
    folds: list[Fold]
    placed: list[Word]
    placed_between: list[Word]
    other_ends: dict[str, list[str]]
    alternatives: list[str]
    another: dict[Word, str]
    definite: list[Word]
    subnets: dict[str, dict[str, list[Word]]]
    named_by_property: dict[str, dict[Literal["property", "prefix"], str]]
    named_by_purpose: list[str]
    purpose_ends: list[Word]
    purpose_words: int
    purpose_empty: list[Word]
    named_by_modifier: dict[str, list[str]]
    modifier_kinds: list[str]
    label_noise: list[Word]
    label_length: Annotated[int, Field(gt=7, lt=64)]
    entries: list[str]
    exceptions: list[Word]


class Condition(Form):
    """When a rule of inference applies (see ``inference.yaml``)."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    any: list[str] | None = None
    where: dict[str, Scalar] | None = None
    none: list[str] | None = None
    with_: list[str] | None = Field(default=None, alias="with")
    trait: Literal["stores", "workload", "acts", "logs", "network"] | None = None
    tier: list[Literal["public", "private", "data"]] | None = None
    placed: bool | None = None
    workload: list[Literal["public", "private", "data"]] | None = None
    demanded: list[str] | None = None
    measured: list[str] | None = None
    kinds: list[str] | None = None
    not_about: list[str] | None = None
    serving: bool | None = None
    words: list[Word] | None = None
    policy: dict[Key, Scalar] | None = None
    either: list[Condition] | None = None


class Inference(Form):
    """A component that is added with a reason."""

    add: str
    label: str | None = None
    when: Condition
    needed: bool = False
    settings: dict[str, Scalar] = {}
    because: Reason
    change: Reason


class Target(Form):
    """What an availability target leads to."""

    floor: Annotated[float, Field(ge=0, lt=100, strict=False)]
    zones: Annotated[int, Field(ge=1, le=6)]
    settings: dict[str, dict[str, Scalar]]
    because: Reason


class Reach(Form):
    """A target that needs more than one region."""

    above: float
    needs: Key
    because: Reason


class Recovery(Form):
    """What a recovery target up to some seconds leads to."""

    measure: Literal["rpo", "rto"]
    up_to: int
    policy: Key | None = None
    value: Scalar | None = None
    settings: dict[str, dict[str, Scalar]] = {}
    because: Reason


class Availability(Form):
    """``availability.yaml``."""

    targets: list[Target]
    reach: list[Reach]
    recovery: list[Recovery]


class Consequence(Form):
    """What a framework's control leads to: one of a policy setting, a component (with a policy setting
    or without), a setting of components."""

    policy: Key | None = None
    component: str | None = None
    setting: Annotated[str, Field(pattern=r"^[a-z-]+\.[a-z_]+$")] | None = None
    value: Scalar | list[str] | None = None
    when: list[str] | None = None
    unless: list[Key] = []
    control: Annotated[str, Field(min_length=3)]
    because: Reason

    @model_validator(mode="after")
    def _one_of_three(self) -> Consequence:
        # A component may bring a setting of the whole build with it.
        kinds = (self.policy if self.component is None else None, self.component, self.setting)
        if sum(item is not None for item in kinds) != 1:
            raise ValueError("a consequence is a policy, a component or a setting")
        if (self.policy is None and self.setting is None) != (self.value is None):
            raise ValueError("a policy and a setting have a value, a component alone has none")
        return self


class Framework(Form):
    """A compliance framework and the edition whose controls are cited."""

    source: Reason
    consequences: list[Consequence]


class ByEnvironment(Form):
    """A value for each set of defaults."""

    environment: dict[Literal["production", "development"], Scalar | FromPolicy]


class FromPolicy(Form):
    """A value that the whole build has."""

    policy: Key


class Default(Form):
    """A value where nothing is stated, with its reason."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    value: Scalar | list[Scalar] | FromPolicy | ByEnvironment
    because: Reason | None = None
    listed: bool = False
    only: dict[str, Scalar] = {}
    like: str | None = None
    times: dict[str, Annotated[int, Field(gt=1)]] = {}
    for_: list[str] = Field(default=[], alias="for")

    @model_validator(mode="after")
    def _has_a_reason(self) -> Default:
        if self.because is None and not isinstance(self.value, FromPolicy):
            raise ValueError("a default that is not the whole build's needs its reason")
        return self


class EnvironmentWords(Form):
    """The words for an environment, and the set of defaults that it takes."""

    words: list[Word]
    defaults: Literal["production", "development"]


class QuietHours(Form):
    """What quiet hours are where a statement leaves them open: ``hours`` by the words for them, as ``compiler/off_peak.py`` reads them."""

    hours: dict[str, str]
    because_hours: str
    zone: str
    because_zone: str
    least: int
    because_least: str


class LogArchive(Form):
    """For how many days archived logs are kept where nobody says it."""

    keep: int
    because: str


class Defaults(Form):
    """``defaults.yaml``."""

    quiet_hours: QuietHours
    log_archive: LogArchive

    environments: dict[str, EnvironmentWords]
    policy: dict[Key, Default]
    always_tags: list[str]
    components: dict[str, dict[str, Default]]


class Effect(Form):
    """What a capability changes (see ``capabilities.yaml``)."""

    policy: dict[str, Key] = {}
    flags: dict[Key, bool] = {}
    without: dict[Key, Scalar] = {}
    concerns: list[str] = []
    settings: dict[str, dict[str, Scalar | dict[Literal["from"], str]]] = {}


class MeasureRule(Form):
    """A number of statements that is a setting of the whole build."""

    policy: Key
    combine: Literal["max", "min", "first"]
    months: dict[str, int] = {}


class Capabilities(Form):
    """``capabilities.yaml``."""

    effects: dict[str, Effect]
    feeds: dict[Annotated[str, Field(pattern=r"^[a-z-]+\.[a-z_]+$")], Key]
    turns_on: dict[str, Key]
    backed_up: list[str]
    backed_up_elsewhere: list[str]
    measures: dict[str, MeasureRule]
    constraints: dict[str, Key]
    counts_containers: list[Word]
    shows_on: dict[str, list[str]]


FORMS: dict[str, TypeAdapter[Any]] = {
    "availability": TypeAdapter(Availability),
    "capabilities": TypeAdapter(Capabilities),
    "compliance": TypeAdapter(dict[str, Framework]),
    "defaults": TypeAdapter(Defaults),
    "inference": TypeAdapter(dict[Literal["application", "foundation"], list[Inference]]),
    "links": TypeAdapter(Links),
    "merging": TypeAdapter(Merging),
    "placement": TypeAdapter(dict[str, Placement]),
}


def problems() -> list[str]:
    """What is wrong with the data files: their form, and names that are no concept, property or trait; empty where nothing is."""
    found: list[str] = []
    for room in ROOMS:
        content = yaml.safe_load((FOLDER / f"{room}.yaml").read_text(encoding="utf-8"))
        try:
            FORMS[room].validate_python(content)
        except ValidationError as error:
            found += [
                f"{room}.yaml: {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()
            ]
            continue
        found += [f"{room}.yaml: {problem}" for problem in sorted(set(_unknown_names(room, content)))]
    return found


def _unknown_names(room: str, content: Any) -> list[str]:
    """Names in a file that mean no concept of the catalogue, or no property of its concept."""
    concepts = catalogue()
    unknown: list[str] = []

    def concept(name: str) -> None:
        plain = name.removeprefix("@")
        if plain not in concepts and not (name.startswith("@") and plain in {*GROUPS, *TRAITS}):
            unknown.append(f"'{name}' is no concept")

    def settings(of: dict[str, dict[str, Any]]) -> None:
        for name, values in of.items():
            concept(name)
            for key in values:
                if name in concepts and key not in concepts[name]["properties"]:
                    unknown.append(f"'{name}' has no property '{key}'")

    GROUPS = content["groups"] if room == "links" else {}
    for name in _concepts_in(room, content):
        concept(name)
    for each in _settings_in(room, content):
        settings(each)
    return unknown


TRAITS = ("stores", "workload", "acts", "logs")


def _concepts_in(room: str, content: Any) -> list[str]:
    if room == "placement":
        return list(content)
    if room == "inference":
        rules = [rule for phase in content.values() for rule in phase]
        return [rule["add"] for rule in rules] + [
            name for rule in rules for name in _in_condition(rule["when"])
        ]
    if room == "links":
        ends = [entry for rule in content["rules"] for end in ("from", "to") for entry in rule[end]]
        flat = [name for entry in ends for name in (entry if isinstance(entry, list) else [entry])]
        return [*flat, *content["ports"], *content["administration"], *content["nouns"], *content["pointless_alone"],
                *(name for names in content["groups"].values() for name in names)]  # fmt: skip
    if room == "merging":
        folds = [
            name
            for fold in content["folds"]
            for name in (fold["from"], fold["to"], *fold.get("with", ()), *fold.get("others", ()))
        ]
        return [
            *folds,
            *content["alternatives"],
            *content["named_by_purpose"],
            *content["named_by_modifier"],
            *content["subnets"],
            *content["distinguish"],
            *content["entries"],
        ]
    if room == "capabilities":
        concerned = [name for effect in content["effects"].values() for name in effect.get("concerns", ())]
        shown = [name for names in content["shows_on"].values() for name in names]
        return [
            *content["effects"],
            *concerned,
            *shown,
            *content["turns_on"],
            *content["backed_up"],
            *content["backed_up_elsewhere"],
        ]
    return []


def _in_condition(condition: dict[str, Any]) -> list[str]:
    own = [
        name for key in ("any", "none", "with", "demanded", "not_about") for name in condition.get(key, ())
    ]
    return own + [name for each in condition.get("either", ()) for name in _in_condition(each)]


def _settings_in(room: str, content: Any) -> list[dict[str, dict[str, Any]]]:
    if room == "defaults":
        return [content["components"]]
    if room == "availability":
        return [entry.get("settings", {}) for entry in (*content["targets"], *content["recovery"])]
    if room == "capabilities":
        fed = [place.split(".") for place in content["feeds"]]
        return [
            *(effect.get("settings", {}) for effect in content["effects"].values()),
            *({concept: {name: None}} for concept, name in fed),
        ]
    if room == "compliance":
        pairs = [
            item["setting"].split(".")
            for entry in content.values()
            for item in entry["consequences"]
            if "setting" in item
        ]
        return [{concept: {name: None}} for concept, name in pairs]
    if room == "inference":
        return [{rule["add"]: rule.get("settings", {})} for phase in content.values() for rule in phase]
    if room == "merging":
        return [{concept: dict.fromkeys(names)} for concept, names in content["distinguish"].items()]
    return []


if __name__ == "__main__":
    wrong = problems()
    sys.stdout.write("\n".join([*wrong, ""]) if wrong else "")
    sys.exit(1 if wrong else 0)
