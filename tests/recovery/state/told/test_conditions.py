"""Conditions: they hold back what needs them, are met by people on what works, and lapse by
themselves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chwapi_console.errors import Overridable, RequestError, StaleView, Unmeant
from chwapi_console.journal import sqlite
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.journal.kinds.service_kinds import ConditionSaid, ConditionTerms
from chwapi_console.recovery.acts.conditions import Saying
from chwapi_console.recovery.forecast.unforeseeable import is_foreseeable
from chwapi_console.recovery.progress import progress
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.of_view.service_course import service_courses
from chwapi_console.recovery.state.view.view import view
from chwapi_console.recovery.words.meant.consequences import consequences
from chwapi_console.recovery.words.things.conditions import (
    condition_command,
    how_it_stands,
    turned,
    waited_for,
)
from chwapi_console.recovery.words.things.missing import still_missing
from chwapi_console.session.session import Session
from hospitals import HEAD, MEANT, NOW, Clock, plan_of, record_of

PLAN = (
    HEAD
    + """
[services.pacs]
name = "PACS"
tier = 2
needs = ["pacs1"]
[services.emergency]
name = "Emergency"
tier = 1
needs = ["dc1", { accepted = "pacs" }, "images"]
[services.office]
name = "Office"
tier = 1
weight = 2
needs = ["web1"]
[servers]
dc1 = { site = "imc", role = "x", state = "clean" }
pacs1 = { site = "imc", role = "x", state = "compromised", restore = "1h" }
web1 = { site = "imc", role = "x", state = "compromised", restore = "2h", needs = ["net"] }
[conditions.images]
name = "Images at the bedside"
who = "radiology"
needs = ["pacs"]
[conditions.net]
name = "Network open again"
who = "network"
promised = 2021-01-18T08:00:00+01:00
[conditions.paper]
name = "Paper entered"
who = "clerk"
needs = ["emergency"]
"""
)
MET = Saying("met", "Dr Ana", "two images")
WHY = Remarks("it broke", meant=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of whoever acts and of what the journal writes down."""
    clock = Clock(timedelta(seconds=1))
    monkeypatch.setattr(sqlite, "utc_now", clock)
    return clock


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    yield from opened(tmp_path / "imc", clock)


@pytest.fixture
def union(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    yield from opened(tmp_path / "union", clock)


def opened(folder: Path, clock: Clock) -> Iterator[Session]:
    folder.mkdir()
    (folder / "inventory.toml").write_text(PLAN, encoding="utf-8")
    session = Session(folder / "inventory.toml", operator="dba", host=folder.name, clock=clock)
    yield session
    session.close()


@pytest.fixture
def signed(session: Session) -> Session:
    """The emergency department is up: images signed, and the PACS accepted."""
    session.acts.mark(["pacs1"], "restored", MEANT)
    session.acts.accept("pacs", "Dr Bo", "x", meant=True)
    session.acts.condition(["images"], MET)
    return session


def state(session: Session, condition: str = "images") -> str:
    return session.look().conditions[condition].state


def status(session: Session, service: str = "emergency") -> str:
    return session.look().services[service].status


def words(session: Session, condition: str = "images") -> str:
    seen = session.look()
    return str(how_it_stands(seen, seen.conditions[condition]))


def test_a_service_with_all_servers_back_waits_for_its_conditions_and_misses_no_server(
    session: Session,
) -> None:
    session.acts.mark(["pacs1"], "restored", MEANT)
    seen = session.look()
    assert ("partial", []) == (status(session), list(seen.missing("emergency")))
    assert ["accepted pacs", "images"] == sorted(waited_for(seen, "emergency"))
    assert "waits for: sign-off of PACS and Images at the bedside" == str(
        still_missing(seen, "emergency")
    )


def test_how_a_condition_stands_is_said_in_words(session: Session) -> None:
    assert "open, promised for 08:00" == words(session, "net")
    session.acts.condition(["net"], Saying("awaited", source="the provider"))
    assert "awaited from the provider, to come 08:00" == words(session, "net")
    session.acts.condition(["net"], Saying("lost"), WHY)
    assert "lost: it broke" == words(session, "net")
    assert "condition net open" in " ".join(command(session, "net")), "if it can be after all"
    assert "later, after Emergency" == words(session, "paper")
    session.acts.condition(["paper"], Saying("awaited", source="the clerks"))
    assert "awaited from the clerks" == words(session, "paper")


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (7, "open, promised for 08:00, and waits for PACS"),
        (9, "open, was promised for 08:00, and still waits for PACS"),
    ],
)
def test_a_promise_before_what_it_needs_is_there_says_so_and_is_expected_with_that(
    hour: int, words: str
) -> None:
    plan = plan_of(
        PLAN.removeprefix(HEAD).replace(
            '["pacs"]', '["pacs"]\npromised = 2021-01-18T08:00:00+01:00'
        )
    )
    seen = view(plan, record_of([]), datetime(2021, 1, 18, hour - 1, tzinfo=UTC))
    assert words == str(how_it_stands(seen, seen.conditions["images"]))
    assert is_foreseeable(seen, "images")
    assert (hour == 7) is is_foreseeable(seen, "net"), "nobody kept that promise"


def command(session: Session, condition: str) -> list[str]:
    return condition_command(session.look().conditions[condition])[1]


def test_what_was_to_come_and_did_not_is_told_once_as_its_time_passes(
    session: Session, clock: Clock
) -> None:
    before = session.look()
    assert [] == turned(before, session.look())
    clock.now += timedelta(hours=8)
    after = session.look()
    assert ["Network open again: open, was promised for 08:00: that has passed."] == [
        str(sentence) for sentence in turned(before, after)
    ]
    assert [] == turned(after, after.at(after.now + timedelta(minutes=5)))


@pytest.mark.parametrize(
    ("saying", "refusal"),
    [
        (Saying("open", source="the provider"), "--from goes with the state awaited only"),
        (Saying("lost", by="Dr Ana"), "--by, --tried and --reserve go with the state met only"),
        (
            Saying("met", "Dr Ana", "x", until=NOW + timedelta(hours=9)),
            "An end .* goes with a reserve",
        ),
        (Saying("awaited", source="x", until=NOW - timedelta(hours=9)), "lies behind us already"),
        (Saying("met", "Dr Ana", "x", reserve="one room"), "A reserve has an end"),
    ],
)
def test_what_does_not_go_with_a_state_is_refused(
    session: Session, saying: Saying, refusal: str
) -> None:
    with pytest.raises(RequestError, match=refusal):
        session.acts.condition(["net"], saying, WHY)
    assert "open" == state(session, "net")


def test_no_condition_stands_among_the_servers_nor_holds_a_service_back_in_the_order(
    session: Session,
) -> None:
    seen = session.look()
    assert ["pacs1", "web1"] == list(seen.order.servers)
    assert ["emergency", "office"] == list(seen.order.turns), "an hour less of the crews' work"
    assert [True, False] == [seen.entry[server].ready for server in ("pacs1", "web1")]


def test_a_service_is_up_when_its_conditions_are_met_and_its_need_is_accepted(
    session: Session,
) -> None:
    session.acts.mark(["pacs1"], "restored", MEANT)
    session.acts.condition(["images"], MET)
    assert ("partial", "met", "open") == (
        status(session),
        state(session),
        state(session, "accepted pacs"),
    )
    session.acts.accept("pacs", "Dr Bo", "x", meant=True)
    assert ("up", "met") == (status(session), state(session, "accepted pacs"))


def test_paper_that_nothing_needs_holds_no_service_down_and_stays_open(signed: Session) -> None:
    paper = signed.look().conditions["paper"]
    assert ("up", "open", True, False) == (
        status(signed),
        paper.state,
        paper.ready,
        paper.holds_down,
    )
    assert {"net", "paper"} == {each.id for each in signed.look().open_conditions}


def test_a_condition_keeps_the_servers_it_stood_on_and_lapses_when_one_was_lost(
    signed: Session,
) -> None:
    (said,) = [e.payload for e in signed.record.acts if isinstance(e.payload, ConditionSaid)]
    assert said.after == ConditionTerms("met", "Dr Ana", "two images", servers=("pacs1",))
    before = signed.look()
    (lost,) = signed.acts.mark(["pacs1"], "compromised", MEANT)
    assert (lost, "down") != (signed.look().conditions["images"].lapsed_by, status(signed))
    assert lost == signed.look().conditions["images"].lapsed_by
    assert "open again: pacs1 was lost at 04:00" == words(signed)
    told = [str(sentence) for sentence in consequences(before, signed.look())]
    assert "To be met again: sign-off of PACS and Images at the bedside." in told
    signed.acts.mark(["pacs1"], "restored", MEANT)
    assert ("open", "partial") == (state(signed), status(signed))
    signed.acts.accept("pacs", "Dr Bo", "x", meant=True)
    signed.acts.condition(["images"], MET)
    assert ("met", "up") == (state(signed), status(signed))


def test_a_condition_lapses_when_a_server_is_found_beneath_it(signed: Session) -> None:
    signed.acts.add("nas", FoundServer("imc", "archive", needed_by=("pacs",)), MEANT)
    images = signed.look().conditions["images"]
    assert ("open", "nas") == (images.state, images.lapsed_by and images.lapsed_by.subject)
    assert "nas was added beneath it at" in str(how_it_stands(signed.look(), images))


def test_what_an_undo_puts_back_stays_lapsed(signed: Session) -> None:
    signed.acts.mark(["pacs1"], "compromised", MEANT)
    signed.acts.mark(["pacs1"], "restored", MEANT)
    again = signed.acts.condition(["images"], MET._replace(tried="three images"))
    assert "met" == state(signed)
    signed.acts.undo(again[0].id)
    assert "open" == state(signed), "nobody has tried since"
    accepted = signed.acts.accept("pacs", "Dr Bo", "other", meant=True)
    signed.acts.undo(accepted[0].id)
    assert "open" == state(signed, "accepted pacs")


def test_a_condition_does_not_hold_on_what_became_suspect_until_that_is_cleared(
    session: Session, tmp_path: Path
) -> None:
    session.acts.mark(["pacs1", "web1"], "restored", MEANT)
    plan = session.loaded.path
    plan.write_text(PLAN.replace('restore = "1h" }', 'restore = "1h", needs = ["dc1"] }'))
    session.acts.condition(["images"], MET)
    session.acts.mark(["dc1"], "compromised", MEANT)
    session.acts.mark(["dc1"], "restored", MEANT)
    assert ("open", None) == (state(session), None)
    assert ["pacs1"] == list(session.look().suspects)
    session.acts.condition(["images"], MET, MEANT)
    assert "met" == state(session), "the suspects are kept with it"
    session.acts.mark(["pacs1"], "clean", MEANT)
    assert "met" == state(session)


def test_a_reserve_has_an_end_and_reopens_the_condition_by_itself(
    signed: Session, clock: Clock
) -> None:
    signed.acts.condition(["images"], WITH_RESERVE)
    seen = signed.look()
    assert NOW + timedelta(hours=2) == seen.holds_until
    assert ("up", {"emergency": ("images",)}) == (
        status(signed),
        {node: of for node, of in seen.reserves.items() if node == "emergency"},
    )
    assert words(signed).startswith("met by Dr Ana with reserve until 06:00: one room only")
    assert "up" == service_courses(seen, ["emergency"])["emergency"][-1].status, "not over yet"
    assert "partial" == seen.at(NOW + timedelta(hours=2)).services["emergency"].status
    clock.now = NOW + timedelta(hours=2)
    assert ("partial", "open") == (status(signed), state(signed))
    assert "open again: the time of its reserve is over (one room only)" == words(signed)
    moments = progress(signed.look().at(clock.now)).moments
    assert [2, 1] == [moment.up for moment in moments][-2:]
    course = service_courses(signed.look(), ["emergency"])["emergency"]
    assert ("partial", NOW + timedelta(hours=2)) == course[-1][:2]


WITH_RESERVE = MET._replace(reserve="one room only", until=NOW + timedelta(hours=2))


def test_what_is_awaited_says_from_whom_until_when_and_that_the_time_has_passed(
    session: Session, clock: Clock
) -> None:
    until = NOW + timedelta(hours=1)
    session.acts.condition(["images"], Saying("awaited", source="the firm", until=until))
    assert "awaited from the firm, to come 05:00" == words(session)
    assert session.look().holds_until == until
    clock.now = until
    assert "awaited from the firm, was to come 05:00: that has passed" == words(session)
    assert "open, promised for 08:00" == words(session, "net")


def test_a_lost_condition_is_like_a_lost_server(session: Session) -> None:
    session.acts.condition(["net"], Saying("lost"), Remarks("the firm is bankrupt"))
    seen = session.look()
    assert not seen.services["office"].can_come_back
    assert "cannot" == seen.order.part["web1"]
    assert ["emergency"] == list(seen.order.turns)
    session.acts.undo()
    assert "open" == state(session, "net")
    assert session.look().services["office"].can_come_back


def test_nobody_meets_it_before_its_needs_work_but_for_a_reason_that_is_kept(
    session: Session,
) -> None:
    with pytest.raises(Overridable, match="waits for PACS") as refused:
        session.acts.condition(["images"], MET)
    assert "condition.needs" == refused.value.rule
    session.acts.overriding({"condition.needs": "signed at the other site"}).condition(
        ["images"], MET
    )
    assert ("met", "down") == (state(session), status(session, "pacs"))
    assert not session.look().works("images")
    assert ["condition.needs"] == [each.rule for each in session.look().overrides["images"]]
    session.acts.condition(["images"], Saying("open"), WHY)
    assert "images" not in session.look().overrides


def test_an_act_that_would_stop_a_service_must_be_meant(signed: Session) -> None:
    with pytest.raises(Unmeant, match="That stops Emergency"):
        signed.acts.condition(["images"], Saying("open"), Remarks("it broke"))
    signed.acts.condition(["images"], Saying("open"), WHY)
    assert ("partial", "open") == (status(signed), state(signed))


def test_whoever_did_not_see_a_server_go_is_refused(signed: Session) -> None:
    shown = signed.look()
    signed.acts.mark(["pacs1"], "unknown", MEANT)
    with pytest.raises(Overridable, match="waits for PACS"):
        signed.acts.condition(["images"], MET._replace(tried="another"), MEANT, shown)


def test_what_is_no_condition_is_named(session: Session) -> None:
    for name, why in (
        ("pacs", "pacs is a service: it is signed off with accept pacs."),
        ("accepted pacs", "pacs is a service"),
        ("dc1", "dc1 is a server. Use mark."),
        ("image", 'There is no condition "image" in the plan. Did you mean "images"'),
    ):
        with pytest.raises(RequestError, match=why):
            session.acts.condition([name], MET)


def test_saying_the_same_again_writes_nothing(signed: Session) -> None:
    assert [] == signed.acts.condition(["images"], MET)
    assert 1 == len(signed.acts.condition(["images", "images"], MET._replace(tried="more")))


def test_of_acts_that_disagree_the_most_cautious_counts_and_the_next_one_ends_it(
    session: Session, union: Session
) -> None:
    session.acts.condition(["net"], MET)
    union.acts.condition(["net"], Saying("awaited", source="the firm"))
    session.keeping.sync(union.journal_path)
    for each in (session, union):
        seen = each.look().conditions["net"]
        assert ("awaited", "the firm", True) == (seen.state, seen.who, seen.conflict)
    union.acts.condition(["net"], MET)
    session.keeping.sync(union.journal_path)
    assert [("met", False)] * 2 == [
        (each.look().conditions["net"].state, each.look().conditions["net"].conflict)
        for each in (session, union)
    ]


def test_a_server_lost_elsewhere_ends_what_was_met_unseen(session: Session, union: Session) -> None:
    session.acts.mark(["pacs1"], "restored", MEANT)
    session.keeping.sync(union.journal_path)
    session.acts.condition(["images"], MET)
    union.acts.mark(["pacs1"], "compromised", MEANT)
    union.acts.mark(["pacs1"], "restored", MEANT)
    assert "met" == state(session)
    session.keeping.sync(union.journal_path)
    assert ["open", "open"] == [state(session), state(union)]


def test_a_view_of_a_later_moment_is_the_one_made_then(signed: Session) -> None:
    signed.acts.condition(["images"], WITH_RESERVE)
    earlier = signed.look().thought_through()
    for minutes in (1, 119, 120, 121, 500):
        then = NOW + timedelta(minutes=minutes)
        made = view(signed.loaded.plan, signed.record, then)
        later = earlier.at(then)
        assert made.services == later.services
        assert made.conditions == later.conditions
        assert made.order.servers == later.order.servers
        assert made.reserves == later.reserves


def test_a_condition_that_was_lost_and_met_again_ends_what_was_said_on_it(signed: Session) -> None:
    signed.acts.accept("emergency", "Dr Cy", "a patient admitted", meant=True)
    signed.acts.condition(["paper"], Saying("met", "clerk", "all entered"))
    assert ("accepted", "met") == (status(signed), state(signed, "paper"))

    signed.acts.condition(["images"], Saying("lost"), WHY)
    signed.acts.condition(["images"], MET)

    assert ("up", "open") == (status(signed), state(signed, "paper"))
    signed.acts.accept("emergency", "Dr Cy", "a patient admitted")
    assert "accepted" == status(signed)


def test_a_reserve_that_was_over_before_it_was_met_anew_ends_a_sign_off_on_it(
    signed: Session, clock: Clock
) -> None:
    signed.acts.condition(["images"], WITH_RESERVE)
    signed.acts.accept("emergency", "Dr Cy", "a patient admitted", meant=True)
    clock.now += timedelta(hours=2)
    assert ("partial", "open") == (status(signed), state(signed))

    signed.acts.condition(["images"], MET)

    assert "up" == status(signed)


def test_a_reserve_that_is_lifted_in_time_ends_no_sign_off(signed: Session) -> None:
    signed.acts.condition(["images"], WITH_RESERVE)
    signed.acts.accept("emergency", "Dr Cy", "a patient admitted", meant=True)

    signed.acts.condition(["images"], MET)

    assert "accepted" == status(signed)


def test_nothing_is_signed_off_that_stands_on_a_condition_somebody_has_spoken_of_since(
    signed: Session,
) -> None:
    shown = signed.look()
    signed.acts.condition(["images"], Saying("lost"), WHY)
    signed.acts.condition(["images"], MET)
    with pytest.raises(StaleView):
        signed.acts.accept("emergency", "Dr Cy", "a patient admitted", shown=shown, meant=True)
