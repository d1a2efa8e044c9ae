"""What a hub's refusal or silence is, in words: what happened, and what to do next.

Told by the state that the server names (SQLSTATE), else, where no server was reached, by what the
driver wrote. Nothing of the driver is loaded here.
"""

from chwapi_console.errors import JournalError
from chwapi_console.text import Sentence, beginning, say

CONFLICTS = frozenset({"40001", "40P01"})
"""Two transactions in each other's way: one is done anew."""

ENDED = frozenset({"57P01", "57P02", "57P03", "08000", "08003", "08006"})
"""The server goes down, or comes up, or the line is gone."""

NO_TABLE, NO_COLUMN, NO_RIGHT, READ_ONLY, DISK_FULL = "42P01", "42703", "42501", "25006", "53100"
TOO_MANY, NO_DATABASE, NO_LOGIN, BAD_PASSWORD = "53300", "3D000", "28000", "28P01"
GAP, AGAINST_A_CHECK = "23503", "23514"
OTHER_KINDS = frozenset({"42883", "42804"})
"""What is asked goes with no column of that kind: the tables are not those of a hub."""


MOST_LETTERS = 300
"""Of what a server writes: it may write without end."""


class HubError(JournalError):
    """The hub cannot be reached, or does not do what it is asked.

    `may_pass` where it may by itself: a line, a server that comes up.
    """

    def __init__(self, sentence: Sentence, *, may_pass: bool = True) -> None:
        super().__init__(sentence)
        self.may_pass = may_pass


class AnotherHub(HubError):
    """It is not the hub that was expected."""


class NoPassword(HubError):
    """The hub wants a password, and there is none."""


def fault(state: str | None, text: str, name: str) -> HubError:
    """The refusal as a sentence; `name` is the hub's address without its password."""
    if state in _BY_STATE:
        return HubError(_BY_STATE[state](name, first_line(text)), may_pass=state in _PASSING)
    for part, kind, words in _BY_WORDS:
        if part in text:  # of several hosts that were tried, the one that said so
            said = next(line for line in text.splitlines() if part in line)
            return kind(words(name, first_line(said)))
    return HubError(
        say("The hub {name} cannot be reached: {reason}.", name=name, reason=first_line(text))
    )


def first_line(text: str) -> str:
    """What a driver says, without what it repeats for each address that it tried."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    line = lines[0] if lines else ""
    said = line.rpartition(" failed: ")[2].removeprefix("FATAL:").strip().rstrip(".")
    return beginning(said, MOST_LETTERS)


def another_hub(name: str) -> Sentence:
    """The hub that answers is not the one that a journal was exchanged with."""
    return say(
        "{name} is another hub than the one that this journal was exchanged with until "
        "now: somebody made it anew, or the address leads elsewhere. Nothing was "
        "exchanged. If it is the right one: chwapi-console sync",
        name=name,
    )


def silent(name: str) -> HubError:
    """The hub took the question and gave no answer."""
    return HubError(
        say(
            "The hub {name} does not answer: the line is cut, or the server hangs. It is asked "
            "again.",
            name=name,
        )
    )


def floods(name: str) -> HubError:
    """The hub sends without end."""
    return HubError(
        say(
            "The hub {name} sends more than it was asked for, as no hub does: somebody changed it, or "
            "stands in between. Nothing of that was taken, and acts wait here. Whoever runs that "
            "PostgreSQL looks at it.",
            name=name,
        ),
        may_pass=False,
    )


def _no_tables(name: str, _: str) -> Sentence:
    return say(
        "{name} has no tables of a hub that can be used. Whoever runs that PostgreSQL makes them: "
        "chwapi-console hub init",
        name=name,
    )


def _no_right(name: str, reason: str) -> Sentence:
    return say(
        "{name} lets this user read or write too little ({reason}). Whoever runs that PostgreSQL "
        "grants it: chwapi-console hub init --sql shows how.",
        name=name,
        reason=reason,
    )


def _read_only(name: str, _: str) -> Sentence:
    if "," in name:
        return say(
            "None of the servers of the hub {name} takes writes: acts wait here until a standby is "
            "promoted.",
            name=name,
        )
    return say(
        "{name} is a standby, or takes no writes: acts wait here. Name all its hosts, "
        "HOST1,HOST2, and the one that writes is found.",
        name=name,
    )


def _disk_full(name: str, _: str) -> Sentence:
    return say("The disk of the hub {name} is full: acts wait here until there is room.", name=name)


def _too_many(name: str, _: str) -> Sentence:
    return say(
        "The hub {name} has as many connections as it takes. Its max_connections is to be raised.",
        name=name,
    )


def _no_database(name: str, _: str) -> Sentence:
    return say("{name}: there is no such database. Look at its name in the address.", name=name)


def _wrong_password(name: str, _: str) -> Sentence:
    return say(
        "The hub {name} does not take this user or password. Look at the line for it in ~/.pgpass, "
        "at PGPASSWORD, and at the user in the address.",
        name=name,
    )


def _no_password(name: str, _: str) -> Sentence:
    return say(
        "The hub {name} wants a password, and there is none. Put it into ~/.pgpass (a line "
        "HOST:PORT:DATABASE:USER:PASSWORD, chmod 600), or into PGPASSWORD.",
        name=name,
    )


def _not_let_in(name: str, reason: str) -> Sentence:
    return say(
        "The hub {name} lets nobody in from here as that user ({reason}). Its pg_hba.conf says who "
        "may.",
        name=name,
        reason=reason,
    )


def _no_certificate_known(name: str, _: str) -> Sentence:
    return say(
        "Nothing is here to check the certificate of the hub {name} by. Name the file of who signed "
        "it, PGSSLROOTCERT=FILE, or put it at ~/.postgresql/root.crt.",
        name=name,
    )


def _wrong_certificate(name: str, reason: str) -> Sentence:
    return say(
        "The certificate of {name} is not one to trust, so nothing was sent there: {reason}. "
        "Somebody may stand in between; ask who runs the hub before you do anything else.",
        name=name,
        reason=reason,
    )


def _no_tls(name: str, _: str) -> Sentence:
    return say(
        "The hub {name} speaks no TLS, so nothing was sent there. Whoever runs it turns ssl on; "
        "where the line is safe otherwise, PGSSLMODE=disable does without.",
        name=name,
    )


def _refuses(name: str, reason: str) -> Sentence:
    return say(
        "The hub {name} does not keep what it was given: {reason}.", name=name, reason=reason
    )


def _starts_or_ends(name: str, reason: str) -> Sentence:
    return say("The hub {name} is stopping or starting: {reason}.", name=name, reason=reason)


_BY_STATE = {
    NO_TABLE: _no_tables,
    NO_COLUMN: _no_tables,
    NO_RIGHT: _no_right,
    READ_ONLY: _read_only,
    DISK_FULL: _disk_full,
    TOO_MANY: _too_many,
    NO_DATABASE: _no_database,
    NO_LOGIN: _not_let_in,
    BAD_PASSWORD: _wrong_password,
    GAP: _refuses,
    AGAINST_A_CHECK: _refuses,
    "57P01": _starts_or_ends,
    "57P02": _starts_or_ends,
    "57P03": _starts_or_ends,
}

_PASSING = frozenset({DISK_FULL, TOO_MANY, GAP, READ_ONLY, "57P01", "57P02", "57P03"})

_BY_WORDS = (
    ("fe_sendauth: no password supplied", NoPassword, _no_password),
    ("password authentication failed", HubError, _wrong_password),
    ("root certificate file", HubError, _no_certificate_known),
    ("certificate", HubError, _wrong_certificate),
    ("server does not support SSL", HubError, _no_tls),
    ("no pg_hba.conf entry", HubError, _not_let_in),
    ("session is read-only", HubError, _read_only),
    ("session is not read-write", HubError, _read_only),
    ("server is in hot standby mode", HubError, _read_only),
    ("too many clients", HubError, _too_many),
    ("remaining connection slots", HubError, _too_many),
    ("starting up", HubError, _starts_or_ends),
    ("shutting down", HubError, _starts_or_ends),
    ('database "', HubError, _no_database),
)
"""What libpq and a server write where no connection came about, as PostgreSQL 14 to 18 do."""
