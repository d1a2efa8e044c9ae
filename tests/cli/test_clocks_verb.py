"""`clocks`, `aware`, `notified`: what is due is what the events say, counted another way."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.cells import cell_len

from cli.command_line import CommandLine

LEGAL = '[policy]\nlegal = ["gdpr", "nis2-be"]\n'
OWN = """
[duties.canton]
law = "canton"
text = "Meldung"
to = "Kantonsarzt"
phone = "4711"
deadline = "24h"
starts = "aware"
"""


@pytest.fixture
def chosen(here: CommandLine) -> CommandLine:
    """A plan that chooses two laws, of an incident of tonight."""
    plan = here.plan.read_text(encoding="utf-8").replace("2021-01-17T", "2026-01-17T")
    plan = plan.replace("[policy]\n", LEGAL, 1) if "[policy]" in plan else f"{plan}\n{LEGAL}"
    here.plan.write_text(plan, encoding="utf-8")
    return here


def clocks(here: CommandLine) -> dict[str, dict[str, Any]]:
    return {clock["id"]: clock for clock in here.done("clocks", "--json").json["clocks"]}


def test_what_is_due_follows_from_the_events(chosen: CommandLine) -> None:
    chosen.done("aware", "gdpr", "--at", "2026-01-17T21:00", "--by", "dpo")
    chosen.done("aware", "nis2-be", "--at", "2026-01-17T22:00", "--by", "lead")
    chosen.done("notified", "nis2-be-notification", "--ref", "17", "--at", "2026-01-18T22:00")
    told, events = clocks(chosen), chosen.events()
    since = {
        e["data"]["law"]: datetime.fromisoformat(e["data"]["after"]["at"])
        for e in events
        if e["kind"] == "aware"
    }
    due = {name: of["due"] and datetime.fromisoformat(of["due"]) for name, of in told.items()}
    (notified,) = [e for e in events if e["kind"] == "notified"]
    done = datetime.fromisoformat(notified["data"]["done_at"])
    assert due == {
        "gdpr-authority": since["gdpr"] + timedelta(hours=72),
        "gdpr-persons": None,
        "nis2-be-early": since["nis2-be"] + timedelta(hours=24),
        "nis2-be-notification": since["nis2-be"] + timedelta(hours=72),
        "nis2-be-intermediate": None,
        "nis2-be-final": done.replace(month=done.month + 1),
    }
    assert ("met", "17") == (
        told["nis2-be-notification"]["state"],
        told["nis2-be-notification"]["ref"],
    )


def test_the_page_says_that_it_gives_no_advice_and_fits_the_paper(chosen: CommandLine) -> None:
    chosen.done("aware", "gdpr", "--at", "2026-01-17T21:00", "--by", "dpo")
    for language in ("en", "fr"):
        page = chosen.done("clocks", "--lang", language)
        assert max(map(cell_len, page.lines)) <= 80
        head = chosen.done("queue", "--json").json["head"]
        assert head in page.lines[-1]
    page = chosen.done("clocks", "--lang", "en")
    assert "It gives no advice" in " ".join(page.lines)
    assert "- gdpr-authority: LATE: was due 20/01/2026 21:00." in page.out
    assert "DRILL" not in page.out


def test_a_law_that_is_not_confirmed_says_so(chosen: CommandLine) -> None:
    plan = chosen.plan.read_text(encoding="utf-8")
    chosen.plan.write_text(plan.replace('"nis2-be"', '"nis2-nl"'), encoding="utf-8")
    assert "NOT CONFIRMED" in chosen.done("clocks").out


def test_a_law_stands_for_its_next_duty_and_a_number_for_one(chosen: CommandLine) -> None:
    for number in ("1", "2", "3"):
        chosen.done("notified", "nis2-be", "--ref", number)
    assert {"nis2-be-early": "1", "nis2-be-notification": "2", "nis2-be-final": "3"} == {
        name: of["ref"] for name, of in clocks(chosen).items() if of["ref"]
    }
    again = chosen.typed("notified", "nis2-be", "--ref", "3")
    assert 1 == again.code
    assert "Number 3 stands for nis2-be-final already." in again.err
    assert "already so" in chosen.done("notified", "nis2-be-final", "--ref", "3").err


def test_what_is_said_twice_is_written_once(chosen: CommandLine) -> None:
    for _ in range(2):
        chosen.done("aware", "gdpr", "--at", "2026-01-17T21:00", "--by", "dpo")
    assert ["plan.seen", "aware"] == [e["kind"] for e in chosen.events()]


def test_an_unknown_law_offers_the_nearest_one(chosen: CommandLine) -> None:
    answer = chosen.typed("aware", "gdrp")
    assert 1 == answer.code
    assert 'There is no law "gdrp".' in answer.err
    assert 'Did you mean "gdpr"?' in answer.err


def test_without_a_law_the_page_names_those_that_a_plan_can_choose(here: CommandLine) -> None:
    page = here.done("clocks")
    assert "- nis2-be: NIS2, Belgique / België" in page.lines
    assert [] == here.done("clocks", "--json").json["clocks"]


def test_a_plan_adds_a_duty_of_its_own(chosen: CommandLine) -> None:
    plan = chosen.plan.read_text(encoding="utf-8")
    chosen.plan.write_text(
        plan.replace('legal = ["gdpr"', 'legal = ["canton"') + OWN, encoding="utf-8"
    )
    chosen.done("aware", "canton", "--at", "2026-01-17T21:00")
    canton = clocks(chosen)["canton"]
    assert ("2026-01-18T20:00:00.000Z", "4711", False) == (
        canton["due"],
        canton["phone"],
        canton["verified"],
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"gdpr"', '"gdrp"', 'there is no law "gdrp". Did you mean "gdpr"?'),
        (
            "[policy]",
            "[duties.own]\ntext = 'x'\n[policy]",
            "It lacks: law, to, deadline and starts",
        ),
        ("[policy]", "[duties.gdpr]\ndeadline = 'soon'\n[policy]", 'must be like "24h"'),
        (
            "[policy]",
            "[duties.gdpr-authority]\nstarts = 'notified'\n[policy]",
            'there is no duty "notified"',
        ),
        ("[incident]", "[incident]\nlegal = ['gdpr']", "It stands in [policy]."),
        (
            "[policy]",
            "[duties.gdpr]\nvalid_from = '2018'\n[policy]",
            "must be a date like 2024-10-18",
        ),
    ],
)
def test_a_plan_that_says_it_wrongly_is_told_where(
    chosen: CommandLine, old: str, new: str, says: str
) -> None:
    plan = chosen.plan.read_text(encoding="utf-8")
    chosen.plan.write_text(plan.replace(old, new, 1), encoding="utf-8")
    answer = chosen.typed("check")
    assert 1 == answer.code
    assert says in answer.err + answer.out


def test_a_duty_of_a_law_that_is_not_chosen_is_warned_of(chosen: CommandLine) -> None:
    plan = chosen.plan.read_text(encoding="utf-8")
    chosen.plan.write_text(f"{plan}[duties.nis2-de]\nphone = '1'\n", encoding="utf-8")
    answer = chosen.done("check")
    assert "does nothing: nis2-de is not among [policy] legal." in answer.err + answer.out


def test_a_drill_shows_its_clocks_as_a_drill(chosen: CommandLine) -> None:
    plan = chosen.plan.read_text(encoding="utf-8")
    chosen.plan.write_text(
        plan.replace("[incident]", "[incident]\ndrill = true", 1), encoding="utf-8"
    )
    page = chosen.done("clocks")
    assert page.lines[0].startswith("DRILL · ")
    assert "DRILL: an exercise notifies nobody." in page.out


def test_a_duty_is_undone_and_its_clock_runs_again(chosen: CommandLine) -> None:
    chosen.done("aware", "gdpr", "--at", "2026-01-17T21:00")
    chosen.done("notified", "gdpr", "--ref", "1")
    assert "met late" == clocks(chosen)["gdpr-authority"]["state"]
    chosen.done("undo")
    assert "late" == clocks(chosen)["gdpr-authority"]["state"]


def test_audit_tells_since_when_somebody_is_aware_in_the_time_zone_of_the_incident(
    chosen: CommandLine,
) -> None:
    chosen.done("aware", "gdpr", "--at", "2026-01-17T21:00", "--by", "dpo")
    (line,) = [line for line in chosen.done("audit").lines if line.startswith("The last act")]
    assert "aware since 17/01/2026 21:00" in line


def test_each_way_in_which_a_duty_stands_has_words_of_its_own(chosen: CommandLine) -> None:
    """Before awareness, late, met late, without a countdown, and only where it is asked for."""
    assert "- gdpr-authority, 72 h: not started." in chosen.done("clocks").out
    chosen.done("aware", "gdpr", "--at", "2026-01-17T21:00", "--by", "dpo")
    chosen.done("aware", "nis2-be", "--at", "2026-01-17T22:00", "--by", "lead")
    said = chosen.done("clocks").out
    assert "- gdpr-authority, 72 h: LATE: was due 20/01/2026 21:00." in said
    assert "- gdpr-persons, without delay: not done yet." in said
    assert "- nis2-be-intermediate, on request: only where it is asked for." in said
    chosen.done("notified", "gdpr-authority", "--ref", "12", "--at", "2026-01-21T08:00")
    chosen.done("notified", "nis2-be-early", "--ref", "13", "--at", "2026-01-18T09:00")
    chosen.done("notified", "gdpr-persons", "--ref", "14", "--at", "2026-01-22T09:00")
    whole = " ".join(chosen.done("clocks").out.split())
    for words in (
        "notified 21/01/2026 08:00 by dba, number 12: LATE, it was due 20/01/2026 21:00.",
        "notified 18/01/2026 09:00 by dba, number 13; it was due 18/01/2026 22:00.",
        "notified 22/01/2026 09:00 by dba, number 14. Where",
    ):
        assert words in whole


def test_a_deadline_that_is_not_over_says_how_much_time_is_left(here: CommandLine) -> None:
    began = datetime.now(UTC) - timedelta(hours=2)
    plan = here.plan.read_text(encoding="utf-8").replace(
        "2021-01-17T20:46:00+01:00", began.isoformat(timespec="seconds")
    )
    here.plan.write_text(plan.replace("[policy.rules]", f"{LEGAL}[policy.rules]", 1), "utf-8")
    here.done("aware", "gdpr", "--by", "dpo")
    (to_do, listed) = re.findall(
        r"gdpr-authority(?:, 72 h)?: due ([^.]*), in (3 d|2 d 23 h)", here.done("clocks").out
    )
    assert to_do == listed
