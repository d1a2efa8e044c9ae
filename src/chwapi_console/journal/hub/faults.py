"""What a hub's refusal or silence is, in words: what happened, and what to do next.

Told by the state that the server names (SQLSTATE), else, where no connection came about, by what the
driver and the server wrote (`server_words`). Both write in languages of their own: what they say is
quoted where nothing better is known, and never a part of a sentence. Nothing of the driver is loaded
here.
"""

from collections.abc import Sequence

from chwapi_console.errors import JournalError
from chwapi_console.journal.hub.server_words import (
    BROKEN_OFF,
    REFUSALS,
    SERVER_SAID,
    SILENCES,
    lines_of,
    meaning,
)
from chwapi_console.journal.hub.tables import MADE_BY_OTHERS
from chwapi_console.text import Sentence, beginning, say

CONFLICTS = frozenset({"40001", "40P01"})
"""Two transactions in each other's way: one is done anew."""

ENDED = frozenset({"57P01", "57P02", "57P03", "08000", "08003", "08006"})
"""The server goes down, or comes up, or the line is gone."""

NO_TABLE, NO_COLUMN, NO_RIGHT, READ_ONLY, DISK_FULL = "42P01", "42703", "42501", "25006", "53100"
TOO_MANY, NO_DATABASE, NO_LOGIN, BAD_PASSWORD = "53300", "3D000", "28000", "28P01"
GAP, AGAINST_A_CHECK = "23503", "23514"
TIMED_OUT = frozenset({"57P05", "25P03", "25P04"})
"""The server ended a session, or a transaction, that lasted longer than it may."""

CANCELLED, DAMAGED = "57014", frozenset({"58030", "XX001", "XX002"})
OTHER_KINDS = frozenset({"42883", "42804"})
"""What is asked goes with no column of that kind: the tables are not those of a hub."""


MOST_LETTERS = 300
"""Of what a server writes: it may write without end."""


class HubError(JournalError):
    """The hub cannot be reached, or does not do what it is asked."""


class AnotherHub(HubError):
    """It is not the hub that was expected."""


class NoPassword(HubError):
    """The hub wants a password, and there is none."""


def fault(state: str | None, text: str, name: str) -> HubError:
    """The refusal as a sentence; `name` is the hub's address without its password."""
    said = lines_of(text)
    if state in _BY_STATE:
        return HubError(_BY_STATE[state](name, _quoted(said)))
    if state is None and (why := meaning(said, REFUSALS)):
        kind = NoPassword if why == "no password" else HubError
        return kind(_BY_WORDS[why](name, _quoted(said, why)))
    by_server = said if state is not None else [line for line in said if SERVER_SAID.match(line)]
    if state is not None or by_server:
        return HubError(_other(name, _quoted(by_server)))
    return HubError(_silence(name, said))


def _quoted(said: Sequence[str], why: str = "") -> str:
    """What was written, as far as it is quoted: the first line that means that."""
    lines = [line for line in said if meaning([line], REFUSALS) == why] if why else said
    line = next(iter(lines), "")
    return beginning(SERVER_SAID.sub("", line).strip().rstrip("."), MOST_LETTERS)


def _silence(name: str, said: Sequence[str]) -> Sentence:
    """Why nobody answers; of several hosts all reasons, each once."""
    reasons = dict.fromkeys(why for line in said if (why := meaning([line], SILENCES)))
    known = [_WHY_SILENT[why] for why in reasons]
    if not known:
        return say(
            'The hub {name} cannot be reached; the driver says: "{reason}".',
            name=name,
            reason=_quoted(said),
        )
    reason: Sentence = known[0]
    for more in known[1:]:
        reason = say("{reason}; {more}", reason=reason, more=more)
    return say("The hub {name} cannot be reached: {reason}.", name=name, reason=reason)


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
    )


def no_postgresql(name: str) -> HubError:
    """The hub gives answers that have not the shape of any."""
    return HubError(
        say(
            "The hub {name} answers as no PostgreSQL does: somebody changed it, or stands in its place. "
            "Nothing of that was taken, and acts wait here. Whoever runs that PostgreSQL looks at it.",
            name=name,
        ),
    )


def _no_tables(name: str, _: str) -> Sentence:
    return say(
        "{name} has no tables of a hub that can be used. Whoever runs that PostgreSQL makes them: "
        "chwapi-console hub init",
        name=name,
    )


def _made_by_others(name: str, reason: str) -> Sentence:
    return say(
        'In {name} somebody else made what a hub is made of, or put a trigger there ("{reason}"): it '
        "would run with the rights of this user. Nothing was done there. Who runs that hub does it as "
        "its owner; what nobody knows is taken away, or the hub made in a new database.",
        name=name,
        reason=reason,
    )


def _no_right(name: str, reason: str) -> Sentence:
    return say(
        '{name} lets this user read or write too little ("{reason}"). Whoever runs that PostgreSQL '
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


def _too_many_of_them(name: str, _: str) -> Sentence:
    return say(
        "The hub {name} takes no more connections of this user, or to this database. Their "
        "CONNECTION LIMIT is to be raised.",
        name=name,
    )


def _no_database(name: str, _: str) -> Sentence:
    return say("{name}: there is no such database. Look at its name in the address.", name=name)


def _closed(name: str, _: str) -> Sentence:
    return say(
        "{name}: whoever runs that PostgreSQL lets nobody into this database now. Acts wait here.",
        name=name,
    )


def _no_user(name: str, _: str) -> Sentence:
    return say(
        "The hub {name} has no user of that name who may log in. Look at the user in the address; "
        "whoever runs that PostgreSQL makes one: chwapi-console hub init",
        name=name,
    )


def _login_of_that_name(name: str, _: str) -> Sentence:
    return say(
        "The hub {name} takes this user by a socket only from the login of that name. Name the host "
        "in the address (127.0.0.1), or ask whoever runs that PostgreSQL (pg_hba.conf).",
        name=name,
    )


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
        'The hub {name} lets nobody in from here as that user ("{reason}"). Its pg_hba.conf says who '
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
        'The certificate of {name} is not one to trust, so nothing was sent there ("{reason}"). '
        "Somebody may stand in between; ask who runs the hub before you do anything else.",
        name=name,
        reason=reason,
    )


def _not_vouched_for(name: str, _: str) -> Sentence:
    return say(
        "The certificate of {name} is not one to trust, so nothing was sent there: nobody who is "
        "trusted here signed it, or it is out of date by the clock here. Somebody may stand in "
        "between; ask who runs the hub before you do anything else.",
        name=name,
    )


def _other_name(name: str, reason: str) -> Sentence:
    return say(
        'The certificate of {name} is for another host, so nothing was sent there ("{reason}"). '
        "Name the host as its certificate does. Else somebody may stand in between; ask who runs the "
        "hub.",
        name=name,
        reason=reason,
    )


def _own_certificate(name: str, reason: str) -> Sentence:
    return say(
        'The certificate of this host for the hub {name} is missing, or cannot be used ("{reason}"). '
        "Name its files, PGSSLCERT=FILE and PGSSLKEY=FILE (chmod 600).",
        name=name,
        reason=reason,
    )


def _no_tls(name: str, _: str) -> Sentence:
    return say(
        "The hub {name} speaks no TLS, so nothing was sent there. It was not turned on there (ssl), or "
        "somebody stands in between; ask who runs the hub before you do anything else. Only where the "
        "line is safe otherwise PGSSLMODE=disable does without.",
        name=name,
    )


def _no_tls_in_common(name: str, reason: str) -> Sentence:
    return say(
        'No TLS comes about with the hub {name}, so nothing was sent there ("{reason}"). Whoever runs '
        "it looks at its ssl settings.",
        name=name,
        reason=reason,
    )


def _refuses(name: str, reason: str) -> Sentence:
    return say(
        'The hub {name} does not keep what it was given ("{reason}").', name=name, reason=reason
    )


def _starts_or_ends(name: str, _: str) -> Sentence:
    return say("The hub {name} is stopping or starting.", name=name)


def _line_ended(name: str, _: str) -> Sentence:
    return say(
        "The hub {name} ends each line to it: it is stopping, or somebody ends them, as anybody with "
        "its password can (pg_terminate_backend). Whoever runs that PostgreSQL looks at it.",
        name=name,
    )


def _broke_off(name: str, _: str) -> Sentence:
    return say(
        "The hub {name} breaks off what it is asked: that takes longer than it may "
        "(statement_timeout, or another limit), or somebody ended it. Whoever runs that PostgreSQL "
        "looks at it.",
        name=name,
    )


def _damaged(name: str, reason: str) -> Sentence:
    return say(
        'The hub {name} cannot read or write its own files ("{reason}"). Whoever runs it looks at its '
        "disk, and puts it back from a backup or makes another; the journals hand it all again.",
        name=name,
        reason=reason,
    )


def _unusable(name: str, reason: str) -> Sentence:
    return say(
        'The address of the hub {name} cannot be used ("{reason}"). Write it as '
        "postgresql://USER@HOST:5432/DATABASE",
        name=name,
        reason=reason,
    )


def _other(name: str, reason: str) -> Sentence:
    return say(
        'The hub {name} answers, and refuses: "{reason}". Its log says more; ask whoever runs that '
        "PostgreSQL.",
        name=name,
        reason=reason,
    )


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
    **dict.fromkeys((CANCELLED, *TIMED_OUT), _broke_off),
    MADE_BY_OTHERS: _made_by_others,
    **dict.fromkeys(DAMAGED, _damaged),
    "57P01": _line_ended,
    **dict.fromkeys(("57P02", "57P03"), _starts_or_ends),
}

_BY_WORDS = {
    "no password": _no_password,
    "own certificate": _own_certificate,
    "login of that name": _login_of_that_name,
    "wrong password": _wrong_password,
    "no certificate known": _no_certificate_known,
    "other name": _other_name,
    "not vouched for": _not_vouched_for,
    "wrong certificate": _wrong_certificate,
    "no TLS": _no_tls,
    "no TLS in common": _no_tls_in_common,
    "not let in": _not_let_in,
    "read-only": _read_only,
    "too many of them": _too_many_of_them,
    "too many": _too_many,
    "starts or ends": _starts_or_ends,
    "closed": _closed,
    "no right": _no_right,
    "no user": _no_user,
    "no database": _no_database,
    "address": _unusable,
}
"""By what the lines of `REFUSALS` mean."""

_WHY_SILENT = {
    "no PostgreSQL": say("what answers there is no PostgreSQL"),
    "refused": say("nothing listens there (it is stopped, or its port is another)"),
    "no socket": say("no PostgreSQL has its socket there"),
    "not permitted": say("this host, or this login, may not go there"),
    "no route": say("no way leads there from here (look at the network)"),
    "no answer": say("nobody answers in time (it is off, or the line is cut)"),
    BROKEN_OFF: say("the line broke off"),
    "no name server": say("no name server answers (an address in numbers needs none)"),
    "no such name": say("no host of that name is known here"),
}
"""By what the lines of `SILENCES` mean."""
