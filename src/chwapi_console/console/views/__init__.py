"""What is shown of what is known, as rows: one module for each view and each line around them.

Imports `known`.
"""
