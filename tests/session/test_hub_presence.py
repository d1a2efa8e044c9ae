"""Who is at which console, across hosts: seen where a hub is shared, gone once a host says nothing
more, and never in the way of an act."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from chwapi_console.clock import iso, utc_now
from chwapi_console.journal.hub import tables
from chwapi_console.journal.hub.presence import Presence, Seat, text_of
from chwapi_console.session import hub_exchange, hub_presence
from chwapi_console.session.session import Session
from hospitals import HEAD
from journal.hubs import a_hub
from journal.processes import wait_for
from journal.proxy import Proxy
from postgres import Postgres

PLAN = HEAD + '[servers]\nsan1 = { site = "imc", role = "SAN" }\n'


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub is asked often who is there, and soon again after it was away."""
    monkeypatch.setattr(hub_exchange, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(hub_presence, "SECONDS_BETWEEN_WORDS", 0.2)
    monkeypatch.setattr(hub_presence, "SECONDS_BETWEEN_GLANCES", 0.05)


@pytest.fixture
def hub(postgres: Postgres) -> str:
    return a_hub(postgres)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Callable[..., Session]]:
    """Somebody's console at a site, as the thread of a console opens it."""
    made: list[Session] = []

    def session(site: str, url: str, operator: str) -> Session:
        folder = tmp_path / site
        folder.mkdir(exist_ok=True)
        plan = folder / "inventory.toml"
        plan.write_text(PLAN, encoding="utf-8")
        made.append(Session(plan, operator=operator, host=site, hub=url))
        exchange = made[-1].exchange
        assert exchange is not None
        exchange.sits_here = operator
        exchange.start()
        return made[-1]

    yield session
    for one in made:
        one.close()


def there(session: Session) -> list[tuple[str, str]]:
    reach = session.health.reach
    assert reach is not None
    return [(seat.host, seat.operator) for seat in reach.present]


def told(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return list(cursor.fetchall()) if cursor.description else []


def test_who_is_at_a_console_is_seen_at_all_others_and_gone_when_they_leave(
    at: Callable[..., Session], hub: str
) -> None:
    imc, union = at("imc", hub, "oncall-1"), at("union", hub, "")
    both = [("imc", "oncall-1"), ("union", "")]
    wait_for(lambda: there(imc) == there(union) == both)
    assert union.exchange is not None
    union.exchange.sits_here = "lead"
    wait_for(lambda: there(imc) == [("imc", "oncall-1"), ("union", "lead")])
    union.close()
    wait_for(lambda: there(imc) == [("imc", "oncall-1")])


def test_several_consoles_on_one_journal_are_told_by_the_one_that_speaks(
    at: Callable[..., Session], hub: str
) -> None:
    first, second = at("imc", hub, "oncall-1"), at("imc", hub, "oncall-2")
    union = at("union", hub, "lead")
    everybody = [("imc", "oncall-1"), ("imc", "oncall-2"), ("union", "lead")]
    wait_for(lambda: all(there(each) == everybody for each in (first, second, union)))
    first.close()
    wait_for(lambda: there(second) == there(union) == everybody[1:])


def test_a_console_is_told_since_it_was_opened_whichever_speaks_to_the_hub_first(
    tmp_path: Path, hub: str
) -> None:
    plan = tmp_path / "inventory.toml"
    plan.write_text(PLAN, encoding="utf-8")
    first = Session(plan, operator="oncall-2", host="imc", hub=hub)
    opened = iso(utc_now())
    wait_for(lambda: iso(utc_now()) > opened)  # times are told by the millisecond
    second = Session(plan, operator="oncall-1", host="imc", hub=hub)
    try:
        for console in (second, first):
            assert console.exchange is not None
            console.exchange.sits_here = console.operator
            console.exchange.start()
            wait_for(lambda console=console: ("imc", console.operator) in there(console))  # type: ignore[misc]
        wait_for(lambda: there(second) == [("imc", "oncall-2"), ("imc", "oncall-1")])
    finally:
        first.close()
        second.close()


def test_a_host_that_dies_is_gone_once_it_has_said_nothing_for_long_enough(
    at: Callable[..., Session], hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    imc = at("imc", hub, "oncall-1")
    dead = text_of(Presence([Seat("lead", "union", "2021-01-18T01:10:00.000Z")]))
    told(hub, f"INSERT INTO presence (syncer, said) VALUES ('dead', '{dead}')")
    wait_for(lambda: there(imc) == [("imc", "oncall-1"), ("union", "lead")])
    told(hub, "UPDATE presence SET at = at - interval '59 seconds' WHERE syncer = 'dead'")
    wait_for(lambda: there(imc) == [("imc", "oncall-1")])
    told(hub, "UPDATE presence SET at = now() + interval '1 day' WHERE syncer = 'dead'")
    seen = len(told(hub, "SELECT 1 FROM presence"))
    wait_for(lambda: len(told(hub, "SELECT 1 FROM presence")) > seen + 1)
    assert there(imc) == [("imc", "oncall-1")]


def test_while_the_hub_is_away_those_of_this_host_alone_are_told(
    at: Callable[..., Session], postgres: Postgres
) -> None:
    proxy = Proxy(postgres.port)
    url = a_hub(postgres)
    imc = at("imc", url.replace(str(postgres.port), str(proxy.port)), "oncall-1")
    at("union", url, "lead")
    wait_for(lambda: there(imc) == [("imc", "oncall-1"), ("union", "lead")])
    proxy.close()
    imc.acts.note("san1", "alone")
    wait_for(lambda: there(imc) == [("imc", "oncall-1")])
    assert imc.health.reach is not None
    wait_for(lambda: imc.health.reach and imc.health.reach.away_since and imc.health.reach.wait)


def test_a_role_that_may_only_read_and_add_suffices_and_then_words_stay(
    at: Callable[..., Session], postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = a_hub(postgres)
    schema, role = url.rpartition("%3D")[2], f"poor_{url.rpartition('%3D')[2]}"
    for statement in (
        f"CREATE ROLE {role} LOGIN",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"GRANT SELECT, INSERT ON {schema}.event, {schema}.origin, {schema}.presence TO {role}",
        f"GRANT SELECT ON {schema}.hub TO {role}",
        f"INSERT INTO {schema}.presence VALUES ('old', now() - interval '1 hour', 'x')",
    ):
        postgres.tell(statement)
    poor = url.replace("postgres@", f"{role}@")
    imc, union = at("imc", poor, "oncall-1"), at("union", poor, "lead")
    both = [("imc", "oncall-1"), ("union", "lead")]
    wait_for(lambda: there(imc) == there(union) == both)
    imc.acts.note("san1", "x")
    wait_for(lambda: union.look() and any(e.kind == "noted" for e in union.record.events))
    assert told(url, "SELECT 1 FROM presence WHERE syncer = 'old'")
    at("rich", url, "dba")
    wait_for(lambda: not told(url, "SELECT 1 FROM presence WHERE syncer = 'old'"))


def test_a_hub_of_an_older_program_has_no_presence_and_all_else_goes_on(
    at: Callable[..., Session], postgres: Postgres
) -> None:
    url = a_hub(postgres, keeps_presence=False)
    imc, union = at("imc", url, "oncall-1"), at("union", url, "lead")
    imc.acts.note("san1", "x")
    wait_for(lambda: union.look() and any(e.kind == "noted" for e in union.record.events))
    wait_for(lambda: there(imc) == [("imc", "oncall-1")])
    assert imc.health.exchange is None


def test_no_act_waits_for_a_hub_that_keeps_who_is_there_locked(
    at: Callable[..., Session], hub: str
) -> None:
    imc = at("imc", hub, "oncall-1")
    wait_for(lambda: there(imc) and told(hub, "SELECT 1 FROM presence"))
    with psycopg.connect(hub) as holder:
        holder.execute("LOCK TABLE presence IN ACCESS EXCLUSIVE MODE")
        began = time.monotonic()
        imc.acts.note("san1", "x")
        assert time.monotonic() - began < 2


def test_the_questions_about_people_are_plain_sql_of_their_own_table() -> None:
    for question in (tables.HERE, tables.WHO, tables.OVER):
        assert " event" not in question
