"""Architectures made by hand, to try a pack's templates with: one concept alone, with what it needs around it."""

from __future__ import annotations

from typing import Any

from spec2iac.architecture import Architecture, Component, Link, Policy, Setting, Tier
from spec2iac.catalogue import catalogue
from spec2iac.pack.load import load
from spec2iac.pack.region import place_in_region
from spec2iac.pack.trying import AROUND, surroundings
from spec2iac.pack.views import POLICY_KEYS

# What a concept can't be without: the architect adds it, and so do these scenes.
COMPANIONS = {"cdn": (("object-storage", "serves"),)}
TIERS = {
    "load-balancer": Tier.PUBLIC, "container-service": Tier.PRIVATE, "instance-group": Tier.PRIVATE, "virtual-machine": Tier.PRIVATE,
    "kubernetes-cluster": Tier.PRIVATE, "serverless-function": Tier.PRIVATE, "relational-database": Tier.DATA, "in-memory-cache": Tier.DATA,
    "document-database": Tier.DATA, "search-engine": Tier.DATA, "file-storage": Tier.DATA, "data-warehouse": Tier.DATA,
    "gpu-compute": Tier.PRIVATE, "batch-compute": Tier.PRIVATE, "bastion-host": Tier.PRIVATE, "event-stream": Tier.NONE,
}  # fmt: skip
# A plain value for each type of property that the vocabulary knows.
VALUES: dict[str, Any] = {
    "bool": True, "count": 3, "text": "words", "list": ["a"], "cidr": "10.1.0.0/16", "port": 8443, "layer": 7, "period": "daily",
    "metrics": [{"metric": "cpu", "threshold": 60}], "percents": [80, 100], "money": 500, "quantity": 80, "GiB": 64, "MiB": 512, "s": 30,
    "ms": 50, "h": 48, "d": 30, "percent": 10, "bit/s": 1_000_000_000, "1/s": 500,
}  # fmt: skip
POLICY: dict[str, Any] = {
    "zones": 2, "tls_min_version": "1.2", "own_keys": True, "log_retention": 30, "audit_retention": 365, "backup_retention": 14,
    "pitr": True, "tags": ["Project", "Environment", "ManagedBy"], "region": None, "environment": "production", "availability": 99.9,
}  # fmt: skip


def scene(
    *components: Component,
    links: tuple[Link, ...] = (),
    policy: dict[str, Any] | None = None,
    target: str = "aws",
) -> Architecture:
    """An architecture of these components and of the ordinary ones around them, placed in the pack's default region."""
    around = list(surroundings(load(target), *components))
    for component in components:
        for concept, verb in () if component.existing else COMPANIONS.get(component.concept, ()):
            around.append(Component(concept, "companion", "companion", reason="it is needed"))
            links += (Link(component.key, f"{concept}.companion", verb),)
    settings = {key: Setting((POLICY | (policy or {})).get(key)) for key in POLICY_KEYS}
    made = Architecture("trial", "Trial", tuple(around) + components, links, Policy(settings))
    return place_in_region(made, load(target), None)[0]


def alone(concept: str, properties: dict[str, Any] | None = None, *, existing: bool = False) -> Component:
    """A component of a concept with these properties, each stated by a statement of its own."""
    settings = {name: Setting(value, (f"FR-{name}",)) for name, value in (properties or {}).items()}
    label = "main" if (concept, "main") in {(around[0], around[1]) for around in AROUND} else "trial"
    if concept in ("public-subnet", "private-subnet"):
        label = concept.split("-")[0]
    return Component(
        concept,
        label,
        concept.replace("-", " "),
        ("FR-001",),
        settings,
        TIERS.get(concept, Tier.NONE),
        existing,
    )


def plain_value(concept: str, name: str) -> Any:
    """A value that the property may take."""
    kind = catalogue()[concept]["properties"][name]
    if isinstance(kind, list):
        return kind[0]
    special = {"domain": "www.example.com", "version": None, "index": "index.html", "error": "404.html", "health_check_path": "/health",
               "engine": "postgresql", "os": "linux", "arch": "arm64", "runtime": "python", "schedule": "daily", "channel": "email",
               "metric": "cpu", "min_version": "1.2", "protocol": "tcp", "image": "example/app:1", "path": "/"}  # fmt: skip
    return special.get(name, VALUES.get(str(kind), "words"))
