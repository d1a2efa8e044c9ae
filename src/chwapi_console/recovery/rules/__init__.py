"""What must be so before an act is written: every rule by its name, in one registry, asked at one
door. Imports `words`."""
