"""What several verbs say and ask about other people's lists: where they come from, what became of them."""
