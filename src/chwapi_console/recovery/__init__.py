"""The thinking: from a plan and a record to states, a queue and reasons.

Pure: no I/O, and `now` is an argument.
"""
