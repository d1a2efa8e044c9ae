"""What a key is: whether it counts, what it makes of what waits, what is said of it."""
