"""The functions of Terraform's language as Python writes them, for arguments whose values are there.

STRUCTURAL are those that only arrange their arguments: they take lists and maps with Outputs in them as they are; PASSING those that change
nothing about them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec.structs import replace

from ..hcl.expression import Call, Literal
from ..hcl.types import DYNAMIC, Type
from .code import Atom, Bracket, Code, Item, Loop, Operation, Suffixed, call, flat, indexed, listed, mapped
from .values import FRACTION, Kind, Parts, UnsupportedError, Value, closed, together


class Function(NamedTuple):
    """How a function is written, and the modules that this needs."""

    write: Callable[[list[Value], Call], Value]
    modules: tuple[str, ...] = ()


def _simple(write: Callable[..., Code], type_: Type = DYNAMIC, modules: tuple[str, ...] = ()) -> Function:
    """A function of the codes of its arguments."""
    return Function(
        lambda values, _: Value(write(*(value.code for value in values)), Kind.PLAIN, type_), modules
    )


def _method(name: str, type_: Type = "string") -> Function:
    """A method of the first argument with the others."""
    return _simple(lambda first, *others: call(Suffixed(closed(first), f".{name}"), *others), type_)


def _kept(values: list[Value]) -> Kind:
    return together(*(value.kind for value in values))


def _merge(values: list[Value], _: Call) -> Value:
    items: list[Item] = []
    for value in values:
        spread = isinstance(value.code, Bracket) and value.code.open == "{"
        items += value.code.items if spread else [Item(closed(value.code, 6), "**")]  # type: ignore[union-attr]
    types = {str(_inner(value.type)): _inner(value.type) for value in values if value.type != ["object", {}]}
    return Value(
        mapped(tuple(items)),
        _kept(values),
        ["map", next(iter(types.values())) if len(types) == 1 else DYNAMIC],
    )


def _inner(type_: Any) -> Any:
    if isinstance(type_, list) and type_[0] == "object":
        kinds = list(type_[1].values())
        return kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else DYNAMIC
    return type_[1] if isinstance(type_, list) and type_[0] in ("map", "list", "set") else DYNAMIC


def _concat(values: list[Value], _: Call) -> Value:
    items: list[Item] = []
    for value in values:
        spread = isinstance(value.code, Bracket) and value.code.open == "["
        items += value.code.items if spread else [Item(closed(value.code, 6), "*")]  # type: ignore[union-attr]
    return Value(listed(tuple(items)), _kept(values), ["list", _inner(values[0].type) if values else DYNAMIC])


def _values(values: list[Value], _: Call) -> Value:
    value = values[0]
    type_: Any = value.type if isinstance(value.type, Parts) else ["list", _inner(value.type)]
    return Value(call(Suffixed(closed(value.code), ".values")), value.kind, type_)


def _keys(values: list[Value], _: Call) -> Value:
    return Value(call("list", values[0].code), Kind.PLAIN, ["list", "string"])


def _same(values: list[Value], _: Call) -> Value:
    value = values[0]
    return (
        value
        if isinstance(value.type, Parts)
        else Value(value.code, value.kind, ["list", _inner(value.type)])
    )


def _length(values: list[Value], node: Call) -> Value:
    inner = node.arguments[0]
    if isinstance(inner, Call) and inner.function == "distinct":
        # Of different ones only the number is wanted.
        unwrapped = _argument(values[0].code)
        return Value(call("len", call("set", unwrapped)), Kind.PLAIN, "number")
    return Value(call("len", values[0].code), Kind.PLAIN, "number")


def _argument(code: Code) -> Code:
    """What stands in ``list(dict.fromkeys(…))``."""
    for _ in range(2):
        if isinstance(code, Bracket) and code.items:
            code = code.items[0].value
    return code


def _distinct(values: list[Value], _: Call) -> Value:
    return Value(call("list", call("dict.fromkeys", values[0].code)), Kind.PLAIN, values[0].type)


def _slice(values: list[Value], _: Call) -> Value:
    source, first, after = (value.code for value in values)
    begin = "" if flat(first) == "0" else flat(first)
    end = flat(after)
    # Formatters set a colon apart from what is more than a name or a number.
    colon = ":" if end.replace(".", "").isalnum() or not begin else " : "
    return Value(indexed(closed(source), Atom(f"{begin}{colon}{end}")), values[0].kind, values[0].type)


def _element(values: list[Value], node: Call) -> Value:
    source, index = values
    inner = source.type._replace(repeated=None) if isinstance(source.type, Parts) else _inner(source.type)
    kind = Kind.PLAIN if source.kind is Kind.PLAIN else Kind.OUTPUT
    place = node.arguments[1]
    if (lifted := _of_loop(source.code)) is not None:
        # One of several is taken before something is taken from it.
        items, step = lifted
        whole = call("list", items)
        if isinstance(place, Literal):
            written = str(int(place.value or 0))
        else:
            written = flat(Operation("%", (closed(index.code, 11), call("len", _counted(items)))))
        return Value(Suffixed(indexed(whole, Atom(written)), step), kind, inner)
    if isinstance(place, Literal):
        return Value(Suffixed(closed(source.code), f"[{int(place.value or 0)}]"), kind, inner)
    size = call("len", source.code)
    written = flat(Operation("%", (closed(index.code, 12), size)))
    return Value(Suffixed(closed(source.code), f"[{written}]"), kind, inner)


def _of_loop(code: Code) -> tuple[Code, str] | None:
    """What ``[item.id for item in items]`` goes over, and the ``.id``."""
    if not isinstance(code, Loop) or code.condition is not None or code.further:
        return None
    element = code.element.value
    if isinstance(element, Suffixed) and element.source == Atom(code.targets):
        return code.source, element.text
    return None


def _counted(items: Code) -> Code:
    """What has as many elements as ``items``: a dictionary in the place of its values."""
    head = items.head if isinstance(items, Bracket) and not items.items else None
    return head.source if isinstance(head, Suffixed) and head.text == ".values" else items


def _one(values: list[Value], _: Call) -> Value:
    source = values[0]
    code = source.code
    code = replace(code, open="(", close=")") if isinstance(code, Loop) else call("iter", code)
    kind = Kind.PLAIN if source.kind is Kind.PLAIN else Kind.MIXED
    return Value(call("next", code, Atom("None")), kind, _inner(source.type))


def _all(word: str) -> Function:
    def write(values: list[Value], _: Call) -> Value:
        code = values[0].code
        if isinstance(code, Loop):
            return Value(_generator(word, code), Kind.PLAIN, "bool")
        return Value(call(word, code), Kind.PLAIN, "bool")

    return Function(write)


def _generator(function: str, loop: Loop) -> Code:
    """A call with a comprehension as its only argument, which needs no brackets of its own."""
    return replace(loop, open="(", close=")", head=Atom(function))


def _substr(values: list[Value], node: Call) -> Value:
    _, offset, length = node.arguments
    if isinstance(offset, Literal) and isinstance(length, Literal):
        first, count = int(offset.value or 0), int(length.value or 0)
        written = f"{first or ''}:{first + count if count >= 0 else ''}"
    elif isinstance(offset, Literal) and not offset.value:
        written = f":{flat(values[2].code)}"
    else:
        raise UnsupportedError("substr() with a computed place")
    return Value(indexed(closed(values[0].code), Atom(written)), Kind.PLAIN, "string")


def _split(values: list[Value], node: Call) -> Value:
    separator = node.arguments[0]
    if isinstance(separator, Literal) and separator.value == "":
        return Value(call("list", values[1].code), Kind.PLAIN, ["list", "string"])
    return Value(
        call(Suffixed(closed(values[1].code), ".split"), values[0].code), Kind.PLAIN, ["list", "string"]
    )


def _join(values: list[Value], _: Call) -> Value:
    code = values[1].code
    function = Suffixed(closed(values[0].code), ".join")
    if isinstance(code, Loop):
        return Value(_generator(flat(function), code), Kind.PLAIN, "string")
    return Value(call(function, code), Kind.PLAIN, "string")


def _replace(values: list[Value], node: Call) -> Value:
    pattern = node.arguments[1]
    if isinstance(pattern, Literal) and str(pattern.value).startswith("/") and len(str(pattern.value)) > 2:
        raise UnsupportedError("replace() with a pattern")
    return Value(
        call(Suffixed(closed(values[0].code), ".replace"), values[1].code, values[2].code),
        Kind.PLAIN,
        "string",
    )


def _text(values: list[Value], _: Call) -> Value:
    value = values[0]
    if value.type == "string":
        return value
    if value.type == FRACTION and not isinstance(value.code, Atom):
        return Value(call("format", value.code, Atom('".10g"')), Kind.PLAIN, "string")
    code: Code = call("str", value.code)
    if value.type == "bool":
        code = call(Suffixed(code, ".lower"))
    if isinstance(value.code, Atom) and value.code.text.lstrip("-").replace(".", "", 1).isdigit():
        code = Atom(f'"{value.code.text}"')
    return Value(code, Kind.PLAIN, "string")


def _number(values: list[Value], _: Call) -> Value:
    return (
        values[0]
        if values[0].type in ("number", FRACTION)
        else Value(call("int", values[0].code), Kind.PLAIN, "number")
    )


def _contains(values: list[Value], _: Call) -> Value:
    return Value(Operation("in", (closed(values[1].code, 6), closed(values[0].code, 6))), Kind.PLAIN, "bool")


def _coalesce(values: list[Value], _: Call) -> Value:
    return Value(
        Operation("or", tuple(closed(value.code, 3) for value in values)), Kind.PLAIN, values[-1].type
    )


def _compact(values: list[Value], _: Call) -> Value:
    loop = Loop(Item(Atom("item")), "item", closed(values[0].code, 2), Atom("item"))
    return Value(loop, Kind.PLAIN, values[0].type)


def _flatten(values: list[Value], node: Call) -> Value:
    code = values[0].code
    if isinstance(code, Bracket) and code.open == "[" and code.head is None:
        # Lists in a list: each of them is spread.
        return _concat(
            [Value(item.value, values[0].kind, _inner(values[0].type)) for item in code.items], node
        )
    if values[0].kind is Kind.PLAIN and not isinstance(code, Loop):
        chained = call("itertools.chain.from_iterable", code)
        return Value(call("list", chained), Kind.PLAIN, _inner(values[0].type))
    if not isinstance(code, Loop):
        raise UnsupportedError("flatten() of something else than lists or a for expression")
    return Value(
        _flattened(code, _depth(values[0].type)), values[0].kind, ["list", _innermost(values[0].type)]
    )


def _flattened(loop: Loop, depth: int) -> Loop:
    """Loops within loops as one: ``[item for … in … for item in …]``; ``depth`` is how many lists stand in each other."""
    loops = 1 + len(loop.further)
    while isinstance(inner := loop.element.value, Loop) and loop.condition is None:
        within = (*loop.further, (inner.targets, inner.source), *inner.further)
        loop = replace(loop, element=inner.element, further=within, condition=inner.condition)
        loops = 1 + len(within)
    if depth <= loops:
        return loop
    if loop.condition is not None:
        raise UnsupportedError("flatten() of lists that stand below a condition")
    within = (*loop.further, ("item", closed(loop.element.value, 2)))
    return replace(loop, element=Item(Atom("item")), further=within)


def _depth(type_: Any) -> int:
    return 1 + _depth(type_[1]) if isinstance(type_, list) and type_[0] in ("list", "set") else 0


def _innermost(type_: Any) -> Any:
    return _innermost(type_[1]) if isinstance(type_, list) and type_[0] in ("list", "set") else type_


def _floor(values: list[Value], node: Call) -> Value:
    if values[0].type == "integer":
        return values[0]
    return Value(call("int", values[0].code), Kind.PLAIN, "number")


def _timeadd(values: list[Value], node: Call) -> Value:
    first, span = node.arguments
    if not (isinstance(first, Call) and first.function == "plantimestamp" and isinstance(span, Literal)):
        raise UnsupportedError("timeadd() of something else than the time of the run")
    hours = int(str(span.value).removesuffix("h"))
    now, later = "datetime.datetime.now(datetime.timezone.utc)", f"datetime.timedelta(hours={hours})"
    moment = Operation("+", (Atom(now), Atom(later)))
    return Value(
        call(Suffixed(closed(moment), ".strftime"), Atom('"%Y-%m-%dT%H:%M:%SZ"')), Kind.PLAIN, "string"
    )


def _parseint(values: list[Value], _: Call) -> Value:
    return Value(call("int", values[0].code, values[1].code), Kind.PLAIN, "number")


def _range(values: list[Value], _: Call) -> Value:
    return Value(call("range", *(value.code for value in values)), Kind.PLAIN, ["list", "number"])


def _product(values: list[Value], _: Call) -> Value:
    return Value(call("itertools.product", *(value.code for value in values)), Kind.PLAIN, ["list", DYNAMIC])


def _encoded(source: Code) -> Code:
    return call(Suffixed(closed(source), ".encode"))


STRUCTURAL = frozenset(
    (
        "merge",
        "concat",
        "values",
        "keys",
        "toset",
        "tolist",
        "tomap",
        "length",
        "slice",
        "element",
        "one",
        "flatten",
    )
)
# Those that an Output goes through as it is.
PASSING = frozenset(("toset", "tolist", "tomap"))
FUNCTIONS: dict[str, Function] = {
    "alltrue": _all("all"),
    "anytrue": _all("any"),
    "base64encode": _simple(
        lambda source: call(Suffixed(call("base64.b64encode", _encoded(source)), ".decode")),
        "string",
        ("base64",),
    ),
    "cidrhost": _simple(lambda source, number: call("cidr.host", source, number), "string", ("cidr",)),
    "cidrsubnet": _simple(
        lambda source, bits, number: call("cidr.subnet", source, bits, number), "string", ("cidr",)
    ),
    "coalesce": Function(_coalesce),
    "compact": Function(_compact),
    "concat": Function(_concat),
    "contains": Function(_contains),
    "distinct": Function(_distinct),
    "element": Function(_element),
    "endswith": _method("endswith", "bool"),
    "flatten": Function(_flatten, ("itertools",)),
    "floor": Function(_floor),
    "join": Function(_join),
    "keys": Function(_keys),
    "length": Function(_length),
    "lower": _method("lower"),
    "max": _simple(lambda *codes: call("max", *codes), "number"),
    "merge": Function(_merge),
    "min": _simple(lambda *codes: call("min", *codes), "number"),
    "one": Function(_one),
    "parseint": Function(_parseint),
    "plantimestamp": _simple(lambda: Atom("None"), "string"),
    "range": Function(_range),
    "replace": Function(_replace),
    "setproduct": Function(_product, ("itertools",)),
    "sha256": _simple(
        lambda source: call(Suffixed(call("hashlib.sha256", _encoded(source)), ".hexdigest")),
        "string",
        ("hashlib",),
    ),
    "slice": Function(_slice),
    "split": Function(_split),
    "startswith": _method("startswith", "bool"),
    "substr": Function(_substr),
    "timeadd": Function(_timeadd, ("datetime",)),
    "tolist": Function(_same),
    "tonumber": Function(_number),
    "toset": Function(_same),
    "tostring": Function(_text),
    "trimprefix": _method("removeprefix"),
    "trimsuffix": _method("removesuffix"),
    "upper": _method("upper"),
    "values": Function(_values),
}
