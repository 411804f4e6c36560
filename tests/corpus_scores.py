"""Compares what the compiler read with what a careful reader labelled, statement by statement."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.corpus_labels import Form, Label

TOLERANCE = 1e-6
# A property is given in the catalogue's unit, a measure in normal units: factors between the two.
FACTORS = (1, 60, 3600, 86400, 1e-3, 1024, 1 / 1024, 1 / 86400)
ENVIRONMENTS = {"production": "prod", "development": "dev", "staging": "stage", "acceptance": "uat"}


@dataclass(slots=True)
class Finding:
    """One disagreement: its class, and what was expected or found."""

    kind: str
    detail: str


@dataclass(slots=True)
class Tally:
    """Counts of one statement or of many: ``right`` and ``wrong`` by what is counted, findings in order."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.right.update(other.right)
        self.missed.update(other.missed)
        self.false.update(other.false)
        self.findings.extend(other.findings)

    def miss(self, what: str, kind: str, detail: str) -> None:
        self.missed[what] += 1
        self.findings.append(Finding(kind, detail))

    def invent(self, what: str, kind: str, detail: str) -> None:
        self.false[what] += 1
        self.findings.append(Finding(kind, detail))

    def confuse(self, what: str, kind: str, detail: str) -> None:
        """One value stands where another belongs: missed and invented at once."""
        self.missed[what] += 1
        self.false[what] += 1
        self.findings.append(Finding(kind, detail))

    def precision(self, what: str) -> float:
        return _ratio(self.right[what], self.right[what] + self.false[what])

    def recall(self, what: str) -> float:
        return _ratio(self.right[what], self.right[what] + self.missed[what])

    def f1(self, what: str) -> float:
        right = 2 * self.right[what]
        return _ratio(right, right + self.false[what] + self.missed[what])


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def compare(label: Label | None, form: Form | None) -> Tally:
    """What one statement got right and wrong; a side is None where it has no such statement."""
    tally = Tally()
    if form is None:
        if label is None or label.get("optional"):
            return tally
        tally.miss("statement", "missing statement", label["says"])
        form = {"intents": [], "measures": [], "constraints": []}
    elif label is None:
        tally.invent("statement", "false statement", form["text"])
        label = {}
    else:
        tally.right["statement"] += 1
        _compare_attributes(label, form, tally)
    _compare_intents(label, form, tally)
    _compare_measures(label, form, tally)
    _compare_constraints(label, form, tally)
    return tally


def _compare_attributes(label: Label, form: Form, tally: Tally) -> None:
    for name in ("kind", "modality", "status"):
        if _agrees(label[name], form[name]):
            tally.right[name] += 1
        else:
            tally.confuse(name, f"wrong {name}", f"{form[name]} for {label[name]}")
    wanted = [_environment(each) for each in _alternatives(label.get("environment"))]
    if _environment(form["environment"]) in wanted:
        tally.right["environment"] += 1
    else:
        tally.confuse(
            "environment", "wrong environment", f"{form['environment']} for {label.get('environment')}"
        )
    if label.get("id") is None or label["id"] == form["id"]:
        tally.right["id"] += 1
    else:
        tally.confuse("id", "wrong id", f"{form['id']} for {label['id']}")


def _compare_intents(label: Label, form: Form, tally: Tally) -> None:
    expected = list(label.get("intents", ()))
    found = list(form["intents"])
    for wanted, got in _matched(expected, found):
        _compare_intent(label, form, wanted, got, tally)
    for got in list(found):
        other = next((each for each in expected if got["concept"] in _concepts(each)), None)
        if other is not None and not other.get("optional"):
            expected.remove(other)
            found.remove(got)
            tally.confuse("concept", "wrong polarity", f"{got['concept']} {got['polarity']}")
    for wanted in expected:
        if wanted.get("optional"):
            continue
        tally.miss("concept", "missing concept", " or ".join(_concepts(wanted)))
        tally.missed["property"] += len(wanted.get("properties", {}))
    for got in found:
        tally.invent("concept", "false concept", f"{got['concept']} ({got['polarity']})")
        tally.false["property"] += len(got["properties"])


def _matched(expected: list[Label], found: list[Form]) -> list[tuple[Label, Form]]:
    """Pairs of the same concept and polarity, the best agreement first; both lists lose them."""
    pairs = []
    for wanted in sorted(expected, key=lambda each: bool(each.get("optional"))):
        candidates = [
            got
            for got in found
            if got["concept"] in _concepts(wanted) and got["polarity"] == wanted.get("polarity", "want")
        ]
        if candidates:
            got = max(candidates, key=lambda each: _likeness(wanted, each))
            pairs.append((wanted, got))
            expected.remove(wanted)
            found.remove(got)
    return pairs


def _likeness(wanted: Label, got: Form) -> tuple[int, int]:
    given = got["properties"]
    same = [
        same_value(value, given[key]) for key, value in wanted.get("properties", {}).items() if key in given
    ]
    return sum(same) - same.count(False), -_concepts(wanted).index(got["concept"])


def _compare_intent(label: Label, form: Form, wanted: Label, got: Form, tally: Tally) -> None:
    optional = bool(wanted.get("optional"))
    if not optional:
        tally.right["concept"] += 1
    if got["existing"] in _alternatives(wanted.get("existing", False)):
        tally.right["existing"] += 1
    else:
        tally.confuse("existing", "wrong existing", f"{got['concept']} {got['existing']}")
    environment = got.get("environment") or form["environment"]
    expected = _alternatives(wanted.get("environment", label.get("environment")))
    if _environment(environment) not in [_environment(each) for each in expected]:
        tally.findings.append(
            Finding("wrong intent environment", f"{got['concept']} {environment} for {expected}")
        )
        tally.missed["intent environment"] += 1
        tally.false["intent environment"] += 1
    else:
        tally.right["intent environment"] += 1
    _compare_properties(wanted, got, tally, optional)


def _compare_properties(wanted: Label, got: Form, tally: Tally, optional: bool) -> None:
    concept = got["concept"]
    required, allowed = wanted.get("properties", {}), wanted.get("may", {})
    for key, value in got["properties"].items():
        if key in required:
            if same_value(required[key], value):
                tally.right["property"] += 0 if optional else 1
            else:
                tally.confuse(
                    "property", "wrong property", f"{concept}.{key} = {value!r} for {required[key]!r}"
                )
        elif key not in allowed:
            tally.invent("property", "false property", f"{concept}.{key} = {value!r}")
        elif not same_value(allowed[key], value):
            tally.invent("property", "wrong property", f"{concept}.{key} = {value!r} for {allowed[key]!r}")
    for key, value in required.items():
        if key not in got["properties"] and not optional:
            tally.miss("property", "missing property", f"{concept}.{key} = {value!r}")


def _compare_measures(label: Label, form: Form, tally: Tally) -> None:
    expected, found = list(label.get("measures", ())), list(form["measures"])
    for wanted in sorted(expected, key=lambda each: bool(each.get("optional"))):
        got = next((each for each in found if _same_measure(wanted, each)), None)
        if got is not None:
            expected.remove(wanted)
            found.remove(got)
            tally.right["measure"] += 0 if wanted.get("optional") else 1
    asked = [wanted for wanted in expected if not wanted.get("optional")]
    for got in found:
        near = next((wanted for wanted in asked if _near_measure(wanted, got)), None)
        if near is not None:
            asked.remove(near)
            tally.confuse("measure", "wrong measure", f"{show_measure(got)} for {show_measure(near)}")
        elif not _repeats_a_property(label, got):
            tally.invent("measure", "false measure", show_measure(got))
    for wanted in asked:
        tally.miss("measure", "missing measure", show_measure(wanted))


def _same_measure(wanted: Label, got: Form) -> bool:
    return (
        _agrees(wanted["metric"], got["metric"])
        and _agrees(wanted.get("statistic"), got["statistic"])
        and _agrees(wanted["op"], got["op"])
        and _agrees(wanted["unit"], got["unit"])
        and same_value(wanted["value"], got["value"])
    )


def _near_measure(wanted: Label, got: Form) -> bool:
    return _agrees(wanted["metric"], got["metric"]) or same_value(wanted["value"], got["value"])


def _repeats_a_property(label: Label, got: Form) -> bool:
    """Whether a measure only says again what is a property, which the definitions leave open."""
    if any(_agrees(wanted["metric"], got["metric"]) for wanted in label.get("measures", ())):
        return False
    values: list[float] = []
    for intent in label.get("intents", ()):
        for group in ("properties", "may"):
            for value in intent.get(group, {}).values():
                values.extend(_numbers(value))
    bounds = _numbers(got["value"])
    return bool(bounds) and all(
        any(same_value(value * factor, bound) for value in values for factor in FACTORS) for bound in bounds
    )


def _numbers(value: Any) -> list[float]:
    if isinstance(value, bool):
        return []
    if isinstance(value, int | float):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [number for part in value for number in _numbers(part)] if isinstance(value, list) else []


def _compare_constraints(label: Label, form: Form, tally: Tally) -> None:
    expected, found = list(label.get("constraints", ())), list(form["constraints"])
    for wanted in sorted(expected, key=lambda each: bool(each.get("optional"))):
        got = next((each for each in found if _same_constraint(wanted, each)), None)
        if got is not None:
            expected.remove(wanted)
            found.remove(got)
            tally.right["constraint"] += 0 if wanted.get("optional") else 1
    for wanted in expected:
        if not wanted.get("optional"):
            tally.miss("constraint", "missing constraint", f"{wanted['constraint']} {wanted['value']}")
    for got in found:
        tally.invent("constraint", "false constraint", f"{got['constraint']} {got['value']}")


def _same_constraint(wanted: Label, got: Form) -> bool:
    if not _agrees(wanted["constraint"], got["constraint"]):
        return False
    given = _letters(str(got["value"]))
    for value in _alternatives(wanted["value"]):
        asked = _letters(str(value))
        if (
            value == "*"
            or given == asked
            or (len(asked) > 2 < len(given) and (asked in given or given in asked))
        ):
            return True
    return False


def same_value(wanted: Any, got: Any) -> bool:
    """Equal: numbers to a relative 1e-6, words by their letters and digits, lists in any order."""
    if wanted == "*":
        return True
    if isinstance(wanted, dict) and "any" in wanted:
        return any(same_value(each, got) for each in wanted["any"])
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return math.isclose(wanted, got, rel_tol=TOLERANCE)
    if isinstance(wanted, list) and isinstance(got, list):
        rest = list(got)
        for each in wanted:
            match = next((other for other in rest if same_value(each, other)), None)
            if match is None:
                return False
            rest.remove(match)
        return not rest
    if isinstance(wanted, dict) and isinstance(got, dict):
        return wanted.keys() == got.keys() and all(same_value(wanted[key], got[key]) for key in wanted)
    if isinstance(wanted, list | dict) or isinstance(got, list | dict):
        return False
    return _letters(str(wanted)) == _letters(str(got))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum() or letter in "./*")


def _alternatives(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _agrees(wanted: Any, got: Any) -> bool:
    return wanted == "*" or got in _alternatives(wanted)


def _concepts(wanted: Label) -> list[str]:
    return [wanted["concept"], *wanted.get("or", ())]


def _environment(value: str | None) -> str | None:
    return None if value is None else ENVIRONMENTS.get(value.lower(), value.lower())


def show_measure(measure: Label) -> str:
    """A measure on one line."""
    statistic = measure.get("statistic")
    parts = [
        measure["metric"],
        statistic if statistic else "",
        measure["op"],
        measure["value"],
        measure["unit"],
    ]
    return " ".join(str(part) for part in parts if part != "")
