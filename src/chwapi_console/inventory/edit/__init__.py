"""A plan's text changed, with all else left as it was. Imports `file`."""
