"""Compiles a block to a definition of the program: a resource, a lookup, a provider, a setting, a local value, an export."""

from __future__ import annotations

from collections.abc import Iterable

from ..hcl.expression import Binary, Call, Conditional, ListOf, Literal, Name, Node, plain, walk
from ..hcl.graph import Block
from ..hcl.types import DYNAMIC, declared_type
from ..project.layout import MOST_IDS
from .bodies import META, Body, Gap, is_dictionary
from .code import INDENT, WIDTH, Atom, Bracket, Code, Item, Loop, call, flat, lay_out, listed, literal, text
from .comments import Comments, worded
from .expressions import Compiler
from .placing import Unit
from .values import Kind, Parts, Scope, UnsupportedError, Value
from .wording import reworded

NO_SCOPE = Scope()
SETTING_WIDTH = 84


def resource(
    unit: Unit, place: str, parts: Parts, compiler: Compiler, provider: str | None
) -> tuple[str, list[Gap]]:
    """A resource, or several in a list or a dictionary, with the statements that it serves above it."""
    block, serves = unit.block, _serves(unit)
    comments = Comments(block, serves)
    body = Body(compiler, block, comments)
    scope, loop = _repetition(unit, compiler)
    arguments = [Item(_logical_name(unit, loop))]
    arguments += body.arguments(block, parts, scope, META | _about_itself(parts))
    arguments += _options(block, compiler, provider, comments, parts, scope)
    made: Code = call(place, *arguments)
    if loop is not None:
        opening, closing, before = ("[", "]", "") if loop.counted else ("{", "}", f"{loop.key}: ")
        made = Loop(Item(made, before), loop.targets, loop.source, None, opening, closing)
    words = (*worded(unit.placed.raw.comments), *serves)
    return _assigned(unit.name, made, words), body.gaps


def lookup(
    unit: Unit, place: str, parts: Parts, compiler: Compiler, provider: str | None
) -> tuple[str, list[Gap]]:
    """A data source."""
    block = unit.block
    comments = Comments(block)
    body = Body(compiler, block, comments)
    scope, loop = _repetition(unit, compiler)
    arguments = list(body.arguments(block, parts, scope, META | _about_itself(parts)))
    if provider:
        compiler.program.use("pulumi")
        options = [Item(Atom(provider), "provider=")]
        options += _depends(block, compiler, comments, scope)
        arguments.append(
            Item(
                call("pulumi.InvokeOutputOptions" if len(options) > 1 else "pulumi.InvokeOptions", *options),
                "opts=",
            )
        )
    made: Code = call(place, *arguments)
    if loop is not None:
        opening, closing, before = ("[", "]", "") if loop.counted else ("{", "}", f"{loop.key}: ")
        made = Loop(Item(made, before), loop.targets, loop.source, None, opening, closing)
    return _assigned(unit.name, made, worded(unit.placed.raw.comments)), body.gaps


def provider(unit: Unit, place: str, parts: Parts, compiler: Compiler) -> tuple[str, list[Gap]]:
    """A provider, by the name that resources choose it by."""
    body = Body(compiler, unit.block, Comments(unit.block))
    arguments = [Item(Atom(text(unit.name.replace("_", "-"))))]
    arguments += body.arguments(unit.block, parts, NO_SCOPE, META | {"alias"})
    return _assigned(unit.name, call(place, *arguments), worded(unit.placed.raw.comments)), body.gaps


def local_value(unit: Unit, compiler: Compiler) -> tuple[str, Value]:
    """A local value, and what it is for those who use it."""
    item = unit.block.attributes[unit.local or ""]
    value = compiler.compile(item.node, NO_SCOPE)
    words = Comments(unit.block).of(unit.local or "", item.text.count("\n"))
    return _assigned(unit.name, value.code, words), value


def export(unit: Unit, compiler: Compiler) -> str:
    """An output of the stack."""
    block = unit.block
    value = compiler.compile(block.attributes["value"].node, NO_SCOPE)
    code = value.code
    sensitive = block.attributes.get("sensitive")
    if sensitive is not None and sensitive.value is True:
        code = call("pulumi.Output.secret", code)
    description = block.attributes.get("description")
    words = wrapped(str(description.value)) if description else ()
    compiler.program.use("pulumi")
    return _commented(lay_out(call("pulumi.export", literal(block.labels[0]), code), 0), words)


# ---- settings --------------------------------------------------------------------------------------------------------


def setting(unit: Unit, compiler: Compiler) -> str:
    """A variable: read from the stack's configuration, with its default, and held to its rules."""
    block, name = unit.block, unit.block.labels[0]
    value = setting_value(unit, Atom(unit.name))
    code = _read(name, block, value)
    description = block.attributes.get("description")
    words = wrapped(str(description.value)) if description else ()
    parts = [_assigned(unit.name, code, words)]
    compiler.program.use("pulumi")
    if value.kind is Kind.PLAIN:
        parts += filter(None, (_rule(unit, rule, compiler) for rule in block.nested("validation")))
    return "".join(parts)


def setting_value(unit: Unit, code: Code) -> Value:
    """What a variable is for those who use it."""
    type_ = declared_type(unit.block.attributes["type"].node) if "type" in unit.block.attributes else "string"
    secret = any(
        (item := unit.block.attributes.get(word)) is not None and item.value is True
        for word in ("sensitive", "ephemeral")
    )
    return Value(code, Kind.OUTPUT if secret else Kind.PLAIN, type_)


def is_whole(block: Block) -> bool:
    """Whether a number's rules allow whole ones only: they say so, or name those that are allowed."""
    calls = (
        node
        for rule in block.nested("validation")
        for node in walk(rule.attributes["condition"].node)
        if isinstance(node, Call)
    )
    return any(
        call.function == "floor"
        or (call.function == "contains" and isinstance(choices := plain(call.arguments[0]), list)
            and all(isinstance(choice, int) for choice in choices))
        for call in calls
    )  # fmt: skip


def _read(name: str, block: Block, value: Value) -> Code:
    """How a value is read: what has no default is required, what may be left out is None then."""
    kind = value.type if isinstance(value.type, str) else "object"
    numbers = "int" if is_whole(block) or _whole_default(block) else "float"
    suffix = {"string": "", "number": f"_{numbers}", "bool": "_bool"}.get(kind, "_object")
    default = block.attributes.get("default")
    if value.kind is Kind.OUTPUT:
        # A secret that nobody gives is asked for: what Terraform would make up anew in each run could not be kept.
        return call(f"config.require_secret{suffix}", literal(name))
    if default is None:
        return call(f"config.require{suffix}", literal(name))
    read = call(f"config.get{suffix}", literal(name))
    if default.value is None:
        return read
    return call("given", read, _plain_default(default.value))


def _whole_default(block: Block) -> bool:
    default = block.attributes.get("default")
    return default is not None and isinstance(default.value, int) and not block.nested("validation")


def _plain_default(value: object) -> Code:
    if isinstance(value, float) and value.is_integer():
        return literal(int(value))
    return literal(value)


def _rule(unit: Unit, rule: Block, compiler: Compiler) -> str:
    """A rule of a variable: the run stops with the rule's words where the value breaks it."""
    condition = compiler.compile(_simplified(rule.attributes["condition"].node, unit), NO_SCOPE)
    if condition.kind is not Kind.PLAIN:
        raise UnsupportedError("a rule about a secret")
    message = rule.attributes["error_message"].node
    words = compiler.compile(message, NO_SCOPE).code
    if condition.code == Atom("True"):
        return ""
    return lay_out(call("check", literal(unit.block.labels[0]), condition.code, words), 0) + "\n"


def _simplified(node: Node, unit: Unit) -> Node:
    """A rule without what the type says already: that a whole number is one."""
    if isinstance(node, Binary) and node.operator == "&&":
        left, right = _simplified(node.left, unit), _simplified(node.right, unit)
        if _is_whole_rule(right):
            return left
        return right if _is_whole_rule(left) else Binary("&&", left, right)
    if isinstance(node, Binary) and node.operator == "||":
        return Binary("||", _simplified(node.left, unit), _simplified(node.right, unit))
    return node


def _is_whole_rule(node: Node) -> bool:
    return (
        isinstance(node, Binary)
        and node.operator == "=="
        and any(isinstance(side, Call) and side.function == "floor" and side.arguments == (other,)
                for side, other in ((node.left, node.right), (node.right, node.left)))
    )  # fmt: skip


# ---- loops and options -----------------------------------------------------------------------------------------------


class Repetition:
    """The loop around a resource's definition; ``one`` where there is one instance at most."""

    __slots__ = ("counted", "key", "one", "source", "targets")

    def __init__(self, targets: str, source: Code, key: str, counted: bool, one: bool = False) -> None:
        self.targets = targets
        self.source = source
        self.key = key
        self.counted = counted
        self.one = one


def _repetition(unit: Unit, compiler: Compiler) -> tuple[Scope, Repetition | None]:
    block = unit.block
    if "count" in block.attributes:
        node = block.attributes["count"].node
        number = compiler.plain(node, NO_SCOPE)
        one = _one_or_none(node)
        index = compiler.program.free("index") if _mentions(block, "count") or not one else "_"
        scope = NO_SCOPE.also({"count.index": Value(Atom(index), Kind.PLAIN, "number")})
        return scope, Repetition(index, call("range", number.code), index, True, one and index == "_")
    if "for_each" not in block.attributes:
        return NO_SCOPE, None
    node = block.attributes["for_each"].node
    collection = compiler.plain(node, NO_SCOPE)
    if not is_dictionary(collection, node):
        targets, source, names = compiler.iteration(collection, None, "key", frozenset(("key",)), False)
        each = names["key"]
        each = Value(each.code, each.kind, "string" if each.type == DYNAMIC else each.type)
        return NO_SCOPE.also({"each.key": each, "each.value": each}), Repetition(
            targets, source, targets, False
        )
    used = frozenset(("key", *(("value",) if _mentions(block, "each", "value") else ())))
    targets, source, names = compiler.iteration(collection, "key", "value", used, True)
    scope = NO_SCOPE.also({"each.key": names["key"], "each.value": names["value"]})
    key = targets.split(",")[0]
    return scope, Repetition(targets, source, key, False)


def is_several(block: Block) -> bool:
    """Whether a resource's instances have names of their own: not where there is one or none."""
    if "count" in block.attributes:
        return _mentions(block, "count") or not _one_or_none(block.attributes["count"].node)
    return "for_each" in block.attributes


def _one_or_none(node: Node) -> bool:
    return isinstance(node, Conditional) and all(
        isinstance(part, Literal) and part.value in (0, 1) for part in (node.then, node.otherwise)
    )


def _mentions(block: Block, root: str, word: str | None = None) -> bool:
    wanted = f"{root}.{word}" if word else f"{root}."
    return any(reference.startswith(wanted) for item in block.expressions() for reference in item.references)


def _logical_name(unit: Unit, loop: Repetition | None) -> Code:
    """The name that the stack's state knows the resource by: the label, and the key of each instance."""
    label = unit.block.labels[-1].replace("_", "-")
    if loop is None or loop.one:
        return literal(label)
    return Atom(f'f"{label}-{{{loop.key}}}"')


def _options(
    block: Block, compiler: Compiler, provider: str | None, comments: Comments, parts: Parts, scope: Scope
) -> list[Item]:
    items = [Item(Atom(provider), "provider=")] if provider else []
    items += _depends(block, compiler, comments, scope)
    if "lifecycle" not in parts.schema.get("blocks", {}):
        for inner in block.blocks:
            if inner.kind == "lifecycle":
                items += _lifecycle(inner, comments, parts)
    if not items:
        return []
    compiler.program.use("pulumi")
    return [Item(call("pulumi.ResourceOptions", *items), "opts=")]


def _depends(block: Block, compiler: Compiler, comments: Comments, scope: Scope) -> list[Item]:
    item = block.attributes.get("depends_on")
    if item is None or not isinstance(item.node, ListOf):
        return []
    entries = []
    for node in item.node.items:
        value = compiler.compile(node, scope)
        repeated = value.type.repeated if isinstance(value.type, Parts) else None
        if repeated == "for_each":
            entries.append(Item(Atom(f"{flat(value.code)}.values()"), "*"))
        else:
            entries.append(Item(value.code, "*" if repeated else ""))
    words = comments.above(item.line, item.line + item.text.count("\n"))
    return [Item(listed(tuple(entries)), "depends_on=", words)]


def _lifecycle(block: Block, comments: Comments, parts: Parts) -> list[Item]:
    """The options that a lifecycle block asks for. What Pulumi does anyway (make the new one before the old one goes) needs none."""
    from .sdk import property_of

    items = []
    for name, item in block.attributes.items():
        words = comments.above(item.line, item.line + item.text.count("\n"))
        if name == "ignore_changes" and isinstance(item.node, ListOf):
            names = [_first_name(node) for node in item.node.items]
            known = [property_of(parts.properties, one).name for one in names]
            items.append(Item(literal(known), "ignore_changes=", words))
        elif name == "prevent_destroy":
            items.append(Item(literal(bool(item.value)), "protect=", words))
        elif name != "create_before_destroy":
            raise UnsupportedError(f"lifecycle.{name}")
    for inner in block.blocks:
        raise UnsupportedError(f"a lifecycle's {inner.kind}")
    return items


def _first_name(node: Node) -> str:
    while not isinstance(node, Name):
        node = getattr(node, "source", Name("all"))
    return node.name


def _about_itself(parts: Parts) -> frozenset[str]:
    return frozenset(("lifecycle",)) - frozenset(parts.schema.get("blocks", {}))


def _serves(unit: Unit) -> tuple[str, ...]:
    ids = unit.placed.statements
    more = f" and {len(ids) - MOST_IDS} more" if len(ids) > MOST_IDS else ""
    return (", ".join(ids[:MOST_IDS]) + more,) if ids else ()


def _assigned(name: str, code: Code, words: Iterable[str] = ()) -> str:
    written = lay_out(code, 0, f"{name} = ")
    first = written.split("\n", 1)[0]
    if len(first) > WIDTH and isinstance(code, Bracket) and code.head is not None:
        # What is too long for the name's own line stands in parentheses on the next, where that helps.
        within = f"{INDENT}{lay_out(code, 1)}"
        if all(len(line) <= WIDTH for line in within.split("\n")):
            written = f"{name} = (\n{within}\n)"
    return _commented(written, words)


def _commented(written: str, words: Iterable[str]) -> str:
    return "".join(f"# {line}\n" for line in words) + written + "\n"


def wrapped(words: str, width: int = SETTING_WIDTH) -> tuple[str, ...]:
    """Words over several comment lines."""
    import textwrap

    return tuple(textwrap.wrap(reworded(words), width, break_long_words=False, break_on_hyphens=False))
