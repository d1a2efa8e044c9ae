"""What a scanner found changes only what nobody knows better, and nothing grave by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chwapi_console.inventory.model import Verdict
from chwapi_console.recovery.acts.scanner_verdicts import VerdictChange, weighed
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from chwapi_console.text import say
from hospitals import HEAD, MEANT

PLAN = (
    HEAD
    + """
[servers]
new = { site = "imc", role = "x" }
well = { site = "imc", role = "x", state = "clean" }
hit = { site = "imc", role = "x", state = "compromised" }
back = { site = "imc", role = "x", state = "compromised" }
held = { site = "imc", role = "x", state = "compromised" }
stuck = { site = "imc", role = "x", state = "compromised" }
above = { site = "imc", role = "x", state = "clean", needs = ["back"] }
"""
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    plan = tmp_path / "inventory.toml"
    plan.write_text(PLAN, encoding="utf-8")
    session = Session(plan, operator="dba", host="test")
    session.acts.mark(["back"], "restored", MEANT)
    session.acts.take(["held"])
    session.acts.mark(["stuck"], "blocked", Remarks(reason="no tape"))
    yield session
    session.close()


def everything(verdict: Verdict) -> dict[str, Verdict]:
    return dict.fromkeys(("new", "well", "hit", "back", "held", "stuck"), verdict)


def test_a_clean_finding_fills_in_the_unknown_and_clears_the_compromised_only_on_a_yes_of_its_own(
    session: Session,
) -> None:
    found = weighed(session.look(), everything("clean"))
    assert (VerdictChange("new", "unknown", "clean"),) == found.plain
    assert (VerdictChange("hit", "compromised", "clean"),) == found.cleared
    assert () == found.relapsed
    assert ["back", "well"] == sorted(found.same)
    assert {"held": "dba has it in hand", "stuck": "is blocked"} == {
        server: str(why) for server, why in found.left
    }


def test_a_clean_finding_clears_a_suspect_only_on_a_yes_of_its_own(session: Session) -> None:
    session.acts.mark(["back"], "compromised")
    found = weighed(session.look(), {"above": "clean"})
    assert (VerdictChange("above", "clean", "clean"),) == found.cleared
    session.acts.judge({"above": "clean"})
    assert {} == session.look().suspects
    session.acts.mark(["back"], "restored", MEANT)
    session.acts.mark(["back"], "compromised")
    doubtful = weighed(session.look(), {"above": "clean"}, {"above": say("an old list")})
    assert ["an old list"] == [str(why) for _, why in doubtful.left]


def test_a_compromised_finding_over_what_was_restored_wants_a_yes_of_its_own(
    session: Session,
) -> None:
    found = weighed(session.look(), everything("compromised"))
    assert {"new", "well"} == {change.server for change in found.plain}
    assert (VerdictChange("back", "restored", "compromised"),) == found.relapsed
    assert ("hit",) == found.same
    assert {"held", "stuck"} == {server for server, _ in found.left}
    assert () == found.alarms


def test_a_finding_that_says_nothing_changes_nothing(session: Session) -> None:
    found = weighed(session.look(), everything("unknown"))
    assert ((), (), ()) == (found.plain, found.cleared, found.relapsed)
    assert ("new",) == found.same


def test_verdicts_are_one_act_and_undone_whole(session: Session) -> None:
    events = session.acts.judge(
        {"new": "compromised", "well": "compromised", "hit": "clean"},
        MEANT._replace(note="from edr.csv"),
    )
    assert 1 == len({event.data["act"] for event in events})
    assert ["compromised", "compromised", "clean"] == [
        session.look().situation.state(s) for s in ("new", "well", "hit")
    ]
    session.acts.undo()
    assert ["unknown", "clean", "compromised"] == [
        session.look().situation.state(s) for s in ("new", "well", "hit")
    ]


def test_an_infection_that_nobody_knew_of_is_an_alarm_where_a_finding_changes_nothing(
    session: Session,
) -> None:
    session.acts.take(["new"])
    session.acts.mark(["well"], "blocked", Remarks(reason="no rack"))
    found = weighed(session.look(), everything("compromised"))
    assert {"new": "dba has it in hand", "well": "is blocked"} == {
        server: str(why) for server, why in found.alarms
    }
    assert {"held", "stuck"} == {server for server, _ in found.left}


def test_what_is_held_is_not_taken_for_clean_and_says_why(session: Session) -> None:
    found = weighed(
        session.look(),
        everything("clean"),
        {"new": say("it is old"), "hit": say("it is old"), "well": say("x")},
    )
    assert () == found.plain == found.cleared
    assert {"new": "it is old", "hit": "it is old"}.items() <= {
        server: str(why) for server, why in found.left
    }.items()
    assert ["back", "well"] == sorted(found.same)
