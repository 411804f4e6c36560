"""The blank specification: the template's sections, each with what belongs there in square brackets."""

from __future__ import annotations

TEXT = """# Infrastructure Specification: [name of the system]

**Spec ID**: [number and short name]
**Status**: Draft

## Executive Summary

[two or three sentences: what is built, for whom, and why now]

## Problem Statement

[what does not work today, and what that costs]

## Infrastructure Requirements

### Functional Requirements

- **FR-001**: Infrastructure MUST [a capability in generic words, such as "provide a managed PostgreSQL database with automatic failover"]
- **FR-002**: Infrastructure SHOULD [a capability that may be left out for a good reason]

### Non-Functional Requirements

#### Performance

- **NFR-PERF-001**: [response time with a percentile, such as "p95 latency < 200 ms"]

#### Availability

- **NFR-AVAIL-001**: [availability, such as "99.9% uptime"]
- **NFR-AVAIL-002**: [recovery, such as "RTO < 4 hours, RPO < 15 minutes"]

#### Security

- **NFR-SEC-001**: [what is encrypted, who may reach what]

#### Scalability

- **NFR-SCAL-001**: [from how many to how many, and on which signal]

## Service Level Objectives (SLOs)

- **SLO-001**: [a promise with a number and a window]

## Cost Constraints

### Budget

- **BUD-001**: [money a month]

## Compliance Requirements

- **REG-001**: [frameworks, and where data may be kept]

## Success Criteria

- **SC-001**: [how each requirement is shown to be met]

## Assumptions

- [what is taken for granted]

## Out of Scope

- [what this does not cover]
"""


def blank() -> str:
    """The blank specification."""
    return TEXT
