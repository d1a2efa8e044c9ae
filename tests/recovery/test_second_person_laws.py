"""The laws of the second person: whatever three people, each at several sites and spelled in several
ways, do, take back, settle and sync, nobody comes to vouch for their own work, and what counts was
switched on and confirmed."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations
from random import Random
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from chwapi_console.errors import ChwapiError
from chwapi_console.journal.events import Event
from chwapi_console.journal.sequencing import Actor
from chwapi_console.journal.sync import sync
from chwapi_console.people import is_among
from chwapi_console.recovery.acts import claims, marks, undo
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.rules.door import overriding
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view import View, view
from hospitals import NOW, plan_of
from journal.memory_store import MemoryStore

PLAN = plan_of("""[policy]
second_person = ["restored", "clean"]
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[servers]
app = { site = "imc", role = "x", state = "compromised", needs = ["dc"] }
dc = { site = "imc", role = "x" }
""")
PLAN = PLAN._replace(incident=PLAN.incident._replace(unplugged=True))
PEOPLE = ("Ana Roy", "ÀNA  roy", "bob", "BOB", "Cléo", "cleo")
SITES = 3
ENDS = (None, NOW + timedelta(hours=1), NOW - timedelta(minutes=1))
Deed = tuple[Any, ...]


SITE = (0, 0, 0, 1, 1, 2)
KIND = (*["mark"] * 6, "take", "drop", *["settle"] * 2, *["undo"] * 4, "undo on")
STATE = (
    *["clean"] * 3,
    *["verified"] * 4,
    *["restored"] * 3,
    *["on"] * 2,
    "compromised",
    "blocked",
)


def story_of(seed: int) -> list[Deed]:
    """Some thirty deeds, drawn evenly: Hypothesis likes short and alike ones, which lead nowhere."""
    dice = Random(seed)
    return [
        ("meet", dice.choice(SITE), dice.choice(SITE))
        if dice.random() < 0.2
        else (
            "act",
            dice.choice(SITE),
            dice.choice(KIND),
            dice.choice(PEOPLE),
            dice.choice(("dc", "dc", "dc", "app")),
            dice.choice(STATE),
            dice.choice((0, 0, 0, 1, 1, 2, 3)),
        )
        for _ in range(30)
    ]


def act_of(seen: View, store: MemoryStore, deed: Deed) -> Act:
    _, _, kind, who, server, state, number = deed
    awaits = "dc" if state == "blocked" and server == "app" else ""
    until = ENDS[number % 3] if state == "blocked" else None
    remarks = Remarks(reason="x", meant=True, until=until, awaits=awaits)
    match kind:
        case "mark":
            return marks.mark(seen, [server], state, who, remarks)
        case "settle":
            return marks.settle(seen, server, state, who, remarks)
        case "take":
            return claims.take(seen, [server], who, remarks=remarks)
        case "drop":
            return claims.drop(seen, [server], who, remarks)
        case "undo" if store.record.acts:
            acts = store.record.acts
            return undo.undo(
                seen, store.record, who, store.own_origins, acts[-1 - number % len(acts)].id
            )
    return undo.undo_on(seen, store.record, [server], who)


def played(story: Sequence[Deed]) -> list[MemoryStore]:
    sites = [MemoryStore(f"site{number}") for number in range(SITES)]
    for deed in story:
        if deed[0] == "meet":
            if deed[1] != deed[2]:
                sync(sites[deed[1]], sites[deed[2]])
            continue
        store = sites[deed[1]]
        try:
            with overriding({"on.confirmed": "alone"} if deed[6] == 0 else {}):
                act = act_of(view(PLAN, store.record, NOW), store, deed)
            store.append(act.drafts, Actor(deed[3], store.name), act.shown)
        except ChwapiError:
            continue
    for _ in range(2):
        for one, other in permutations(range(SITES), 2):
            sync(sites[one], sites[other])
    return sites


@settings(max_examples=200)
@given(st.integers(0, 1 << 32))
def test_nobody_vouches_for_their_own_work_and_what_counts_is_on_and_confirmed(
    seed: int,
) -> None:
    sites = played(story_of(seed))
    views = [view(PLAN, store.record, NOW) for store in sites]
    assert views[0].entries == views[1].entries == views[2].entries
    for each in (e for events in views[0].situation.history.values() for e in events):
        before = heads_before(views[0], each)
        if each.after is not None and each.after.work == "verified":
            assert_second(views[0], each, before)
        if (
            each.after is not None
            and each.after.second
            and not any(head.after and head.after.second for head in before)
        ):
            event("confirmed")
            lookers = views[0].situation.past(each.subject).lookers(before)
            assert not is_among(each.operator, lookers)
    for name, server in views[0].situation.servers.items():
        standing = server.standing
        if views[0].situation.available(name) and standing.verdict == "clean":
            assert standing.work in ("on", "verified", "restored")
            assert standing.work != "on" or standing.second
        if server.state == "on" and not standing.second and not server.conflict:
            assert any("on.confirmed" in e.overridden for e in views[0].situation.history[name])


def heads_before(seen: View, each: Event) -> tuple[Event, ...]:
    return seen.situation.past(each.subject).heads_before(each)


def assert_second(seen: View, each: Event, before: Sequence[Event]) -> None:
    """Whoever newly makes a server verified had no hand in restoring it."""
    if any(head.after and head.after.work == "verified" for head in before):
        return
    event("verified")
    restorers = seen.situation.past(each.subject).restorers(before)
    assert not is_among(each.operator, restorers)


@given(st.integers(0, 1 << 32), st.sampled_from([0, 59, 60, 61, 600]))
def test_a_view_at_a_later_moment_is_the_view_of_that_moment(seed: int, minutes: int) -> None:
    (store, *_), now = played(story_of(seed)), NOW + timedelta(minutes=minutes)
    kept = view(PLAN, store.record, NOW).thought_through().at(now)
    fresh = view(PLAN, store.record, now)
    assert (fresh.entries, fresh.services, fresh.due) == (kept.entries, kept.services, kept.due)
