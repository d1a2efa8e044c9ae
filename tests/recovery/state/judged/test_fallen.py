"""Which services fell: those that the plan has down, and those that an act took down; never what
stood all the time."""

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event, sealed
from chwapi_console.recovery.state.judged.fallen import Fallen, fallen_among
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.since.up_again import up_again_words
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[services.phones]
name = "Phones"
tier = 2
needs = [["pbx1", "pbx2"]]
[services.labo]
name = "Labo"
tier = 2
needs = ["pbx1"]
unnamed = ["analysers"]
[servers]
app = { site = "imc", role = "x", state = "compromised" }
pbx1 = { site = "imc", role = "x", state = "clean" }
pbx2 = { site = "imc", role = "x", state = "clean" }
""")
RESTORED, LOST, CLEAN = (
    Standing("compromised", "restored", "dba"),
    Standing("compromised"),
    Standing("clean"),
)


def seen(*acts: tuple[str, Standing]) -> View:
    """What these acts, a minute apart, lead to."""
    return view(PLAN, record_of(line(*acts)), NOW)


def line(*acts: tuple[str, Standing]) -> list[Event]:
    events: list[Event] = []
    for number, (server, after) in enumerate(acts, 1):
        event = standing_event("a", number, server, after, prev=events[-1] if events else None)
        events.append(sealed(event._replace(at=f"2021-01-18T01:{number:02}:00.000Z")))
    return events


def test_what_the_plan_has_up_and_nobody_took_down_never_fell() -> None:
    assert {"bloc", "labo"} == seen().fallen
    assert Fallen(2, 0, 1) == fallen_among(seen(), PLAN.services)


def test_what_came_back_fell_and_what_stood_beside_it_did_not() -> None:
    assert {"bloc", "labo"} == seen(("app", RESTORED)).fallen
    assert Fallen(2, 1, 1) == fallen_among(seen(("app", RESTORED)), PLAN.services)


def test_what_an_act_took_down_fell_though_it_was_brought_back() -> None:
    acts = [("pbx1", LOST), ("pbx2", LOST), ("pbx1", RESTORED)]
    assert "phones" in seen(*acts[:2]).fallen
    assert Fallen(1, 1, 0) == fallen_among(seen(*acts), ["phones"])


def test_of_two_servers_of_which_either_is_enough_one_lost_after_the_other_takes_nothing_down() -> (
    None
):
    assert "phones" not in seen(("pbx1", LOST), ("pbx1", RESTORED), ("pbx2", LOST)).fallen


def test_one_that_was_replaced_without_a_gap_took_nothing_down_and_its_replacement_lost_does() -> (
    None
):
    retired = [
        ("pbx2", LOST),
        ("pbx2", RESTORED),
        ("pbx1", Standing("compromised", "retired", replacement="pbx2")),
    ]
    assert "phones" not in seen(*retired).fallen
    assert "phones" in seen(*retired, ("pbx2", LOST), ("pbx2", RESTORED)).fallen


def test_what_was_undone_took_nothing_down() -> None:
    events = line(("pbx1", LOST), ("pbx2", LOST), ("pbx2", CLEAN))
    undo = sealed(
        events[2]._replace(kind="undone", data={**events[2].data, "target": events[1].id})
    )
    assert "phones" not in view(PLAN, record_of([*events[:2], undo]), NOW).fallen


def test_it_is_said_without_counting_what_never_fell() -> None:
    assert "9 of 46 services that were down are up again; 2 never fell" == str(
        up_again_words(Fallen(46, 9, 2))
    )
    assert "1 of 46 services that were down is up again" == str(up_again_words(Fallen(46, 1, 0)))
    assert "none of 46 services that were down is up again" == str(up_again_words(Fallen(46, 0, 0)))
    assert "no service was ever down" == str(up_again_words(Fallen(0, 0, 3)))
