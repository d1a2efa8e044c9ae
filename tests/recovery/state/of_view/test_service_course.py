"""How a service stood from act to act: by the acts on the record, as they were really done, as the
views of those moments would have said; unknown where the plan says so."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event, sealed
from chwapi_console.recovery.state.of_view.service_course import (
    Outage,
    Spell,
    given_since,
    outages,
    service_courses,
    suspect_since,
)
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.since.outage_words import course_in_words, outages_in_words
from chwapi_console.text import say
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app", ["dc1", "dc2"]]
soft = ["labo"]
[services.labo]
name = "Labo"
tier = 2
needs = ["lis"]
[servers]
app = { site = "imc", role = "x", state = "compromised" }
dc1 = { site = "imc", role = "x", state = "compromised" }
dc2 = { site = "imc", role = "x", state = "compromised" }
lis = { site = "imc", role = "x", state = "compromised" }
spare = { site = "imc", role = "x", state = "clean" }
""")
BACK, TAKEN = (
    Standing("compromised", "restored", "dba"),
    Standing("compromised", "restoring", "dba"),
)
HIT = Standing("compromised")
REPLACED = Standing("compromised", "retired", replacement="spare")


FOUND = {"before": None, "after": {"site": "imc", "role": "x", "needed_by": ["bloc"]}}


def line(*acts: tuple[str, Standing]) -> list[Event]:
    events: list[Event] = []
    for number, (server, after) in enumerate(acts, 1):
        event = standing_event("a", number, server, after, prev=events[-1] if events else None)
        events.append(sealed(event._replace(at=f"2021-01-18T01:{number:02}:00.000Z")))
    return events


def with_found(*acts: tuple[str, Standing | None]) -> list[Event]:
    """Acts a minute apart, of which those without a standing add that server, which bloc needs."""
    events: list[Event] = []
    for number, (server, after) in enumerate(acts, 1):
        prev = events[-1] if events else None
        event = standing_event("a", number, server, after or Standing(), prev=prev)
        if after is None:
            event = event._replace(kind="added", data=FOUND)
        events.append(sealed(event._replace(at=f"2021-01-18T01:{number:02}:00.000Z")))
    return events


def seen(events: list[Event]) -> View:
    return view(PLAN, record_of(events), NOW)


def course_of(there: View, service: str) -> list[Spell]:
    return service_courses(there, [service])[service]


def at(minute: int) -> datetime:
    return datetime.fromisoformat("2021-01-18T01:00:00Z") + timedelta(minutes=minute)


DETECTED = PLAN.incident.detected


@pytest.mark.parametrize(
    ("acts", "status", "minute"),
    [
        ([], "down", None),
        ([("lis", BACK)], "down", None),
        ([("app", TAKEN)], "down", None),
        ([("app", BACK)], "partial", 1),
        ([("app", BACK), ("lis", TAKEN)], "partial", 1),
        ([("app", BACK), ("dc1", BACK), ("dc2", BACK)], "limited", 2),
        ([("app", BACK), ("dc1", BACK), ("lis", BACK), ("dc2", BACK)], "up", 3),
        ([("app", BACK), ("dc1", BACK), ("dc2", BACK), ("dc1", HIT)], "limited", 2),
        ([("app", BACK), ("dc1", BACK), ("dc1", HIT)], "partial", 3),
        ([("dc1", BACK), ("app", REPLACED)], "limited", 2),
    ],
)
def test_it_is_since_the_act_that_gave_the_present_status(
    acts: list[tuple[str, Standing]], status: str, minute: int | None
) -> None:
    there = seen(line(*acts))
    began = given_since(course_of(there, "bloc"))
    assert (status, minute) == (there.services["bloc"].status, began.minute if began else None)


def test_when_it_was_really_done_counts_and_what_was_undone_does_not() -> None:
    (event,) = line(("app", BACK))
    earlier = sealed(event._replace(data={**event.data, "done_at": "2021-01-17T23:30:00.000Z"}))
    assert datetime.fromisoformat("2021-01-17T23:30:00Z") == given_since(
        course_of(seen([earlier]), "bloc")
    )
    undo = standing_event("a", 2, "app", HIT, prev=event, kind="undone", before=BACK)
    undone = seen([event, sealed(undo._replace(data={**undo.data, "target": event.id}))])
    assert "down" == undone.services["bloc"].status
    assert course_of(undone, "bloc") == [Spell("down", DETECTED, by_plan=True)]


def signed_off() -> list[Event]:
    """A service that is up since minute 3, and signed off in minute 30."""
    events = line(("app", BACK), ("dc1", BACK), ("lis", BACK))
    signed = standing_event("a", 4, "bloc", Standing(), kind="accepted", prev=events[-1])
    signed = sealed(
        signed._replace(
            at="2021-01-18T01:30:00.000Z",
            data={
                "before": None,
                "after": {"by": "head", "tried": "x", "servers": ["app", "dc1"]},
                "act": "y",
            },
        )
    )
    return [*events, signed]


def lost(events: list[Event], minute: int) -> list[Event]:
    """The same, and then a server is lost that the service stood on."""
    event = standing_event("a", len(events) + 1, "app", HIT, prev=events[-1])
    return [*events, sealed(event._replace(at=at(minute).isoformat()))]


def test_a_service_is_accepted_since_it_was_signed_off() -> None:
    there = seen(signed_off())
    assert "accepted" == there.services["bloc"].status
    assert at(30) == given_since(course_of(there, "bloc"))


def test_what_was_signed_off_and_lost_again_has_two_outages() -> None:
    there = seen(lost(signed_off(), 40))
    course = course_of(there, "bloc")
    assert [
        ("down", DETECTED, at(1)),
        ("partial", at(1), at(2)),
        ("limited", at(2), at(3)),
        ("up", at(3), at(30)),
        ("accepted", at(30), at(40)),
        ("partial", at(40), None),
    ] == [spell[:3] for spell in course]
    first, second = outages(course)
    assert (DETECTED, at(2), True) == first[:3]
    assert (at(2) - DETECTED) // timedelta(minutes=1) == first.minutes(NOW)
    assert second == Outage(at(40), None, by_plan=False, partial_since=at(40))
    assert (NOW - at(40)) // timedelta(minutes=1) == second.minutes(NOW)
    assert (
        "17/01 20:46 (detected) to 02:02 (5 h 16) and partial since 02:40 (1 h 20 so far)"
        == str(say("{all}", all=outages_in_words(there, [first, second])))
    )
    assert [
        "17/01 20:46 (detected)  down, 5 h 15",
        "02:01  partial, 1 min",
        "02:02  limited, 1 min",
        "02:03  up, 27 min",
        "02:30  accepted, 10 min",
        "02:40  partial, 1 h 20 so far",
    ] == [str(line) for line in course_in_words(there, course)]


def test_a_sign_off_that_was_taken_back_never_was() -> None:
    events = signed_off()
    undo = events[-1]._replace(
        id="undo",
        seq=5,
        prev=events[-1].hash,
        lamport=5,
        at=at(35).isoformat(),
        kind="accepted.undone",
        data={
            "target": events[-1].id,
            "target_hash": events[-1].hash,
            "before": events[-1].data["after"],
            "after": None,
        },
    )
    there = seen([*events, sealed(undo)])
    assert ["down", "partial", "limited", "up"] == [
        spell.status for spell in course_of(there, "bloc")
    ]


def test_a_loss_that_was_undone_was_no_outage() -> None:
    events = lost(line(("app", BACK), ("dc1", BACK), ("lis", BACK)), 30)
    undo = standing_event("a", 5, "app", BACK, prev=events[-1], kind="undone", before=HIT)
    undone = [*events, sealed(undo._replace(data={**undo.data, "target": events[-1].id}))]
    assert 2 == len(outages(course_of(seen(events), "bloc")))
    assert [at(2)] == [outage.until for outage in outages(course_of(seen(undone), "bloc"))]


def test_what_is_up_by_the_plan_has_no_outage() -> None:
    plan = plan_of(SMALL + 'dc1 = { site = "imc", role = "x", state = "clean" }')
    there = view(plan, record_of([]), NOW)
    assert [Spell("up", DETECTED, by_plan=True)] == course_of(there, "mail")
    assert [] == outages(course_of(there, "mail"))
    assert there.fallen == frozenset()


def test_an_act_dated_from_before_the_incident_leaves_it_open_since_when_the_service_was_down() -> (
    None
):
    (event,) = line(("app", BACK))
    early = sealed(event._replace(data={**event.data, "done_at": "2021-01-17T18:00:00.000Z"}))
    plan = plan_of(SMALL.replace("dc1", "app") + 'app = { site = "imc", role = "x" }')
    there = view(plan, record_of([early]), NOW)
    (outage,) = outages(course_of(there, "mail"))
    assert (None, datetime.fromisoformat("2021-01-17T18:00:00Z"), None) == (
        outage.since,
        outage.until,
        outage.minutes(NOW),
    )
    assert "from a time not known to 17/01 19:00" == str(
        say("{all}", all=outages_in_words(there, [outage]))
    )


UP = (("app", BACK), ("dc1", BACK), ("lis", BACK))


def test_nothing_waited_for_a_server_before_it_was_found() -> None:
    there = seen(with_found(*UP, ("nas", None), ("nas", Standing("clean"))))
    course = course_of(there, "bloc")
    assert [
        ("down", DETECTED),
        ("partial", at(1)),
        ("limited", at(2)),
        ("up", at(3)),
        ("partial", at(4)),
        ("up", at(5)),
    ] == [(spell.status, spell.since) for spell in course]
    assert [(DETECTED, at(2)), (at(4), at(5))] == [each[:2] for each in outages(course)]


def test_a_server_that_was_found_earlier_than_somebody_wrote_it_is_missing_since_then() -> None:
    *earlier, found = with_found(*UP, ("nas", None))
    early = sealed(found._replace(data={**FOUND, "done_at": "2021-01-18T01:03:30.000Z"}))
    last = course_of(seen([*earlier, early]), "bloc")[-1]
    assert ("partial", at(3) + timedelta(seconds=30)) == last[:2]


def test_a_service_is_not_up_before_the_first_of_its_servers_was_found() -> None:
    plan = plan_of('[services.bloc]\nname = "Bloc"\ntier = 1\nneeds = []\nunnamed = []\n')
    there = view(plan, record_of(with_found(("nas", None), ("nas", Standing("clean")))), NOW)
    assert [("down", DETECTED), ("up", at(2))] == [
        (spell.status, spell.since) for spell in course_of(there, "bloc")
    ]


def test_a_server_whose_addition_was_taken_back_and_put_back_is_known_since_it_was_added() -> None:
    *up, found = with_found(*UP, ("nas", None))
    taken_back = found._replace(
        id="a-5",
        seq=5,
        prev=found.hash,
        lamport=5,
        kind="added.undone",
        at="2021-01-18T01:05:00.000Z",
    )
    back = {"before": FOUND["after"], "after": None, "target": found.id}
    undone = sealed(taken_back._replace(data=back))
    again = sealed(
        undone._replace(
            id="a-6",
            seq=6,
            prev=undone.hash,
            lamport=6,
            at="2021-01-18T01:06:00.000Z",
            data={**FOUND, "target": undone.id},
        )
    )
    assert ["up"] == [each.status for each in course_of(seen([*up, found, undone]), "bloc")][-1:]
    there = seen([*up, found, undone, again])
    assert {"nas": at(4)} == there.situation.found_since
    assert at(4) == course_of(there, "bloc")[-1].since


def test_a_drill_counts_from_its_first_act_and_from_nothing_before_that() -> None:
    plan = PLAN._replace(incident=PLAN.incident._replace(drill=True))
    nobody = view(plan, record_of([]), NOW)
    assert [Spell("down", None, by_plan=True)] == course_of(nobody, "bloc")
    acted = view(plan, record_of(line(("spare", HIT), ("app", BACK))), NOW)
    assert [("down", at(1), at(2)), ("partial", at(2), None)] == [
        spell[:3] for spell in course_of(acted, "bloc")
    ]


def test_a_service_is_suspect_since_the_first_finding() -> None:
    plan = plan_of(
        SMALL
        + """
dc1 = { site = "imc", role = "x", state = "clean", needs = ["san"] }
san = { site = "imc", role = "x", state = "clean" }"""
    )
    found = line(("san", HIT), ("san", BACK))
    there = view(plan, record_of(found), NOW)
    assert ("dc1",) == there.services["mail"].suspect
    assert at(1) == suspect_since(there, "mail")
    assert suspect_since(view(plan, record_of([]), NOW), "mail") is None


SMALL = """
[services.mail]
name = "Mail"
tier = 1
needs = ["dc1"]
[servers]
"""


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["app", "dc1", "dc2", "lis", "spare"]),
            st.sampled_from([BACK, TAKEN, HIT, REPLACED, Standing("clean"), Standing("unknown")]),
        )
        | st.tuples(st.just("nas"), st.sampled_from([None, BACK, HIT, Standing("clean")])),
        max_size=12,
    )
)
def test_each_spell_says_what_the_views_of_those_moments_said(
    acts: list[tuple[str, Standing | None]],
) -> None:
    events = with_found(*acts)
    whole = seen(events)
    for service in PLAN.services:
        told = [(DETECTED, str(view(PLAN, record_of([]), NOW).services[service].status))]
        for number in range(1, len(events) + 1):
            there = view(PLAN, record_of(events[:number]), at(number))
            if there.services[service].status != told[-1][1]:
                told.append((at(number), there.services[service].status))
        course = course_of(whole, service)
        assert told[1:] == [(spell.since, spell.status) for spell in course[1:]]
        assert (told[0][1], DETECTED, True) == (
            course[0].status,
            course[0].since,
            course[0].by_plan,
        )
        assert [spell.until for spell in course] == [*(spell.since for spell in course[1:]), None]
        assert bool(outages(course)) == (service in whole.fallen)
