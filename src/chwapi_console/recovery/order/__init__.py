"""The order of restoration. Imports the plan only."""
