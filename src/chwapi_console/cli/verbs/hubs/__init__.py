"""What several verbs say of a hub, and what they ask before they speak with one."""
