"""What a key does to what it stands on, and what is asked before: a module for each subject."""
