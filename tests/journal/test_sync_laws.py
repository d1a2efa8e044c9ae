"""The laws of sync: whatever happened in whatever order, those who met hold the same record and
show the same states."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import permutations
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.clock import iso
from chwapi_console.errors import ChwapiError
from chwapi_console.inventory.model import MOST_CAUTIOUS_FIRST
from chwapi_console.journal.kinds.evidence_kinds import HandOverTerms
from chwapi_console.journal.kinds.record_kinds import CameLoose
from chwapi_console.journal.record.events import Draft, Event
from chwapi_console.journal.record.heads import key_of
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sync import forks, lacking, sync
from chwapi_console.recovery.acts import (
    claims,
    conditions,
    evidence,
    marks,
    notes,
    restore_points,
    sign_off,
    steps,
    undo,
)
from chwapi_console.recovery.acts import pin as pinning
from chwapi_console.recovery.acts.conditions import Saying
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View, view
from hospitals import MEANT, NOW, plan_of
from journal.memory_store import MemoryStore

PLAN = plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app", ["dc1", "dc2"], "images", { accepted = "mail" }]
[services.mail]
name = "Mail"
tier = 2
needs = ["dc2"]
[servers]
app = { site = "imc", role = "x", runbook = "w", state = "compromised", needs = [["dc1", "dc2"]] }
dc1 = { site = "imc", role = "x", state = "compromised" }
dc2 = { site = "union", role = "x", state = "clean" }
[runbooks.w]
steps = ["image"]
[conditions.images]
name = "Images"
who = "radiology"
needs = ["dc2"]
""")
SERVERS = ["app", "dc1", "dc2"]
MET = Saying("met", "Dr Ana", "two images")
SAYINGS = {
    "clean": MET,
    "restored": MET,
    "verified": MET._replace(reserve="one room", until=NOW + timedelta(hours=1)),
    "unknown": Saying("open"),
    "blocked": Saying("awaited", source="the firm"),
    "compromised": Saying("awaited", source="the Lab", until=NOW + timedelta(hours=2)),
    "retired": Saying("lost"),
}
"""What is said of a condition, by the state that is said of a server."""
HOURS = {"clean": 1, "restored": 2, "verified": 3, "unknown": 4, "blocked": 5, "retired": 6}
TAKEN = {state: NOW - timedelta(hours=HOURS.get(state, 7)) for state in SAYINGS}
"""When a restore point was taken, or since when the attacker was in."""
VERDICTS = {
    "clean": "verified",
    "restored": "unknown",
    "verified": "verified",
    "unknown": "unknown",
    "blocked": "encrypted",
    "compromised": "compromised",
    "retired": "suspect",
}
SITES = 3

Truth = dict[str, set[str]]
"""For each act, by its hash, the acts that its writer's store held: what it really knew."""


class World:
    """Some sites with a store each, and the truth about who knew what."""

    def __init__(self) -> None:
        self.sites = [MemoryStore(f"site{number}") for number in range(SITES)]
        self.knew: Truth = {}
        self.first: dict[str, str] = {}

    def look(self, site: int) -> View:
        return view(PLAN, self.sites[site].record, NOW)

    def names(self, record: Record) -> set[str]:
        """The acts of a record, each by the hash it had in its first place; what stores say of what
        came is none."""
        return {self.named(event) for event in record.events if event.kind != CameLoose.kind}

    def named(self, event: Event) -> str:
        digest = event.hash
        if event.keeps is not None:
            digest = self.first[event.hash] = self.first.get(event.keeps[1], event.keeps[1])
        return digest

    def act(self, site: int, kind: str, server: str, state: str) -> None:
        """What an operator at a site does with what they see; refused like any act."""
        store, operator, seen = self.sites[site], f"op{site}", self.look(site)
        try:
            act = self._made(kind, seen, store, server, state, operator)
            held = self.names(store.record)
            for event in store.append(act.drafts, Actor(operator, store.name), act.shown):
                self.knew[event.hash] = set(held)
                held.add(event.hash)
        except ChwapiError:
            return

    @staticmethod
    def _made(
        kind: str, seen: View, store: MemoryStore, server: str, state: str, operator: str
    ) -> Act:
        remarks = Remarks(
            reason="x",
            replacement="dc2" if state == "retired" and server == "dc1" else "",
            meant=True,
        )
        match kind:
            case "mark":
                return marks.mark(seen, [server], state, operator, remarks)
            case "take":
                return claims.take(seen, [server], operator)
            case "settle":
                return marks.settle(seen, server, state, operator, remarks)
            case "undo":
                return undo.undo(seen, store.record, operator, store.own_origins)
            case "pin":
                before = {"clean": "dc1", "retired": "bloc"}.get(state, "")
                return pinning.pin(seen, server, state, before=before)
            case "unpin":
                return pinning.unpin(seen, server)
            case "accept":
                return sign_off.accept(seen, "mail", "Dr A", state, meant=True, operator=operator)
            case "condition" | "point" | "since" | "indicators" | "evidence" | "hand over":
                return World._told(kind, seen, server, state, operator)
            case "step":
                return steps.step(seen, "app", "image", skip="why" if state == "clean" else "")
            case _:
                return notes.note(seen, server, state)

    @staticmethod
    def _told(kind: str, seen: View, server: str, state: str, operator: str) -> Act:
        """What is told of conditions, restore points and evidence."""
        match kind:
            case "condition":
                remarks = Remarks(reason="x", meant=True)
                return conditions.say_of(seen, ["images"], SAYINGS[state], operator, remarks)
            case "point":
                return restore_points.restore_point(
                    seen, server, "p", operator, taken=TAKEN[state], verdict=VERDICTS[state]
                )
            case "since":
                of = [server] if state == "clean" else []
                return restore_points.compromised_since(seen, TAKEN[state], of, operator, MEANT)
            case "indicators":
                return restore_points.indicators(seen, state, operator)
            case "evidence":
                return evidence.evidence(seen, server, "E", {"place": state}, operator, NOW)
            case _:
                handed = HandOverTerms("lead", state, iso(NOW), "lab", "analysis")
                return evidence.hand_over(seen, f"{server}/E", handed, operator)

    def meet(self, one: int, other: int, *, keep_fork: bool = False) -> None:
        sync(self.sites[one], self.sites[other], keep_fork=keep_fork)

    def keep_fork(self, one: int, other: int) -> None:
        self.meet(one, other, keep_fork=True)

    def break_off(self, one: int, other: int) -> None:
        """A sync whose second half never happened."""
        self.sites[one].receive(lacking(self.sites[one].record, self.sites[other].record))

    def all_meet(self) -> None:
        """Everybody syncs with everybody until nobody has news."""
        for _ in range(2 * SITES):
            for one, other in permutations(range(SITES), 2):
                self.meet(one, other, keep_fork=True)


def deeds() -> st.SearchStrategy[tuple[Any, ...]]:
    site, server = st.integers(0, SITES - 1), st.sampled_from(SERVERS)
    state = st.sampled_from(
        ["clean", "compromised", "unknown", "restored", "blocked", "retired", "verified"]
    )
    kinds = st.sampled_from(
        [
            "mark",
            "mark",
            "mark",
            "take",
            "settle",
            "undo",
            "undo",
            "step",
            "note",
            "pin",
            "pin",
            "unpin",
            "condition",
            "condition",
            "accept",
            "point",
            "point",
            "since",
            "indicators",
            "evidence",
            "hand over",
        ]
    )
    return st.tuples(st.just("act"), site, kinds, server, state)


def meetings(*kinds: str) -> st.SearchStrategy[tuple[Any, ...]]:
    site = st.integers(0, SITES - 1)
    return st.tuples(st.sampled_from(["meet", "break_off", *kinds]), site, site)


def returns() -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(st.just("put_back"), st.integers(0, SITES - 1), st.integers(0, 6))


def played(story: Sequence[tuple[Any, ...]]) -> World:
    world = World()
    for what, *words in story:
        if what == "put_back":
            store = world.sites[words[0]]
            store.put_back(max(0, len(store.record.events) - words[1]))
        elif what == "act" or words[0] != words[1]:
            getattr(world, what)(*words)
    return world


def standings(seen: View) -> dict[str, Any]:
    servers = {
        name: (state.standing, state.state, state.conflict)
        for name, state in seen.situation.servers.items()
    }
    notes = {
        name: sorted(note.first_hash for note in noted)
        for name, noted in seen.situation.notes.items()
        if noted
    }
    return {
        **servers,
        "notes": notes,
        "pins": [(pin.subject, pin.reason, pin.before) for pin in seen.situation.pins],
        "conditions": {
            name: (
                at.state,
                at.who,
                at.until,
                at.conflict,
                at.suspect,
                at.lapsed_by and at.lapsed_by.first_hash,
            )
            for name, at in seen.conditions.items()
        },
        "points": {
            (server, point.id): (point.terms, seen.situation.points.flaws(server, point.id))
            for server, points in seen.situation.points.of.items()
            for point in points.values()
        },
        "evidence": {
            (server, item.id): item.terms
            for server, items in seen.situation.evidence.items()
            for item in items.values()
        },
        "shortcuts": {
            server: (one.no_image, one.point, one.flaws) for server, one in seen.shortcuts.items()
        },
        "services": seen.services,
        "suspects": {
            name: [(cause.source, cause.found.first_hash, cause.perhaps) for cause in causes]
            for name, causes in seen.suspects.items()
        },
    }


@given(st.lists(deeds() | meetings(), max_size=25))
def test_those_who_met_hold_the_same_events_and_show_the_same(story: list[tuple[Any, ...]]) -> None:
    world = played(story)
    everything = set().union(*(world.names(store.record) for store in world.sites))
    world.all_meet()
    for site, store in enumerate(world.sites):
        assert everything == world.names(store.record) == set(world.knew)
        assert [] == [*store.record.misfits, *store.record.loose]
        assert standings(world.look(0)) == standings(world.look(site))
        assert world.look(0).order.servers == world.look(site).order.servers
        shown = {
            key: {head.hash for head in store.record.heads.of(key)} for key in store.record.heads
        }
        assert _really_heads(world, store.record) == shown


UNSEEN_CAUTION = [
    ("act", 0, "mark", "app", "unknown"),
    ("act", 0, "mark", "dc2", "unknown"),
    ("meet", 0, 1),
    ("act", 1, "mark", "app", "clean"),
    ("put_back", 0, 1),
    ("act", 0, "mark", "app", "compromised"),
]
"""Site 1 found the server clean after two events of site 0; site 0 was put back, and its second
event now says otherwise."""

SEEN_IN_VAIN = [
    *UNSEEN_CAUTION[:2],
    ("act", 0, "mark", "app", "compromised"),
    ("meet", 0, 1),
    ("act", 1, "mark", "app", "clean"),
    ("put_back", 0, 1),
    ("act", 0, "note", "app", "anew"),
]
"""Site 1 answered an act of the branch that was then lost: said anew, that act must not come back
as unanswered."""


PINNED_TWICE = [
    ("act", 0, "mark", "dc2", "compromised"),
    ("act", 0, "pin", "app", "clean"),
    ("meet", 0, 1),
    ("act", 1, "note", "app", "x"),
    ("put_back", 0, 1),
    ("act", 0, "pin", "app", "retired"),
]
"""Site 0 pinned the same twice, the second time after it was put back and knew no more of the
first."""


HELD_BACK_BY_A_FORK = [
    ("act", 0, "mark", "app", "unknown"),
    ("act", 0, "note", "app", "first"),
    ("act", 0, "note", "app", "lost"),
    ("meet", 0, 2),
    ("put_back", 0, 1),
    ("act", 0, "mark", "app", "compromised"),
    ("meet", 0, 1),
    ("act", 1, "note", "dc1", "x"),
    ("meet", 1, 2),
    ("act", 2, "mark", "app", "clean"),
]
"""Site 1 read what site 0 found after it was put back, and wrote a note; site 2, which holds the
other branch, got the note and not the finding: its `clean` does not answer what it never had."""

KEPT_BY_OTHERS = [
    ("act", 0, "note", "app", "first"),
    ("act", 0, "note", "app", "lost"),
    ("meet", 0, 1),
    ("put_back", 0, 1),
    ("act", 0, "note", "app", "instead"),
    ("meet", 0, 2),
    ("keep_fork", 1, 2),
    ("meet", 0, 2),
    ("act", 0, "mark", "app", "compromised"),
    ("keep_fork", 0, 1),
]
"""Two sites keep a fork of site 0's; it takes in both branches, the one it holds too, before it
acts again."""

FORKED_TWICE = [
    ("act", 0, "note", "app", "one"),
    ("act", 0, "note", "app", "two"),
    ("act", 0, "note", "app", "three"),
    ("meet", 0, 1),
    ("put_back", 0, 1),
    ("act", 0, "mark", "app", "compromised"),
    ("meet", 0, 2),
    ("put_back", 0, 2),
    ("act", 0, "mark", "dc1", "clean"),
    ("keep_fork", 0, 1),
    ("keep_fork", 1, 2),
    ("keep_fork", 0, 2),
]
"""Three branches of one origin, two of which share an act that the third lacks."""


@example(FORKED_TWICE)
@example(KEPT_BY_OTHERS)
@example(HELD_BACK_BY_A_FORK)
@example(PINNED_TWICE)
@example(UNSEEN_CAUTION)
@example(SEEN_IN_VAIN)
@given(st.lists(deeds() | meetings("keep_fork") | returns(), max_size=25))
def test_after_forks_too_no_act_is_lost_and_no_caution_hidden(story: list[tuple[Any, ...]]) -> None:
    world = played(story)
    everything = set().union(*(world.names(store.record) for store in world.sites))
    world.all_meet()
    for site, store in enumerate(world.sites):
        assert everything == world.names(store.record)
        assert standings(world.look(0)) == standings(world.look(site))
        assert world.look(0).order.servers == world.look(site).order.servers
        assert all(fork.kept for other in world.sites for fork in forks(store.record, other.record))
        assert [] == [
            misfit.sentence
            for other in world.sites
            if other is not store
            for misfit in sync(store, other, keep_fork=True).refused
        ]
        assert [] == [*store.record.misfits, *store.record.loose]
        assert _heads_of(_read_anew(store.record)) == _heads_of(store.record)
        for key, really in _really_heads(world, store.record).items():
            shown = {world.named(head) for head in store.record.heads.of(key)}
            assert really <= shown
            if "/" not in key and " " not in key:
                caution = [
                    MOST_CAUTIOUS_FIRST.index(e.after.state)
                    for e in store.record.acts
                    if e.after is not None and world.named(e) in really
                ]
                assert MOST_CAUTIOUS_FIRST.index(world.look(site).situation.state(key)) <= min(
                    caution
                )


def _read_anew(record: Record) -> Record:
    """The same events in the same order, taken at one go."""
    anew = Record()
    for event in record.events:
        anew.take(event)
    return anew


def _heads_of(record: Record) -> dict[str, set[str]]:
    return {key: {head.hash for head in record.heads.of(key)} for key in record.heads}


def _really_heads(world: World, record: Record) -> dict[str, set[str]]:
    """By the truth: the acts on each thing that no other act on it knew."""
    by_key: dict[str, set[str]] = {}
    for event in record.acts:
        if (key := key_of(event)) is not None:
            by_key.setdefault(key, set()).add(world.named(event))
    return {
        key: {act for act in acts_on if not any(act in world.knew[other] for other in acts_on)}
        for key, acts_on in by_key.items()
    }


@given(
    st.lists(deeds() | meetings("keep_fork") | returns(), max_size=20),
    st.randoms(use_true_random=False),
)
def test_heads_follow_from_the_set_of_events_whatever_the_order_of_arrival(
    story: list[tuple[Any, ...]], dice: Any
) -> None:
    world = played(story)
    world.all_meet()
    record = world.sites[0].record
    shuffled = list(record.events)
    dice.shuffle(shuffled)
    other = Record()
    for event in shuffled:
        other.take(event)
    assert _all_heads(record) == _all_heads(other)


def _all_heads(record: Record) -> dict[str, Sequence[Event]]:
    return {key: record.heads.of(key) for key in record.heads}


def test_an_act_that_was_answered_before_it_was_lost_is_no_conflict_when_it_is_said_anew() -> None:
    world = played(SEEN_IN_VAIN)
    world.all_meet()
    assert [("clean", False)] * SITES == [
        (s.state, s.conflict)
        for site in range(SITES)
        if (s := world.look(site).situation.servers["app"])
    ]


def test_an_act_that_nobody_answered_is_shown_after_a_fork_too() -> None:
    world = played(UNSEEN_CAUTION)
    world.all_meet()
    assert [("compromised", True)] * SITES == [
        (s.state, s.conflict)
        for site in range(SITES)
        if (s := world.look(site).situation.servers["app"])
    ]


@given(st.lists(deeds() | meetings("keep_fork") | returns(), max_size=20))
def test_a_sync_that_is_repeated_changes_nothing(story: list[tuple[Any, ...]]) -> None:
    world = played(story)
    world.meet(0, 1, keep_fork=True)
    before = [list(store.record.events) for store in world.sites]
    exchange = sync(world.sites[0], world.sites[1], keep_fork=True)
    assert ([], []) == (list(exchange.received), list(exchange.sent))
    assert before == [store.record.events for store in world.sites]


def test_where_nothing_was_forked_keeping_forks_says_nothing_anew() -> None:
    world = played(
        [
            ("act", 0, "note", "app", "first"),
            ("meet", 0, 1),
            ("act", 0, "note", "app", "two"),
            ("act", 0, "note", "app", "three"),
        ]
    )
    exchange = sync(world.sites[0], world.sites[1], keep_fork=True)
    assert ([], 2, ()) == (list(exchange.received), len(exchange.sent), tuple(exchange.forks))
    assert 3 == len(world.sites[0].record.events) == len(world.sites[1].record.events)


def test_what_a_fork_held_back_from_a_site_is_not_answered_by_it() -> None:
    world = played(HELD_BACK_BY_A_FORK)
    world.all_meet()
    assert [("compromised", True)] * SITES == [
        (s.state, s.conflict)
        for site in range(SITES)
        if (s := world.look(site).situation.servers["app"])
    ]


def test_a_site_that_takes_in_another_branch_of_its_own_origin_goes_on_under_a_new_one() -> None:
    world = played(KEPT_BY_OTHERS[:-2])
    before = world.sites[0].origin
    world.act(0, "mark", "app", "compromised")
    assert before != world.sites[0].origin
    assert not sync(world.sites[0], world.sites[1]).refused
    assert "compromised" == world.look(1).situation.state("app")


def test_a_fork_stops_its_origin_only_and_is_named() -> None:
    for keep in (False, True):
        world = played(list(_a_rolled_back_site()))
        exchange = sync(world.sites[0], world.sites[1], keep_fork=keep)
        assert [("site0", 2, keep)] == [
            (f.origin.partition("-")[0], f.seq, f.kept) for f in exchange.forks
        ]
        assert "after the fork" in {e.data.get("text") for e in world.sites[0].record.events}
        assert keep == (
            "lost by site0" in {e.data.get("text") for e in world.sites[0].record.events}
        )
        assert keep == (
            "said instead" in {e.data.get("text") for e in world.sites[1].record.events}
        )


def _a_rolled_back_site() -> Iterator[tuple[Any, ...]]:
    """Site 0 acts, syncs, is put back, and goes on; site 1 has acted meanwhile on what it got."""
    yield ("act", 0, "note", "app", "first")
    yield ("act", 0, "note", "app", "lost by site0")
    yield ("meet", 0, 1)
    yield ("act", 1, "note", "app", "after the fork")
    yield ("put_back", 0, 1)
    yield ("act", 0, "note", "app", "said instead")


def test_a_site_put_back_that_syncs_before_it_acts_goes_on_under_a_new_origin() -> None:
    story = list(_a_rolled_back_site())
    world = played(story[:-1])
    exchange = sync(world.sites[0], world.sites[1])
    assert ((), 2) == (tuple(exchange.forks), len(exchange.received))
    world.act(0, "note", "app", "anew")
    assert 3 == len(world.sites[0].record.tips)


def test_a_draft_said_twice_is_one_act() -> None:
    store = MemoryStore()
    draft = Draft("one", "app", "noted", {"text": "x"})
    store.append([draft], Actor("dba", "h"), {})
    store.append([draft], Actor("dba", "h"), {})
    assert 1 == len(store.record.events)


@given(st.lists(deeds() | meetings(), max_size=25))
def test_what_is_met_stands_on_what_was_not_lost_since_and_is_not_suspect(
    story: list[tuple[Any, ...]],
) -> None:
    world = played(story)
    world.all_meet()
    seen = world.look(0)
    for condition in seen.conditions.values():
        if not condition.is_met or condition.service:
            continue
        spoken = seen.situation.conditions[condition.id]
        for server in spoken.terms.servers:
            assert server not in seen.suspects or server in spoken.terms.suspect
            act = seen.situation.past("images").acts_behind(spoken.event)[0]
            assert all(
                event.after is None
                or seen.situation.threshold(server).available(event.after)
                or seen.situation.knows(act, event)
                for event in seen.situation.history.get(server, ())
            )
