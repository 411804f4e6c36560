"""Derives who talks to whom from the components, the statements and the rules in ``links.yaml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ..architecture import Link
from ..document import Form, Kind
from ..statements import Statement
from .capabilities import phrases
from .demands import WORD, any_word, word_at, words_of
from .infer import known
from .plan import Draft, Plan
from .rules import rules
from .values import same


def connect(plan: Plan) -> None:
    """Derive all links anew; those of backups and scalers, which capabilities gave, stay."""
    given = [
        link
        for link in plan.links
        if link.verb in ("scales", "protects") and link.source.split(".")[0] in GIVEN
    ]
    joint = Joint(plan)
    for rule in rules()["links"]["rules"]:
        for one, other in _pairs(plan, rule, joint):
            source, target = (one, other) if rule.get("focus") == "source" else (other, one)
            if source is target:
                continue
            link = Link(
                source.key, target.key, rule["verb"], _port(rule, target), joint.statements(one, other)
            )
            joint.add(link)
    plan.links = [*given, *joint.links.values()]


# What capabilities link themselves.
GIVEN = ("backup", "auto-scaling")


class Joint:
    """The links so far, and which statements speak of two components together."""

    def __init__(self, plan: Plan) -> None:
        self.links: dict[tuple[str, str, str], Link] = {}
        self._about: dict[str, frozenset[str]] = {}
        self._claimed: dict[str, set[str]] = {}
        asked = Counter[str]()
        for draft in plan.drafts.values():
            self._claimed.setdefault(draft.concept, set()).update(draft.own)
            if len(draft.own) <= MOST_STATEMENTS:
                asked.update(draft.own)
        self.texts = {
            name: statement.passage.text.lower()
            for name, statement in plan.statements.items()
            if 0 < asked[name] <= MOST_COMPONENTS and _tells(statement)
        }
        self._order = {name: place for place, name in enumerate(self.texts)}
        self._mentioning = _mentions(self.texts, plan.drafts.values())
        servers = list(plan.all(*rules()["links"]["groups"]["servers"]))
        self.fronts = [draft for draft in servers if _has_role(draft, "front")]
        self.backs = [draft for draft in servers if _has_role(draft, "back")]
        self.workers = [draft for draft in servers if _has_role(draft, "worker")]

    def add(self, link: Link) -> None:
        """Keep a link, each verb between two components once."""
        self.links.setdefault((link.source, link.target, link.verb), link)

    def has(self, source: str, target: str, verb: str) -> bool:
        """Whether the link is there already."""
        return (source, target, verb) in self.links

    def idle(self, key: str, verb: str, as_source: bool) -> bool:
        """Whether a component has no link of this verb so far, from it or else to it."""
        return not any(
            (one if as_source else other) == key and said == verb for one, other, said in self.links
        )

    def behind(self, target: str) -> bool:
        """Whether another entry leads to a component."""
        return any(end == target and verb in ("routes", "serves") for _, end, verb in self.links)

    def statements(self, one: Draft, other: Draft) -> tuple[str, ...]:
        """The statements that led to one of the two components and speak of the other."""
        found = (one.own & self._speaking_of(other)) | (other.own & self._speaking_of(one))
        return tuple(sorted(found, key=self._order.__getitem__))

    def _speaking_of(self, draft: Draft) -> frozenset[str]:
        """The statements that ask for a component or mention it; one that asks for another of its concept means that one."""
        known = self._about.get(draft.key)
        if known is None:
            said = {
                name
                for name in self._mentioning.get(draft.key, ())
                if name not in self._claimed[draft.concept]
            }
            known = self._about[draft.key] = frozenset(said | (draft.own & self.texts.keys()))
        return known


def _mentions(texts: dict[str, str], drafts: Iterable[Draft]) -> dict[str, set[str]]:
    """The statements that mention each component, by its key: found by the first words of what components are called."""
    by_word: dict[str, list[tuple[str, str]]] = {}
    for draft in drafts:
        for phrase in phrases(draft):
            for word in WORD.findall(phrase)[:1]:
                by_word.setdefault(word, []).append((phrase, draft.key))
    found: dict[str, set[str]] = {}
    for name, text in texts.items():
        for word in words_of(text) & by_word.keys():
            for phrase, key in by_word[word]:
                if phrase == word or word_at(text, phrase) >= 0:
                    found.setdefault(key, set()).add(name)
    return found


# Components with more statements than this are named everywhere: being named together then says nothing.
MOST_STATEMENTS = 200
# A statement that asks for more components than this is a list of what is wanted, not a word on who talks to whom.
MOST_COMPONENTS = 4
# The kinds of statements whose wording says who talks to whom.
SPEAKING = (Kind.REQUIREMENT, Kind.COMPLIANCE, Kind.DEPENDENCY)


def _tells(statement: Statement) -> bool:
    """Whether a statement's wording says who talks to whom; what shares a table's row need not talk to each other."""
    return statement.passage.kind in SPEAKING and statement.passage.form is not Form.ROW


def _pairs(plan: Plan, rule: dict[str, Any], joint: Joint) -> list[tuple[Draft, Draft]]:
    """The pairs (focus, other end) that a rule links."""
    focus, far = ("from", "to") if rule.get("focus") == "source" else ("to", "from")
    concepts = tuple(concept for group in rule[focus] for concept in group)
    pairs = []
    for one in plan.all(*concepts):
        if _fits(one, rule) and not (
            rule.get("idle") and not joint.idle(one.key, rule["verb"], rule.get("focus") == "source")
        ):
            pairs += [(one, other) for other in _others(plan, rule, one, far, joint)]
    return pairs


def _fits(draft: Draft, rule: dict[str, Any]) -> bool:
    where = rule.get("where", {}).get(draft.concept, {})
    return all(same(known(draft, name), value) for name, value in where.items())


def _others(plan: Plan, rule: dict[str, Any], one: Draft, far: str, joint: Joint) -> list[Draft]:
    groups = [
        [draft for draft in plan.all(*group) if draft is not one and _fits(draft, rule)]
        for group in rule[far]
    ]
    groups = [_in_role(joint, rule, one, group) for group in groups]
    mentioned = [draft for group in groups for draft in group if _spoken_together(rule, one, draft, joint)]
    if mentioned:
        anyway = [draft for group in groups for draft in group if draft.concept in rule["anyway"]]
        spoken = any(draft in anyway for draft in mentioned)
        others = mentioned if spoken else [*mentioned, *anyway]
        return _besides(rule, one, others, joint)
    first = next((group for group in groups if group), [])
    if rule.get("outermost"):
        first = [draft for draft in first if not joint.behind(draft.key)] or first
    if rule["otherwise"] == "none" or (rule["otherwise"] == "only" and len(first) > 1):
        return []
    return _besides(rule, one, first, joint)


def _spoken_together(rule: dict[str, Any], one: Draft, other: Draft, joint: Joint) -> bool:
    for name in joint.statements(one, other):
        text = joint.texts[name]
        if "words" in rule and not any_word(text, rule["words"]):
            continue
        if "never" in rule and any_word(text, rule["never"]):
            continue
        return True
    return False


def _besides(rule: dict[str, Any], one: Draft, others: list[Draft], joint: Joint) -> list[Draft]:
    """Leave out who has the other verb with the focus already, as long as somebody is left."""
    if "besides" not in rule:
        return others
    left = [draft for draft in others if not joint.has(draft.key, one.key, rule["besides"])]
    return left if left or rule.get("strict") else others


def _in_role(joint: Joint, rule: dict[str, Any], one: Draft, group: list[Draft]) -> list[Draft]:
    """Where servers face clients and others stand behind them: entries lead to the former, data belongs to the latter."""
    role = rule.get("role")
    if role is None:
        return group
    if role == "consumer":
        return [draft for draft in group if draft in joint.workers] or group
    if role == "entry":
        group = [draft for draft in group if draft not in joint.workers] or group
    fronts, backs = joint.fronts, joint.backs
    if not fronts or not backs:
        return [] if role == "inner" else group
    if role == "inner":
        return [draft for draft in group if draft in fronts] if one in backs else []
    inside = role == "data" or (one.concept == "load-balancer" and known(one, "public") is False)
    away = fronts if inside else backs
    return [draft for draft in group if draft not in away]


def _has_role(draft: Draft, role: str) -> bool:
    words = draft.label.split("_")
    stated = draft.value("role")
    if isinstance(stated, str):
        words = [*words, stated.lower()]
    return any(word in rules()["links"]["roles"][role] for word in words)


def _port(rule: dict[str, Any], target: Draft) -> int | None:
    how = rule.get("port")
    if how is None:
        return None
    data = rules()["links"]
    entry = data["administration"].get(target.concept) if how == "administration" else None
    return port_of(target, entry or data["ports"].get(target.concept))


def port_of(target: Draft, entry: dict[str, Any] | None) -> int | None:
    """The port by an entry of ``links.yaml``: a property's own number, one by its value, or the default."""
    if entry is None:
        return None
    value = known(target, entry["property"]) if "property" in entry else None
    if "values" in entry:
        return int(entry["values"].get(str(value).lower(), entry["default"]))
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536:
        return value
    return int(entry["default"])
