"""The face for people: a Textual app that shows views and passes on what operators want done."""
