"""A journal and its hub in the background: acts cross by themselves, one process speaks for a
journal, and whatever goes wrong is told while work goes on and is made good by itself."""

import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event as Moment
from threading import Lock
from typing import Any

import psycopg
import pytest

from chwapi_console.errors import ChwapiError
from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub import beside as hub_beside
from chwapi_console.journal.hub import connection as hub_connection
from chwapi_console.journal.hub import line as hub_line
from chwapi_console.journal.hub.beside import HubBeside, event_of
from chwapi_console.journal.hub.care import look, statements
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.exchange import exchanged
from chwapi_console.journal.hub.faults import HubError
from chwapi_console.journal.hub.presence import Presence, text_of
from chwapi_console.journal.hub.put_back import HubPutBack
from chwapi_console.journal.hub.rows import HubRow
from chwapi_console.journal.hub.turn import MOST_READ, HubNotes, HubTurn, name_hub
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.opening import opened
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import Draft, Event, new_id, sealed
from chwapi_console.journal.record.room import USUAL, weight_of
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.session import hub_exchange, hub_presence
from chwapi_console.session.hub_exchange import HubExchanger
from chwapi_console.session.session import Session
from growth import lines_run
from hospitals import HEAD, plan_of, standing_event
from journal.hubs import a_hub
from journal.poolers import running_pooler
from journal.processes import PATIENCE, wait_for
from journal.proxy import Proxy
from postgres import Postgres, started

PLAN = HEAD + '[servers]\nsan1 = { site = "imc", role = "SAN" }\n'


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that was away is asked again soon."""
    monkeypatch.setattr(hub_exchange, "LONGEST_PAUSE", 0.05)


@pytest.fixture
def hub(postgres: Postgres) -> str:
    return a_hub(postgres)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Callable[[str, str], Session]]:
    """A console's session at a site, with its hub; it is exchanged from now on."""
    made: list[Session] = []

    def session(site: str, url: str) -> Session:
        folder = tmp_path / site
        folder.mkdir(exist_ok=True)
        plan = folder / "inventory.toml"
        plan.write_text(PLAN, encoding="utf-8")
        made.append(Session(plan, operator="dba", host=site, hub=url))
        assert made[-1].exchange is not None
        made[-1].exchange.start()
        return made[-1]

    yield session
    for one in made:
        one.close()


def notes(session: Session) -> list[str]:
    session.look()
    return [event.note or event.said[0] for event in session.record.acts if event.kind == "noted"]


def trouble(session: Session) -> str:
    assert session.exchange is not None
    return str(session.exchange.trouble or "")


def told(url: str, *statements: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement.encode())
            rows = cursor.fetchall() if cursor.description else []
    return rows


def in_hub(url: str) -> list[str]:
    return [
        unsealed(body).kind for (body,) in told(url, "SELECT body FROM event ORDER BY origin, seq")
    ]


def test_an_act_crosses_by_itself_within_a_second(
    at: Callable[[str, str], Session], hub: str
) -> None:
    imc, union = at("imc", hub), at("union", hub)
    imc.acts.note("san1", "first")
    wait_for(lambda: notes(union) == ["first"])
    began = time.monotonic()
    union.acts.note("san1", "second")
    wait_for(lambda: notes(imc) == ["first", "second"])
    assert time.monotonic() - began < 10  # a machine that tests run on may be busy; the bench tells
    assert ("", "") == (trouble(imc), trouble(union))


def test_a_console_has_each_event_in_memory_once_however_it_came(
    at: Callable[[str, str], Session], hub: str
) -> None:
    imc, union = at("imc", hub), at("union", hub)
    imc.acts.note("san1", "mine")
    union.acts.note("san1", "theirs")
    wait_for(lambda: sorted(notes(imc)) == ["mine", "theirs"])
    assert imc.exchange is not None
    beside = wait_for(lambda: imc.exchange._exchanger)  # type: ignore[union-attr]
    assert isinstance(beside, HubExchanger)
    wait_for(lambda: len(beside._here.record.events) == len(imc.record.events))
    for here, there in zip(imc.record.events, beside._here.record.events, strict=True):
        assert here is there


def test_over_a_quiet_line_word_brings_an_act_before_anybody_looks(
    at: Callable[[str, str], Session], hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_exchange, "SECONDS_BETWEEN_LOOKS", 3600.0)
    monkeypatch.setattr(hub_exchange, "SECONDS_WHERE_WORD_COMES", 3600.0)
    imc, union = at("imc", hub), at("union", hub)
    for session in (imc, union):
        exchange = session.exchange
        assert exchange is not None
        wait_for(lambda of=exchange: of._exchanger is not None and of._exchanger.line is not None)  # type: ignore[misc]
        exchange.wake()  # what came while it began to listen is looked for at once
    for number in range(3):
        imc.acts.note("san1", f"{number}")
        wait_for(lambda n=number: notes(union) == [f"{of}" for of in range(n + 1)])  # type: ignore[misc]
        assert union.exchange is not None
        union.exchange.wake()  # it was called: else it would rest now


def test_where_no_word_comes_it_is_found_by_asking(
    at: Callable[[str, str], Session], hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HubConnection, "listen", lambda self: False)
    monkeypatch.setattr(HubConnection, "heard", lambda self: False)
    monkeypatch.setattr(hub_exchange, "SECONDS_BETWEEN_QUESTIONS", 0.05)
    imc, union = at("imc", hub), at("union", hub)
    imc.acts.note("san1", "x")
    wait_for(lambda: notes(union) == ["x"])


def test_over_a_new_connection_word_comes_too_though_nothing_had_changed(
    tmp_path: Path, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_exchange, "SECONDS_WHERE_WORD_COMES", 3600.0)
    one, other = exchanger(tmp_path / "x.journal", hub), HubConnection(hub_address(hub, {}))
    one.exchange()
    one.exchange()
    told(hub, f"SELECT pg_terminate_backend({one._hub.rows('SELECT pg_backend_pid()')[0][0]})")

    def is_over() -> bool:
        with suppress(HubError):
            one.exchange()
        return one._hub.opened == 2

    wait_for(is_over)
    one.exchange()
    other.push([standing_event("a", 1, "san1", Standing("clean"))], ["a"])
    other.tell()
    wait_for(lambda: one.exchange() or "a" in one._here.record.tips)  # type: ignore[func-returns-value]
    one.close()
    other.close()


def test_what_is_put_there_between_the_look_and_the_listening_comes_at_once(
    tmp_path: Path, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_exchange, "SECONDS_WHERE_WORD_COMES", 3600.0)
    one, other = exchanger(tmp_path / "x.journal", hub), HubConnection(hub_address(hub, {}))
    listen = one._hub.listen

    def listens_late() -> bool:
        other.push([standing_event("a", 1, "san1", Standing("clean"))], ["a"])
        other.tell()
        return listen()

    monkeypatch.setattr(one._hub, "listen", listens_late)
    one.exchange()
    assert "a" not in one._here.record.tips
    wait_for(lambda: one.exchange() or "a" in one._here.record.tips)  # type: ignore[func-returns-value]
    one.close()
    other.close()


def exchanger(journal: Path, url: str) -> HubExchanger:
    return HubExchanger(journal, hub_address(url, {}), plan_of("").incident, Lock())


def test_one_of_those_who_have_a_journal_open_speaks_for_it_and_the_next_takes_over(
    tmp_path: Path, hub: str
) -> None:
    journal = tmp_path / "inventory.journal"
    first, second = exchanger(journal, hub), exchanger(journal, hub)
    first.exchange()
    second.exchange()
    assert (1, 0) == (first._hub.opened, second._hub.opened)
    first.close()
    second.exchange()
    assert 1 == second._hub.opened
    second.close()


def test_whose_turn_it_is_may_be_killed_and_the_next_takes_over(tmp_path: Path, hub: str) -> None:
    journal = tmp_path / "inventory.journal"
    holds = f"""
import sys
from pathlib import Path
from chwapi_console.journal.hub.turn import HubTurn
print(HubTurn(Path({str(journal)!r})).take(), flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert "True\n" == other.stdout.readline()
        second = exchanger(journal, hub)
        second.exchange()
        assert 0 == second._hub.opened
        other.kill()
    second.exchange()
    assert 1 == second._hub.opened
    second.close()


def test_while_the_hub_is_away_what_waits_is_counted_as_it_comes(tmp_path: Path) -> None:
    journal = tmp_path / "inventory.journal"
    away = exchanger(journal, "postgresql://somebody@127.0.0.1:1/night")
    store, seen = SqliteStore(journal), []

    def waits() -> str:
        with pytest.raises(HubError) as told:
            away.exchange()
        return str(told.value)

    for number in range(1, 201):
        store.append([Draft(new_id(), "san1", "noted", {"text": "x"})], Actor("dba", "imc"), {})
        if number in (20, 200):
            assert f"{number} acts wait here" in waits()
            seen.append(lines_run(lambda _: away._waiting(), None))
    assert seen[0] == seen[1]
    away.close()
    store.close()


def test_who_is_stopped_lets_the_next_take_over_until_they_go_on(tmp_path: Path, hub: str) -> None:
    journal = tmp_path / "inventory.journal"
    first, second = exchanger(journal, hub), exchanger(journal, hub)
    first.exchange()
    first.step_back()
    second.exchange()
    assert 1 == second._hub.opened
    first.exchange()
    assert not first._turn.is_held
    second.close()
    first.exchange()
    assert first._turn.is_held
    first.close()


def test_who_does_not_speak_to_the_hub_tells_what_who_does_has_found(
    at: Callable[[str, str], Session], postgres: Postgres, tmp_path: Path
) -> None:
    proxy = Proxy(postgres.port)
    url = a_hub(postgres).replace(str(postgres.port), str(proxy.port))
    first = at("imc", url)
    wait_for(lambda: first.exchange is not None and proxy.taken)
    wait_for(lambda: HubTurn(tmp_path / "imc" / "inventory.journal").known().id)
    second = at("imc", url)
    proxy.close()
    first.acts.note("san1", "x")
    wait_for(lambda: "No hub since" in trouble(second) and "1 act waits here" in trouble(second))


def test_a_hub_that_is_killed_and_comes_back_has_all(
    at: Callable[[str, str], Session], tmp_path_factory: pytest.TempPathFactory
) -> None:
    server = started(tmp_path_factory.mktemp("killed"))
    url = a_hub(server)
    imc, union = at("imc", url), at("union", url)
    imc.acts.note("san1", "before")
    wait_for(lambda: notes(union) == ["before"])
    server.kill()
    for number in range(3):
        imc.acts.note("san1", f"alone {number}")
    wait_for(lambda: "3 acts wait here. The hub" in trouble(imc))
    assert "No hub since" in trouble(imc)
    server.start()
    wait_for(lambda: not trouble(imc) and 4 == len(notes(union)))
    assert ["noted"] * 4 == [kind for kind in in_hub(url) if kind == "noted"]
    server.stop()


def test_a_line_that_is_cut_or_swallows_all_is_told_and_made_good(
    at: Callable[[str, str], Session], postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_line, "SECONDS_FOR_AN_ANSWER", 0.3)
    proxy = Proxy(postgres.port)
    straight = a_hub(postgres)
    url = straight.replace(str(postgres.port), str(proxy.port))
    imc, union = at("imc", url), at("union", straight)
    imc.acts.note("san1", "one")
    wait_for(lambda: notes(union) == ["one"])
    proxy.cut()
    imc.acts.note("san1", "two")
    wait_for(lambda: notes(union) == ["one", "two"])
    proxy.swallow()
    imc.acts.note("san1", "three")
    wait_for(lambda: "does not answer" in trouble(imc))
    proxy.pass_on()
    wait_for(lambda: notes(union) == ["one", "two", "three"] and not trouble(imc))
    proxy.close()


def test_a_hub_that_was_put_back_gets_again_what_the_journals_have(
    at: Callable[[str, str], Session], hub: str
) -> None:
    imc = at("imc", hub)
    imc.acts.note("san1", "one")
    imc.acts.note("san1", "two")
    wait_for(lambda: 3 == len(in_hub(hub)))
    told(hub, "DELETE FROM event WHERE seq = 3")
    imc.acts.note("san1", "three")
    wait_for(lambda: 4 == len(in_hub(hub)))
    wait_for(lambda: "put back to an earlier state" in trouble(imc))
    told(hub, "TRUNCATE origin, event")
    imc.acts.note("san1", "four")
    wait_for(lambda: 5 == len(in_hub(hub)))


QUESTIONS = ("how_far", "push", "after", "hash_at", "tell")


def emptied_at(moment: int, url: str, journal: Path) -> tuple[bool, str]:
    """An act goes to a hub that is emptied at a moment of that exchange, before or after one of its
    questions; whether there were so many moments, and what is told afterwards."""
    one, here = exchanger(journal, url), opened(journal)
    here.append([Draft(new_id(), "san1", "noted", {"text": "before"})], Actor("dba", "h"), {})
    one.exchange()
    here.append([Draft(new_id(), "san1", "noted", {"text": "sent"})], Actor("dba", "h"), {})
    moments, came = iter(range(1_000)), False

    def maybe_emptied() -> None:
        nonlocal came
        if next(moments) == moment:
            told(url, "TRUNCATE origin, event")
            came = True

    def interrupted(question: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*words: Any) -> Any:
            maybe_emptied()
            answer = question(*words)
            maybe_emptied()
            return answer

        return asked

    for question in QUESTIONS:
        setattr(one._hub, question, interrupted(getattr(one._hub, question)))
    said = ""
    for exchanges in range(3):
        one._ask_from = 0.0
        if exchanges == 1:
            moments = iter(range(1_000, 2_000))  # nothing happens any more
        try:
            one.exchange()
        except HubError as error:
            said = str(error)
    one.close()
    here.close()
    return came, said


def test_a_hub_that_is_emptied_at_any_moment_of_an_exchange_gets_again_what_the_journal_has(
    postgres: Postgres, tmp_path: Path
) -> None:
    moment = 0
    while True:
        url = a_hub(postgres)
        came, said = emptied_at(moment, url, tmp_path / f"{moment}.journal")
        assert ["noted", "noted"] == in_hub(url)
        assert 1 == len(told(url, "SELECT origin FROM origin"))
        if not came:
            break
        assert "put back to an earlier state: at" in said
        moment += 1
    assert moment > 6


def test_a_hub_that_is_put_back_while_what_went_there_is_not_remembered_yet_is_told(
    at: Callable[[str, str], Session], hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    push, goes_on, is_there = HubConnection.push, Moment(), Moment()

    def held(self: HubConnection, *words: Any) -> None:
        push(self, *words)
        is_there.set()
        assert goes_on.wait(PATIENCE)

    monkeypatch.setattr(HubConnection, "push", held)
    imc = at("imc", hub)
    imc.acts.note("san1", "one")
    assert is_there.wait(PATIENCE)
    told(hub, "TRUNCATE origin, event")
    goes_on.set()
    wait_for(lambda: 2 == len(in_hub(hub)))
    wait_for(lambda: "put back to an earlier state" in trouble(imc))


@contextmanager
def asking_nothing(session: Session) -> Iterator[None]:
    """Has a console's exchange ask the hub nothing for a while, as one does that looks seldom."""
    assert session.exchange is not None
    one = wait_for(lambda: session.exchange._exchanger)  # type: ignore[union-attr]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(one, "_is_due", lambda: False)
        yield


def test_a_hub_that_was_put_back_is_told_by_whoever_looks_first_and_to_those_who_come_after(
    at: Callable[[str, str], Session], hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_presence, "SECONDS_BETWEEN_WORDS", 0.2)
    imc, union = at("imc", hub), at("union", hub)
    imc.acts.note("san1", "one")
    imc.acts.note("san1", "two")
    wait_for(lambda: notes(union) == ["one", "two"])
    union.acts.note("san1", "three")
    wait_for(lambda: notes(imc) == ["one", "two", "three"])
    wait_for(lambda: 3 <= len(told(hub, "SELECT 1 FROM presence")))
    whole = len(in_hub(hub))
    with asking_nothing(imc):  # so the other one refills it first
        told(hub, f"DELETE FROM event WHERE origin = '{imc.origin}' AND seq = 3")
        wait_for(lambda: whole == len(in_hub(hub)))
    wait_for(lambda: "it lacked 1 act that it had had" in trouble(union))
    wait_for(lambda: "it lacked 1 act that it had had" in trouble(imc))


def test_a_sync_in_the_open_tells_that_a_hub_was_put_back_and_so_does_the_console_beside_it(
    at: Callable[[str, str], Session], hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    imc = at("imc", hub)
    imc.acts.note("san1", "one")
    wait_for(lambda: 2 == len(in_hub(hub)))
    wait_for(lambda: imc.origin in HubTurn(imc.journal_path).known().went)
    other = Session(imc.loaded.path, operator="lead", host="imc", hub=hub)
    with asking_nothing(imc):
        told(hub, "TRUNCATE origin, event")
        assert 2 == other.keeping.sync_with_hub().lacked
        assert 0 == other.keeping.sync_with_hub().lacked
    other.close()
    wait_for(lambda: "it lacked 2 acts that it had had" in trouble(imc))


def test_what_another_site_saw_of_a_hub_is_told_once_and_not_said_on(
    at: Callable[[str, str], Session], hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_presence, "SECONDS_BETWEEN_WORDS", 0.05)
    imc = at("imc", hub)
    wait_for(lambda: len(told(hub, "SELECT 1 FROM presence")) > 1)
    seen = Presence((), put_back=HubPutBack("2021-01-18T02:10:00.000Z", 7))
    told(hub, f"INSERT INTO presence (syncer, said) VALUES ('elsewhere', '{text_of(seen)}')")
    wait_for(lambda: "it lacked 7 acts that it had had" in trouble(imc))
    said = len(told(hub, "SELECT 1 FROM presence"))
    wait_for(lambda: len(told(hub, "SELECT 1 FROM presence")) > said + 3)
    assert 1 == len(told(hub, "SELECT 1 FROM presence WHERE said LIKE '%put_back%'"))


def test_what_others_saw_of_a_hub_before_a_console_was_opened_is_no_news_to_it(
    at: Callable[[str, str], Session], hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_presence, "SECONDS_BETWEEN_WORDS", 0.05)
    seen = Presence((), put_back=HubPutBack("2021-01-18T02:10:00.000Z", 7))
    told(hub, f"INSERT INTO presence (syncer, said) VALUES ('elsewhere', '{text_of(seen)}')")
    imc = at("imc", hub)
    wait_for(lambda: len(told(hub, "SELECT 1 FROM presence")) > 4)
    assert "" == trouble(imc)


def test_what_a_hub_lacked_is_no_news_once_another_is_meant(
    at: Callable[[str, str], Session], hub: str
) -> None:
    imc = at("imc", hub)
    imc.acts.note("san1", "one")
    wait_for(lambda: imc.origin in HubTurn(imc.journal_path).known().went)
    told(hub, "TRUNCATE origin, event")
    imc.acts.note("san1", "two")
    wait_for(lambda: "put back to an earlier state" in trouble(imc))
    told(
        hub,
        "UPDATE hub SET id = gen_random_uuid(); SELECT pg_terminate_backend(pid) FROM "
        "pg_stat_activity WHERE pid != pg_backend_pid() AND application_name = 'chwapi-console'",
    )
    wait_for(lambda: "another hub" in trouble(imc))
    imc.keeping.sync_with_hub()
    wait_for(lambda: "" == trouble(imc))


def test_what_is_of_another_incident_is_mixed_with_nothing_unless_somebody_means_it(
    at: Callable[[str, str], Session], hub: str, tmp_path: Path
) -> None:
    imc = at("imc", hub)
    imc.acts.note("san1", "the real night")
    wait_for(lambda: 2 == len(in_hub(hub)))
    (tmp_path / "drill").mkdir()
    plan = tmp_path / "drill" / "inventory.toml"
    plan.write_text(PLAN.replace('"Essai"', '"Exercice"'), encoding="utf-8")
    drill = Session(plan, operator="dba", host="drill", hub=hub)
    assert drill.exchange is not None
    drill.exchange.start()
    drill.acts.note("san1", "an exercise")
    wait_for(lambda: "the record of another incident, Essai" in trouble(drill))
    assert (2, 2) == (len(in_hub(hub)), len(drill.record.events))
    drill.keeping.sync_with_hub()
    wait_for(lambda: not trouble(drill))
    assert 4 == len(in_hub(hub))
    drill.close()


def test_nothing_is_asked_again_of_what_was_refused(hub: str, tmp_path: Path) -> None:
    first = standing_event("a", 1, "sql1", Standing("clean"))
    leaping = standing_event("a", 2, "sql1", Standing("clean"), prev=first, lamport=9)
    one = exchanger(tmp_path / "inventory.journal", hub)
    one._hub.push([first, leaping], ["a"])
    asked: list[str] = []
    after = one._hub.after
    one._hub.after = lambda *a: asked.append(a[0]) or after(*a)  # type: ignore[method-assign, func-returns-value]
    for _ in range(6):
        one._ask_from = 0.0
        with pytest.raises(HubError, match="Not all could be exchanged with the hub: a 2: has a"):
            one.exchange()
    assert len(asked) < 5
    one.close()


def test_another_hub_is_told_and_nothing_is_exchanged_with_it(
    at: Callable[[str, str], Session], hub: str, tmp_path: Path
) -> None:
    imc = at("imc", hub)
    imc.acts.note("san1", "one")
    wait_for(lambda: 2 == len(in_hub(hub)))
    wait_for(lambda: HubTurn(imc.journal_path).known().id)
    told(  # in one transaction: whoever looks meanwhile waits, and then meets the other hub
        hub,
        "BEGIN; LOCK TABLE hub, origin, event IN ACCESS EXCLUSIVE MODE; "
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid != pg_backend_pid() AND application_name = 'chwapi-console'; "
        "TRUNCATE origin, event; UPDATE hub SET id = gen_random_uuid(); COMMIT",
    )
    imc.acts.note("san1", "two")
    wait_for(lambda: "another hub" in trouble(imc))
    assert [] == in_hub(hub)
    imc.keeping.sync_with_hub()
    wait_for(lambda: not trouble(imc))
    assert 3 == len(in_hub(hub))


def test_a_hub_that_is_not_meant_any_more_gets_nothing_over_the_line_that_is_open(
    at: Callable[[str, str], Session], hub: str, postgres: Postgres
) -> None:
    imc = at("imc", hub)
    imc.acts.note("san1", "one")
    wait_for(lambda: 2 == len(in_hub(hub)))
    [(other,)] = told(a_hub(postgres), "SELECT id::text FROM hub")
    name_hub(imc.journal_path, other)
    wait_for(lambda: "another hub" in trouble(imc))
    imc.acts.note("san1", "two")
    wait_for(lambda: HubTurn(imc.journal_path).known().wait)
    assert other == HubTurn(imc.journal_path).known().id
    assert 2 == len(in_hub(hub))


def test_another_hub_that_answers_after_a_lost_line_is_none_whoever_asks_it_first(
    hub: str, tmp_path: Path
) -> None:
    one = exchanger(tmp_path / "inventory.journal", hub)
    one.exchange()
    pid = one._hub.rows("SELECT pg_backend_pid()")[0][0]
    told(hub, f"UPDATE hub SET id = gen_random_uuid(); SELECT pg_terminate_backend({pid})")
    with pytest.raises(HubError, match="is another hub than the one"):
        one._hub.who_is_there()
    one._ask_from = 0.0
    with pytest.raises(HubError, match="is another hub than the one"):
        one.exchange()
    one.close()


def test_who_takes_the_next_number_of_somebody_elses_origin_is_named(
    at: Callable[[str, str], Session], hub: str
) -> None:
    imc = at("imc", hub)
    imc.acts.note("san1", "mine")
    wait_for(lambda: 2 == len(in_hub(hub)))
    last = imc.record.events[-1]
    forged = standing_event(last.origin, 3, "san1", Standing("clean"), prev=last, lamport=3)
    other = HubConnection(hub_address(hub, {}))
    other.push([forged])
    other.tell()
    wait_for(lambda: "under this journal's own name" in trouble(imc))
    imc.acts.note("san1", "still mine")
    wait_for(lambda: 4 == len(in_hub(hub)))
    assert last.origin != imc.origin
    imc.acts.note("san1", "and this")
    wait_for(lambda: 6 == len(in_hub(hub)))  # a new origin says by which plan it acts
    assert "under this journal's own name" in trouble(imc)  # not gone with the next exchange
    beside = at("imc", hub)
    wait_for(lambda: "Not all that the hub has fits this journal" in trouble(beside))
    other.close()


def test_a_fork_is_named_and_the_others_go_on(at: Callable[[str, str], Session], hub: str) -> None:
    imc = at("imc", hub)
    other = HubConnection(hub_address(hub, {}))
    wait_for(lambda: not trouble(imc))
    forged = standing_event("elsewhere", 1, "san1", Standing("clean"))
    other.push([forged], ["elsewhere"])
    other.tell()
    wait_for(lambda: imc.look() and "elsewhere" in imc.record.tips)
    twin = standing_event("elsewhere", 1, "san1", Standing("compromised"))
    told(
        hub,
        f"UPDATE event SET hash = '\\x{twin.hash}', body = '\\x{twin.body.hex()}' "
        "WHERE origin = 'elsewhere'",
    )
    imc.acts.note("san1", "goes on")
    wait_for(lambda: "has other acts than this journal from elsewhere 1 on" in trouble(imc))
    wait_for(lambda: "noted" in in_hub(hub))
    other.close()


FULL_DISK = """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION full_disk()"""


@pytest.mark.parametrize(
    ("change", "back", "said"),
    [
        (
            "ALTER DATABASE postgres SET default_transaction_read_only = on",
            "SET transaction_read_only = off; ALTER DATABASE postgres RESET ALL",
            "is a standby, or takes no writes",
        ),
        ("REVOKE INSERT ON event FROM {role}", "GRANT INSERT ON event TO {role}", "too little"),
        ("UPDATE hub SET format = 2", "UPDATE hub SET format = 1", "format 2"),
        ("ALTER TABLE hub RENAME TO hubs", "ALTER TABLE hubs RENAME TO hub", "no tables of a hub"),
        (FULL_DISK, "DROP TRIGGER full_disk ON event", "The disk of the hub"),
    ],
)
def test_what_a_hub_does_not_do_is_told_while_work_goes_on_and_is_made_good(
    at: Callable[[str, str], Session], postgres: Postgres, change: str, back: str, said: str
) -> None:
    url = a_hub(postgres)
    schema = url.rpartition("%3D")[2]
    role = f"of_{schema}"
    told(
        url,
        f"CREATE ROLE {role} LOGIN",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT, INSERT ON event, origin TO {role}",
        f"GRANT SELECT ON hub TO {role}",
        change.format(role=role),
    )
    imc = at("imc", url.replace("postgres@", f"{role}@"))
    imc.acts.note("san1", "x")
    wait_for(lambda: said in trouble(imc) and "No hub since" in trouble(imc))
    imc.acts.note("san1", "y")
    told(url, back.format(role=role))
    wait_for(lambda: not trouble(imc) and 3 == len(in_hub(url)))


def test_what_is_kept_of_a_hub_beside_a_journal_may_be_anything(tmp_path: Path) -> None:
    journal = tmp_path / "inventory.journal"
    place = tmp_path / "inventory.journal-hub"
    known = HubNotes("x", {"a": 1}, "", 2, "")
    endless = known.text().replace('"wait": 2', '"wait": Infinity').encode()
    oversized = known.text().encode() + b" " * MOST_READ
    deep = b"[" * 60_000
    for junk in (b"", b"{", b"[]", b'{"id": 1}', b"\xff" * 99, endless, deep, oversized):
        place.write_bytes(junk)
        assert HubNotes() == HubTurn(journal).known()
    turn = HubTurn(journal)
    assert turn.take()
    turn.keep(known)
    assert known == HubTurn(journal).known()
    assert not HubTurn(journal).take()
    turn.close()
    place.unlink()
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(HubError, match="cannot be used"):
        HubTurn(journal).take()
    assert not (tmp_path / "elsewhere").exists()


def test_a_journal_beside_which_nothing_can_be_kept_is_not_spoken_for_and_that_is_told(
    tmp_path: Path, hub: str
) -> None:
    (tmp_path / "inventory.journal-hub").mkdir()
    one = exchanger(tmp_path / "inventory.journal", hub)
    with pytest.raises(HubError, match="Take it away"):
        one.exchange()
    assert 0 == one._hub.opened
    one.close()


def test_a_key_that_came_from_a_hub_passes_the_same_door(hub: str, tmp_path: Path) -> None:
    """What a peer may not bring a hub may not either."""
    other = HubConnection(hub_address(hub, {}))
    first = standing_event("a", 1, "sql1", Standing("clean"))
    leaping = standing_event("a", 2, "sql1", Standing("clean"), prev=first, lamport=9)
    other.push([first, leaping], ["a"])
    told(hub, "UPDATE event SET body = '\\x00' WHERE seq = 1")
    other.push([standing_event("b", 1, "sql1", Standing("clean"))], ["b"])
    store = opened(tmp_path / "x.journal")
    done = exchanged(store, HubBeside(other, store), actor=Actor("", "h"))
    assert ["b"] == [event.origin for event in done.received]
    assert "a 1: is damaged" in str(done.trouble)
    told(hub, "DELETE FROM event WHERE origin = 'a'")
    other.push([first, leaping])
    done = exchanged(store, HubBeside(other, store), actor=Actor("", "h"))
    assert (["a"], ["a"]) == (
        [event.origin for event in done.received],
        [misfit.origin for misfit in done.refused],
    )
    store.close()
    other.close()
    with pytest.raises(ChwapiError):
        HubConnection(hub_address("postgresql://127.0.0.1:1/x", {})).how_far()


def junk_under(url: str, event: Event) -> None:
    """Puts what is no event under the number after an event."""
    told(
        url,
        f"INSERT INTO event VALUES ('{event.origin}', {event.seq + 1}, {event.seq}, "
        f"'\\x{'00' * 32}', '\\x00')",
    )


def test_what_is_no_event_under_an_owners_next_number_keeps_none_of_their_acts_from_others(
    hub: str, tmp_path: Path
) -> None:
    here, there = opened(tmp_path / "here.journal"), opened(tmp_path / "there.journal")
    actor = Actor("dba", "h")
    connection = HubConnection(hub_address(hub, {}))
    beside, other = HubBeside(connection, here), HubBeside(connection, there)

    def said(note: str) -> Event:
        return here.append([Draft(new_id(), "sql1", "noted", {"text": note})], actor, {})[0]

    first = said("before")
    exchanged(here, beside, actor=actor)
    junk_under(hub, first)
    kept_out = said("kept out")
    done = exchanged(here, beside, actor=actor)
    assert f"{first.origin} 2: stands there as another event" in str(done.refused[0].sentence)
    later = said("later")
    assert kept_out.origin == first.origin != later.origin
    exchanged(here, beside, actor=actor)
    exchanged(there, other, actor=actor)
    notes_there = [event.note or event.said[0] for event in there.record.acts]
    assert ["before", "kept out", "later"] == notes_there
    assert 3 == len(here.record.acts)
    before = len(here.record.events)
    junk_under(hub, later)
    exchanged(here, beside, actor=actor)
    assert said("last").origin not in (first.origin, later.origin)
    assert before + 1 == len(here.record.events)
    for each in (connection, here, there):
        each.close()


def test_a_damaged_row_is_fetched_once(hub: str, tmp_path: Path) -> None:
    connection = HubConnection(hub_address(hub, {}))
    first = standing_event("a", 1, "sql1", Standing("clean"))
    connection.push([first], ["a"])
    junk_under(hub, first)
    here = opened(tmp_path / "here.journal")
    beside = HubBeside(connection, here)
    exchanged(here, beside)
    connection.after = None  # type: ignore[assignment, method-assign]
    done = exchanged(here, beside)
    assert "a 2: is damaged" in str(done.trouble)
    connection.close()
    here.close()


def behind_a_gap(url: str, event: Event, number: int) -> None:
    """Puts an act there far behind an event, as whoever has the password could in older hubs."""
    last = sealed(event._replace(seq=number, id=new_id(), prev="ab" * 32))
    told(
        url,
        "ALTER TABLE event DROP CONSTRAINT event_follows",
        f"INSERT INTO event VALUES ('{last.origin}', {number}, NULL, '\\x{last.hash}', "
        f"'\\x{last.body.hex()}')",
    )


def test_who_puts_an_act_behind_a_gap_keeps_none_of_its_owners_from_others(
    hub: str, tmp_path: Path
) -> None:
    here, there = opened(tmp_path / "here.journal"), opened(tmp_path / "there.journal")
    actor = Actor("dba", "h")
    connection = HubConnection(hub_address(hub, {}))
    beside, other = HubBeside(connection, here), HubBeside(connection, there)

    def said(note: str) -> Event:
        return here.append([Draft(new_id(), "sql1", "noted", {"text": note})], actor, {})[0]

    first = said("before")
    for side, store in ((beside, here), (other, there)):
        exchanged(store, side, actor=actor)
    behind_a_gap(hub, first, 2**63 - 1)
    for side, store in ((beside, here), (other, there)):
        assert side.look()
        assert f"{first.origin} 2: is missing there" in str(
            exchanged(store, side, actor=actor).trouble
        )
    assert not other.look()
    for note in ("a", "b"):
        later = said(note)
        assert beside.look()
        assert [(later.origin, later.seq)] == [
            (origin, seq) for origin, seq in beside.lacking_there()
        ]
        exchanged(here, beside, actor=actor)
        assert other.look()
        assert [later] == list(exchanged(there, other, actor=actor).received)
        assert not exchanged(there, other, actor=actor).received
        assert not other.look()
    assert first.origin == later.origin
    for each in (connection, here, there):
        each.close()


def test_a_hub_that_lost_the_names_of_origins_has_them_again_once_their_owner_acts(
    hub: str, tmp_path: Path
) -> None:
    here, there = opened(tmp_path / "here.journal"), opened(tmp_path / "there.journal")
    actor = Actor("dba", "h")
    connection = HubConnection(hub_address(hub, {}))

    def said(note: str) -> None:
        here.append([Draft(new_id(), "sql1", "noted", {"text": note})], actor, {})
        exchanged(here, HubBeside(connection, here), actor=actor)

    said("a")
    told(hub, "DELETE FROM origin")
    assert not exchanged(there, HubBeside(connection, there), actor=actor).received
    said("b")
    assert 2 == len(exchanged(there, HubBeside(connection, there), actor=actor).received)
    for each in (connection, here, there):
        each.close()


def test_what_stands_twice_in_a_hub_is_taken_once(hub: str, tmp_path: Path) -> None:
    events = [standing_event("a", 1, "sql1", Standing("clean"))]
    events.append(standing_event("a", 2, "sql1", Standing("clean"), prev=events[0]))
    connection = HubConnection(hub_address(hub, {}))
    connection.push(events, ["a"])
    told(
        hub,
        "ALTER TABLE event DROP CONSTRAINT event_pkey CASCADE",
        "INSERT INTO event SELECT * FROM event",
    )
    here = opened(tmp_path / "here.journal")
    done = exchanged(here, HubBeside(connection, here))
    assert (events, None) == (list(done.received), done.trouble)
    for each in (connection, here):
        each.close()


@pytest.mark.parametrize("lost", [1, 2])
def test_what_a_hub_lost_before_what_it_has_is_told_and_comes_once_it_is_there(
    hub: str, tmp_path: Path, lost: int
) -> None:
    here, there = opened(tmp_path / "here.journal"), opened(tmp_path / "there.journal")
    actor = Actor("dba", "h")
    connection = HubConnection(hub_address(hub, {}))
    events = [
        here.append([Draft(new_id(), "sql1", "noted", {"text": note})], actor, {})[0]
        for note in ("a", "b", "c")
    ]
    exchanged(here, HubBeside(connection, here), actor=actor)
    told(
        hub,
        "ALTER TABLE event DROP CONSTRAINT event_origin_prev_seq_fkey",
        f"DELETE FROM event WHERE seq = {lost}",
    )
    beside = HubBeside(connection, there)
    done = exchanged(there, beside, actor=actor)
    assert events[: lost - 1] == list(done.received)
    assert f"{events[0].origin} {lost}: is missing there" in str(done.trouble)
    assert "1 event is missing there" in str(look(connection).wrong[0])
    assert not exchanged(there, beside, actor=actor).received
    assert not beside.look()
    connection.push(events[:lost])
    assert beside.look()
    done = exchanged(there, beside, actor=actor)
    assert (events[lost - 1 :], None) == (list(done.received), done.trouble)
    for each in (connection, here, there):
        each.close()


def test_a_row_of_more_lists_than_any_plan_has_is_not_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = standing_event("a", 1, "sql1", Standing("clean"))
    brackets = event.body.count(b"[") + event.body.count(b"{")
    row = HubRow("a", 1, event.hash, event.body)
    monkeypatch.setattr(hub_beside, "MOST_BRACKETS", brackets)
    assert event == event_of(row)
    monkeypatch.setattr(hub_beside, "MOST_BRACKETS", brackets - 1)
    assert event_of(row) is None


MANY = "generate_series(1, 2500) AS n"
FLOODS = {
    "rows that are no events": (
        f"INSERT INTO origin SELECT 'a' || n FROM {MANY}",
        f"INSERT INTO event SELECT 'a' || n, 1, NULL, decode(repeat('ab', 32), 'hex'), 'x' FROM {MANY}",
    ),
    "names without an event": (f"INSERT INTO origin SELECT 'a' || n FROM {MANY}",),
    "names longer than any": (
        f"INSERT INTO origin SELECT 'a' || n || repeat('a', 2000) FROM {MANY}",
    ),
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
@pytest.mark.parametrize("met", [True, False], ids=["met before", "first met"])
def test_no_crowd_of_origins_keeps_ones_own_acts_from_those_who_know_them(
    hub: str, at: Callable[[str, str], Session], *, met: bool, flood: tuple[str, ...]
) -> None:
    imc, union = at("imc", hub), at("union", hub)
    if met:
        imc.acts.note("san1", "before")
        wait_for(lambda: "before" in notes(union))
    told(hub, *flood)
    imc.acts.note("san1", "afterwards")
    wait_for(lambda: imc.origin in {origin for (origin,) in told(hub, WHOSE)})
    wait_for(lambda: "more than 2000 journals that are not known here" in trouble(imc))
    if met:
        wait_for(lambda: "afterwards" in notes(union))
    assert not any(origin.startswith("a") for origin in union.record.tips)


WHOSE = "SELECT DISTINCT origin FROM event WHERE convert_from(body, 'UTF8') LIKE '%afterwards%'"


def test_what_is_handed_out_goes_before_anything_is_fetched(hub: str, tmp_path: Path) -> None:
    connection = HubConnection(hub_address(hub, {}))
    connection.push([standing_event("a", 1, "sql1", Standing("clean"))], ["a"])
    here = opened(tmp_path / "here.journal")
    (own,) = here.append([Draft(new_id(), "sql1", "noted", {"text": "own"})], Actor("dba", "h"), {})
    there_by_then: list[int] = []
    after = connection.after

    def asked(*words: Any) -> Any:
        there_by_then.append(connection.how_far([own.origin]).heads[own.origin][0])
        return after(*words)

    connection.after = asked  # type: ignore[assignment, method-assign]
    done = exchanged(here, HubBeside(connection, here))
    assert ([1], [own]) == (there_by_then, list(done.sent))
    assert ["a"] == [event.origin for event in done.received]
    for each in (connection, here):
        each.close()


def test_one_look_brings_what_fits_of_however_many_origins_and_nothing_before_what_it_rests_on(
    hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = list[Event]()
    for number in range(1, 21):  # each rests on all of those that come after it by name
        saw = {event.origin: (1, event.hash) for event in events}
        name = f"o{99 - number}"
        events.append(standing_event(name, 1, "sql1", Standing("clean"), saw=saw, lamport=number))
    lone = [standing_event("a", 1, "sql1", Standing("clean"))]
    for seq in range(2, 9):
        lone.append(standing_event("a", seq, "sql1", Standing("clean"), prev=lone[-1]))
    connection = HubConnection(hub_address(hub, {}))
    connection.push([*events, *lone], [event.origin for event in [*events, lone[0]]])
    most = 3 * sum(weight_of(events[0]))
    monkeypatch.setattr(hub_beside, "MOST_WEIGHT_BROUGHT", most)
    here = opened(tmp_path / "here.journal")
    beside = HubBeside(connection, here)
    done = exchanged(here, beside)
    assert len(events) + len(lone) == len(done.received)
    assert [] == list(done.loose)
    beside = HubBeside(connection, opened(tmp_path / "other.journal"))
    beside.refresh()
    assert (
        0
        < sum(sum(weight_of(event)) for event in beside.record.brought)
        < most + 2 * max(sum(weight_of(event)) for event in [*events, *lone])
    )
    assert beside.has_more
    for each in (connection, here):
        each.close()


def test_large_rows_of_strangers_hold_up_nothing_of_those_who_are_known(
    hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row of 47 MB that is no event costs whoever has the password nothing, and a second each."""
    monkeypatch.setattr(hub_beside, "MOST_WEIGHT_BROUGHT", 3_000)
    first = standing_event("z", 1, "sql1", Standing("clean"))
    later = standing_event("z", 2, "sql1", Standing("clean"), prev=first)
    connection = HubConnection(hub_address(hub, {}))
    connection.push([first], ["z"])
    here = opened(tmp_path / "here.journal")
    exchanged(here, HubBeside(connection, here))
    told(
        hub,
        "INSERT INTO origin SELECT 'a' || n FROM generate_series(1, 9) AS n",
        "INSERT INTO event SELECT 'a' || n, 1, NULL, decode(repeat('ab', 32), 'hex'), "
        "decode(repeat('78', 2000), 'hex') FROM generate_series(1, 9) AS n",
    )
    connection.push([later])
    asked, after = [], connection.after

    def noted(origin: str, *words: Any) -> Any:
        asked.append(origin)
        return after(origin, *words)

    connection.after = noted  # type: ignore[assignment, method-assign]
    beside = HubBeside(connection, here)
    beside.refresh()
    assert ["z", "a1"] == asked[:2]
    assert len(asked) < 4
    assert ([later], True) == (list(beside.record.brought), beside.has_more)
    assert [later] == list(exchanged(here, beside).received)
    strangers = [origin for origin in asked if origin != "z"]
    assert [f"a{number}" for number in range(1, 10)] == sorted(strangers), "each once"
    for each in (connection, here):
        each.close()


@pytest.mark.parametrize("behind", [0, 9_000])
def test_what_is_no_event_under_names_that_are_known_holds_up_nothing_that_is_one(
    hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behind: int
) -> None:
    """Whoever has the password lets anything be known by a first event that is one; and may put more
    behind what is none."""
    monkeypatch.setattr(hub_beside, "MOST_WEIGHT_BROUGHT", 4_000)
    monkeypatch.setattr(hub_beside, "USUAL_BYTES", 1_500)
    known = [
        standing_event(f"a{number:02}", 1, "sql1", Standing("clean")) for number in range(1, 22)
    ]
    first = standing_event("z", 1, "sql1", Standing("clean"))
    later = standing_event("z", 2, "sql1", Standing("compromised"), prev=first)
    connection = HubConnection(hub_address(hub, {}))
    connection.push([*known, first], [event.origin for event in [*known, first]])
    here = opened(tmp_path / "here.journal")
    exchanged(here, HubBeside(connection, here))
    junk = "INSERT INTO event SELECT origin, {seq}, {seq} - 1, decode(repeat('ab', 32), 'hex'), "
    told(
        hub,
        junk.format(seq=2) + "decode(repeat('78', 2000), 'hex') FROM origin WHERE origin <> 'z'",
        *(
            junk.format(seq=3) + f"decode(repeat('78', {behind}), 'hex') FROM event WHERE seq = 2"
            for _ in range(bool(behind))
        ),
    )
    connection.push([later])
    beside = HubBeside(connection, here)
    beside.refresh()
    assert [later] == list(beside.record.brought), "with the first look"
    assert [later] == list(exchanged(here, beside).received)
    assert len(known) == len(beside.damaged), "and each of the others had its turn"
    for each in (connection, here):
        each.close()


def test_in_however_many_runs_an_exchange_with_a_hub_brings_no_more_than_one_sync_may(
    hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_beside, "MOST_BROUGHT", 4)
    monkeypatch.setattr(hub_beside, "FEWEST_BROUGHT", 4)
    events = [standing_event("a", 1, "sql1", Standing("clean"))]
    for seq in range(2, 21):
        events.append(standing_event("a", seq, "sql1", Standing("clean"), prev=events[-1]))
    connection = HubConnection(hub_address(hub, {}))
    connection.push(events, ["a"])
    here = opened(tmp_path / "here.journal")
    here.append([Draft(new_id(), "sql1", "noted", {"text": "own"})], Actor("dba", "h"), {})
    room = USUAL._replace(at_once=USUAL.at_once._replace(events=10))
    first = exchanged(here, HubBeside(connection, here), room=room)
    assert (10, 11) == (len(first.received), first.refused[0].seq)
    assert 0 < len(exchanged(here, HubBeside(connection, here), room=room).received) < 11
    for each in (connection, here):
        each.close()


def test_a_crowd_of_another_incident_is_known_by_a_few_of_it(
    hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PLAN.replace('"Essai"', '"other"')
    digest = hashlib.sha256(text.encode()).hexdigest()
    connection = HubConnection(hub_address(hub, {}))
    for name in "abc":
        said = {"digest": digest, "text": text}
        seen = sealed(
            standing_event(name, 1, "plan", Standing())._replace(kind="plan.seen", data=said)
        )
        connection.push([seen], [name])
    connection.close()
    monkeypatch.setattr(hub_connection, "MOST_OTHERS", 2)
    one = exchanger(tmp_path / "inventory.journal", hub)
    with pytest.raises(HubError, match="the record of another incident, other"):
        one.exchange()
    one.close()


def test_of_a_row_that_is_too_large_its_size_is_told(
    hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = HubConnection(hub_address(hub, {}))
    connection.push([standing_event("a", 1, "sql1", Standing("clean"))], ["a"])
    for module in (hub_connection, hub_beside):
        monkeypatch.setattr(module, "MOST_BYTES_FETCHED", 100)
    here = opened(tmp_path / "here.journal")
    done = exchanged(here, HubBeside(connection, here))
    assert "a 1: has 1 MB, and no event has more than 0" in str(done.trouble)
    for each in (connection, here):
        each.close()


PROCESS_PROMISED = re.compile(rb"K\x00\x00.{2}(.{4})", re.DOTALL)
"""Of PostgreSQL's protocol: what a server says of itself where a connection begins."""


def test_behind_a_pooler_which_passes_on_ones_own_words_alone_the_hub_is_asked_each_second(
    hub: str, postgres: Postgres
) -> None:
    """A pooler lends the process of a server from transaction to transaction, and makes up another
    for the one who asks."""
    proxy = Proxy(
        postgres.port, changed=lambda data: PROCESS_PROMISED.sub(b"K\0\0\0\x0c\0\0\0\7", data)
    )
    straight = HubConnection(hub_address(hub, {}))
    pooled = HubConnection(hub_address(hub.replace(f":{postgres.port}", f":{proxy.port}"), {}))
    assert (True, False) == (straight.listen(), pooled.listen())
    assert {} == pooled.how_far().heads
    for connection in (straight, pooled):
        connection.close()
    proxy.close()


@pytest.fixture
def pooler(postgres: Postgres, tmp_path: Path) -> Iterator[int]:
    """The port of a pgbouncer that lends connections by the transaction."""
    with running_pooler(postgres, tmp_path) as port:
        yield port


def test_two_hosts_behind_a_real_pooler_have_each_others_acts_by_asking(
    at: Callable[[str, str], Session], postgres: Postgres, pooler: int
) -> None:
    database = postgres.database()
    with psycopg.connect(postgres.url(database), autocommit=True) as connection:
        for statement in statements(f"pooled_{database}"):
            connection.execute(statement.encode())
    url = postgres.url(database).replace(f":{postgres.port}", f":{pooler}")
    imc, union = at("imc", url), at("union", url)
    imc.acts.note("san1", "one")
    wait_for(lambda: notes(union) == ["one"])
    union.acts.note("san1", "two")
    wait_for(lambda: notes(imc) == ["one", "two"])
    for session in (imc, union):
        assert session.exchange is not None
        assert session.exchange._exchanger is not None
        assert not session.exchange._exchanger._word_comes  # type: ignore[attr-defined]
    assert ("", "") == (trouble(imc), trouble(union))


def own_place(session: Session) -> tuple[str, int]:
    session.look()
    return next(
        (origin, seq)
        for origin, (seq, _) in session.record.tips.items()
        if origin in session.store.own_origins
    )


@contextmanager
def holding(url: str, *places: tuple[str, int]) -> Iterator[psycopg.Connection]:
    """A transaction that puts something in these places, and is not over."""
    with psycopg.connect(url) as connection:
        for origin, seq in places:
            before = seq - 1 if seq > 1 else None
            connection.execute(
                "INSERT INTO event VALUES (%s, %s, %s, %s, %s)",
                (origin, seq, before, b"0" * 32, b"x"),
            )
        yield connection
        connection.rollback()


def test_an_open_transaction_in_the_hub_keeps_nothing_else_from_coming_and_going(
    at: Callable[[str, str], Session], hub: str
) -> None:
    imc, union = at("imc", hub), at("union", hub)
    imc.acts.note("san1", "first")
    union.acts.note("san1", "from the union")
    wait_for(lambda: sorted(notes(union)) == ["first", "from the union"])
    wait_for(lambda: sorted(notes(imc)) == ["first", "from the union"])
    origin, seq = own_place(imc)
    with holding(hub, (origin, seq + 1)):
        imc.acts.note("san1", "held up")
        wait_for(lambda: "does not end: a host that hangs" in trouble(imc))
        union.acts.note("san1", "while it is held")
        wait_for(lambda: "while it is held" in notes(imc))
        assert "held up" not in notes(union)
    wait_for(lambda: "held up" in notes(union))
    wait_for(lambda: not trouble(imc))


def test_what_many_transactions_hold_is_named_within_seconds_and_the_rest_goes(
    hub: str, tmp_path: Path
) -> None:
    store = SqliteStore(tmp_path / "x.journal")
    first = [sealed(standing_event(f"o{n}", 1, "san1", Standing("clean"))) for n in range(40)]
    store.receive(first, USUAL)
    connection = HubConnection(hub_address(hub, {}))
    with holding(hub, *((event.origin, 1) for event in first[:20])):
        began = time.monotonic()
        told_of = exchanged(store, HubBeside(connection, store))
        assert {event.origin for event in first[:20]} <= {of.origin for of in told_of.refused}
        assert time.monotonic() - began < 30
    sent = exchanged(store, HubBeside(connection, store)).sent
    assert {event.origin for event in first[:20]} <= {event.origin for event in sent}
    connection.close()
    store.close()


def test_who_holds_the_table_of_who_is_there_keeps_no_act_from_anybody(
    at: Callable[[str, str], Session], hub: str
) -> None:
    with psycopg.connect(hub) as holds:
        holds.execute("LOCK TABLE presence IN ACCESS EXCLUSIVE MODE")
        imc, union = at("imc", hub), at("union", hub)
        imc.acts.note("san1", "all the same")
        wait_for(lambda: notes(union) == ["all the same"])
        assert "" == trouble(imc)
        holds.rollback()
