"""An act that calls a server usable must be meant while work on it is open: over real sessions on
real files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chwapi_console.errors import InConflict, Refused, StaleView, Unmeant
from chwapi_console.recovery.acts.open_steps import deed_with_open_steps
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.words.meant.open_work import open_work
from chwapi_console.session.session import Session
from hospitals import HEAD, MEANT, NOW

PLAN = (
    HEAD
    + """
[policy]
evidence_first = false
[services.bloc]
name = "Bloc Union"
tier = 1
needs = ["app"]
[servers]
san = { site = "imc", role = "x", runbook = "w", state = "compromised" }
app = { site = "imc", role = "x", needs = ["san"], runbook = "w", state = "compromised" }
new = { site = "imc", role = "x" }
bare = { site = "imc", role = "x", state = "compromised" }
[runbooks.w]
steps = ["isolate", "rebuild"]
"""
)
NO_RUNBOOK = PLAN.replace(', runbook = "w"', "").partition("[runbooks.w]")[0]


def session_on(folder: Path, plan: str = PLAN, operator: str = "oncall-1") -> Session:
    path = folder / "inventory.toml"
    path.write_text(plan, encoding="utf-8")
    return Session(path, operator=operator, host="test", clock=lambda: NOW)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = session_on(tmp_path)
    yield session
    session.close()


def done(session: Session, server: str) -> None:
    """What somebody does who restores a server: takes it, and ticks or skips every step."""
    session.acts.take([server])
    for step, skip in (("isolate", ""), ("rebuild", "bought anew")):
        session.acts.step(server, step, skip=skip)


def test_who_took_it_and_did_its_steps_is_asked_nothing(session: Session) -> None:
    for server in ("san", "app"):
        done(session, server)
        (event,) = session.acts.mark([server], "restored")
        assert "open" not in event.data
    assert "up" == session.look().services["bloc"].status
    session.operator = "lead"
    assert 2 == len(session.acts.mark(["san", "app"], "verified"))


def test_what_is_open_and_what_it_would_announce_is_said_and_nothing_written(
    session: Session,
) -> None:
    session.acts.mark(["san"], "restored", MEANT)
    with pytest.raises(Unmeant) as refused:
        session.acts.mark(["app"], "restored")
    assert (
        "Required and not done on app: rebuild. app restored: this would say that Bloc Union is up. "
        "But: 2 of 2 steps open and nobody took it." == str(refused.value)
    )
    assert "compromised" == session.look().situation.state("app")


@pytest.mark.parametrize(
    ("prepared", "server", "state", "said"),
    [
        (lambda s: s.acts.take(["san"]), "san", "restored", "2 of 2 steps open"),
        (
            lambda s: [s.acts.step("san", step) for step in ("isolate", "rebuild")],
            "san",
            "restored",
            "nobody took it",
        ),
        (lambda s: None, "new", "restored", "nobody took it and never examined"),
        (lambda s: s.acts.take(["new"]), "new", "restored", "never examined"),
        (lambda s: done(s, "app"), "app", "restored", "waits for san"),
        (
            lambda s: s.acts.mark(["san"], "blocked", Remarks(reason="no disk")),
            "san",
            "restored",
            "blocked: no disk",
        ),
        (lambda s: s.acts.mark(["bare"], "retired"), "bare", "restored", "it is retired"),
        (lambda s: None, "san", "clean", "compromised as far as people know"),
        (
            lambda s: s.acts.mark(["new"], "blocked", Remarks(reason="no key")),
            "new",
            "clean",
            "blocked: no key",
        ),
    ],
)
def test_each_thing_that_is_open_is_enough(
    session: Session, prepared: Callable[[Session], object], server: str, state: str, said: str
) -> None:
    prepared(session)
    with pytest.raises(Unmeant, match=said):
        session.acts.mark([server], state)
    (event,) = session.acts.mark([server], state, MEANT)
    assert event.data["open"]
    assert state == session.look().situation.state(server)


def test_a_verb_names_all_that_an_act_would_announce_and_all_that_others_hold(
    tmp_path: Path,
) -> None:
    plan = (
        HEAD
        + "[servers]\n"
        + "".join(
            f's{n} = {{ site = "imc", role = "x", state = "compromised" }}\n' for n in range(4)
        )
        + (
            "[services]\n"
            + "".join(
                f'v{n} = {{ name = "Ward {n}", tier = 1, needs = ["s{n}"] }}\n' for n in range(4)
            )
        )
    )
    with pytest.raises(Unmeant) as refused:
        session = session_on(tmp_path, plan)
        session.acts.take(["s0", "s1", "s2", "s3"], "dba", remarks=MEANT)
        session.acts.mark(["s0", "s1", "s2", "s3"], "restored")
    session.close()
    assert "Ward 0, Ward 1, Ward 2 and Ward 3 are up" in str(refused.value)
    assert "dba has had s0, s1, s2 and s3 since" in str(refused.value)


def test_looking_is_the_work_that_clean_asks_for(session: Session) -> None:
    (event,) = session.acts.mark(["new"], "clean")
    assert "open" not in event.data


def test_a_second_person_is_told_what_the_first_left_open(session: Session) -> None:
    session.acts.mark(["san"], "restored", MEANT)
    session.operator = "lead"
    with pytest.raises(Unmeant, match="But: 2 of 2 steps open"):
        session.acts.mark(["san"], "verified")


@pytest.mark.parametrize(
    "state", ["restored", "clean", "compromised", "blocked", "retired", "unknown"]
)
def test_what_a_colleague_has_in_hand_is_not_marked_unmeant_and_who_and_since_when_is_said(
    session: Session, state: str
) -> None:
    session.acts.take(["bare"], "lead", remarks=MEANT)
    session.operator = "dba"
    with pytest.raises(Unmeant, match=r"lead has had it since \d\d"):
        session.acts.mark(["bare"], state, Remarks(reason="x"))
    (event,) = session.acts.mark(["bare"], state, Remarks(reason="x", meant=True))
    assert "lead" == event.data["open"]["held_by"]
    assert "lead had it in hand" in str(deed_with_open_steps(session.look(), event))
    session.acts.undo()
    session.operator = "LEAD"
    assert not any(work.held_by for work in open_work(session.look(), ["bare"], state, "Léad"))


def test_of_many_servers_all_that_is_open_is_counted_and_who_holds_what_named(
    session: Session,
) -> None:
    session.acts.take(["bare"], "lead", remarks=MEANT)
    with pytest.raises(Unmeant) as refused:
        session.acts.mark(["san", "app", "new", "bare"], "restored")
    said = str(refused.value)
    assert said.startswith(
        "Required and not done: rebuild (on san and app). 4 servers restored: this would say that "
        "Bloc Union is up. But: lead has had bare since "
    )
    assert said.endswith("4 of 4 steps open, 3 that nobody took and 1 was never examined.")


def test_what_is_marked_in_the_same_act_is_waited_for_no_more(session: Session) -> None:
    assert not any(
        work.waits_for for work in open_work(session.look(), ["app", "san"], "restored", "oncall-1")
    )


def test_settling_a_conflict_so_must_be_meant_too(session: Session, tmp_path: Path) -> None:
    other = Session(
        tmp_path / "inventory.toml",
        journal=tmp_path / "two.journal",
        operator="lead",
        clock=lambda: NOW,
    )
    other.acts.mark(["san"], "blocked", Remarks(reason="x"))
    other.close()
    session.acts.mark(["san"], "unknown")
    session.keeping.sync(tmp_path / "two.journal")
    with pytest.raises(InConflict):
        session.acts.mark(["san"], "restored", MEANT)
    with pytest.raises(Unmeant, match="2 of 2 steps open"):
        session.acts.settle("san", "restored", Remarks(reason="seen"))
    (event,) = session.acts.settle("san", "restored", Remarks(reason="seen", meant=True))
    assert 2 == event.data["open"]["steps"]


def test_an_undo_that_puts_back_restored_announces_nothing_new(session: Session) -> None:
    (marked,) = session.acts.mark(["san"], "restored", MEANT)
    (undone,) = session.acts.undo()
    (again,) = session.acts.undo(undone.id)
    assert "open" in marked.data
    assert "open" not in again.data
    assert "restored" == session.look().situation.state("san")


def test_an_act_by_a_view_in_which_a_step_was_still_done_is_refused(session: Session) -> None:
    done(session, "san")
    shown = session.look()
    session.acts.undo()
    with pytest.raises(StaleView):
        session.acts.mark(["san"], "restored", shown=shown)


def test_saying_what_stands_so_already_asks_nothing_and_writes_nothing(session: Session) -> None:
    session.acts.mark(["san"], "restored", MEANT)
    assert [] == session.acts.mark(["san"], "restored")


def test_a_rule_that_forbids_the_act_comes_before_the_question(session: Session) -> None:
    with pytest.raises(Refused, match="only what is restored can be verified"):
        session.acts.mark(["san"], "verified")


def test_a_plan_without_runbooks_asks_a_verb_for_no_taking_but_for_a_verdict_and_for_a_colleagues_server(
    tmp_path: Path,
) -> None:
    session = session_on(tmp_path, NO_RUNBOOK)
    assert 2 == len(session.acts.mark(["san"], "restored")) + len(
        session.acts.mark(["app"], "restored")
    )
    with pytest.raises(Unmeant, match="never examined"):
        session.acts.mark(["new"], "restored")
    session.acts.take(["bare"])
    session.operator = "lead"
    with pytest.raises(Unmeant, match="oncall-1 has had it"):
        session.acts.mark(["bare"], "restored")
    session.close()


def test_a_name_that_nobody_has_borne_is_given_a_server_only_when_meant(session: Session) -> None:
    session.acts.take(["san"], "lead", remarks=MEANT)
    with pytest.raises(Unmeant) as refused:
        session.acts.take(["app"], "laed")
    assert 'Nobody has borne the name "laed" here yet. Near to it: "lead".' == str(refused.value)
    for name in ("g", "root"):
        with pytest.raises(Refused, match="too short" if name == "g" else "shared account"):
            session.acts.take(["app"], name, remarks=MEANT)
    assert 1 == len(session.acts.take(["app"], "LEAD"))


def test_a_contact_of_the_plan_is_a_known_name(tmp_path: Path) -> None:
    session = session_on(
        tmp_path,
        PLAN.replace('compromised" }\n[runbooks', 'compromised", contact = "dba" }\n[runbooks'),
    )
    assert 1 == len(session.acts.take(["san"], "DBA"))
    session.close()
