"""The face for scripts and screen readers.

Every screen of the console has a verb here that says the same.
"""
