"""Rendered text is cut into blocks, and nothing inside a string, heredoc or comment can cut it."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec2iac.hcl.split import split
from spec2iac.hcl.tokens import HclSyntaxError, tokenize

TEXT = """\
# A detached comment.

# Why it is there.
# NFR-SEC-001
resource "aws_s3_bucket" "logs" {
  bucket = "}${"}"}{" # }
  /* } */
  policy = <<-EOT
    }
    ${jsonencode({ a = "}" })}
  EOT
  nested {
    a = "#@ nowhere"
  }
}
#@ security
resource "aws_kms_key" "main" {}

locals { a = 1 }
variable plain { # trailing
}
#@ network
data "aws_region" "current" {}
"""


def test_blocks_comments_lines_and_files():
    blocks = split(TEXT)
    assert [(block.header, block.line, block.file) for block in blocks] == [
        (("resource", "aws_s3_bucket", "logs"), 5, None),
        (("resource", "aws_kms_key", "main"), 17, "security"),
        (("locals",), 19, "security"),
        (("variable", "plain"), 20, "security"),
        (("data", "aws_region", "current"), 23, "network"),
    ]
    assert blocks[0].comments == ("# Why it is there.", "# NFR-SEC-001")
    assert all(not block.comments for block in blocks[1:])
    assert blocks[0].text.startswith('resource "aws_s3_bucket" "logs" {\n')
    assert blocks[0].text.endswith("  }\n}")
    assert blocks[1].text == 'resource "aws_kms_key" "main" {}'


def test_line_breaks_of_another_system():
    assert split(TEXT.replace("\n", "\r\n")) == split(TEXT)


def test_nothing():
    assert split("") == ()
    assert split("\n# only a comment\n") == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a = 1\n", (1, 3)),
        ('resource "x" {\n', (2, 1)),
        ("x {\n  a = (1]\n}\n", (2, 9)),
        ('x {\n  a = "open\n}\n', (2, 12)),
        ("x {\n  a = <<EOT\n  b\n}\n", (5, 1)),
        ('x {\n  a = "${b"\n}\n', (2, 12)),
        ("}\n", (1, 1)),
        ("x {} y {}\n", (1, 6)),
        ("x {\n  a = ;\n}\n", (2, 7)),
        ("#@ ../../etc\nx {}\n", (1, 1)),
        ("#@security\nx {}\n", (1, 1)),
        ("x {\n" + "a = [" * 100 + "]" * 100 + "}\n", (2, 320)),
    ],
)
def test_what_is_not_hcl_says_where(text, place):
    with pytest.raises(HclSyntaxError) as caught:
        split(text)
    assert (caught.value.line, caught.value.column) == place


@given(st.text(alphabet='ab1 ${}%"\\\n#*/<>-~=[]()E.,'))
def test_any_text_is_cut_or_refused(text):
    try:
        tokens = tokenize(text)
    except HclSyntaxError as error:
        assert error.line >= 1 and error.column >= 1
    else:
        place = 0
        for token in tokens:
            assert not text[place : token.start].strip(" \t")
            assert text.startswith(token.text, token.start)
            assert token.line == text.count("\n", 0, token.start) + 1
            place = token.start + len(token.text)
        assert place == len(text) or not text[place:].strip(" \t")


@pytest.mark.parametrize(
    "piece", ["$", "%", "$%", '"', "\\", "/*", "*", "<<E\n", "${", '"${', "#", "e", "1e", "[", "~", "1."]
)
def test_time_is_linear_in_hostile_text(piece):
    start = time.perf_counter()
    for text in ('a = "' + piece * 60_000, piece * 60_000):
        with contextlib.suppress(HclSyntaxError):
            tokenize(text)
    assert time.perf_counter() - start < 5, "a quadratic tokenizer would take minutes"
