"""One module for several environments: what differs between them becomes variables, and each gets a file of values.

Every environment is designed and laid out by itself; their layouts are compared block by block. A variable whose default differs
takes its value from the environment's file; an argument whose literal value differs becomes a variable; what can't be told
apart by a value is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..architecture import Architecture
from ..diagnostics import Diagnostic, Severity
from ..hcl.escape import comment, literal
from ..hcl.graph import Block, Expression, parse_block
from ..hcl.split import split
from .layout import MOST_IDS, Layout, Placed, with_blocks, with_text
from .switches import switched
from .variables import aligned_values

# A file's name is what the module's own variable calls the environment.
NAME = "environment"
TYPES = {bool: "bool", int: "number", float: "number", str: "string"}


class OtherEnvironment(Struct, frozen=True):
    """An environment beside the main one: its design with all that the module has, and the keys of the components of its own."""

    architecture: Architecture
    components: frozenset[str]


class Variation(Struct, frozen=True):
    """The module for all environments: its layout, the values of each environment by variable (as HCL), and what is to be said."""

    layout: Layout
    values: dict[str, dict[str, str]]
    diagnostics: tuple[Diagnostic, ...]


class Difference(Struct, frozen=True):
    """An argument whose value differs: where it stands, and its expression in each environment."""

    address: str
    path: tuple[str, ...]
    texts: dict[str, Expression]


def vary(main: str, layouts: Mapping[str, Layout], codes: Mapping[str, str]) -> Variation:
    """Join the layouts of several environments, by name, to the module of ``main``.

    ``codes`` gives each component's name in code, for the names of new variables.
    """
    base = layouts[main]
    values: dict[str, dict[str, str]] = {name: {} for name in layouts}
    for variable, texts in _differing_defaults(main, layouts):
        for name, text in texts.items():
            values[name][variable] = text
    findings: list[Diagnostic] = []
    placed = {block.address: _widened(block, layouts) for block in base.placed}
    added: list[Placed] = []
    for difference in _differing_arguments(main, layouts, findings):
        block = placed[difference.address]
        made = _as_variable(block, difference, main, {*_names(base), *(item.label for item in added)}, codes)
        if made is None:
            findings.append(_unequal(difference, main))
            continue
        placed[block.address], variable_block = made
        added.append(variable_block)
        for name, expression in difference.texts.items():
            values[name][variable_block.label] = expression.text
    layout = with_blocks(base, (*(placed[item.address] for item in base.placed), *added))
    ordered = {name: dict(sorted(values[name].items())) for name in values}
    return Variation(layout, ordered, tuple(findings))


def with_switches(
    varied: Variation,
    layouts: Mapping[str, Layout],
    lacking: Mapping[str, tuple[str, ...]],
    codes: Mapping[str, str],
    statements: Mapping[str, tuple[str, ...]],
    schema: dict[str, Any],
) -> Variation:
    """The variation of ``layouts`` (the main one first) with a switch for every component that some environments lack (``lacking``: their names by component).

    ``statements`` are those behind each component. Where the rest of the module can't do without it, that is said.
    """
    layout, values = varied.layout, {name: dict(known) for name, known in varied.values.items()}
    findings: list[Diagnostic] = []
    switches: set[str] = set()
    for component, names in lacking.items():
        label = f"{codes.get(component, component.partition('.')[2])}_enabled"
        changed = switched(layout, component, label, schema)
        if changed is None:
            findings.append(
                Diagnostic(
                    "S2I220",
                    Severity.WARNING,
                    f"{codes.get(component, component)} is not for {', '.join(names)}, and what stands beside it can't do without it: all environments have it",
                    help=f"build {names[0]} by itself with --set environment={names[0]}",
                )
            )
            continue
        switches |= {address for address, item in changed.items() if item.kind == "resource"}
        words = codes.get(component, component).replace("_", " ")
        said = f"Whether the environment has the {words}{_ids(statements.get(component, ()))}."
        variable = _variable(layout.placed[0], label, "bool", said, "true")
        layout = with_blocks(layout, (*(changed.get(item.address, item) for item in layout.placed), variable))
        for name, known in values.items():
            known[label] = "false" if name in names else "true"
    ordered = {name: dict(sorted(known.items())) for name, known in values.items()}
    unshared = _unshared(next(iter(layouts)), layouts, frozenset(switches))
    # How a block differs where it is switched off makes no difference.
    kept = [item for item in varied.diagnostics if item.message.partition(" ")[0] not in switches]
    return Variation(layout, ordered, (*kept, *findings, *unshared))


def held(varied: Variation, by_hand: Iterable[str]) -> Variation:
    """The variation without the variables that the user sets: those have one value in every environment."""
    given = frozenset(by_hand)
    values = {
        name: {variable: text for variable, text in known.items() if variable not in given}
        for name, known in varied.values.items()
    }
    return replace(varied, values=values)


def value_files(values: Mapping[str, Mapping[str, str]], chosen: str, pin: str | None) -> dict[str, str]:
    """The file of values of each environment, by path; ``chosen`` is what every one has to choose, formatted already.

    ``pin`` is the variable that may name the one account that the environment stands in.
    """
    advice = f" Set {pin} as well: then nothing is ever applied to another account." if pin else ""
    files = {}
    for name, stem in file_names(values).items():
        body = "".join(f"{variable} = {text}\n" for variable, text in values[name].items())
        files[f"environments/{stem}.tfvars"] = (
            f"# Values of {comment(name)}.{advice}\n\n{aligned_values(body)}"
            + (f"\n{chosen}" if chosen else "")
        )
    return files


def file_names(values: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The name of each environment's file of values, without its ending."""
    return {name: known.get(NAME, f'"{name}"').strip('"') for name, known in values.items()}


def _widened(block: Placed, layouts: Mapping[str, Layout]) -> Placed:
    """A variable that accepts what it accepts in any of the environments; any other block as it is."""
    own = next((inner for inner in block.block.blocks if inner.kind == "validation"), None)
    if block.kind != "variable" or own is None:
        return block
    twins = [
        twin
        for layout in layouts.values()
        if (twin := layout.graph.by_address.get(block.address)) is not None
    ]
    rules = [inner for twin in twins for inner in twin.blocks if inner.kind == "validation"]
    others = {rule.attributes["condition"].text: rule for rule in rules if "condition" in rule.attributes}
    condition, message = own.attributes["condition"], own.attributes["error_message"]
    wider = [rule for text, rule in others.items() if text != condition.text]
    if not wider:
        return block
    joined = " || ".join(f"({text})" for text in others)
    changed = own.text.replace(condition.text, joined, 1).replace(
        message.text, wider[-1].attributes["error_message"].text, 1
    )
    return with_text(block, block.block.text.replace(own.text, changed, 1))


def _names(layout: Layout) -> set[str]:
    return {block.label for block in layout.placed if block.kind == "variable"}


def _differing_defaults(main: str, layouts: Mapping[str, Layout]) -> Iterator[tuple[str, dict[str, str]]]:
    """The variables of the main environment with the defaults that they have in each, where those differ."""
    defaults = {name: _defaults(layout) for name, layout in layouts.items()}
    for variable, text in defaults[main].items():
        texts = {name: known.get(variable, text) for name, known in defaults.items()}
        if len(set(texts.values())) > 1:
            yield variable, texts


def _defaults(layout: Layout) -> dict[str, str]:
    return {
        block.label: block.block.attributes["default"].text
        for block in layout.placed
        if block.kind == "variable" and "default" in block.block.attributes
    }


def _differing_arguments(
    main: str, layouts: Mapping[str, Layout], findings: list[Diagnostic]
) -> Iterator[Difference]:
    """The arguments that differ between the main environment and others; blocks that only some have are said at once."""
    by_address = {
        name: {block.address: block.block for block in layout.placed} for name, layout in layouts.items()
    }
    for address, block in by_address[main].items():
        # Providers are configured once for all.
        if block.kind in ("variable", "output", "terraform", "provider"):
            continue
        found: dict[tuple[str, ...], dict[str, Expression]] = {}
        for name in layouts:
            other = by_address[name].get(address)
            if other is not None and other.text != block.text:
                for path, expression in _compared(block, other, ()):
                    found.setdefault(path, {})[name] = expression
                kind = _unequal_blocks(block, other)
                if kind is not None:
                    findings.append(
                        Diagnostic(
                            "S2I220",
                            Severity.INFO,
                            f"{address} has other blocks '{kind}' in {name}; the module has {main}'s",
                            help=f"build {name} by itself with --set environment={name} where that matters",
                        )
                    )
        for path, texts in found.items():
            own = _at(block, path)
            yield Difference(address, path, {name: texts.get(name, own) for name in layouts})


def _unshared(main: str, layouts: Mapping[str, Layout], switched: frozenset[str]) -> Iterator[Diagnostic]:
    """The resources that only some environments have, but for those that a switch takes care of."""
    have = {name: {block.address for block in layout.resources()} for name, layout in layouts.items()}
    for name in layouts:
        lacking = sorted(have[name] - have[main])
        more = sorted(have[main] - have[name] - switched)
        for addresses, words in (
            (lacking, f"is for {name} and not in this module"),
            (more, f"is not for {name}, and in the module that it shares with {main}"),
        ):
            if addresses:
                rest = f" and {len(addresses) - 1} more" if len(addresses) > 1 else ""
                yield Diagnostic(
                    "S2I220",
                    Severity.WARNING,
                    f"{addresses[0]}{rest} {words}",
                    help=f"build {name} by itself with --set environment={name}, or give both environments the same parts",
                )


def _compared(
    one: Block, other: Block, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Expression]]:
    """The arguments of ``other`` that differ from those of ``one``, by path; blocks in it are told by kind and number."""
    for name, expression in one.attributes.items():
        theirs = other.attributes.get(name)
        if theirs is not None and theirs.text != expression.text:
            yield (*path, name), theirs
    mine, yours = _numbered(one.blocks), _numbered(other.blocks)
    # Of blocks that there are more of in one environment, nobody can tell which is which.
    alike = [key for key in mine if _count(one, mine[key].kind) == _count(other, mine[key].kind)]
    for key in alike:
        yield from _compared(mine[key], yours[key], (*path, key))


def _count(block: Block, kind: str) -> int:
    return sum(inner.kind == kind for inner in block.blocks)


def _unequal_blocks(one: Block, other: Block) -> str | None:
    """The kind of inner block that two blocks have unequally many of, None where there is none."""
    kinds = dict.fromkeys(inner.kind for inner in (*one.blocks, *other.blocks))
    return next((kind for kind in kinds if _count(one, kind) != _count(other, kind)), None)


def _numbered(blocks: Iterable[Block]) -> dict[str, Block]:
    found: dict[str, Block] = {}
    counts: dict[str, int] = {}
    for block in blocks:
        number = counts.get(block.kind, 0)
        counts[block.kind] = number + 1
        found[f"{block.kind}[{number}]"] = block
    return found


def _at(block: Block, path: tuple[str, ...]) -> Expression:
    for key in path[:-1]:
        block = _numbered(block.blocks)[key]
    return block.attributes[path[-1]]


def _as_variable(
    placed: Placed, difference: Difference, main: str, taken: set[str], codes: Mapping[str, str]
) -> tuple[Placed, Placed] | None:
    """The block with a variable in the argument's place, and the variable; None where its value is no plain one."""
    own = difference.texts[main]
    if any(not item.literal or item.value is None for item in difference.texts.values()):
        return None
    type_ = _type_of(own.value)
    if type_ is None or any(_type_of(item.value) != type_ for item in difference.texts.values()):
        return None
    changed = _replaced(placed.block, difference.path, own.text)
    if changed is None:
        return None
    code = codes.get(placed.component or "", placed.label)
    steps = "_".join(re.sub(r"\[\d+\]", "", key) for key in difference.path)
    label = next(name for name in _candidates(f"{code}_{steps}") if name not in taken)
    block = with_text(placed, changed.replace(_MARK, f"var.{label}"))
    words = difference.path[-1].replace("_", " ")
    ids = _ids(placed.statements)
    said = f"{words[0].upper()}{words[1:]} of {placed.address}; differs between environments{ids}."
    return block, _variable(placed, label, type_, said, own.text)


def _variable(beside: Placed, label: str, type_: str, description: str, default: str) -> Placed:
    """A new variable of the module that ``beside`` stands in; ``default`` is HCL."""
    text = (
        f'variable "{label}" {{\n  type        = {type_}\n'
        f"  description = {literal(description)}\n  default     = {default}\n}}"
    )
    raw = split(text)[0]
    return replace(
        beside, raw=raw, block=parse_block(raw), file="variables.tf", component=None, statements=()
    )


def _ids(statements: tuple[str, ...]) -> str:
    return f" ({', '.join(statements[:MOST_IDS])})" if statements else ""


_MARK = "\x00"


def _replaced(block: Block, path: tuple[str, ...], text: str) -> str | None:
    """The block's text with a mark in the place of an argument's value; None where that place is not found."""
    if len(path) > 1:
        inner = _numbered(block.blocks)[path[0]]
        changed = _replaced(inner, path[1:], text)
        at = block.text.find(inner.text)
        return (
            None
            if changed is None or at < 0
            else block.text[:at] + changed + block.text[at + len(inner.text) :]
        )
    found = re.search(rf"(?m)^([ \t]*{re.escape(path[0])}[ \t]*=[ \t]*){re.escape(text)}", block.text)
    if found is None:
        return None
    return block.text[: found.end(1)] + _MARK + block.text[found.end() :]


def _type_of(value: object) -> str | None:
    if isinstance(value, list):
        inner = {_type_of(item) for item in value}
        return f"list({inner.pop()})" if len(inner) == 1 and None not in inner else None
    return TYPES.get(type(value))


def _candidates(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1


def _unequal(difference: Difference, main: str) -> Diagnostic:
    other = next(name for name, item in difference.texts.items() if item.text != difference.texts[main].text)
    return Diagnostic(
        "S2I220",
        Severity.WARNING,
        f"{'.'.join(difference.path)} of {difference.address} is made differently for {other}; the module has {main}'s form",
        help=f"build {other} by itself with --set environment={other} where that matters",
    )
