"""What keys and messages do: which key is for what, what is asked before an act, what is drawn
after. Imports `views`."""
