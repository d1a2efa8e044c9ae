"""What the console knows and does: its state, the thread that holds the session, actions and their
keys. Imports `widgets`."""
