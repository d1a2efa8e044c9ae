"""The laws of all that people record, at three sites that do not always see each other: what is
promised, when clocks start and stop, who took a shift over, what was told and thought, evidence and
what was done without it, conditions with a reserve, the end. All sites agree once they have met, and
nothing stands that a rule forbids unless somebody named the rule and said why."""

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.errors import ChwapiError, Overridable
from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.kinds.service_kinds import ConditionChange
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.recovery.acts import conditions, marks, notes, telling, undo
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.rules.door import overriding
from chwapi_console.recovery.state.of_view.clocks import clocks
from chwapi_console.recovery.state.told.promises import hypotheses, last_told
from chwapi_console.recovery.state.view.view import View, view
from hospitals import MEANT, NOW
from journal.memory_store import Sites
from recovery.rules.test_done_again_laws import (
    ACTS,
    LONG_AFTER,
    PEOPLE,
    PERMIT,
    PLAN,
    SOON,
    WHY,
    Done,
)

SITES = 3
RESERVED = conditions.Saying("met", "Dr Ana", "a look", "one room", until=SOON)
AWAITED = conditions.Saying("awaited", source="the lab", until=SOON)


def noted_as(like: Noted) -> Done:
    return lambda v, who, m: notes.note_on(v, ["app"], WHY, operator=who, like=like)


def condition_is(saying: conditions.Saying) -> Done:
    return lambda v, who, m: conditions.say_of(v, ["clear"], saying, who, m._replace(reason=WHY))


def promised(state: str) -> Done:
    return lambda v, who, m: telling.settle_promise(v, "bloc", state, who, m)  # type: ignore[arg-type]


ALL: Mapping[str, Done] = {
    **ACTS,
    "reserved": condition_is(RESERVED),
    "awaited": condition_is(AWAITED),
    "thought": noted_as(Noted("", hypothesis=True)),
    "told": noted_as(Noted("", told="director")),
    "broken": promised("broken"),
    "settled": lambda v, who, m: marks.settle(v, "sql", "compromised", who, m._replace(reason=WHY)),
}
HERE = ("reserved", "awaited", "thought", "told", "broken", "settled")
TOLD = (
    *HERE,
    *[
        "promised",
        "kept",
        "shift",
        "aware",
        "notified",
        "otherwise",
        "image",
        "handed",
        "closed",
        "reopened",
        "met",
        "lost",
    ],
)
"""What is drawn twice as often as the rest."""


class World(Sites):
    """Sites with a record each; `forbidden` has for each act that a rule of policy forbade the rule,
    found out before it was done."""

    def __init__(self) -> None:
        super().__init__(SITES)
        self.forbidden: dict[str, str] = {}

    def look(self, site: int, *, late: bool = False) -> View:
        return view(PLAN, self.sites[site].record, LONG_AFTER if late else NOW)

    def act(self, site: int, name: str, who: str, why: bool) -> None:
        seen = self.look(site)
        self._write(site, who, lambda: ALL[name](seen, who, MEANT), why)

    def undo(self, site: int, who: str, why: bool) -> None:
        store, seen = self.sites[site], self.look(site)
        self._write(site, who, lambda: undo.undo(seen, store.record, who, store.own_origins), why)

    def _write(self, site: int, who: str, build: Callable[[], Act], why: bool) -> None:
        store = self.sites[site]
        try:
            with overriding({}, meant=True):
                rule = _forbidding(build)
            with overriding(PERMIT if why else {}, meant=True):
                made = build()
            written = store.append(made.drafts, Actor(who, store.name), made.shown)
        except ChwapiError:
            return
        if rule:
            self.forbidden |= {event.hash: rule for event in written}


def _forbidding(build: Callable[[], Act]) -> str:
    """The rule of policy that refuses an act which nobody says a word about; empty where none does."""
    try:
        build()
    except Overridable as error:
        return error.rule
    return ""


def what_follows(seen: View) -> dict[str, Any]:
    """All that is told of a record, by whatever is told of it."""
    so_far = seen.situation
    return {
        "servers": {server: so_far.servers[server].standing for server in so_far.servers},
        "conflicts": {server for server in so_far.servers if so_far.servers[server].conflict},
        "queue": [entry.server for entry in seen.entries],
        "services": seen.services,
        "conditions": seen.conditions,
        "sign-offs": so_far.sign_offs,
        "reserves": seen.reserves,
        "promises": so_far.promises,
        "clocks": clocks(seen),
        "shift": so_far.handed_over,
        "thoughts": hypotheses(so_far.notes),
        "told": last_told(so_far.notes),
        "evidence": so_far.evidence,
        "points": so_far.points.of,
        "since": so_far.points.since("app"),
        "without an image": seen.shortcuts,
        "overrides": seen.overrides,
        "suspects": seen.suspects,
        "end": so_far.ended,
        "pins": so_far.pins,
        "added": sorted(seen.plan.servers),
    }


BROUGHT_BACK: list[tuple[Any, ...]] = [
    ("act", 0, "image", "ana", False),
    ("act", 0, "isolate", "ana", False),
    ("act", 0, "rebuild", "ana", False),
    ("act", 0, "sql restored", "ana", True),
    ("act", 0, "restored", "ana", False),
    ("meet", 0, 1),
    ("act", 1, "sql verified", "ben", False),
    ("act", 1, "verified", "ben", False),
    ("act", 1, "reserved", "ben", False),
    ("meet", 1, 2),
]
"""What chance would hardly come to: a server back with an image, one without and with a reason, a
condition met with a reserve."""
MET_UNSEEN = [*BROUGHT_BACK, ("act", 0, "sql found", "ana", False)]
"""What the condition stands on falls at a site that does not know of it."""
WITHOUT_NEEDS: list[tuple[Any, ...]] = [("act", 2, "met", "ana", True)]
"""Met though what it needs is down, with a reason."""

STORIES = st.builds(
    lambda begun, story: [*BROUGHT_BACK[:begun], *story],
    st.integers(0, len(BROUGHT_BACK)),
    st.lists(
        st.tuples(
            st.just("act"),
            st.integers(0, SITES - 1),
            st.sampled_from(sorted(ALL)) | st.sampled_from(TOLD),
            st.sampled_from(PEOPLE),
            st.booleans(),
        )
        | st.tuples(
            st.just("undo"), st.integers(0, SITES - 1), st.sampled_from(PEOPLE), st.booleans()
        )
        | st.sampled_from([("meet", one, other) for one, other in permutations(range(SITES), 2)]),
        max_size=16,
    ),
)


def played(story: Sequence[tuple[Any, ...]]) -> World:
    world = World()
    for what, *words in story:
        getattr(world, what)(*words)
    return world


@example(MET_UNSEEN)
@given(STORIES)
def test_sites_that_have_met_tell_the_same_of_everything(story: list[tuple[Any, ...]]) -> None:
    world = played(story)
    world.all_meet()
    for late in (False, True):
        first, *others = (what_follows(world.look(site, late=late)) for site in range(SITES))
        assert [first] * len(others) == others


@example(WITHOUT_NEEDS)
@given(STORIES)
def test_what_a_rule_of_policy_forbade_names_the_rule_and_says_why(
    story: list[tuple[Any, ...]],
) -> None:
    world = played(story)
    for store in world.sites:
        for hash, rule in world.forbidden.items():
            for event in store.record.events:
                if event.hash == hash:
                    assert WHY == event.overridden.get(rule), (event, rule)


@example(MET_UNSEEN)
@example(WITHOUT_NEEDS)
@given(STORIES)
def test_a_condition_is_met_on_what_works_or_somebody_said_why_and_a_reserve_ends(
    story: list[tuple[Any, ...]],
) -> None:
    world = played(story)
    world.all_meet()
    for late in (False, True):
        seen = world.look(0, late=late)
        stands = seen.conditions["clear"]
        if not stands.is_met:
            continue
        said = [
            event
            for event in seen.situation.history["clear"]
            if isinstance(event.payload, ConditionChange)
        ]
        why = any("condition.needs" in event.overridden for event in said)
        assert seen.works("sql") or why, stands
        assert stands.until is None or stands.until > seen.now, stands


@example(BROUGHT_BACK)
@given(STORIES)
def test_what_is_back_without_an_image_says_so_wherever_it_is_seen(
    story: list[tuple[Any, ...]],
) -> None:
    world = played(story)
    world.all_meet()
    seen = world.look(2)
    for server in ("app", "sql"):
        shown = seen.situation.servers[server]
        if shown.conflict or shown.state not in ("restored", "verified"):
            continue
        history = seen.situation.history.get(server, ())
        spoken_of = any(
            event.kind == "evidence.taken" or "evidence.image" in event.overridden
            for event in history
        )
        judged_sound = any(
            event.after is not None and event.after.state in ("clean", "unknown", "on")
            for event in history
        )
        assert spoken_of or judged_sound, history


def test_the_stories_that_chance_would_hardly_come_to_come_to_what_they_say() -> None:
    world = played(MET_UNSEEN)
    assert world.look(1).conditions["clear"].is_met
    assert not world.look(1, late=True).conditions["clear"].is_met
    world.all_meet()
    assert not world.look(2).conditions["clear"].is_met
    without = played(WITHOUT_NEEDS)
    assert without.look(2).conditions["clear"].is_met
    assert ["condition.needs"] == list(without.forbidden.values())


def test_an_act_of_each_of_these_words_can_be_written() -> None:
    for name in HERE:
        world = played([("act", 0, "promised", "ana", True), ("meet", 0, 2)])
        if name == "settled":
            world.act(0, "sql restored", "ana", True)
            world.act(2, "sql retired", "ben", True)
            world.meet(0, 2)
        before = len(world.sites[2].record.events)
        world.act(2, name, "ana", True)
        assert before < len(world.sites[2].record.events), name
