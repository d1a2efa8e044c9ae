"""What others were told, promises, hypotheses and legal clocks by key: asked for one thing after the
other, shown whole, written only by a yes, and by no text that a line tears or somebody pastes."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.recovery.state.told.promises import hypotheses, last_told, of_the_incident
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from console.driver import at_console


@pytest.fixture
def legal(plan: Path) -> Path:
    """A plan that chooses two laws."""
    text = plan.read_text(encoding="utf-8")
    policy = '[policy]\nlegal = ["gdpr", "nis2"]\n'
    text = text.replace("[policy]\n", policy, 1) if "[policy]\n" in text else policy + text
    if not text.startswith("schema"):
        text = text.replace("schema = 1\n", "", 1)
        text = "schema = 1\n" + text
    plan.write_text(
        text.replace("needs =", "needs =").replace("2021-01-17T20:46", "2026-01-18T20:46"),
        encoding="utf-8",
    )
    return plan


def recorded(plan: Path) -> View:
    with closing(Session(plan, operator="dba", host="test")) as session:
        return session.look()


async def test_what_somebody_was_told_of_the_incident_is_recorded_on_view_8(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("8")
        await operator.sees("Nothing is recorded as done.")
        await operator.press("N")
        await operator.sees("incident: write down what: note, told, promise or hypothesis")
        await operator.type("told")
        await operator.sees("Who was told?")
        await operator.type("director")
        await operator.sees("What was director told, no patient's data")
        await operator.type("theatre IMC at eight")
        await operator.sees("Write that: incident: told director: theatre IMC at eight?")
        await operator.press("y")
        await operator.sees("Last told: 1")
    (told,) = last_told(recorded(plan).situation.notes)
    assert ("director", "theatre IMC at eight") == (told.whom, told.text)


async def test_a_promise_is_made_and_kept_about_what_is_under_the_cursor(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.opens("sql1")
        await operator.press("N")
        await operator.sees("sql1: write down what: told, promise or hypothesis")
        await operator.type("p")
        await operator.sees("What was promised: sql1")
        await operator.type("back tonight")
        await operator.sees("By when? For example 14:00")
        await operator.type("yesterday")
        await operator.sees("By when? For example 14:00")
        await operator.press("ctrl+u")
        await operator.type("4h")
        await operator.sees("Write that: sql1: promised by ")
        await operator.press("y")
        await operator.sees("back tonight (sql1-")
        await operator.sees("Promised: ")
        await operator.press("N")
        await operator.sees("told, promise, kept, broken or hypothesis")
        await operator.type("kept")
        await operator.sees("How was it kept: back tonight?")
        await operator.press("enter")
        await operator.sees(" kept: back tonight?")
        await operator.press("y")
        await operator.sees(" kept: back tonight")
    (promise,) = recorded(plan).situation.promises.values()
    assert ("sql1", "kept") == (promise.subject, promise.terms.state)


async def test_a_broken_promise_wants_a_reason(plan: Path) -> None:
    with closing(Session(plan, operator="dba")) as session:
        view = session.look()
        later = view.now.replace(year=view.now.year + 1)
        session.acts.promise("sql1", "back tonight", later, view)
        session.acts.promise("sql1", "tested", later, session.look())
    async with at_console(plan) as operator:
        await operator.press("8")
        await operator.sees("Promises: 2")
        await operator.press("N")
        await operator.sees("write down what")
        await operator.type("broken")
        await operator.sees("Which promise: sql1-")
        await operator.type("sql1")
        await operator.sees('"sql1" is the name of no single one.')
        first = next(iter(recorded(plan).situation.promises))
        await operator.press("ctrl+u")
        await operator.type(first)
        await operator.sees("Why was it not kept: back tonight")
        await operator.press("enter")
        await operator.sees("Why was it not kept: back tonight")
        await operator.type("no disk")
        await operator.sees("broken: back tonight?")
        await operator.press("y")
        await operator.sees("BROKEN: ")
    promise = recorded(plan).situation.promises[first]
    assert ("broken", "no disk") == (promise.terms.state, promise.terms.reason)


async def test_a_hypothesis_is_noted_and_eliminated(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("8")
        await operator.sees("Nothing is recorded as done.")
        await operator.press("N")
        await operator.sees("write down what")
        await operator.type("hyp")
        await operator.sees("What may have happened, no patient's data")
        await operator.type("they came by the VPN")
        await operator.sees("Write that: incident: hypothesis: they came by the VPN?")
        await operator.press("y")
        await operator.sees("Hypotheses: 1")
        await operator.press("N")
        await operator.sees("promise, hypothesis, eliminated or")
        await operator.type("elim")
        await operator.sees("they came by the VPN: hypothesis eliminated, because")
        await operator.type("the logs are clean")
        await operator.sees("Write that: incident: hypothesis eliminated: the logs are clean?")
        await operator.press("y")
        await operator.sees("eliminated: they came by the VPN")
    (thought,) = hypotheses(recorded(plan).situation.notes)
    assert "eliminated" == thought.state


async def test_legal_clocks_are_started_and_met_by_key(legal: Path) -> None:
    async with at_console(legal) as operator:
        await operator.press("8")
        await operator.sees("Nothing is recorded as done.")
        await operator.press("N")
        await operator.sees("hypothesis, aware or notified")
        await operator.type("aware")
        await operator.sees("Aware as which law counts it: ")
        await operator.type("gdpr")
        await operator.sees("Since when? For example 02:10")
        await operator.type("1h")
        await operator.sees("Who became aware? Enter: oncall-1")
        await operator.type("the DPO")
        await operator.sees("Write that: gdpr: the DPO aware since ")
        await operator.press("y")
        await operator.sees("gdpr: the DPO aware since")
        await operator.press("N")
        await operator.sees("write down what")
        await operator.type("notified")
        await operator.sees("Which was notified: ")
        await operator.type("gdpr-authority")
        await operator.sees("Under which number")
        await operator.type("2026-1187")
        await operator.sees("When? For example 02:10")
        await operator.press("enter")
        await operator.sees("Write that: gdpr-authority notified, number 2026-1187?")
        await operator.press("y")
        await operator.sees("gdpr-authority notified, number 2026-1187")
    said = recorded(legal).situation.said_of_laws
    aware = said.aware_since("gdpr")
    assert aware is not None
    assert "the DPO" == aware.terms.by
    notified = said.notification("gdpr-authority")
    assert notified is not None
    assert ("2026-1187", "") == (notified.terms.ref, notified.event.done_at)


async def test_what_a_rule_asks_is_said_before_a_clock_moves_later(legal: Path) -> None:
    with closing(Session(legal, operator="dba")) as session:
        view = session.look()
        session.acts.aware("gdpr", view.now.replace(minute=0, second=0), "the DPO", view)
    async with at_console(legal) as operator:
        await operator.press("8", "N")
        await operator.sees("write down what")
        await operator.type("aware")
        await operator.sees("Aware as which law")
        await operator.type("gdpr")
        await operator.sees("Since when?")
        await operator.press("enter")
        await operator.sees("Who became aware?")
        await operator.press("enter")
        await operator.sees("as far as people know.")
        await operator.press("n")
        await operator.sees("nothing was written")
    aware = recorded(legal).situation.said_of_laws.aware_since("gdpr")
    assert aware is not None
    assert "the DPO" == aware.terms.by


async def test_a_time_before_the_exercise_began_is_told_before_it_is_written(legal: Path) -> None:
    with closing(Session(legal, operator="dba")) as session:
        session.acts.note("dc1", "the first act")
    async with at_console(legal) as operator:
        await operator.press("8", "N")
        await operator.sees("write down what")
        for answer in ("notified", "gdpr-authority", "2026-1187", "26h"):
            await operator.type(answer)
        await operator.sees(", before the exercise began (")
        await operator.sees("Write that: gdpr-authority notified, number 2026-1187?")
        await operator.press("n")
    assert recorded(legal).situation.said_of_laws.notification("gdpr-authority") is None


@pytest.mark.parametrize(
    "keys",
    [
        ("escape", "O", "N"),
        ("escape", "left_square_bracket", "N"),
        ("N", "o", "t", "e", "enter", "y"),
        ("N", "a", "m", "e", "enter", "enter", "y", "y"),
    ],
)
async def test_torn_and_pasted_text_writes_nothing(plan: Path, keys: tuple[str, ...]) -> None:
    async with at_console(plan) as operator:
        await operator.press("8")
        await operator.sees("Nothing is recorded as done.")
        await operator.press(*keys)
        await operator.press("escape")
    so_far = recorded(plan).situation
    assert ([], {}) == (of_the_incident(so_far.notes), so_far.promises)
    assert THE_RECORD not in so_far.notes or not so_far.notes[THE_RECORD]


async def test_it_is_asked_in_french_too_by_french_words(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("8", "N")
        await operator.sees("consigner quoi : note, dit, promesse ou hypothèse")
        await operator.type("promesse")
        await operator.sees("Qu'a-t-on promis : incident")
        await operator.type("le bloc rouvre")
        await operator.sees("Pour quand ?")
        await operator.type("4h")
        await operator.sees("le bloc rouvre ? (o")
        await operator.press("y")
        await operator.sees("Promesses : 1")


async def test_what_is_promised_of_a_service_stands_on_its_page_until_it_is_kept(
    plan: Path,
) -> None:
    with closing(Session(plan, operator="dba", host="test")) as session:
        now = session.look().now
        session.acts.promise("pacs", "images tonight", now + timedelta(hours=5))
        (made,) = session.look().situation.promises.values()
        async with at_console(plan) as operator:
            await operator.press("2")
            await operator.sees("Services by site")
            await operator.press("slash")
            await operator.type("pacs")
            await operator.press("enter")
            await operator.sees("Needs met: ")
            await operator.sees("images tonight (pacs-")
            assert any(line.strip().startswith("Promised: ") for line in operator.screen)
    assert made.is_open
