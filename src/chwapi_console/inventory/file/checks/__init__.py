"""What `check` looks for, by the part of the plan. Imports the model only; `check.py` asks them all."""
