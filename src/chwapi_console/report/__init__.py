"""Pages for others: the police, the insurer, the next shift.

Words and files made from a view and a record.
"""
