"""Brings the demands for one thing together into one component, with each setting's statements."""

from __future__ import annotations

from ..statements import PropertyValue
from .demands import any_word, distinguishing, word_at
from .labels import label_of
from .plan import Demand, Draft, Plan
from .rules import placement, rules
from .values import Stated, same, settle

# How far before a component's words its article or number word may stand, in characters.
BEFORE = 24


def merge(plan: Plan, kinds: dict[str, str]) -> None:
    """Make the components that requirements ask for. ``kinds`` tells components from capabilities by concept."""
    by_concept: dict[str, list[Demand]] = {}
    for demand in plan.wants:
        if kinds.get(demand.intent.concept) == "component":
            by_concept.setdefault(demand.intent.concept, []).append(demand)
    for concept in sorted(by_concept):
        _merge_concept(plan, concept, by_concept[concept])


def _merge_concept(plan: Plan, concept: str, demands: list[Demand]) -> None:
    own: dict[str, list[Demand]] = {}
    open_ones: list[Demand] = []
    for demand in demands:
        labels = _own_labels(concept, demand)
        for label in labels:
            own.setdefault(label, []).append(demand)
        if not labels:
            open_ones.append(demand)
    told_apart = [demand for demand in open_ones if _told_apart(demand)]
    for demand in told_apart:
        _by_properties(concept, demand, own)
    for demand in open_ones:
        if demand not in told_apart or not _told_apart(demand):
            _by_mention(concept, demand, own)
    for label in sorted(own):
        _draft(plan, concept, label, own[label])


def _own_labels(concept: str, demand: Demand) -> tuple[str, ...]:
    """The labels that the author's words give: a name, what a subnet is for, or "a second one"."""
    if demand.intent.name:
        return (label_of(demand.intent.name, concept),)
    purposes = rules()["merging"]["subnets"].get(concept)
    if purposes:
        window = _window(demand)
        return tuple(label for label, words in sorted(purposes.items()) if any_word(window, words))
    before = _before(demand)
    another = rules()["merging"]["another"]
    return tuple(another[word] for word in before[-2:] if word in another)[:1]


def _window(demand: Demand) -> str:
    """The text from the intent on to the next one of the subnets."""
    start = demand.intent.span[0]
    others = [
        intent.span[0]
        for intent in demand.statement.intents
        if intent.span[0] > start and "subnet" in intent.concept
    ]
    return demand.text[start : min(others, default=len(demand.text))]


def _before(demand: Demand) -> list[str]:
    """The words right before the intent and its own first word, in lower case."""
    start = demand.intent.span[0]
    words = demand.text[max(start - BEFORE, 0) : start].replace(",", " ").split()
    first = demand.text[start : demand.intent.span[1]].split()[:1]
    return [*words, *first]


def introduces(demand: Demand) -> bool:
    """Whether the statement brings the thing in ("a load balancer"), not back ("the load balancer")."""
    return not any(word in rules()["merging"]["definite"] for word in _before(demand)[-3:])


def _told_apart(demand: Demand) -> dict[str, PropertyValue]:
    """The distinguishing properties: those stated, and what a newly introduced component implies."""
    stated = distinguishing(demand.intent)
    implied = rules()["merging"]["implied"].get(demand.intent.concept)
    return {**implied, **stated} if implied and not stated and introduces(demand) else stated


def _by_properties(concept: str, demand: Demand, own: dict[str, list[Demand]]) -> None:
    """Attach to the components of the same distinguishing properties; where there is none, make one named by them."""
    properties = _told_apart(demand)
    matching = [label for label, known in sorted(own.items()) if _agree(properties, known)]
    for label in matching or [_label_by(concept, properties)]:
        own.setdefault(label, []).append(demand)


def _agree(properties: dict[str, PropertyValue], known: list[Demand]) -> bool:
    """Whether what is known of a component contradicts none of the properties."""
    for name, value in properties.items():
        others = [_told_apart(demand)[name] for demand in known if name in _told_apart(demand)]
        if others and not any(same(value, other) for other in others):
            return False
    return True


def _label_by(concept: str, properties: dict[str, PropertyValue]) -> str:
    place = placement(concept)
    branch = place.get("by")
    if branch and "label" in branch and same(properties.get(branch["property"]), branch["value"]):
        return str(branch["label"])
    named = properties.get(place.get("label_from", ""))
    return label_of(str(named), concept) if named is not None else default_label(concept)


def default_label(concept: str) -> str:
    """The label of a component that nobody named: by the property that is assumed where nobody states it, or a plain noun."""
    place = placement(concept)
    source = place.get("label_from")
    default = rules()["defaults"]["components"].get(concept, {}).get(source, {}) if source else {}
    return str(default.get("value") or place.get("label", "main"))


def _by_mention(concept: str, demand: Demand, own: dict[str, list[Demand]]) -> None:
    """Attach to the components whose names the statement mentions, else to all, else to a new one without a name."""
    mentioned = [label for label in sorted(own) if word_at(demand.text, label.replace("_", " ")) >= 0]
    for label in mentioned or sorted(own) or [default_label(concept)]:
        own.setdefault(label, []).append(demand)


def _draft(plan: Plan, concept: str, label: str, demands: list[Demand]) -> None:
    order = {id(demand): place for place, demand in enumerate(plan.wants)}
    demands = sorted(demands, key=lambda demand: order[id(demand)])
    draft = Draft(concept, label, existing=any(demand.intent.existing for demand in demands))
    draft.name = next((demand.intent.name for demand in demands if demand.intent.name), None)
    draft.credit(demand.id for demand in demands)
    for demand in demands:
        plan.trace(demand.id, draft.key)
    apply(plan, draft, demands)
    plan.add(draft)


def apply(plan: Plan, draft: Draft, demands: list[Demand]) -> None:
    """Set the component's settings from demands (in the document's order) and note the conflicts between them."""
    values: dict[str, list[Stated]] = {}
    for demand in demands:
        for name, value in demand.intent.properties.items():
            values.setdefault(name, []).append(Stated(value, demand.statement))
    for name, stated in values.items():
        setting, conflicts = settle(name, described(draft), stated)
        draft.settings[name] = setting
        plan.findings.extend(conflicts)


def described(draft: Draft) -> str:
    """What a message calls the component: ``the relational database 'orders'``."""
    title = draft.concept.replace("-", " ")
    return f"the {title} '{draft.name}'" if draft.name else f"the {title}"
