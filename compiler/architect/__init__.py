"""The architect: from what a specification says to what is to be built, before any cloud is chosen.

``design`` is its door. Its knowledge is data, in the YAML files of this folder: a rule that is added, mended or removed there needs
no change of a program. Each module beside is one step.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from ..architecture import Architecture
from ..statements import Specification


class DesignOptions(Struct, frozen=True):
    """What the user decides beside the specification: the region, and settings of the whole build by their keys.

    ``settings`` are texts as the command line has them (``zones=3``); they win over the specification. ``environment`` is
    the one among several whose values count, where not the first choice is meant; what others have is built as well, unless ``alone``.
    """

    region: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    environment: str | None = None
    alone: bool = False


def design(specification: Specification, options: DesignOptions | None = None) -> Architecture:
    """What the specification asks for as components, links and settings, each with the statements or the reason behind it.

    Pure: the same specification and options give an equal architecture. Never raises because of what the
    specification says; that becomes diagnostics.
    """
    from . import (
        addresses,
        capabilities,
        consequences,
        criteria,
        defaults,
        economy,
        exposure,
        folds,
        infer,
        links,
        merge,
        policy,
        review,
    )
    from .demands import collect
    from .finish import finish
    from .plan import Plan
    from .rules import concepts
    from .settings import by_hand

    options = options or DesignOptions()
    kinds = {concept: entry["kind"] for concept, entry in concepts().items()}
    plan = Plan(statements={statement.id: statement for statement in specification.statements})
    by_name = options.settings.get("environment")
    environment = policy.settle_environment(plan, by_name or options.environment)
    collect(plan, environment, alone=by_name is not None or options.alone)
    economy.settle_wishes(plan)
    folds.fold(plan)
    merge.merge(plan, kinds)
    policy.state(plan, environment)
    economy.state(plan, environment)
    by_hand(plan, options)
    exposure.hold_in(plan)
    infer.infer(plan, "application")
    exposure.hold_in(plan)
    capabilities.provide(plan)
    consequences.hold_recovery(plan)
    consequences.comply(plan)
    links.connect(plan)
    infer.place(plan)
    infer.infer(plan, "foundation")
    capabilities.spread(plan)
    consequences.hold_availability(plan)
    consequences.hold_recovery(plan)
    consequences.comply(plan)
    capabilities.credit(plan)
    criteria.attach(plan, kinds)
    policy.fill(plan, environment)
    addresses.settle(plan)
    defaults.fill(plan, environment)
    infer.place(plan)
    links.connect(plan)
    policy.unknown_frameworks(plan)
    criteria.untested(plan)
    review.review(plan)
    return finish(plan, specification, concepts())


__all__ = ["DesignOptions", "design"]
