"""Operating systems, as lists of servers name them.

Which family one belongs to decides which runbook fits.
"""

import re
from collections.abc import Container

_LINUX = (
    "linux",
    "ubuntu",
    "debian",
    "red hat",
    "redhat",
    "rhel",
    "centos",
    "rocky",
    "alma",
    "suse",
    "sles",
    "fedora",
)
_WINDOWS = re.compile(r"\b(windows|win ?(20\d\d|srv)|w2k\d*|ws20\d\d|microsoft)", re.IGNORECASE)


def family(os: str) -> str:
    """`windows` or `linux`; empty for every other system, and for none."""
    if _WINDOWS.search(os):
        return "windows"
    return "linux" if any(name in os.casefold() for name in _LINUX) else ""


def fitting_runbook(os: str, runbooks: Container[str]) -> str | None:
    """The runbook that is named after the family of a system.

    None where the plan has none so named.
    """
    named = family(os)
    return named if named and named in runbooks else None
