"""Makes the author's words safe in generated Markdown: they stay words, whatever marks they have in them."""

from __future__ import annotations

MARKS = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_[]<>#|~!$"} | {"\0": "", "\r": " ", "\n": " ", "\t": " "}
)


def escape(text: str) -> str:
    """``text`` on one line, with every mark of Markdown and HTML escaped, and no link made of it."""
    folded = " ".join(text.translate(MARKS).split())
    return folded.replace("://", ":\u200b//").replace("@", "@\u200b")


def node_text(text: str, limit: int = 40) -> str:
    """``text`` as a quoted Mermaid label: entity-encoded where Mermaid or HTML would read more than words into it."""
    kept = "".join(
        letter if letter.isalnum() or letter in " .,-/()%" else f"#{ord(letter)};" for letter in text[:limit]
    )
    return kept + ("…" if len(text) > limit else "")
