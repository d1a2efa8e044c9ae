"""Thousands of acts on one server or service, as one sync may bring them: what every verb and the
console work out of them grows in line with their number. Lines are counted, and no seconds."""

from collections.abc import Callable
from typing import Any

import pytest

from chwapi_console.journal.kinds.kinds import UNDO_KINDS
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import sealed
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.acts.open_steps import told_in_full
from chwapi_console.recovery.acts.undo import undo
from chwapi_console.recovery.progress import progress
from chwapi_console.recovery.rules.door import overriding
from chwapi_console.recovery.state.of_view.cleared import cleared_by
from chwapi_console.recovery.state.of_view.own_words import first_to_say_so
from chwapi_console.recovery.state.of_view.service_course import service_courses
from chwapi_console.recovery.state.of_view.since import in_hand, since
from chwapi_console.recovery.state.of_view.timings import finished
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.things.notes import notes_on
from chwapi_console.recovery.words.why.reasons import why
from growth import does_lines_in_line, lines_run
from hospitals import NOW, by_a_peer, plan_of, record_of

PLAN = plan_of("""
[policy]
evidence_first = false
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[servers]
app = { site = "imc", role = "x", state = "compromised", runbook = "w" }
[runbooks.w]
steps = ["isolate", "rebuild"]
""")

HIT = Standing("compromised").plain()
CLEAN = Standing("clean").plain()
RESTORED = Standing("compromised", "restored", "paul").plain()
PIN = {"reason": "birth", "until": "", "before": ""}
SIGNED = {"by": "x", "tried": "y", "servers": ["app"]}

LONG_AGO = "2021-01-11T02:00:00.000Z"
POINT = {"taken": LONG_AGO, "verdict": "verified"}

Act = tuple[str, str, dict[str, Any]]

UNDONE: dict[str, Act] = {
    "undone": ("marked", "app", {"before": HIT, "after": CLEAN}),
    "step.undone": ("step.done", "app", {"step": "isolate", "before": "open", "after": "done"}),
    "pin.undone": ("pinned", "app", {"before": None, "after": PIN}),
    "accepted.undone": ("accepted", "bloc", {"before": None, "after": SIGNED}),
    "note.undone": ("noted", "app", {"text": "x"}),
    "condition.undone": ("condition.said", "images", {"before": None, "after": {"state": "lost"}}),
    "added.undone": ("added", "nas", {"before": None, "after": {"site": "imc", "role": "x"}}),
    "end.undone": (
        "closed",
        "record",
        {"before": None, "after": {"reason": "x", "exceptions": {"bloc": "x"}}},
    ),
    "point.undone": ("point.told", "app", {"point": "p", "before": None, "after": POINT}),
    "compromised.since.undone": (
        "compromised.since",
        "app",
        {"server": "app", "before": "", "after": LONG_AGO},
    ),
    "indicators.undone": ("indicators.known", "record", {"before": "", "after": "3"}),
    "evidence.undone": (
        "evidence.taken",
        "app",
        {"item": "E", "before": None, "after": {"made": "image", "copy": "original"}},
    ),
    "evidence.handed.undone": (
        "evidence.handed",
        "app",
        {"item": "E", "before": None, "after": {"at": LONG_AGO}},
    ),
    "aware.undone": (
        "aware",
        "record",
        {"law": "nis2", "before": None, "after": {"at": LONG_AGO, "by": "x"}},
    ),
    "notified.undone": (
        "notified",
        "record",
        {"duty": "nis2", "before": None, "after": {"ref": "x"}},
    ),
    "promise.undone": (
        "promised",
        "bloc",
        {"promise": "p", "before": None, "after": {"text": "x", "by": LONG_AGO}},
    ),
    "handover.undone": ("handover.accepted", "record", {"before": None, "after": {"by": "x"}}),
}
"""An act that each kind of undo takes back."""
NOTE = {"before": "noted", "after": "undone"}


def taken_back(undo_kind: str, n: int, act: Act | None = None) -> Record:
    """An act, and undos each of which takes back the one before it."""
    kind, subject, data = act or UNDONE[undo_kind]
    change = NOTE if kind == "noted" else data
    (first,) = by_a_peer([(kind, subject, data)]).events
    events = [first]
    for seq in range(2, n + 2):
        before = events[-1]
        change = change | {"before": change["after"], "after": change["before"]}
        named = {"target": before.id, "target_hash": before.hash}
        events.append(
            sealed(
                before._replace(
                    id=f"p-{seq}",
                    seq=seq,
                    prev=before.hash,
                    lamport=seq,
                    kind=undo_kind,
                    data=change | named,
                    stored=b"",
                    hash="",
                )
            )
        )
    return record_of(events)


def over_and_over(*acts: Act) -> Callable[[int], Record]:
    """These acts, one after the other, again and again."""
    return lambda n: by_a_peer([*acts] * n)


def acts_and_undos_of_them(act: Act) -> Callable[[int], Record]:
    """An act that is taken back, done anew and taken back again, with a mark after each."""
    kind, subject, data = act

    def made(n: int) -> Record:
        acts: list[Act] = []
        for number in range(n):
            acts += [
                (kind, subject, data),
                ("undone", subject, data | {"target": f"p-{3 * number + 1}"}),
                ("marked", "app", {"before": HIT, "after": RESTORED}),
            ]
        return by_a_peer(acts)

    return made


def differing_steps(n: int) -> Record:
    """Verdicts on a server, and after them as many steps of it, each another."""
    steps = [
        ("step.done", "app", {"step": f"s{i}", "before": "open", "after": "done"}) for i in range(n)
    ]
    return by_a_peer([*[("marked", "app", {"before": HIT, "after": HIT})] * n, *steps])


BLOCKED = {
    "before": Standing("compromised", "blocked").plain(),
    "after": Standing("compromised", "blocked").plain(),
}
SHAPES: dict[str, Callable[[int], Record]] = {
    **{f"chain of {kind}": lambda n, kind=kind: taken_back(kind, n) for kind in sorted(UNDONE)},  # type: ignore[misc]
    "chain that leaves the state": lambda n: taken_back(
        "undone", n, ("marked", "app", {"before": HIT, "after": HIT})
    ),
    "restored": over_and_over(("marked", "app", {"before": HIT, "after": RESTORED})),
    "blocked anew": over_and_over(("marked", "app", BLOCKED)),
    "verdict and restored": over_and_over(
        ("marked", "app", {"before": RESTORED, "after": CLEAN}),
        ("step.done", "app", {"step": "isolate", "before": "open", "after": "done"}),
        ("marked", "app", {"before": CLEAN, "after": RESTORED}),
    ),
    "verdict, undone, restored": acts_and_undos_of_them(UNDONE["undone"]),
    "notes": over_and_over(UNDONE["note.undone"]),
    "pins": over_and_over(UNDONE["pin.undone"]),
    "sign-offs": over_and_over(UNDONE["accepted.undone"]),
    "differing steps": differing_steps,
}


def test_each_kind_of_undo_has_its_chain_here() -> None:
    assert set(UNDO_KINDS) == set(UNDONE)


def looked_at(record: Record) -> None:
    """All that the faces ask of a record."""
    view = seen(record).thought_through()
    for event in record.events:
        told_in_full(view, event)
    for entry in view.entries:
        why(view, entry)
    for server in PLAN.servers:
        since(view, server), in_hand(view, server), notes_on(view, server)
    service_courses(view, ["bloc"]), finished(view), progress(view)


def seen(record: Record) -> View:
    return view(PLAN, record, NOW)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_worked_out_grows_in_line_with_the_acts(shape: str) -> None:
    assert does_lines_in_line(SHAPES[shape], looked_at, 40)


@pytest.mark.parametrize("kind", sorted(UNDONE))
def test_one_undo_more_grows_in_line_with_those_it_stands_on(kind: str) -> None:
    def one_more(record: Record) -> None:
        with overriding({}, meant=True):
            undo(seen(record), record, "dba", {"p"}, record.events[-1].id)

    assert does_lines_in_line(lambda n: taken_back(kind, 2 * n), one_more, 20)


UP_AND_DOWN = [
    ("marked", "app", {"before": RESTORED, "after": HIT}),
    ("marked", "app", {"before": HIT, "after": RESTORED}),
]


@pytest.mark.parametrize(
    "does",
    [
        lambda seen: cleared_by(seen, seen.situation.history["app"]),
        lambda seen: service_courses(seen, ["bloc"]),
    ],
    ids=["cleared", "courses"],
)
def test_what_a_page_says_of_servers_that_came_back_and_fell_grows_in_line(
    does: Callable[[View], object],
) -> None:
    def fallen_and_back(n: int) -> View:
        return view(PLAN, by_a_peer(UP_AND_DOWN * n), NOW)

    assert does_lines_in_line(fallen_and_back, does, 20)


def test_whose_word_it_is_that_a_server_is_compromised_costs_no_more_by_many_who_say_so() -> None:
    def said_by_all(n: int) -> View:
        return view(PLAN, by_a_peer([("marked", "app", {"before": HIT, "after": HIT})] * n), NOW)

    def first_to(seen: View) -> bool:
        return first_to_say_so(seen, "app", "ana")

    few, many = (lines_run(first_to, said_by_all(n)) for n in (400, 1600))
    assert many < 2 * few
    assert not first_to_say_so(said_by_all(400), "app", "dba")
