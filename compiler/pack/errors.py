"""What can be wrong with a target pack; importing this costs nothing."""

from __future__ import annotations


class PackError(Exception):
    """A target pack is wrong; the message names file and line and is meant for the pack's author."""


class TemplateError(PackError):
    """A template of a pack failed; the message names the template and line."""
