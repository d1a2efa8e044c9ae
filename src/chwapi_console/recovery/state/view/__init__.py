"""How everything stands at a moment, and how it would stand if something were otherwise."""
