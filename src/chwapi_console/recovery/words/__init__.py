"""Reasons, news and what is missing, in sentences. Imports `state`."""
