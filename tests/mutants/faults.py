"""Faults as data, and how one is put into a build's HCL: an argument set, a block taken out, a block added."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pydantic import Field, model_validator
from spec2iac.hcl.split import RawBlock, split
from spec2iac.hcl.tokens import BRACKETS, COMMENT, IDENTIFIER, NEWLINE, STRING, Token, tokenize
from spec2iac.pack.forms import Form, read_form

HERE = Path(__file__).resolve().parent
# What the task names first, and what else goes wrong.
TOPICS = (
    "encryption off", "public store", "one zone", "retention cut", "wildcard policy", "tag dropped", "port opened",
    "min above max", "region moved", "deletion protection off", "logs off", "TLS floor lowered", "backup off",
    "password login", "versions off", "limit changed", "alarm off",
)  # fmt: skip


class Replacement(Form):
    """A part of an argument's text: a pattern, and what stands in its place."""

    pattern: str
    by: str


class Fault(Form):
    """A fault and where it is put: the blocks of a type whose label fits, each place a mutant of its own.

    ``where`` is a resource's type, ``variable``, ``locals`` or ``provider``; ``labels`` a pattern (``*``) that the block's last label
    fits, ``without`` one that it does not. Paths name nested blocks and an argument, joined by dots; every block of the path is
    changed. ``set`` gives arguments a new expression, and adds those that are missing to blocks that are there; ``remove`` takes
    arguments or blocks out; ``replace`` changes a part of an argument's text; ``gone`` takes the whole block out. ``add`` is code of
    somebody who added it by hand: ``{type}`` and ``{label}`` are those of the place. ``only_in`` are the blocks whose text has this,
    ``examples`` those that can have the fault where not all can.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    topic: str
    where: str
    labels: str = "*"
    without: str = ""
    only_in: str = ""
    examples: tuple[str, ...] = ()
    set: dict[str, str] = Field(default_factory=dict)
    remove: tuple[str, ...] = ()
    replace: dict[str, Replacement] = Field(default_factory=dict)
    gone: bool = False
    add: str = ""
    # Why a test that runs with mocked providers and knows the build's own resources only can't see it.
    plan_only: str = ""

    @model_validator(mode="after")
    def _changes(self) -> Fault:
        if self.topic not in TOPICS:
            raise ValueError(f"the topic is one of {', '.join(TOPICS)}")
        if not (self.set or self.remove or self.replace or self.gone or self.add):
            raise ValueError("a fault changes something: set, remove, replace, gone or add")
        return self

    @property
    def by_hand(self) -> bool:
        """Whether it is code that somebody added, which the build's own `terraform test` does not know."""
        return bool(self.add)

    @property
    def for_terraform_test(self) -> bool:
        """Whether `terraform test` can be asked to catch it."""
        return not (self.by_hand or self.plan_only)


class FaultFile(Form):
    """``<cloud>.yaml``."""

    faults: tuple[Fault, ...]

    @model_validator(mode="after")
    def _named_once(self) -> FaultFile:
        names = [fault.name for fault in self.faults]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"each fault has a name of its own: {', '.join(twice)}")
        return self


def load_faults(target: str, folder: Path = HERE) -> tuple[Fault, ...]:
    """The faults of a cloud; raises PackError with file and line where they are not as they should be."""
    return read_form(folder / f"{target}.yaml", FaultFile).faults


def mutants(fault: Fault, files: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each place in a build's HCL that can have the fault, with the files that change there.

    ``files`` are the texts of the root module's ``*.tf`` by name. Nothing is given where the fault changes nothing.
    """
    for name in sorted(files):
        for block in split(files[name]):
            if not _concerns(fault, block):
                continue
            place = ".".join(block.labels) or block.kind
            if fault.add:
                code = fault.add.replace("{type}", block.labels[0]).replace("{label}", block.labels[-1])
                yield place, {"added_by_hand.tf": code}
                continue
            changed = "" if fault.gone else _changed(fault, block.text)
            if changed is not None and changed != block.text:
                yield place, {name: files[name].replace(block.text, changed, 1)}


def _concerns(fault: Fault, block: RawBlock) -> bool:
    kind, label = block.kind, block.labels[-1] if block.labels else ""
    what = block.labels[0] if kind == "resource" else kind
    return (
        what == fault.where
        and fnmatch.fnmatchcase(label, fault.labels)
        and not (fault.without and fnmatch.fnmatchcase(label, fault.without))
        and fault.only_in in block.text
    )


def _changed(fault: Fault, text: str) -> str | None:
    """The block with all of the fault's changes; None where one of them has no place in it."""
    changes: list[tuple[str, Callable[[str, str], str | None]]] = [
        *((path, _setter(value)) for path, value in fault.set.items()),
        *((path, lambda _, __: "") for path in fault.remove),
        *((path, _replacer(item)) for path, item in fault.replace.items()),
    ]
    for path, change in changes:
        edited = _edit(text, path.split("."), change, fault.set.get(path))
        if edited is None:
            return None
        text = edited
    return text


def _setter(value: str) -> Callable[[str, str], str]:
    return lambda name, _: f"{name} = {value}"


def _replacer(item: Replacement) -> Callable[[str, str], str | None]:
    def replaced(_: str, text: str) -> str | None:
        changed = re.sub(item.pattern, item.by, text, flags=re.DOTALL)
        return None if changed == text else changed

    return replaced


def _edit(
    text: str, path: list[str], change: Callable[[str, str], str | None], missing: str | None
) -> str | None:
    """A block's text with everything at ``path`` changed; ``missing`` is the expression of an argument that is not there yet."""
    found = [(name, start, end) for name, start, end in items(text) if name == path[0]]
    if len(path) == 1 and not found and missing is not None:
        end = text.rindex("}")
        return f"{text[:end].rstrip()}\n{path[0]} = {missing}\n}}"
    edited = None
    for name, start, end in reversed(found):
        part = text[start:end]
        new = change(name, part) if len(path) == 1 else _edit(part, path[1:], change, missing)
        if new is not None:
            text = edited = text[:start] + new + text[end:]
    return edited


def items(text: str) -> Iterator[tuple[str, int, int]]:
    """The arguments and nested blocks of a block's text: name, and where they begin and end. A ``dynamic`` block has its label as name,
    and its content's arguments stand in it as in a block."""
    tokens = tokenize(text)
    place = next(number for number, token in enumerate(tokens) if token.kind == "{") + 1
    while tokens[place].kind != "}":
        first = tokens[place]
        if first.kind in (NEWLINE, COMMENT):
            place += 1
            continue
        last = _last(tokens, place)
        end = tokens[last].start + len(tokens[last].text)
        if first.text == "dynamic" and tokens[place + 1].kind == STRING:
            yield from _content(text, tokens[place + 1].text[1:-1], first.start, end)
        elif first.kind == IDENTIFIER:
            yield first.text, first.start, end
        place = last + 1


def _content(text: str, name: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    inner = [item for item in items(text[start:end]) if item[0] == "content"]
    yield from ((name, start + first, start + last) for _, first, last in inner)


def _last(tokens: list[Token], place: int) -> int:
    """The last token of the argument or block that begins at ``place``."""
    depth = 0
    last = place
    while depth or tokens[place].kind not in (NEWLINE, "}"):
        depth += BRACKETS.get(tokens[place].kind, 0)
        if tokens[place].kind != COMMENT:
            last = place
        place += 1
    return last
