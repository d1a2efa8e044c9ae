"""What is left of a server in hand counts where others could do its work."""

from datetime import datetime, timedelta

from chwapi_console.clock import iso
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.recovery.acts import claims
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.text import in_one
from hospitals import NOW, plan_of
from journal.memory_store import MemoryStore

PLAN = plan_of("""
[policy]
evidence_first = false
[services.bloc]
name = "Bloc"
tier = 1
needs = [["old", "fresh"], "x"]
[services.lab]
name = "Laboratory"
tier = 2
needs = ["y"]
[servers]
old = { site = "imc", role = "x", restore = "6h", state = "compromised" }
fresh = { site = "imc", role = "x", restore = "5h", state = "compromised" }
x = { site = "imc", role = "x", restore = "30m", state = "compromised" }
y = { site = "imc", role = "x", restore = "30m", state = "compromised" }
""")


class Night:
    """A night in which somebody takes one server, and looks at the queue so many minutes later."""

    def __init__(self, server: str, plan: str = "") -> None:
        self.store = MemoryStore("here")
        self.plan = plan_of(plan) if plan else PLAN
        act = claims.take(view(self.plan, self.store.record, NOW), [server], "dba")
        self.store.at = iso(NOW)
        self.store.append(act.drafts, Actor("dba", "host"), act.shown)

    def after(self, minutes: float) -> View:
        return view(self.plan, self.store.record, NOW + timedelta(minutes=minutes))


def places(seen: View) -> list[str]:
    return [entry.server for entry in seen.entries]


def test_a_member_nearly_done_is_not_dropped_for_a_fresh_one() -> None:
    night = Night("old")
    assert ["fresh", "x", "y", "old"] == places(night.after(30))
    assert ["old", "x", "y", "fresh"] == places(night.after(290))


def test_what_is_left_is_counted_in_half_hours_begun_and_of_what_is_late_half_of_that() -> None:
    night = Night("old")
    left = [night.after(at).problem.left["old"] for at in (0, 29, 30, 31, 290, 359, 360, 420)]
    assert [360, 360, 330, 330, 90, 30, 30, 30] == left
    assert [60, 105] == [night.after(at).problem.left["old"] for at in (480, 570)]


def test_whoever_takes_longer_than_the_longest_estimate_counts_as_just_begun() -> None:
    late = Night("old").after(12 * 60)
    assert {} == late.problem.left
    assert ["fresh", "x", "y", "old"] == places(late)


def test_a_view_that_was_kept_shows_the_same_as_a_new_one_at_every_minute() -> None:
    night = Night("old")
    kept = night.after(0)
    for minute in range(0, 730, 5):
        kept = kept.at(NOW + timedelta(minutes=minute, seconds=minute % 60))
        anew = night.after(minute + minute % 60 / 60)
        assert anew.problem.left == kept.problem.left
        assert places(anew) == places(kept)


def test_nothing_is_looked_at_anew_where_nobody_else_could_do_the_work() -> None:
    at_work = Night("y").after(10)
    assert {} == at_work.problem.left
    assert at_work.holds_until is None
    assert isinstance(Night("old").after(10).holds_until, datetime)


def test_a_member_in_hand_stays_even_where_a_fresh_one_stands_before_it_for_another() -> None:
    night = Night(
        "old",
        """
[policy]
evidence_first = false
[services.bloc]
name = "Bloc"
tier = 1
needs = ["fresh"]
[services.lab]
name = "Laboratory"
tier = 1
needs = [["old", "fresh"]]
[servers]
old = { site = "imc", role = "x", restore = "6h", state = "compromised" }
fresh = { site = "imc", role = "x", restore = "5h", state = "compromised" }
""",
    )
    assert ("fresh",) == night.after(0).order.choice["lab"]
    assert ("old",) == night.after(290).order.choice["lab"]


def test_the_spare_says_that_the_other_is_in_hand_and_how_much_of_it_is_left() -> None:
    seen = Night("old").after(290)
    told = str(in_one(why(seen, seen.entry["fresh"])))
    assert told.startswith("Spare: old is nearer: in hand, about 1 h 30 of it left.")


def test_a_member_in_hand_for_too_long_says_why_it_is_not_waited_for() -> None:
    seen = Night("old").after(12 * 60)
    told = str(in_one(why(seen, seen.entry["old"])))
    assert "Spare: fresh is nearer, for old is in hand longer than its longest estimate." in told
