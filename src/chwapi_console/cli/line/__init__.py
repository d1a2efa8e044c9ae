"""From the words of a command line to a verb, its options and its exit code. Imports `output`."""
