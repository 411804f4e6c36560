"""Compiles expressions of Terraform's language to Python: values that are known at once stay plain, what a resource gives becomes an ``Output``.

An expression that computes with what a resource gives is one ``apply`` around the whole of it; a text or a JSON document that only has such
values in it is ``Output.format`` or ``Output.json_dumps``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from ..hcl.expression import (
    Attribute,
    Binary,
    Call,
    Conditional,
    Element,
    ForList,
    ForObject,
    Index,
    ListOf,
    Literal,
    Name,
    Node,
    ObjectOf,
    Splat,
    Template,
    TemplateFor,
    TemplateIf,
    Unary,
    children,
)
from ..hcl.types import DYNAMIC, Type
from .applying import applied_to, as_output, one_of, word_for
from .code import (
    Atom,
    Choice,
    Code,
    Item,
    Loop,
    Operation,
    Prefixed,
    Suffixed,
    call,
    flat,
    indexed,
    keyed,
    listed,
    mapped,
    text,
)
from .functions import FUNCTIONS, PASSING, STRUCTURAL
from .shapes import member
from .taking import common_type, element_of, element_wanted, field_of, member_of, object_type
from .texts import EXACT, binary, formatted, literal_value, pattern_of, relative, unary
from .traversals import address_of, called_in, replaced, root_of, used_in
from .values import (
    FRACTION,
    Kind,
    Parts,
    Scope,
    UnsupportedError,
    Value,
    closed,
    has_one,
    python_name,
    together,
)


class Program(Protocol):
    """What expressions ask of the program around them."""

    def root(self, address: str) -> Value:
        """The value of a variable, a local value, a data source or a resource, by its address; notes that it is used."""

    def use(self, module: str) -> None:
        """Notes that the code needs a module of Python's or of the project's."""

    def read(self, address: str, name: str, value: Value) -> None:
        """Notes that a property of a resource or a data source is used, by Terraform's name."""

    def free(self, name: str) -> str:
        """A name for a variable of a loop that hides nothing which is used in it."""


class Compiler:
    """Compiles the expressions of one module."""

    __slots__ = ("program",)

    def __init__(self, program: Program) -> None:
        self.program = program

    def compile(self, node: Node, scope: Scope, wanted: Type | Parts = DYNAMIC) -> Value:
        """``node`` as code for a place that wants a value of a type. Raises UnsupportedError where it can't be written."""
        if scope.at_hand and node in scope.at_hand:
            return self._converted(scope.at_hand[node], wanted)
        match node:
            case Literal(value):
                return literal_value(value, wanted)
            case Template(parts):
                return self._template(parts, scope)
            case Name() | Attribute() | Index() | Splat() | Element():
                return self._converted(self._traversal(node, scope), wanted)
            case ListOf(items):
                inner = element_wanted(wanted)
                values = [self.compile(item, scope, inner) for item in items]
                code = listed(tuple(Item(value.code) for value in values))
                return Value(code, together(*(value.kind for value in values)), ["list", common_type(values)])
            case ObjectOf(items):
                return self._object(items, scope, wanted)
            case Conditional():
                return self._conditional(node, scope, wanted)
            case Unary(operator, operand):
                return self._computed(node, [operand], scope, lambda given: unary(operator, given[0]))
            case Binary(operator, left, right):
                return self._computed(
                    node, [left, right], scope, lambda given: binary(operator, given[0], given[1], node)
                )
            case ForList() | ForObject():
                return self._for(node, scope, wanted)
            case Call():
                return self._converted(self._call(node, scope, wanted), wanted)
            case TemplateIf() | TemplateFor():
                raise UnsupportedError("a text with %{ if } or %{ for } in it")

    # ---- texts and structures ---------------------------------------------------------------------------------------

    def _template(self, parts: Sequence[Node], scope: Scope) -> Value:
        parts = relative(parts)
        values = [self.compile(part, scope) for part in parts]
        if all(isinstance(part, Literal) for part in parts):
            return Value(Atom(text("".join(str(part.value) for part in parts))), Kind.PLAIN, "string")  # type: ignore[union-attr]
        if all(value.kind is Kind.PLAIN for value in values):
            return Value(formatted(parts, values), Kind.PLAIN, "string")
        written = ""
        arguments: list[Code] = []
        for part, value in zip(parts, values, strict=True):
            if isinstance(part, Literal):
                written += str(part.value).replace("{", "{{").replace("}", "}}")
            else:
                written += f"{{{len(arguments)}}}"
                arguments.append(value.code)
        self.program.use("pulumi")
        return Value(call("pulumi.Output.format", Atom(text(written)), *arguments), Kind.OUTPUT, "string")

    def _object(self, items: Sequence[tuple[Node, Node]], scope: Scope, wanted: Type | Parts) -> Value:
        entries, values = [], []
        for key, node in items:
            name, inner = self._key(key, wanted)
            value = self.compile(node, scope, inner)
            values.append(value)
            if name is not None:
                entries.append(keyed(name, value.code))
            else:
                entries.append(Item(value.code, f"{flat(self.plain(key, scope).code)}: "))
        return Value(
            mapped(tuple(entries)), together(*(value.kind for value in values)), object_type(items, values)
        )

    def _key(self, key: Node, wanted: Type | Parts) -> tuple[str | None, Type | Parts]:
        """The name of an entry in the program, None where it is computed, and the type that its value is to have."""
        name = str(key.value) if isinstance(key, Literal) else None
        if isinstance(wanted, Parts):
            if name is None:
                raise UnsupportedError("an object with computed names where the package has properties")
            known, inner = member(wanted, name)
            return known.name, inner
        if isinstance(wanted, list) and wanted[0] == "map":
            return name, wanted[1]
        if isinstance(wanted, list) and wanted[0] == "object":
            return name, wanted[1].get(name, DYNAMIC)
        return name, DYNAMIC

    def _conditional(self, node: Conditional, scope: Scope, wanted: Type | Parts) -> Value:
        condition = self.compile(node.condition, scope)
        if condition.kind is not Kind.PLAIN:
            return self._lifted(node, scope)
        then, otherwise = (self.compile(part, scope, wanted) for part in (node.then, node.otherwise))
        kinds = {then.kind, otherwise.kind}
        kind = Kind.PLAIN if kinds == {Kind.PLAIN} else Kind.OUTPUT if kinds == {Kind.OUTPUT} else Kind.MIXED
        code = Choice(closed(then.code, 2), closed(condition.code, 2), otherwise.code)
        return Value(
            code,
            kind,
            then.type
            if isinstance(node.otherwise, Literal) and node.otherwise.value is None
            else otherwise.type
            if otherwise.type != DYNAMIC
            else then.type,
        )

    # ---- computing --------------------------------------------------------------------------------------------------

    def plain(self, node: Node, scope: Scope) -> Value:
        """A value that has to be there while the program runs: a key, a number of instances."""
        value = self.compile(node, scope)
        if value.kind is not Kind.PLAIN:
            raise UnsupportedError("a number of instances or a key that only a resource gives")
        return value

    def _computed(
        self, node: Node, operands: Sequence[Node], scope: Scope, compute: Callable[[list[Value]], Value]
    ) -> Value:
        """What is computed of operands: at once where they are there, else in one ``apply`` around the whole."""
        values = [self.compile(operand, scope) for operand in operands]
        if all(value.kind is Kind.PLAIN for value in values):
            return compute(values)
        return self._lifted(node, scope)

    def _lifted(self, node: Node, scope: Scope) -> Value:
        """An expression over values that aren't there yet, as an ``apply`` of what would be written if they were."""
        leaves: dict[Node, Value] = {}
        self._collect(node, scope, leaves)
        return self._over(node, scope, leaves)

    def _over(self, node: Node, scope: Scope, leaves: Mapping[Node, Value]) -> Value:
        """An expression as an ``apply`` to these parts of it."""
        if not leaves:
            raise UnsupportedError("a computation over whole resources")
        if len(leaves) == 1:
            (leaf, value), *_ = leaves.items()
            name = self.program.free(word_for(value.code))
            body = self.compile(node, scope.given({leaf: Value(Atom(name), Kind.PLAIN, value.type)}))
            self._expect_plain(body)
            if body.code == Atom(name):
                return value
            applied = applied_to(as_output(value, self.program), name, body.code, scope)
            return Value(applied, Kind.OUTPUT, body.type)
        names: list[str] = []
        for value in leaves.values():
            word = word_for(value.code)
            names.append(
                next(
                    name
                    for name in (word, *(f"{word}_{number}" for number in range(2, 99)))
                    if name not in names
                )
            )
        argument = self.program.free("given")
        at_hand = {
            leaf: Value(Atom(f'{argument}["{name}"]'), Kind.PLAIN, value.type)
            for name, (leaf, value) in zip(names, leaves.items(), strict=True)
        }
        body = self.compile(node, scope.given(at_hand))
        self._expect_plain(body)
        self.program.use("pulumi")
        arguments = [Item(value.code, f"{name}=") for name, value in zip(names, leaves.values(), strict=True)]
        return Value(
            applied_to(call("pulumi.Output.all", *arguments), argument, body.code, scope),
            Kind.OUTPUT,
            body.type,
        )

    def _expect_plain(self, body: Value) -> None:
        if body.kind is not Kind.PLAIN:
            raise UnsupportedError("an Output inside the function that is applied to another")

    def _collect(self, node: Node, scope: Scope, leaves: dict[Node, Value]) -> None:
        """The largest parts of an expression whose values aren't there yet and that a program can hand over as they are."""
        if isinstance(node, Literal) or (scope.at_hand and node in scope.at_hand):
            return
        over = (
            node.collection
            if isinstance(node, ForList | ForObject)
            else node.source
            if isinstance(node, Splat)
            else None
        )
        if over is not None and self.compile(over, scope).kind is Kind.OUTPUT:
            # The loop belongs into the function that is applied, not before it.
            self._collect(over, scope, leaves)
            return
        value = (
            self.compile(node, scope)
            if not isinstance(node, Call | Binary | Unary | Conditional | Template)
            else None
        )
        if value is not None and value.kind is Kind.PLAIN:
            return
        if value is not None and not isinstance(node, ListOf | ObjectOf):
            leaves.setdefault(node, value)
            return
        for child in children(node):
            self._collect(child, scope, leaves)

    def _attributes(self, node: Node, scope: Scope, leaves: dict[Node, Value]) -> None:
        """The attributes of resources in an expression, without what is taken from them."""
        if isinstance(node, Attribute):
            try:
                source = self.compile(node.source, scope)
            except UnsupportedError:
                source = None  # the first words of an address mean nothing by themselves
            if source is not None and isinstance(source.type, Parts) and source.type.live:
                leaves.setdefault(node, self.compile(node, scope))
                return
        for child in children(node):
            self._attributes(child, scope, leaves)

    def _call(self, node: Call, scope: Scope, wanted: Type | Parts) -> Value:
        name = node.function.removeprefix("core::")
        if name in ("jsonencode", "yamlencode"):
            # JSON is YAML, too.
            return self._json(node, scope)
        if name in ("can", "try"):
            return self._tried(node, name, scope)
        if name == "coalesce" and any("uuid" in called_in(item) for item in node.arguments):
            # What is made up anew in each run would never be at rest: the program asks for the secret instead.
            return self.compile(node.arguments[0], scope, wanted)
        if name not in FUNCTIONS:
            raise UnsupportedError(f"the function {name}()")
        function = FUNCTIONS[name]
        passed_on = wanted if name in ("merge", "concat", "toset", "tolist", "tomap") else DYNAMIC
        if name == "concat" and isinstance(wanted, list) and wanted[0] == "set":
            passed_on = ["list", wanted[1]]
        values = [self.compile(item, scope, passed_on) for item in node.arguments]
        structural = name in PASSING or (
            name in STRUCTURAL and all(value.kind is not Kind.OUTPUT for value in values)
        )
        if structural or all(value.kind is Kind.PLAIN for value in values):
            written = function.write(values, node)
            for module in function.modules:
                if f"{module}." in flat(written.code):
                    self.program.use(module)
            return written
        return self._lifted(node, scope)

    def _json(self, node: Call, scope: Scope) -> Value:
        value = self.compile(node.arguments[0], scope)
        self.program.use("json" if value.kind is Kind.PLAIN else "pulumi")
        function = "json.dumps" if value.kind is Kind.PLAIN else "pulumi.Output.json_dumps"
        kind = Kind.PLAIN if value.kind is Kind.PLAIN else Kind.OUTPUT
        return Value(call(function, value.code), kind, "string")

    def _tried(self, node: Call, name: str, scope: Scope) -> Value:
        """``can(…)`` and ``try(…)``: a pattern is searched for, everything else is tried by a function of the project's own."""
        first = node.arguments[0]
        if name == "can" and isinstance(first, Call) and first.function == "regex":
            pattern, subject = first.arguments

            def search(given: list[Value]) -> Value:
                self.program.use("re")
                found = call("re.search", given[0].code, given[1].code)
                return Value(Operation("is not", (found, Atom("None"))), Kind.PLAIN, "bool")

            values = [self.compile(pattern, scope), self.compile(subject, scope)]
            if all(value.kind is Kind.PLAIN for value in values):
                return search([Value(pattern_of(pattern, values[0])), values[1]])
            return self._lifted(node, scope)
        values = [self.compile(item, scope) for item in node.arguments]
        if not all(value.kind is Kind.PLAIN for value in values):
            # What may not be there is tried inside of the function that is applied: only the attributes of resources are handed to it.
            given: dict[Node, Value] = {}
            self._attributes(node, scope, given)
            return self._over(node, scope, given)
        function = {"can": "works", "try": "first_that_works"}[name]
        self.program.use(f"attempts.{function}")
        attempts = [Prefixed("lambda: ", value.code) for value in values]
        if name == "try" and isinstance(node.arguments[-1], Literal):
            return Value(
                call(function, *attempts[:-1], Item(values[-1].code, "otherwise=")),
                Kind.PLAIN,
                values[-1].type,
            )
        return Value(call(function, *attempts), Kind.PLAIN, "bool" if name == "can" else values[0].type)

    # ---- loops ------------------------------------------------------------------------------------------------------

    def _for(self, node: ForList | ForObject, scope: Scope, wanted: Type | Parts) -> Value:
        if (
            isinstance(node, ForList)
            and isinstance(node.collection, ObjectOf)
            and node.condition is None
            and node.key
        ):
            return self._unrolled(node, node.collection, scope, wanted)
        collection = self.compile(node.collection, scope)
        if collection.kind is Kind.OUTPUT:
            return self._over(node, scope, {node.collection: collection})
        targets, source, names = self.iteration(
            collection, node.key, node.value, used_in(node), self._is_dictionary(collection, node.collection)
        )
        inner = scope.also(names)
        condition = self.plain(node.condition, inner).code if node.condition is not None else None
        if isinstance(node, ForList):
            value = self.compile(node.result, inner, element_wanted(wanted))
            code: Code = Loop(Item(value.code), targets, source, condition)
            return Value(code, together(value.kind), ["list", value.type])
        if node.grouped:
            raise UnsupportedError("a for expression that groups its results (…)")
        key = self.plain(node.result_key, inner)
        value = self.compile(node.result, inner, element_wanted(wanted))
        code = Loop(Item(value.code, f"{flat(key.code)}: "), targets, source, condition, "{", "}")
        return Value(code, together(value.kind), ["map", value.type])

    def _unrolled(self, node: ForList, collection: ObjectOf, scope: Scope, wanted: Type | Parts) -> Value:
        """A loop over an object that is written right there, as the list that it makes."""
        items, kinds = [], []
        for key, item in collection.items:
            own = self.compile(item, scope)
            # The value stands where the loop's variable stood, so that its type and its kind are known there.
            written = replaced(node.result, {node.key or "": key, node.value: item})
            value = self.compile(written, scope, element_wanted(wanted))
            items.append(Item(value.code))
            kinds += [own.kind, value.kind]
        return Value(listed(tuple(items)), together(*kinds), ["list", DYNAMIC])

    def iteration(
        self, collection: Value, key: str | None, value: str, used: frozenset[str], dictionary: bool
    ) -> tuple[str, Code, dict[str, Value]]:
        """What a loop over a collection is written as: its variables, its source, and what the words of the loop mean.

        ``used`` are those of the words that the loop's body has.
        """
        if has_one(collection.type):
            # A list in Terraform only.
            collection = collection._replace(code=listed((Item(collection.code),)))
        element = element_of(collection.type)
        kind = Kind.PLAIN if collection.kind is Kind.PLAIN or isinstance(element, Parts) else Kind.OUTPUT
        if key is None:
            name = self.program.free(python_name(value))
            source = call(Suffixed(closed(collection.code), ".values")) if dictionary else collection.code
            return name, closed(source, 2), {value: Value(Atom(name), kind, element)}
        first, second = self.program.free(python_name(key)), self.program.free(python_name(value))
        names = {
            key: Value(Atom(first), Kind.PLAIN, "string" if dictionary else "number"),
            value: Value(Atom(second), kind, element),
        }
        if not dictionary:
            return f"{first}, {second}", call("enumerate", collection.code), names
        if value not in used:
            return first, closed(collection.code, 2), names
        if key not in used:
            return second, call(Suffixed(closed(collection.code), ".values")), names
        return f"{first}, {second}", call(Suffixed(closed(collection.code), ".items")), names

    def _is_dictionary(self, collection: Value, node: Node) -> bool:
        """Whether a collection has keys of its own."""
        if isinstance(collection.type, Parts):
            return collection.type.repeated == "for_each"
        if isinstance(collection.type, list):
            return collection.type[0] in ("map", "object")
        return isinstance(node, ObjectOf | ForObject)

    # ---- traversals -------------------------------------------------------------------------------------------------

    def _traversal(self, node: Node, scope: Scope) -> Value:
        match node:
            case Name(name):
                if name in scope.names:
                    return scope.names[name]
                raise UnsupportedError(f"the word {name}")
            case Element():
                if "*" in scope.names:
                    return scope.names["*"]
                raise UnsupportedError("a splat's element outside of a splat")
            case Attribute(source, name):
                return self._attribute(node, source, name, scope)
            case Index(source, key):
                return self._index(source, key, scope)
            case Splat(source, each):
                return self._splat(node, source, each, scope)
            case _:
                raise UnsupportedError(f"a {type(node).__name__} where something is taken from")

    def _attribute(self, node: Node, source: Node, name: str, scope: Scope) -> Value:
        address = address_of(node)
        if address is not None and address in scope.names:
            return scope.names[address]
        root = root_of(node)
        if address and root not in scope.names and root not in ("each", "count", "self"):
            return self.program.root(address)
        return self._step(self.compile(source, scope), name)

    def _step(self, value: Value, name: str) -> Value:
        """``value.name``."""
        if isinstance(value.type, Parts):
            found = member_of(value, value.type, name)
            if value.type.live:
                self.program.read(value.type.live, name, found)
            return found
        return Value(indexed(closed(value.code), Atom(text(name))), value.kind, field_of(value.type, name))

    def _index(self, source: Node, key: Node, scope: Scope) -> Value:
        value = self.compile(source, scope)
        if isinstance(value.type, Parts) and value.type.repeated == "one":
            if not (isinstance(key, Literal) and key.value == 0):
                raise UnsupportedError("another element than the first of what the package has one of")
            return Value(value.code, value.kind, value.type._replace(repeated=None))
        if isinstance(value.type, list) and value.type[0] == "one":
            return Value(value.code, value.kind, value.type[1])
        found = self.plain(key, scope)
        element = element_of(value.type)
        if isinstance(key, Literal) and isinstance(key.value, float):
            found = Value(Atom(str(int(key.value))))
        kind = (
            Kind.PLAIN
            if isinstance(value.type, Parts) and value.type.repeated in ("for_each", "count")
            else value.kind
        )
        if value.kind is Kind.MIXED and not isinstance(element, Parts):
            kind = Kind.OUTPUT if isinstance(value.code, Loop) else Kind.MIXED
        return Value(indexed(closed(value.code), found.code), kind, element)

    def _splat(self, node: Splat, source: Node, each: Node, scope: Scope) -> Value:
        value = self.compile(source, scope)
        if value.kind is Kind.OUTPUT:
            return self._over(node, scope, {source: value})
        if has_one(value.type):
            value = value._replace(code=listed((Item(value.code),)))
        element = element_of(value.type)
        base = flat(value.code).rsplit(".", 1)[-1]
        word = base.removesuffix("()") if not base.startswith("values()") else flat(value.code).split(".")[-2]
        name = self.program.free(one_of(word))
        kind = Kind.PLAIN if value.kind is Kind.PLAIN or isinstance(element, Parts) else Kind.OUTPUT
        found = self.compile(each, scope.also({"*": Value(Atom(name), kind, element)}))
        return Value(
            Loop(Item(found.code), name, closed(value.code, 2)), together(found.kind), ["list", found.type]
        )

    # ---- types ------------------------------------------------------------------------------------------------------

    def _converted(self, value: Value, wanted: Type | Parts) -> Value:
        """The value as the place wants it: a number where a text is wanted becomes one, as Terraform does it by itself."""
        if wanted == "string" and value.type in ("number", FRACTION, "bool"):
            if value.kind is Kind.PLAIN and value.type == FRACTION:
                return Value(call("format", value.code, Atom(text(EXACT[1:]))), Kind.PLAIN, "string")
            if value.kind is Kind.PLAIN:
                code: Code = call("str", value.code)
                code = call(Suffixed(code, ".lower")) if value.type == "bool" else code
                return Value(code, Kind.PLAIN, "string")
            if value.type in ("number", FRACTION):
                return Value(call(Suffixed(closed(value.code), ".apply"), Atom("str")), Kind.OUTPUT, "string")
        if wanted == "number" and value.type == "string" and value.kind is Kind.PLAIN:
            return Value(call("int", value.code), Kind.PLAIN, "number")
        return value
