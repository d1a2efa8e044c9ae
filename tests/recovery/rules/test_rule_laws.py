"""The laws of the rules: whatever people at several sites do, undo, settle and exchange, no act
stands that broke a rule without an override by name, and all sites agree on what follows."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.errors import ChwapiError
from chwapi_console.journal.kinds.evidence_kinds import HandOverTerms
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.people import is_among
from chwapi_console.recovery.acts import (
    adding,
    claims,
    conditions,
    ending,
    evidence,
    marks,
    restore_points,
    sign_off,
)
from chwapi_console.recovery.acts import steps as stepping
from chwapi_console.recovery.acts import undo as undoing
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.rules.door import overriding
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.told.server_history import is_undo
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.meant.ending import left_to_end
from hospitals import NOW, plan_of
from journal.memory_store import MemoryStore, Sites

PLAN = plan_of("""
[policy]
second_person = true
evidence_first = true
[policy.rules]
"work.open" = "reason"
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app", "dc1", "clear"]
[conditions.clear]
name = "No trace left"
who = "security"
needs = ["dc1"]
[servers]
app = { site = "imc", role = "x", runbook = "w", state = "compromised", needs = ["dc1"] }
dc1 = { site = "imc", role = "x", state = "compromised" }
[runbooks.w]
steps = ["isolate", "rebuild"]
""")
SITES = 2
PEOPLE = ("oncall-1", "dba")
WHY = {
    "work.open": "the vendor did it",
    "evidence.image": "no disks",
    "point.late": "no other",
    "point.again": "no other",
}
EARLIER, LATER = NOW - timedelta(days=9), NOW - timedelta(days=2)
USABLE = ("restored", "verified", "clean")


class World(Sites):
    """Some sites with a store each, and what was so when each act was written, found out without
    the rules."""

    def __init__(self) -> None:
        super().__init__(SITES)
        self.wants_override: set[str] = set()
        self.wants_image: set[str] = set()
        self.wants_exceptions: dict[str, set[str]] = {}

    def look(self, site: int) -> View:
        return view(PLAN, self.sites[site].record, NOW)

    def act(self, site: int, who: int, kind: str, server: str, state: str, reason: bool) -> None:
        store, operator, seen = self.sites[site], PEOPLE[who], self.look(site)
        try:
            with overriding(WHY if reason else {}):
                act = self._made(seen, store, operator, kind, server, state, reason=reason)
            written = store.append(act.drafts, Actor(operator, store.name), act.shown)
        except ChwapiError:
            return
        for event in written:
            self._remember(seen, event)

    def _remember(self, seen: View, event: Event) -> None:
        after, server = event.after, event.subject
        if (
            event.kind in ("marked", "settled")
            and after is not None
            and _is_open(seen, server, after.state)
        ):
            self.wants_override.add(event.hash)
        if _has_no_image(seen, event):
            self.wants_image.add(event.hash)
        if event.kind == "closed":
            self.wants_exceptions[event.hash] = {one.subject for one in left_to_end(seen)}

    @staticmethod
    def _made(
        seen: View,
        store: MemoryStore,
        operator: str,
        kind: str,
        server: str,
        state: str,
        *,
        reason: bool,
    ) -> Act:
        remarks = Remarks(reason="x", meant=True)
        usable = state in USABLE
        verdict = state if state in ("clean", "compromised") else "unknown"
        said = conditions.Saying("met" if usable else "lost", "sec-1", "a sweep")
        found = FoundServer("imc", state, (server,), ("bloc",))
        left = {one.subject: "x" for one in left_to_end(seen)} if usable else {}
        ways: dict[str, Callable[[], Act]] = {
            "mark": lambda: marks.mark(seen, [server], state, operator, remarks),
            "judge": lambda: marks.judge(seen, {server: verdict}, operator, remarks),
            "take": lambda: claims.take(seen, [server], operator),
            "settle": lambda: marks.settle(seen, server, state, operator, remarks),
            "undo": lambda: undoing.undo(seen, store.record, operator, store.own_origins),
            "step": lambda: stepping.step(seen, "app", "isolate", operator=operator),
            "rebuild": lambda: stepping.step(
                seen, "app", "rebuild", failed="" if usable else "x", operator=operator
            ),
            "evidence": lambda: evidence.evidence(
                seen, server, "E1", {**IMAGE, "tool": state if usable else "dd"}, operator
            ),
            "hand-over": lambda: evidence.hand_over(
                seen, "E1", HandOverTerms("a b", state, EARLIER.isoformat(), "lab", "x"), operator
            ),
            "point": lambda: restore_points.restore_point(
                seen,
                server,
                "sunday",
                operator,
                taken=EARLIER if usable else LATER,
                verdict=state if state in ("verified", "compromised") else "unknown",
                remarks=remarks,
            ),
            "since": lambda: restore_points.compromised_since(
                seen, EARLIER if usable else LATER, [server] if reason else [], operator, remarks
            ),
            "indicators": lambda: restore_points.indicators(seen, state, operator),
            "from-point": lambda: marks.mark(
                seen, [server], "restored", operator, remarks._replace(point="sunday")
            ),
            "accept": lambda: sign_off.accept(
                seen, "bloc", "Dr A", "a chart", meant=True, operator=operator
            ),
            "condition": lambda: conditions.say_of(seen, ["clear"], said, operator, remarks),
            "add": lambda: adding.add(seen, "nas", found, operator, remarks),
            "close": lambda: ending.close(seen, left, operator, remarks),
            "reopen": lambda: ending.reopen(seen, operator, remarks),
        }
        return ways[kind]()


IMAGE = {"sha256": "ab" * 32, "tool": "dd", "place": "safe", "protected": "yes"}


def _has_no_image(seen: View, event: Event) -> bool:
    """Whether an act rebuilds app, which was found compromised, though nobody ever recorded anything
    of it, or said why not."""
    if event.subject != "app" or event.data.get("step") != "rebuild":
        return False
    if seen.situation.servers["app"].standing.verdict != "compromised":
        return False
    recorded = any(each.kind == "evidence.taken" for each in seen.situation.history.get("app", ()))
    waived = any(one.rule == "evidence.image" for one in seen.overrides.get("app", ()))
    return event.payload.is_meant and not event.kind.endswith("undone") and not recorded | waived


def _is_open(seen: View, server: str, state: str) -> bool:
    """Whether work is plainly open on a server that is called usable so: it was found compromised,
    or steps are open."""
    if server not in PLAN.servers or seen.situation.servers[server].conflict:
        return False
    before = seen.situation.state(server)
    if state == "clean":
        return before == "compromised"
    steps = [seen.situation.step_state(server, step) for step in PLAN.steps_of(server)]
    return state == "restored" and before not in USABLE and "open" in steps


def deeds() -> st.SearchStrategy[tuple[Any, ...]]:
    kinds = (
        "mark mark mark judge take settle undo undo step accept condition add close reopen "
        "rebuild evidence hand-over point since indicators from-point"
    )
    return st.tuples(
        st.just("act"),
        st.integers(0, SITES - 1),
        st.integers(0, len(PEOPLE) - 1),
        st.sampled_from(kinds.split()),
        st.sampled_from(["app", "dc1"]),
        st.sampled_from(["clean", "compromised", "restored", "verified", "blocked", "unknown"]),
        st.booleans(),
    )


def played(story: Sequence[tuple[Any, ...]]) -> World:
    world = World()
    for what, *words in story:
        getattr(world, what)(*words)
    world.all_meet()
    return world


BROUGHT_BACK: list[tuple[Any, ...]] = [
    ("act", 0, 0, "mark", "dc1", "restored", True),
    ("act", 0, 1, "mark", "dc1", "verified", True),
    ("act", 0, 0, "mark", "app", "restored", True),
    ("act", 0, 1, "mark", "app", "verified", True),
    ("act", 0, 0, "condition", "dc1", "restored", False),
    ("act", 0, 0, "accept", "app", "restored", False),
    ("act", 0, 0, "evidence", "app", "blocked", False),
    ("act", 0, 0, "point", "app", "verified", False),
    ("meet", 0, 1),
]
"""What chance would hardly come to: the service is back, and signed off."""

STORIES = st.builds(
    lambda begun, story: [*BROUGHT_BACK[:begun], *story],
    st.integers(0, len(BROUGHT_BACK)),
    st.lists(deeds() | st.just(("meet", 0, 1)), max_size=25),
)


@given(STORIES)
def test_nothing_was_written_that_broke_a_rule_without_an_override_by_name(
    story: list[tuple[Any, ...]],
) -> None:
    world = played(story)
    record = world.sites[0].record
    for event in record.events:
        if event.hash in world.wants_override:
            assert "work.open" in event.overridden, event
        if event.hash in world.wants_image:
            assert "evidence.image" in event.overridden, event
        if event.hash in world.wants_exceptions:
            left = world.wants_exceptions[event.hash]
            assert left == set(event.data["after"]["exceptions"])


@given(STORIES)
def test_nobody_confirmed_what_they_restored(story: list[tuple[Any, ...]]) -> None:
    seen = played(story).look(0)
    for server, shown in seen.situation.servers.items():
        past = seen.situation.past(server)
        for head in shown.heads:
            for act in past.acts_behind(head):
                if act.kind != "marked" or act.after is None:
                    continue
                before = [each for each in past.heads_before(act) if each.id != act.id]
                done = any(each.after and each.after.work == "restored" for each in before)
                if act.after.work == "verified" or (act.after.state == "clean" and done):
                    assert not is_among(act.operator, past.restorers(before)), act


@given(STORIES)
def test_all_sites_agree_on_what_follows(story: list[tuple[Any, ...]]) -> None:
    world = played(story)
    one, other = (_what_follows(world.look(site)) for site in range(SITES))
    assert one == other


def _what_follows(seen: View) -> dict[str, Any]:
    return {
        "states": {name: state.standing for name, state in seen.situation.servers.items()},
        "services": seen.services,
        "conditions": seen.conditions,
        "overrides": {
            subject: [(one.rule, one.reason, one.event.hash) for one in those]
            for subject, those in seen.overrides.items()
        },
        "ended": seen.situation.ended and seen.situation.ended.hash,
        "added": {name: act.hash for name, act in seen.added.items()},
        "suspects": {
            aside: {name: [cause.found.hash for cause in why] for name, why in those.items()}
            for aside, those in (("no", seen.suspects), ("yes", seen.set_aside))
        },
        "points": {
            server: {point: seen.situation.points.flaws(server, point) for point in of}
            for server, of in seen.situation.points.of.items()
        },
        "evidence": {
            server: {item.id: item.told for item in of.values()}
            for server, of in seen.situation.evidence.items()
        },
        "shortcuts": dict(seen.shortcuts),
        "order": list(seen.order.servers),
        "left": left_to_end(seen),
    }


@given(STORIES)
@example(
    [
        ("act", 0, 0, "rebuild", "app", "clean", True),
        ("act", 0, 0, "mark", "app", "compromised", False),
        ("act", 0, 0, "undo", "app", "clean", False),
    ]
)
@example(
    [
        ("act", 0, 0, "mark", "dc1", "restored", True),
        ("act", 1, 0, "mark", "dc1", "compromised", False),
        ("meet", 0, 1),
        ("act", 0, 0, "settle", "dc1", "compromised", False),
    ]
)
def test_an_override_stands_no_longer_than_its_act(story: list[tuple[Any, ...]]) -> None:
    seen = played(story).look(0)
    for those in seen.overrides.values():
        assert all(one.event.id not in seen.situation.undone for one in those)
    for server, shown in seen.situation.servers.items():
        if shown.state in ("compromised", "unknown") and not shown.conflict:
            last = [one.event.seq for one in seen.overrides.get(server, ())]
            found = [head for head in shown.heads if not is_undo(head)]
            verdict = [head.seq for head in found if len(shown.heads) == 1]
            same = {one.event.origin for one in seen.overrides.get(server, ())} == {
                head.origin for head in shown.heads
            }
            assert not (same and last and verdict and max(last) < min(verdict)), server
