"""What is left to people before and after the first apply, as the concepts of a pack tell it."""

from __future__ import annotations

from .load import Pack
from .views import Scene

MOMENTS = ("before", "after")


def steps(scene: Scene, pack: Pack) -> dict[str, tuple[str, ...]]:
    """The steps by moment (``before`` the plan, ``after`` the apply), each once, as Markdown of the pack's own making."""
    found: dict[str, dict[str, None]] = {moment: {} for moment in MOMENTS}
    for component in scene.components:
        for step in pack.concepts[component.concept]["steps"]:
            if step["when"] and not scene.evaluate(f"{{{{ 'yes' if ({step['when']}) }}}}", component):
                continue
            found[step["at"]][" ".join(scene.evaluate(step["say"], component).split())] = None
    return {moment: tuple(said) for moment, said in found.items()}
