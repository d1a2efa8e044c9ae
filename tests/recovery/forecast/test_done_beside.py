"""What takes minutes is done beside what is in hand, where it stands before that: `next` says so, and
the forecast counts so; and what it would bring to let go of that is told."""

from datetime import UTC, datetime, timedelta

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.forecast.forecast import Outlook, forecast
from chwapi_console.recovery.forecast.why import why
from chwapi_console.recovery.forecast.why_words import why_words
from chwapi_console.recovery.state.of_view.advising import advice
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.advice_words import advice_words
from chwapi_console.recovery.words.why.not_begun import why_not_begun
from chwapi_console.text import ENGLISH
from hospitals import plan_of, record_of, standing_event

NOW = datetime(2021, 1, 18, 8, 0, tzinfo=UTC)
"""Monday, 09:00 in Brussels."""

PLAN = """
[policy]
crews = 1
triage = "15m"
[services.images]
name = "Images"
tier = 1
weight = 9
needs = ["pacs1"]
[services.lab]
name = "Laboratory"
tier = 1
needs = ["eai1"]
[services.mail]
name = "Mail"
tier = 4
needs = ["ex1"]
[servers]
pacs1 = { site = "imc", role = "x", restore = "6h" }
eai1 = { site = "imc", role = "x", restore = "40h", state = "compromised" }
ex1 = { site = "imc", role = "x", restore = "1h" }
"""
CREW = """
[crews.storage]
name = "Storage"
at_once = 1
[operators.disk-1]
roles = ["restorer"]
crew = "storage"
[operators.disk-2]
roles = ["restorer"]
crew = "storage"
"""


def seen(more: str, *changes: tuple[str, str]) -> View:
    text = PLAN + more
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    held = Standing("compromised", "restoring", "disk-1")
    events = [standing_event("a", 1, "eai1", held, kind="taken")]
    return view(plan_of(text), record_of(events), NOW)


def outlooks(of: View) -> dict[str, Outlook]:
    return dict(forecast(of).services)


@pytest.mark.parametrize("more", ["", CREW])
def test_a_look_that_stands_before_what_is_in_hand_does_not_wait_for_its_end(more: str) -> None:
    told = outlooks(seen(more))
    soonest, latest = told["images"].p10, told["images"].p90
    assert soonest is not None
    assert latest is not None
    assert soonest <= NOW + timedelta(minutes=16)
    assert latest > NOW + timedelta(hours=30)


@pytest.mark.parametrize("more", ["", CREW])
def test_what_is_in_hand_is_done_so_much_later_and_what_stands_behind_it_waits(more: str) -> None:
    told, longer = outlooks(seen(more)), outlooks(seen(more, ('"15m"', '"45m"')))
    assert told["lab"].p50 is not None
    assert told["lab"].p50 + timedelta(minutes=30) == longer["lab"].p50
    assert told["lab"].p10 is not None
    assert told["lab"].p10 < (told["mail"].p10 or NOW)


def test_next_says_what_is_done_beside_what_is_in_hand_and_what_waits() -> None:
    of = seen(CREW)
    told = advice(of, "disk-2")
    assert told.entry is not None
    assert told.hands_full is not None
    assert ("pacs1", "pacs1") == (told.entry.server, told.hands_full.beside and told.entry.server)
    said = " ".join(ENGLISH(line) for line in advice_words(of, told))
    assert "pacs1 takes minutes: the forecast has it done now, beside that." in said
    found = (('restore = "6h"', 'restore = "6h", state = "compromised"'),)
    of = seen(CREW, *found)
    told = advice(of, "disk-2")
    assert told.hands_full is not None
    assert told.hands_full.beside is None
    said = " ".join(ENGLISH(line) for line in advice_words(of, told))
    assert "The forecast begins pacs1 when one of these is done." in said


@pytest.mark.parametrize(
    ("more", "who"),
    [
        ("", "has it done now, beside what is in hand."),
        (CREW, "has Storage do it now, beside what they have in hand."),
    ],
)
def test_the_page_of_what_is_done_beside_says_so_where_it_says_that_all_are_at_work(
    more: str, who: str
) -> None:
    of = seen(more)
    told = [ENGLISH(line) for line in why_not_begun(of, of.entry["pacs1"])]
    assert f"It takes minutes: the forecast {who}" == told[-1]
    waits = [ENGLISH(line) for line in why_not_begun(of, of.entry["ex1"])]
    assert not any("It takes minutes" in line for line in waits)
    hit = seen(more, ('restore = "6h"', 'restore = "6h", state = "compromised"'))
    told = [ENGLISH(line) for line in why_not_begun(hit, hit.entry["pacs1"])]
    assert not any("It takes minutes" in line for line in told)


def test_what_takes_minutes_is_named_beside_a_restoration_that_waits() -> None:
    other = """
[services.er]
name = "Emergency"
tier = 1
weight = 400
needs = ["er1"]
[servers.er1]
site = "imc"
role = "x"
restore = "2h"
state = "compromised"
"""
    of = seen(CREW + other)
    told = advice(of, "disk-2")
    assert told.entry is not None
    assert told.entry.server == "er1"
    said = " ".join(ENGLISH(line) for line in advice_words(of, told))
    assert "The forecast begins er1 when one of these is done." in said
    assert "It has pacs1 done now, beside that, for it takes minutes." in said


def test_what_one_passed_over_is_not_told_as_what_comes_next() -> None:
    of = seen(CREW)
    told = advice(of, "disk-2", passed_over=("pacs1",))
    assert told.hands_full is not None
    assert told.hands_full.beside is None


def test_to_let_go_of_what_stands_later_in_the_queue_is_told_where_it_brings_it_sooner() -> None:
    of = seen(CREW, ('restore = "6h"', 'restore = "6h", state = "compromised"'))
    found = why(of, "images", None, outlooks(of)["images"])
    gains = [gain for gain in found.others if gain.what == "drop"]
    assert ["eai1"] == [gain.node for gain in gains]
    assert (gains[0].clear or 0) < -60
    said = " ".join(ENGLISH(line) for line in why_words(of, found))
    assert "If eai1, later in the queue, were let go of now: " in said
    assert not [g for g in why(of, "mail", None, outlooks(of)["mail"]).others if g.what == "drop"]
