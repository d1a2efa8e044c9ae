"""What both faces call: a plan and its journal opened together, looked at, acted in and kept.

Imports `recovery` and below, and no face.
"""
