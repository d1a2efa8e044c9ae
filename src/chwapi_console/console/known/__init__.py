"""What the console knows and does.

Its state, the thread that holds the session, actions and their keys. Imports `widgets`.
"""
