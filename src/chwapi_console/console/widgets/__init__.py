"""What the screen is made of: rows, lists, lines, the prompt, and their looks.

Imports `terminal`.
"""
