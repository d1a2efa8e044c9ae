"""Suspects: what stood on a server that was later found compromised, until somebody looks at it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chwapi_console.inventory.model import Plan, Verdict
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.judged.suspects import suspects as suspects_of
from chwapi_console.recovery.state.told.situation import Situation, situation
from chwapi_console.recovery.words.meant.consequences import consequences
from chwapi_console.recovery.words.things.suspicion import why_suspect
from chwapi_console.session.session import Session
from growth import grows_in_line
from hospitals import HEAD, MEANT, Clock, of_a_peer, plan_of, record_of, standing_event

PLAN = (
    HEAD
    + """
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[services.labo]
name = "Labo"
tier = 3
needs = ["lab", "bloc"]
[servers]
san = { site = "imc", role = "x", state = "clean" }
dc1 = { site = "imc", role = "x", state = "compromised", needs = ["san"] }
dc2 = { site = "imc", role = "x", state = "compromised" }
sql = { site = "imc", role = "x", state = "compromised", needs = ["dc1"] }
app = { site = "imc", role = "x", state = "compromised", needs = ["sql"] }
lab = { site = "union", role = "x", state = "clean", needs = ["dc1"] }
files = { site = "union", role = "x", state = "compromised", needs = [["dc1", "dc2"]] }
alone = { site = "union", role = "x", state = "clean" }
"""
)
RESTORED = Remarks(meant=True)
SEEN = plan_of(PLAN.removeprefix(HEAD))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[str], Session]]:
    sessions: list[Session] = []
    clock = Clock(timedelta(minutes=1))

    def open_at(site: str) -> Session:
        (tmp_path / site).mkdir()
        (tmp_path / site / "inventory.toml").write_text(PLAN, encoding="utf-8")
        plan = tmp_path / site / "inventory.toml"
        sessions.append(Session(plan, operator=f"op-{site}", host=site, clock=clock))
        return sessions[-1]

    yield open_at
    for session in sessions:
        session.close()


@pytest.fixture
def session(opened: Callable[[str], Session]) -> Session:
    return opened("one")


@pytest.fixture
def relapsed(session: Session) -> Session:
    """dc1 restored, all that needs it restored on it, then dc1 found compromised."""
    for server in ("dc1", "sql", "app", "files"):
        session.acts.mark([server], "restored", MEANT)
    session.acts.mark(["dc1"], "compromised")
    return session


def suspects(session: Session) -> list[str]:
    return list(session.look().suspects)


def meet(one: Session, other: Session) -> None:
    one.keeping.sync(other.journal_path)
    other.look()


# What was restored from a point

TOLD = {"taken": "2021-01-11T02:00:00.000Z", "verdict": "verified"}


def restored_from_a_late_point() -> list[Event]:
    """A server restored from a point, then said to be compromised since before that was taken."""
    hit, restored = Standing("compromised"), Standing("compromised", "restored", "dba")
    mark = {"before": hit.plain(), "after": restored.plain(), "point": "monday"}
    since = {"server": "", "before": "", "after": "2021-01-10T02:00:00.000Z"}
    return of_a_peer(
        [
            ("point.told", "dc1", {"point": "monday", "before": None, "after": TOLD}),
            ("marked", "dc1", mark),
            ("compromised.since", "record", since),
        ]
    )


def test_who_takes_back_what_is_told_of_a_point_clears_nobody_restored_from_it() -> None:
    acts = restored_from_a_late_point()
    gone = {
        "point": "monday",
        "before": TOLD,
        "after": None,
        "target": acts[0].id,
        "target_hash": acts[0].hash,
    }
    taken_back = of_a_peer([("point.undone", "dc1", gone)], "q", [acts[-1]])
    for events in (acts, [*acts, *taken_back]):
        (cause,) = suspects_of(SEEN, situation(SEEN, record_of(events)))["dc1"]
        assert ("monday", acts[2].id) == (cause.point, cause.found.id)


def test_points_count_of_servers_of_the_plan_only() -> None:
    told = {"point": "monday", "before": None, "after": TOLD}
    acts = of_a_peer([("point.told", subject, told) for subject in ("labo", "nas", "sql")])
    assert ["sql"] == list(situation(SEEN, record_of(acts)).points.of)


def test_what_is_said_of_all_on_another_subject_counts_for_nothing() -> None:
    since = {"before": "", "after": "2021-01-10T02:00:00.000Z"}
    over = {"before": None, "after": {"reason": "x", "exceptions": {}}}
    acts = of_a_peer(
        [
            ("compromised.since", "zzz", since | {"server": ""}),
            ("compromised.since", "zzz", since | {"server": "sql"}),
            ("compromised.since", "record", since | {"server": "sql"}),
            ("indicators.known", "zzz", {"before": "", "after": "3"}),
            ("closed", "zzz", over),
        ]
    )
    seen = situation(SEEN, record_of(acts))
    assert (None, None) == (seen.points.since("sql"), seen.ended)
    assert [] == seen.points.indicators


# Whom it reaches


def test_all_that_needs_it_through_any_chain_is_suspect_and_names_the_finding(
    relapsed: Session,
) -> None:
    view = relapsed.look()
    assert ["app", "files", "lab", "sql"] == list(view.suspects)
    (cause,) = view.suspects["app"]
    found = relapsed.record.events[-1]
    assert ("dc1", found, False) == (cause.source, cause.found, cause.perhaps)


def test_through_whom_it_stood_there_is_said(relapsed: Session) -> None:
    view = relapsed.look()
    assert ["dc1, which it needs through sql, was found", "dc1, which it needs, was found"] == [
        str(why_suspect(view, server)[0]).removeprefix("Suspect: ").split(" compromised")[0]
        for server in ("app", "sql")
    ]


def test_what_comes_back_on_suspects_is_told_to_be_up_on_them(relapsed: Session) -> None:
    before = relapsed.look()
    relapsed.acts.mark(["dc1"], "restored", MEANT)
    told = [str(sentence) for sentence in consequences(before, relapsed.look())]
    assert [
        "Bloc and Labo are up, suspect.",
        "Look first at the suspect servers beneath: sql, app and lab.",
    ] == (told[:2])


def test_it_stays_available_and_in_its_state(relapsed: Session) -> None:
    situation = relapsed.look().situation
    assert all(situation.available(server) for server in ("app", "files", "lab", "sql"))
    assert "restored" == situation.state("app")


def test_one_of_several_that_would_do_counts_and_is_said_to_be_that(relapsed: Session) -> None:
    assert [True] == [cause.perhaps for cause in relapsed.look().suspects["files"]]


def test_an_alternative_that_was_not_available_when_another_was_carried_nothing(
    session: Session,
) -> None:
    for server in ("dc1", "files", "dc2"):
        session.acts.mark([server], "restored", MEANT)
    session.acts.mark(["dc2"], "compromised")
    assert [] == suspects(session)


def test_an_alternative_that_came_while_none_was_available_may_have_carried(
    session: Session,
) -> None:
    for server in ("files", "dc2"):
        session.acts.mark([server], "restored", MEANT)
    session.acts.mark(["dc2"], "compromised")
    assert ["files"] == suspects(session)


HOSTS = plan_of(
    """
    [services.dialysis]
    name = "Dialysis"
    tier = 1
    needs = ["dial"]
    [servers]
    san1 = { site = "imc", role = "x", state = "compromised" }
    san2 = { site = "imc", role = "x", state = "clean" }
    hv1 = { site = "imc", role = "x", state = "compromised", needs = ["san1"] }
    hv2 = { site = "imc", role = "x", state = "compromised", needs = ["san2"] }
    ad1 = { site = "imc", role = "x", state = "compromised", needs = [["hv1", "hv2"]] }
    ad2 = { site = "imc", role = "x", state = "compromised" }
    dial = { site = "union", role = "x", state = "compromised", needs = [["ad1", "ad2"]] }
    """
)
BACK, HIT = Standing("compromised", "restored", "dba"), Standing("compromised")
UNKNOWN = Standing("unknown")


def done_in_turn(*acts: tuple[str, Standing], plan: Plan = HOSTS) -> list[str]:
    """The suspects where one person marked these servers so in turn."""
    marks = [(server, {"before": HIT.plain(), "after": after.plain()}) for server, after in acts]
    events = of_a_peer([("marked", server, data) for server, data in marks])
    return list(suspects_of(plan, situation(plan, record_of(events))))


def marks_of(acts: Sequence[str]) -> list[tuple[str, Standing]]:
    """Servers that were restored in turn; `!` found compromised, `?` unknown."""
    return [(act.rstrip("!?"), {"!": HIT, "?": UNKNOWN}.get(act[-1], BACK)) for act in acts]


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        # The host came after the directory, which stood on the other: nobody stands on it through
        # the directory, though it was there when dialysis came back.
        pytest.param(("san1", "hv2", "ad1", "hv1", "dial", "hv1!"), [], id="not suspect between"),
        pytest.param(("san1", "hv2", "hv1", "ad1", "dial", "hv1!"), ["ad1", "dial"], id="through"),
        pytest.param(
            ("san1", "hv2", "hv1", "ad1", "dial", "hv1!", "ad1"), ["dial"], id="looked at since"
        ),
        pytest.param(
            ("san1", "hv2", "ad1", "hv1", "dial", "ad1", "hv1!"), ["ad1", "dial"], id="meanwhile"
        ),
        pytest.param(("hv2", "hv1", "ad1", "dial", "hv1!"), [], id="its storage never came"),
        pytest.param(("hv2", "hv1", "ad1", "dial", "hv1!", "san1"), [], id="storage, too late"),
        pytest.param(
            ("hv2", "hv1", "ad1", "dial", "san1", "hv1!"), ["ad1", "dial"], id="storage since"
        ),
        pytest.param(
            ("hv2", "hv1", "ad1", "dial", "san1?", "hv1!"), ["ad1", "dial"], id="nobody knows"
        ),
        pytest.param(("hv1", "ad1", "dial", "hv1!"), ["ad1", "dial"], id="no other worked"),
    ],
)
def test_through_others_and_on_hosts_only_what_may_have_stood_there_is_suspect(
    acts: Sequence[str], expected: list[str]
) -> None:
    assert expected == done_in_turn(*marks_of(acts))


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        (("san1", "hv1", "hv1!"), []),
        (("san1", "hv1", "hv1!", "ad1"), []),
        (("san1", "hv1", "ad1", "hv1!"), ["ad1", "dial"]),
        (("san1", "hv1", "ad1?", "hv1!"), ["dial"]),
        (("san1", "ad1", "ad1!", "hv1", "hv1!"), ["dial"]),
        (("hv2", "san2!"), ["hv2"]),
        (("hv2", "ad1", "san2!"), ["ad1", "dial", "hv2"]),
    ],
)
def test_through_what_was_down_all_the_time_nothing_passes_to_what_the_plan_calls_clean(
    acts: Sequence[str], expected: list[str]
) -> None:
    """Dialysis was up by the second directory while the first was down; that was back once or never."""
    clean = HOSTS.with_part("servers", "dial", state="clean")
    assert expected == done_in_turn(*marks_of(acts), plan=clean)


def test_one_that_was_up_before_what_it_needs_stood_on_that_too(session: Session) -> None:
    for server in ("sql", "app", "dc1"):
        session.acts.mark([server], "restored", MEANT)
    session.acts.mark(["dc1"], "compromised")
    assert ["app", "lab", "sql"] == suspects(session)


def test_what_only_the_plan_calls_clean_is_suspect_like_any_other(session: Session) -> None:
    session.acts.mark(["dc1"], "restored", MEANT)
    session.acts.mark(["dc1"], "compromised")
    assert ["lab"] == suspects(session)


def test_what_the_plan_calls_clean_and_turns_out_hit_makes_suspects(session: Session) -> None:
    session.acts.mark(["san"], "compromised")
    assert ["lab"] == suspects(session)


def test_a_finding_about_what_was_never_available_makes_none(session: Session) -> None:
    session.acts.mark(["dc1"], "unknown")
    session.acts.mark(["dc1"], "compromised")
    session.acts.mark(["dc2"], "compromised", Remarks(reason="ransom note"))
    assert [] == suspects(session)


def test_what_is_not_available_is_not_suspect(relapsed: Session) -> None:
    relapsed.acts.mark(["app"], "blocked", Remarks(reason="fan", meant=True))
    relapsed.acts.mark(["sql"], "compromised")
    relapsed.acts.take(["lab"], remarks=MEANT)
    assert ["files"] == suspects(relapsed)


def test_what_is_restored_and_awaits_its_second_person_is_suspect_too(
    relapsed: Session, tmp_path: Path
) -> None:
    plan = tmp_path / "one" / "inventory.toml"
    plan.write_text(
        PLAN.replace("[services.bloc]", "[policy]\nsecond_person = true\n[services.bloc]")
    )
    relapsed.acts.mark(["dc1"], "restored", MEANT)
    relapsed.operator = "second"
    relapsed.acts.mark(["dc1"], "verified", MEANT)
    assert "verify" == relapsed.look().entry["app"].work
    relapsed.acts.mark(["dc1"], "compromised")
    assert ["app", "files", "lab", "sql"] == suspects(relapsed)


def test_where_a_retired_one_is_replaced_both_count(session: Session) -> None:
    session.acts.mark(["dc1", "sql"], "restored", MEANT)
    session.acts.mark(["dc1"], "compromised")
    session.acts.mark(["dc1"], "retired", Remarks(replacement="dc2", meant=True))
    assert ["lab", "sql"] == suspects(session)
    session.acts.mark(["lab", "sql"], "clean", MEANT)
    assert [] == suspects(session)
    session.acts.mark(["dc2"], "restored", MEANT)
    session.acts.mark(["dc2"], "compromised")
    assert ["lab", "sql"] == suspects(session)


# What clears


@pytest.mark.parametrize("state", ["clean", "restored", "verified"])
def test_who_looks_at_it_and_says_so_clears_it(relapsed: Session, state: str) -> None:
    relapsed.operator = "second"
    (event,) = relapsed.acts.mark(["app"], state, MEANT)
    assert ("app", state) == (event.subject, event.after and event.after.state)
    assert ["files", "lab", "sql"] == suspects(relapsed)
    assert [] == relapsed.acts.mark(["app"], state, MEANT)


def test_a_clean_one_is_said_to_be_clean_again_without_going_down(relapsed: Session) -> None:
    (event,) = relapsed.acts.mark(["lab"], "clean")
    assert event.before == event.after
    assert "lab" not in suspects(relapsed)


def test_several_are_cleared_in_one_act(relapsed: Session) -> None:
    assert 4 == len(relapsed.acts.mark(["app", "files", "lab", "sql"], "clean", MEANT))
    assert [] == suspects(relapsed)


def test_to_take_one_and_let_go_of_it_clears_nothing(relapsed: Session) -> None:
    relapsed.acts.take(["lab"], remarks=MEANT)
    relapsed.acts.drop(["lab"])
    assert "lab" in suspects(relapsed)


def test_what_is_noted_down_as_done_before_the_finding_clears_nothing(relapsed: Session) -> None:
    found = datetime.fromisoformat(relapsed.record.events[-1].at)
    before, after = found - timedelta(seconds=1), found + timedelta(seconds=1)
    relapsed.acts.mark(["lab"], "clean", Remarks(done_at=before))
    assert "lab" in suspects(relapsed)
    relapsed.acts.mark(["lab"], "clean", Remarks(done_at=after))
    assert "lab" not in suspects(relapsed)


def test_the_undo_of_the_finding_ends_the_suspicion(relapsed: Session) -> None:
    relapsed.acts.undo()
    assert [] == suspects(relapsed)
    relapsed.acts.mark(["dc1"], "compromised")
    assert ["app", "files", "lab", "sql"] == suspects(relapsed)


def test_the_undo_of_what_cleared_it_brings_it_back(relapsed: Session) -> None:
    relapsed.acts.mark(["app", "lab"], "clean", MEANT)
    relapsed.acts.undo()
    assert ["app", "files", "lab", "sql"] == suspects(relapsed)


def test_what_was_only_restored_by_mistake_carried_nothing(session: Session) -> None:
    session.acts.mark(["sql"], "restored", MEANT)
    session.acts.mark(["dc1"], "restored", MEANT)
    session.acts.undo()
    session.acts.mark(["dc1"], "compromised", Remarks(reason="ransom note"))
    assert [] == suspects(session)


def test_a_finding_repeated_is_no_new_one_but_a_relapse_is(relapsed: Session) -> None:
    relapsed.acts.mark(["app", "files", "lab", "sql"], "clean", MEANT)
    relapsed.acts.mark(["dc1"], "compromised", Remarks(reason="seen by the firm too"))
    relapsed.acts.take(["dc1"])
    relapsed.acts.drop(["dc1"])
    assert [] == suspects(relapsed)
    relapsed.acts.mark(["dc1"], "restored", MEANT)
    assert [] == suspects(relapsed)
    relapsed.acts.mark(["dc1"], "compromised")
    assert ["app", "files", "lab", "sql"] == suspects(relapsed)


def test_that_it_is_restored_once_more_clears_nobody_else(relapsed: Session) -> None:
    relapsed.acts.mark(["dc1"], "restored", MEANT)
    assert ["app", "files", "lab", "sql"] == suspects(relapsed)


def test_a_server_may_be_suspect_for_several_the_first_found_first(relapsed: Session) -> None:
    relapsed.acts.mark(["sql"], "compromised")
    assert ["dc1", "sql"] == [cause.source for cause in relapsed.look().suspects["app"]]


# Several journals


@pytest.fixture
def sites(opened: Callable[[str], Session]) -> tuple[Session, Session]:
    """Two journals that both know dc1, sql and app restored."""
    one, two = opened("one"), opened("two")
    for server in ("dc1", "sql", "app"):
        one.acts.mark([server], "restored", MEANT)
    meet(one, two)
    return one, two


def test_who_did_not_know_of_the_finding_clears_nothing(sites: tuple[Session, Session]) -> None:
    one, two = sites
    one.acts.mark(["dc1"], "compromised")
    two.acts.mark(["app"], "clean", MEANT)
    meet(one, two)
    assert "app" in suspects(one)
    assert suspects(one) == suspects(two)


def test_two_findings_that_did_not_know_each_other_are_answered_by_who_knew_one(
    sites: tuple[Session, Session],
) -> None:
    one, two = sites
    one.acts.mark(["dc1"], "compromised")
    one.acts.mark(["sql", "app", "lab"], "clean", MEANT)
    two.acts.mark(["dc1"], "compromised")
    meet(one, two)
    assert [] == suspects(one) == suspects(two)


def test_in_conflict_the_finding_counts_until_it_is_settled_against(
    opened: Callable[[str], Session],
) -> None:
    one, two = opened("one"), opened("two")
    one.acts.mark(["dc1"], "restored", MEANT)
    one.acts.mark(["sql"], "restored", MEANT)
    two.acts.mark(["dc1"], "compromised", Remarks(reason="seen"))
    meet(one, two)
    assert one.look().situation.servers["dc1"].conflict
    assert ["lab", "sql"] == suspects(one) == suspects(two)
    one.acts.settle("dc1", "restored", Remarks(reason="rebuilt since", meant=True))
    meet(one, two)
    assert [] == suspects(one) == suspects(two)


def test_settled_as_compromised_it_is_a_finding_itself(opened: Callable[[str], Session]) -> None:
    one, two = opened("one"), opened("two")
    one.acts.mark(["dc1", "sql"], "restored", MEANT)
    two.acts.mark(["dc1"], "blocked", Remarks(reason="fan", meant=True))
    meet(one, two)
    assert [] == suspects(one)
    two.acts.settle("dc1", "compromised", Remarks(reason="beacon", meant=True))
    meet(one, two)
    assert ["lab", "sql"] == suspects(one) == suspects(two)


def test_of_acts_that_did_not_know_each_other_each_must_know_the_finding(
    sites: tuple[Session, Session],
) -> None:
    one, two = sites
    two.acts.mark(["app"], "clean", MEANT)
    one.acts.mark(["dc1"], "compromised")
    one.acts.mark(["app"], "clean", MEANT)
    meet(one, two)
    assert not one.look().situation.servers["app"].conflict
    assert "app" in suspects(one)
    one.acts.mark(["app"], "clean", MEANT)
    assert "app" not in suspects(one)


# Services, queue and sign-offs


def test_services_are_up_on_suspects_and_say_on_which(relapsed: Session) -> None:
    relapsed.acts.mark(["dc1"], "restored", MEANT)
    services = relapsed.look().services
    assert ("up", ("app", "sql")) == (services["bloc"].status, services["bloc"].suspect)
    assert ("app", "lab", "sql") == services["labo"].suspect
    relapsed.acts.mark(["app", "sql"], "clean", MEANT)
    services = relapsed.look().services
    assert () == services["bloc"].suspect
    assert ("lab",) == services["labo"].suspect


def test_a_sign_off_from_before_the_finding_has_lapsed_for_good(session: Session) -> None:
    session.acts.mark(["dc1", "sql", "app"], "restored", MEANT)
    session.acts.accept("bloc", "head of theatre", "two images")
    session.acts.mark(["dc1"], "compromised")
    session.acts.mark(["dc1"], "restored", MEANT)
    assert "up" == session.look().services["bloc"].status
    session.acts.mark(["app", "sql"], "clean", MEANT)
    assert "up" == session.look().services["bloc"].status


def test_suspects_stand_in_the_queue_in_their_tier_behind_what_they_stood_on(
    relapsed: Session,
) -> None:
    view = relapsed.look()
    assert ["dc1", "sql", "app", "lab", "files", "dc2"] == [entry.server for entry in view.entries]
    assert [1, 1, 1, 3, None, None] == [entry.tier for entry in view.entries]
    entry = view.entry["app"]
    assert ("look", True, "restored", 2 + 1) == (entry.work, entry.ready, entry.state, entry.rank)
    assert ["bloc", "labo"] == view.because("app")
    assert ["dc1"] == view.missing("bloc")


def test_where_nobody_relapsed_nothing_is_asked_of_the_graph(session: Session) -> None:
    session.acts.mark(["dc1"], "restored", MEANT)
    view = session.look()
    assert {} == view.suspects
    assert view.order is view.by_rule


# Many acts on one server


def in_turn(origin: str, states: Sequence[Verdict], n: int) -> list[Event]:
    """So many marks of one origin on dc1, which knew no other."""
    events: list[Event] = []
    for i in range(n):
        after = Standing(states[i % len(states)])
        prev = events[-1] if events else None
        events.append(standing_event(origin, i + 1, "dc1", after, prev=prev))
    return events


def back_and_forth(n: int) -> Situation:
    return situation(SEEN, record_of(in_turn("p", ["clean", "compromised"], n)))


def apart(n: int) -> Situation:
    clean, hit = in_turn("p", ["clean"], n // 2), in_turn("q", ["compromised"], n // 2)
    return situation(SEEN, record_of([*clean, *hit]))


@pytest.mark.parametrize("flood", [back_and_forth, apart])
def test_the_time_grows_in_line_with_the_acts_on_one_server(
    flood: Callable[[int], Situation],
) -> None:
    assert ["lab"] == list(suspects_of(SEEN, flood(6)))
    assert grows_in_line(flood, lambda given: suspects_of(SEEN, given), 200)
