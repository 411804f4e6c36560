"""From a configuration's layout to the modules of a Pulumi program in Python."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from ..project.layout import Layout
from .bodies import Gap
from .code import Atom
from .definitions import export, is_several, local_value, lookup, provider, resource, setting, setting_value
from .expressions import Compiler
from .mocks import mocked
from .placing import MAIN, SETTINGS, TITLES, Unit, entry_of, order_of, provider_of, units_of
from .sdk import Sdk
from .values import Kind, Parts, UnsupportedError, Value

STANDARD = ("base64", "datetime", "hashlib", "itertools", "json", "re", "typing")
GENERATED = Path(__file__).parent / "generated"
HELPERS = {
    "cidr": "cidr.py.txt", "attempts": "attempts.py.txt",
}  # fmt: skip
GIVEN = '''\
T = TypeVar("T")


def given(value: T | None, default: T) -> T:
    """A value of the configuration, or the default where the stack has none."""
    return default if value is None else value
'''
CHECK = '''\
def check(name: str, holds: bool, rule: str) -> None:
    """Stop the run, in plain words, where a value breaks its rule."""
    if not holds:
        raise pulumi.RunError(f"{name}: {rule}")
'''


class Made(NamedTuple):
    """What a resource of the build is in the program: the module and the variable, its token, and its logical name.

    ``several``: the variable has several of them, whose names begin with the logical one.
    """

    module: str
    name: str
    token: str
    logical: str
    several: bool
    properties: Mapping[str, Any]

    @property
    def address(self) -> str:
        """How tests call it: its token and its name; of several instances, what their names begin with."""
        return f"{self.token}.{self.logical}"

    @property
    def place(self) -> str:
        """Where it stands in the program."""
        return f"{self.module}.{self.name}"


class Program(Struct, frozen=True):
    """The files of a program by path, what its resources are, and what the package doesn't have.

    ``settings`` are the names of its settings by Terraform's address; ``mocks`` are values for the properties that the program reads, by token: what tests give it in the place of a cloud.
    """

    files: dict[str, str]
    resources: dict[str, Made]
    gaps: tuple[Gap, ...]
    settings: dict[str, str]
    mocks: dict[str, dict[str, Any]]


class DefectiveError(Exception):
    """A template's construct that can't be written as Pulumi; the message names the template and the construct."""


class _Module:
    """What one module is made of while its definitions are compiled: it answers what their expressions ask."""

    def __init__(
        self,
        name: str,
        values: Mapping[str, Value],
        units: Mapping[str, Unit],
        sdk: Sdk,
        order: tuple[str, ...],
    ) -> None:
        self.name = name
        self.order = order
        self.values = values
        self.units = units
        self.used: set[str] = set()
        self.reads: dict[str, dict[str, Value]] = {}
        self.registers = any(
            unit.module == name and unit.placed.kind == "resource" for unit in units.values()
        )
        self.texts: list[str] = []
        names = {unit.name for unit in units.values() if unit.module == name}
        self.taken = frozenset((*names, *order, *STANDARD, *HELPERS, "pulumi", "given", sdk.package["alias"]))

    def root(self, address: str) -> Value:
        if address == "path.module":
            return Value(Atom('"."'), Kind.PLAIN, "string")
        if address == "terraform.workspace":
            self.use("pulumi")
            return Value(Atom("pulumi.get_stack()"), Kind.PLAIN, "string")
        unit = self.units.get(address)
        if unit is None or address not in self.values:
            raise UnsupportedError(f"the reference {address}")
        value = self.values[address]
        if unit.module == self.name:
            return value._replace(code=Atom(unit.name))
        self.use(unit.module)
        return value._replace(code=Atom(f"{unit.module}.{unit.name}"))

    def use(self, module: str) -> None:
        self.used.add(module)

    def read(self, address: str, name: str, value: Value) -> None:
        self.reads.setdefault(address, {})[name] = value

    def free(self, name: str) -> str:
        return f"each_{name}" if name in self.taken else name


def program(layout: Layout, schema: Mapping[str, Any], sdk: Sdk, mocks: Mapping[str, Any]) -> Program:
    """The modules of the program; ``mocks`` are the pack's values for what only a cloud gives.

    Raises DefectiveError where a template has what can't be written so, LackingError where the package lacks a resource's type.
    """
    try:
        order = order_of(layout)
        units = units_of(layout, sdk, order)
    except UnsupportedError as error:
        raise DefectiveError(f"a Pulumi program can't have {error}") from None
    values: dict[str, Value] = {}
    modules = {name: _Module(name, values, units, sdk, order) for name in order}
    resources: dict[str, Made] = {}
    gaps: list[Gap] = []
    for unit in units.values():
        module = modules[unit.module]
        try:
            written, found = _definition(unit, module, values, schema, sdk, resources)
        except UnsupportedError as error:
            place = f"{unit.placed.template}: {unit.address}" if unit.placed.template else unit.address
            raise DefectiveError(f"{place}: a Pulumi program can't have {error}") from None
        module.texts.append(written)
        gaps += found
    files = {
        f"{name}.py": _written(module, modules, sdk)
        for name, module in modules.items()
        if module.texts or name == MAIN
    }
    for helper, source in HELPERS.items():
        if any(used.split(".")[0] == helper for module in modules.values() for used in module.used):
            files[f"{helper}.py"] = (GENERATED / source).read_text(encoding="utf-8")
    settings = {unit.address: unit.name for unit in units.values() if unit.module == SETTINGS}
    reads = [(address, found) for module in modules.values() for address, found in module.reads.items()]
    return Program(files, resources, tuple(gaps), settings, mocked(reads, units, mocks, sdk))


def _definition(
    unit: Unit,
    module: _Module,
    values: dict[str, Value],
    schema: Mapping[str, Any],
    sdk: Sdk,
    resources: dict[str, Made],
) -> tuple[str, list[Gap]]:
    """One definition's code; what it is for those after it goes into ``values``."""
    compiler, block, kind = Compiler(module), unit.block, unit.placed.kind
    if kind == "variable":
        # A setting's rules refer to the setting.
        values[unit.address] = setting_value(unit, Atom(unit.name))
        return setting(unit, compiler), []
    if kind == "locals":
        written, values[unit.address] = local_value(unit, compiler)
        return written, []
    if kind == "output":
        return export(unit, compiler), []
    if kind not in ("resource", "data", "provider"):
        raise UnsupportedError(f"a block '{kind}'")
    entry = entry_of(block, sdk)
    room = {"resource": "resources", "data": "data", "provider": "providers"}[kind]
    parts = Parts(schema[room][block.labels[0]], entry.properties, live=unit.address)
    place = f"{sdk.package['alias']}.{entry.place}"
    module.use(sdk.package["module"])
    if kind == "provider":
        values[unit.address] = Value(Atom(unit.name), Kind.PLAIN, parts)
        return provider(unit, place, parts, compiler)
    values[unit.address] = Value(Atom(unit.name), Kind.PLAIN, parts._replace(repeated=unit.placed.repeated))
    own = provider_of(block) or next(
        (name for name in sorted(values, key=len) if name.startswith("provider.")), None
    )
    code = module.root(own).code if own else None
    called = code.text if isinstance(code, Atom) else None
    if kind == "data":
        return lookup(unit, place, parts, compiler, called)
    resources[unit.address] = Made(
        unit.module, unit.name, entry.token or "", block.labels[-1].replace("_", "-"), is_several(block), entry.properties,
    )  # fmt: skip
    return resource(unit, place, parts, compiler, called)


def _written(module: _Module, modules: Mapping[str, _Module], sdk: Sdk) -> str:
    """A module's text: what it is for, what it imports, what it defines."""
    used = set(module.used)
    title = TITLES.get(module.name, "")
    parts = [f'"""{title}."""\n'] if title else []
    texts = list(module.texts)
    extra = ""
    if module.name == SETTINGS:
        body = "".join(texts)
        parts[0] = '"""Settings: the values of a stack\'s configuration, their defaults and their rules."""\n'
        if "check(" in body:
            extra += "\n\n" + CHECK
        if "given(" in body:
            extra += "\n\n" + GIVEN
            used.add("typing")
        texts = ["config = pulumi.Config()\n", *texts]
        used.add("pulumi")
    if module.name == MAIN:
        parts = [
            '"""The program: its modules register the resources, and what others need to know is exported here."""\n'
        ]
        unread = [name for name, other in modules.items() if other.registers and name not in used]
        return "\n".join([*parts, _imports(used, sdk, module.order, unread), *texts])
    imports = _imports(used, sdk, module.order)
    written = "\n".join([*parts, *([imports] if imports else [])])
    separator = "\n\n" if extra else "\n"
    return written + extra + separator + "\n".join(texts)


def _imports(used: set[str], sdk: Sdk, order: tuple[str, ...], unread: list[str] | None = None) -> str:
    """The imports in the order of isort: Python's own, packages, the program's."""
    standard = sorted(name for name in used if name in STANDARD)
    packages = (
        [f"import {sdk.package['module']} as {sdk.package['alias']}"] if sdk.package["module"] in used else []
    )
    packages = (["import pulumi"] if "pulumi" in used else []) + packages
    own = {name: f"import {name}" for name in used if name in (*order, *HELPERS) and "." not in name}
    own |= {name: f"import {name}  # noqa: F401 - registers its resources" for name in unread or ()}
    whole = [own[name] for name in sorted(own)]
    functions = sorted(name.split(".")[1] for name in used if name.startswith("attempts."))
    chosen = [f"from attempts import {', '.join(functions)}"] if functions else []
    lines = [f"import {name}" for name in standard if name != "typing"]
    lines += ["from typing import TypeVar"] if "typing" in standard else []
    groups = ["\n".join(lines), "\n".join(packages), "\n".join([*whole, *chosen])]
    return "\n\n".join(group for group in groups if group) + ("\n" if any(groups) else "")
