"""The face for scripts and screen readers: every screen of the console has a verb here that says
the same."""
