"""A service whose servers the plan does not name yet: it is not up, and its known servers stand
where they belong."""

from pathlib import Path

import pytest

from chwapi_console.inventory.faults import Gravity
from chwapi_console.inventory.file.load import parse
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.order.schedule import completion
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.things.incomplete_services import (
    not_named,
    nothing_to_do,
    unnamed_beneath,
)
from chwapi_console.recovery.words.things.missing import still_missing
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.text import in_one
from hospitals import HEAD, NOW, plan_of, record_of, standing_event

BARE = """
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["adt", "bloc1"]
[services.adt]
name = "Identity"
tier = 1
{adt}
[services.mail]
name = "Mail"
tier = 4
needs = ["ex1"]
[servers]
bloc1 = {{ site = "imc", role = "x", state = "compromised" }}
ex1 = {{ site = "imc", role = "x", state = "compromised", restore = "1h" }}
adt1 = {{ site = "imc", role = "x", state = "{adt1}" }}
"""


def seen(adt: str = "", adt1: str = "clean", restored: tuple[str, ...] = ()) -> View:
    events = [
        standing_event("imc", n, server, Standing("compromised", "restored"))
        for n, server in enumerate(restored, 1)
    ]
    return view(plan_of(BARE.format(adt=adt, adt1=adt1)), record_of(events), NOW)


def status(of: View, service: str) -> str:
    return of.services[service].status


@pytest.mark.parametrize(
    ("adt", "told"),
    [
        ("", "down"),
        ('unnamed = ["ADT server"]', "down"),
        ('needs = ["adt1"]', "up"),
        ('needs = ["adt1"]\nunnamed = ["label printer"]', "partial"),
    ],
)
def test_a_service_is_up_only_when_the_plan_names_all_it_needs_and_that_works(
    adt: str, told: str
) -> None:
    assert told == status(seen(adt), "adt")


def test_what_needs_a_service_without_servers_is_not_up_either_whatever_is_restored() -> None:
    restored = seen(restored=("bloc1",))
    assert "partial" == status(restored, "bloc")
    assert not restored.works("bloc")
    assert [] == restored.missing("bloc")
    assert "servers to be named for Identity" == str(still_missing(restored, "bloc"))


def test_its_known_servers_keep_their_place_in_the_queue() -> None:
    entry = seen().entries[0]
    assert ("bloc1", 1, "clinical", True) == (entry.server, entry.tier, entry.part, entry.ready)
    assert str(in_one(why(seen(), entry))).endswith(
        "Bloc IMC also waits for servers that the plan does not name yet."
    )


def test_no_time_is_told_for_what_waits_for_a_name() -> None:
    outlooks = forecast(seen(), runs=20).services
    for service in ("adt", "bloc"):
        assert outlooks[service].p50 is None
        assert "waits for servers that the plan does not name yet" == str(outlooks[service].reason)
    assert outlooks["mail"].p50
    assert {"mail"} == completion(seen().problem, seen().order.servers, 1).keys()


def test_a_service_with_needs_met_and_one_kind_unnamed_is_never_reckoned_up() -> None:
    of = seen('needs = ["adt1"]\nunnamed = ["label printer"]', adt1="compromised")
    assert {"mail"} == completion(of.problem, of.order.servers, 1).keys()
    assert forecast(of, runs=20).services["bloc"].p50 is None


@pytest.mark.parametrize(
    ("adt", "words"),
    [
        ("", "servers to be named"),
        ('unnamed = ["ADT server", "labels"]', "servers to be named: ADT server and labels"),
    ],
)
def test_what_is_to_be_named_is_said(adt: str, words: str) -> None:
    assert words == str(not_named(seen(adt), "adt"))
    assert ["adt"] == unnamed_beneath(seen(adt), "bloc")


def test_a_whole_plan_waits_for_no_name() -> None:
    whole = seen('needs = ["adt1"]')
    assert [None] * 3 == [not_named(whole, service) for service in whole.plan.services]


@pytest.mark.parametrize(
    ("adt", "key", "words"),
    [
        ("", "services.adt", "no server is named for it yet, so it counts as down"),
        ('unnamed = ["labels"]', "services.adt.unnamed", "not named yet: labels."),
    ],
)
def test_check_warns_of_it_and_the_plan_opens(adt: str, key: str, words: str) -> None:
    (warning,) = [
        f
        for f in parse(HEAD + BARE.format(adt=adt, adt1="clean"), Path("plan.toml")).findings
        if f.gravity is Gravity.WARNING
    ]
    assert key == warning.dotted
    assert words in str(warning.sentence)


def test_an_empty_plan_does_not_say_that_all_is_done() -> None:
    assert "The plan has no server yet." == str(
        nothing_to_do(view(plan_of(""), record_of([]), NOW))
    )
