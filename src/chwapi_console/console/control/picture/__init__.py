"""What is drawn after a key: the picture, what it stands on, and why a key does nothing there."""
