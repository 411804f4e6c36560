"""Writes specifications: a complete one from a short request, or a blank one.

``author`` is the door: it takes a request's text and gives a specification in the template's form.
"""

from .blank import blank
from .request import author

__all__ = ["author", "blank"]
