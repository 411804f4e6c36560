"""The lock of decisions, ``spec2iac.lock.json``: what each statement's terms became, and under which version of the rules.

It is made of nothing but the build, so the same specification, pack and compiler give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .. import __version__
from ..architecture import Architecture, Setting
from ..pack.load import Pack
from ..pack.views import origin
from ..statements import Polarity, Specification
from .layout import Layout

LOCK = "spec2iac.lock.json"
FORMAT = 1
DIGEST_LENGTH = 16
RULES = ("*.yaml", "*.j2")
# What Pulumi's packages call things decides nothing.
NO_RULES = frozenset(["pulumi.yaml"])
# The lock of a folder that nothing was built into.
NOTHING: dict[str, Any] = {"components": {}, "statements": {}, "policy": {}, "options": {}, "providers": {}}


def lock(
    specification: Specification,
    architecture: Architecture,
    pack: Pack,
    layout: Layout,
    sizes: Mapping[str, Iterable[Mapping[str, Any]]],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """The decisions of a build as plain JSON values.

    ``sizes`` are those that the templates chose, by component. A component's ``rule`` is the digest of its concept's files and of
    the compiler's version; ``rules`` that of everything else in the pack.
    """
    terms = _terms(specification)
    resources: dict[str, list[str]] = {}
    for block in layout.placed:
        if block.component and block.kind in ("resource", "data", "module"):
            resources.setdefault(block.component, []).append(block.address)
    components = {}
    for component in architecture.components:
        components[component.key] = {
            "concept": component.concept,
            "terms": {
                identity: terms[identity, component.concept]
                for identity in component.statements
                if (identity, component.concept) in terms
            },
            "statements": list(component.statements),
            "reason": component.reason,
            "existing": component.existing,
            "service": pack.concepts.get(component.concept, {}).get("service"),
            "settings": {name: _setting(setting) for name, setting in sorted(component.settings.items())},
            "sizes": [_size(size, component.settings) for size in sizes.get(component.key, ())],
            "resources": resources.get(component.key, []),
            "rule": _digest_of_concept(pack, component.concept),
        }
    return {
        "format": FORMAT,
        "compiler": __version__,
        "target": pack.name,
        "rules": _digest_of_rest(pack),
        "providers": {name: dict(provider) for name, provider in sorted(pack.target["providers"].items())},
        "options": {name: value for name, value in sorted(options.items()) if value is not None},
        "statements": {
            statement.id: _short(statement.passage.text.encode("utf-8", "replace"))
            for statement in specification.statements
        },
        "policy": {
            name: _setting(setting)
            for name, setting in sorted(architecture.policy.settings.items())
            if setting.value is not None
        },
        "components": components,
    }


def as_bytes(content: Mapping[str, Any]) -> bytes:
    """The lock as it stands in the build."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def read_lock(out: Path) -> dict[str, Any] | None:
    """The lock of the last build into ``out``; None where there is none. Raises ValueError where it is not one of this format."""
    try:
        content = json.loads((out / LOCK).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, RecursionError):
        raise ValueError(f"{LOCK} can't be read: take it from version control again") from None
    if (
        not isinstance(content, dict)
        or content.get("format") != FORMAT
        or any(not isinstance(content.get(room), dict) for room in NOTHING)
        or any(not isinstance(entry, dict) for entry in content["components"].values())
    ):
        raise ValueError(f"{LOCK} has not the form that this version writes: build anew and commit it")
    return content


def _terms(specification: Specification) -> dict[tuple[str, str], list[str]]:
    """The words of each statement that ask for a concept, by statement and concept."""
    found: dict[tuple[str, str], list[str]] = {}
    for statement in specification.statements:
        for intent in statement.intents:
            if intent.polarity is Polarity.WANT:
                start, end = intent.span
                words = found.setdefault((statement.id, intent.concept), [])
                term = statement.passage.text[start:end]
                words += [term] if term not in words else []
    return found


def _setting(setting: Setting) -> dict[str, Any]:
    """A decided value with the statements behind it, or the rule's reason."""
    stated = {"statements": list(setting.statements)} if setting.statements else {}
    return {"value": setting.value, **stated, **({"reason": setting.reason} if setting.reason else {})}


def _size(size: Mapping[str, Any], settings: Mapping[str, Setting]) -> dict[str, Any]:
    """A size that was chosen, what was asked for, and why it is this one."""
    why = origin([settings.get(name) for name in ("vcpus", "memory", "gpu")])
    fit = (
        "the largest there is: none is big enough"
        if size["short"]
        else "the first of its family that is big enough"
    )
    return {
        "family": size["family"],
        "asked": size["asked"],
        "type": size["type"],
        "reason": f"{fit} ({why})",
    }


def _digest_of_concept(pack: Pack, concept: str) -> str:
    """A digest of the concept's form and template, the user's folder before the built-in one, and of the compiler's version."""
    names = (f"concepts/{concept}.yaml", f"concepts/{concept}.tf.j2")
    return _digest((name, folder / name) for name in names for folder in pack.folders)


def _digest_of_rest(pack: Pack) -> str:
    """A digest of all of the pack's rules that are no concept's own, and of the compiler's version."""
    return _digest(
        (path.relative_to(folder).as_posix(), path)
        for folder in (*pack.folders, *pack.shared)
        for pattern in RULES
        for path in sorted(folder.rglob(pattern))
        if path.relative_to(folder).parts[0] != "concepts" and path.name not in NO_RULES
    )


def _digest(files: Iterable[tuple[str, Path]]) -> str:
    digest = hashlib.sha256(__version__.encode())
    for name, path in files:
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"\0{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:DIGEST_LENGTH]


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH]
