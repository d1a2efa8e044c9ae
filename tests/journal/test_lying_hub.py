"""A server in a hub's place that answers whatever it likes: that is one sentence, and ends nothing."""

import random
import struct
from collections.abc import Callable, Iterator, Mapping

import psycopg
import pytest

from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub.care import Look, look
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.faults import HubError
from chwapi_console.journal.hub.rows import PlaceTaken
from chwapi_console.journal.hub.values import adapters
from chwapi_console.journal.kinds.standing import Standing
from hospitals import standing_event
from journal.lying_server import (
    BYTEA,
    HUB,
    INT4,
    INT8,
    READY,
    TEXT,
    UUID,
    Cell,
    LyingServer,
    message,
    setting,
    table,
)

HASH = rb"\x" + b"66" * 32
QUESTIONS: Mapping[str, tuple[str, list[Cell], Callable[[HubConnection], object]]] = {
    "who it is": (
        "SELECT id, format FROM hub",
        [Cell(UUID, HUB), Cell(INT4, b"1")],
        lambda hub: hub.how_far(),
    ),
    "how far origins go": (
        "SELECT o.origin",
        [Cell(TEXT, b"a"), Cell(INT8, b"1"), Cell(BYTEA, HASH)],
        lambda hub: hub.how_far(),
    ),
    "a hash": ("SELECT substring(hash", [Cell(BYTEA, HASH)], lambda hub: hub.hash_at("a", 1)),
    "events": (
        "SELECT seq, substring(hash",
        [
            Cell(INT8, struct.pack(">q", 1), 1),
            Cell(BYTEA, b"f" * 32, 1),
            Cell(INT4, struct.pack(">i", 2), 1),
            Cell(BYTEA, b"{}", 1),
        ],
        lambda hub: hub.after("a", 0, 9, 5),
    ),
    "who is there": (
        "SELECT left(p.syncer",
        [Cell(TEXT, b"a"), Cell(TEXT, b"{}")],
        lambda hub: hub.who_is_there(),
    ),
    "how many": (
        "SELECT count(*)",
        [Cell(INT8, b"7")],
        lambda hub: hub.row("SELECT count(*) FROM event", int),
    ),
    "its process": ("SELECT pg_backend_pid", [Cell(INT4, b"1")], lambda hub: hub.listen()),
}
PUT_THERE = (
    "SELECT seq, substring(hash",
    [Cell(INT8, b"1"), Cell(BYTEA, HASH)],
    lambda hub: hub.push([standing_event("a", 1, "dc1", Standing("clean"))], ["a"]),
)
QUESTIONS_AND_ACTS = {**QUESTIONS, "what was put there": PUT_THERE}

TOO_SHORT_AN_ARRAY = bytes.fromhex("000000010000000000000017")
ODD = (
    TOO_SHORT_AN_ARRAY,
    TOO_SHORT_AN_ARRAY + b"\x7f\xff\xff\xff",
    b"",
    b"\0",
    b"x",
    b"\xff\xfe",
    b"{{{",
    b"{1,2",
    b"1e999999999",
    b"9" * 400,
    b"NaN",
    b"\\x6",
    b"\\9",
    b"infinity",
    b"99999-01-01",
    b"\xff" * 300,
)


@pytest.fixture
def server() -> Iterator[LyingServer]:
    server = LyingServer()
    yield server
    server.end()


def said(server: LyingServer, ask: Callable[[HubConnection], object]) -> object:
    """What came of a question: its answer, or that a sentence refuses it; all else is an error."""
    hub = HubConnection(hub_address(server.url, {}))
    try:
        return ask(hub)
    except (HubError, PlaceTaken) as error:
        return error
    finally:
        hub.close()


@pytest.mark.parametrize("question", QUESTIONS_AND_ACTS)
def test_what_a_hub_answers_is_read_where_it_is_of_the_kind_that_was_asked_for(
    server: LyingServer, question: str
) -> None:
    begins, cells, ask = QUESTIONS_AND_ACTS[question]
    server.answers = {begins: table(cells)}
    answer = said(server, ask)
    assert question == "what was put there" or not isinstance(answer, HubError), answer


KINDS = sorted(
    {oid for info in psycopg.adapters.types for oid in (info.oid, info.array_oid)} | {0, 2**32 - 1}
)


@pytest.mark.parametrize("question", QUESTIONS_AND_ACTS)
def test_no_type_or_bytes_that_a_server_names_end_the_process_or_a_verb(
    server: LyingServer, question: str
) -> None:
    begins, cells, ask = QUESTIONS_AND_ACTS[question]
    chance = random.Random(question)
    for oid in chance.sample(KINDS, 40):
        at, format_ = chance.randrange(len(cells)), chance.choice((0, 1, 1, 7))
        lie = [*cells]
        lie[at] = Cell(oid, chance.choice((*ODD, None)), format_)
        server.answers = {begins: table(lie)}
        said(server, ask)


def test_of_the_types_that_the_driver_knows_none_but_those_of_our_questions_is_read() -> None:
    used = adapters()
    for oid in KINDS:
        for format_ in psycopg.pq.Format:
            read = used.get_loader(oid, format_)
            assert read is None or read.__module__ == "chwapi_console.journal.hub.values"


@pytest.mark.parametrize("question", QUESTIONS_AND_ACTS)
@pytest.mark.parametrize("columns", [0, 1, 5, 1_600])
def test_an_answer_of_more_or_fewer_columns_is_one_sentence(
    server: LyingServer, question: str, columns: int
) -> None:
    begins, cells, ask = QUESTIONS_AND_ACTS[question]
    if columns == len(cells):
        return
    server.answers = {begins: table([cells[0]] * columns)}
    refused = said(server, ask)
    assert question in ("its process", "a hash") or isinstance(refused, (HubError, PlaceTaken))


def test_what_else_comes_with_an_answer_ends_no_verb(server: LyingServer) -> None:
    word = message(b"A", bytes(4) + b"\xff\xfe\0\xff\0")
    for more in (
        word,
        setting(b"server_version", b"\xff\xfe"),
        setting(b"client_encoding", b"SQL_ASCII"),
        setting(b"client_encoding", b"no such"),
        setting(b"is_superuser", b"\xff"),
        message(b"N", b"SNOTICE\0M\xff\xfe\0\0"),
        message(b"G", b"\0\0\0"),
        message(b"H", b"\0\0\0"),
        message(b"E", b"Cx\xff\0M\xff\0\0"),
        message(b"E", b"\0"),
        message(b"C", b"\xff\0"),
        message(b"I"),
        message(b"s"),
    ):
        for hello in (READY, READY[:-6] + more + READY[-6:]):
            server.hello = hello
            server.answers = {"SELECT o.origin": more, "NOTIFY": more + message(b"C", b"NOTIFY\0")}
            said(server, look)


def test_a_hub_that_has_a_name_of_another_kind_is_none(server: LyingServer) -> None:
    server.answers = {"SELECT id, format": table([Cell(INT4, b"1"), Cell(INT4, b"1")])}
    refused = said(server, lambda hub: hub.how_far())
    assert isinstance(refused, HubError) and "hub.id" in str(refused)


@pytest.mark.parametrize(("state", "is_kept"), [(b"55P03", True), (b"42P01", False)])
def test_where_the_table_of_who_is_there_is_locked_that_is_said_and_no_older_program_blamed(
    server: LyingServer, state: bytes, is_kept: bool
) -> None:
    refusal = message(
        b"E", b"SERROR\0C" + state + b"\0Mcanceling statement due to lock timeout\0\0"
    )
    server.answers = {
        "SELECT left(p.syncer": refusal,
        "SELECT count(*)": table([Cell(INT8, b"0")]),
        "SELECT has_table_privilege": table([Cell(16, b"t"), Cell(16, b"f")]),
    }
    found = said(server, look)
    assert isinstance(found, Look), found
    assert (None, is_kept) == (found.present, found.why_not_present is not None)
