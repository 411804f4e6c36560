"""Writes a pipeline that checks the module: formatting, validation, tests, linter, and on a plan the tests, the policy and ``verify``."""

from __future__ import annotations

from pathlib import Path

from ...pack.load import Pack

PATHS = {"github": ".github/workflows/infrastructure.yml", "gitlab": ".gitlab-ci.yml"}
# The Terraform that the pipelines install: one that has all that the generated code uses.
TERRAFORM = "1.11.4"


def pipeline(kind: str, pack: Pack, backend: str | None, values: str | None) -> dict[str, str]:
    """The pipeline of a service (``github`` or ``gitlab``) by path. ``backend`` and ``values`` are files of the main environment."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(str(Path(__file__).parent)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    login = pack.target["pipelines"].get(kind) or DEFAULT[kind]
    text = environment.get_template(f"{kind}.yml.j2").render(
        terraform=TERRAFORM,
        target=pack.name,
        login=login.rstrip("\n").split("\n"),
        backend=backend,
        values=values,
    )
    return {PATHS[kind]: text}


# Where a pack does not say how a pipeline logs in, the provider reads its usual variables.
DEFAULT = {
    "github": "# The provider reads its credentials from the environment: set them here.",
    "gitlab": "script:",
}
