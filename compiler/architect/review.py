"""Reads the finished plan once more and says what is odd about it: leftovers, wishes left out, numbers that don't go together."""

from __future__ import annotations

from ..document import Kind
from .budgets import compare_budgets
from .consequences import duration, intervals
from .demands import SILENT
from .findings import (
    BACKUPS_TOO_RARE,
    LED_TO_NOTHING,
    NOBODY_USES_IT,
    OPTION_LEFT_OUT,
    PUBLIC_DATA,
    SAID_TWICE,
    finding,
)
from .infer import known
from .merge import described
from .plan import Plan
from .rules import rules, title_of

# The verbs by which somebody uses a store or a queue.
USING = ("uses", "reads-writes", "sends", "consumes", "mounts", "serves", "delivers")


def review(plan: Plan) -> None:
    """Add the findings about the plan as a whole."""
    _options(plan)
    _unused(plan)
    _public_data(plan)
    _backups(plan)
    compare_budgets(plan)
    _twice(plan)
    _leftovers(plan)


def _options(plan: Plan) -> None:
    for demand in plan.options:
        present = list(plan.all(demand.intent.concept))
        if present:
            plan.trace(demand.id, *(draft.key for draft in present))
            continue
        title = title_of(demand.intent.concept)
        plan.findings.append(
            finding(
                OPTION_LEFT_OUT,
                f"{title} is optional here and left out",
                at=demand.statement,
                span=demand.intent.span,
                help="write SHOULD or MUST to have it built",
            )
        )


def _unused(plan: Plan) -> None:
    used = {link.target for link in plan.links if link.verb in USING}
    for draft in plan.all(*rules()["links"]["pointless_alone"]):
        if draft.key not in used and not draft.existing and draft.statements:
            plan.findings.append(
                finding(
                    NOBODY_USES_IT,
                    f"nothing in the build uses {described(draft)}",
                    at=plan.statements[next(iter(draft.statements))],
                    help="say what uses it, such as a container service or a function, or what is to be let in from outside",
                )
            )


def _public_data(plan: Plan) -> None:
    for draft in plan.all("relational-database", "in-memory-cache", "document-database"):
        setting = draft.settings.get("public")
        if setting is not None and setting.value is True and setting.statements:
            plan.findings.append(
                finding(
                    PUBLIC_DATA,
                    f"{described(draft)} is to be reachable from the internet",
                    at=plan.statements[setting.statements[0]],
                    help="keep data private, and let people in through a VPN or a bastion host",
                )
            )


def _backups(plan: Plan) -> None:
    rpo = plan.policy.get("rpo")
    if rpo is None or not isinstance(rpo.value, int | float) or not rpo.statements:
        return
    bare = {
        link.source
        for link in plan.links
        if link.verb == "protects" and not known(plan.drafts[link.target], "pitr")
    }
    for draft in plan.all("backup"):
        if draft.key not in bare:
            continue
        for seconds in intervals(known(draft, "frequency")):
            if seconds > rpo.value:
                plan.findings.append(
                    finding(
                        BACKUPS_TOO_RARE,
                        f"an RPO of {duration(rpo.value)} can't be kept by backups every {duration(seconds)}",
                        at=plan.statements[rpo.statements[0]],
                        help="ask for backups at least as often, for replication, or for a larger RPO",
                    )
                )


def _twice(plan: Plan) -> None:
    """Requirements that ask for nothing but what another one asks for in the same measure."""
    seen: dict[object, str] = {}
    for statement in plan.statements.values():
        if statement.passage.kind is not Kind.REQUIREMENT or not statement.intents:
            continue
        wishes = sorted(
            (
                intent.concept,
                intent.polarity.value,
                str(intent.name),
                str(intent.environment),
                str(sorted(intent.properties.items())),
            )
            for intent in statement.intents
        )
        if not any(intent.properties for intent in statement.intents):
            wishes.append((" ".join(statement.passage.text.lower().split()),) * 5)
        measures = [
            (item.metric, item.op, item.value, item.unit, item.environment) for item in statement.measures
        ]
        key = (
            tuple(wishes),
            tuple(measures),
            tuple(item.value for item in statement.constraints),
            statement.environment,
        )
        first = seen.setdefault(key, statement.id)
        if first != statement.id:
            plan.findings.append(
                finding(
                    SAID_TWICE,
                    f"{first} asks for the same",
                    at=statement,
                    help="leave one of them out, or say what differs",
                )
            )


def _leftovers(plan: Plan) -> None:
    """Every statement with intents that led to nothing says why."""
    spoken = {item.statement for item in plan.findings}
    excluding = {name for names in plan.excluded.values() for name in names}
    for statement in plan.statements.values():
        if (
            not statement.intents
            or statement.id in plan.led_to
            or statement.id in spoken
            or statement.id in excluding
        ):
            continue
        kind = statement.passage.kind
        if kind in SILENT:
            continue
        reasons = {
            Kind.DEPENDENCY: "it names something that others provide and nothing in the build uses",
            Kind.EXCLUSION: "it rules out a part of something, and nothing of that kind is asked for",
        }
        plan.findings.append(
            finding(
                LED_TO_NOTHING,
                f"this statement led to nothing: {reasons.get(kind, 'nothing that it concerns is built')}",
                at=statement,
                help="ask for the component that it speaks of, or delete it",
            )
        )
