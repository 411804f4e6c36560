"""Texts of strangers become data in HCL, whatever they hold."""

import json
import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec2iac.hcl.escape import COMMENT_LENGTH, IDENTIFIER_LENGTH, comment, identifier, literal
from spec2iac.hcl.split import split
from spec2iac.hcl.tokens import COMMENT, END, NEWLINE, STRING, tokenize

from .terraform import terraform

HOSTILE = [
    "",
    'a "quoted" word',
    "back\\slash and \\n",
    "line\nbreak\r\nand\ttab",
    "${var.secret}",
    "$${x} $$${x} $$$${x}",
    "%{ if true }x%{ endif } %%{",
    "$%{x} %${x} $$%{x} %%${x}",
    "$",
    "$$",
    "{}",
    '"}\nresource "x" "y" {',
    "<<EOT\nx\nEOT",
    "\x00\x01\x1f\x7f\x85\u2028\u2029",
    "\u202egnp.exe\u200b\ufeff",
    "\U000e0041\U0001f600",
    "Zürich, 東京",
    "*/ /* # //",
]

texts = st.text() | st.text(alphabet='${}%"\\\n#*/<>-E ')
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        (3.0, "3"),
        (0.25, "0.25"),
        ("plain", '"plain"'),
        ("${x}", '"$${x}"'),
        ("%{x}", '"%%{x}"'),
        ("a\nb", '"a\\nb"'),
        ("\u202e", '"\\u202e"'),
        ([], "[]"),
        (("a", 1), '["a", 1]'),
        ({}, "{}"),
        ({"a": 1, "b c": [True]}, '{\n  a = 1\n  "b c" = [true]\n}'),
        ({"for": 1}, '{\n  "for" = 1\n}'),
        (["x" * 60, "y" * 60], '[\n  "' + "x" * 60 + '",\n  "' + "y" * 60 + '",\n]'),
    ],
)
def test_literal(value, expected):
    assert literal(value) == expected


@pytest.mark.parametrize("value", [{1, 2}, object(), {1: 2}, b"bytes"])
def test_what_has_no_literal(value):
    with pytest.raises(TypeError):
        literal(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number(value):
    with pytest.raises(ValueError, match="no number"):
        literal(value)


@given(texts)
def test_a_string_is_one_token(text):
    tokens = tokenize(f"a = {literal(text)}")
    assert [token.kind for token in tokens] == ["identifier", "=", STRING, END]


@given(values)
def test_a_value_stays_inside_its_block(value):
    blocks = split(f"locals {{\n  a = {literal(value)}\n}}\nlocals {{\n}}\n")
    assert [block.kind for block in blocks] == ["locals", "locals"]


@given(texts)
def test_a_comment_is_one_line_and_safe_in_a_string_too(text):
    made = comment(text)
    assert len(made) <= COMMENT_LENGTH
    assert [token.kind for token in tokenize(f"# {made}\n")] == [COMMENT, NEWLINE, END]
    assert [token.kind for token in tokenize(f'"{made}"')] == [STRING, END]
    assert not made.startswith(("#", "@"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two\nlines", "two lines"),
        ('say "hi" to ${x}', "say 'hi' to {x}"),
        ("$${x}", "{x}"),
        ("#@ security", "security"),
        ("a\u202eb", "a b"),
        ("x" * 200, "x" * 99 + "…"),
    ],
)
def test_comment(text, expected):
    assert comment(text) == expected


@given(texts)
def test_an_identifier_is_one(text):
    made = identifier(text)
    assert re.fullmatch("[a-z][a-z0-9_]*", made)
    assert len(made) <= IDENTIFIER_LENGTH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Order service", "order_service"),
        ("orders", "orders"),
        ("2FA codes", "n2fa_codes"),
        ("Zürich -- Büro", "zurich_buro"),
        ("count", "count_item"),
        ("null", "null_item"),
    ],
)
def test_identifier(text, expected):
    assert identifier(text) == expected


def test_different_texts_keep_different_identifiers():
    long = "a service with a name that is longer than any name should ever be "
    assert len({identifier(text) for text in (long + "one", long + "two", "東京", "大阪", "")}) == 5


@pytest.mark.terraform
def test_terraform_reads_what_was_written():
    expression = "jsonencode([" + ", ".join(literal(text) for text in HOSTILE) + "])"
    done = subprocess.run(
        [terraform(), "console"],
        input=expression,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    read = json.loads(json.loads(_go_string(done.stdout)))
    assert read == HOSTILE


def _go_string(output):
    """The console's last line, with the escapes that Go writes and JSON has not."""
    line = output.strip().splitlines()[-1]
    line = re.sub(r"\\x([0-9a-f]{2})", r"\\u00\1", line)
    line = re.sub(r"\\U([0-9a-f]{8})", lambda match: json.dumps(chr(int(match[1], 16)))[1:-1], line)
    return line.replace("\\a", "\\u0007").replace("\\v", "\\u000b")
