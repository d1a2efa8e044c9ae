"""What follows of a situation: what is suspect, what was worked and is left, what may be left out."""
