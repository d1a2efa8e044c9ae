"""The rules of acting, over a real session on a real file."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chwapi_console.clock import iso
from chwapi_console.errors import InConflict, Refused, RequestError, StaleView, Unmeant
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.opening import opened
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.of_view.untouched import touched
from chwapi_console.recovery.words.since.news import deed
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.session.session import Session
from chwapi_console.text import in_one
from hospitals import HEAD, MEANT, Clock, standing_event

PLAN = (
    HEAD
    + """
[policy]
second_person = {second}
evidence_first = false
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["app1"]
[servers]
app1 = {{ site = "imc", role = "x", needs = ["sql1"], state = "clean" }}
sql1 = {{ site = "imc", role = "x", runbook = "w", state = "compromised" }}
sql2 = {{ site = "imc", role = "x", state = "clean" }}
old = {{ site = "imc", role = "x" }}
[runbooks.w]
steps = ["isolate", "rebuild"]
"""
)


def session_on(
    folder: Path, *, second: bool = False, operator: str = "dba", clock: Clock | None = None
) -> Session:
    plan = folder / "inventory.toml"
    plan.write_text(PLAN.format(second=str(second).lower()), encoding="utf-8")
    return Session(plan, operator=operator, host="test", clock=clock or Clock())


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = session_on(tmp_path)
    yield session
    session.close()


def state(session: Session, server: str = "sql1") -> str:
    return session.look().situation.state(server)


def test_an_act_that_changes_nothing_writes_nothing(session: Session) -> None:
    assert 1 == len(session.acts.mark(["sql1"], "restored", MEANT))
    count = len(session.record.events)
    assert [] == session.acts.mark(["sql1"], "restored", MEANT)
    assert count == len(session.record.events)


def test_the_plan_is_journalled_with_the_first_act_and_once(session: Session) -> None:
    session.acts.mark(["sql1"], "restored", MEANT)
    session.acts.mark(["sql1"], "compromised")
    assert ["plan.seen", "marked", "marked"] == [event.kind for event in session.record.events]


def test_blocked_wants_a_reason_and_shows_it(session: Session) -> None:
    with pytest.raises(RequestError, match="--reason"):
        session.acts.mark(["sql1"], "blocked")
    session.acts.mark(["sql1"], "blocked", Remarks(reason="controller ordered"))
    view = session.look()
    words = str(in_one(why(view, view.entry["sql1"])))
    assert words.startswith("Blocked by dba since ")
    assert ": controller ordered. " in words


def test_a_verdict_clears_the_work_and_a_drop_keeps_the_verdict(session: Session) -> None:
    session.acts.take(["sql1"])
    session.acts.drop(["sql1"])
    assert "compromised" == state(session)
    session.acts.take(["sql1"])
    session.acts.mark(["sql1"], "clean", MEANT)
    assert Standing("clean") == session.look().situation.servers["sql1"].standing


def test_whoever_has_a_server_in_hand_can_hand_it_on_and_nobody_else(session: Session) -> None:
    session.acts.take(["sql1"])
    (event,) = session.acts.take(["sql1"], "lead", remarks=MEANT)
    assert "sql1 given to lead" == str(deed(event))
    with pytest.raises(Refused, match="lead is restoring sql1"):
        session.acts.take(["sql1"], "oncall-1")


def test_what_another_holds_cannot_be_taken_until_it_is_stale(tmp_path: Path) -> None:
    clock = Clock()
    mine = session_on(tmp_path, operator="dba", clock=clock)
    mine.acts.take(["sql1"])
    clock.now = datetime.fromisoformat(mine.record.events[-1].at)
    other = session_on(tmp_path, operator="oncall-1", clock=clock)
    with pytest.raises(Refused, match="dba is restoring sql1"):
        other.acts.take(["sql1"])
    clock.now += timedelta(minutes=121)
    (event,) = other.acts.take(["sql1"])
    assert ("dba", "oncall-1") == (event.data["before"]["holder"], event.data["after"]["holder"])
    mine.close()
    other.close()


def test_only_another_person_can_verify_and_only_what_is_restored(tmp_path: Path) -> None:
    session = session_on(tmp_path, second=True)
    with pytest.raises(Refused, match="only what is restored"):
        session.acts.mark(["sql1"], "verified", MEANT)
    session.acts.mark(["sql1"], "restored", MEANT)
    view = session.look()
    assert view.services["bloc"].status == "down"
    assert (False, True) == (
        view.entry["sql1"].ready_for("dba"),
        view.entry["sql1"].ready_for("oncall-1"),
    )
    with pytest.raises(Refused, match="somebody else"):
        session.acts.mark(["sql1"], "verified", MEANT)
    session.operator = "oncall-1"
    session.acts.mark(["sql1"], "verified", MEANT)
    assert "up" == session.look().services["bloc"].status
    session.close()


def test_whoever_marks_it_restored_is_the_restorer_and_whoever_had_it_in_hand_must_not_verify_it_either(
    tmp_path: Path,
) -> None:
    session = session_on(tmp_path, second=True)
    session.acts.take(["sql1"])
    session.operator = "lead"
    session.acts.mark(["sql1"], "restored", MEANT)
    view = session.look()
    assert "lead" == view.situation.servers["sql1"].standing.holder
    assert [False, False, True] == [
        view.entry["sql1"].ready_for(name) for name in ("dba", "lead", "oncall-1")
    ]
    with pytest.raises(Refused, match=r"lead restored sql1; somebody else must verify it\."):
        session.acts.mark(["sql1"], "verified", MEANT)
    session.operator = "dba"
    with pytest.raises(
        Refused, match=r"dba had a hand in restoring sql1; somebody else must verify it\."
    ):
        session.acts.mark(["sql1"], "verified", MEANT)
    session.operator = "oncall-1"
    session.acts.mark(["sql1"], "verified", MEANT)
    assert "oncall-1" == session.look().situation.servers["sql1"].standing.holder
    session.close()


def test_an_undo_or_a_block_in_between_does_not_let_the_restorer_verify(tmp_path: Path) -> None:
    session = session_on(tmp_path, second=True)
    session.acts.take(["sql1"])
    session.acts.mark(["sql1"], "blocked", Remarks(reason="no disks"))
    session.operator = "lead"
    session.acts.mark(["sql1"], "restored", MEANT)
    session.operator = "oncall-1"
    session.acts.mark(["sql1"], "compromised")
    session.acts.undo()
    view = session.look()
    assert [False, False, True] == [
        view.entry["sql1"].ready_for(name) for name in ("dba", "lead", "oncall-1")
    ]
    session.operator = "dba"
    with pytest.raises(Refused, match="had a hand in"):
        session.acts.mark(["sql1"], "verified", MEANT)
    session.close()


def test_who_let_go_of_it_before_another_restored_it_may_verify(tmp_path: Path) -> None:
    session = session_on(tmp_path, second=True)
    session.acts.take(["sql1"])
    session.acts.drop(["sql1"])
    session.operator = "lead"
    session.acts.mark(["sql1"], "restored", MEANT)
    session.operator = "dba"
    session.acts.mark(["sql1"], "verified", MEANT)
    assert "verified" == state(session)
    session.close()


def test_marking_restored_what_another_restored_changes_nothing(session: Session) -> None:
    session.acts.mark(["sql1"], "restored", MEANT)
    session.operator = "lead"
    assert [] == session.acts.mark(["sql1"], "restored", MEANT)
    assert "dba" == session.look().situation.servers["sql1"].standing.holder


def test_undo_puts_back_the_standing_and_an_undo_can_be_undone(session: Session) -> None:
    (event,) = session.acts.take(["sql1"])
    (undone,) = session.acts.undo()
    assert "compromised" == state(session)
    session.acts.undo(undone.id)
    assert "restoring" == state(session)
    assert event.id == undone.data["target"]


def test_a_bulk_act_is_undone_whole(session: Session) -> None:
    session.acts.mark(["sql1", "sql2", "old"], "restored", MEANT)
    assert 3 == len(session.acts.meaning_it().undo())
    assert ["compromised", "clean", "unknown"] == [
        state(session, server) for server in ("sql1", "sql2", "old")
    ]


def test_an_act_that_is_no_longer_the_last_cannot_be_undone(session: Session) -> None:
    (event,) = session.acts.take(["sql1"])
    session.acts.mark(["sql1"], "restored", MEANT)
    with pytest.raises(Refused, match="can no longer be undone"):
        session.acts.undo(event.id)


def test_undo_takes_only_ones_own_acts(session: Session) -> None:
    session.acts.take(["sql1"])
    session.operator = "oncall-1"
    with pytest.raises(RequestError, match="nothing here that could be undone"):
        session.acts.undo()


def test_a_bulk_act_with_one_refusal_writes_nothing(session: Session) -> None:
    session.acts.mark(["sql1"], "blocked", Remarks(reason="x"))
    count = len(session.record.events)
    with pytest.raises(Refused):
        session.acts.take(["old", "sql1"])
    assert count == len(session.record.events)


def test_steps_are_ticked_skipped_and_begin_anew_after_a_verdict(session: Session) -> None:
    session.acts.step("sql1", "isolate")
    session.acts.step("sql1", "2", skip="not needed")
    assert ["done", "skipped"] == [
        session.look().situation.step_state("sql1", s) for s in ("isolate", "rebuild")
    ]
    session.acts.mark(["sql1"], "restored", MEANT)
    assert "done" == session.look().situation.step_state("sql1", "isolate")
    session.acts.mark(["sql1"], "compromised")
    assert "open" == session.look().situation.step_state("sql1", "isolate")
    session.acts.undo()
    assert "done" == session.look().situation.step_state("sql1", "isolate")
    with pytest.raises(RequestError, match="Its steps are isolate and rebuild"):
        session.acts.step("sql1", "dance")


def test_a_note_can_be_taken_back(session: Session) -> None:
    session.acts.note("sql1", "rack B4")
    assert 1 == len(session.look().situation.notes["sql1"])
    session.acts.undo()
    assert [] == list(session.look().situation.notes["sql1"])


def test_a_retired_server_hands_its_dependents_to_its_replacement(session: Session) -> None:
    with pytest.raises(Unmeant, match="Nothing replaces sql1: without that Bloc IMC cannot come"):
        session.acts.mark(["sql1"], "retired")
    session.acts.mark(["sql1"], "retired", Remarks(meant=True))
    view = session.look()
    assert not view.services["bloc"].can_come_back
    assert "Cannot come back: it is retired, and no replacement is named." == str(
        in_one(why(view, view.entry["sql1"]))
    )
    session.acts.mark(["sql1"], "retired", Remarks(replacement="sql2"))
    assert "up" == session.look().services["bloc"].status
    with pytest.raises(RequestError, match="which it replaces itself"):
        session.acts.mark(["sql2"], "retired", Remarks(replacement="sql1", meant=True))


def test_an_act_by_what_was_shown_is_refused_when_somebody_came_first(tmp_path: Path) -> None:
    mine, other = session_on(tmp_path), session_on(tmp_path, operator="oncall-1")
    shown = mine.look()
    other.acts.mark(["sql1"], "blocked", Remarks(reason="x"))
    with pytest.raises(StaleView, match="oncall-1"):
        mine.acts.mark(["sql1"], "clean", MEANT, shown)
    mine.close()
    other.close()


def test_the_same_act_by_two_people_is_done_once(tmp_path: Path) -> None:
    mine, other = session_on(tmp_path), session_on(tmp_path, operator="oncall-1")
    shown = mine.look()
    other.acts.mark(["sql1"], "clean", MEANT)
    assert [] == mine.acts.mark(["sql1"], "clean", MEANT, shown)
    mine.close()
    other.close()


def test_a_conflict_shows_the_most_cautious_and_only_settle_ends_it(session: Session) -> None:
    session.acts.mark(["sql1"], "restored", MEANT)
    elsewhere = standing_event("elsewhere", 1, "sql1", Standing("compromised"), operator="oncall-9")
    with closing(opened(session.journal_path)) as store:
        store.receive([elsewhere])
    view = session.look()
    assert ("compromised", True) == (view.situation.state("sql1"), view.entry["sql1"].conflict)
    assert "recheck" == view.entry["sql1"].work
    with pytest.raises(InConflict, match=r"oncall-9 .* and dba"):
        session.acts.mark(["sql1"], "restored", MEANT)
    session.acts.settle("sql1", "restored", Remarks(reason="seen by both", meant=True))
    settled = session.look().situation.servers["sql1"]
    assert ("restored", False, 1) == (settled.state, settled.conflict, len(settled.heads))
    with pytest.raises(RequestError, match="not in conflict"):
        session.acts.settle("sql1", "clean", Remarks(reason="x"))


def test_a_shared_account_acts_only_under_a_name(session: Session) -> None:
    session.operator = ""
    with pytest.raises(Refused, match="Say who you are"):
        session.acts.take(["sql1"])


def test_an_unknown_server_is_named_with_the_nearest(session: Session) -> None:
    with pytest.raises(RequestError, match=r'no server sql9 in the plan\. Did you mean "sql'):
        session.acts.take(["sql9"])


def test_an_act_that_came_too_late_is_told_in_words_and_local_time(tmp_path: Path) -> None:
    mine, theirs = (
        session_on(tmp_path),
        Session(tmp_path / "inventory.toml", operator="lead", host="other", clock=Clock()),
    )
    shown = mine.look()
    theirs.acts.mark(["sql1"], "blocked", Remarks(reason="no power"))
    with pytest.raises(
        StaleView,
        match=r"^Meanwhile lead: sql1 blocked \(no power\) \([^U]*\)\. Nothing was written\.",
    ):
        mine.acts.mark(["sql1"], "restored", MEANT, shown)
    mine.close()
    theirs.close()


def test_a_note_of_somebody_else_is_no_work_on_what_is_in_hand(tmp_path: Path) -> None:
    session = session_on(tmp_path)
    (taken,) = session.acts.take(["sql1"])
    session.operator = "lead"
    session.acts.note("sql1", "the phone rings")
    assert taken.at == iso(touched(session.look(), "sql1"))
    session.operator = "dba"
    (own,) = session.acts.note("sql1", "disk 3 is dead")
    assert own.at == iso(touched(session.look(), "sql1"))
    session.close()
