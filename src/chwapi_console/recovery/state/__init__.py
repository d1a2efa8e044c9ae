"""How servers and services stand, from the plan and the record. Imports `order`."""
