"""The hub: a PostgreSQL with which journals of several hosts are exchanged.

See docs/design/hub.md.
"""
