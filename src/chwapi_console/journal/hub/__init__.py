"""The hub: a PostgreSQL with which the journals of several hosts are exchanged
(docs/design/hub.md)."""
