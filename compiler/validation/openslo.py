"""Writes the service level objectives as OpenSLO v1 documents (github.com/OpenSLO/OpenSLO), with the cloud's metrics as their source."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..architecture import Architecture
from ..objectives import BURN_RATES, DAY, Objective, objectives
from ..pack.load import Pack
from ..pack.views import ComponentView, Scene

# Where clients' requests are counted, the outermost first.
ENTRIES = ("global-load-balancer", "load-balancer", "api-gateway", "web-app-platform", "cdn", "container-service", "serverless-function")  # fmt: skip
TARGET = "on-call"
# The longest description that OpenSLO allows, in characters.
LONGEST_DESCRIPTION = 1050
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/._")


def openslo(architecture: Architecture, pack: Pack, scene: Scene) -> dict[str, str]:
    """``slo/openslo.yaml``: the service, an SLO for each objective, and the alerts on their burn rates; nothing without objectives."""
    found = objectives(architecture.measures)
    if not found:
        return {}
    documents = [
        _document("Service", architecture.slug, architecture.title, {"description": f"{architecture.title} on {pack.target['title']}"}),
        *_indicator_documents(pack, scene, found),
        *(_slo(architecture, pack, scene, objective) for objective in found),
        *_alerts(found),
    ]  # fmt: skip
    head = (
        "# Service level objectives in the form of OpenSLO v1. Values in ${…} are expressions of this module:\n"
        "# `terraform console` gives them.\n"
    )
    return {"slo/openslo.yaml": head + "---\n".join(_yaml(document) for document in documents)}


def _document(kind: str, name: str, title: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "openslo/v1", "kind": kind, "metadata": {"name": name, "displayName": _short(title)}, "spec": spec}  # fmt: skip


def _slo(architecture: Architecture, pack: Pack, scene: Scene, objective: Objective) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "description": _short(_description(objective)),
        "service": architecture.slug,
        "indicatorRef": _indicator_name(objective),
        "timeWindow": [{"duration": f"{objective.window // DAY}d", "isRolling": True}],
        "budgetingMethod": "Occurrences",
        "objectives": [{"displayName": _title(objective), "target": round(objective.target / 100, 8)}],
    }
    if objective.kind == "availability":
        spec["alertPolicies"] = [{"alertPolicyRef": f"burn-rate-{rate.name}"} for rate in BURN_RATES]
    return _document("SLO", objective.name, _title(objective), spec)


def _indicator_name(objective: Objective) -> str:
    if objective.kind == "availability":
        return "requests-that-succeed"
    return f"requests-within-{objective.seconds:g}s".replace(".", "-")


def _indicator_documents(pack: Pack, scene: Scene, found: Sequence[Objective]) -> Iterator[dict[str, Any]]:
    """How the share of good events is measured: once for all objectives that share it."""
    for name, objective in {_indicator_name(objective): objective for objective in found}.items():
        yield _document(
            "SLI", name, name.replace("-", " "), {"ratioMetric": _indicator(pack, scene, objective)}
        )


def _title(objective: Objective) -> str:
    if objective.kind == "availability":
        return f"{objective.target:g} % of requests succeed"
    return f"{objective.target:g} % of requests are answered within {objective.seconds:g} s"


def _description(objective: Objective) -> str:
    text = f"Promised by {', '.join(objective.statements)}. Error budget: {objective.budget_minutes:g} minutes in {objective.window // DAY} days."
    return text + (f" Assumed: {' and '.join(objective.assumed)}." if objective.assumed else "")


def _indicator(pack: Pack, scene: Scene, objective: Objective) -> dict[str, Any]:
    wanted = ("requests", "errors") if objective.kind == "availability" else ("latency",)
    view = next((view for view in _entries(scene) if all(_known(scene, view, name) for name in wanted)), None)
    if objective.kind == "latency":
        source = _source(pack, scene, view, ["latency"], {"share_within_seconds": objective.seconds})
        return {"rawType": "success", "raw": {"metricSource": source}}
    bad = [name for name in ("errors", "own_errors") if view is None or _known(scene, view, name)]
    return {
        "counter": True,
        "bad": {"metricSource": _source(pack, scene, view, bad, {})},
        "total": {"metricSource": _source(pack, scene, view, ["requests"], {})},
    }


def _entries(scene: Scene) -> Iterator[ComponentView]:
    for concept in ENTRIES:
        yield from (view for view in scene.all(concept) if not view.existing)


def _known(scene: Scene, view: ComponentView, name: str) -> dict[str, Any] | None:
    metric: dict[str, Any] | None = view.metrics.get(name)
    if metric is None or (metric["when"] and scene.evaluate(f"{{{{ ({metric['when']}) }}}}", view) != "True"):
        return None
    return metric


def _source(
    pack: Pack, scene: Scene, view: ComponentView | None, names: Sequence[str], further: Mapping[str, Any]
) -> dict[str, Any]:
    """Where a metric comes from; without a component that has it, what has to be counted, in words."""
    kind = pack.target["monitoring"] or pack.target["title"]
    metrics = []
    for name in names:
        metric = _known(scene, view, name) if view is not None else None
        if metric is None or view is None:
            continue
        dimensions = {
            key: "${" + scene.evaluate(value, view) + "}"
            for key, value in sorted(metric["dimensions"].items())
        }
        metrics.append({"namespace": metric["namespace"], "name": metric["name"], "statistic": metric["statistic"],
                        "dimensions": dimensions})  # fmt: skip
    if not metrics:
        return {"type": kind, "spec": {"to_be_measured_as": " and ".join(names), **further}}
    return {"type": kind, "spec": {"metrics": metrics, **further}}


def _alerts(found: Sequence[Objective]) -> Iterator[dict[str, Any]]:
    """Alerts on how fast the error budget of requests that succeed is used up, and who is told."""
    if not any(objective.kind == "availability" for objective in found):
        return
    for rate in BURN_RATES:
        title = f"The error budget is used up {rate.factor:g} times as fast as the objective allows"
        condition = {"kind": "burnrate", "op": "gte", "threshold": rate.factor, "lookbackWindow": _duration(rate.long),
                     "alertAfter": _duration(rate.short)}  # fmt: skip
        inner = {"kind": "AlertCondition", "metadata": {"name": f"burn-rate-{rate.name}-condition"},
                 "spec": {"description": title, "severity": "page" if rate.page else "ticket", "condition": condition}}  # fmt: skip
        yield _document(
            "AlertPolicy",
            f"burn-rate-{rate.name}",
            title,
            {
                "alertWhenBreaching": True,
                "alertWhenResolved": True,
                "conditions": [inner],
                "notificationTargets": [{"targetRef": TARGET}],
            },
        )
    yield _document(
        "AlertNotificationTarget",
        TARGET,
        "On call",
        {"target": "email", "description": "var.notification_email"},
    )


def _duration(seconds: int) -> str:
    """A duration as OpenSLO writes it."""
    for size, unit in ((DAY, "d"), (3600, "h"), (60, "m")):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{max(seconds // 60, 1)}m"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1] + "…"


def _yaml(value: Mapping[str, Any]) -> str:
    """A document as YAML in the block style, every text as JSON writes it (which YAML reads alike)."""
    return "".join(line + "\n" for line in _lines(value))


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _entry(f"{_scalar(key)}:", inner)
    else:
        for inner in value:
            lines = list(_lines(inner)) if isinstance(inner, Mapping) else [_scalar(inner)]
            yield f"- {lines[0]}"
            yield from (f"  {line}" for line in lines[1:])


def _entry(head: str, inner: Any) -> Iterator[str]:
    if isinstance(inner, Mapping | list | tuple) and inner:
        yield head
        yield from (f"  {line}" for line in _lines(inner))
    else:
        yield f"{head} {_scalar(inner)}"


def _scalar(value: Any) -> str:
    """A word as it is, anything else as JSON: texts in quotes, so that none is taken for a number, a date or a tag."""
    if (
        isinstance(value, str)
        and value[:1].isalpha()
        and not set(value) - PLAIN
        and value.lower() not in RESERVED
    ):
        return value
    if isinstance(value, str):
        value = "".join(letter if letter.isprintable() else " " for letter in value)
    return json.dumps(value, ensure_ascii=False)


# Words that YAML 1.1 reads as something else than a text.
RESERVED = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
