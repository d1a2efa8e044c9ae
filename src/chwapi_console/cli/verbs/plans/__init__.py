"""The file of the plan: as it is, as it was, and as it is begun or exported."""
