"""Who pays for a gain is told by `--why` as `--suppose` tells it: the same runs, told the same way."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.acts.supposing import always_at_work, with_at_once, with_let_go
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.forecast.pin_price import price_of
from chwapi_console.recovery.forecast.why import Gain, Later, Why, why
from chwapi_console.recovery.forecast.why_words import why_words
from chwapi_console.recovery.state.view.view import View, view
from hospitals import plan_of, record_of, standing_event

NOW = datetime(2021, 1, 18, 17, 30, tzinfo=UTC)
PLAN = """
[policy]
triage = "10m"
[crews.windows]
os = ["windows"]
at_once = 2
[crews.systems]
hours = "07:00-21:00"
[services.bloc]
name = "Bloc"
tier = 1
needs = ["w6", "w7"]
[services.garde]
name = "Garde"
tier = 2
needs = ["w0", "w2"]
""" + "".join(
    f'[services.s{n}]\nname = "Service {n}"\ntier = {2 + n % 3}\nneeds = ["w{n}"]\n'
    for n in range(2, 12)
)
SERVERS = "[servers]\n" + "".join(
    f'w{n} = {{ site = "imc", role = "x", os = "{("linux", "windows")[n % 2]}", restore = "{2 + n % 5}h",'
    f' needs = {["w1"] if n == 6 else []}, state = "{("compromised", "unknown")[n % 3 == 2]}" }}\n'
    for n in range(12)
)


@pytest.fixture(scope="module")
def seen() -> View:
    held = Standing("compromised", "restoring", "dba")
    taken = [
        standing_event(letter, n, server, held, kind="taken")
        for n, (letter, server) in enumerate([("a", "w4"), ("b", "w9"), ("c", "w3")], 1)
    ]
    return view(plan_of(PLAN + SERVERS), record_of(taken), NOW)


@pytest.fixture(scope="module")
def found(seen: View) -> Why:
    return why(seen, "bloc", None, forecast(seen, ["bloc"]).services["bloc"])


def supposed(seen: View, found: Why) -> Iterator[tuple[Gain, View]]:
    """Each gain of which it is told who pays, and the view in which it is so."""
    for gain in found.others:
        if gain.later is None:
            continue
        match gain.what:
            case "drop":
                yield gain, with_let_go(seen, gain.node)
            case "crew":
                at_once = seen.plan.crews[gain.node].at_once
                yield gain, with_at_once(seen, gain.node, at_once + 1)
            case "hours":
                yield gain, always_at_work(seen, gain.node)


def test_who_pays_is_who_is_supposed_to_by_as_much_and_the_most_urgent_come_first(
    seen: View, found: Why
) -> None:
    compared = list(supposed(seen, found))
    paying = dict[str, list[Later]]()
    for gain, then in compared:
        price = price_of(seen.with_plan(seen.written._replace()), then, "bloc")
        later = {service: minutes for service, minutes in price.moves.items() if minutes > 0}
        assert gain.later is not None
        assert later == {of.service: of.minutes for of in gain.later}, gain.node
        assert price.few & later.keys() == {of.service for of in gain.later if of.on_average}
        tiers = [(seen.plan.services[of.service].tier, -of.minutes) for of in gain.later]
        assert tiers == sorted(tiers)
        paying[gain.what] = list(gain.later)
    assert len(paying["drop"]) > 1


def test_the_service_for_which_what_is_let_go_of_is_in_hand_is_named(
    seen: View, found: Why
) -> None:
    (drop,) = (gain for gain in found.others if gain.what == "drop" and gain.node == "w9")
    assert "s9" == drop.held_for
    two = [Later("garde", 90), Later("s6", 60), Later("s9", 300), Later("s4", 600, True)]
    told = {
        "Garde 1 h 30, Service 6 1 h, Service 9 5 h and 1 more.": two,
        "Garde 1 h 30, Service 6 1 h and 1 more; not Service 9, for which it is in hand.": [
            *two[:2],
            two[3],
        ],
        "Service 4 10 h on average; not Service 9, for which it is in hand.": two[3:],
        "Service 9 5 h.": two[2:3],
    }
    for words, later in told.items():
        of = found._replace(others=[drop._replace(clear=-60, few=False, later=later)])
        said = " ".join(map(str, why_words(seen, of)))
        assert f"let go of now: 1 h sooner; later by that: {words}" in said
