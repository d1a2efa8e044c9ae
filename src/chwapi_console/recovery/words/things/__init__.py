"""One thing of the plan or the record in a few words: its state, its conditions, its steps."""
