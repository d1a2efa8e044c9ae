"""One module for each verb, and what several of them share. Imports `line`."""
