"""The reader: from a file's bytes to a Document whose passages know where they stand."""

from .document import read

__all__ = ["read"]
