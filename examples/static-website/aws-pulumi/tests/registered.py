"""Runs the program without a cloud, and keeps what it registers: what the tests look at."""

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pulumi
import yaml
from plan import Plan

ROOT = Path(__file__).parent.parent
# What a cloud would give (by token, the properties that the program reads); the names of the resources, of those
# with several instances what all names begin with; and what there is one of where checks go through a list.
KNOWN: dict[str, Any] = json.loads(
    Path(__file__).with_name("mocks.json").read_text(encoding="utf-8")
)

# How the engine marks a value as a secret: pulumi.com/docs, the engine's wire format.
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"
# Stands for a secret that the tests don't know.
SECRET = "Only-for-tests-1-nobodys-secret"
# Properties whose keys are the author's own.
OWN_KEYS = ("tags", "labels", "variables", "app_settings", "metadata", "parameters")


class Cloud(pulumi.runtime.Mocks):
    """Stands for the cloud: everything can be made, and has properties of the right form."""

    def __init__(self) -> None:
        self.registered: list[pulumi.runtime.MockResourceArgs] = []

    def new_resource(
        self, args: pulumi.runtime.MockResourceArgs
    ) -> tuple[str | None, dict[str, Any]]:
        """A resource's id and its properties."""
        args.inputs = revealed(args.inputs)
        self.registered.append(args)
        given = named(KNOWN["given"].get(args.typ, {}), args.name)
        return given.pop("id", f"{args.name}-id"), filled(args.inputs, given)

    def call(
        self, args: pulumi.runtime.MockCallArgs
    ) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        """What a lookup gives, and no failures."""
        found = named(KNOWN["given"].get(args.token, {}), "found")
        return {**found, **args.args}, []


def named(value: Any, name: str) -> Any:
    """Values in which the resource's name stands for NAME."""
    if isinstance(value, dict):
        return {key: named(item, name) for key, item in value.items()}
    if isinstance(value, list):
        return [named(item, name) for item in value]
    return value.replace("NAME", name) if isinstance(value, str) else value


def revealed(value: Any) -> Any:
    """Values without the wrapping that marks some of them as secrets."""
    if isinstance(value, dict):
        inner = {key: revealed(item) for key, item in value.items()}
        return inner["value"] if inner.get(SIGNATURE) == SECRET_SIGNATURE else inner
    return [revealed(item) for item in value] if isinstance(value, list) else value


def filled(inputs: Any, given: Any) -> Any:
    """What the program gives, with what the cloud would add to it."""
    if isinstance(inputs, dict) and isinstance(given, dict):
        whole = {key: filled(value, given.get(key)) for key, value in inputs.items()}
        return {**given, **whole}
    if isinstance(inputs, list) and isinstance(given, list) and given:
        return [filled(item, given[0]) for item in inputs]
    return inputs


def run(stack: str) -> tuple[Cloud, dict[str, Any]]:
    """What the program registers with the configuration of a stack, and its settings."""
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))["name"]
    path = ROOT / f"Pulumi.{stack}.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    config = (content or {}).get("config") or {}
    cloud = Cloud()
    pulumi.runtime.set_mocks(cloud, project=project, stack=stack, preview=False)
    texts = {f"{project}:{name}": SECRET for name in KNOWN["secrets"]}
    texts |= {name: as_text(value) for name, value in config.items()}
    pulumi.runtime.set_all_config(texts)
    sys.path.insert(0, str(ROOT))

    @pulumi.runtime.test
    def program() -> None:
        runpy.run_path(str(ROOT / "__main__.py"))

    program()
    settings = sys.modules.get("settings")
    return cloud, {
        name: value
        for name, value in vars(settings or object).items()
        if isinstance(value, str | int | float | list | dict | None)
    }


def as_text(value: Any) -> str:
    """A value of the configuration as the engine hands it over; a secret stands there encrypted."""
    if isinstance(value, dict) and set(value) == {"secure"}:
        return SECRET
    return value if isinstance(value, str) else json.dumps(value)


def as_plan(cloud: Cloud, settings: dict[str, Any]) -> Plan:
    """What was registered, in the form that the checks read: by token and name, with Python's names of properties."""
    providers = {
        args.name: {name: decoded(value) for name, value in args.inputs.items()}
        for args in cloud.registered
        if args.typ.startswith("pulumi:providers:")
    }
    # A provider's own tags are on everything, also where no resource adds any.
    resources = [
        {
            "address": f"provider.{name}",
            "type": "provider",
            "values": carried({"tags": {}, "labels": {}}, provider),
        }
        for name, provider in providers.items()
    ]
    for args in cloud.registered:
        if args.typ.startswith("pulumi:"):
            continue
        values = snake(args.inputs)
        for place in KNOWN["one"].get(args.typ, ()):
            values = listed(values, place.split("."))
        provider = providers.get(named_provider(args.provider or ""), {})
        resources.append(
            {
                "address": address_of(args.typ, args.name),
                "type": args.typ,
                "values": {**values, **carried(values, provider)},
            }
        )
    variables = {name: {"value": value} for name, value in settings.items()}
    module = {"resources": resources}
    return Plan({"planned_values": {"root_module": module}, "variables": variables})


def listed(value: Any, steps: list[str]) -> Any:
    """Values in which the one thing at a place stands in a list, as checks go through the elements of lists."""
    if isinstance(value, list):
        return [listed(item, steps) for item in value]
    if not isinstance(value, dict) or steps[0] not in value:
        return value
    inner = value[steps[0]]
    if len(steps) > 1:
        return {**value, steps[0]: listed(inner, steps[1:])}
    return {**value, steps[0]: [inner] if isinstance(inner, dict) else inner}


def named_provider(reference: str) -> str:
    """The name of a provider in a reference to it: ``urn:pulumi:…::NAME::ID``."""
    parts = reference.split("::")
    return parts[-2] if len(parts) > 1 else ""


def decoded(value: Any) -> Any:
    """A provider's property, which is sent as JSON where it is no text."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def address_of(token: str, name: str) -> str:
    """A resource's address: an instance of several stands in brackets behind what it is one of."""
    address = f"{token}.{name}"
    if address in KNOWN["single"]:
        return address
    several = [one for one in KNOWN["several"] if address.startswith(f"{one}-")]
    whole = max(several, key=len, default=address)
    return f'{whole}["{address[len(whole) + 1 :]}"]' if several else address


def carried(values: dict[str, Any], provider: dict[str, Any]) -> dict[str, Any]:
    """The tags or labels that a resource carries: the provider's own and those of the resource."""
    found: dict[str, Any] = {}
    tags = values.get("tags")
    if isinstance(tags, list) and all(isinstance(tag, dict) for tag in tags):
        # Some have their tags one by one.
        found["tags"] = {tag.get("key"): tag.get("value") for tag in tags}
    default = (provider.get("defaultTags") or {}).get("tags")
    if default and isinstance(values.get("tags"), dict):
        found["tags_all"] = {**default, **values["tags"]}
    labels = provider.get("defaultLabels")
    if labels and isinstance(values.get("labels"), dict):
        found["effective_labels"] = {**labels, **values["labels"]}
    return found


def snake(value: Any, key: str = "") -> Any:
    """Properties with Python's names; what stands in tags, labels and the like keeps its own."""
    if isinstance(value, dict):
        own = key in OWN_KEYS
        names = {name: name if own else snake_name(name) for name in value}
        return {names[name]: snake(item, names[name]) for name, item in value.items()}
    if isinstance(value, list):
        return [snake(item, key) for item in value]
    return value


def snake_name(name: str) -> str:
    """``cidrBlock`` as Python has it: ``cidr_block``."""
    letters = (f"_{sign.lower()}" if sign.isupper() else sign for sign in name)
    return "".join(letters)
