"""What must be so before an act is written.

Every rule by its name, in one registry, asked at one door. Imports `words`.
"""
