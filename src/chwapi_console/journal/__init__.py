"""The record: an append-only journal of what people did, each event chained to the one before it."""
