"""What verbs print: tables, words, JSON. Imports no other part of this face."""
