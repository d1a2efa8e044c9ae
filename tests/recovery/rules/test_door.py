"""The door of the rules, with rules of its own: what refuses, what asks, and what is overridden by
name and reason."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from chwapi_console.clock import iso
from chwapi_console.errors import ChwapiError, Overridable, Refused, Unmeant
from chwapi_console.journal.kinds.evidence_kinds import HandOverTerms
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.recovery.acts.conditions import Saying
from chwapi_console.recovery.rules import registry
from chwapi_console.recovery.rules.cases import (
    ACCEPT,
    ADD,
    AWARE,
    CLOSE,
    COMPROMISED_SINCE,
    CONDITION,
    DROP,
    EVERY_ACT,
    EVIDENCE,
    EXPORT,
    HAND_OVER,
    HANDOVER,
    INDICATORS,
    MARK,
    NOTE,
    NOTIFIED,
    PIN,
    PRICE,
    PROMISE,
    REOPEN,
    RESTORE_POINT,
    SETTLE,
    SIGN,
    STEP,
    TAKE,
    TRIAGE,
    UNDO,
    UNPIN,
    ActName,
    ActorCase,
    AwareCase,
    Case,
    ConditionCase,
    EndCase,
    EvidenceCase,
    FoundCase,
    HandOverCase,
    HandoverCase,
    IndicatorsCase,
    NoteCase,
    NotifiedCase,
    PinCase,
    PointCase,
    PromiseCase,
    RecordCase,
    ServerCase,
    SignOffCase,
    SinceCase,
    StepCase,
    UndoCase,
)
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.rules.rule import ASKS, MAY_BE_OVERRIDDEN, REFUSES, Effect, Rule
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, say
from hospitals import HEAD, MEANT, NOW

PLAN = (
    HEAD
    + """[servers]
sql1 = { site = "imc", role = "x", state = "compromised", backup = "tape 14" }
sql2 = { site = "imc", role = "x", state = "compromised" }
web1 = { site = "imc", role = "x", state = "clean", runbook = "w" }
[services.mail]
name = "Mail"
tier = 4
needs = ["web1"]
[runbooks.w]
steps = ["isolate"]
[conditions.paper]
name = "Paper entered"
who = "ward clerk"
"""
)


def no_backup(case: ServerCase) -> Sentence | None:
    """A rule of this test: a server without a backup is not called usable."""
    if case.after.state not in ("restored", "clean") or case.before.state == case.after.state:
        return None
    if case.view.plan.servers[case.subject].backup:
        return None
    return say("{server} has no backup.", server=case.subject)


def rule(effect: Effect, *acts: ActName) -> Rule[ServerCase]:
    return Rule(
        "backup.there",
        effect,
        ServerCase,
        acts or (MARK, SETTLE, TRIAGE, UNDO),
        says=say("{server} has no backup.", server="x"),
        met_by=say("{server} has no backup.", server="x"),
        broken=no_backup,
    )


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    plan = tmp_path / "inventory.toml"
    plan.write_text(PLAN, encoding="utf-8")
    session = Session(plan, operator="dba", host="test", clock=lambda: NOW)
    yield session
    session.close()


def holds(patched: pytest.MonkeyPatch, *rules: Rule[ServerCase]) -> None:
    """These rules alone, so that no other one has a say here."""
    patched.setattr(registry, "rules_of", lambda act, again=None: rules)


def states(session: Session) -> list[str]:
    return [session.look().situation.state(server) for server in ("sql1", "sql2")]


def test_a_rule_holds_for_every_act_that_it_is_asked_of(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cleaned,) = session.acts.mark(["sql2"], "clean", MEANT)
    session.acts.mark(["sql2"], "compromised")
    holds(monkeypatch, rule(REFUSES))
    acts: tuple[Callable[[], object], ...] = (
        lambda: session.acts.mark(["sql1", "sql2"], "restored", MEANT),
        lambda: session.acts.judge({"sql1": "clean", "sql2": "clean"}, MEANT),
        session.acts.undo,
    )
    for act in acts:
        with pytest.raises(Refused, match=r"^sql2 has no backup\.$"):
            act()
    assert ["compromised", "compromised"] == states(session)
    assert cleaned.after
    session.acts.mark(["sql1"], "restored", MEANT)
    assert ["restored", "compromised"] == states(session)


def test_an_override_bears_the_name_of_the_rule_and_a_reason_and_stays_in_the_record(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds(monkeypatch, rule(MAY_BE_OVERRIDDEN))
    for reasons in dict[str, str](), {"backup.there": " "}, {"another": "x"}:
        with pytest.raises(Overridable, match=r"^sql2 has no backup\.$") as refused:
            session.acts.overriding(reasons).mark(["sql2"], "restored", MEANT)
        assert ("backup.there", 3) == (refused.value.rule, refused.value.exit_code)
    why = {"backup.there": "rebuilt from the vendor's image"}
    events = session.acts.overriding(why).mark(["sql1", "sql2"], "restored", MEANT)
    assert [None, why] == [event.data.get("overridden") for event in events]
    session.close()
    again = Session(session.loaded.path, operator="lead")
    *_, kept = again.record.acts
    assert ("dba", "sql2", why) == (kept.operator, kept.subject, kept.data["overridden"])
    again.close()


def test_what_need_not_be_overridden_is_not_said_to_be(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds(monkeypatch, rule(MAY_BE_OVERRIDDEN))
    unneeded = session.acts.overriding({"backup.there": "just in case"})
    (event,) = unneeded.mark(["sql1"], "restored", MEANT)
    assert "overridden" not in event.data


def test_a_rule_that_refuses_is_not_overridden(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds(monkeypatch, rule(REFUSES))
    with pytest.raises(Refused) as refused:
        session.acts.overriding({"backup.there": "x"}).mark(["sql2"], "restored", MEANT)
    assert Refused is type(refused.value)


def test_what_refuses_is_said_before_anything_is_asked(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def asks(case: ServerCase) -> Sentence | None:
        asked.append(case.subject)
        return say("{servers} of them?", servers=len(case.servers))

    doubt = rule(ASKS)._replace(broken=asks)
    holds(monkeypatch, doubt)
    with pytest.raises(Unmeant, match=r"^2 of them\?$"):
        session.acts.mark(["sql1", "sql2"], "compromised", Remarks(note="x"))
    assert ["sql1"] == asked, "asked once, of the whole act"
    holds(monkeypatch, doubt, rule(REFUSES))
    with pytest.raises(ChwapiError) as refused:
        session.acts.mark(["sql1", "sql2"], "restored")
    assert Refused is type(refused.value)
    assert ["sql1"] == asked


def test_an_act_that_changes_nothing_is_asked_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.acts.mark(["sql1"], "compromised")
    holds(monkeypatch, rule(ASKS)._replace(broken=lambda case: say("Really?")))
    with pytest.raises(Unmeant):
        session.acts.mark(["sql1"], "restored")
    assert [] == session.acts.mark(["sql1"], "compromised")


SOON = datetime(9000, 1, 1, tzinfo=UTC)
HANDED = HandOverTerms("lead", "police", iso(NOW), "their lab", "analysis")


def prepared(session: Session) -> None:
    session.acts.evidence("sql2", "E0", {})
    session.acts.take(["sql1"])
    session.acts.pin("sql2", "for the labs")
    session.acts.unpin("sql2")


def after_an_edit(session: Session) -> object:
    """The first act by a plan that was changed."""
    path = session.loaded.path
    path.write_text(f"{path.read_text(encoding='utf-8')}# changed\n", encoding="utf-8")
    return session.acts.note("sql1", "x")


DOES: tuple[tuple[type[Any], ActName, Callable[[Session], object]], ...] = (
    (ActorCase, EVERY_ACT, lambda s: s.acts.note("sql1", "x")),
    (RecordCase, EVERY_ACT, after_an_edit),
    (ActorCase, EXPORT, lambda s: s.keeping.journal_export("police")),
    (ServerCase, MARK, lambda s: s.acts.mark(["sql1"], "clean", MEANT)),
    (ServerCase, TRIAGE, lambda s: s.acts.judge({"sql1": "clean"})),
    (ServerCase, TAKE, lambda s: s.acts.mark(["sql2"], "restoring")),
    (ServerCase, TAKE, lambda s: s.acts.take(["sql2"])),
    (ServerCase, DROP, lambda s: s.acts.drop(["sql1"])),
    (ServerCase, SETTLE, lambda s: s.acts.settle("sql1", "clean", MEANT)),
    (ServerCase, UNDO, lambda s: s.acts.undo_on(["sql1"])),
    (UndoCase, UNDO, lambda s: s.acts.undo_on(["sql1"])),
    (UndoCase, UNDO, lambda s: s.acts.undo()),
    (PinCase, UNDO, lambda s: s.acts.undo(s.record.acts[-1].id)),
    (PinCase, PRICE, lambda s: s.acts.pin_price("sql2", None, "", s.look())),
    (PinCase, PIN, lambda s: s.acts.pin("sql2", "for the labs")),
    (PinCase, UNPIN, lambda s: s.acts.unpin("sql1")),
    (StepCase, STEP, lambda s: s.acts.step("web1", "isolate")),
    (SignOffCase, ACCEPT, lambda s: s.acts.accept("mail", "Dr Ana", "a letter")),
    (ConditionCase, CONDITION, lambda s: s.acts.condition(["paper"], Saying("met", "Ana", "x"))),
    (FoundCase, ADD, lambda s: s.acts.add("nas1", FoundServer("imc", "x"))),
    (EndCase, CLOSE, lambda s: s.acts.close({}, MEANT)),
    (EndCase, REOPEN, lambda s: s.acts.reopen(MEANT)),
    (PointCase, RESTORE_POINT, lambda s: s.acts.restore_point("sql1", "monday", taken=NOW)),
    (SinceCase, COMPROMISED_SINCE, lambda s: s.acts.compromised_since(NOW)),
    (IndicatorsCase, INDICATORS, lambda s: s.acts.indicators("CERT 3")),
    (EvidenceCase, EVIDENCE, lambda s: s.acts.evidence("sql1", "E1", {})),
    (HandOverCase, HAND_OVER, lambda s: s.acts.hand_over("E0", HANDED)),
    (AwareCase, AWARE, lambda s: s.acts.aware("gdpr", NOW)),
    (NotifiedCase, NOTIFIED, lambda s: s.acts.notified("gdpr", "4711")),
    (PromiseCase, PROMISE, lambda s: s.acts.promise("mail", "x", SOON)),
    (HandoverCase, HANDOVER, lambda s: s.acts.accept_handover("ana")),
    (NoteCase, NOTE, lambda s: s.acts.note_on(["sql1", "mail"], "x")),
)


@pytest.mark.parametrize(
    ("about", "act", "does"), DOES, ids=[f"{a.__name__}-{b}" for a, b, _ in DOES]
)
def test_every_act_is_asked_about_and_with_who_acts(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    about: type[Any],
    act: ActName,
    does: Callable[[Session], object],
) -> None:
    prepared(session)
    said = say("Not by dba.")
    mine: Rule[Any] = rule(REFUSES)._replace(
        about=about, acts=(act,), broken=lambda case: said if case.actor == "dba" else None
    )
    holds(monkeypatch, mine)
    written = len(session.record.events)
    with pytest.raises(Refused, match=r"^Not by dba\.$"):
        does(session)
    assert written == len(session.record.events)


def test_no_act_is_left_out_here() -> None:
    assert set(get_args(ActName)) - {SIGN} == {act for _, act, _ in DOES}
    assert set(get_args(Case)) == {about for about, _, _ in DOES}
