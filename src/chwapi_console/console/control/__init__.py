"""What keys and messages do.

Which key is for what, what is asked before an act, what is drawn after. Imports `views`.
"""
