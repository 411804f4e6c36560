"""Brings the demands for one thing together into one component, with each setting's statements."""

from __future__ import annotations

from msgspec import Struct, field

from ..document import Kind
from ..statements import PropertyValue
from .demands import any_word, distinguishing, word_at
from .findings import TOO_MANY, finding
from .labels import label_of, words_of
from .plan import Demand, Draft, Plan
from .rules import placement, rules, title_of
from .values import Stated, same, settle

# How far before a component's words its article or number word may stand, in characters.
BEFORE = 24
# A build has no more components of one concept than this.
MOST = 100


class Group(Struct):
    """The demands for one component to be, its name for people, and what is stated of what tells components apart."""

    demands: list[Demand] = field(default_factory=list)
    name: str | None = None
    told: dict[str, list[PropertyValue]] = field(default_factory=dict)

    def take(self, demand: Demand) -> None:
        """Add a demand."""
        self.demands.append(demand)
        self.name = self.name or demand.intent.name
        for name, value in told_apart(demand).items():
            values = self.told.setdefault(name, [])
            if not any(same(value, known) for known in values):
                values.append(value)

    def agrees(self, properties: dict[str, PropertyValue]) -> bool:
        """Whether what is stated contradicts none of the properties."""
        return all(
            name not in self.told or any(same(value, known) for known in self.told[name])
            for name, value in properties.items()
        )


Groups = dict[str, Group]


def merge(plan: Plan, kinds: dict[str, str]) -> None:
    """Make the components that requirements ask for. ``kinds`` tells components from capabilities by concept."""
    by_concept: dict[str, list[Demand]] = {}
    places: dict[int, int] = {}
    for place, demand in enumerate(plan.wants):
        if kinds.get(demand.intent.concept) == "component":
            by_concept.setdefault(demand.intent.concept, []).append(demand)
            places[id(demand)] = place
    for concept in sorted(by_concept):
        if all(demand.restricts for demand in by_concept[concept]):
            continue
        groups = _grouped(plan, concept, by_concept[concept])
        for label in sorted(groups):
            groups[label].demands.sort(key=lambda demand: places[id(demand)])
            _draft(plan, concept, label, groups[label])


def _grouped(plan: Plan, concept: str, demands: list[Demand]) -> Groups:
    """The demands by the label of the component that they belong to: named ones first, then those told apart, then the rest."""
    groups: Groups = {}
    without_name: list[Demand] = []
    for demand in demands:
        labels = () if demand.restricts else _own_labels(concept, demand)
        for label, name in labels:
            _take(plan, groups, label, demand)
            if label in groups:
                groups[label].name = groups[label].name or name
        if not labels:
            without_name.append(demand)
    rest: list[Demand] = []
    # What brings a thing in comes before what only speaks of it, so that the order of statements does not matter.
    without_name.sort(key=lambda demand: not introduces(demand))
    for demand in without_name:
        properties = told_apart(demand)
        if not properties or demand.restricts:
            rest.append(demand)
            continue
        matching = [label for label, group in sorted(groups.items()) if group.agrees(properties)]
        for label in matching or [_label_by(concept, properties)]:
            _take(plan, groups, label, demand)
    for demand in rest:
        for label in _meant(concept, demand, groups):
            _take(plan, groups, label, demand)
    return _with_roles(concept, groups)


def _with_roles(concept: str, groups: Groups) -> Groups:
    """The groups, a subnet that is the only one for what it is named after ("app") under that role's label, so that this stands in it."""
    roles = rules()["merging"]["subnets"].get(concept, {})
    labels = {label: label for label in groups}
    for role, words in roles.items():
        named = [label for label in groups if label not in roles and any_word(label.replace("_", " "), words)]
        if len(named) == 1 and role not in groups:
            labels[named[0]] = role
    return {labels[label]: group for label, group in groups.items()}


def _meant(concept: str, demand: Demand, groups: Groups) -> list[str]:
    """The components that a statement without a name means: those it mentions, else all, else a new one."""
    mentioned = [label for label in sorted(groups) if word_at(demand.text, label.replace("_", " ")) >= 0]
    if mentioned:
        return mentioned
    another = rules()["merging"]["another"].values()
    first_one = introduces(demand) and all(label in another for label in groups)
    return [default_label(concept)] if first_one or not groups else sorted(groups)


def _take(plan: Plan, groups: Groups, label: str, demand: Demand) -> None:
    if label not in groups and len(groups) >= MOST:
        title = title_of(demand.intent.concept)
        plan.findings.append(
            finding(
                TOO_MANY,
                f"more than {MOST} components of one kind ({title}) are asked for; this one is left out",
                at=demand.statement,
                span=demand.intent.span,
                help="divide the specification into several",
            )
        )
        return
    groups.setdefault(label, Group()).take(demand)


def _own_labels(concept: str, demand: Demand) -> tuple[tuple[str, str | None], ...]:
    """The labels, with names for people, that the author's words give: a name, what it is for, "a second one"."""
    if demand.intent.name:
        return ((label_of(demand.intent.name, concept), demand.intent.name),)
    data = rules()["merging"]
    naming = data["named_by_property"].get(concept)
    if naming and demand.intent.properties.get(naming["property"]):
        value = demand.intent.properties[naming["property"]]
        said = value if isinstance(value, tuple) else (value,)
        return ((label_of(" ".join(map(str, (naming["prefix"], *said)))), None),)
    if concept in data["subnets"]:
        window = _window(demand)
        found = [
            label for label, words in sorted(data["subnets"][concept].items()) if any_word(window, words)
        ]
        return tuple((label, None) for label in found)
    for word in _before(demand)[-2:]:
        if word in data["another"]:
            return ((data["another"][word], None),)
    purpose = _purpose(concept, demand) if concept in data["named_by_purpose"] else None
    purpose = purpose or _modifier(concept, demand)
    return ((label_of(purpose, concept), purpose),) if purpose else ()


def _window(demand: Demand) -> str:
    """The text from the intent on to the next one of the subnets."""
    start = demand.intent.span[0]
    others = [
        intent.span[0]
        for intent in demand.statement.intents
        if intent.span[0] > start and intent.concept.endswith("-subnet")
    ]
    return demand.text[start : min(others, default=len(demand.text))]


def _purpose(concept: str, demand: Demand) -> str | None:
    """What a newly introduced component is for ("for product images"), in the author's words; None where nothing is said."""
    if demand.statement.passage.kind is not Kind.REQUIREMENT or not introduces(demand):
        return None
    start, end = demand.intent.span
    later = [
        intent.span[0]
        for intent in demand.statement.intents
        if intent.span[0] >= end and intent.concept != concept
    ]
    text = demand.text[start : min(later, default=len(demand.text))]
    place = word_at(text, "for")
    if place < 0:
        return None
    data = rules()["merging"]
    words: list[str] = []
    for word in text[place + len("for") :].split():
        plain = word.strip("'\"’")
        if plain.strip(",.;:()") in data["purpose_ends"] or plain.startswith("("):
            break
        if plain[:1].isdigit():
            # "for 4 days" tells how long, not what for.
            break
        words.append(plain.strip(",.;:()'\"’"))
        if plain[-1:] in ",.;:)" or len(words) == data["purpose_words"]:
            break
    said = [word for word in words if word_at(word, word) == 0 and word not in data["label_noise"]]
    meaningful = [word for word in said if word not in data["purpose_empty"]]
    return " ".join(said) if meaningful and words_of(" ".join(said)) else None


def _modifier(concept: str, demand: Demand) -> str | None:
    """The word that names a newly introduced component before its noun ("a billing queue"); None where none does."""
    data = rules()["merging"]
    nouns = data["named_by_modifier"].get(concept, ())
    if not nouns or demand.statement.passage.kind is not Kind.REQUIREMENT:
        return None
    start = demand.intent.span[0]
    words = demand.text[max(start - BEFORE, 0) : start + BEFORE].split()
    for article, word, noun in zip(words, words[1:], words[2:], strict=False):
        if article.lower() in ("a", "an") and noun.strip(",.;:()").lower() in nouns:
            named = word.isalpha() and word.lower() not in data["modifier_kinds"]
            return word if named and word.lower() not in data["purpose_empty"] else None
    return None


def _before(demand: Demand) -> list[str]:
    """The words right before the intent and its own first word, in lower case."""
    start = demand.intent.span[0]
    words = demand.text[max(start - BEFORE, 0) : start].replace(",", " ").split()
    first = demand.text[start : demand.intent.span[1]].split()[:1]
    return [*words, *first]


def introduces(demand: Demand) -> bool:
    """Whether the statement brings the thing in ("a load balancer"), not back ("the load balancer")."""
    return not any(word in rules()["merging"]["definite"] for word in _before(demand)[-3:])


def told_apart(demand: Demand) -> dict[str, PropertyValue]:
    """The distinguishing properties: those stated, and what a newly introduced component implies."""
    stated = distinguishing(demand.intent)
    implied = rules()["merging"]["implied"].get(demand.intent.concept)
    return {**implied, **stated} if implied and not stated and introduces(demand) else stated


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


def _draft(plan: Plan, concept: str, label: str, group: Group) -> None:
    draft = Draft(concept, label, group.name, existing=_exists(group.demands))
    draft.own = frozenset(demand.id for demand in group.demands)
    draft.credit(demand.id for demand in group.demands)
    for demand in group.demands:
        plan.trace(demand.id, draft.key)
    apply(plan, draft, group.demands)
    plan.add(draft)


def _exists(demands: list[Demand]) -> bool:
    """Whether the thing is there already; a requirement that asks for it outweighs a dependency that counts it as there."""
    existing = [demand for demand in demands if demand.intent.existing]
    if any(demand.statement.passage.kind is not Kind.DEPENDENCY for demand in existing):
        return True
    built = any(
        demand.statement.passage.kind is Kind.REQUIREMENT and not demand.intent.existing for demand in demands
    )
    return bool(existing) and not built


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
    return f"the {titled(draft)}"


def titled(draft: Draft) -> str:
    """The component's concept and its author's name: ``relational database 'orders'``."""
    title = title_of(draft.concept)
    return f"{title} '{draft.name}'" if draft.name else title
