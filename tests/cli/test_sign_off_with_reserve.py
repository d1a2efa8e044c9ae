"""A clinician accepts a service with a reserve: it has an end, at which the service is up and must be
signed off again, by itself."""

from datetime import timedelta

import pytest

from chwapi_console.clock import utc_now
from chwapi_console.recovery.state.of_view.service_course import service_courses
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from cli.command_line import CommandLine

SIGNED = ("accept", "mail", "--by", "Dr Bo", "--tried", "a letter")
RESERVE = ("--reserve", "one printer only", "--until", "4h")


@pytest.fixture
def up(here: CommandLine) -> CommandLine:
    here.done("mark", "dc1", "ex1", "restored", "--yes")
    return here


def _status(view: View) -> str:
    return view.services["mail"].status


def test_a_reserve_is_told_with_its_end_and_kept(up: CommandLine) -> None:
    assert "signed off by Dr Bo with reserve: one printer only" in up.done(*SIGNED, *RESERVE).out
    page = up.done("show", "mail").out
    assert "With reserve until" in page
    signed = up.done("show", "mail", "--json").json["sign_off"]
    assert ("one printer only", False) == (signed["reserve"], signed["reserve_over"])
    assert signed["until"].endswith("Z")
    assert "with reserve until" in up.done("services").out
    assert "Nothing to do" not in up.done(*SIGNED).out
    assert None is up.done("show", "mail", "--json").json["sign_off"]["reserve"]


def test_the_end_of_a_reserve_is_no_part_of_the_past_before_it_is_over(up: CommandLine) -> None:
    up.done(*SIGNED, *RESERVE)
    session = Session(up.plan)
    view = session.look()
    session.close()
    assert ("accepted", None) == _last(view)
    later = view.at(utc_now() + timedelta(hours=5))
    assert ("up", None) == _last(later)


def _last(view: View) -> tuple[str, object]:
    spell = service_courses(view, ["mail"])["mail"][-1]
    assert spell.since is not None
    return spell.status, spell.until


def test_when_it_ends_the_service_is_up_and_to_be_signed_off_again(up: CommandLine) -> None:
    up.done(*SIGNED, *RESERVE)
    session = Session(up.plan)
    view = session.look()
    session.close()
    assert "accepted" == _status(view)
    assert view.holds_until is not None
    assert timedelta(hours=3) < view.holds_until - utc_now() <= timedelta(hours=4)
    assert "up" == _status(view.at(utc_now() + timedelta(hours=5)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--reserve", "one printer"), "A reserve has an end"),
        (("--until", "4h"), "goes with a reserve"),
    ],
)
def test_a_reserve_without_an_end_and_an_end_without_one_are_refused(
    up: CommandLine, words: tuple[str, ...], said: str
) -> None:
    answer = up.typed(*SIGNED, *words)
    assert 1 == answer.code
    assert said in answer.err


def test_a_need_that_asks_for_the_sign_off_waits_again_when_the_reserve_is_over(
    up: CommandLine,
) -> None:
    plan = up.plan.read_text(encoding="utf-8")
    plan += '[services.letters]\nname = "Letters"\nsite = "imc"\ntier = 3\nneeds = [{ accepted = "mail" }]\n'
    up.plan.write_text(plan, encoding="utf-8")
    up.done(*SIGNED, *RESERVE)
    session = Session(up.plan)
    view = session.look()
    session.close()
    assert view.services["letters"].is_up
    later = view.at(utc_now() + timedelta(hours=5))
    assert not later.services["letters"].is_up
    assert later.conditions["accepted mail"].reserve_over
