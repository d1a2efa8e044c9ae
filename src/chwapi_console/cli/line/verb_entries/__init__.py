"""What each verb takes, in a room for each subject; `verb_table` has them all."""
