"""From a build's design to the files of its Pulumi program, and the trace and the findings in the program's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, Severity, by_place
from ..pack.errors import TemplateError
from ..pack.steps import drills, steps
from ..project.environments import file_names
from ..project.readme import readme
from ..project.state import State, wants_state
from ..validation.checklist import as_markdown
from ..validation.openslo import openslo
from ..validation.python_tests import running_tests
from ..validation.running_tests import running_files
from .program import DefectiveError
from .project import drill_text, objectives_text, pulumi_project, renamed_rows, settings_of_drills
from .sdk import load_sdk
from .wording import reworded

if TYPE_CHECKING:
    from ..project.build import Design


def pulumi_files(
    design: Design,
) -> tuple[dict[str, str], list[dict[str, Any]], tuple[Diagnostic, ...], dict[str, tuple[str, str]]]:
    """The texts by path, the trace, what is to be said, and where each resource stands.

    Raises TemplateError where a template has what a Pulumi program can't have, LackingError where the package lacks a resource's type.
    """
    layout, varied, pack, architecture = design.layout, design.varied, design.pack, design.architecture
    sdk = load_sdk(pack.folders)
    if sdk is None:
        raise TemplateError(f"there is no Pulumi package for {pack.title}")
    stacks = _stacks(design)
    scripts = running_files(design.dynamic, drills(design.rendering.scene, pack))
    try:
        project = pulumi_project(
            layout, design.schema, sdk, pack, name=_name(design), title=architecture.title, bound=design.bound,
            chosen=design.chosen, stacks=stacks, asked=settings_of_drills(scripts.values()),
        )  # fmt: skip
    except DefectiveError as error:
        raise TemplateError(str(error)) from None
    resources, settings = project.program.resources, project.program.settings
    texts = dict(project.texts)
    texts |= {
        path: drill_text(text, resources) if path.endswith(".sh") else text for path, text in scripts.items()
    }
    texts |= running_tests(design.specification, design.items, design.dynamic)
    names = {address: f"settings.{name}" for address, name in settings.items()}
    texts |= {
        path: objectives_text(text, resources, names)
        for path, text in openslo(architecture, pack, design.rendering.scene).items()
    }
    checks = as_markdown(design.items, architecture.title)
    texts["checklist.md"] = checks.replace("terraform test, pytest validation", "pytest tests")
    rows = renamed_rows(design.rows, resources)
    said = [*design.diagnostics, *project.diagnostics]
    if wants_state(architecture, pack, False):
        said.append(Diagnostic("S2I372", Severity.INFO, "a Pulumi program keeps its state where `pulumi login` says: no store is made for it",
                               help="pulumi login s3://…, azblob://…, gs://… or Pulumi Cloud"))  # fmt: skip
    diagnostics = by_place(tuple(said))
    people = {
        moment: tuple(reworded(step, resources) for step in found)
        for moment, found in steps(design.rendering.scene, pack).items()
    }
    texts["README.md"] = readme(
        design.specification, architecture, pack, layout, rows, design.items, diagnostics, people,
        varied.values, State({}, {}, ()), stacks=tuple(stacks), notes=sdk.package.get("notes", ""),
        worded=lambda words: reworded(words, resources),
    )  # fmt: skip
    places = {address: (f"{made.module}.py", made.place) for address, made in resources.items()}
    return texts, rows, diagnostics, places


def _stacks(design: Design) -> dict[str, dict[str, str]]:
    """The values of each stack by variable, as HCL, the main one first; a build for one environment has one stack."""
    from ..project.build import environment_name

    values = design.varied.values
    stems = file_names(values)
    return {stems[name]: dict(own) for name, own in values.items()} or {environment_name(design.layout): {}}


def _name(design: Design) -> str:
    """The project's name: what the names of all resources begin with."""
    block = next((placed.block for placed in design.layout.placed if placed.address == "var.name"), None)
    default = block.attributes.get("default") if block else None
    return str(default.value) if default else "infrastructure"
