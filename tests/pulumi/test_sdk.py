"""What Pulumi's packages call the types of the target packs: complete, true to the installed packages, and gaps are said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from spec2iac.data import data_root
from spec2iac.hcl.schema import load_schema
from spec2iac.hcl.trim import packed
from spec2iac.pulumi.derive import derive, version_of
from spec2iac.pulumi.package import Package, Shape, shape_of
from spec2iac.pulumi.sdk import Property, Sdk, SdkError, load_sdk, property_of

from tests.pulumi.packages import site_packages

CLOUDS = sorted(path.parent.name for path in data_root("targets").glob("*/pulumi.yaml"))


def sdk_of(cloud: str) -> Sdk:
    found = load_sdk([data_root("targets") / cloud])
    assert found is not None
    return found


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_type_of_the_pack_has_a_class_or_a_reason(cloud: str) -> None:
    schema, sdk = load_schema([data_root("targets") / cloud]), sdk_of(cloud)
    for room, source in (("resources", "resources"), ("functions", "data"), ("providers", "providers")):
        for type_ in schema[source]:
            entry = sdk.entry(room, type_)
            assert entry is not None, f"{type_}: derive the data anew"
            assert (entry.place and entry.token) or entry.reason, type_


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_data_is_what_the_installed_package_says(cloud: str) -> None:
    site = site_packages(cloud)
    if site is None:
        pytest.skip(f"Pulumi's package for {cloud} is not installed: make .pulumi/{cloud}/.ready")
    folder = data_root("targets") / cloud
    known = json.loads(gzip.decompress((folder / "pulumi.json.gz").read_bytes()))["package"]
    package = site / known["module"]
    if version_of(package) != known["version"]:
        pytest.skip(f"the data is of version {known['version']}; {version_of(package)} is installed")
    assert packed(derive(folder, package)) == (folder / "pulumi.json.gz").read_bytes()


@pytest.mark.parametrize(
    ("cloud", "type_", "place", "token"),
    [
        ("aws", "aws_s3_bucket", "s3.Bucket", "aws:s3/bucket:Bucket"),
        ("aws", "aws_lb_listener", "lb.Listener", "aws:lb/listener:Listener"),
        ("aws", "aws_db_subnet_group", "rds.SubnetGroup", "aws:rds/subnetGroup:SubnetGroup"),
        ("azure", "azurerm_role_assignment", "authorization.Assignment", "azure:authorization/assignment:Assignment"),
        ("azure", "azurerm_private_dns_zone", "privatedns.Zone", "azure:privatedns/zone:Zone"),
        ("gcp", "google_project_iam_member", "projects.IAMMember", "gcp:projects/iAMMember:IAMMember"),
    ],
)  # fmt: skip
def test_classes_are_those_of_the_documentation(cloud: str, type_: str, place: str, token: str) -> None:
    entry = sdk_of(cloud).entry("resources", type_)
    assert entry is not None and (entry.place, entry.token) == (place, token)


def test_arguments_are_found_by_their_names_there() -> None:
    sdk = sdk_of("aws")
    lifecycle = sdk.entry("resources", "aws_s3_bucket_lifecycle_configuration")
    versioning = sdk.entry("resources", "aws_s3_bucket_versioning")
    function = sdk.entry("resources", "aws_lambda_function")
    assert lifecycle and versioning and function
    rule = property_of(lifecycle.properties, "rule")
    assert (rule.name, rule.one) == ("rules", False)
    assert property_of(rule.properties, "expiration").one
    assert property_of(rule.properties, "transition").name == "transitions"
    assert property_of(versioning.properties, "versioning_configuration").one
    assert property_of(function.properties, "filename").name == "code"
    assert property_of(function.properties, "role") == Property("role")
    # What stands for a file's path in Terraform is what is read from it, and a text of yes or no a yes or no.
    assert property_of(function.properties, "filename").type == "archive"
    cache = sdk.entry("resources", "aws_elasticache_replication_group")
    assert cache and property_of(cache.properties, "at_rest_encryption_enabled").type == "bool"


def gaps(properties: Any, path: str = "") -> list[str]:
    """The arguments below an entry that the package can't set or doesn't know."""
    found = []
    for name, item in properties.items():
        found += [f"{path}{name}"] if "missing" in item else []
        found += gaps(item.get("properties", {}), f"{path}{name}.")
    return found


def test_what_a_package_lacks_is_known() -> None:
    entry = sdk_of("azure").entry("resources", "azurerm_log_analytics_workspace")
    assert entry is not None and gaps(entry.properties) == [
        "internet_ingestion_access_type",
        "internet_query_access_type",
    ]
    vectors = sdk_of("aws").entry("resources", "aws_s3vectors_index")
    assert vectors is not None and vectors.place is None and "S3 Vectors" in (vectors.reason or "")


def test_what_a_package_has_in_another_form_is_known() -> None:
    record = sdk_of("azure").entry("resources", "azurerm_private_dns_a_record")
    rule = sdk_of("azure").entry("resources", "azurerm_cdn_frontdoor_rule")
    assert record and rule
    named = {"zone_name": "name", "resource_group_name": "resource_group_name"}
    assert property_of(record.properties, "private_dns_zone_id").instead == named
    override = property_of(property_of(rule.properties, "actions").properties, "route_configuration_override")
    inline = property_of(override.properties, "caching").inline
    assert inline is not None and inline["duration"] == "cache_duration"


def test_a_cloud_without_a_package_has_none(tmp_path: Path) -> None:
    assert load_sdk([data_root("targets") / "ibm"]) is None
    (tmp_path / "pulumi.json.gz").write_bytes(b"no gzip")
    with pytest.raises(SdkError, match=r"pulumi\.json\.gz:1: it is not what"):
        load_sdk([tmp_path])


@pytest.mark.parametrize(
    ("annotation", "shape"),
    [
        ("pulumi.Input[_builtins.str]", Shape(False, None, "str")),
        ("pulumi.Input[Optional[Sequence[pulumi.Input[_builtins.str]]]]", Shape(True, None, "str")),
        ("NotRequired[pulumi.Input[Optional['RuleFilterArgsDict']]]", Shape(False, "RuleFilter")),
        ("pulumi.Input[Optional[Sequence[pulumi.Input[Union['RuleArgs', 'RuleArgsDict', 'outputs.Rule']]]]]", Shape(True, "Rule")),
        ("pulumi.Output[Optional[Sequence['outputs.Rule']]]", Shape(True, "Rule")),
        ("pulumi.Input[Optional[Mapping[str, pulumi.Input[_builtins.bool]]]]", Shape(False, None, "bool")),
        ("pulumi.Input[Optional[Union[pulumi.Asset, pulumi.Archive]]]", Shape(False, None, "asset")),
    ],
)  # fmt: skip
def test_types_in_the_sources_are_read(annotation: str, shape: Shape) -> None:
    assert shape_of(annotation) == shape


RESOURCE = """
class Teapot(pulumi.CustomResource):
    def __init__(__self__, resource_name: str, *args, **kwargs):
        ...

    def _internal_init(__self__,
                 resource_name: str,
                 opts: Optional[pulumi.ResourceOptions] = None,
                 lid: pulumi.Input[Optional[Union['TeapotLidArgs', 'TeapotLidArgsDict']]] = None,
                 spouts: pulumi.Input[Optional[Sequence[pulumi.Input[_builtins.str]]]] = None,
                 __props__=None):
        super(Teapot, __self__).__init__(
            'kitchen:pots/teapot:Teapot',
            resource_name)

    @pulumi.getter
    def lid(self) -> pulumi.Output['outputs.TeapotLid']:
        ...
"""


def test_a_package_is_read_from_its_sources(tmp_path: Path) -> None:
    (tmp_path / "pots").mkdir()
    (tmp_path / "pots" / "teapot.py").write_text(RESOURCE)
    (tmp_path / "pots" / "kettle.py").write_text(
        RESOURCE + '    "kitchen.Kettle has been deprecated in favor of Teapot"\n'
    )
    (tmp_path / "pots" / "_inputs.py").write_text(
        "class TeapotLidArgsDict(TypedDict):\n    knob: pulumi.Input[_builtins.str]\n"
    )
    package = Package(tmp_path)
    (teapot,) = package.named("teapot")
    assert (teapot.place, teapot.token) == ("pots.Teapot", "kitchen:pots/teapot:Teapot")
    assert teapot.takes == {"lid": Shape(False, "TeapotLid"), "spouts": Shape(True, None, "str")}
    assert package.members("pots", "TeapotLid", given=False) == {"knob": Shape(False, None, "str")}
    assert package.at("pots.Teapot") == teapot
    assert list(package.named("kettle")) == []
