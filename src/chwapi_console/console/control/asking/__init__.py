"""Questions and what answers them: one conversation at a time, and what was said but not written."""
