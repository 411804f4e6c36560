"""Loads a target pack: one folder of YAML and templates, compiled once into the user's cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from ..cache import cached_json
from ..data import data_root
from .errors import PackError


class Pack(Struct, frozen=True):
    """A target pack, ready to render: ``concepts`` by concept id, everything plain JSON values of the forms.

    ``folders`` are searched for templates in order: a user's own folder stands before the built-in pack.
    """

    name: str
    folders: tuple[Path, ...]
    target: dict[str, Any]
    concepts: dict[str, dict[str, Any]]
    permissions: tuple[dict[str, Any], ...]
    sizes: dict[str, tuple[dict[str, Any], ...]]
    mocks: dict[str, Any]

    @property
    def title(self) -> str:
        """The cloud's name for people."""
        return str(self.target["title"])

    def region(self, region: str) -> dict[str, Any] | None:
        """The region's entry, or None where the cloud has no such region."""
        return next((entry for entry in self.target["regions"] if entry["id"] == region), None)


def targets(extra: Path | None = None) -> tuple[str, ...]:
    """The names of all target packs, the user's folder included."""
    roots = [data_root("targets"), *([extra] if extra else [])]
    return tuple(sorted({path.parent.name for root in roots for path in root.glob("*/target.yaml")}))


def load(name: str, extra: Path | None = None) -> Pack:
    """The pack called ``name``; ``extra`` is a user's folder of packs whose files go before the built-in ones.

    Raises FileNotFoundError where no such pack is there, PackError (with file and line) where one is wrong.
    """
    roots = [*([extra] if extra else []), data_root("targets")]
    folders = tuple(root / name for root in roots if (root / name).is_dir())
    sources = [path for folder in folders for path in sorted(folder.rglob("*.yaml"))]
    if not any(path.name == "target.yaml" for path in sources):
        raise FileNotFoundError(f"there is no target pack '{name}'")
    forms = Path(__file__).with_name("forms.py")
    content = cached_json(f"pack-{name}", [*sources, forms], lambda: _compile(folders))
    return Pack(
        name=name,
        folders=folders,
        target=content["target"],
        concepts=content["concepts"],
        permissions=tuple(content["permissions"]),
        sizes={family: tuple(sizes) for family, sizes in content["sizes"].items()},
        mocks=content["mocks"],
    )


def _compile(folders: tuple[Path, ...]) -> dict[str, Any]:
    """All files of the pack as one JSON value, checked."""
    from . import forms

    def first(file: str) -> Path:
        return next(folder / file for folder in folders if (folder / file).is_file())

    concepts: dict[str, Any] = {}
    for folder in reversed(folders):
        for path in sorted(folder.glob("concepts/*.yaml")):
            form = forms.read_form(path, forms.ConceptForm)
            if form.concept != path.stem:
                raise PackError(
                    f"{path.name}:1: the file is called after another concept than '{form.concept}'"
                )
            concepts[form.concept] = form.model_dump(mode="json")
    permissions = forms.read_form(first("permissions.yaml"), forms.PermissionsForm)
    return {
        "target": forms.read_form(first("target.yaml"), forms.TargetForm).model_dump(mode="json"),
        "concepts": dict(sorted(concepts.items())),
        "permissions": [permission.model_dump(mode="json") for permission in permissions.permissions],
        "sizes": forms.read_form(first("sizes.yaml"), forms.SizesForm).model_dump(mode="json")["families"],
        "mocks": forms.read_form(first("mocks.yaml"), forms.MocksForm).model_dump(mode="json"),
    }
