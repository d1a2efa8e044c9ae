"""Since when a server stands as it does, by whom, who had it in hand when it was blocked, and what
truly moved in the queue."""

from datetime import datetime

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event, sealed
from chwapi_console.recovery.acts.open_steps import told_in_full
from chwapi_console.recovery.state.of_view.since import in_hand, since
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.since.moves import moved
from chwapi_console.recovery.words.since.news import deed
from chwapi_console.recovery.words.why.in_its_way import blocked_beneath
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app", "sql"]
[servers]
app = { site = "imc", role = "x", state = "compromised" }
sql = { site = "imc", role = "x", state = "compromised" }
""")
HIT, TAKEN = Standing("compromised"), Standing("compromised", "restoring", "paul")
BLOCKED = Standing("compromised", "blocked", reason="courier at 04:00")


def acts(*standings: tuple[str, Standing], **data: str) -> list[Event]:
    """Acts on app, a minute apart; `data` goes to the last."""
    events: list[Event] = []
    for number, (operator, after) in enumerate(standings, 1):
        event = standing_event(
            "a",
            number,
            "app",
            after,
            prev=events[-1] if events else None,
            operator=operator,
            before=standings[number - 2][1] if number > 1 else HIT,
        )
        events.append(
            sealed(
                event._replace(
                    at=f"2021-01-18T02:{number:02}:00.000Z",
                    data={**event.data, **(data if number == len(standings) else {})},
                )
            )
        )
    return events


def seen(events: list[Event]) -> View:
    return view(PLAN, record_of(events), NOW)


def test_it_is_since_the_act_and_by_whom() -> None:
    begun = since(seen(acts(("paul", TAKEN), ("marie", BLOCKED))), "app")
    assert begun is not None
    assert ("02:02", "marie") == (begun.at.strftime("%H:%M"), begun.by)
    assert since(seen([]), "app") is None


def test_a_time_that_a_person_gave_counts() -> None:
    begun = since(seen(acts(("marie", BLOCKED), done_at="2021-01-18T01:30:00.000Z")), "app")
    assert begun is not None
    assert "01:30" == begun.at.strftime("%H:%M")


def test_what_an_undo_put_back_stands_since_it_first_did() -> None:
    events = acts(("paul", TAKEN), ("marie", BLOCKED), ("marie", TAKEN))
    undo = sealed(
        events[2]._replace(kind="undone", data={**events[2].data, "target": events[1].id})
    )
    begun = since(seen([*events[:2], undo]), "app")
    assert begun is not None
    assert ("02:01", "paul") == (begun.at.strftime("%H:%M"), begun.by)


def test_a_blocked_server_stays_with_whoever_had_it_in_hand() -> None:
    assert "paul" == in_hand(seen(acts(("paul", TAKEN))), "app")
    assert "paul" == in_hand(seen(acts(("paul", TAKEN), ("marie", BLOCKED))), "app")
    assert "paul" == in_hand(
        seen(acts(("paul", TAKEN), ("marie", BLOCKED), ("eve", BLOCKED._replace(reason="again")))),
        "app",
    )
    assert "" == in_hand(seen(acts(("paul", TAKEN), ("paul", HIT), ("marie", BLOCKED))), "app")
    assert "" == in_hand(seen(acts(("marie", BLOCKED))), "app")


def test_it_is_told_by_whom_since_when_why_and_who_had_it() -> None:
    events = acts(("paul", TAKEN), ("marie", BLOCKED))
    assert ["app: Blocked by marie since 03:02: courier at 04:00. paul had it in hand."] == [
        str(line) for line in blocked_beneath(seen(events), "bloc")
    ]
    assert "app blocked, paul had it in hand (courier at 04:00)" == str(deed(events[1]))
    assert "app blocked (courier at 04:00)" == str(
        deed(acts(("paul", TAKEN), ("Paul ", BLOCKED))[1])
    )


def test_a_block_that_only_says_another_reason_still_tells_who_had_it() -> None:
    events = acts(("paul", TAKEN), ("marie", BLOCKED), ("eve", BLOCKED._replace(reason="again")))
    view = seen(events)
    assert [
        "paul: app restoring",
        "marie: app blocked, paul had it in hand (courier at 04:00)",
        "eve: app blocked (again) (paul had it in hand)",
    ] == [str(told_in_full(view, event)) for event in events]


def test_what_was_blocked_before_and_after_is_not_what_moved_it() -> None:
    before, after = (
        seen(acts(("marie", BLOCKED))),
        seen(acts(("marie", BLOCKED), ("marie", BLOCKED._replace(reason="y")))),
    )
    assert [] == moved(before, after)


def test_an_end_that_was_said_goes_with_the_block_and_ends_with_it() -> None:
    until = "2021-01-18T04:00:00.000Z"
    blocked = acts(("paul", TAKEN), ("marie", BLOCKED), until=until)
    begun = since(seen(blocked), "app")
    assert begun is not None
    assert datetime.fromisoformat(until) == begun.until
    assert [
        (
            "app: Blocked by marie since 02:02: courier at 04:00. Expected to end 04:00. paul had it "
            "in hand."
        )
    ] == [
        str(why).replace("03:02", "02:02").replace("05:00", "04:00")
        for why in blocked_beneath(seen(blocked), "bloc")
    ]
    let_go = acts(("paul", TAKEN), ("marie", BLOCKED), ("paul", TAKEN), until=until)
    again = since(seen(let_go), "app")
    assert (None, "paul") == (again.until, again.by) if again else False
