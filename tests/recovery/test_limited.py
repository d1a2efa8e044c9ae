"""What a service that is up does without: a status of its own, in the news, under a sign-off, and
for whoever needs it."""

import pytest

from chwapi_console.errors import Unmeant
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event, sealed
from chwapi_console.recovery.acts.sign_off import accept, why_no_sign_off
from chwapi_console.recovery.progress import progress
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.meant.consequences import consequences
from chwapi_console.recovery.words.meant.open_work import open_work, open_work_in_words
from chwapi_console.recovery.words.since.sign_off_words import in_a_column, sign_off_in_full
from chwapi_console.recovery.words.things.limits import status_words, what_it_does_without
from chwapi_console.report.situation import situation
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = """
[services.urg]
name = "Emergency"
tier = 1
needs = ["urg1"]
soft = ["lab", "pabx"]
[services.lab]
name = "Laboratory"
tier = 1
needs = ["lis"]
[services.smur]
name = "Ambulances"
tier = 2
needs = ["urg"]
[servers]
urg1 = { site = "imc", role = "x", state = "compromised" }
lis = { site = "imc", role = "x", state = "compromised" }
pabx = { site = "imc", role = "x", state = "clean" }
pabx2 = { site = "imc", role = "x", state = "clean" }
"""


def restored(server: str, seq: int = 1) -> Event:
    return standing_event(server, seq, server, Standing("compromised", "restored", "dba"))


def seen(*events: Event) -> View:
    return view(plan_of(PLAN), record_of(events), NOW)


def test_a_wish_that_does_not_work_limits_a_service_and_holds_nothing_back() -> None:
    there = seen(restored("urg1"))
    urgences = there.services["urg"]
    assert ("limited", ("lab",), True) == (urgences.status, urgences.without, urgences.is_up)
    assert "up, without Laboratory" == str(status_words(there, "urg"))
    assert ("up", True) == (there.services["smur"].status, there.works("urg"))
    assert 1 == there.limited


def limited_on_each_page(there: View) -> list[int]:
    """On the line that heads each page, in the report, and on the page of the progress."""
    of_sites = progress(there).sites
    return [
        there.limited,
        situation(there).all.limited,
        sum(share.limited for share in of_sites),
    ]


@pytest.mark.parametrize(
    ("back", "status"), [((), "down"), (("lis",), "down"), (("urg1", "lis"), "up")]
)
def test_what_is_down_is_not_limited_and_what_has_all_is_up(
    back: tuple[str, ...], status: str
) -> None:
    there = seen(*map(restored, back))
    assert (status, ()) == (there.services["urg"].status, there.services["urg"].without)


def test_a_wish_that_is_retired_for_another_is_that_other() -> None:
    retired = standing_event("pabx", 1, "pabx", Standing("clean", "retired", "", "", "pabx2"))
    assert ("lab",) == seen(restored("urg1"), retired).services["urg"].without
    gone = standing_event("pabx", 1, "pabx", Standing("clean", "retired"))
    assert ("lab", "pabx") == seen(restored("urg1"), gone).services["urg"].without


def test_news_says_what_is_up_without_what_and_when_it_is_whole() -> None:
    none, up, whole = seen(), seen(restored("urg1")), seen(restored("urg1"), restored("lis"))
    assert ["Ambulances is up.", "Emergency is up, without Laboratory."] == list(
        map(str, consequences(none, up))
    )
    assert ["Laboratory is up.", "Emergency is up in full."] == list(
        map(str, consequences(up, whole))
    )
    assert ["Laboratory is no longer up.", "Emergency does without Laboratory now."] == list(
        map(str, consequences(whole, up))
    )


def test_a_sign_off_keeps_what_was_lacking_and_covers_no_more() -> None:
    up = seen(restored("urg1"))
    with pytest.raises(
        Unmeant, match="Emergency is up, without Laboratory: it would be signed off so"
    ):
        accept(up, "urg", "head of emergency", "one patient registered")
    (draft,) = accept(up, "urg", "head of emergency", "one patient registered", meant=True).drafts
    assert ["lab"] == draft.data["after"]["without"]
    signed = standing_event("x", 1, "urg", Standing(), kind="accepted")._replace(
        data=draft.data, subject=draft.subject
    )
    later = view(up.plan, record_of([restored("urg1"), sealed(signed)]), NOW)
    assert ("accepted", ("lab",)) == (later.services["urg"].status, later.services["urg"].without)
    assert "accepted, without Laboratory" == str(status_words(later, "urg"))
    assert str(in_a_column(later, "urg")).endswith("by head of emergency; without Laboratory")
    assert "It was up without Laboratory then." in map(str, sign_off_in_full(later, "urg"))
    assert why_no_sign_off(later, "urg") is not None
    assert [1, 1, 1] == limited_on_each_page(later)
    gone = standing_event("pabx", 1, "pabx", Standing("compromised"))
    worse = view(up.plan, record_of([restored("urg1"), sealed(signed), gone]), NOW)
    assert ("limited", ("lab", "pabx")) == (
        worse.services["urg"].status,
        worse.services["urg"].without,
    )
    assert "That does not cover pabx, which it does without now." in map(
        str, sign_off_in_full(worse, "urg")
    )
    assert why_no_sign_off(worse, "urg") is None


def test_what_is_up_in_full_on_something_limited_says_so() -> None:
    assert "It stands on Emergency (up without Laboratory)." == str(
        what_it_does_without(seen(restored("urg1")), "smur")
    )
    assert what_it_does_without(seen(restored("urg1"), restored("lis")), "smur") is None
    assert what_it_does_without(seen(), "smur") is None
    assert what_it_does_without(seen(restored("urg1")), "urg") is None


def test_what_an_act_would_announce_says_without_what() -> None:
    there = seen()
    found = open_work(there, ["urg1"], "restored", "dba")
    assert str(open_work_in_words(there, ["urg1"], "restored", found)).startswith(
        "urg1 restored: this would say that Ambulances is up; Emergency is up (without "
        "Laboratory). But: "
    )
