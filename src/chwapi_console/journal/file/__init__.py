"""The journal on a disk: its file, its format, its locks, and what a disk says that fails."""
