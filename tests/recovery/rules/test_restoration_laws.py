"""The laws of restoration: whatever people at two sites do, undo and exchange, no compromised server
is rebuilt or called usable without an image unless that is said, and none that came from a bad
restore point is taken for sound by who did not know."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.errors import ChwapiError
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.recovery.acts import claims, evidence, marks, restore_points, steps
from chwapi_console.recovery.acts import undo as undoing
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.rules.door import overriding
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.told.restore_points import GRAVE, point_behind
from chwapi_console.recovery.state.view.view import View, view
from hospitals import NOW, plan_of
from journal.memory_store import MemoryStore, Sites

PLAN = plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[servers]
app = { site = "imc", role = "x", runbook = "w", state = "compromised" }
[runbooks.w]
steps = ["choose", "rebuild"]
[steps.choose]
result = "restore-point"
""")
SITES = 2
USABLE = ("clean", "restored", "verified")
WHY = {
    "evidence.image": "no disk left",
    "point.late": "no other",
    "point.verdict": "no other",
    "point.again": "no other",
}
IMAGE = {"sha256": "ab" * 32, "tool": "dd", "place": "safe", "protected": "yes"}
WORDS = ["clean", "compromised", "restored", "verified", "unknown"]
EARLIER = {word: NOW - timedelta(hours=hours) for hours, word in enumerate(WORDS, 1)}


class World(Sites):
    """Two sites, and which acts went on without an image, found out without the rules."""

    def __init__(self) -> None:
        super().__init__(SITES)
        self.without_image: set[str] = set()

    def look(self, site: int) -> View:
        return view(PLAN, self.sites[site].record, NOW)

    def act(self, site: int, kind: str, word: str, point: str, why: bool) -> None:
        store, seen = self.sites[site], self.look(site)
        operator = f"op{site}-{word}"
        try:
            with overriding(WHY if why else {}):
                act = self._made(seen, store, operator, kind, word, point)
            written = store.append(act.drafts, Actor(operator, store.name), act.shown)
        except ChwapiError:
            return
        for event in written:
            if _goes_on(seen, event) and _nobody_spoke_of_an_image(seen):
                self.without_image.add(event.hash)

    @staticmethod
    def _made(
        seen: View, store: MemoryStore, operator: str, kind: str, word: str, point: str
    ) -> Act:
        remarks = Remarks(reason="x", meant=True)
        restored = remarks._replace(point=point if word == "restored" else "")
        told: restore_points.ToldOfPoint = {
            "taken": EARLIER[word],
            "verdict": "compromised" if word == "compromised" else "verified",
        }
        ways: dict[str, Callable[[], Act]] = {
            "mark": lambda: marks.mark(seen, ["app"], word, operator, restored),
            "judge": lambda: marks.judge(seen, {"app": word}, operator, remarks),
            "settle": lambda: marks.settle(seen, "app", word, operator, restored),
            "take": lambda: claims.take(seen, ["app"], operator),
            "undo": lambda: undoing.undo(seen, store.record, operator, store.own_origins),
            "rebuild": lambda: steps.step(
                seen,
                "app",
                "rebuild",
                skip="x" if word == "unknown" else "",
                failed="x" if word == "clean" else "",
                remarks=remarks,
                operator=operator,
            ),
            "choose": lambda: steps.step(
                seen, "app", "choose", result=point, remarks=remarks, operator=operator
            ),
            "image": lambda: evidence.evidence(seen, "app", "E", IMAGE, operator, NOW),
            "half": lambda: evidence.evidence(seen, "app", "E", {"tool": "dd"}, operator, NOW),
            "point": lambda: restore_points.restore_point(seen, "app", point, operator, **told),
            "since": lambda: restore_points.compromised_since(
                seen, EARLIER[word], ["app"] if word == "clean" else [], operator, remarks
            ),
        }
        return ways[kind]()


def _goes_on(seen: View, event: Event) -> bool:
    """Whether an act rebuilds a compromised server, or calls it usable anew."""
    shown = seen.situation.servers["app"]
    if shown.conflict or shown.standing.verdict == "clean" or _was_ended(seen):
        return False
    if event.kind in ("step.done", "step.skipped", "step.failed"):
        return bool(event.data["step"] == "rebuild")
    after = event.after.state if event.after is not None else ""
    return (
        event.kind in ("marked", "settled")
        and after in USABLE
        and shown.state not in ("restored", "verified")
    )


def _was_ended(seen: View) -> bool:
    """Whether somebody, knowing it or not, ever ended the compromise that the plan tells of."""
    return seen.situation.servers["app"].standing.verdict != "compromised" and any(
        event.kind == "settled" or (event.after is not None and event.after.state in USABLE)
        for event in seen.situation.history.get("app", ())
    )


def _nobody_spoke_of_an_image(seen: View) -> bool:
    return not any(
        event.kind == "evidence.taken" or "evidence.image" in event.overridden
        for event in seen.situation.history.get("app", ())
    )


def deeds() -> st.SearchStrategy[tuple[Any, ...]]:
    kinds = "mark mark mark judge settle take undo undo rebuild choose image half point point since"
    return st.tuples(
        st.just("act"),
        st.integers(0, SITES - 1),
        st.sampled_from(kinds.split()),
        st.sampled_from(WORDS),
        st.sampled_from(["p1", "p2"]),
        st.booleans(),
    )


def played(story: Sequence[tuple[Any, ...]]) -> World:
    world = World()
    for what, *words in story:
        getattr(world, what)(*words)
    world.all_meet()
    return world


BROUGHT_BACK: list[tuple[Any, ...]] = [
    ("act", 0, "point", "unknown", "p1", False),
    ("act", 0, "image", "clean", "p1", False),
    ("act", 0, "choose", "clean", "p1", False),
    ("act", 0, "rebuild", "restored", "p1", False),
    ("act", 0, "mark", "restored", "p1", False),
    ("meet", 0, 1),
]
MOVED = [*BROUGHT_BACK, ("act", 1, "since", "unknown", "p1", False)]
"""The attacker was in when the point was taken, as site 1 found out later."""
TAKEN_BACK_UNSEEN: list[tuple[Any, ...]] = [
    ("act", 0, "image", "clean", "p1", False),
    ("meet", 0, 1),
    ("act", 1, "rebuild", "restored", "p1", False),
    ("act", 0, "undo", "clean", "p1", False),
]
"""The image by which site 1 rebuilt is taken back at site 0, which does not know."""

STORIES = st.builds(
    lambda begun, story: [*BROUGHT_BACK[:begun], *story],
    st.integers(0, len(BROUGHT_BACK)),
    st.lists(deeds() | st.just(("meet", 0, 1)), max_size=20),
)


@example(MOVED)
@example(TAKEN_BACK_UNSEEN)
@given(STORIES)
def test_nobody_went_on_without_an_image_and_without_saying_why(
    story: list[tuple[Any, ...]],
) -> None:
    world = played(story)
    for event in world.sites[0].record.events:
        if event.hash in world.without_image:
            assert "evidence.image" in event.overridden, event


@example(MOVED)
@given(STORIES)
def test_what_came_from_a_bad_point_is_suspect_unless_somebody_knew(
    story: list[tuple[Any, ...]],
) -> None:
    seen = played(story).look(0)
    situation, shown = seen.situation, seen.situation.servers["app"]
    if shown.state not in ("restored", "verified") or "app" in seen.suspects:
        return
    past, moved = situation.past("app"), situation.points.since("app")
    for act in [act for head in shown.heads for act in past.acts_behind(head)]:
        point = point_behind(past, act)
        if GRAVE.isdisjoint(situation.points.flaws("app", point)):
            continue
        told = situation.points.of["app"][point]
        behind = [*told.heads, *([moved.event] if moved else [])]
        assert any(situation.knows(act, event) for event in behind), act


@example(TAKEN_BACK_UNSEEN)
@example(MOVED)
@given(STORIES)
def test_both_sites_agree_on_points_evidence_and_what_follows(
    story: list[tuple[Any, ...]],
) -> None:
    world = played(story)
    one, other = (_what_follows(world.look(site)) for site in range(SITES))
    assert one == other


def _what_follows(seen: View) -> dict[str, Any]:
    points = seen.situation.points
    return {
        "points": {point: points.flaws("app", point) for point in points.of.get("app", {})},
        "since": points.since("app"),
        "evidence": seen.situation.evidence,
        "shortcuts": seen.shortcuts,
        "suspects": seen.suspects,
        "steps": {key: act.hash for key, act in seen.situation.steps.items()},
    }


def test_a_point_that_turns_out_too_late_makes_its_server_suspect_by_name() -> None:
    world = played(MOVED)
    for site in range(SITES):
        (cause,) = world.look(site).suspects["app"]
        assert ("app", "p1", "op1-unknown") == (cause.source, cause.point, cause.found.operator)
    world.act(1, "mark", "verified", "p1", False)
    assert {} == world.look(1).suspects


def test_an_image_that_was_taken_back_unseen_is_missed() -> None:
    assert played(TAKEN_BACK_UNSEEN).look(0).shortcuts["app"].no_image
