"""What is said before an act: what is open, what it brings about, whether it can end."""
