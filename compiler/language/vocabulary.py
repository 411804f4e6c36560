"""The vocabulary: compiled from the YAML files of ``grammars/`` into tries of stems, and kept in the user's cache.

There are two tries. The *hard* one has what becomes a token of the grammar: terms, units, comparators, negations …; there
the longest phrase wins and its words are used up. The *soft* one has hints (a property's or a metric's words, signs of what
exists already, environments); hints may overlap with terms and with each other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..cache import cached_json
from ..data import data_root, load_yaml
from .phrases import forms, stems

Facets = dict[str, Any]
Trie = dict[str, Any]
_LARGE = ("hard", "soft", "frames")
_RESERVED = frozenset(
    ("say", "weak", "head", "product", "exact", "also", "gives", "polarity", "unless", "label", "written")
)


class Vocabulary(Struct, frozen=True):
    """What the language knows. ``hard`` and ``soft`` lead from stems to facets, ``frames`` from a first stem to gap phrases."""

    hard: Trie
    soft: Trie
    frames: dict[str, list[list[Any]]]
    concepts: dict[str, dict[str, Any]]
    properties: dict[str, dict[str, Any]]
    metrics: dict[str, dict[str, Any]]
    numbers: dict[str, dict[str, float]]
    currencies: dict[str, str]
    currency_starts: dict[str, bool]
    telling: list[str]
    spoken: dict[str, str]
    labels: dict[str, str]
    days: dict[str, str]
    times_of_day: dict[str, str]
    fields: dict[str, list[str]]
    several: list[str]
    no_names: dict[str, bool]
    rows: list[str]
    countries: dict[str, str]
    columns: dict[str, str]
    no_rows: list[str]
    environment_words: list[str]
    environment_short: dict[str, str]
    owned: dict[str, dict[str, Any]]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of this installation. Raises FileNotFoundError or ValueError where its files are damaged."""
    packed = cached_json("vocabulary", (*sources(), *_compilers()), _packed)
    return Vocabulary(**packed | {name: Branches(packed[name]) for name in _LARGE})


class Branches(dict[str, Any]):
    """What follows each first word: kept as JSON text until a specification has that word, because few have many of them."""

    __slots__ = ()

    def get(self, word: str, default: Any = None) -> Any:
        """What follows ``word``; ``default`` where the vocabulary does not know it."""
        branch = super().get(word, default)
        if type(branch) is str:
            branch = self[word] = json.loads(branch)
        return branch

    def __getitem__(self, word: str) -> Any:
        if word not in self:
            raise KeyError(word)
        return self.get(word)


def _packed() -> dict[str, Any]:
    """The compiled vocabulary with the branches of its large parts as JSON text."""
    compiled = compile_vocabulary()
    for name in _LARGE:
        compiled[name] = {
            word: json.dumps(branch, ensure_ascii=False, separators=(",", ":"))
            for word, branch in compiled[name].items()
        }
    return compiled


def sources() -> tuple[Path, ...]:
    """All vocabulary files, in a fixed order. Other files of the room (the sections) are not the language's."""
    root = data_root("grammars")
    names = (
        "concepts",
        "qualifiers",
        "ordinary",
        "units",
        "numbers",
        "words",
        "metrics",
        "properties",
        "regions",
        "frameworks",
        "limits",
        "economy",
    )
    return (*(root / f"{name}.yaml" for name in names), *sorted((root / "terms").glob("*.yaml")))


def _compilers() -> tuple[Path, ...]:
    """The modules that compile the vocabulary: what they made is out of date when they change."""
    here = Path(__file__).resolve().parent
    return tuple(here / name for name in ("phrases.py", "vocabulary.py", "words.py"))


def compile_vocabulary() -> dict[str, Any]:
    """The compiled vocabulary as plain JSON values."""
    files = {path.stem: load_yaml(path) for path in sources() if path.parent.name != "terms"}
    tables = Tables()
    for path in sources():
        if path.parent.name == "terms":
            for concept, entries in load_yaml(path).items():
                for entry in entries:
                    tables.term(concept, entry)
    for entry in files["qualifiers"]:
        tables.term(None, entry)
    for phrase in files["ordinary"]["phrases"]:
        tables.add(tables.hard, phrase, "ordinary", True)
    for phrase in files["ordinary"]["against"]:
        tables.add(tables.soft, phrase, "against", True)
    _add_units(tables, files["units"], files["numbers"])
    _add_words(tables, files["words"])
    _add_hints(tables, files["metrics"], files["properties"])
    _add_limits(tables, files["regions"], files["frameworks"], files["limits"])
    _add_economy(tables, files["economy"])
    _keep_cues(tables.soft, ())
    return {
        "hard": tables.hard,
        "soft": tables.soft,
        "frames": tables.frames,
        "concepts": files["concepts"],
        "properties": {
            name: {
                "dimension": rule["dimension"],
                "needs": rule.get("needs", False),
                "counts": rule.get("counts"),
            }
            for name, rule in files["properties"].items()
            if "dimension" in rule
        },
        "metrics": {
            rule["metric"]: {
                "dimension": [rule["dimension"]] if isinstance(rule["dimension"], str) else rule["dimension"],
                "scale": rule.get("scale"),
                "zero": rule.get("zero", False),
            }
            for rule in files["metrics"]
        },
        "numbers": {"words": files["numbers"]["words"], "scales": files["numbers"]["scales"]},
        "currencies": {" ".join(stems(word)): code for word, code in files["numbers"]["currencies"].items()},
        "currency_starts": {stems(word)[0]: True for word in files["numbers"]["currencies"]},
        "telling": files["words"]["telling"],
        "spoken": files["regions"]["spoken"],
        "labels": files["words"]["labels"],
        "several": files["words"]["several"],
        "rows": files["words"]["rows"],
        "countries": files["regions"]["countries"],
        "columns": {str(head): kind for kind, heads in files["words"]["columns"].items() for head in heads},
        "no_rows": files["words"]["no_rows"],
        "environment_words": files["words"]["environment_words"],
        "environment_short": files["words"]["environment_short"],
        "owned": {stems(noun)[0]: rule for noun, rule in files["words"]["owned"].items()},
        "no_names": {str(word).lower(): True for word in files["words"]["no_names"]},
        "fields": _fields(files["properties"]),
        "days": {stems(word)[0]: str(day) for word, day in files["numbers"]["days"].items()},
        "times_of_day": {stems(word)[0]: time for word, time in files["numbers"]["times_of_day"].items()},
    }


def _keep_cues(node: Trie, cues: Sequence[str]) -> None:
    """A longer phrase of another kind must not hide that its first words are the sign of a property ("ready", "ready in")."""
    facets = node.get("")
    if facets is not None:
        if cues and "metrics" in facets:
            facets.setdefault("cues", list(cues))
        cues = facets.get("cues", cues)
    for word, branch in node.items():
        if word:
            _keep_cues(branch, cues)


class Tables:
    """The tries while they are filled."""

    __slots__ = ("frames", "hard", "soft")

    def __init__(self) -> None:
        self.hard: Trie = {}
        self.soft: Trie = {}
        self.frames: dict[str, list[list[Any]]] = {}

    def term(self, concept: str | None, entry: str | dict[str, Any]) -> None:
        """Enter one line of a term file."""
        reading = _reading(concept, entry)
        phrase = entry if isinstance(entry, str) else entry["say"]
        for form in forms(str(phrase)):
            if len(form) == 1:
                self._put(self.hard, form[0], "terms", reading)
            else:
                self.frames.setdefault(form[0][0], []).append([list(map(list, form)), reading])

    def add(self, trie: Trie, phrase: str, facet: str, value: Any) -> None:
        """Enter a phrase with one facet; a list facet is extended, another one kept as it was first entered."""
        for form in forms(str(phrase)):
            self._put(trie, form[0], facet, value)

    def _put(self, trie: Trie, words: tuple[str, ...], facet: str, value: Any) -> None:
        node = trie
        for word in words:
            node = node.setdefault(word, {})
        facets = node.setdefault("", {})
        if facet in ("terms", "cues", "metrics"):
            known = facets.setdefault(facet, [])
            if value not in known:
                known.append(value)
        else:
            facets.setdefault(facet, value)


def _reading(concept: str | None, entry: str | dict[str, Any]) -> dict[str, Any]:
    """What a term line says: only the keys that are set."""
    if isinstance(entry, str):
        return {"concept": concept}
    reading: dict[str, Any] = {"concept": concept}
    for key in ("weak", "head", "product", "also", "gives", "polarity", "unless", "label"):
        if entry.get(key):
            reading[key] = entry[key]
    if entry.get("exact"):
        reading["exact"] = "".join(
            character for character in entry["say"].partition("(")[0] if character.isalnum()
        )
    word = str(entry["say"])
    if entry.get("written"):
        reading["noun"] = [word.split()[0].lower()]
    if entry.get("weak") and word.isalpha():
        word = word.lower()
        reading["noun"] = [word, word.removesuffix("s"), f"{word}s", f"{word}es", f"{word[:-1]}ies"]
    own = {key: value for key, value in entry.items() if key not in _RESERVED}
    if own:
        reading["own"] = own
    return reading


def _add_units(tables: Tables, units: list[dict[str, Any]], numbers: dict[str, Any]) -> None:
    for unit in units:
        value = [unit["dimension"], unit["factor"], bool(unit.get("rate"))]
        for phrase in unit["words"]:
            tables.add(tables.hard, phrase, "unit", value)
    for phrase in numbers["once"]:
        tables.add(tables.soft, phrase, "once", True)
    for period, phrases in numbers["periods"].items():
        for phrase in phrases:
            tables.add(tables.hard, phrase, "period", period)


def _add_words(tables: Tables, words: dict[str, Any]) -> None:
    for modality, phrases in words["modals"].items():
        for phrase in phrases:
            tables.add(tables.soft, phrase, "modal", modality)
    for side, phrases in words["negations"].items():
        for phrase in phrases:
            tables.add(tables.hard, phrase, "negation", side)
    for facet in ("comparators", "suffixes"):
        for operator, phrases in words[facet].items():
            for phrase in phrases:
                tables.add(tables.hard, phrase, facet[:-1].replace("suffixe", "suffix"), operator)
    for statistic, phrases in words["statistics"].items():
        for phrase in phrases:
            tables.add(tables.hard, phrase, "statistic", statistic)
    for environment, phrases in words["environments"].items():
        for phrase in phrases:
            tables.add(tables.soft, phrase, "environment", environment)
    for facet, phrases in (
        ("request", words["requests"]),
        ("stop", words["stops"]),
        ("restrict", words["restricts"]),
        ("absence", words["absences"]),
        ("existing", words["existing"]),
        ("foreign", words["foreign"]),
        ("range", words["ranges"]),
        ("per", words["per"]),
        ("vague", words["vague"]),
        ("work", words["work"]),
        ("trouble", words["troubles"]),
        ("loss", words["losses"]),
        ("future", words["futures"]),
        ("reach", words["reaches"]),
        ("keeps", words["keeps"]),
        ("leading", words["leading"]),
    ):
        for phrase in phrases:
            tables.add(tables.soft, phrase, facet, True)


def _add_hints(tables: Tables, metrics: list[dict[str, Any]], properties: dict[str, Any]) -> None:
    for rule in metrics:
        for phrase in rule["words"]:
            tables.add(tables.soft, phrase, "metrics", rule["metric"])
        for phrase in rule.get("weak", ()):
            tables.add(tables.soft, phrase, "metrics", rule["metric"])
            tables.add(tables.soft, phrase, "generic", True)
    for name, rule in properties.items():
        for phrase in rule.get("cues", ()):
            tables.add(tables.soft, phrase, "cues", name)


def _fields(properties: dict[str, Any]) -> dict[str, list[str]]:
    """The properties that a field's label can mean, by the label's stems, in the order in which they are tried."""
    found: dict[str, list[str]] = {}
    for name, rule in properties.items():
        for label in rule.get("labels", ()):
            found.setdefault(" ".join(stems(label)), []).append(name)
    return found


def _add_limits(
    tables: Tables, regions: dict[str, Any], frameworks: dict[str, Any], limits: dict[str, Any]
) -> None:
    for code in regions["codes"]:
        tables.add(tables.soft, code, "region", code)
    for spoken, code in regions["spoken"].items():
        tables.add(tables.soft, spoken, "region", code)
    for place, phrases in regions["residency"].items():
        for phrase in phrases:
            tables.add(tables.soft, phrase, "residency", place)
    for phrase in regions["about"]:
        tables.add(tables.soft, phrase, "whereabouts", True)
    for name, phrases in frameworks.items():
        for phrase in phrases:
            tables.add(tables.soft, phrase, "framework", name)
    for limit, phrases in limits.items():
        for phrase in phrases:
            tables.add(tables.soft, phrase, "limit", [limit, phrase])


def _add_economy(tables: Tables, economy: dict[str, Any]) -> None:
    """The words of wishes that save money."""
    for facet, key in (
        ("quiet_action", "actions"),
        ("quiet_hours", "hours"),
        ("quiet_zone", "zones"),
        ("purchase", "purchase"),
    ):
        for value, phrases in economy[key].items():
            for phrase in phrases:
                tables.add(tables.soft, phrase, facet, value)
    for facet, key in (
        ("quiet_outside", "outside"),
        ("purchase_declined", "declined"),
        ("log_words", "logs"),
        ("log_then", "then_archived"),
    ):
        for phrase in economy[key]:
            tables.add(tables.soft, phrase, facet, True)
