"""Jinja as packs use it: where templates come from, which filters they have, how much they may do, and what is said when one fails."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..addresses import prefix_length
from ..hcl.escape import comment, identifier, literal
from .errors import TemplateError
from .load import SHARED, Pack
from .views import unwrap

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

BUILT_IN = "built-in"
# No template of a build needs more: what does has run away.
MOST_TURNS = 1_000_000
MOST_REPEATED = 1_000_000
MOST_EXPONENT = 64
# What authors of packs call the views that they see.
VIEWS = {"ComponentView": "a component", "LinkView": "a link", "Scene": "arch", "Settings": "the concept"}
_VIEW = re.compile(r"'spec2iac\.pack\.views\.(\w+) object' has no attribute '(\w+)'")


def environment_of(pack: Pack, inline: dict[str, str]) -> SandboxedEnvironment:
    """Jinja for a pack; ``inline`` holds the texts in its data, by the names that they are looked up with."""
    from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    from ..cache import bytecode_cache

    class Bounded(SandboxedEnvironment):
        """Products and powers are looked at before they are worked out: one of them could take hours."""

        intercepted_binops = frozenset({"*", "**"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            _bounded(operator, left, right)
            return super().call_binop(context, operator, left, right)

    environment = Bounded(
        # The texts in a pack's data go through a loader too: so they are compiled once and kept, as its templates are.
        loader=ChoiceLoader(
            [
                FunctionLoader(inline.get),
                FileSystemLoader([str(folder) for folder in pack.folders]),
                PrefixLoader(
                    {
                        # A user's template may take in the one that it stands before: {% include "built-in/concepts/…" %}.
                        BUILT_IN: FileSystemLoader(str(pack.folders[-1])),
                        # What means the same on every cloud: {% import "shared/macros.j2" as shared with context %}.
                        SHARED: FileSystemLoader([str(folder) for folder in pack.shared]),
                    }
                ),
            ]
        ),
        cache_size=-1,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=bytecode_cache(),
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    environment.globals["range"] = _counted_range()
    environment.filters["hcl"] = lambda value: literal(unwrap(_defined(value)))
    environment.filters["json"] = lambda value: json.dumps(unwrap(_defined(value)))
    environment.filters["comment"] = lambda value: comment(_joined(value))
    environment.filters["prefix_length"] = lambda value: prefix_length(unwrap(value))
    environment.filters["identifier"] = lambda value: identifier(_joined(value))
    return environment


def run(environment: SandboxedEnvironment, template: str, names: dict[str, Any]) -> str:
    """What the template renders; raises TemplateError with its name and line where it is defective."""
    try:
        return environment.get_template(template).render(names)
    except TemplateError:
        raise
    except _failures() as error:
        raise TemplateError(f"{template}{_line_in(error, template)}: {_words(error, template)}") from error


def _counted_range() -> Callable[..., range]:
    """``range`` with a budget over everything that is rendered: nested loops can't run away."""
    turns = 0

    def counted(*bounds: int) -> range:
        nonlocal turns
        found = range(*bounds)
        # The length of a range can be larger than what len() gives.
        turns += max(0, (found.stop - found.start) // found.step)
        if turns > MOST_TURNS:
            raise OverflowError(f"loops over ranges take more than {MOST_TURNS} turns")
        return found

    return counted


def _bounded(operator: str, left: Any, right: Any) -> None:
    if operator == "**" and isinstance(right, int | float) and abs(right) > MOST_EXPONENT:
        raise OverflowError(f"a power of more than {MOST_EXPONENT}")
    for text, times in ((left, right), (right, left)):
        repeated = isinstance(text, str | list | tuple) and isinstance(times, int)
        if repeated and len(text) * times > MOST_REPEATED:
            raise OverflowError(f"a text or list that is repeated to more than {MOST_REPEATED}")


def _defined(value: Any) -> Any:
    """The value; one that is not defined is an error, as it is where it is printed."""
    from jinja2 import Undefined

    if isinstance(value, Undefined):
        str(value)  # raises what says which name it is
    return value


def _joined(value: Any) -> str:
    """One text of a text or a list of texts."""
    plain = unwrap(_defined(value))
    return ", ".join(map(str, plain)) if isinstance(plain, list) else str(plain)


def _failures() -> tuple[type[Exception], ...]:
    """What goes wrong where a template asks for what is not there, does with a value what can't be done, or runs away."""
    from jinja2 import TemplateError as JinjaError

    return (JinjaError, TypeError, KeyError, AttributeError, ValueError, ZeroDivisionError, OverflowError,
            RecursionError, MemoryError)  # fmt: skip


def _words(error: BaseException, template: str) -> str:
    """The failure in words for the pack's author."""
    from jinja2 import TemplateNotFound

    if isinstance(error, TemplateNotFound):
        if error.name == template:
            return "there is no such template: write it, or say `support: none` in the concept's form"
        return (
            f"there is no template '{error.name}': a template is named as it stands in the pack's folder, or begins with "
            f"{BUILT_IN}/ or {SHARED}/; files elsewhere can't be read"
        )
    if isinstance(error, RecursionError):
        return "templates take each other in without an end"
    if isinstance(error, MemoryError):
        return "it needs more memory than there is"
    if isinstance(error, UnicodeDecodeError):
        return "a template is no text in UTF-8"
    return plain_words(error)


def plain_words(error: BaseException) -> str:
    """A failure without the names that our own program has for what templates see."""
    return _VIEW.sub(lambda found: f"{VIEWS.get(found[1], found[1])} has no '{found[2]}'", str(error))


def _line_in(error: BaseException, template: str) -> str:
    """``:line`` of the template at which the error arose, as far as the traceback tells."""
    line = getattr(error, "lineno", None)
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.endswith(template):
            line = step.tb_lineno
        step = step.tb_next
    return f":{line}" if line else ""
