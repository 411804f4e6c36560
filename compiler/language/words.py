"""From a statement's text to its words: numbers, names, literals and marks, each with its place and its stem.

One pass of one expression without nested repetition: linear in the text, whatever the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_NUMBER = 15
_SHAPES = re.compile(
    r"""
    (?P<plain>[A-Za-z]+(?=[\ ,;)]|\Z))
  | (?P<cidr>\b\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?(?![\w/]))
  | (?P<date>\b\d{4}-\d{2}-\d{2}\b)
  | (?P<time>\b(?:[01]?\d|2[0-3]):[0-5]\d(?:\ ?[aApP]\.?[mM]\b)?(?![\d:])|\b(?:1[0-2]|0?[1-9])\ ?(?:[aApP]\.[mM]\.|[aApP][mM]\b))
  | (?P<version>(?<![a-z\d_])(?:v\d{1,4}(?:\.\d{1,4}){0,3}|V\d{1,3}(?:\.\d{1,4}){1,3})(?!\w))
  | (?P<reference>\b(?:FR|NFR|SLO|SC|BR|OR|SR|CR|AC|US)(?:-[A-Z]{1,6}){0,2}-\d{1,4}\b)
  | (?P<percentile>\b[pP]\d{2}(?:\.\d{1,3})?(?![\w]))
  | (?P<image>\b[a-z0-9][\w.-]{0,60}(?:/[\w.-]{1,60}){1,4}:[\w.-]{1,40})
  | (?P<cron>(?<!\S)(?=[\d*/,\-\ ]{0,60}\*)(?:[\d*][\d*/,\-]{0,12}\ ){4}[\d*][\d*/,\-]{0,12}(?![\w*]))
  | (?P<email>\b[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})
  | (?P<file>\b\d{3}\.html?\b)
  | (?P<prefix>(?<![\w.)\]/])/(?:[1-9]|[12]\d|3[0-2])(?![\w/.]*\d)(?![\w/]))
  | (?P<name>\b[a-z][a-z0-9]{0,30}(?:-(?!of-|to-|in-|the-|and-|once-|on-|or-|per-|a-|for-|as-|at-|by-)[a-z0-9]{1,30}){2,8}-[a-z]{1,30}\b(?!-))
  | (?P<path>(?<![\w/.)€$£¥₹%])/[A-Za-z][\w\-./{}]{0,200})
  | (?P<domain>(?:\*\.)?\b[A-Za-z][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62}){0,8}\.[a-z]{2,24}\b(?![/@\w]))
  | (?P<number>\d{1,2},\d{1,2}(?=\ ?%)|\d{1,3}(?:\ \d{3}){0,3}\ 000(?!\d)|\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,6}(?!\d)(?:\.\d{1,9})?|\d+(?:\.\d+)*)
  | (?P<joined>\b[A-Za-z][A-Za-z0-9]{0,30}(?:_[A-Za-z0-9]{1,30}){1,6}\b)
  | (?P<before>\b[A-Z]{2,6}(?=[vV]\d))
  | (?P<word>[^\W\d_]+(?:['’](?:[stdm]|re|ve|ll)\b)?(?:\d{1,3}[^\W\d_]*)?)
  | (?P<mark><=|>=|=<|=>|\+/-|->|[<>=≤≥~≈±→×%$€£¥₹/+|;:,.!?()\[\]"“”&_\#@…–—‑\-])
    """,
    re.VERBOSE,
)
# What stands behind the word: "image nginx:1.27".
_IMAGES = re.compile(r"\b[iI]mages?:? [\"'`]?([a-z0-9][\w./-]{0,80}:\w[\w.-]{0,60}(?<![.-]))")
# Most words are plain: known first, they are not looked at by every other shape. "404.html" is a file as "error.html" is; what stands glued before a version ("TLSv1.3") is a word.
_SAME_KIND = {"file": "domain", "before": "word", "joined": "word", "plain": "word"}
# Words that are mostly written with a point: it ends no sentence where a figure follows.
_SHORTENED = frozenset(("min", "max", "approx", "ca", "resp", "incl", "ver", "no"))
_FIGURE_END = re.compile(r"\d[A-Za-z]{1,3}$")
_FILE_ENDINGS = frozenset(["js", "md", "py", "tf", "yaml", "yml", "json", "html", "css", "sh", "txt"])
_SENTENCE_ENDS = frozenset((";", ".", "!", "?", "…"))


class Word:
    """A word of a statement: its kind, the text as written, the stem by which terms are found, and its span."""

    __slots__ = ("end", "kind", "raw", "start", "stem")

    def __init__(self, kind: str, raw: str, stem: str, start: int, end: int) -> None:
        self.kind = kind
        self.raw = raw
        self.stem = stem
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"{self.kind}:{self.raw}"


def split(text: str) -> list[Word]:
    """The words of a text in order. A hyphen inside a word only separates; between numbers it stays."""
    words: list[Word] = []
    images = {match.start(1): match.end(1) for match in _IMAGES.finditer(text)} if ":" in text else {}
    inside = 0
    for match in _SHAPES.finditer(text):
        if match.start() < inside:
            continue
        if match.start() in images:
            inside = images[match.start()]
            named = text[match.start() : inside]
            words.append(Word("image", named, named.lower(), match.start(), inside))
            continue
        kind = match.lastgroup or "mark"
        kind = _SAME_KIND.get(kind, kind)
        raw = match.group()
        start, end = match.span()
        if kind == "word":
            words.append(Word(kind, raw, stem(raw), start, end))
        elif kind == "mark":
            if raw in "-‑" and _joins(text, start, end):
                continue
            if (
                raw == "."
                and words
                and words[-1].stem in _SHORTENED
                and text[end : end + 2].strip().isdigit()
            ):
                continue
            words.append(Word(kind, raw, "dot" if _begins_word(text, raw, start, end) else raw, start, end))
        elif kind == "number":
            decimal = raw.rpartition(",")[2] if raw.count(",") == 1 else ""
            # Before a percent sign, a comma with one or two figures behind it is a decimal comma ("99,95 %").
            plain = (
                raw.replace(",", "." if 0 < len(decimal) < 3 else "")
                .replace("\u00a0", "")
                .replace("\u202f", "")
                .replace(" ", "")
            )
            if len(plain) > LONGEST_NUMBER:
                kind = "literal"
            words.append(Word(kind, raw, plain, start, end))
        elif kind in ("path", "domain"):
            clean = raw.rstrip("./-") if kind == "path" else raw
            if kind == "path" and len(clean) < 2:
                clean = raw
            words.append(Word(kind, clean, clean.lower(), start, start + len(clean)))
        else:
            words.append(Word(kind, raw, raw.lower(), start, end))
    return words


def _begins_word(text: str, raw: str, start: int, end: int) -> bool:
    """Whether a point begins a word (".NET") and ends none."""
    return raw == "." and text[end : end + 1].isalpha() and (start == 0 or text[start - 1] in " (:/")


def _joins(text: str, start: int, end: int) -> bool:
    """Whether a hyphen joins two parts of a word: no blank around it, and not a number on both sides."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if not (before.isalnum() and after.isalnum()):
        return False
    return not (after.isdigit() and (before.isdigit() or _FIGURE_END.search(text, max(start - 6, 0), start)))


def ends_clause(word: Word) -> bool:
    """Whether a word is a mark at which a thought ends."""
    return word.kind == "mark" and word.stem in _SENTENCE_ENDS


def is_file_name(raw: str) -> bool:
    """Whether a dotted name looks like a file's name, not like a domain's."""
    return raw.rpartition(".")[2].lower() in _FILE_ENDINGS and raw.count(".") == 1


_IRREGULAR = {
    "kept": "keep",
    "lost": "lose",
    "held": "hold",
    "sent": "send",
    "spent": "spend",
    "disc": "disk",
    "discs": "disk",
    "ran": "run",
    "is": "is",
    "was": "was",
    "has": "has",
    "us": "us",
    **{
        name: name
        for name in [
            "sms",
            "dns",
            "tls",
            "https",
            "nfs",
            "iops",
            "rps",
            "tps",
            "qps",
            "kms",
            "rds",
            "eks",
            "aks",
            "ecs",
            "efs",
            "ebs",
            "sqs",
            "sns",
            "ses",
            "cos",
            "iks",
            "roks",
            "os",
            "aws",
            "ddos",
            "gcs",
            "cors",
            "gbps",
            "mbps",
            "kbps",
            "bps",
            "ips",
            "ids",
            "apis",
            "mfas",
        ]
    },
    "need": "need",
    "needs": "need",
    "data": "data",
    "centre": "center",
    "centres": "center",
    "vertices": "vertex",
    "used": "use",
    "uses": "use",
    "using": "use",
    "use": "use",
    "queued": "queue",
    "policies": "policy",
    "going": "go",
    "goes": "go",
    "being": "be",
    "analyse": "analyz",
    "analyze": "analyz",
    "licence": "licens",
    "license": "licens",
    "defence": "defens",
    "colour": "color",
    "catalogue": "catalog",
    "programme": "program",
    "behaviour": "behavior",
    "does": "does",
    "during": "during",
    "nothing": "nothing",
    "single": "single",
    "string": "string",
    "business": "business",
    "process": "process",
    "address": "address",
    "access": "access",
}
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=16384)
def stem(raw: str) -> str:
    """What a word's inflections and its US and UK spellings have in common: "Encrypts" and "encrypting" are "encrypt"."""
    if len(raw) > 2 and raw[-1] == "s" and raw[:-1].isupper() and raw.isascii():
        return raw[:-1].lower()
    word = raw.lower().replace("’", "'")
    if word.endswith("'s"):
        word = word[:-2]
    known = _IRREGULAR.get(word)
    if known is not None:
        return known
    if len(word) > 64:
        return word
    word = word.replace("isation", "ization").replace("ysing", "yzing").replace("ysed", "yzed")
    if len(word) > 5:
        for uk, us in (
            ("ised", "ized"),
            ("ises", "izes"),
            ("ising", "izing"),
            ("ise", "ize"),
            ("elled", "eled"),
            ("elling", "eling"),
        ):
            if word.endswith(uk):
                word = word[: -len(uk)] + us
                break
    word = _singular(word)
    for suffix in ("ing", "ed"):
        if word.endswith(suffix):
            rest = word[: -len(suffix)]
            if len(rest) >= 3 and not _VOWELS.isdisjoint(rest):
                word = rest
                if word[-1] == word[-2] and word[-1] not in "lsz":
                    word = word[:-1]
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word


def _singular(word: str) -> str:
    if len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]
