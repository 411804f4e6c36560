"""spec2iac: a compiler from infrastructure specifications to infrastructure code."""

__version__ = "0.1.0"
