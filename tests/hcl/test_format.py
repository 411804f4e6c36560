"""The formatter against ``terraform fmt``: on written cases and on generated text."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spec2iac.hcl.format import format_hcl
from spec2iac.hcl.tokens import HclSyntaxError

from .terraform import terraform

CASES = sorted((Path(__file__).parent / "format").glob("*.before"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case):
    made = format_hcl(case.read_text(encoding="utf-8"))
    assert made == case.with_suffix(".after").read_text(encoding="utf-8")
    assert format_hcl(made) == made


@pytest.mark.terraform
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_terraform_finds_nothing_to_change(case):
    text = case.with_suffix(".after").read_text(encoding="utf-8")
    (done,) = terraform_fmt([text])
    assert done == text


@pytest.mark.parametrize(
    ("text", "place"),
    [("x {\n  a = [\n}\n", (3, 1)), ("x {\n  1 = 2\n}\n", (2, 3)), ("x y\n", (1, 4)), ('a = "b\n', (1, 7))],
)
def test_what_is_not_hcl_says_where(text, place):
    with pytest.raises(HclSyntaxError) as caught:
        format_hcl(text)
    assert (caught.value.line, caught.value.column) == place


def terraform_fmt(texts, folder=None):
    """What ``terraform fmt`` makes of each text."""
    if folder is None:
        command = [terraform(), "fmt", "-"]
        return [
            subprocess.run(
                command, input=text, capture_output=True, text=True, encoding="utf-8", check=True
            ).stdout
            for text in texts
        ]
    for index, text in enumerate(texts):
        (folder / f"{index}.tf").write_text(text, encoding="utf-8")
    subprocess.run([terraform(), "fmt", str(folder)], capture_output=True, check=True)
    return [(folder / f"{index}.tf").read_text(encoding="utf-8") for index in range(len(texts))]


blanks = st.sampled_from(["", " ", " ", "   "])
names = st.sampled_from(["a", "bb", "name", "long_name", "in", "for-each", "type", "x1"])
line_breaks = st.sampled_from(
    ["\n", "\n", "\n", "\n\n", "\n\n\n", " # note\n", "\n  # above\n", "\n// slashes\n"]
)


def glued(*parts):
    """The parts one after the other, with any blanks between them."""
    pieces = [
        piece
        for part in parts
        for piece in (part if isinstance(part, st.SearchStrategy) else st.just(part), blanks)
    ]
    return st.tuples(*pieces[:-1]).map("".join)


def expressions():
    """Expressions of HCL, spaced anyhow."""
    simple = st.sampled_from(
        [
            *(
                "1",
                "2.5",
                "true",
                "null",
                '"text"',
                '"a ${b} c"',
                '"$${a} %%{b}"',
                '"${ x }${y}"',
                '"%{ if a }b%{ else }c%{ endif }"',
            ),
            *("var.a", "aws_x.y", "each.value", "local.a_b", '"é"', '""', "[]", "{}", "data.a.b.c"),
        ]
    )
    operators = st.sampled_from([" + ", " -", "*", " / ", "%", "==", "!=", "<", ">=", "&&", "||"])

    # Terraform itself loses the words true and null between the brackets of an index.
    indices = st.sampled_from(["0", '"k"', "each.key", "a+1", "-1", '"x${a}"'])

    def deeper(inner):
        spaced_list = st.lists(inner, max_size=3)
        pairs = st.lists(st.tuples(names.filter(lambda name: name != "in"), inner), max_size=3)
        return st.one_of(
            glued("(", inner, ")"),
            glued("[", spaced_list.map(" , ".join), "]"),
            spaced_list.map(lambda items: "[\n" + "".join(f"{item},\n" for item in items) + "]"),
            pairs.map(lambda items: "{" + ",".join(f"{key}={value}" for key, value in items) + "}"),
            pairs.map(lambda items: "{\n" + "".join(f" {key} = {value}\n" for key, value in items) + "\n}"),
            glued("merge(", inner, ",", inner, ")"),
            inner.map(lambda value: f"jsonencode({{\n  a={value}\n bb :1\n}})"),
            glued(inner, operators, inner),
            glued("!", inner),
            st.tuples(inner, inner, inner).map(lambda parts: f"{parts[0]}?{parts[1]} : {parts[2]}"),
            inner.map(lambda value: f"[for k,v in {value}: v if k!=1]"),
            inner.map(lambda value: f"{{for k, v in {value} :k=> v...}}"),
            inner.map(lambda value: f"[for x in[{value}] : -x]"),
            glued("var.a", "[", indices, "]", ".b", "[*].c"),
            inner.filter(lambda value: "\n" not in value).map(lambda value: f'"${{ {value} }}"'),
            inner.filter(lambda value: "\n" not in value).map(lambda value: f'"x-${{{value}}}"'),
        )

    return st.recursive(simple, deeper, max_leaves=6)


def numbered(text):
    """The text with a number of its own for each argument: terraform reads no argument twice."""
    first, *rest = text.split("@")
    return first + "".join(f"{number}{part}" for number, part in enumerate(rest))


arguments = st.tuples(
    blanks, names, st.just("@"), blanks, st.just("="), blanks, expressions(), line_breaks
).map("".join)
heredocs = st.tuples(
    names.map("{}@".format), st.sampled_from(["<<EOT\nx\n  y ${ a }\nEOT\n", "<<-EOT\n    x = 1\n  EOT\n"])
).map(" = ".join)
comments = st.sampled_from(["# note\n", "   // note\n", "/* one */\n", "/* two\n   lines */\n", "\n"])
inner_blocks = st.tuples(
    st.sampled_from(["nested {\n", 'dynamic "x" {\n', "  inner   {\n\n", "content { # why\n"]),
    st.lists(arguments | comments | heredocs, max_size=3).map("".join),
    st.sampled_from(["}\n", " }\n\n\n", "} # end\n"]),
).map("".join)
one_line = st.sampled_from(
    ["empty {}\n", "empty { }\n", "one { a=1 }\n", 'lifecycle { ignore_changes=[ "x" ] }\n']
)
blocks = st.tuples(
    st.sampled_from(
        ['resource "a" "b" {\n', 'variable  "c" {\n\n', "locals{\n", "output d {\n", "terraform { # top\n"]
    ),
    st.lists(arguments | inner_blocks | one_line | comments | heredocs, max_size=6).map("".join),
    st.sampled_from(["}\n", "}\n\n", "\n\n}\n", "} # end\n"]),
).map("".join)
documents = st.lists(blocks | comments | st.just("locals {}\n"), max_size=4).map("".join).map(numbered)


@given(documents)
def test_formatting_twice_changes_nothing(text):
    once = format_hcl(text)
    assert format_hcl(once) == once
    assert "\n\n\n" not in once
    assert not once.startswith("\n")


@pytest.mark.terraform
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(documents, min_size=60, max_size=60))
def test_terraform_agrees_on_generated_text(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("fmt")
    ours = [format_hcl(text) for text in texts]
    assert terraform_fmt(ours, folder) == ours
    assert [format_hcl(text) for text in terraform_fmt(texts, folder)] == ours
