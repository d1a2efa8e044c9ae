"""Pins: what people put first against the rule, what it costs, and how it ends."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.clock import iso
from chwapi_console.errors import Refused, RequestError
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.model import Estimate
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import GENESIS, Event, sealed
from chwapi_console.recovery.acts.open_steps import deed_in_full
from chwapi_console.recovery.forecast.forecast import Forecast, Outlook, forecast
from chwapi_console.recovery.forecast.pin_price import (
    cost_words,
    dearest_words,
    gain_words,
    kept_price,
    later_for,
    price_of,
    turning_words,
    with_turning,
)
from chwapi_console.recovery.order.order import Order, in_order
from chwapi_console.recovery.order.problem import Demand, Problem
from chwapi_console.recovery.order.schedule import completion
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.told.pins import Pin, bent
from chwapi_console.recovery.state.view.supposed_views import without_pin
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.meant.consequences import consequences
from chwapi_console.recovery.words.since.moves import moved
from chwapi_console.recovery.words.since.news import deed
from chwapi_console.recovery.words.since.since_then import changed_by_itself
from chwapi_console.recovery.words.things.pin_words import (
    ended_pin_words,
    pin_words,
    pins_at_odds,
    placed_pin_words,
)
from chwapi_console.recovery.words.why.comparing import compared, comparison_words
from chwapi_console.recovery.words.why.contest_words import comes_after, goes_before
from chwapi_console.recovery.words.why.full_reason import full_reason, reason_in_full
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.session.session import Session
from chwapi_console.text import in_one
from hospitals import HEAD, MEANT, NOW, Clock, plan_of, problems, record_of, standing_event

PLAN = (
    HEAD
    + """
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[services.labo]
name = "Labo"
tier = 2
needs = ["lis"]
[services.mail]
name = "Mail"
tier = 4
needs = ["ex"]
[servers]
app = { site = "imc", role = "x", needs = ["san"], restore = "2h", state = "compromised" }
san = { site = "imc", role = "x", restore = "1h", state = "compromised" }
lis = { site = "imc", role = "x", restore = "3h", state = "compromised" }
ex = { site = "imc", role = "x", needs = ["san"], restore = "1h", state = "compromised" }
lost = { site = "imc", role = "x", state = "retired" }
up = { site = "imc", role = "x", state = "clean" }
"""
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    (tmp_path / "inventory.toml").write_text(PLAN, encoding="utf-8")
    session = Session(tmp_path / "inventory.toml", operator="lead", host="test", clock=clock)
    yield session
    session.close()


def queue(session: Session) -> list[str]:
    return [entry.server for entry in session.look().entries]


def test_a_pin_brings_all_that_is_missing_forward_and_unpin_ends_it(session: Session) -> None:
    assert ["san", "app", "lis", "ex"] == queue(session)
    session.acts.pin("mail", "the crisis cell needs it")
    assert ["san", "ex", "app", "lis"] == queue(session)
    assert [True, True, False, False] == [entry.pinned for entry in session.look().entries]
    entry = session.look().entry["ex"]
    assert "lead put Mail first: the crisis cell needs it." in str(
        in_one(why(session.look(), entry))
    )
    session.acts.unpin("mail")
    assert ["san", "app", "lis", "ex"] == queue(session)
    with pytest.raises(RequestError, match="mail is not pinned"):
        session.acts.unpin("mail")


def test_a_pin_before_another_stands_just_before_what_that_misses(session: Session) -> None:
    session.acts.pin("ex", "x", before="lis")
    assert ["san", "app", "ex", "lis"] == queue(session)


def test_several_pins_stand_in_the_order_they_were_made(session: Session) -> None:
    session.acts.pin("lis", "x")
    session.acts.pin("mail", "y")
    assert ["lis", "san", "ex", "app"] == queue(session)


def test_a_pin_falls_away_at_its_time_and_says_so(session: Session, clock: Clock) -> None:
    session.acts.pin("mail", "x", until=NOW + timedelta(hours=1))
    assert ["san", "ex", "app", "lis"] == queue(session)
    clock.now += timedelta(minutes=60)
    assert ["san", "app", "lis", "ex"] == queue(session)
    (ended,) = session.look().ended_pins
    assert str(ended_pin_words(session.look(), ended)).startswith("The pin on Mail ended at 05:00")
    clock.now += timedelta(minutes=121)
    session.acts.note("app", "a later look")
    assert [] == list(session.look().ended_pins)


KEPT = sorted(name for name, kept in vars(View).items() if isinstance(kept, cached_property))


@given(st.lists(st.integers(0, 200), max_size=3), st.integers(0, 400))
def test_a_view_of_a_later_moment_says_all_that_one_made_then_says(
    ends: list[int], minutes: int
) -> None:
    subjects = ["mail", "lis", "app"]
    pins = [
        pin_event(f"site{n}", subjects[n], "", iso(NOW + timedelta(minutes=end)))
        for n, end in enumerate(ends)
    ]
    plan, record, then = (
        plan_of(PLAN.removeprefix(HEAD)),
        record_of(pins),
        NOW + timedelta(minutes=minutes),
    )
    earlier, made_then = view(plan, record, NOW), view(plan, record, then)
    assert {"order", "pins"} <= set(KEPT)
    for name in KEPT:
        getattr(earlier, name)
    later = earlier.at(then)
    for name in [*KEPT, "ended_pins", "holds_until", "elapsed"]:
        if name not in ("order", "by_rule"):
            assert getattr(made_then, name) == getattr(later, name), name
    assert made_then.order.servers == later.order.servers


def test_a_pin_ends_when_what_it_is_for_works(session: Session) -> None:
    session.acts.pin("mail", "x")
    session.acts.mark(["san", "ex"], "restored", MEANT)
    assert [] == list(session.look().pins)
    assert ["app", "lis"] == queue(session)


def test_a_pin_is_undone_like_any_act(session: Session) -> None:
    session.acts.pin("mail", "x")
    session.acts.pin("mail", "another reason")
    session.acts.undo()
    assert ["x"] == [pin.reason for pin in session.look().pins]
    session.acts.undo()
    assert [] == list(session.look().pins)


def test_the_same_pin_again_writes_nothing(session: Session) -> None:
    session.acts.pin("mail", "x")
    assert [] == session.acts.pin("mail", "x")


@pytest.mark.parametrize(
    ("subject", "reason", "until", "before", "says"),
    [
        ("mail", " ", None, "", "Say why"),
        ("nobody", "x", None, "", "no server nobody"),
        ("mail", "x", None, "nobody", "no server"),
        ("mail", "x", None, "mail", "before itself"),
        ("up", "x", None, "", "works already"),
        ("lost", "x", None, "", "cannot come back"),
        ("mail", "x", NOW - timedelta(minutes=1), "", "is over"),
    ],
)
def test_a_pin_that_makes_no_sense_is_refused(
    session: Session, subject: str, reason: str, until: datetime | None, before: str, says: str
) -> None:
    with pytest.raises((RequestError, Refused), match=says):
        session.acts.pin(subject, reason, until, before)


def test_what_a_pin_costs_and_gains_is_said_before_it_is_made(session: Session) -> None:
    view = session.look()
    price = session.acts.pin_price("mail", None, "", view)
    assert re.fullmatch(
        r"Compared case by case: Mail [^;]* sooner; Bloc .* later and Labo .* later\.",
        str(cost_words(view, price)),
    )
    assert str(gain_words(view, price)).startswith("Pinned, Mail is expected ")
    assert (
        price.pinned.p50 is not None
        and price.unpinned.p50 is not None
        and price.pinned.p50 < price.unpinned.p50
    )
    assert ["san", "app", "lis", "ex"] == queue(session)


def test_a_mean_that_half_of_all_cases_hardly_know_is_told_as_one(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = session.look()
    after, of_now = before.with_plan(before.written._replace()), forecast(before, ["mail"])
    even = [float(n) for n in range(400, 656)]
    moved = {
        "bloc": [n + (960 if n % 3 == 0 else 0) for n in even],
        "mail": [n - 60 for n in even],
    }

    def by_hand(view: View, services: Sequence[str], **_: object) -> Forecast:
        then, p50 = moved if view is after else {}, view.now + timedelta(hours=8)
        outlooks = {
            s: Outlook(s, p50=p50, p90=p50, runs=then.get(s, even), begun=view.now)
            for s in services
        }
        return of_now._replace(services=outlooks)

    monkeypatch.setattr("chwapi_console.recovery.forecast.forecast.forecast", by_hand)
    price = price_of(before, after, "mail")
    mean = "Bloc [0-9]+ h later on average, and in half of all cases hardly"
    assert re.fullmatch(
        f"Compared case by case: Mail 1 h sooner; {mean}[.]", str(cost_words(before, price))
    )
    assert re.fullmatch(f"Compared case by case: {mean}[.]", str(dearest_words(before, price, 3)))


def test_what_a_pin_on_a_server_gains_is_when_that_server_works(session: Session) -> None:
    view = session.look()
    server, service = (
        session.acts.pin_price(subject, None, "", view) for subject in ("ex", "mail")
    )
    assert (server.pinned, server.unpinned) == (service.pinned, service.unpinned)
    assert str(gain_words(view, server)).startswith("Pinned, ex is expected ")


@pytest.mark.parametrize(
    ("subject", "says"), [("mail", "Mail: waits for ex, which is blocked."), ("ex", "ex: blocked.")]
)
def test_where_nobody_can_say_what_a_pin_gains_it_says_why(
    session: Session, subject: str, says: str
) -> None:
    session.acts.mark(["ex"], "blocked", Remarks(reason="no licence"))
    view = session.look()
    price = session.acts.pin_price(subject, None, "", view)
    assert says == str(gain_words(view, price))
    assert (None, None) == (price.data()["expected"], price.data()["without"])


def test_what_its_actor_was_told_is_kept_with_a_pin_and_told_again(session: Session) -> None:
    view = session.look()
    price = session.acts.pin_price("mail", None, "", view)
    (event,) = session.acts.pin("mail", "crisis cell", price=price)
    assert {"later": {"bloc", "labo"}, "sooner": {"mail"}} == {
        name: {*event.data["cost"][name]} for name in ("later", "sooner")
    }
    assert kept_price(event) == price._replace(
        pinned=price.pinned._replace(reason=None, told=event.moment),
        unpinned=price.unpinned._replace(told=event.moment),
    )
    said = str(deed_in_full(session.look(), event))
    assert said.startswith("Mail pinned first (crisis cell) (expected ")
    assert ", without the pin " in said
    assert re.search(
        r"; compared case by case: Mail [^;]* sooner; Bloc .* later and Labo .* later\)$", said
    )
    assert [] == session.acts.pin("mail", "crisis cell", price=price._replace(moves={}))


def test_a_mean_is_kept_with_a_pin_as_one(session: Session) -> None:
    view = session.look()
    price = session.acts.pin_price("mail", None, "", view)._replace(few=frozenset({"bloc"}))
    [event] = session.acts.pin("mail", "crisis cell", price=price)
    kept = kept_price(event)
    assert kept is not None
    assert {"bloc"} == kept.few
    said = str(deed_in_full(session.look(), event))
    assert re.search(r"Bloc [^;]* later on average, and in half of all cases hardly and Labo", said)


def test_a_price_that_half_an_hour_turns_says_so_and_a_steady_one_does_not(
    session: Session,
) -> None:
    view = session.look()
    price = session.acts.pin_price("mail", None, "", view)
    assert frozenset() == price.turning
    assert turning_words(view, price) is None
    turned = with_turning(view, view, price)
    assert {"bloc", "labo", "mail"} == turned.turning
    assert str(turning_words(view, turned)) == (
        "Mind: half an hour from now, with nothing done, these would not move so: Mail, Bloc and Labo."
    )


@pytest.mark.parametrize(
    "cost",
    [
        None,
        [],
        "much",
        {},
        {
            "later": ["bloc"],
            "sooner": 3,
            "expected": "soon",
            "without": {"p50": "soon", "p90": None},
        },
        {
            "later": {"bloc": "long", "labo": True, "mail": -4},
            "expected": {"p50": "2021-01-18T02:00:00", "p90": "9999-12-31"},
        },
    ],
)
def test_a_price_that_another_hand_wrote_is_told_as_far_as_it_can_be_read(
    session: Session, cost: object
) -> None:
    event = pin_event("elsewhere", "mail", "")
    event = event._replace(data={**event.data, "cost": cost})
    assert str(deed_in_full(session.look(), event)) in (
        "Mail pinned first (x)",
        "Mail pinned first (x) (it moved no service)",
    )


def test_servers_that_changed_places_are_told_with_what_moved_them(session: Session) -> None:
    before = session.look()
    session.acts.pin("mail", "x")
    assert ["ex moves up 2: Mail is pinned"] == [str(m) for m in moved(before, session.look())]
    pinned = session.look()
    assert ["ex moves down 2: Mail is no longer pinned"] == [str(m) for m in moved(pinned, before)]
    lower = without_pin(pinned, "mail")
    lower = lower.with_plan(lower.written.with_part("services", "mail", tier=5))
    told = ["ex moves down 2: Mail is no longer pinned, and Mail makes it tier 5"]
    assert told == [str(m) for m in moved(pinned, lower)]
    before = session.look()
    session.acts.note("ex", "nothing moves for a note")
    assert [] == moved(before, session.look())


LEAPT = """
[services]
x = { name = "X", tier = 2, weight = 6, needs = ["x1"] }
y = { name = "Y", tier = 2, weight = 5, needs = ["y1"] }
z = { name = "Z", tier = 2, weight = 4, needs = ["z1"] }
u = { name = "U", tier = 2, weight = 1, needs = ["u1"] }
[servers]
base = { site = "imc", role = "x", restore = "1h", state = "compromised" }
x1 = { site = "imc", role = "x", restore = "1h", needs = ["base"], state = "compromised" }
y1 = { site = "imc", role = "x", restore = "1h", needs = ["base"], state = "compromised" }
z1 = { site = "imc", role = "x", restore = "1h", needs = ["base"], state = "compromised" }
u1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
"""


def test_what_passes_several_that_have_more_work_left_is_told_and_not_the_work_of_each() -> None:
    short = view(plan_of(LEAPT), record_of([]), NOW)
    long = view(
        plan_of(LEAPT.replace('"x", restore = "1h", state', '"x", restore = "60h", state')),
        record_of([]),
        NOW,
    )
    assert ["base", "x1", "y1", "z1", "u1"] == list(short.order.servers)
    assert ["u1", "base", "x1", "y1", "z1"] == list(long.order.servers)
    told = [str(m) for m in moved(short, long, all_who_pay=True)]
    assert [
        "u1 moves up 4: now before X, Y and Z",
        "base, x1, y1 and 1 more move down 1: U goes before",
    ] == told


def test_what_others_fall_behind_by_their_tier_is_told_too() -> None:
    before = view(plan_of(LEAPT), record_of([]), NOW)
    by_tier = LEAPT.replace("tier = 2, weight = 1", "tier = 3, weight = 1")
    lower = by_tier
    for name in "xyz":
        lower = lower.replace(
            f'name = "{name.upper()}", tier = 2', f'name = "{name.upper()}", tier = 4'
        )
    told = [str(m) for m in moved(before, view(plan_of(lower), record_of([]), NOW), most=9)]
    assert "u1 moves up 4: now before X, Y and Z" in told
    assert "x1 moves down 1: X makes it tier 4" in told


BENEATH_BOTH = """
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[services.mail]
name = "Mail"
tier = 4
needs = ["ex"]
[servers]
dc = { site = "imc", role = "x", restore = "2h", state = "compromised" }
app = { site = "imc", role = "x", restore = "2h", needs = ["dc"], state = "compromised" }
san = { site = "imc", role = "x", restore = "9h", state = "compromised" }
ex = { site = "imc", role = "x", restore = "1h", needs = ["san", "dc"], state = "compromised" }
"""


def test_what_a_pin_speaks_for_and_moves_down_all_the_same_names_what_passed_it() -> None:
    plan = plan_of(BENEATH_BOTH)
    before = view(plan, record_of([]), NOW)
    after = view(plan, record_of([pin_event("a", "mail", "")]), NOW)
    there, back = ([str(m) for m in moved(*pair)] for pair in ((before, after), (after, before)))
    assert "dc moves down 1: san goes before it (Mail is pinned)" in there
    assert "dc moves up 1: san no longer goes before it (Mail is no longer pinned)" in back


@pytest.mark.parametrize("fulfilled", [True, False])
def test_what_a_pin_of_another_had_first_is_never_said_to_be_pinned_itself(fulfilled: bool) -> None:
    """Once what is pinned is up by other means, it is a spare: that is why it moves."""
    text = FOUR.replace('needs = ["dog1"]', 'needs = [["dog1", "elk1"]]')
    text += 'elk1 = { site = "imc", role = "x", restore = "9h", state = "compromised" }\n'
    pin = pin_event("a", "dog", "")
    back = Standing("compromised", "restored", "x")
    pinned = view(plan_of(text), record_of([pin]), NOW)
    acts = [standing_event("a", 2, "elk1", back, prev=pin)] if fulfilled else []
    after = view(plan_of(text), record_of([pin, *acts] if acts else []), NOW)
    told = [str(move) for move in moved(pinned, after) if str(move).startswith("dog1 ")]
    assert [
        "dog1 moves down 3: a spare now, elk1 works instead"
        if fulfilled
        else "dog1 moves down 3: Dog is no longer pinned"
    ] == told


def test_a_plan_that_makes_a_service_more_urgent_is_told_as_what_moved_its_servers(
    session: Session,
) -> None:
    before = session.look()
    edited = PLAN.replace('name = "Labo"\ntier = 2', 'name = "Labo"\ntier = 1\nweight = 9')
    session.loaded.path.write_text(edited, encoding="utf-8")
    assert ["lis moves up 2: Labo makes it tier 1"] == [
        str(move) for move in moved(before, session.look())
    ]


def test_what_is_held_up_by_a_blocked_server_is_told_so(session: Session) -> None:
    session.loaded.path.write_text(
        PLAN.replace('name = "Labo"\ntier = 2', 'name = "Labo"\ntier = 1'), encoding="utf-8"
    )
    before = session.look()
    assert ["san", "app", "lis", "ex"] == queue(session)
    session.acts.mark(["san"], "blocked", Remarks(reason="x"))
    assert ["lis", "san", "app", "ex"] == queue(session)
    blocked = session.look()
    assert ["san moves down 1: blocked", "app moves down 1: Bloc is held up by san"] == [
        str(move) for move in moved(before, blocked)
    ]
    shorter = before.with_plan(
        before.written.with_part("servers", "lis", restore=Estimate(900, 999, 1200))
    )
    assert "lis moves up 2: now before Bloc, which san holds up" in [
        str(move) for move in moved(shorter, blocked)
    ], "not for the work that is left of it"
    assert "app moves up 1: Bloc is no longer held up by san" in [
        str(move) for move in moved(blocked, before)
    ]


# Pins that cannot all hold


def test_a_pin_against_another_is_refused_and_names_who_made_that(session: Session) -> None:
    session.acts.pin("lis", "blood tests", before="app")
    session.operator = "dba"
    with pytest.raises(Refused) as refused:
        session.acts.pin("app", "surgery", before="lis")
    assert (
        "lead put lis before app: blood tests. That cannot be as well. Take that pin away first: "
        "unpin lis." == str(refused.value)
    )
    session.acts.unpin("lis")
    session.acts.pin("app", "surgery", before="lis")
    assert ["san", "app", "lis", "ex"] == queue(session)


def test_a_pin_that_would_close_a_longer_ring_is_refused_and_names_all_of_it(
    session: Session,
) -> None:
    session.acts.pin("ex", "x", before="lis")
    session.acts.pin("lis", "y", before="app")
    with pytest.raises(
        Refused, match=r"ex before lis: x\. lead put lis before app: y\. .* unpin ex or lis\."
    ):
        session.acts.pin("app", "z", before="ex")


@pytest.mark.parametrize(
    ("subject", "before"), [("app", "san"), ("bloc", "app"), ("bloc", "san"), ("mail", "san")]
)
def test_nothing_is_pinned_before_what_it_waits_for(
    session: Session, subject: str, before: str
) -> None:
    with pytest.raises(Refused, match=f"waits for {before}; it cannot stand before it"):
        session.acts.pin(subject, "x", before=before)


def test_a_pin_that_closes_a_ring_through_a_need_is_refused(session: Session) -> None:
    session.acts.pin("lis", "x", before="san")
    with pytest.raises(Refused, match=r"lis before san: x\. That cannot be as well"):
        session.acts.pin("app", "y", before="lis")


def test_nothing_is_pinned_before_what_works_and_a_pin_ends_when_what_it_was_before_does(
    session: Session,
) -> None:
    with pytest.raises(Refused, match="up works already; nothing can be put before it"):
        session.acts.pin("mail", "x", before="up")
    session.acts.pin("ex", "x", before="lis")
    session.acts.mark(["lis"], "restored", MEANT)
    assert [] == list(session.look().pins)


def test_an_undo_does_not_put_back_a_pin_against_one_made_since(session: Session) -> None:
    session.acts.pin("lis", "x", before="app")
    (gone,) = session.acts.unpin("lis")
    session.acts.pin("app", "y", before="lis")
    with pytest.raises(Refused, match=r"lead put app before lis: y\. That cannot be as well"):
        session.acts.undo(gone.id)


def test_nobody_pins_against_a_pin_that_they_were_not_shown(session: Session) -> None:
    shown = session.look()
    session.acts.pin("lis", "x", before="app")
    with pytest.raises(Refused, match=r"lead put lis before app: x\. That cannot be as well"):
        session.acts.pin("app", "y", before="lis", shown=shown)


def test_pins_that_two_sites_made_against_each_other_bend_nothing_and_are_said_until_one_goes(
    session: Session, tmp_path: Path
) -> None:
    with closing(elsewhere(tmp_path, session)) as union:
        by_rule = queue(session)
        session.acts.pin("ex", "the crisis cell", before="lis")
        union.acts.pin("lis", "blood tests", before="ex")
        session.acts.pin("mail", "x")
        before = session.look()
        session.keeping.sync(union.journal_path)
        union.look()
        for site in (session, union):
            seen = site.look()
            (said,) = {str(pins_at_odds(seen, ring)) for ring in seen.contradictions}
            assert said == (
                "lead put ex before lis and dba put lis before ex: that cannot all be, so none of "
                "these pins holds. Take one away: unpin ex or lis."
            )
            assert all(
                said in str(in_one(why(seen, seen.entry[server]))) for server in ("ex", "lis")
            )
            assert said not in str(in_one(why(seen, seen.entry["app"])))
            assert ["san", "ex", "app", "lis"] == queue(site)
        assert [said] == [str(sentence) for sentence in consequences(before, session.look())]
        session.acts.unpin("mail")
        assert by_rule == queue(session)
        session.acts.unpin("ex")
        assert ["lis", "san", "app", "ex"] == queue(session)
        assert ["dba put lis before ex: blood tests."] == [
            str(pin_words(session.look(), p)) for p in session.look().pins
        ]


def elsewhere(tmp_path: Path, session: Session) -> Session:
    """The same plan at another site, with a journal of its own."""
    (tmp_path / "union").mkdir()
    plan = tmp_path / "union" / "inventory.toml"
    plan.write_text(PLAN, encoding="utf-8")
    return Session(plan, operator="dba", host="union", clock=session.now)


def test_a_pin_on_what_came_to_wait_for_what_it_was_put_before_does_not_hold_and_says_so(
    session: Session,
) -> None:
    session.acts.pin("lis", "x", before="san")
    session.loaded.path.write_text(
        PLAN.replace(
            'lis = { site = "imc", role = "x",',
            'lis = { site = "imc", role = "x", needs = ["san"],',
        ),
        encoding="utf-8",
    )
    seen = session.look()
    assert (
        "lead put lis before san, but it waits for that itself: the pin does not hold. Take it "
        "away: unpin lis." in str(in_one(why(seen, seen.entry["lis"])))
    )
    assert seen.by_rule.servers == seen.order.servers


@given(
    st.permutations(range(4)),
    st.lists(st.sampled_from(["app", "lis", "ex", "san"]), min_size=8, max_size=8),
)
def test_pins_of_several_sites_come_to_the_same_in_whatever_order_they_arrive(
    order: list[int], ids: list[str]
) -> None:
    events = [
        pin_event(f"site{n}", subject, before)
        for n, (subject, before) in enumerate(zip(ids[::2], ids[1::2], strict=True))
    ]
    one, other = (
        view(plan_of(PLAN.removeprefix(HEAD)), record_of([events[n] for n in arrival]), NOW)
        for arrival in (range(4), order)
    )
    assert one.order.servers == other.order.servers
    assert [why(one, entry) for entry in one.entries] == [
        why(other, entry) for entry in other.entries
    ]
    assert {pin.subject for pin in one.situation.pins} == set(ids[::2])
    place = {server: number for number, server in enumerate(one.order.servers)}
    at_odds = {pin.subject for ring in one.contradictions for pin in ring}
    if len(kept := [p for p in one.pins if p.subject not in at_odds]) == 1:
        assert place[kept[0].subject] < place[kept[0].before]


def pin_event(origin: str, subject: str, before: str, until: str = "") -> Event:
    after = {"reason": "x", "until": until, "before": before}
    return sealed(
        Event(
            f"{origin}-1",
            origin,
            1,
            GENESIS,
            {},
            1,
            "2021-01-18T02:00:00.000Z",
            "lead",
            "test",
            subject,
            "pinned",
            {"before": None, "after": after},
        )
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["app", "lis", "ex", "san", "mail", "up"]),
            st.sampled_from(["", "app", "lis", "ex", "san", "labo", "up"]),
            st.none() | st.integers(-3, 6),
        ),
        min_size=1,
        max_size=4,
    ),
    st.lists(st.integers(0, 8), min_size=2, max_size=4).map(sorted),
)
def test_a_view_led_on_through_the_ends_of_pins_is_the_view_of_that_moment(
    pins: list[tuple[str, str, int | None]], moments: list[int]
) -> None:
    record = record_of(
        [
            pin_event(
                f"site{n}",
                subject,
                before,
                "" if minutes is None else iso(NOW + timedelta(minutes=minutes)),
            )
            for n, (subject, before, minutes) in enumerate(pins)
        ]
    )
    plan = plan_of(PLAN.removeprefix(HEAD))
    led_on = view(plan, record, NOW + timedelta(minutes=moments[0]))
    for minutes in moments:
        led_on = led_on.thought_through().at(NOW + timedelta(minutes=minutes))
        afresh = view(plan, record, NOW + timedelta(minutes=minutes))
        assert (
            afresh.order.servers,
            afresh.pins,
            afresh.contradictions,
            afresh.ended_pins,
            afresh.entries,
        ) == (
            led_on.order.servers,
            led_on.pins,
            led_on.contradictions,
            led_on.ended_pins,
            led_on.entries,
        )
        assert afresh.holds_until == led_on.holds_until


# What an undo puts back


def test_an_undone_unpin_puts_the_pin_back_in_its_old_place_under_the_name_of_who_made_it(
    session: Session,
) -> None:
    session.acts.pin("lis", "x")
    session.acts.pin("mail", "y")
    as_it_was = queue(session)
    session.operator = "dba"
    for _ in range(2):
        session.acts.unpin("lis")
        session.acts.undo()
    assert as_it_was == queue(session) == ["lis", "san", "ex", "app"]
    assert ["lead put lis first: x.", "lead put Mail first: y."] == [
        str(pin_words(session.look(), p)) for p in session.look().pins
    ]


def test_an_undone_change_of_a_pin_puts_the_first_one_back_in_its_place(session: Session) -> None:
    session.acts.pin("lis", "x")
    session.acts.pin("mail", "y")
    session.acts.pin("lis", "another reason")
    assert ["san", "ex", "lis", "app"] == queue(session)
    session.acts.undo()
    assert ["lis", "san", "ex", "app"] == queue(session)


def test_who_puts_back_a_pin_whose_time_is_over_is_told_that_nothing_is_pinned(
    session: Session, clock: Clock
) -> None:
    session.acts.pin("mail", "x", until=NOW + timedelta(hours=1))
    session.acts.unpin("mail")
    clock.now += timedelta(hours=1)
    (undone,) = session.acts.undo()
    assert [] == list(session.look().pins)
    said = {
        minutes: str(deed(undone._replace(at=iso(NOW + timedelta(minutes=minutes)))))
        for minutes in (59, 60)
    }
    assert {
        59: "mail pinned first (x) (undo)",
        60: "mail not pinned: the time of the pin before is over (undo)",
    } == said


def pin(subject: str, before: str = "") -> Pin:
    event = sealed(Event(subject, "o", 1, "", {}, 1, "", "lead", "h", subject, "pinned", {}))
    return Pin(subject, "x", before, None, event)


# Both groups of x are met by c alone, so it waits for c rather than for a and b, which are nearer.
A_SPARE_THAT_WAITS_FOR_A_LATER_ONE = Problem(
    graph=Graph(
        {
            "s": (),
            "a": (("s",),),
            "b": (("s",),),
            "c": (("s",),),
            "y": (),
            "x": (("a", "c"), ("b", "c")),
            "v": (("x", "y"),),
        }
    ),
    services={"v": Demand(1)},
    minutes={"s": 1, "a": 10, "b": 10, "c": 20, "x": 3, "y": 1},
    blocked=["s"],
)


@given(
    problems(), st.lists(st.tuples(st.integers(0, 30), st.none() | st.integers(0, 30)), max_size=4)
)
@example(A_SPARE_THAT_WAITS_FOR_A_LATER_ONE, [])
def test_pins_move_servers_and_never_before_what_they_need(
    of: Problem, wanted: list[tuple[int, int | None]]
) -> None:
    nodes = list(of.graph.needs)
    plain = in_order(of)
    pins = [
        pin(nodes[n % len(nodes)], "" if b is None else nodes[b % len(nodes)]) for n, b in wanted
    ]
    order = bent(plain, pins)
    assert sorted(plain.servers) == sorted(order.servers) == sorted(order.part)
    for server in order.servers:
        if order.part[server] != "cannot":
            assert all(order.rank[need] < order.rank[server] for need in _beneath(plain, server))
    if pins and not any(p.before for p in pins):
        first = _beneath(plain, pins[0].subject) | ({pins[0].subject} & of.minutes.keys())
        assert first == set(order.servers[: len(first)]) or not of.can_come_back(pins[0].subject)


def _beneath(order: Order, node: str) -> set[str]:
    """The missing servers that a node needs by the order's own choices."""
    found: set[str] = set()
    left = list(order.choice.get(node, ()))
    while left:
        member = left.pop()
        found |= {member} & order.problem.minutes.keys()
        left += order.choice.get(member, ())
    return found


@given(problems(), st.integers(1, 4))
def test_crews_bring_up_what_can_come_back_and_more_crews_leave_nothing_out(
    of: Problem, crews: int
) -> None:
    order = in_order(of)
    up = completion(of, order.servers, crews)
    could = {
        service
        for service in of.services
        if of.can_come_back(service)
        and service not in of.working
        and not any(server in of.blocked for server in order.missing[service])
    }
    assert could <= up.keys()
    assert all(map(of.can_come_back, up))
    assert up.keys() == completion(of, order.servers, crews + 1).keys()
    assert all(minutes > 0 for minutes in up.values())


@given(problems())
def test_one_crew_is_done_with_a_service_when_it_has_done_all_that_stands_before_its_last_server(
    of: Problem,
) -> None:
    order = in_order(of._replace(blocked=()))
    up = completion(order.problem, order.servers, 1)
    for service, minutes in up.items():
        last = max(order.rank[server] for server in order.missing[service])
        assert minutes <= sum(
            order.problem.minutes.get(server, 0) for server in order.servers[:last]
        )


FOUR = "".join(
    f'[services.{each}]\nname = "{each.title()}"\ntier = 1\nneeds = ["{each}1"]\n'
    for each in ("ant", "bee", "cat", "dog")
)
FOUR += "[servers]\n" + "".join(
    f'{each}1 = {{ site = "imc", role = "x", restore = "{hours}h", state = "compromised" }}\n'
    for hours, each in enumerate(("ant", "bee", "cat", "dog"), 1)
)


@pytest.mark.parametrize(
    ("pins", "behind"),
    [
        ([], {"ant": "bee", "bee": "cat", "cat": "dog", "dog": ""}),
        ([("bee", "")], {"ant": "cat", "bee": "cat", "cat": "dog", "dog": ""}),
        ([("dog", "bee")], {"ant": "bee", "bee": "cat", "cat": "", "dog": ""}),
        ([("dog", ""), ("bee", "")], {"ant": "cat", "bee": "cat", "cat": "", "dog": ""}),
    ],
)
def test_nothing_that_is_pinned_ahead_is_named_as_what_comes_after(
    pins: list[tuple[str, str]], behind: dict[str, str]
) -> None:
    """Neither by the sentences of the order nor as what is expected sooner though it stands behind."""
    of = view(plan_of(FOUR), record_of([]), NOW)
    act = standing_event("a", 1, "ant1", Standing("compromised"))
    said = [Pin(each, "because", before, None, act) for each, before in pins]
    of.__dict__["order"] = bent(of.by_rule, said)
    rank = of.order.rank
    for service, second in behind.items():
        assert second == comes_after(of, service), service
        told = str(goes_before(of, service))
        assert told.startswith(f"Before {second.title()}: ") if second else told == "None"
        assert second == next(of.order.behind(service), "")
        assert all(rank[f"{each}1"] > rank[f"{service}1"] for each in of.order.behind(service))
    for entry in of.entries:
        assert not any(
            f"Before {each.title()}" in str(in_one(why(of, entry)))
            for each, _ in pins
            if rank[f"{each}1"] < entry.rank
        )


SHARED = (
    PLAN.replace("[servers]", '[services.urg]\nname = "Urg"\ntier = 1\nneeds = ["u"]\n[servers]')
    + 'u = { site = "imc", role = "x", needs = ["san"], restore = "1h", state = "compromised" }\n'
)
"""Both services of tier 1 miss the storage, and Urg comes before Bloc."""


def before_bloc(*restored: str) -> View:
    """The laboratory is pinned before Bloc, and these servers are restored."""
    events = [
        pin_event("site0", "labo", "bloc"),
        *(
            standing_event(f"site{n}", 1, server, Standing("clean", "restored"))
            for n, server in enumerate(restored, 1)
        ),
    ]
    return view(plan_of(SHARED.removeprefix(HEAD)), record_of(events), NOW)


def test_a_pin_before_another_names_before_which_server_that_is() -> None:
    then = before_bloc()
    assert ["lis", "san", "u", "app", "ex"] == list(then.order.servers)
    place = "That is before san, the first that Bloc still misses: rank 1."
    (pin,) = then.pins
    assert f"lead put Labo before Bloc: x. {place}" == str(placed_pin_words(then, pin))
    assert place in str(in_one(why(then, then.entry["lis"])))
    told = compared(then, "labo", "urg")
    assert "Labo stands before Urg: lead pinned Labo: x." == str(comparison_words(then, told))


def test_what_a_pin_does_not_reach_past_is_explained_by_the_pin_and_not_by_the_rule() -> None:
    then = before_bloc("san")
    assert ["u", "lis", "app", "ex"] == list(then.order.servers)
    said = str(comparison_words(then, compared(then, "labo", "urg")))
    assert (
        "Urg stands before Labo: Labo is pinned before Bloc only, which is before app, the first that "
        "Bloc still misses; u stands before that." == said
    )


def test_an_act_that_brings_back_what_a_pin_had_stand_first_says_what_that_no_longer_passes() -> (
    None
):
    """By the worth of what is left another goes before what the pin is before, which stays the same."""
    plan = plan_of("""
[services]
bloc = { name = "Bloc", tier = 1, weight = 5, needs = ["pacs"] }
sang = { name = "Sang", tier = 1, weight = 3, needs = ["s1"] }
labo = { name = "Labo", tier = 3, needs = ["hv", "lis"] }
[servers]
hv = { site = "imc", role = "x", restore = "3h", state = "compromised" }
pacs = { site = "imc", role = "x", needs = ["hv"], restore = "8h", state = "compromised" }
s1 = { site = "imc", role = "x", needs = ["hv"], restore = "4h", state = "compromised" }
lis = { site = "imc", role = "x", restore = "1h", state = "compromised" }
""")
    pinned = pin_event("site0", "labo", "bloc")
    back = standing_event("site1", 1, "hv", Standing("clean", "restored"))
    was, now = (view(plan, record_of(events), NOW) for events in ([pinned], [pinned, back]))
    assert [["hv", "lis", "pacs", "s1"], ["s1", "lis", "pacs"]] == [
        list(of.order.servers) for of in (was, now)
    ]
    assert "Labo, pinned before Bloc, no longer stands before s1." in list(
        map(str, consequences(was, now))
    )


def test_an_act_that_moves_what_something_is_pinned_before_says_so() -> None:
    was, now = before_bloc(), before_bloc("san")
    assert "Labo, pinned before Bloc, no longer stands before u." in list(
        map(str, consequences(was, now))
    )
    assert ["u moves up 1: Labo, pinned before Bloc, stands only before app now"] == list(
        map(str, moved(was, now))
    )
    assert str(later_for(was, now, "labo")).startswith("Labo: ")
    assert "later by that: expected " in str(later_for(was, now, "labo"))
    assert not any("pinned" in str(each) for each in consequences(now, now))


def test_a_pin_whose_other_stands_further_back_since_says_that_it_moves_nothing() -> None:
    """What it is before is blocked: by the rule all of it stands before that, and others before both."""
    plan = plan_of("""
[services]
urg = { name = "Urg", tier = 1, weight = 5, needs = ["u"] }
bloc = { name = "Bloc", tier = 1, weight = 9, needs = ["pacs"] }
labo = { name = "Labo", tier = 1, needs = ["lis"] }
[servers]
u = { site = "imc", role = "x", restore = "2h", state = "compromised" }
pacs = { site = "imc", role = "x", restore = "1h", state = "compromised" }
lis = { site = "imc", role = "x", restore = "4h", state = "compromised" }
""")
    pinned = pin_event("site0", "labo", "bloc")
    stuck = standing_event("site1", 1, "pacs", Standing("compromised", "blocked", reason="vendor"))
    was, now = (view(plan, record_of(events), NOW) for events in ([pinned], [pinned, stuck]))
    assert [["lis", "pacs", "u"], ["u", "lis", "pacs"]] == [
        list(of.order.servers) for of in (was, now)
    ]
    fell = (
        "Labo, pinned before Bloc, stands by the rule now: pacs stands behind it, and the pin moves "
        "nothing."
    )
    assert fell in list(map(str, consequences(was, now)))
    assert fell in list(map(str, changed_by_itself(was, now)))
    assert fell not in list(map(str, consequences(now, now)))
    idle = (
        "lead put Labo before Bloc: x. It moves nothing now: Labo stands before pacs by the rule."
    )
    (pin,) = now.pins
    assert idle == str(placed_pin_words(now, pin))
    assert idle in str(comparison_words(now, compared(now, "labo", "urg")))
    in_full = reason_in_full(now, full_reason(now, now.entry["u"]))
    assert ("A pin", idle) in [(str(label), str(words)) for label, words in in_full]
    assert "nothing now" not in str(comparison_words(was, compared(was, "labo", "urg")))
