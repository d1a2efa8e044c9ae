"""Who is acting: the name that stands beside every act.

The account of a machine is none where people share it.
"""

from collections.abc import Mapping

from chwapi_console.letters import with_letters
from chwapi_console.people import as_seen, is_shared
from chwapi_console.text import safe

LONGEST_NAME = 40


def operator_name(given: str, environ: Mapping[str, str]) -> str:
    """Who is acting: the name given, else `CHWAPI_OPERATOR`, else `SUDO_USER`, else `LOGNAME`.

    Empty for a shared account, be its name given or not: it is nobody's name.

    The user directory is not asked: in an outage it is dead, and asking it hangs.
    """
    if name := clean_name(given or environ.get("CHWAPI_OPERATOR", "")):
        return "" if is_shared(name) else name
    login = clean_name(environ.get("SUDO_USER") or environ.get("LOGNAME") or "")
    return "" if is_shared(login) else login


def clean_name(name: str) -> str:
    """A name as the journal keeps it.

    One printable line, without blanks around it, of at most 40 characters.
    """
    return as_seen(safe(as_seen(with_letters(name))))[:LONGEST_NAME].strip()
