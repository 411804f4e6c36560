"""From an architecture to the files of a root module: rendered, laid out, checked, tested, explained and recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ..architect.policy import lacked_components
from ..architecture import Architecture
from ..diagnostics import Diagnostic, by_place
from ..hcl.escape import literal
from ..hcl.gate import cross_read
from ..hcl.schema import check as check_schema
from ..hcl.schema import load_schema
from ..pack.load import Pack
from ..pack.render import Rendering, render
from ..pack.steps import drills, steps
from ..pack.views import Scene
from ..statements import Specification
from ..validation.checklist import ChecklistItem, as_markdown, checklist
from ..validation.checks import BoundCheck, bind, everywhere
from ..validation.dynamic import DynamicTest, dynamic_tests
from ..validation.environment_tests import environment_runs
from ..validation.foreseen import foreseen
from ..validation.openslo import openslo
from ..validation.policies import policies
from ..validation.python_tests import python_tests
from ..validation.running_tests import running_files
from ..validation.terraform_tests import terraform_tests
from .archive import placeholder_archive
from .environments import OtherEnvironment, Variation, file_names, held, value_files, vary, with_switches
from .layout import Layout, files_of, lay_out
from .lock import LOCK, lock
from .lock import as_bytes as lock_bytes
from .readme import readme
from .record import RECORD, record, trace
from .state import State, state_files, trace_of, wants_state
from .variables import variable_values

TERRAFORM, PULUMI = "terraform", "pulumi"


class Build(Struct, frozen=True):
    """All files of the result by path, what there is to say of it, and what the other commands want to know.

    ``scene`` answers later questions to the pack: what a check demands of a component.
    """

    files: dict[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    layout: Layout
    checks: tuple[BoundCheck, ...]
    checklist: tuple[ChecklistItem, ...]
    trace: tuple[dict[str, Any], ...]
    dynamic: tuple[DynamicTest, ...]
    scene: Scene


def build(
    specification: Specification,
    architecture: Architecture,
    pack: Pack,
    catalogue: dict[str, dict[str, Any]],
    *,
    digest: str,
    values: Mapping[str, str],
    options: Mapping[str, Any],
    others: Mapping[str, OtherEnvironment] | None = None,
    backend: bool = False,
    ci: str | None = None,
    engine: str = TERRAFORM,
) -> Build:
    """The root module, or the Pulumi program, for one cloud. ``values`` are the user's values for variables (``--set``); ``digest``
    the spec's SHA-256. ``others`` are the designs of further environments that the same module is to serve; ``backend`` asks for remote
    state, ``ci`` for a pipeline of that service; ``engine`` is TERRAFORM or PULUMI.

    Raises TemplateError or HclSyntaxError where the pack is defective.
    """
    design = _design(specification, architecture, pack, catalogue, values, others or {}, engine)
    written = _pulumi_files(design) if engine == PULUMI else _terraform_files(design, backend=backend, ci=ci)
    files = {path: text.encode("utf-8", "replace") for path, text in written.texts.items()}
    if any(
        "placeholder/function.zip" in text
        for path, text in written.texts.items()
        if path.endswith((".tf", ".py"))
    ):
        files["placeholder/function.zip"] = placeholder_archive()
    decided = lock(specification, architecture, pack, design.layout, design.rendering.sizes, options)
    files[LOCK] = lock_bytes(decided)
    origin = {
        "digest": digest,
        "target": pack.name,
        "region": design.region,
        "options": dict(options),
        **({"environments": sorted(design.varied.values)} if design.varied.values else {}),
    }
    files[RECORD] = record(
        specification,
        architecture,
        written.rows,
        design.layout,
        written.diagnostics,
        files,
        origin,
        written.places,
    )
    return Build(
        dict(sorted(files.items())),
        written.diagnostics,
        design.layout,
        design.bound,
        design.items,
        tuple(written.rows),
        design.dynamic,
        design.rendering.scene,
    )


class Design(Struct, frozen=True):
    """What every form of the result is written from: the layout for all environments, the checks, the trace, the values."""

    specification: Specification
    architecture: Architecture
    pack: Pack
    rendering: Rendering
    varied: Variation
    schema: dict[str, Any]
    bound: tuple[BoundCheck, ...]
    dynamic: tuple[DynamicTest, ...]
    items: tuple[ChecklistItem, ...]
    rows: list[dict[str, Any]]
    chosen: str
    region: Any
    diagnostics: tuple[Diagnostic, ...]

    @property
    def layout(self) -> Layout:
        """The blocks, each in its file."""
        return self.varied.layout


class Written(Struct, frozen=True):
    """The texts of one form by path, the trace in its words, what is to be said, and where resources stand that the layout has
    elsewhere (by address: file and name)."""

    texts: dict[str, str]
    rows: list[dict[str, Any]]
    diagnostics: tuple[Diagnostic, ...]
    places: Mapping[str, tuple[str, str]] = {}


def _design(
    specification: Specification,
    architecture: Architecture,
    pack: Pack,
    catalogue: dict[str, dict[str, Any]],
    values: Mapping[str, str],
    others: Mapping[str, OtherEnvironment],
    engine: str,
) -> Design:
    rendering = render(architecture, pack, catalogue, engine)
    layout = lay_out(rendering.texts, (statement.id for statement in specification.statements))
    schema = load_schema(pack.folders)
    varied = _varied(specification, architecture, rendering, layout, pack, catalogue, others, schema, engine)
    varied = held(varied, values)
    layout = varied.layout
    schema_findings = check_schema(layout.graph, schema, pack.folders)
    bound = bind(pack, rendering.scene, specification, architecture, layout.placed)
    dynamic = dynamic_tests(specification, architecture)
    items = checklist(specification, architecture, bound, dynamic)
    rows = trace(specification, architecture, layout, bound)
    stated = architecture.policy.settings.get("region")
    region = stated.value if stated else None
    chosen, unknown_values = variable_values(layout, pack, values, str(region or ""))
    lines = {statement.id: statement.passage.line for statement in specification.statements}
    unmet = foreseen(bound, layout.placed, lines)
    diagnostics = (*rendering.diagnostics, *schema_findings, *unknown_values, *varied.diagnostics, *unmet)
    return Design(
        specification, architecture, pack, rendering, varied, schema, bound, dynamic, items, rows, chosen, region,
        diagnostics,
    )  # fmt: skip


def _terraform_files(design: Design, *, backend: bool, ci: str | None) -> Written:
    """The root module: its code, its tests, its values, and what people read."""
    layout, varied, pack = design.layout, design.varied, design.pack
    specification, architecture, scene = design.specification, design.architecture, design.rendering.scene
    cross_read([placed.block for placed in layout.placed])
    rows, state = design.rows, State({}, {}, ())
    if wants_state(architecture, pack, backend):
        stems = list(file_names(varied.values).values()) or [environment_name(layout)]
        state = state_files(design.rendering, architecture, pack, design.schema, stems)
        rows = trace_of(rows, architecture, state)
    diagnostics = by_place((*design.diagnostics, *state.diagnostics))
    texts = files_of(layout, architecture)
    texts |= _tests_of_module(design)
    addresses = [placed.address for placed in layout.resources()]
    added = everywhere(pack, specification, architecture)
    texts |= python_tests(specification, design.bound, design.items, design.dynamic, added, addresses)
    texts |= running_files(design.dynamic, drills(scene, pack))
    texts |= policies(design.bound, added)
    texts |= openslo(architecture, pack, scene)
    if varied.values:
        texts |= value_files(varied.values, design.chosen, pack.target["pin"])
    elif design.chosen:
        texts["terraform.tfvars"] = design.chosen
    texts["checklist.md"] = as_markdown(design.items, architecture.title)
    texts["README.md"] = readme(
        specification,
        architecture,
        pack,
        layout,
        rows,
        design.items,
        diagnostics,
        steps(scene, pack),
        varied.values,
        state,
    )
    texts |= state.files
    if ci is not None:
        from .pipelines import pipeline

        stem = next(iter(file_names(varied.values).values()), None)
        settings = state.settings.get(stem or environment_name(layout)) if state.settings else None
        texts |= pipeline(ci, pack, settings, f"environments/{stem}.tfvars" if stem else None)
    texts[".gitignore"] = GITIGNORE
    texts[".tflint.hcl"] = TFLINT + linter_plugin(pack)
    texts[".editorconfig"] = EDITORCONFIG
    for name in ("checkov.yaml",):
        found = next((folder / name for folder in pack.folders if (folder / name).is_file()), None)
        texts |= {f".{name}": found.read_text(encoding="utf-8")} if found else {}
    return Written(texts, rows, diagnostics)


def _tests_of_module(design: Design) -> dict[str, str]:
    """The files of ``terraform test``."""
    layout, varied = design.layout, design.varied
    written: dict[tuple[str, str], set[str]] = {}
    for placed in layout.placed:
        if placed.kind in ("resource", "data"):
            names = written.setdefault((placed.kind, placed.type), set())
            names |= {*placed.block.attributes, *(inner.kind for inner in placed.block.blocks)}
    providers = [block.label for block in layout.placed if block.kind == "provider"]
    # The tests hold the main environment's values, whatever file of values they are called with.
    own = next(iter(varied.values.values()), {})
    chosen = design.chosen + "\n" + "\n".join(f"{name} = {text}" for name, text in own.items()) if own else ""
    # Terraform takes an ephemeral variable that only has its default for one that may not be read in the apply of a test.
    chosen += "".join(
        f"\n{placed.label} = {literal(EPHEMERAL)}"
        for placed in layout.placed
        if placed.kind == "variable" and "ephemeral" in placed.block.attributes
    )
    return terraform_tests(
        design.bound, design.pack.mocks, providers, written, chosen, environment_runs(varied)
    )


def _pulumi_files(design: Design) -> Written:
    """The Pulumi program: see ``pulumi.writing``, which is loaded only where it is asked for."""
    from ..pulumi.writing import pulumi_files

    return Written(*pulumi_files(design))


def _varied(
    specification: Specification,
    architecture: Architecture,
    rendering: Rendering,
    layout: Layout,
    pack: Pack,
    catalogue: dict[str, dict[str, Any]],
    others: Mapping[str, OtherEnvironment],
    schema: dict[str, Any],
    engine: str,
) -> Variation:
    """The layout made to serve the other environments too; as it is, without values, where there are none."""
    if not others:
        return Variation(layout, {}, ())
    order = [statement.id for statement in specification.statements]
    main = str(architecture.policy.settings["environment"].value)
    layouts = {main: layout}
    for name, other in others.items():
        layouts[name] = lay_out(render(other.architecture, pack, catalogue, engine).texts, order)
    codes = {component.key: component.code for component in rendering.scene.components}
    lacking = {
        key: absent
        for key, names in lacked_components(specification, architecture, tuple(layouts)).items()
        if (
            absent := tuple(
                name for name in names if name not in others or key not in others[name].components
            )
        )
    }
    statements = {component.key: component.statements for component in architecture.components}
    return with_switches(vary(main, layouts, codes), layouts, lacking, codes, statements, schema)


def environment_name(layout: Layout) -> str:
    """The name of the only environment: what stands in the variable, as long as nobody sets another."""
    block = next((item.block for item in layout.placed if item.address == "var.environment"), None)
    return str(block.attributes["default"].value) if block else "main"


# What tests set ephemeral variables to: a value that the rules of passwords allow, and nothing's password.
EPHEMERAL = "Only-for-tests-1-nobodys-secret"

GITIGNORE = """\
.terraform/
*.tfstate
*.tfstate.*
*.tfplan
plan.bin
plan.json
crash.log
# Commit .terraform.lock.hcl: it pins the providers' checksums.
"""

EDITORCONFIG = """\
root = true

[*]
charset = utf-8
end_of_line = lf
insert_final_newline = true
trim_trailing_whitespace = true

[*.{tf,tofu,tfvars,hcl}]
indent_style = space
indent_size = 2
"""

TFLINT = """\
plugin "terraform" {
  enabled = true
  preset  = "recommended"
}
"""


def linter_plugin(pack: Pack) -> str:
    """The block of ``.tflint.hcl`` that brings the cloud's own rules; nothing where tflint has none for it."""
    rules = pack.target["linter"]
    if not rules:
        return ""
    return f"""
plugin {literal(rules["name"])} {{
  enabled = true
  source  = {literal(rules["source"])}
  version = {literal(rules["version"])}
}}
"""
