"""Whether what a user's pack declares is there: arguments of properties, links of permissions, types of checks, files of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from ..catalogue import catalogue
from ..data import load_yaml
from ..validation.checks import load_checks
from .load import Pack

# Arguments that every resource has.
EVERYWHERE = ("for_each", "count", "depends_on", "lifecycle", "provider")
_ARGUMENT = re.compile(r"\b([a-z][a-z0-9]*+(?:_[a-z0-9]++)++)((?:\.[a-z][a-z0-9_]*+)*+)")
_REMARK = re.compile(r"\([^()]*\)")


def link_verbs() -> frozenset[str]:
    """The verbs that links between components have."""
    rules = load_yaml(Path(__file__).parent.parent / "architect" / "links.yaml")
    return frozenset(_verbs(rules))


def _verbs(rules: Any) -> Iterator[str]:
    if isinstance(rules, dict):
        if isinstance(rules.get("verb"), str):
            yield rules["verb"]
        rules = list(rules.values())
    if isinstance(rules, list):
        for rule in rules:
            yield from _verbs(rule)


def wrong_properties(pack: Pack, own: Path, concept: str, schema: dict[str, Any]) -> Iterator[str]:
    """Properties of the concept's form that the vocabulary lacks, or whose argument the provider's schema lacks."""
    file = f"concepts/{concept}.yaml"
    known = catalogue()[concept]["properties"]
    for name, use in pack.concepts[concept]["properties"].items():
        place = f"{pack.name}/{file}:{line_of(own / file, name)}"
        if name not in known:
            yield f"{place}: the concept has no property '{name}'{_nearest(name, known)}"
        elif isinstance(use, str):
            for type_, path in _ARGUMENT.findall(_REMARK.sub("", use)):
                wrong = _wrong_argument(type_, path.split(".")[1:], schema)
                if wrong:
                    yield f"{place}: {name}: {wrong}"


def _wrong_argument(type_: str, path: list[str], schema: dict[str, Any]) -> str | None:
    """What is wrong with ``type.argument.argument``; None where nothing is, or where the schema says nothing about it."""
    block = schema["resources"].get(type_) or schema["data"].get(type_)
    if block is None:
        # Without the provider's name in front it is a word of a remark, or a module's.
        ours = type_.split("_")[0] in {name.split("_")[0] for name in schema["resources"]}
        return f"no template uses '{type_}', so the schema does not have it" if ours and path else None
    for index, name in enumerate(path):
        if index == 0 and name in EVERYWHERE:
            return None
        if name in block.get("attributes", {}):
            return None
        inner = block.get("blocks", {}).get(name)
        if inner is None:
            there = [*block.get("attributes", {}), *block.get("blocks", {})]
            # What is inside a block that no template writes was trimmed away.
            return f"{type_} has no argument '{name}'{_nearest(name, there)}" if there else None
        block = inner
    return None


def wrong_permissions(pack: Pack, own: Path) -> Iterator[str]:
    """Entries of the user's ``permissions.yaml`` for links that there are not."""
    path = own / "permissions.yaml"
    if not path.is_file():
        return
    verbs = sorted(link_verbs())
    for number, entry in enumerate(load_yaml(path).get("permissions") or []):
        place = f"{pack.name}/permissions.yaml:{_line_of_entry(path, number)}"
        if entry["to"] not in catalogue():
            yield f"{place}: there is no concept '{entry['to']}'{_nearest(entry['to'], catalogue())}"
        elif entry["to"] not in pack.concepts:
            yield f"{place}: the pack has no '{entry['to']}'"
        if entry["verb"] not in verbs:
            yield f"{place}: links have no verb '{entry['verb']}'; they have {', '.join(verbs)}"


def wrong_checks(pack: Pack, own: Path) -> Iterator[str]:
    """Checks of the user's ``checks.yaml`` that look at what no template makes."""
    path = own / "checks.yaml"
    if not path.is_file():
        return
    ours = {check["id"] for check in load_yaml(path).get("checks") or []}
    templates = "\n".join(
        template.read_text(encoding="utf-8", errors="replace")
        for root in (*pack.folders, *pack.shared)
        for template in sorted(root.rglob("*.j2"))
    )
    for check in load_checks(pack):
        if check["id"] in ours and "." not in check["looks_at"] and check["looks_at"] not in templates:
            yield (
                f"{pack.name}/checks.yaml:{line_of(path, check['id'])}: {check['id']} looks at '{check['looks_at']}', "
                "which no template makes"
            )


def wrong_target(pack: Pack, own: Path) -> Iterator[str]:
    """What does not hold together in the user's ``target.yaml``."""
    path = own / "target.yaml"
    if not path.is_file():
        return
    place = f"{pack.name}/target.yaml"
    if pack.target["name"] != pack.name:
        yield f"{place}:{line_of(path, 'name')}: the folder is called '{pack.name}', not '{pack.target['name']}'"
    if pack.region(pack.target["default_region"]) is None:
        yield f"{place}:{line_of(path, 'default_region')}: there is no region '{pack.target['default_region']}' under regions"
    for template in pack.target["always"]:
        if not any((folder / template).is_file() for folder in pack.folders):
            yield f"{place}:{line_of(path, 'always')}: there is no template '{template}'"


def line_of(path: Path, key: str) -> int:
    """The first line of a YAML file that has the key, or the word, as far as a look at the text tells; 1 where none has."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), 1)


def _line_of_entry(path: Path, number: int) -> int:
    """The line of the entry of that number in a file with one list."""
    node: Any = yaml.compose(path.read_text(encoding="utf-8"))
    return int(node.value[0][1].value[number].start_mark.line) + 1


def _nearest(word: str, known: Any) -> str:
    near = get_close_matches(word, list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else ""
