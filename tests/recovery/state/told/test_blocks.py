"""What is blocked may say what it waits for and until when: then it has a forecast, and comes up by
itself."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chwapi_console.errors import Refused, RequestError
from chwapi_console.journal.kinds.server_kinds import Marked
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.session.session import Session
from chwapi_console.text import in_one
from hospitals import HEAD, Clock

SERVERS = """[services.mail]
name = "Mail"
tier = 1
needs = ["ex1"]
[services.web]
name = "Web"
tier = 2
needs = ["ex2"]
[servers]
ex1 = { site = "imc", role = "x", state = "compromised", restore = "1h" }
ex2 = { site = "imc", role = "x", state = "compromised", restore = "1h" }
san1 = { site = "imc", role = "x", state = "compromised", restore = "1h" }
"""
FOUR = datetime(2021, 1, 18, 3, 0, tzinfo=UTC)
"""04:00 in Brussels; the clock of the tests begins an hour earlier there."""
Night = tuple[Session, Clock]


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    """A session, and its clock at 03:00."""
    plan, clock = tmp_path / "inventory.toml", Clock()
    clock.now = FOUR - timedelta(hours=1)
    plan.write_text(HEAD + SERVERS, encoding="utf-8")
    with closing(Session(plan, operator="dba", host="test", clock=clock)) as session:
        yield session, clock


def blocked(
    session: Session, reason: str = "disk", until: datetime | None = None, awaits: str = ""
) -> View:
    remarks = Remarks(reason=reason, meant=True, until=until, awaits=awaits)
    session.acts.mark(["ex1"], "blocked", remarks)
    return session.look()


def test_without_an_end_nobody_can_say_when_and_it_never_comes_up(night: Night) -> None:
    session, clock = night
    seen = blocked(session)
    assert "blocked" in str(forecast(seen).services["mail"].reason)
    clock.now += timedelta(days=9)
    assert (False, "wait") == (session.look().entry["ex1"].ready, session.look().entry["ex1"].work)


def test_with_an_end_it_has_a_forecast_that_begins_there(night: Night) -> None:
    session, _ = night
    seen = blocked(session, until=FOUR)
    outlook = forecast(seen, crews=2).services["mail"]
    assert outlook.p10 and outlook.p50 and outlook.p90
    assert FOUR + timedelta(minutes=20) < outlook.p10 < outlook.p50 < outlook.p90
    assert None is outlook.reason
    assert forecast(seen, crews=2).services["web"].p50 is not None


def test_when_its_time_has_passed_it_comes_up_by_itself(night: Night) -> None:
    session, clock = night
    before = blocked(session, until=FOUR)
    assert (FOUR, False) == (before.holds_until, before.entry["ex1"].ready)
    then = before.at(FOUR)
    entry = then.entry["ex1"]
    assert ("blocked", "ask", True) == (entry.state, entry.work, entry.ready)
    assert {"ex1"} == then.due
    clock.now = FOUR
    again = session.look()
    assert (entry, then.order.servers) == (again.entry["ex1"], again.order.servers)
    assert "That was expected by 04:00. Ask:" in str(in_one(why(again, entry)))
    assert "ex1" == again.order.servers[0]


def test_what_is_blocked_is_taken_when_its_time_has_passed_and_not_before(night: Night) -> None:
    session, clock = night
    blocked(session, until=FOUR)
    with pytest.raises(Refused, match="ex1 is blocked"):
        session.acts.take(["ex1"])
    clock.now = FOUR
    session.acts.take(["ex1"])
    assert "restoring" == session.look().entry["ex1"].state


def test_blocked_anew_it_waits_again(night: Night) -> None:
    session, clock = night
    blocked(session, until=FOUR)
    clock.now = FOUR
    seen = blocked(session, until=FOUR + timedelta(hours=1))
    assert ("wait", False) == (seen.entry["ex1"].work, seen.entry["ex1"].ready)
    session.acts.undo()
    assert "ask" == session.look().entry["ex1"].work


def test_it_comes_up_when_the_server_is_there_that_it_waits_for(night: Night) -> None:
    session, _ = night
    seen = blocked(session, awaits="san1")
    assert "It waits for san1." in str(in_one(why(seen, seen.entry["ex1"])))
    session.acts.mark(["san1"], "restored", Remarks(meant=True))
    entry = session.look().entry["ex1"]
    assert ("ask", True) == (entry.work, entry.ready)
    assert "It waits for san1, which is there now." in str(in_one(why(session.look(), entry)))
    session.acts.undo()
    assert "wait" == session.look().entry["ex1"].work


@pytest.mark.parametrize(
    ("reason", "until"),
    [
        ("courier until 04:00", FOUR),
        ("coursier jusqu'à 04:00", FOUR),
        ("coursier, jusqu’au 19/01 06:00", datetime(2021, 1, 19, 5, 0, tzinfo=UTC)),
        ("courier until tomorrow 06:00", datetime(2021, 1, 19, 5, 0, tzinfo=UTC)),
        ("disk died at 01:00", None),
        ("until the disk is here", None),
        ("waits until 02:00 said the boss", None),
    ],
)
def test_a_reason_can_say_its_end_in_its_last_words(
    night: Night, reason: str, until: datetime | None
) -> None:
    session, _ = night
    seen = blocked(session, reason)
    block = seen.situation.blocks.get("ex1")
    assert until == (block.until if block else None)
    assert reason == seen.situation.servers["ex1"].standing.reason


def test_its_holder_stays_named(night: Night) -> None:
    session, _ = night
    session.acts.take(["ex1"], "ana", None, Remarks(meant=True))
    seen = blocked(session, until=FOUR)
    assert "ana had it in hand." in str(in_one(why(seen, seen.entry["ex1"])))


def test_a_view_at_a_later_moment_is_that_of_the_moment(night: Night) -> None:
    session, _ = night
    seen = blocked(session, until=FOUR).thought_through()
    for minutes in (0, 30, 59, 60, 61, 600):
        now = FOUR + timedelta(minutes=minutes - 60)
        fresh = view(session.loaded.plan, session.record, now)
        assert fresh.entries == seen.at(now).entries
        assert fresh.services == seen.at(now).services


@pytest.mark.parametrize("awaits", [3, "x" * 1001, None, ["san1"]])
def test_what_a_peer_writes_there_is_a_text_of_a_line(awaits: object) -> None:
    plain = Standing("unknown", "blocked", reason="x").plain()
    with pytest.raises(ValueError, match=r".*"):
        Marked.read({"before": Standing().plain(), "after": plain, "awaits": awaits})


def test_what_it_awaits_goes_with_blocked_alone(night: Night) -> None:
    session, _ = night
    with pytest.raises(RequestError, match="--awaits"):
        session.acts.mark(["ex1"], "unknown", Remarks(awaits="san1", meant=True))
