"""Thousands of acts of people who did not see each other, as one sync may bring them: what every verb
and the console work out of them grows in line with their number. Lines are counted, and no
seconds."""

from collections.abc import Callable
from typing import Any

import pytest

from chwapi_console.cli.output import page_json
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.progress import progress
from chwapi_console.recovery.state.told.found_servers import with_added
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.things.evidence_words import evidence_of_server
from chwapi_console.recovery.words.things.point_words import points_of_server
from chwapi_console.report.custody import sheets_of
from growth import does_lines_in_line, grows_in_line
from hospitals import NOW, of_a_peer, plan_of, record_of

PLAN = plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[services.wards]
name = "Wards"
tier = 1
needs = [{ accepted = "bloc" }, "images"]
[servers]
app = { site = "imc", role = "x", state = "compromised", runbook = "w" }
[runbooks.w]
steps = ["isolate", "rebuild"]
[conditions.images]
name = "Images at the bedside"
who = "radiology"
needs = ["app"]
""")

HIT = Standing("compromised").plain()
CLEAN = Standing("clean").plain()
LONG_AGO = "2021-01-11T02:00:00.000Z"
MET = {"state": "met", "by": "x", "tried": "y", "servers": ["app"]}
SIGNED = {"by": "x", "tried": "y", "servers": ["app"]}
VERIFIED = {"taken": LONG_AGO, "verdict": "verified", "tested": True}
IMAGE = {
    "made": "image",
    "copy": "original",
    "sha256": "a" * 64,
    "by": "x",
    "tool": "y",
    "place": "z",
    "protected": "yes",
}

Act = tuple[str, str, dict[str, Any]]

LOST: Act = ("marked", "app", {"before": CLEAN, "after": HIT})
USABLE: Act = ("marked", "app", {"before": HIT, "after": CLEAN})
FAILED: Act = (
    "step.failed",
    "app",
    {"step": "rebuild", "before": "open", "after": "failed", "reason": "x"},
)


def unseen(act: Act, other: Act) -> Callable[[int], Record]:
    """As many of the one act as of the other, by two people who do not see each other."""
    return lambda n: record_of([*of_a_peer([act] * n, "a"), *of_a_peer([other] * n, "b")])


def points_and_who_says_since_when(n: int) -> Record:
    """Verified points of a server; people who each say since when all of them count as compromised,
    and which indicators are the newest; and some who saw that and say since when this one does."""
    peers = range(n // 8)
    since = {"server": "", "before": "", "after": LONG_AGO}
    told: list[Event] = []
    for peer in peers:
        told += of_a_peer(
            [
                ("compromised.since", "record", since),
                ("indicators.known", "record", {"before": "", "after": f"set {peer}"}),
            ],
            f"a{peer}",
        )
    latest = [event for event in told if event.seq == 2]
    own: Act = ("compromised.since", "app", since | {"server": "app"})
    for peer in peers:
        told += of_a_peer([own], f"b{peer}", latest)
    points = [
        ("point.told", "app", {"point": f"p{i}", "before": None, "after": VERIFIED})
        for i in range(n)
    ]
    return record_of([*told, *of_a_peer(points, "c")])


def images_of_earlier_work(n: int) -> Record:
    """Images of a server, all of them recorded before it was called clean and found compromised
    again, over and over."""
    images = of_a_peer(
        [
            ("evidence.taken", "app", {"item": f"i{i}", "before": None, "after": IMAGE})
            for i in range(n)
        ],
        "a",
    )
    usable = of_a_peer([USABLE] * n, "b", images[-1:])
    rebuilt: Act = ("step.done", "app", {"step": "rebuild", "before": "open", "after": "done"})
    lost = of_a_peer([*[LOST] * n, rebuilt], "c", [images[-1], usable[-1]])
    return record_of([*images, *usable, *lost])


def items_of_evidence(n: int) -> Record:
    """Items of one server, each handed over."""
    acts: list[Act] = []
    for i in range(n):
        of = {"item": f"i{i}", "before": None}
        acts += [
            ("evidence.taken", "app", of | {"after": IMAGE}),
            ("evidence.handed", "app", of | {"after": {"at": LONG_AGO, "received": "x"}}),
        ]
    return record_of(of_a_peer(acts))


SHAPES: dict[str, Callable[[int], Record]] = {
    "conditions met and losses": unseen(
        ("condition.said", "images", {"before": None, "after": MET}), LOST
    ),
    "sign-offs and losses": unseen(("accepted", "bloc", {"before": None, "after": SIGNED}), LOST),
    "failed steps and verdicts": unseen(FAILED, LOST),
    "usable and lost": unseen(USABLE, LOST),
    "points and who says since when": points_and_who_says_since_when,
    "items of evidence": items_of_evidence,
    "images of earlier work": images_of_earlier_work,
}


def looked_at(record: Record) -> None:
    """All that the faces ask of a record."""
    shown = seen(record).thought_through()
    progress(shown)
    page_json.server_page(shown, "app", "dba")
    points_of_server(shown, "app")
    evidence_of_server(shown, "app")
    items = shown.situation.evidence.get("app", {}).values()
    assert len(items) == len(list(sheets_of(shown, items)))


def seen(record: Record) -> View:
    return view(PLAN, record, NOW)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_worked_out_grows_in_line_with_acts_that_do_not_know_each_other(
    shape: str,
) -> None:
    assert does_lines_in_line(SHAPES[shape], looked_at, 40)


def servers_found(n: int) -> Record:
    """As many servers that the record adds."""
    found = {"before": None, "after": {"site": "imc", "role": "x"}}
    return record_of(of_a_peer([("added", f"z{i}", found) for i in range(n)]))


def test_the_time_grows_in_line_with_the_servers_that_are_added() -> None:
    assert grows_in_line(servers_found, lambda record: with_added(PLAN._replace(), record), 240)
