"""What stops by an act on a server that works is told, and asked for; a finding, and what stops
nothing, is not hindered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chwapi_console.errors import Unmeant
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.words.meant.stops import what_stops
from chwapi_console.session.session import Session
from hospitals import HEAD, NOW

PLAN = (
    HEAD
    + """
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["app1"]
[servers]
app1 = { site = "imc", role = "x", needs = ["sql1", "sql2"], state = "clean" }
sql1 = { site = "imc", role = "x", state = "clean" }
sql2 = { site = "imc", role = "x", state = "clean" }
spare = { site = "imc", role = "x", state = "clean" }
"""
)

STOPPING = ("restoring", "unknown", "blocked", "retired", "compromised")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """All servers are clean: the one service is up."""
    plan = tmp_path / "inventory.toml"
    plan.write_text(PLAN, encoding="utf-8")
    session = Session(plan, operator="dba", host="jump1", clock=lambda: NOW)
    yield session
    session.close()


@pytest.mark.parametrize("state", STOPPING)
def test_a_server_that_a_service_stands_on_is_said_to_stop_it(session: Session, state: str) -> None:
    assert "sql2 is clean and works." in str(what_stops(session.look(), ["sql2"], state))
    assert "Bloc IMC" in str(what_stops(session.look(), ["sql2"], state))


def test_nothing_is_said_of_a_server_that_does_not_work_or_stops_nothing(session: Session) -> None:
    assert [None] * 5 == [what_stops(session.look(), ["spare"], state) for state in STOPPING]
    session.acts.mark(["sql2"], "compromised")
    assert [None] * 5 == [what_stops(session.look(), ["sql2"], state) for state in STOPPING]


@pytest.mark.parametrize("state", ["restoring", "unknown", "blocked", "retired"])
def test_what_would_stop_a_service_is_refused_until_it_is_meant(
    session: Session, state: str
) -> None:
    with pytest.raises(Unmeant, match="stops"):
        session.acts.mark(["sql2"], state, Remarks(reason="disk"))
    assert session.acts.mark(["sql2"], state, Remarks(reason="disk", meant=True))


def test_take_is_refused_like_the_mark_that_says_the_same(session: Session) -> None:
    with pytest.raises(Unmeant, match="Taking it stops Bloc IMC"):
        session.acts.take(["sql2"])
    assert session.acts.take(["sql2"], remarks=Remarks(meant=True))


def test_a_finding_is_written_at_once(session: Session) -> None:
    assert session.acts.mark(["sql2"], "compromised")


def test_of_several_servers_those_that_work_are_named(session: Session) -> None:
    assert "sql1 and sql2 work. Taking them stops" in str(
        what_stops(session.look(), ["sql1", "sql2"], "restoring")
    )


def test_of_several_that_are_marked_or_taken_at_once_what_stops_is_said_once(
    session: Session,
) -> None:
    seen, both = session.look(), ["sql1", "sql2", "spare"]
    assert "sql1, sql2 and 1 more work. Marking them retired stops Bloc IMC." == str(
        what_stops(seen, both, "retired")
    )
    assert "sql1, sql2 and 1 more work. Taking them stops Bloc IMC." == str(
        what_stops(seen, both, "restoring")
    )
