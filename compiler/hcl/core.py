"""What the language itself allows in its blocks, in the form of a provider's schema (see ``trim.py``).

From the documentation of Terraform 1.11 and OpenTofu 1.10.
"""

from __future__ import annotations

from typing import Any

from .types import DYNAMIC

_CONDITION: dict[str, Any] = {
    "attributes": {
        "condition": {"required": True, "type": "bool"},
        "error_message": {"required": True, "type": "string"},
    }
}


def _entry(needed: dict[str, Any], optional: dict[str, Any], **blocks: Any) -> dict[str, Any]:
    attributes = {name: {"required": True, "type": type_} for name, type_ in needed.items()}
    attributes |= {name: {"optional": True, "type": type_} for name, type_ in optional.items()}
    return {"attributes": attributes, "blocks": blocks}


LIFECYCLE = _entry(
    {},
    {
        "create_before_destroy": "bool",
        "prevent_destroy": "bool",
        "ignore_changes": DYNAMIC,
        "replace_triggered_by": DYNAMIC,
    },
    precondition=_CONDITION,
    postcondition=_CONDITION,
)
# Blocks whose inside is free are empty entries: nothing in them is checked.
TOP_LEVEL: dict[str, dict[str, Any]] = {
    "terraform": _entry(
        {},
        {"required_version": "string"},
        required_providers={},
        backend={"max": 1},
        cloud={"max": 1},
        provider_meta={},
    ),
    "variable": _entry(
        {},
        {
            "type": DYNAMIC,
            "default": DYNAMIC,
            "description": "string",
            "sensitive": "bool",
            "nullable": "bool",
            "ephemeral": "bool",
        },
        validation=_CONDITION,
    ),
    "output": _entry(
        {"value": DYNAMIC},
        {"description": "string", "sensitive": "bool", "ephemeral": "bool", "depends_on": DYNAMIC},
        precondition=_CONDITION,
    ),
    "moved": _entry({"from": DYNAMIC, "to": DYNAMIC}, {}),
    "import": _entry({"to": DYNAMIC}, {"id": "string", "provider": DYNAMIC, "for_each": DYNAMIC}),
    "removed": _entry({"from": DYNAMIC}, {}, lifecycle={"max": 1}, provisioner={}, connection={}),
    "check": _entry({}, {}, data={"max": 1}, **{"assert": {"min": 1} | _CONDITION}),
    "locals": {},
    "module": {},
}
# What stands beside the provider's own arguments and blocks in each kind of block that has a provider's schema.
_INSTANCES = {"count": "number", "for_each": DYNAMIC, "depends_on": DYNAMIC, "provider": DYNAMIC}
_PROVISIONING: dict[str, Any] = {"provisioner": {}, "connection": {}}
BESIDE: dict[str, dict[str, Any]] = {
    "resource": _entry({}, _INSTANCES, lifecycle=LIFECYCLE | {"max": 1}, **_PROVISIONING),
    "data": _entry({}, _INSTANCES, lifecycle=LIFECYCLE | {"max": 1}),
    "ephemeral": _entry({}, _INSTANCES, lifecycle=LIFECYCLE | {"max": 1}),
    "provider": _entry({}, {"alias": "string", "version": "string"}),
}
