"""Which cloud a build is for, and where on it: named in the specification, several at once, side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spec2iac.pack.load import targets
from spec2iac.pipeline import Options, compile_specification

from .running import spec2iac

HEAD = "# Shop\n{header}\n## Infrastructure Requirements\n\n### Functional Requirements\n\n"
STORAGE = "- **FR-001**: Infrastructure MUST provide object storage for invoices with versioning"


def specification(tmp_path: Path, wish: str = "", header: str = "") -> Path:
    place = tmp_path / "spec.md"
    place.write_text(HEAD.format(header=header) + STORAGE + wish + "\n", encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("wish", "header", "target"),
    [
        (" on Google Cloud", "", "gcp"),
        (" in our Azure subscription", "", "azure"),
        (" in us-south", "", "ibm"),
        (" in eu-west-1", "", "aws"),
        ("", "\n**Cloud**: Azure\n", "azure"),
        (" on AWS", "\n**Cloud**: IBM Cloud\n", "ibm"),
        (
            "\n- **FR-002**: Infrastructure MUST NOT use AWS\n- **FR-003**: All resources on Azure",
            "",
            "azure",
        ),
    ],
)
def test_the_cloud_that_a_specification_names(
    wish: str, header: str, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = spec2iac("build", specification(tmp_path, wish, header), "--target", "auto")
    assert ended.code == 0, ended.stderr
    assert [name for name in targets() if (tmp_path / name).is_dir()] == [target]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("", "names no cloud"),
        (" in Sydney", "names no cloud"),
        (" on AWS and on Azure", "several clouds, AWS (FR-001), Azure (FR-001)"),
    ],
)
def test_where_it_names_none_or_several_it_says_so(wish: str, said: str, tmp_path: Path) -> None:
    ended = spec2iac("build", specification(tmp_path, wish), "--target", "auto")
    assert ended.code == 2 and said in ended.stderr


def test_auto_stands_alone(tmp_path: Path) -> None:
    ended = spec2iac("build", specification(tmp_path), "--target", "auto,aws")
    assert ended.code == 2 and "no other cloud beside it" in ended.stderr


def test_several_clouds_have_a_folder_each(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = spec2iac("build", specification(tmp_path), "--target", "aws,gcp", "--target", "aws", "--out", out)
    assert ended.code == 0, ended.stderr
    assert sorted(path.name for path in out.iterdir()) == ["aws", "gcp"]


@pytest.mark.parametrize(
    ("wanted", "target", "region", "code"),
    [
        ("ap-southeast-2", "azure", "australiaeast", None),
        ("Sydney", "gcp", "australia-southeast1", None),
        ("germanywestcentral", "aws", "eu-central-1", None),
        ("eu-gb", "azure", "uksouth", None),
        ("us-east-2", "azure", "eastus2", "S2I358"),
        ("nowhere-1", "azure", None, "S2I355"),
    ],
)
def test_a_region_is_found_on_every_cloud(
    wanted: str, target: str, region: str | None, code: str | None
) -> None:
    text = HEAD.format(header="") + STORAGE
    made = compile_specification(text.encode(), "spec.md", Options(target, region=wanted))
    found = made.architecture.policy.settings["region"].value if made.build else None
    assert found == region
    codes = {item.code for item in made.diagnostics if item.code in ("S2I355", "S2I358")}
    assert codes == ({code} if code else set())


@pytest.mark.parametrize("target", targets())
@pytest.mark.parametrize("residency", ["EU", "US", "Germany", "Australia"])
def test_residency_limits_the_region(target: str, residency: str) -> None:
    text = (
        HEAD.format(header="") + STORAGE + f"\n- **FR-002**: All data MUST stay in {residency} regions only\n"
    )
    made = compile_specification(text.encode(), "spec.md", Options(target))
    assert made.build is not None, [item.message for item in made.errors]
    away = "us-east-1" if residency != "US" else "eu-west-1"
    assert "S2I356" in {
        item.code for item in compile_specification(text.encode(), "spec.md", Options(target, away)).errors
    }


def test_the_clouds_side_by_side(tmp_path: Path) -> None:
    place = specification(tmp_path, "\n- **FR-002**: Infrastructure MUST send email to customers\n")
    text = spec2iac("compare", place).text
    heads = text.splitlines()[0]
    assert all(title in heads for title in ("AWS", "Azure", "Google Cloud", "IBM Cloud"))
    compared = json.loads(spec2iac("compare", place, "--target", "aws,gcp", "--format", "json").text)
    sides = {side["target"]: side for side in compared["targets"]}
    keys = [entry["key"] for entry in compared["components"]]
    assert list(sides) == ["aws", "gcp"] and all(
        set(keys) == set(side["services"]) for side in sides.values()
    )
    mail = next(key for key in keys if key.startswith("email-service"))
    assert sides["aws"]["services"][mail]["support"] == "full"
    assert sides["gcp"]["services"][mail]["support"] == "none"
    assert any(found["code"] == "S2I350" for found in sides["gcp"]["unmet"])
    assert spec2iac("compare", place, "--format", "md").text.startswith("| ")
