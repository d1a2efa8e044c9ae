"""When services will be up again, and what a pin would change of that. Imports `words`."""
