"""From a file to a plan or to its faults. Imports the model only."""
