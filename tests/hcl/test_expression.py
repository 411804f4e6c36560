"""Expressions: what is read, what is written back, and that Terraform means the same by both."""

import json
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec2iac.hcl.expression import (
    NOT_PLAIN,
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
    ObjectOf,
    Splat,
    Template,
    TemplateFor,
    TemplateIf,
    Unary,
    plain,
    references,
    walk,
)
from spec2iac.hcl.reading import read_expression
from spec2iac.hcl.tokens import HclSyntaxError
from spec2iac.hcl.writing import write_expression

from .terraform import terraform
from .test_format import expressions

A, B, C = Name("a"), Name("b"), Name("c")
EMPTY = Template((Literal(""),))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ('"plain"', Literal("plain")),
        (r'"\n\t\"\\\u00e9\U0001f600"', Literal('\n\t"\\é😀')),
        ('"$${a} %%{b} $$${c} $ % $$"', Literal("${a} %{b} $${c} $ % $$")),
        ("12", Literal(12)),
        ("1.5e2", Literal(150.0)),
        ("null", Literal(None)),
        ('"${a}"', A),
        ('"x${a}"', Template((Literal("x"), A))),
        ('"x  ${~ a ~}  y"', Template((Literal("x"), A, Literal("y")))),
        ('"%{ if a }b%{ endif }"', Template((TemplateIf(A, Template((Literal("b"),)), EMPTY),))),
        ('"%{ for a in b }${a}%{ endfor }"', Template((TemplateFor(None, "a", B, Template((A,))),))),
        ("<<EOT\nx\\n\n  ${a}\nEOT\n", Template((Literal("x\\n\n  "), A, Literal("\n")))),
        ("<<-EOT\n    x\n\n      y\n  EOT\n", Literal("x\n\n  y\n")),
        ("a.b", Attribute(A, "b")),
        ("a.0.b", Attribute(Index(A, Literal(0)), "b")),
        ("a.0.1", Index(Index(A, Literal(0)), Literal(1))),
        ('a["k"][b]', Index(Index(A, Literal("k")), B)),
        ("a[*].b[0]", Splat(A, Index(Attribute(Element(), "b"), Literal(0)))),
        ("a.*.b[0]", Index(Splat(A, Attribute(Element(), "b")), Literal(0))),
        ("a[*].b[*].c", Splat(A, Splat(Attribute(Element(), "b"), Attribute(Element(), "c")))),
        ("f()", Call("f", ())),
        ("f(a, b...)", Call("f", (A, B), True)),
        ("f(\n a,\n b,\n)", Call("f", (A, B))),
        ("provider::x::f(a)", Call("provider::x::f", (A,))),
        ("!a && b", Binary("&&", Unary("!", A), B)),
        ("a + b * c", Binary("+", A, Binary("*", B, C))),
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("(a + b) * c", Binary("*", Binary("+", A, B), C)),
        ("a == b || b != c && a < b", Binary("||", Binary("==", A, B), Binary("&&", Binary("!=", B, C), Binary("<", A, B)))),
        ("a ? b : c ? a : b", Conditional(A, B, Conditional(C, A, B))),
        ("-a.b", Unary("-", Attribute(A, "b"))),
        ("[]", ListOf(())),
        ("[a, # one\n b,\n]", ListOf((A, B))),
        ("{}", ObjectOf(())),
        ('{ a = b, "c" : 1 }', ObjectOf(((Literal("a"), B), (Literal("c"), Literal(1))))),
        ("{\n  a = 1 # one\n\n  (b) = 2\n}", ObjectOf(((Literal("a"), Literal(1)), (B, Literal(2))))),
        ("{ for = a, true = b }", ObjectOf(((Literal("for"), A), (Literal("true"), B)))),
        ("[for x in a : x]", ForList(None, "x", A, Name("x"))),
        ("[for k, x in a :\n x if k]", ForList("k", "x", A, Name("x"), Name("k"))),
        ("{ for k, x in a : k => x... if b }", ForObject("k", "x", A, Name("k"), Name("x"), True, B)),
    ],
)  # fmt: skip
def test_reading(text, node):
    assert read_expression(text) == node
    assert read_expression(write_expression(node)) == node


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", (1, 1)),
        ("a +", (1, 4)),
        ("a b", (1, 3)),
        ("a.", (1, 3)),
        ("a ? b", (1, 6)),
        ("{ a 1 }", (1, 5)),
        ("{ a = 1 b = 2 }", (1, 9)),
        ("[a b]", (1, 4)),
        ("[for x a : x]", (1, 8)),
        ("{ for x in a : x }", (1, 18)),
        (r'"\q"', (1, 1)),
        (r'"\U00110000"', (1, 1)),
        ('"%{ if a }b"', (1, 1)),
        ('"b%{ endif }"', (1, 1)),
        ('"%{ for a in b }%{ endif }"', (1, 1)),
        ('"%{ while a }"', (1, 5)),
        ("1e999", (1, 1)),
        ("9" * 5000, (1, 1)),
        ("a ==\nb", (1, 5)),
    ],
)
def test_what_is_no_expression_says_where(text, place):
    with pytest.raises(HclSyntaxError) as caught:
        read_expression(text)
    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-1.5", -1.5),
        ('[1, "a", [null]]', [1, "a", [None]]),
        ('{ a = { "b" = true } }', {"a": {"b": True}}),
        ("-true", NOT_PLAIN),
        ("[a]", NOT_PLAIN),
        ("{ (a) = 1 }", NOT_PLAIN),
        ("1 + 1", NOT_PLAIN),
    ],
)
def test_plain_values(text, value):
    assert plain(read_expression(text)) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("var.a", ["var.a"]),
        ("var.a.b[0].c", ["var.a b [] c"]),
        ("aws_x.y.z", ["aws_x.y z"]),
        ('aws_x.y["k"].z', ["aws_x.y [] z"]),
        ("aws_x.y[each.key].z", ["aws_x.y [] z", "each.key"]),
        ("aws_x.y[*].z.w", ["aws_x.y [*] z w"]),
        ("data.aws_x.y.z", ["data.aws_x.y z"]),
        ("aws_x.y[*].z[0].w[a.b]", ["aws_x.y [*] z [] w []", "a.b"]),
        ("a.b[c.d[e.f]]", ["a.b []", "c.d []", "e.f"]),
        ("a[*].b", []),
        ("module.m.out", ["module.m out"]),
        ('"a-${var.a}-${local.b}"', ["var.a", "local.b"]),
        ("string", []),
        ("f(var.a)[0].b", ["var.a"]),
        ("[for x in var.a : x.b + var.c]", ["var.a", "var.c"]),
        ("{ for k, v in v.a : k => v.b if x.y }", ["v.a", "x.y"]),
        ("[for x in [for x in x.a : x.b] : x.c]", ["x.a"]),
        ('"%{ for x in var.a }${x.b}%{ endfor }${x.y}"', ["var.a", "x.y"]),
        ("{ var = local.a, (local.b) = 1 }", ["local.a", "local.b"]),
        ("each.value.cidr", ["each.value cidr"]),
        ("path.module", ["path.module"]),
        ("a.b ? c.d : e.f", ["a.b", "c.d", "e.f"]),
    ],
)
def test_references(text, found):
    assert [" ".join((address, *steps)) for address, steps in references(read_expression(text))] == found


def test_own_names_refer_to_nothing():
    assert list(references(read_expression("rule.value.port + var.a"), frozenset({"rule"}))) == [
        ("var.a", ())
    ]


@given(expressions())
def test_any_expression_is_written_back_as_itself(text):
    node = read_expression(text)
    assert read_expression(write_expression(node)) == node
    assert next(walk(node)) is node


names = st.sampled_from(["a", "var", "for-each", "x1"])
strings = st.text(alphabet='ab ${}%"\\\n~é', max_size=8)
literals = st.builds(Literal, st.none() | st.booleans() | st.integers(0, 10**9) | strings)


def _nodes(inner):
    operators = st.sampled_from(["||", "&&", "==", "<", "+", "-", "*"])
    return st.one_of(
        st.builds(Attribute, inner, names),
        st.builds(Index, inner, inner),
        st.builds(Splat, inner, st.just(Element()) | st.builds(Attribute, st.just(Element()), names)),
        st.builds(Call, names, st.lists(inner, max_size=2).map(tuple)),
        st.builds(Unary, st.sampled_from("!-"), inner),
        st.builds(Binary, operators, inner, inner),
        st.builds(Conditional, inner, inner, inner),
        st.builds(ForList, st.none() | names, names, inner, inner, st.none() | inner),
        st.builds(ForObject, st.none() | names, names, inner, inner, inner, st.booleans(), st.none() | inner),
        st.builds(ListOf, st.lists(inner, max_size=2).map(tuple)),
        st.builds(ObjectOf, st.lists(st.tuples(st.builds(Literal, strings), inner), max_size=2).map(tuple)),
        st.tuples(
            strings.filter(bool), inner.filter(lambda node: not isinstance(node, Template | Literal))
        ).map(lambda pair: Template((Literal(pair[0]), pair[1]))),
    )


@given(st.recursive(literals | st.builds(Name, names), _nodes, max_leaves=8))
def test_any_tree_is_read_back_as_itself(node):
    assert read_expression(write_expression(node)) == node


CLOSED = [
    "1 + 2 * 3 == 7 ? -1 - -1 : 2",
    "!false && (1 < 2 || 2 < 1) != false",
    "10 - 3 - 2",
    "7 % 4 * 2",
    "{ for k, v in { a = 1, b = 2, c = 2 } : v => k... if v > 1 }",
    "[for i, x in [[1, 2], [3]] : x[*][0] if false][*].a",
    "[{ a = [1, 2] }, { a = [3] }][*].a[0]",
    "[{ a = 1 }, { a = 2 }].*.a[1]",
    '"a  ${~ 1 ~}  %{ if true ~}   z %{~ endif ~}  q"',
    '"%{ for i, x in ["a", "b"] }${i}${x},%{ endfor }%{ if false }x%{ else }y%{ endif }"',
    '"$${1} $$${1} %%{x} \\u00e9\\t\\"\\\\"',
    "<<EOT\nx ${~ 1 ~}   \n\n   y\nEOT\n",
    "<<-EOT\n      one\n    two ${1}\n\n  \n        three\n    EOT\n",
    "<<-EOT\n    ${1}\n      x\n    EOT\n",
    "<<-EOT\n    %{ for x in [1,2] ~}\n      ${x}\n    %{ endfor ~}\n    end\n    EOT\n",
    "<<-EOT\n\ttab\n\t  x\n  EOT\n",
    '<<EOT\na\\nb $${x} %%{y} "q"\nEOT\n',
    "max([1, 5, 3]...)",
    '{ "a b" = 1, c : { (upper("d")) = null } }',
]


@pytest.mark.terraform
def test_terraform_means_the_same_by_what_was_written_back(tmp_path):
    written = [write_expression(read_expression(text)) for text in CLOSED]
    attributes = "".join(f"  r{index} = {text.rstrip()}\n" for index, text in enumerate(CLOSED))
    attributes += "".join(f"  w{index} = {text}\n" for index, text in enumerate(written))
    (tmp_path / "main.tf").write_text(f"locals {{\n{attributes}}}\n", encoding="utf-8")
    pairs = ", ".join(
        f"jsonencode(local.r{index}), jsonencode(local.w{index})" for index in range(len(CLOSED))
    )
    done = subprocess.run(
        [terraform(), "console"],
        input=f"base64encode(jsonencode([{pairs}]))",
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    import base64

    values = json.loads(base64.b64decode(done.stdout.strip().splitlines()[-1].strip('"')))
    assert [*zip(CLOSED, values[::2], strict=True)] == [*zip(CLOSED, values[1::2], strict=True)]
