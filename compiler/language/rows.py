"""Tables whose first column names the things themselves: under "Queue", each row is a queue of the name in its first cell."""

from __future__ import annotations

from .reading import Reading

# What a cell says where there is nothing.
NONE = frozenset(("none", "no", "-", "–", "—", "n/a", "nil", "0", "✗", "✘", "❌"))


def name_the_row(reading: Reading) -> None:
    """Make one component of a row: of its head's kind, named by its first cell, with what the other cells say of it."""
    cells = reading.passage.cells
    if not cells or not cells[0].head:
        return
    first, last = cells[0].start, cells[0].end
    heads = [m for m in reading.wanted if reading.span(m.first, m.last) == (first, first)]
    if not heads:
        return
    whole = heads[0]
    inside = [m for m in reading.wanted if m is not whole and first <= reading.span(m.first, m.last)[0] < last
              and reading.span(m.first, m.last)[1] > first]  # fmt: skip
    text = " ".join(reading.text[first:last].split())
    itself = any(
        m.concept in reading.vocabulary.rows and reading.span(m.first, m.last) == (first, last)
        for m in inside
    )
    if not text or text.lower() in reading.vocabulary.no_rows:
        # "Total" is no database, and what its row sums up stands in the others.
        for mention in reading.wanted:
            mention.dropped = True
        return
    if itself:
        # "Database | Redis": the cell says itself what it is.
        whole.dropped = True
        return
    for other in inside:
        other.dropped = other.concept != whole.concept
    whole.weak = False
    if text.lower() not in reading.vocabulary.labels and not _is_environment(reading, first, last):
        whole.name, whole.in_row = text, True
    for other in reading.wanted:
        if other is not whole and other.concept == whole.concept:
            whole.properties.update(other.properties)
            whole.evidence.update(other.evidence)
            whole.product = whole.product or other.product
            other.dropped = True


def _is_environment(reading: Reading, start: int, end: int) -> bool:
    return any(
        reading.span(first, last) == (start, end)
        for first, last, _ in reading.hinted("environment", 0, len(reading.words))
    )


def absent_cells(reading: Reading) -> None:
    """Rule out what a column is about in a row whose cell says that there is none: "Cache | none"."""
    for cell in reading.passage.cells[1:]:
        if reading.text[cell.start : cell.end].strip(" .").lower() not in NONE:
            continue
        for mention in reading.wanted:
            if reading.span(mention.first, mention.last) == (cell.start, cell.start):
                mention.excluded = True
