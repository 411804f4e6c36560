"""From statement to component, resource, test and result, and back."""

from .coverage import Coverage, ResourceRow, Row, Way, coverage

__all__ = ["Coverage", "ResourceRow", "Row", "Way", "coverage"]
