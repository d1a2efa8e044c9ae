"""chwapi-console: bring a hospital's servers back in the order that patients need."""

__version__ = "0.2.0"
