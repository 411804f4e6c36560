"""Where the cells of a table's row stand in its line."""

from __future__ import annotations


def split_row(line: str, start: int = 0) -> list[tuple[int, int]]:
    """The spans of a row's cells, without the blanks around them; ``start`` is where the row begins in the line.

    Cells end at bars that no backslash stands before. A bar at the row's beginning or end closes it and makes no cell.
    """
    begin, end = _trimmed(line, start, len(line))
    if begin == end:
        return []
    if line[begin] == "|":
        begin += 1
    if end > begin and line[end - 1] == "|" and not (end - 1 > begin and line[end - 2] == "\\"):
        end -= 1
    spans = []
    at = begin
    bar = line.find("|", at, end)
    while bar >= 0:
        if line[bar - 1] != "\\":
            spans.append(_trimmed(line, begin, bar))
            begin = bar + 1
        at = bar + 1
        bar = line.find("|", at, end)
    spans.append(_trimmed(line, begin, end))
    return spans


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    cell = line[start:end]
    bare = cell.strip()
    if not bare:
        return end, end
    start += len(cell) - len(cell.lstrip())
    return start, start + len(bare)
