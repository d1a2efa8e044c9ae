"""The rules of each act: from what an operator was shown to the events that say it.

Imports `forecast`.
"""
