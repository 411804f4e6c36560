"""Blocks are read into a graph, the graph is pruned, and a second reader has to find the same in it."""

import re
from pathlib import Path

import pytest
from spec2iac.hcl import gate
from spec2iac.hcl.format import format_hcl
from spec2iac.hcl.gate import cross_read
from spec2iac.hcl.graph import Block, address_of, parse_blocks
from spec2iac.hcl.places import template_line
from spec2iac.hcl.prune import prune
from spec2iac.hcl.split import split
from spec2iac.hcl.tokens import HclSyntaxError

CASES = sorted((Path(__file__).parent / "checks").glob("*.tf"))

TEXT = '''\
locals {
  name = var.name # the name
}

# Why.
resource "aws_db_instance" "orders" {
  identifier = "${local.name}-orders"
  storage    = 500
  tags       = { a = "b", c = [1, -2.5, null] }
  key        = try(aws_kms_key.main["a"].arn, data.aws_kms_key.main.arn)

  dynamic "rule" {
    for_each = var.rules
    iterator = one

    content {
      port = one.value.port + rule.value
      name = one.key
    }
  }

  lifecycle {
    ignore_changes = [aws_ignored.this, storage]
  }
}
'''  # fmt: skip


def graph(text, template=""):
    return parse_blocks(split(text, template))


class TestBlocks:
    block: Block = graph(TEXT, "database.tf.j2").by_address["aws_db_instance.orders"]

    def test_where_it_stands(self):
        assert (self.block.line, self.block.template, self.block.comments) == (
            6,
            "database.tf.j2",
            ("# Why.",),
        )
        assert self.block.text == TEXT[TEXT.index("resource") :].rstrip()

    def test_plain_values(self):
        values = {name: item.value for name, item in self.block.attributes.items() if item.literal}
        assert values == {"storage": 500, "tags": {"a": "b", "c": [1, -2.5, None]}}

    def test_texts_and_lines(self):
        items = self.block.attributes
        assert [(item.text, item.line) for item in items.values()][:2] == [
            ('"${local.name}-orders"', 7),
            ("500", 8),
        ]
        (rule,) = self.block.nested("rule")
        assert (rule.kind, rule.line, rule.attributes["port"].line) == ("content", 16, 17)

    def test_references(self):
        assert self.block.references() == (
            "local.name",
            "aws_kms_key.main",
            "data.aws_kms_key.main",
            "var.rules",
            "rule.value",
        )

    def test_a_line_s_comment_is_no_part_of_a_value(self):
        assert graph(TEXT).local_values()["local.name"].text == "var.name"

    def test_referrers(self):
        assert graph(TEXT).referrers("var.rules") == ("aws_db_instance.orders",)


@pytest.mark.parametrize(
    ("kind", "labels", "address"),
    [
        ("resource", ("aws_vpc", "main"), "aws_vpc.main"),
        ("data", ("aws_region", "current"), "data.aws_region.current"),
        ("variable", ("name",), "var.name"),
        ("output", ("name",), "output.name"),
        ("module", ("net",), "module.net"),
        ("locals", (), "locals"),
    ],
)
def test_addresses(kind, labels, address):
    assert address_of(kind, labels) == address


def test_an_alias_is_part_of_a_provider_s_address():
    blocks = graph('provider "aws" {}\nprovider "aws" {\n  alias = "second"\n}\n')
    assert list(blocks.by_address) == ["provider.aws", "provider.aws.second"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\n\nlocals {\n  a = 1\n  a = 2\n}\n', "x.tf.j2, line 5, column 3 of what it rendered: the argument 'a' stands twice"),
        ("locals {\n  a = 1 2\n}\n", "x.tf.j2, line 2, column 9 of what it rendered: an argument ends its line"),
        ("locals {\n  a\n}\n", "x.tf.j2, line 2, column 4 of what it rendered: '=' or '{' is missing here"),
        ("locals {\n  1 = 2\n}\n", "x.tf.j2, line 2, column 3 of what it rendered: neither an argument nor a block begins so"),
        ("\nlocals {\n", "x.tf.j2, line 3, column 1 of what it rendered: something is not closed at the end"),
        ('locals "\\q" {\n}\n', "x.tf.j2, line 1, column 8 of what it rendered: a string has no escape '\\q'"),
    ],
)  # fmt: skip
def test_what_is_no_block_says_where(text, message):
    with pytest.raises(HclSyntaxError, match=re.escape(message)):
        graph(text, "x.tf.j2")


PRUNED = """\
variable "used" { default = 1 }
variable "unused" { default = 1 }
variable "checked" {
  validation {
    condition = var.checked > var.limit && var.checked > 0
  }
}
variable "limit" {}
variable "own" {
  validation {
    condition = var.own > var.unused
  }
}
locals {
  # About a.
  a = local.b
  # About b, which a needs.
  b = {
    "} # {" = data.x_y.used.id # here
  }

  # About c.
  c = local.d
  d = <<-EOT
    a = 1
  EOT
  e = "last"
}
locals { f = 1 }
data "x_y" "used" { name = var.used }
data "x_y" "unused" { name = data.x_y.deeper.id }
data "x_y" "deeper" {}
ephemeral "x_p" "unused" {}
resource "x_z" "kept" {
  name = local.a
  size = var.checked
}
output "e" { value = local.e }
"""


def test_what_nothing_refers_to_is_dropped():
    left = prune(graph(PRUNED))
    assert [block.address for block in left.blocks] == [
        *("var.used", "var.checked", "var.limit", "locals", "data.x_y.used", "x_z.kept", "output.e")
    ]
    block = left.by_address["locals"]
    assert list(block.attributes) == ["a", "b", "e"]
    assert format_hcl(block.text) == (
        "locals {\n  # About a.\n  a = local.b\n  # About b, which a needs.\n  b = {\n"
        '    "} # {" = data.x_y.used.id # here\n  }\n  e = "last"\n}\n'
    )
    assert prune(left) == left


def test_everything_may_go():
    assert prune(graph('locals {\n  a = 1\n}\nvariable "x" {}\n')).blocks == ()


class TestGate:
    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
    def test_python_hcl2_reads_what_we_read(self, case):
        cross_read(graph(case.read_text(encoding="utf-8")).blocks)

    def test_what_it_reads_otherwise_is_refused(self):
        (block,) = graph('resource "a" "b" {\n  c = 1\n}\n', "x.tf.j2").blocks
        hidden = Block(block.kind, block.labels, {}, (), block.address, 7, block.text, template="x.tf.j2")
        with pytest.raises(
            HclSyntaxError, match=r"x\.tf\.j2, line 7, .* python-hcl2 finds 'c' in a\.b where"
        ):
            cross_read([hidden])

    def test_what_it_can_t_read_is_refused(self):
        bad = Block("resource", ("a", "b"), {}, (), "a.b", 1, 'resource "a" "b" {\n  c = = 1\n}')
        with pytest.raises(HclSyntaxError, match=r"python-hcl2 can't read a\.b"):
            cross_read([bad])

    def test_it_reads_a_text_once(self, monkeypatch):
        blocks = graph('resource "a" "once" {\n  c = 2\n}\n').blocks
        cross_read(blocks)
        monkeypatch.setattr(gate, "_read", lambda unread: pytest.fail(f"read again: {unread}"))
        cross_read(blocks)


class TestPlaces:
    TEMPLATE = """\
{% for key in keys %}
resource "x_{{ "y" if key else "z" }}" "{{ this.label }}_{{ key | identifier }}" {
  name = "{{ key }}"
{% if key %}
  size = 1
{% endif %}

  rule {
    size = {{ key | hcl }}
  }
}
{% endfor %}

output "o" { value = 1 }
"""
    RENDERED = 'resource "x_z" "orders_b" {\n  name = "b"\n\n  rule {\n    size = "b"\n  }\n}\n\noutput "p" { value = 2 }\n'

    @pytest.mark.parametrize(("line", "place"), [(1, 2), (2, 3), (4, 8), (5, 9), (6, 2)])
    def test_a_line_is_found_again(self, tmp_path, line, place):
        (tmp_path / "t.tf.j2").write_text(self.TEMPLATE, encoding="utf-8")
        block = graph(self.RENDERED, "t.tf.j2").blocks[0]
        assert template_line([tmp_path / "not", tmp_path], block, line) == place

    def test_what_a_macro_made_is_not_found(self, tmp_path):
        (tmp_path / "t.tf.j2").write_text(self.TEMPLATE, encoding="utf-8")
        assert template_line([tmp_path], graph(self.RENDERED, "t.tf.j2").blocks[1], 8) == 0
        assert template_line([tmp_path], graph(self.RENDERED, "gone.tf.j2").blocks[0], 1) == 0
