"""The door of the rules, with rules of its own: what refuses, what asks, and what is overridden by
name and reason."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chwapi_console.errors import ChwapiError, Overridable, Refused, Unmeant
from chwapi_console.recovery.rules import registry
from chwapi_console.recovery.rules.cases import MARK, SETTLE, TRIAGE, UNDO, ActName, ServerCase
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
    patched.setattr(registry, "RULES", rules)


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
    for reasons in ({}, {"backup.there": " "}, {"another": "x"}):
        with pytest.raises(Overridable, match=r"^sql2 has no backup\.$") as refused:
            session.acts.mark(["sql2"], "restored", MEANT._replace(overrides=reasons))
        assert ("backup.there", 3) == (refused.value.rule, refused.value.exit_code)
    why = {"backup.there": "rebuilt from the vendor's image"}
    events = session.acts.mark(["sql1", "sql2"], "restored", MEANT._replace(overrides=why))
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
    unneeded = MEANT._replace(overrides={"backup.there": "just in case"})
    (event,) = session.acts.mark(["sql1"], "restored", unneeded)
    assert "overridden" not in event.data


def test_a_rule_that_refuses_is_not_overridden(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds(monkeypatch, rule(REFUSES))
    with pytest.raises(Refused) as refused:
        session.acts.mark(["sql2"], "restored", MEANT._replace(overrides={"backup.there": "x"}))
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
    holds(monkeypatch, rule(ASKS)._replace(broken=lambda case: say("Really?")))
    with pytest.raises(Unmeant):
        session.acts.mark(["sql1"], "restored")
    assert [] == session.acts.mark(["sql1"], "compromised")
