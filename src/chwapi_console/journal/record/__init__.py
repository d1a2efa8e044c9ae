"""The record in memory: events, what each of them knew, their heads, and the bounds of what is let in."""
