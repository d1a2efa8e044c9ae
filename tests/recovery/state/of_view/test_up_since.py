"""Of a promise that is open, since when what is promised works, in time or late, on each page."""

from datetime import datetime

import pytest

from chwapi_console.cli.output.report_json import promise_in_json
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.kinds.telling_kinds import PromiseTerms
from chwapi_console.journal.record.events import Event, sealed
from chwapi_console.recovery.state.told.promises import Promise
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.since.telling_words import promise_words
from chwapi_console.report.handover import promised_outlooks
from chwapi_console.report.handover_page import promise_on_a_page
from hospitals import plan_of, record_of, standing_event

PLAN = plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[services.mail]
name = "Mail"
tier = 2
needs = ["ex1"]
[servers]
app = { site = "imc", role = "x", state = "compromised" }
ex1 = { site = "imc", role = "x", state = "clean" }
""")
HIT, BACK = Standing("compromised"), Standing("compromised", "restored", "dba")


def there(*acts: tuple[str, Standing]) -> View:
    events: list[Event] = []
    for number, (clock, after) in enumerate(acts, 1):
        event = standing_event("a", number, "app", after, prev=events[-1] if events else None)
        events.append(sealed(event._replace(at=f"2021-01-18T{clock}:00.000Z")))
    return view(PLAN, record_of(events), datetime.fromisoformat("2021-01-18T12:00:00Z"))


LOST = [("07:00", BACK), ("09:00", HIT)]


@pytest.mark.parametrize(
    ("about", "by", "acts", "words"),
    [
        ("bloc", "08:00", [("07:50", BACK)], "; up since 08:50, in time"),
        ("app", "08:00", [("07:50", BACK)], "; up since 08:50, in time"),
        ("bloc", "14:00", [("07:50", BACK)], "; up since 08:50, in time"),
        ("bloc", "08:00", [("09:30", BACK)], "; up since 10:30, 1 h 30 late"),
        ("bloc", "08:00", [*LOST, ("10:00", BACK)], "; up by then, lost, and up again since 11:00"),
        ("mail", "08:00", [], "; it never was down"),
        ("bloc", "08:00", [], "OVERDUE"),
        ("bloc", "08:00", LOST, "; up by then; no longer since 10:00"),
        ("bloc", "09:30", LOST, "OVERDUE"),
        ("bloc", "06:30", LOST, "OVERDUE"),
    ],
)
def test_what_is_up_is_not_overdue(
    about: str, by: str, acts: list[tuple[str, Standing]], words: str
) -> None:
    now = there(*acts)
    event = standing_event("b", 1, about, HIT)
    terms = PromiseTerms("two theatres", f"2021-01-18T{by}:00.000Z")
    promise = Promise(f"{about}-1", about, terms, event, event)
    said, plain = str(promise_words(now, promise)), promise_in_json(now, promise, None)
    assert words in said
    assert said == str(promise_on_a_page(now, promise, None))
    assert (words == "OVERDUE") == plain["overdue"] == said.startswith("OVERDUE")
    assert (plain["up"] is None) == (words == "OVERDUE" or "no longer" in words)
    assert (plain["lost_since"] is not None) == ("no longer" in words)
    assert not promised_outlooks(now, [promise]) or words == "OVERDUE"
