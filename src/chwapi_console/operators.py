"""Who is acting: the name that stands beside every act. The account of a machine is none where people share it."""

from collections.abc import Mapping

from chwapi_console.text import safe, say

SHARED_ACCOUNTS = frozenset({"root", "admin", "administrator", "administrateur", "toor", "user", "guest", "operator", "ansible",
                             "ubuntu", "debian", "centos", "rocky", "ec2-user", "sysadmin", "hopital", "it"})
LONGEST_NAME = 40

WHO_ARE_YOU = say("Say who you are: this is a shared account. Use --operator NAME, or set CHWAPI_OPERATOR.")


def operator_name(given: str, environ: Mapping[str, str]) -> str:
    """Who is acting: the name given, else `CHWAPI_OPERATOR`, else `SUDO_USER`, else `LOGNAME`; empty for a shared account.

    The user directory is not asked: in an outage it is dead, and asking it hangs.
    """
    if name := clean_name(given or environ.get("CHWAPI_OPERATOR", "")):
        return name
    login = clean_name(environ.get("SUDO_USER") or environ.get("LOGNAME") or "")
    return "" if login.lower() in SHARED_ACCOUNTS else login


def clean_name(name: str) -> str:
    """A name as the journal keeps it: one printable line, without blanks around it, of at most 40 characters."""
    return safe(name).strip()[:LONGEST_NAME]
