"""What is left to people before and after the first apply, as the concepts of a pack tell it."""

from __future__ import annotations

from .errors import TemplateError
from .load import Pack
from .templating import plain_words
from .views import Scene

MOMENTS = ("before", "after")


def steps(scene: Scene, pack: Pack) -> dict[str, tuple[str, ...]]:
    """The steps by moment (``before`` the plan, ``after`` the apply), each once, as Markdown of the pack's own making.

    Raises TemplateError where a step asks for what its concept does not have.
    """
    from jinja2 import UndefinedError

    found: dict[str, dict[str, None]] = {moment: {} for moment in MOMENTS}
    for component in scene.components:
        try:
            for step in pack.concepts[component.concept]["steps"]:
                if step["when"] and not scene.evaluate(f"{{{{ 'yes' if ({step['when']}) }}}}", component):
                    continue
                found[step["at"]][" ".join(scene.evaluate(step["say"], component).split())] = None
        except UndefinedError as error:
            raise TemplateError(f"concepts/{component.concept}.yaml:1: steps: {plain_words(error)}") from None
    return {moment: tuple(said) for moment, said in found.items()}


def drills(scene: Scene, pack: Pack) -> dict[str, tuple[dict[str, str], ...]]:
    """The steps of the drills of the running system by drill (``failover``, ``restore``): what to ``say``, the shell's lines to
    ``run``, and what is left to do ``after`` it."""
    found: dict[str, list[dict[str, str]]] = {}
    for component in scene.components:
        if component.existing:
            continue
        for step in pack.concepts[component.concept]["drills"]:
            if step["when"] and not scene.evaluate(f"{{{{ 'yes' if ({step['when']}) }}}}", component):
                continue
            said = {
                name: scene.evaluate(step[name] or "", component).strip() for name in ("say", "run", "after")
            }
            found.setdefault(step["drill"], []).append(said)
    return {name: tuple(steps) for name, steps in found.items()}
