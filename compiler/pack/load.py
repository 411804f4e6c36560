"""Loads a target pack: one folder of YAML and templates, compiled once into the user's cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from ..cache import cached_json
from ..data import data_root
from .errors import PackError

# The folder beside the packs that holds what several of them import; it is no pack.
SHARED = "shared"


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
    def shared(self) -> tuple[Path, ...]:
        """The folders of templates that all packs may import from (``shared/…``): a user's own stands before the built-in one."""
        roots = dict.fromkeys([*(folder.parent for folder in self.folders), data_root("targets")])
        return tuple(root / SHARED for root in roots if (root / SHARED).is_dir())

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

    Concepts, templates and ``target.yaml`` replace the built-in file of the same name; permissions (by concept and verb), sizes
    (by family) and mocks (by type) are added to the built-in ones and win where both have an entry.

    Raises FileNotFoundError where no such pack is there, PackError (with file and line) where one is wrong.
    """
    roots = [*([extra] if extra else []), data_root("targets")]
    folders = tuple(root / name for root in roots if (root / name).is_dir())
    if extra:
        for folder in (extra / name, extra / SHARED):
            _nothing_from_elsewhere(folder)
    sources = [path for folder in folders for path in sorted(folder.rglob("*.yaml"))]
    if not any(path.name == "target.yaml" for path in sources):
        raise FileNotFoundError(f"there is no target pack '{name}'")
    forms = Path(__file__).with_name("forms.py")
    # A user's folder is kept under a name of its own, so that it and the built-in pack don't push each other out of the cache.
    kept = f"pack-{name}" if len(folders) == 1 else f"pack-{name}-own"
    content = cached_json(kept, [*sources, forms, Path(__file__)], lambda: _compile(folders))
    return Pack(
        name=name,
        folders=folders,
        target=content["target"],
        concepts=content["concepts"],
        permissions=tuple(content["permissions"]),
        sizes={family: tuple(sizes) for family, sizes in content["sizes"].items()},
        mocks=content["mocks"],
    )


def _nothing_from_elsewhere(folder: Path) -> None:
    """Raises PackError where a link in a user's folder leads out of the folder of packs: a pack reads nothing but itself."""
    root = folder.parent.resolve()
    for path in folder.rglob("*"):
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            raise PackError(
                f"{path.relative_to(folder).as_posix()}:1: the link leads out of the folder of packs"
            )


def _compile(folders: tuple[Path, ...]) -> dict[str, Any]:
    """All files of the pack as one JSON value, checked."""
    from . import forms

    def first(file: str) -> Path:
        found = next((folder / file for folder in folders if (folder / file).is_file()), None)
        if found is None:
            raise PackError(f"{file}:1: the pack has no such file: write one, if need be with nothing in it")
        return found

    def every(file: str) -> list[Path]:
        """The file in each folder that has it, the built-in pack's first: what stands later wins."""
        found = [folder / file for folder in reversed(folders) if (folder / file).is_file()]
        return found or [first(file)]

    concepts: dict[str, Any] = {}
    for folder in reversed(folders):
        for path in sorted(folder.glob("concepts/*.yaml")):
            form = forms.read_form(path, forms.ConceptForm)
            if form.concept != path.stem:
                raise PackError(
                    f"{path.name}:1: the file is called after another concept than '{form.concept}'"
                )
            concepts[form.concept] = form.model_dump(mode="json")
    permissions: list[dict[str, Any]] = []
    for path in every("permissions.yaml"):
        own = forms.read_form(path, forms.PermissionsForm).model_dump(mode="json")["permissions"]
        # Who says what a link permits says all of it; other links keep what they have.
        said = {(permission["to"], permission["verb"]) for permission in own}
        permissions = [kept for kept in permissions if (kept["to"], kept["verb"]) not in said] + own
    sizes: dict[str, Any] = {}
    for path in every("sizes.yaml"):
        sizes |= forms.read_form(path, forms.SizesForm).model_dump(mode="json")["families"]
    mocks: dict[str, Any] = {"resources": {}, "data": {}}
    for path in every("mocks.yaml"):
        own_mocks = forms.read_form(path, forms.MocksForm).model_dump(mode="json")
        mocks = {room: mocks[room] | own_mocks[room] for room in mocks}
    return {
        "target": forms.read_form(first("target.yaml"), forms.TargetForm).model_dump(mode="json"),
        "concepts": dict(sorted(concepts.items())),
        "permissions": permissions,
        "sizes": sizes,
        "mocks": mocks,
    }
