"""From rows to servers: which is which, what they need, which of the plan they are."""
