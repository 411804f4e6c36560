"""The project writer: from an architecture to the files of a root module, and into a folder."""

from .build import Build, build

__all__ = ["Build", "build"]
