"""Reads the Python sources of a Pulumi package: its classes, its functions, and the properties of each with their types.

The sources are generated, so they have one form, and reading them needs neither Pulumi nor minutes of imports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

_TOKEN = re.compile(r"super\((\w+), __self__\)\.__init__\(\s*'([^']+)'")
_INVOKED = re.compile(r"invoke_output\('([^']+)'")
_CLASS = re.compile(r"^class (\w+)\b", re.MULTILINE)
_MEMBER = re.compile(r"^    (\w+): (.+)$", re.MULTILINE)
_ARGUMENT = re.compile(r"^\s+(\w+): (.+?)(?: = None)?,?$", re.MULTILINE)
_GETTER = re.compile(r"^    def (\w+)\((?:self|__self__)\) -> (.+):$", re.MULTILINE)
_INIT = re.compile(r"def _internal_init\(__self__,(.*?)__props__=None\)", re.DOTALL)
_FUNCTION = re.compile(
    r"^def (get_\w+_output)\((.*?)\) -> pulumi\.Output\[(\w+)\]:", re.DOTALL | re.MULTILINE
)
_NESTED = re.compile(r"'(?:outputs\.)?(\w+?)(?:ArgsDict|Args)?'")
_PLAIN = re.compile(r"_builtins\.(str|int|float|bool)\b|pulumi\.(Asset|Archive)\b")
# A class that only stands for another's former name.
_REPLACED = "has been deprecated in favor of"
_NOT_PROPERTIES = frozenset(("resource_name", "opts", "__props__"))


class Shape(NamedTuple):
    """The type of a property: whether it is a list, the name of the class of its objects where it has some, and else the plain
    type at the bottom of it (``str``, ``int``, ``float``, ``bool``, or ``asset`` and ``archive`` for what is read from files)."""

    many: bool
    nested: str | None
    plain: str | None = None


Members = Mapping[str, Shape]


class Class(NamedTuple):
    """A resource's class (or a function that reads one): its place in the package, its token, what it takes and what it gives.

    ``module`` is empty for what stands in the package itself.
    """

    module: str
    name: str
    token: str
    takes: Members
    gives: Members

    @property
    def place(self) -> str:
        """How a program calls it, below the package: ``s3.Bucket``."""
        return f"{self.module}.{self.name}" if self.module else self.name


class Package:
    """The sources of one Pulumi package, read as they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._classes: dict[Path, Class | None] = {}
        self._bodies: dict[Path, dict[str, str]] = {}

    @cached_property
    def _files(self) -> Mapping[str, tuple[Path, ...]]:
        found: dict[str, tuple[Path, ...]] = {}
        for path in sorted(self.folder.rglob("*.py")):
            if not path.name.startswith("_") and path.stem != "outputs" and "config" not in path.parts[-2:-1]:
                found[path.stem] = (*found.get(path.stem, ()), path)
        return found

    def named(self, stem: str) -> Iterator[Class]:
        """The classes of files with this name, such as ``bucket_policy``; functions by theirs, such as ``get_bucket``."""
        for path in self._files.get(stem, ()):
            if path not in self._classes:
                self._classes[path] = self._read(path)
            if (found := self._classes[path]) is not None:
                yield found

    def at(self, place: str) -> Class | None:
        """The class at a place such as ``s3.Bucket``, or the function ``s3.get_bucket_output``; None where there is none."""
        name = place.rpartition(".")[2]
        wanted = name.removesuffix("_output").replace("_", "").lower()
        stems = [stem for stem in self._files if stem.replace("_", "") == wanted]
        return next((found for stem in stems for found in self.named(stem) if found.place == place), None)

    def members(self, module: str, name: str, *, given: bool) -> Members:
        """The properties of a nested class: of objects that are handed in, or (``given``) that come back."""
        room = "outputs.py" if given else "_inputs.py"
        path = self.folder.joinpath(*module.split("."), room) if module else self.folder / room
        body = self._body(path).get(name if given else f"{name}ArgsDict", "")
        pattern = _GETTER if given else _MEMBER
        return {
            found[1]: shape_of(found[2]) for found in pattern.finditer(body) if not found[1].startswith("__")
        }

    def _body(self, path: Path) -> dict[str, str]:
        if path not in self._bodies:
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            heads = list(_CLASS.finditer(text))
            ends = [head.start() for head in heads[1:]]
            bodies = zip(heads, [*ends, len(text)], strict=False)
            self._bodies[path] = {head[1]: text[head.end() : end] for head, end in bodies}
        return self._bodies[path]

    def _read(self, path: Path) -> Class | None:
        text = path.read_text(encoding="utf-8")
        module = ".".join(path.relative_to(self.folder).parent.parts)
        return _function(text, module) if path.stem.startswith("get_") else _resource(text, module)


def shape_of(annotation: str) -> Shape:
    """The shape that a type in the sources tells: ``pulumi.Input[Sequence[pulumi.Input['RuleArgs']]]`` is a list of ``Rule``."""
    nested = _NESTED.search(annotation)
    plain = _PLAIN.search(annotation.partition("Mapping[_builtins.str, ")[2] or annotation)
    return Shape(
        "Sequence[" in annotation,
        nested[1] if nested else None,
        (plain[1] or plain[2].lower()) if plain and not nested else None,
    )


def _resource(text: str, module: str) -> Class | None:
    token, arguments = _TOKEN.findall(text), _INIT.search(text)
    if not token or arguments is None or _REPLACED in text:
        return None
    name, called = token[-1]
    called = called if ":" in called else f"pulumi:providers:{called}"
    body = text[arguments.end() :]
    takes = {found[1]: shape_of(found[2]) for found in _ARGUMENT.finditer(arguments[1])}
    gives = {found[1]: shape_of(found[2]) for found in _GETTER.finditer(body)}
    return Class(module, name, called, _properties(takes), gives)


def _function(text: str, module: str) -> Class | None:
    function, token = _FUNCTION.search(text), _INVOKED.search(text)
    if function is None or token is None:
        return None
    start = text.find(f"class {function[3]}:")
    body = text[start : text.find("\nclass ", start + 1)]
    takes = {found[1]: shape_of(found[2]) for found in _ARGUMENT.finditer(function[2].replace("\n", ",\n"))}
    first = re.match(r"(\w+): (.+)", function[2])
    if first:
        takes = {first[1]: shape_of(first[2].split("\n")[0])} | takes
    gives = {found[1]: shape_of(found[2]) for found in _GETTER.finditer(body)}
    return Class(module, function[1], token[1], _properties(takes), gives)


def _properties(found: Members) -> Members:
    return {name: shape for name, shape in found.items() if name not in _NOT_PROPERTIES}
