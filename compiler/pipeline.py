"""The way from a specification's bytes to a build, station by station: what the commands call."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from .diagnostics import Diagnostic, Severity, by_place
from .statements import Specification

if TYPE_CHECKING:
    from .architecture import Architecture
    from .pack.load import Pack
    from .project.build import Build
    from .project.environments import OtherEnvironment


TO_TERRAFORM = "build for Terraform: --format terraform"


class Options(Struct, frozen=True):
    """What the user asked for: the target pack, a region, values for settings and variables, a folder of own packs, remote state, a
    pipeline, and what is to manage the resources (``terraform`` or ``pulumi``)."""

    target: str = "aws"
    region: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    targets: Path | None = None
    backend: bool = False
    ci: str | None = None
    engine: str = "terraform"


class Compilation(Struct, frozen=True):
    """The result of all stations; ``build`` is None where errors in the specification stop it before the target pack."""

    specification: Specification
    architecture: Architecture
    build: Build | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that stop a build."""
        return tuple(item for item in self.diagnostics if item.severity is Severity.ERROR)


def understand_specification(data: bytes, source: str) -> Specification:
    """The first two stations: the file's bytes, read and understood."""
    from .language import understand
    from .reader import read

    return understand(read(data, source))


def design_architecture(specification: Specification, options: Options) -> Architecture:
    """The third station: what is to be built, before any cloud is chosen."""
    from .architect import DesignOptions, design

    return design(specification, DesignOptions(region=options.region, settings=_policy_values(options)))


def _other_environments(
    specification: Specification, architecture: Architecture, options: Options
) -> dict[str, OtherEnvironment]:
    """Each further environment that the specification names, by its name: its design, and which components it has of its own.

    None where the user chose one environment.
    """
    from .architect import DesignOptions, design
    from .architect.policy import named_environments
    from .project.environments import OtherEnvironment

    if "environment" in _policy_values(options):
        return {}
    named = named_environments(specification.statements)
    main = architecture.policy.settings["environment"].value
    found = {}
    for name in named:
        if name != main:
            wanted = DesignOptions(options.region, _policy_values(options), name)
            by_itself = design(specification, replace(wanted, alone=True))
            found[name] = OtherEnvironment(
                design(specification, wanted),
                frozenset(component.key for component in by_itself.components),
            )
    return found


def findings(specification: Specification, architecture: Architecture) -> tuple[Diagnostic, ...]:
    """What the first three stations have to say, in reading order."""
    return by_place((*specification.diagnostics, *architecture.diagnostics))


def _policy_values(options: Options) -> dict[str, str]:
    """Those of the user's values that set the build's policy; the others set variables of the result."""
    from .pack.views import POLICY_KEYS

    return {name: value for name, value in options.values.items() if name in POLICY_KEYS}


def compile_specification(data: bytes, source: str, options: Options) -> Compilation:
    """All stations. Raises FileNotFoundError for an unknown target, PackError, TemplateError and HclSyntaxError for a bad pack."""
    return next(compile_understood(understand_specification(data, source), data, (options,)))


def compile_understood(
    specification: Specification, data: bytes, choices: Sequence[Options]
) -> Iterator[Compilation]:
    """The stations after the language, for each of the choices in turn; what no cloud changes is designed once.

    The choices differ in their targets only. ``data`` is the file that was understood. Raises as ``compile_specification`` does.
    """
    architecture = design_architecture(specification, choices[0])
    found = findings(specification, architecture)
    understood = Compilation(specification, architecture, None, found)
    if understood.errors:
        yield from [understood] * len(choices)
        return
    others = _other_environments(specification, architecture, choices[0])
    digest = hashlib.sha256(data).hexdigest()
    for options in choices:
        yield _compile_for(understood, others, digest, options)


def _compile_for(
    understood: Compilation, others: Mapping[str, OtherEnvironment], digest: str, options: Options
) -> Compilation:
    """The stations of one cloud, for a specification without errors."""
    from .catalogue import catalogue
    from .pack.load import load
    from .pack.region import place_in_region
    from .project.build import build

    pack = load(options.target, options.targets)
    architecture, region_findings = place_in_region(understood.architecture, pack, options.region)
    found = (*understood.diagnostics, *region_findings)
    placed = replace(understood, architecture=architecture, diagnostics=by_place(found))
    if options.engine != "terraform":
        found = (*found, *_without_package(pack))
        placed = replace(placed, diagnostics=by_place(found))
    if placed.errors:
        return placed
    policy = _policy_values(options)
    make = partial(
        build,
        understood.specification,
        architecture,
        pack,
        catalogue(),
        digest=digest,
        values={name: value for name, value in options.values.items() if name not in policy},
        options={
            "target": options.target,
            "region": options.region,
            **({"backend": True} if options.backend else {}),
            **({"ci": options.ci} if options.ci else {}),
            **({"format": options.engine} if options.engine != "terraform" else {}),
            **options.values,
        },
        others={
            name: replace(other, architecture=place_in_region(other.architecture, pack, options.region)[0])
            for name, other in others.items()
        },
        backend=options.backend,
        ci=options.ci,
        engine=options.engine,
    )
    if options.engine == "terraform":
        built = make()
    else:
        from .pulumi.values import LackingError

        try:
            built = make()
        except LackingError as error:
            lacking = Diagnostic(
                "S2I370", Severity.ERROR, str(error), help=TO_TERRAFORM, source="pulumi.yaml"
            )
            return replace(placed, diagnostics=by_place((*found, lacking)))
    return replace(placed, build=built, diagnostics=by_place((*found, *built.diagnostics)))


def _without_package(pack: Pack) -> tuple[Diagnostic, ...]:
    """The error that a cloud without a Pulumi package is; nothing where it has one."""
    from .pulumi.sdk import load_sdk

    if load_sdk(pack.folders) is not None:
        return ()
    words = f"there is no current Pulumi package for {pack.title}"
    return (
        Diagnostic(
            "S2I370",
            Severity.ERROR,
            words,
            help="build for Terraform: --format terraform",
            source="pulumi.yaml",
        ),
    )
