"""What somebody goes on with where a plan says who is for what, what work shares and where a second
pair of hands helps."""

from datetime import UTC, datetime, timedelta

from chwapi_console.clock import iso
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.recovery.acts import claims, notes, steps
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.forecast.forecast import Hold as Held
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.forecast.outlook import held_up
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.of_view.advice import Advice, Elsewhere, Full, Hand, WaitAdvice
from chwapi_console.recovery.state.of_view.advice_by_crews import people_at
from chwapi_console.recovery.state.of_view.advising import advice
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.advice_words import advice_words, hold_words
from chwapi_console.recovery.words.why.means_words import by_the_clock_words, means_lines
from chwapi_console.recovery.words.why.not_begun import why_not_begun
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.text import ENGLISH, in_one
from hospitals import NOW, plan_of
from journal.memory_store import MemoryStore

PLAN = """
[policy]
evidence_first = false
[services.bloc]
name = "Bloc IMC"
site = "imc"
tier = 1
needs = ["pacs1"]
[services.adt]
name = "Admissions"
tier = 1
needs = ["dc1"]
[services.paie]
name = "Payroll"
tier = 4
needs = ["pay1"]
[servers]
dc1 = { site = "imc", role = "Domain controller", restore = "4h", runbook = "w", hands = 2, state = "compromised" }
pacs1 = { site = "imc", role = "PACS", restore = "4h", runbook = "w", needs = ["dc1"], state = "compromised" }
pay1 = { site = "union", role = "Payroll", restore = "6h", runbook = "w", state = "compromised" }
spare1 = { site = "union", role = "Spare", restore = "1h", state = "compromised" }
sw1 = { site = "union", role = "Core switch", restore = "1h", state = "compromised" }
[runbooks.w]
steps = ["rebuild", "restore-data"]
[crews.systems]
name = "Systèmes"
at_once = 3
roles = ["domain", "pacs", "payroll", "spare"]
[crews.network]
name = "Network"
roles = ["switch"]
hours = "08:00-18:00"
[operators.anne-1]
roles = ["lead", "restorer"]
crew = "systems"
[operators.ben-2]
roles = ["restorer"]
crew = "systems"
[operators.carl-3]
roles = ["restorer"]
crew = "systems"
[operators.nora-4]
roles = ["restorer"]
crew = "network"
[lanes.restore]
name = "Restore"
at_once = 1
"""
BY_STEPS = 'steps = ["restore-data"]\n'
"""The lane is for the second half of each restoration."""


class Night:
    """People who act on a plan."""

    def __init__(self, *changes: tuple[str, str], lane: str = BY_STEPS) -> None:
        text = PLAN + lane
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        self.plan, self.store, self.now = plan_of(text), MemoryStore("here"), NOW

    @property
    def seen(self) -> View:
        return view(self.plan, self.store.record, self.now)

    def take(self, server: str, who: str) -> "Night":
        return self._write(claims.take(self.seen, [server], who, remarks=MEANT), who)

    def tick(self, server: str, step: str, who: str) -> "Night":
        act = steps.step(self.seen, server, step, remarks=MEANT, operator=who)
        return self._write(act, who)

    def note(self, server: str, who: str) -> "Night":
        return self._write(notes.note(self.seen, server, "at it too", operator=who), who)

    def _write(self, act: Act, who: str) -> "Night":
        self.store.at = iso(self.now)
        self.store.append(act.drafts, Actor(who, "host"), act.shown)
        return self

    def after(self, minutes: int) -> "Night":
        self.now += timedelta(minutes=minutes)
        return self

    def advice(self, operator: str, crew: str | None = None) -> Advice:
        return advice(self.seen, operator, crew=crew)

    def words(self, operator: str) -> list[str]:
        of = self.advice(operator)
        return [ENGLISH(sentence) for sentence in advice_words(self.seen, of)]

    def why(self, server: str) -> str:
        now = self.seen
        return ENGLISH(in_one(why(now, now.entry[server])))


MEANT = Remarks(meant=True)
ONE_PAIR = ("hands = 2, ", "")


def server(of: Advice) -> str | None:
    return of.entry.server if of.entry else None


def test_each_crew_is_given_the_work_it_is_for() -> None:
    night = Night()
    assert ("dc1", "systems") == (server(of := night.advice("anne-1")), of.crew)
    assert ("sw1", "network") == (server(of := night.advice("nora-4")), of.crew)
    assert ("sw1", "network") == (server(of := night.advice("anne-1", "network")), of.crew)


def test_who_is_of_no_crew_goes_by_the_whole_queue() -> None:
    assert ("dc1", None) == (server(of := Night().advice("zoe-9")), of.crew)


def test_a_crew_that_sleeps_is_told_when_it_works_again() -> None:
    assert datetime(2021, 1, 18, 7, tzinfo=UTC) == Night().advice("nora-4").on
    assert "Network works again from Mon 08:00 on, by the plan." == Night().words("nora-4")[0]
    assert Night().after(300).advice("nora-4").on is None


def test_what_is_more_urgent_and_for_others_is_told_with_when_they_work() -> None:
    night = Night(('needs = ["pay1"]', 'needs = ["sw1"]'), ("tier = 4", "tier = 1"))
    night.take("dc1", "anne-1")
    work = datetime(2021, 1, 18, 7, tzinfo=UTC)
    assert Elsewhere("sw1", ("network",), work) == night.advice("ben-2").elsewhere
    assert "sw1 is ready, of tier 1: it is for Network, who work from Mon 08:00 on." in (
        night.words("ben-2")
    )
    night.after(300)
    assert "sw1 is ready, of tier 1: it is for Network." in night.words("ben-2")
    assert night.advice("nora-4").elsewhere is None


def test_a_hand_is_wanted_before_anything_of_a_lower_tier() -> None:
    night = Night().take("dc1", "anne-1")
    assert Hand("dc1", "anne-1", 40) == night.advice("ben-2").hand
    assert night.words("ben-2") == [
        (
            "Help anne-1 with dc1: another pair of hands likely has it done 40 min sooner. Tier 1; what "
            "is ready is of tier 4."
        )
    ]
    assert night.advice("nora-4").hand is None


def test_what_is_ready_of_the_same_tier_goes_before_a_hand() -> None:
    night = Night(("tier = 4", "tier = 1")).take("dc1", "anne-1")
    assert ("pay1", None) == (server(of := night.advice("ben-2")), of.hand)


def test_nobody_is_asked_for_a_hand_who_gives_one_nor_more_than_there_is_room_for() -> None:
    night = Night().take("dc1", "anne-1")
    assert night.advice("anne-1").hand is None
    night.note("dc1", "ben-2")
    assert ["anne-1", "ben-2"] == people_at(night.seen, "dc1")
    assert [None, None] == [night.advice(who).hand for who in ("ben-2", "carl-3")]


def test_no_hand_is_wanted_at_what_rests_while_its_crew_sleeps() -> None:
    night = Night(('"switch"]', '"switch", "domain"]')).after(810).take("dc1", "nora-4")
    assert Hand("dc1", "nora-4", 40) == night.advice("ben-2").hand
    assert night.after(45).advice("ben-2").hand is None
    assert night.after(840).advice("ben-2").hand is not None


def test_while_a_restoration_is_in_a_lane_more_hands_make_nothing_faster() -> None:
    night = Night().take("dc1", "anne-1").after(60).tick("dc1", "rebuild", "anne-1")
    assert night.advice("ben-2").hand is None


def test_what_is_taken_to_be_in_a_lane_by_its_time_alone_is_said_to_be() -> None:
    night = Night(ONE_PAIR).take("dc1", "anne-1").after(150)
    words = "Counted so by the time in hand: no step of dc1 was ticked."
    assert words == str(by_the_clock_words(night.seen, ["dc1"]))
    night.tick("dc1", "rebuild", "anne-1")
    assert by_the_clock_words(night.seen, ["dc1"]) is None
    whole = Night(ONE_PAIR, lane='work = ["restore"]\n').take("dc1", "anne-1").after(150)
    assert by_the_clock_words(whole.seen, ["dc1"]) is None


def test_one_pair_of_hands_is_asked_for_none() -> None:
    assert Night(ONE_PAIR).take("dc1", "anne-1").advice("ben-2").hand is None


LANE_FIRST = ("[runbooks.w]", '[runbooks.p]\nsteps = ["restore-data", "rebuild"]\n[runbooks.w]')
PAY_IS_SO = ('restore = "6h", runbook = "w"', 'restore = "6h", runbook = "p"')
"""Payroll is in the lane from the first minute on, for half of its time."""


def test_a_server_waits_that_would_be_in_a_lane_when_an_earlier_one_needs_it() -> None:
    night = Night(ONE_PAIR, LANE_FIRST, PAY_IS_SO).take("dc1", "anne-1").after(60)
    assert (WaitAdvice("pay1", "restore", "dc1", NOW + timedelta(minutes=120)),) == (
        night.advice("ben-2").holds
    )
    assert "spare1" == server(night.advice("ben-2"))
    assert "Hold pay1: Restore is needed for dc1 at Mon 06:00." in night.words("ben-2")


DC1_AFTER_THE_SWITCH = (
    'restore = "4h", runbook = "w", hands = 2',
    'needs = ["sw1"], restore = "4h", runbook = "p"',
)
ALL_DAY = ('hours = "08:00-18:00"\n', "")


def test_nothing_is_held_for_what_waits_for_work_that_nobody_has_in_hand() -> None:
    night = Night(DC1_AFTER_THE_SWITCH, LANE_FIRST, PAY_IS_SO, ALL_DAY)
    for minutes in range(0, 60, 7):
        of = night.after(7 if minutes else 0).advice("ben-2")
        assert ("pay1", ()) == (server(of), of.holds)
    assert "It is the first that they can begin." in not_begun(night)
    night.take("sw1", "nora-4")
    hold = night.advice("ben-2").holds
    assert ["pay1"] == [each.server for each in hold]
    for minutes in range(0, 60, 7):
        of = night.after(7 if minutes else 0).advice("ben-2")
        assert hold == of.holds, minutes
        assert ENGLISH(hold_words(night.seen, hold[0])) in not_begun(night)


def not_begun(night: Night) -> str:
    seen = night.seen
    return " ".join(map(ENGLISH, why_not_begun(seen, seen.entry["pay1"])))


def test_a_server_need_not_wait_where_that_would_cost_more_than_it_gains() -> None:
    night = Night(ONE_PAIR).take("dc1", "anne-1").after(60)
    assert ("pay1", ()) == (server(of := night.advice("ben-2")), of.holds)


def test_a_server_that_is_out_of_the_lane_again_by_then_need_not_wait() -> None:
    short = ('restore = "6h", runbook = "w"', 'restore = "1h", runbook = "p"')
    night = Night(ONE_PAIR, LANE_FIRST, short).take("dc1", "anne-1")
    assert ("pay1", ()) == (server(of := night.advice("ben-2")), of.holds)


def test_a_full_lane_lets_the_next_be_begun_that_needs_no_place() -> None:
    night = Night(ONE_PAIR, lane='work = ["restore"]\nservers = ["dc1", "pay1"]\n')
    night.take("dc1", "anne-1")
    assert ((Full("pay1", "restore"),), "spare1") == (
        (of := night.advice("ben-2")).full,
        server(of),
    )
    assert "pay1 is ready, and waits for a place in Restore: dc1 is in it." in night.words("ben-2")
    assert night.why("pay1").startswith("It waits for a place in Restore: dc1 is in it.")


def test_what_may_not_begin_yet_is_not_ready_until_then() -> None:
    night = Night(("hands = 2, ", "not_before = 2021-01-18T14:00:00+01:00, "))
    assert "pay1" == server(night.advice("anne-1"))
    assert night.why("dc1").startswith("It may not begin before Mon 14:00.")
    assert datetime(2021, 1, 18, 13, tzinfo=UTC) == night.seen.holds_until
    assert "dc1" == server(night.after(600).advice("anne-1"))


def test_what_another_does_sooner_is_not_waited_for_until_the_hour_at_which_it_is_no_sooner() -> (
    None
):
    late = "not_before = 2021-01-18T14:00:00+01:00, "
    night = Night(("hands = 2, ", late), ('needs = ["dc1"]\n', 'needs = [["dc1", "spare1"]]\n'))
    night = night.after(-60)
    assert ("spare1",) == night.seen.order.choice["adt"]
    until = night.seen.holds_until
    assert until is not None and until - night.now <= timedelta(hours=1)
    assert "may not begin before Mon 14:00" in night.why("dc1")


def test_a_second_pair_of_hands_helps_in_a_place_that_the_whole_restoration_keeps() -> None:
    night = Night(lane='work = ["restore"]\n').take("dc1", "anne-1")
    hand = night.advice("ben-2").hand
    assert hand is not None and ("dc1", "anne-1") == hand[:2]


def test_who_asks_for_a_crew_hears_that_what_stands_ahead_is_for_another_or_not_to_begin() -> None:
    from chwapi_console.recovery.words.why.full_reason import full_reason, reason_in_full

    night = Night(("hands = 2, ", "not_before = 2021-01-18T14:00:00+01:00, "))
    seen = night.seen
    said = " ".join(
        ENGLISH(words)
        for label, words in reason_in_full(seen, full_reason(seen, seen.entry["spare1"]))
        if str(label) == "Ahead of it"
    )
    assert "dc1 (not before Mon 14:00)" in said, said
    assert "pacs1 (after dc1)" in said, said
    said = " ".join(
        ENGLISH(words)
        for label, words in reason_in_full(seen, full_reason(seen, seen.entry["sw1"]))
        if str(label) == "Ahead of it"
    )
    assert "pay1 (for Systèmes)" in said, said


def test_a_page_says_who_is_for_a_server_and_what_it_shares() -> None:
    night = Night().take("dc1", "anne-1")
    said = [ENGLISH(line) for line in means_lines(night.seen, "dc1")]
    assert said == [
        "It is for Systèmes.",
        "Its restoration is in Restore (50 % of it).",
        "2 pairs of hands can be at it.",
        "At it now: anne-1.",
    ]


def test_what_holds_a_lane_up_is_said_on_its_page_and_with_the_forecast() -> None:
    urgent = ('role = "Payroll", restore = "6h", runbook = "w"', 'role = "Payroll", restore = "6h"')
    night = Night(ONE_PAIR, urgent, lane='work = ["restore"]\nservers = ["dc1", "pay1"]\n')
    night.take("pay1", "ben-2")
    lines = [ENGLISH(line) for line in means_lines(night.seen, "pay1")]
    assert "It is in Restore; dc1 waits for a place." in lines
    of = forecast(night.seen)
    assert (Held("dc1", "pay1", "restore"),) == of.services["adt"].held
    assert [ENGLISH(line) for line in held_up(night.seen, of)] == [
        "dc1 is ready and waits for a place in Restore; pay1, of a lower tier, is in it."
    ]


def test_a_crew_that_is_for_something_else_holds_nothing_up() -> None:
    night = Night(ONE_PAIR, ("at_once = 3", "at_once = 1"), lane='work = ["verify"]\n')
    night.take("sw1", "nora-4")
    assert () == forecast(night.seen).services["adt"].held
    night.take("pay1", "ben-2")
    assert (Held("dc1", "pay1"),) == forecast(night.seen).services["adt"].held


def test_with_ticked_steps_a_server_in_hand_is_in_the_lane_of_the_next_one() -> None:
    night = Night(ONE_PAIR).take("dc1", "anne-1")
    assert () == night.advice("ben-2").full
    night.tick("dc1", "rebuild", "anne-1").take("pay1", "ben-2")
    night.tick("pay1", "rebuild", "ben-2")
    assert night.seen.in_hand == ["dc1", "pay1"]
