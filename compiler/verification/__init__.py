"""Holds a plan or a state against a specification, whoever wrote the Terraform."""

from .report import Report, Result, StatementResult, Verdict
from .verify import verify

__all__ = ["Report", "Result", "StatementResult", "Verdict", "verify"]
