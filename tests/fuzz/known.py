"""What is known to be wrong still, in one place: the words of a fault as a fuzzer tells it, and the
reason why it stands.

Empty is how it should be. A fault that is known is counted by `make fuzz`, and is nowhere left out.
"""

import re
from collections.abc import Iterable

KNOWN: dict[str, str] = {}


def known(fault: str) -> str | None:
    """The words by which a fault is known, if it is."""
    return next((words for words in KNOWN if re.match(words, fault)), None)


def unknown(faults: Iterable[str]) -> list[str]:
    """The faults that are not known."""
    return [fault for fault in faults if known(fault) is None]
