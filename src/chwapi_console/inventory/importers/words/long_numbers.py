"""Numbers of any length in what others wrote.

Python makes no number of more than 4,300 digits, and says so by an error that nobody expects there.
"""

_DIGITS = 18
"""No count, and no place in a list, has more."""


def counted(digits: str | bytes) -> int:
    """The number that digits say; of one that is longer than any count, one that is large too."""
    return int(digits) if len(digits) <= _DIGITS else int(digits[:_DIGITS]) + 10**_DIGITS
