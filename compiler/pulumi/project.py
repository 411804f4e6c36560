"""The files of a Pulumi project around its program: stacks, requirements, tests, and what people read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ..diagnostics import Diagnostic, Severity
from ..hcl.graph import parse_block
from ..hcl.split import split
from ..pack.load import Pack
from ..project.layout import Layout
from ..validation.checks import BoundCheck
from .bodies import Gap
from .checks import program_tests
from .program import Made, Program, program
from .sdk import Sdk
from .wording import reworded

# What the three packages themselves ask for.
ENGINE = ">=3.231,<4"
GITIGNORE = """\
venv/
.venv/
__pycache__/
.pytest_cache/
"""
PYTEST = """\
[pytest]
testpaths = tests
filterwarnings =
    ignore::DeprecationWarning
"""
EDITORCONFIG = """\
root = true

[*]
charset = utf-8
end_of_line = lf
insert_final_newline = true
trim_trailing_whitespace = true

[*.py]
indent_style = space
indent_size = 4
"""


class Project(Struct, frozen=True):
    """The project's texts by path, its program, and what is to be said of it."""

    texts: dict[str, str]
    program: Program
    diagnostics: tuple[Diagnostic, ...]


def pulumi_project(
    layout: Layout,
    schema: Mapping[str, Any],
    sdk: Sdk,
    pack: Pack,
    *,
    name: str,
    title: str,
    bound: Sequence[BoundCheck],
    chosen: str,
    stacks: Mapping[str, Mapping[str, str]],
    asked: frozenset[str] = frozenset(),
) -> Project:
    """The project of a build. ``chosen`` are values of variables as HCL with their comments, for every stack; ``stacks`` those of each
    stack by variable, as HCL; ``asked`` are variables that have to stand in every stack's file, with their defaults.

    Raises DefectiveError where a template has what can't be written so.
    """
    made = program(layout, schema, sdk, pack.mocks)
    known = frozenset(address.removeprefix("var.") for address in made.settings)
    common = _defaults(layout, asked) | _values(chosen)
    texts = dict(made.files)
    texts["Pulumi.yaml"] = _project_file(name, title)
    differing: dict[str, dict[str, Any]] = {}
    for stack, own in stacks.items():
        differing[stack] = {key: _plain(value) for key, value in own.items() if key in known}
        texts[f"Pulumi.{stack}.yaml"] = _stack_file(
            name, {key: common[key] for key in common if key in known}, differing[stack]
        )
    requirement = f"{sdk.package['name']}{sdk.package['requirement']}"
    texts["requirements.txt"] = f"pulumi{ENGINE}\n{requirement}\n"
    texts["requirements-dev.txt"] = "-r requirements.txt\npytest>=8\nPyYAML>=6\n"
    texts |= program_tests(made, bound, differing, layout)
    texts[".gitignore"] = GITIGNORE
    texts[".editorconfig"] = EDITORCONFIG
    texts["pytest.ini"] = PYTEST
    return Project(texts, made, tuple(_gap(gap, sdk) for gap in made.gaps))


def _gap(gap: Gap, sdk: Sdk) -> Diagnostic:
    package = f"{sdk.package['name']} {sdk.package['version']}"
    return Diagnostic(
        "S2I371",
        Severity.WARNING,
        f"{package} has no '{gap.name}' of {gap.address}: the program leaves it out",
        help="build for Terraform to have it, or set it by hand once the package has it",
        source="pulumi.yaml",
    )


def _project_file(name: str, title: str) -> str:
    from yaml import safe_dump

    content = {
        "name": name,
        "description": title,
        "runtime": {"name": "python", "options": {"toolchain": "pip", "virtualenv": "venv"}},
    }
    return str(safe_dump(content, sort_keys=False, allow_unicode=True, width=1000))


def _stack_file(project: str, chosen: Mapping[str, tuple[Any, str]], own: Mapping[str, Any]) -> str:
    """The configuration of a stack: what has to be chosen, each with its comment, then what differs from the other stacks."""
    lines = ["config:\n"]
    for key, (value, words) in chosen.items():
        lines.append(f"  # {words}\n" if words else "")
        lines.append(_entry(project, key, own.get(key, value)))
    lines += [_entry(project, key, value) for key, value in own.items() if key not in chosen]
    return "".join(lines) if len(lines) > 1 else "config: {}\n"


def _entry(project: str, key: str, value: Any) -> str:
    from yaml import safe_dump

    written = str(
        safe_dump({f"{project}:{key}": value}, allow_unicode=True, width=1000, default_flow_style=False)
    )
    return "".join(f"  {line}\n" for line in written.rstrip("\n").split("\n"))


def _values(text: str) -> dict[str, tuple[Any, str]]:
    """The values of a file of Terraform's, each with the comment above it."""
    found: dict[str, tuple[Any, str]] = {}
    words = ""
    for part in text.split("\n\n"):
        lines = part.strip().split("\n")
        words = next((line.lstrip("# ") for line in lines if line.startswith("#")), "")
        body = "\n".join(line for line in lines if not line.startswith("#"))
        if "=" in body:
            found |= {key: (value, words) for key, value in _parsed(body).items()}
    return found


def _defaults(layout: Layout, names: frozenset[str]) -> dict[str, tuple[Any, str]]:
    return {
        placed.label: (_number(placed.block.attributes["default"].value), "")
        for placed in layout.placed
        if placed.kind == "variable" and placed.label in names and "default" in placed.block.attributes
    }


def _plain(text: str) -> Any:
    return _parsed(f"value = {text}")["value"]


def _parsed(body: str) -> dict[str, Any]:
    block = parse_block(split(f"values {{\n{body}\n}}\n")[0])
    return {key: _number(item.value) for key, item in block.attributes.items()}


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


# ---- what other files say of the resources ---------------------------------------------------------------------------


def renamed_rows(rows: Sequence[Mapping[str, Any]], resources: Mapping[str, Made]) -> list[dict[str, Any]]:
    """The trace's rows with the program's names: modules for files, variables for addresses, the program's tests."""
    return [
        {
            **row,
            "resources": [
                resources[address].place if address in resources else address for address in row["resources"]
            ],
            "files": sorted(
                {f"{resources[address].module}.py" for address in row["resources"] if address in resources}
            ),
            "tests": [
                re.sub(r"tests/(\w+)\.tftest\.hcl#", r"tests/test_\1.py#", test) for test in row["tests"]
            ],
        }
        for row in rows
    ]


_VALUE = re.compile(r"""\$\(value '?(?P<address>\w+\.\w+)\.(?P<property>\w+)'?\)""")
_SETTING = re.compile(r"""\$\(value '?var\.(\w+(?:\[\d+\])?)'?\)""")
_FUNCTION = """\
value() {
  terraform console <<<"$1" | tr -d '"'
}
"""
_FROM_STACK = """\
value() {
  if (($# == 1)); then
    read -r -p "The value of $1 in this stack: " found </dev/tty
    printf '%s\\n' "$found"
    return
  fi
  pulumi stack export | jq -r --arg type "$1" --arg name "$2" --arg property "$3" \\
    '.deployment.resources[] | select(.type == $type and (.urn | endswith("::" + $name))) | .outputs[$property]'
}
"""


def settings_of_drills(texts: Iterable[str]) -> frozenset[str]:
    """The variables that drills ask for: a stack's file has to have them, default or not. The environment is the stack's name."""
    names = (found[1].partition("[")[0] for text in texts for found in _SETTING.finditer(text))
    return frozenset(names) - {"environment"}


def drill_text(text: str, resources: Mapping[str, Made]) -> str:
    """A drill's script that asks the stack's state for what it needs to know."""
    from .mocks import camel
    from .sdk import property_of

    def written(found: re.Match[str]) -> str:
        made = resources.get(found["address"])
        if made is None:
            return found[0]
        name = camel(property_of(made.properties, found["property"]).name)
        return f"$(value {made.token} {made.logical} {name})"

    text = text.replace(_FUNCTION, _FROM_STACK).replace(
        "# A value of this module's state.", "# A value of the stack's state."
    )
    text = text.replace("$(value var.environment)", "$(pulumi stack --show-name)")
    text = _SETTING.sub(r"$(pulumi config get --path '\1')", text)
    return reworded(_VALUE.sub(written, text), resources)


_INTERPOLATED = re.compile(r"\$\{([^}]*)\}")
_ADDRESS = re.compile(r"\b(?:data\.)?[a-z]\w*\.\w+\b")


def objectives_text(text: str, resources: Mapping[str, Made], settings: Mapping[str, str]) -> str:
    """OpenSLO documents whose values in ``${…}`` are named as the program has them."""

    def named(found: re.Match[str]) -> str:
        made = resources.get(found[0])
        if made is not None:
            return made.place
        return settings.get(found[0], found[0])

    def written(found: re.Match[str]) -> str:
        return "${" + _ADDRESS.sub(named, found[1]) + "}"

    head = "# Service level objectives in the form of OpenSLO v1. Values in ${…} are those of the program's modules.\n"
    _, _, body = text.partition("gives them.\n")
    return head + _INTERPOLATED.sub(written, body)
