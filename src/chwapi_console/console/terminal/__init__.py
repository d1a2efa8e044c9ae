"""What goes to a terminal and comes from it: frames of cells, the bytes between two of them, keys.

Imports nothing of ours outside itself.
"""
