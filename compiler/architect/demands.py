"""Sorts what a specification says into what is built, tested, offered and ruled out."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from ..diagnostics import Diagnostic
from ..document import Kind
from ..statements import Intent, Modality, Polarity, PropertyValue, Statement
from .findings import EXCLUDED_BUT_NEEDED, OTHER_ENVIRONMENT, WISH_AND_EXCLUSION, finding
from .plan import Demand, Plan
from .rules import rules, title_of

# A concept, a name, and distinguishing properties with their values.
Scope = tuple[str, str | None, tuple[tuple[str, str], ...]]
WORD = re.compile(r"[^\W_]+")
# A wish with this many properties describes what it asks for closely.
CLOSELY = 2
# Properties of a rule for connections that make it one for some of them only.
NARROWING = frozenset(("ports", "sources"))
# All addresses, of either version of the protocol.
ANYWHERE = ("0.0.0.0/0", "::/0")
SILENT = (Kind.ASSUMPTION, Kind.CONTEXT)


def collect(plan: Plan, environment: str, alone: bool = False) -> None:
    """Put every demand in its place and note what is excluded; nothing is built yet. ``environment`` is the one that is
    built; ``alone``: no other is built beside it, so what is only for others is left out and said."""
    ruled_out: list[Demand] = []
    for statement in plan.statements.values():
        if statement.passage.kind in SILENT:
            continue
        for intent in statement.intents:
            demand = Demand(statement, intent, restricts=_restricts(statement, intent))
            if environment_of(intent.environment or statement.environment) not in (None, environment):
                _elsewhere(plan, demand, environment, alone)
            elif _rules_out(demand):
                _rule_out(plan, demand, ruled_out)
            else:
                _ask(plan, demand)
    _exclude(plan, ruled_out)


def _restricts(statement: Statement, intent: Intent) -> bool:
    """Whether the intent only forbids something of a thing ("no server has a public address") and asks for none."""
    if statement.modality is not Modality.MUST_NOT or not intent.properties:
        return False
    return _narrows(intent) or all(value is False for value in intent.properties.values())


def _narrows(intent: Intent) -> bool:
    """Whether the intent is about some connections among all: those to ports or from address ranges."""
    return not NARROWING.isdisjoint(intent.properties)


def _rules_out(demand: Demand) -> bool:
    return demand.statement.passage.kind is Kind.EXCLUSION or demand.intent.polarity is Polarity.EXCLUDE


def _ask(plan: Plan, demand: Demand) -> None:
    """Sort a wish by how much weight its statement has."""
    kind = demand.statement.passage.kind
    other_ends = rules()["merging"]["other_ends"].get(demand.intent.concept, ())
    if demand.intent.existing and any(intent.concept in other_ends for intent in demand.statement.intents):
        return
    if demand.restricts and _narrows(demand.intent):
        # What stays closed is no rule: the firewall opens nothing that nobody asks for.
        if _shuts_out_all(demand.intent.properties) and not _excepts(demand):
            plan.shut.append(demand.id)
        plan.tests.append(replace(demand, intent=replace(demand.intent, properties={})))
    elif kind is Kind.CRITERION or (kind is Kind.DEPENDENCY and not demand.intent.existing):
        plan.tests.append(demand)
    elif demand.statement.modality is Modality.MAY:
        plan.options.append(demand)
    else:
        plan.wants.append(demand)


def _shuts_out_all(properties: dict[str, PropertyValue]) -> bool:
    """Whether a forbidden rule with these properties is one for the whole internet, on any port."""
    sources = properties.get("sources")
    return (
        isinstance(sources, tuple | list)
        and any(source in ANYWHERE for source in sources)
        and "ports" not in properties
        and properties.get("direction") != "egress"
    )


def _excepts(demand: Demand) -> bool:
    """Whether the statement speaks of something that may be reached all the same."""
    data = rules()["merging"]
    return any(intent.concept in data["entries"] for intent in demand.statement.intents) or any_word(
        demand.text, data["exceptions"]
    )


def environment_of(word: str | None) -> str | None:
    """The environment that a word means; None for no word, the word itself for an unknown one."""
    if word is None:
        return None
    return str(rules()["defaults"]["environments"].get(word.casefold(), word.casefold()))


def _elsewhere(plan: Plan, demand: Demand, environment: str, alone: bool) -> None:
    """What a statement asks for in another environment is a part of the one module that all share, without its values; what it
    rules out there is not ruled out here."""
    if alone:
        there = environment_of(demand.intent.environment or demand.statement.environment)
        plan.findings.append(
            finding(
                OTHER_ENVIRONMENT,
                f"this is for {there}, and {environment} alone is built",
                at=demand.statement,
                span=demand.intent.span,
                help="leave out --set environment=… to have one module with a file of values for each environment",
            )
        )
    elif _rules_out(demand):
        plan.trace(demand.id, "policy")
    else:
        _ask(plan, replace(demand, intent=replace(demand.intent, properties={})))


def _rule_out(plan: Plan, demand: Demand, ruled_out: list[Demand]) -> None:
    """An exclusion of a property ("no public database") is a wish for its opposite; any other rules out the concept."""
    opposite: dict[str, PropertyValue] = {
        name: False for name, value in demand.intent.properties.items() if value is True
    }
    if _narrows(demand.intent):
        _ask(plan, replace(demand, intent=replace(demand.intent, polarity=Polarity.WANT), restricts=True))
    elif opposite and demand.statement.passage.kind is not Kind.EXCLUSION:
        wish = replace(demand.intent, polarity=Polarity.WANT, properties=opposite)
        _ask(plan, Demand(demand.statement, wish, restricts=True))
    else:
        ruled_out.append(demand)


def _exclude(plan: Plan, ruled_out: list[Demand]) -> None:
    """Take the wishes out that an exclusion hits; a criterion rules out only what nobody wishes for."""
    wished = {wish.intent.concept for wish in plan.wants}
    wished_by = {(wish.intent.concept, wish.id) for wish in plan.wants}
    insisted = {wish.intent.concept for wish in plan.wants if _insists(wish)}
    decided = {wish.intent.concept for wish in plan.wants if wish.statement.question is not None}
    needed = {rule["add"] for rule in rules()["inference"]["foundation"] if rule.get("needed")}
    first: dict[Scope, Demand] = {}
    for exclusion in ruled_out:
        concept = exclusion.intent.concept
        if exclusion.statement.passage.kind is Kind.CRITERION and concept in wished:
            plan.tests.append(Demand(exclusion.statement, replace(exclusion.intent, polarity=Polarity.WANT)))
            continue
        if concept in decided and exclusion.statement.question is None:
            # The answer to a question came after what it was asked about.
            continue
        if (concept, exclusion.id) in wished_by:
            # "A managed database, not one on a server": the same statement says which one is meant.
            continue
        if concept in needed & wished:
            plan.findings.append(_too_wide(exclusion))
            continue
        if concept in insisted and _is_soft(exclusion):
            plan.findings.append(_outweighed(plan, exclusion))
            continue
        scope = _scope(exclusion.intent)
        first.setdefault(scope, exclusion)
        if scope == (concept, None, ()):
            plan.excluded.setdefault(concept, {})[exclusion.id] = None
    if not first:
        return
    kept: list[Demand] = []
    for wish in plan.wants:
        against = _hit(first, wish)
        if against is None:
            kept.append(wish)
        else:
            if against.statement.question is None:
                plan.findings.append(_contradiction(wish, against))
    plan.wants = kept
    plan.options = [wish for wish in plan.options if _hit(first, wish) is None]


def _insists(wish: Demand) -> bool:
    """Whether a wish is a MUST that describes the thing closely."""
    return (
        wish.statement.modality is Modality.MUST
        and len(wish.intent.properties) >= CLOSELY
        and not wish.restricts
    )


def _is_soft(exclusion: Demand) -> bool:
    """Whether an exclusion is a remark among the requirements ("no print server is wanted"), not a rule or out of scope."""
    return (
        exclusion.statement.passage.kind is not Kind.EXCLUSION
        and exclusion.statement.question is None
        and exclusion.statement.modality is not Modality.MUST_NOT
    )


def _hit(exclusions: dict[Scope, Demand], wish: Demand) -> Demand | None:
    """The exclusion that rules out what is wished for: of the whole concept, of its name or of its distinguishing properties."""
    concept, name, properties = _scope(wish.intent)
    scopes: list[Scope] = [
        (concept, None, ()),
        (concept, name, ()),
        (concept, None, properties),
        (concept, name, properties),
    ]
    found = next((exclusions[scope] for scope in scopes if scope in exclusions), None)
    return None if found is None or found.id == wish.id else found


def _scope(intent: Intent) -> Scope:
    """What tells an intent's thing from others of its concept: its name and its distinguishing properties."""
    stated = tuple((name, str(value).casefold()) for name, value in distinguishing(intent).items())
    return intent.concept, intent.name.casefold() if intent.name else None, stated


def distinguishing(intent: Intent) -> dict[str, PropertyValue]:
    """The properties of an intent that tell components of its concept apart."""
    names = rules()["merging"]["distinguish"].get(intent.concept, ())
    return {name: intent.properties[name] for name in names if name in intent.properties}


def _too_wide(exclusion: Demand) -> Diagnostic:
    return finding(
        EXCLUDED_BUT_NEEDED,
        f"this rules out {title_of(exclusion.intent.concept)}, which other statements ask for and everything stands on; it is built",
        at=exclusion.statement,
        span=exclusion.intent.span,
        help="name the part that is meant",
    )


def _outweighed(plan: Plan, exclusion: Demand) -> Diagnostic:
    title = title_of(exclusion.intent.concept)
    wish = next(
        wish for wish in plan.wants if wish.intent.concept == exclusion.intent.concept and _insists(wish)
    )
    return finding(
        WISH_AND_EXCLUSION,
        f"this rules out what {wish.id} (line {wish.statement.passage.line}) asks for ({title}); it is built",
        at=exclusion.statement,
        span=exclusion.intent.span,
        help=f"write MUST NOT, put it under 'Out of Scope', or name which {title} is meant",
    )


def _contradiction(wish: Demand, exclusion: Demand) -> Diagnostic:
    title = title_of(wish.intent.concept)
    other = exclusion.statement
    return finding(
        WISH_AND_EXCLUSION,
        f"{wish.id} asks for what {other.id} (line {other.passage.line}) rules out ({title}); it is left out",
        at=wish.statement,
        span=wish.intent.span,
        help=f"delete one of the two, or name which {title} is meant",
    )


def spoken_of(statement: Statement, words: list[str]) -> bool:
    """Whether the statement's text has one of these words or phrases, as whole words in any case."""
    return any_word(statement.passage.text.lower(), words)


def any_word(text: str, words: list[str]) -> bool:
    """Whether a lower-case text has one of these words or phrases as whole words."""
    known = words_of(text)
    return any(word in known or (not word.isalnum() and word_at(text, word) >= 0) for word in words)


@lru_cache(maxsize=512)
def words_of(text: str) -> frozenset[str]:
    """The words of a lower-case text, without what stands between them."""
    return frozenset(WORD.findall(text))


def word_at(text: str, word: str) -> int:
    """Where a lower-case text has a word or phrase that no letter, digit or hyphen touches; -1 where it has not."""
    start = text.find(word)
    while start >= 0:
        before = text[start - 1] if start else " "
        after = text[start + len(word)] if start + len(word) < len(text) else " "
        if not (before.isalnum() or after.isalnum()):
            return start
        start = text.find(word, start + 1)
    return -1
