"""What whoever runs a hub does with it: makes its tables and its role, and looks how it stands."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar, cast

from chwapi_console.errors import RequestError
from chwapi_console.journal.hub.beside import TOO_MANY_ORIGINS
from chwapi_console.journal.hub.faults import NO_COLUMN, NO_RIGHT, NO_TABLE, HubError
from chwapi_console.journal.hub.presence import Presence, presence_in
from chwapi_console.journal.hub.put_back import MOST_LACKED
from chwapi_console.journal.hub.rows import Heads, HowFar
from chwapi_console.journal.hub.tables import (
    FOLLOWS,
    FORMAT,
    HAS_FOLLOWS,
    HEADS,
    IDLE_AT_MOST,
    LISTED,
    MOST_OTHERS,
    NAMED,
    NO_STRANGERS,
    PRESENCE,
    ROLE_SETTINGS,
    TABLES,
    WHO,
)
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, beginning, plural, say

if TYPE_CHECKING:
    from chwapi_console.journal.hub.connection import HubConnection

Kind = TypeVar("Kind")

_ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")

_NAME_IT = f"""INSERT INTO hub (id, format)
SELECT gen_random_uuid(), {FORMAT} WHERE NOT EXISTS (SELECT 1 FROM hub)"""

_RIGHTS = """SELECT has_table_privilege('event'::text, 'INSERT'::text),
has_table_privilege('event'::text, 'UPDATE, DELETE, TRUNCATE'::text)"""

LOOKS = (
    NAMED,
    HEADS.replace("%(known)s", "'{}'").replace("%(most)s", str(MOST_OTHERS + 1)),
    "SELECT count(*) FROM event",
    _RIGHTS,
    "SELECT pg_is_in_recovery()",
    "SELECT pg_total_relation_size('event'::regclass)",
    WHO,
    ROLE_SETTINGS,
    HAS_FOLLOWS,
)
"""What is asked to see how a hub stands; some of PostgreSQL alone."""


LONGEST_TOLD = 200
"""Letters of the names of settings that are told."""

MOST_TOLD = 20
"""Journals that are told of those not known here, where a hub holds more than can be right."""


class Look(NamedTuple):
    """How a hub stands: who it is, of what version, what it holds, and what is wrong with it.

    `heads` are those of the journals that are known here and of some others; whether there are
    `more`. `size` is in bytes; None where the engine does not say. `word_comes` where notifications
    do. Who is `present` at a console; None where that is not kept there.
    """

    id: str
    version: str
    heads: Heads
    more: bool
    events: int
    size: int | None
    word_comes: bool
    wrong: Sequence[Sentence]
    present: Sequence[Presence] | None
    why_not_present: Sentence | None = None


def check_role(role: str) -> None:
    """RequestError where a role cannot be called so without quotes."""
    if not _ROLE.fullmatch(role):
        raise RequestError(
            say(
                '"{role}" is no name for a role. Write small letters, digits and underscores.',
                role=role,
            )
        )


def statements(role: str) -> list[str]:
    """What makes a hub: tables, its name, and a role that may read and add, and nothing else.

    Between BEGIN and COMMIT, so that nothing goes into tables that others made before.
    """
    return [
        "BEGIN",
        *_tables(),
        "COMMIT",
        f"CREATE ROLE {role} LOGIN",
        *grants(role),
        _ends_what_hangs(role),
    ]


def _ends_what_hangs(role: str) -> str:
    """A transaction that a host leaves open, for it sleeps or hangs, is ended by the server.

    After more than the slowest line needs for what one transaction has.
    """
    return f"ALTER ROLE {role} SET idle_in_transaction_session_timeout = '{IDLE_AT_MOST}'"


def _tables() -> list[str]:
    return [*TABLES, PRESENCE[0], NO_STRANGERS, FOLLOWS, *PRESENCE[1:], LISTED, _NAME_IT]


def grants(role: str) -> list[str]:
    """What the role may."""
    return [
        f"GRANT SELECT, INSERT ON event, origin TO {role}",
        f"GRANT SELECT ON hub TO {role}",
        f"GRANT SELECT, INSERT (syncer, said), DELETE ON presence TO {role}",
    ]


def make(hub: "HubConnection", role: str) -> bool:
    """Makes what is not there yet; whether the role is new. HubError where this user may not."""
    check_role(role)
    known = bool(hub.rows(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"))
    new_role = [] if known else [f"CREATE ROLE {role} LOGIN"]
    hub.do([*_tables(), *new_role, *grants(role)])
    with suppress(HubError):  # who may make no roles may not change this one, which is there
        hub.do([_ends_what_hangs(role)])
    return not known


def may_more(hub: "HubConnection", role: str) -> bool:
    """Whether the role plainly may do more than `grants` say, for it was there before, say."""
    beyond = "UPDATE, TRUNCATE, REFERENCES, TRIGGER"
    more = " OR ".join(
        f"has_table_privilege(r.oid, '{table}'::text, '{rights}'::text)"
        for table, rights in (
            ("event", f"DELETE, {beyond}"),
            ("origin", f"DELETE, {beyond}"),
            ("hub", f"INSERT, DELETE, {beyond}"),
            ("presence", beyond),
        )
    )
    question = (
        "SELECT r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls "
        "OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid) "
        f"OR {more} FROM pg_roles r WHERE r.rolname = '{role}'"
    )
    return _said(hub, question, bool) is True


def lacks_password(hub: "HubConnection", role: str) -> bool:
    """Whether the role plainly has no password; only a superuser may know."""
    return (
        _said(hub, f"SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = '{role}'", bool)
        is True
    )


def give_password(hub: "HubConnection", role: str, password: str) -> None:
    """The role's password from now on; only what the server keeps of it is sent."""
    hub.do([f"ALTER ROLE {role} PASSWORD '{hub.scrambled(password, role)}'"])


def look(hub: "HubConnection", known: Collection[str] = ()) -> Look:
    """How a hub stands, of which the origins that are `known` are told in any case.

    HubError where it cannot be asked.
    """
    far = hub.how_far(known)
    heads = {
        origin: head
        for origin, head in far.heads.items()
        if not far.more or origin in known or origin in far.others[:MOST_TOLD]
    }
    (events,) = hub.row(LOOKS[2], int)
    wrong = [*_missing(far, events), *_wrong(hub, has_too_many=far.more)]
    size = _said(hub, LOOKS[5], int)
    word_comes = hub.listen()
    people, why_not = present(hub)
    return Look(
        hub.id,
        hub.version(),
        heads,
        far.more,
        events,
        size,
        word_comes,
        wrong,
        people,
        why_not,
    )


def _missing(far: HowFar, events: int) -> Iterator[Sentence]:
    """That a hub has fewer events than the numbers of its last ones say."""
    lacking = sum(seq for seq, _ in far.heads.values()) - events
    if lacking > 0 and not far.more:
        yield plural(
            "{n} event is missing there that came before others: somebody took it out, or put "
            "others behind a gap. Who has none of what came after gets it only by a sync with a "
            "journal that has it. Whoever runs the hub makes one in a new database (chwapi-console "
            "hub init); the journals hand it all again.",
            "{n} events are missing there that came before others: somebody took them out, or put "
            "others behind a gap. Who has none of what came after gets it only by a sync with a "
            "journal that has it. Whoever runs the hub makes one in a new database (chwapi-console "
            "hub init); the journals hand it all again.",
            min(lacking, MOST_LACKED),
        )


def _wrong(hub: "HubConnection", *, has_too_many: bool) -> Iterator[Sentence]:
    """What whoever runs the hub should mend.

    Too many origins, a standby, rights that lack or are too many.
    """
    may_add, may_change = hub.row(LOOKS[3], bool, bool)
    if has_too_many:
        yield say("The hub: {trouble}", trouble=TOO_MANY_ORIGINS)
    if _said(hub, LOOKS[4], bool):
        yield say(
            "It is a standby, and takes no acts. Name all hosts in the address, "
            "HOST1,HOST2, and the one that writes is found."
        )
    elif not may_add:
        yield say("This user may not add acts. Whoever runs the hub grants it: see hub init --sql")
    if given := _said(hub, LOOKS[7], str):
        yield say(
            "This user was given settings of its own ({settings}), as anybody with its password can. "
            "They count for nothing here. Whoever runs the hub takes them away (ALTER ROLE, RESET "
            "ALL, and IN DATABASE too), and gives it a new password.",
            settings=beginning(given, LONGEST_TOLD),
        )
    if _said(hub, HAS_FOLLOWS, int) == 0:
        yield say(
            "It was made by an older program, and takes an act behind a gap: whoever has its password "
            "can so hold up those of somebody else. Whoever runs the hub types chwapi-console hub init "
            "once more."
        )
    if may_change:
        yield say(
            "This user may change and take out what stands there. Let the journals use a role "
            "that may only read and add: hub init makes it."
        )


def present(hub: "HubConnection") -> tuple[Sequence[Presence] | None, Sentence | None]:
    """What the syncers said last of who is at their consoles; None where that is not kept.

    And why not, where it is kept and cannot be told now.
    """
    try:
        words = hub.who_is_there()
    except HubError as error:
        is_kept = getattr(error.__cause__, "sqlstate", None) not in (NO_TABLE, NO_COLUMN, NO_RIGHT)
        return None, error.sentence if is_kept else None
    return [told for _, said in words if (told := presence_in(said)) is not None], None


def _said(hub: "HubConnection", question: str, kind: type[Kind]) -> Kind | None:
    """What only some engines say; None where this one does not."""
    try:
        (said,) = hub.row(question, kind)
    except HubError:
        return None
    return cast(Kind, said)
