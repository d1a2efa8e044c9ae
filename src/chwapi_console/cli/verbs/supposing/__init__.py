"""How it would be, and how it was: suppositions, the past, and what has moved since."""
