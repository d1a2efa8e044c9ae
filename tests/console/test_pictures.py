"""What the screen looks like, pinned; each picture has a sentence that says what would go wrong
unseen without it.

`make snapshots` draws them anew; look at the diff before you commit it. What the console does is
tested by driving it, not here.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from syrupy.assertion import SnapshotAssertion

from chwapi_console.console.app import Console
from chwapi_console.console.views.forecast_view import Foreseen
from chwapi_console.console.widgets.styles import looks
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from chwapi_console.signs import Spelling
from console.driver import at_console
from console.pictures import PictureFile, picture
from hospitals import MEANT

STANDARD, LARGE, SMALL = (80, 24), (120, 40), (60, 20)


class Shot(NamedTuple):
    """One picture: its name, why it is taken, and what is done before."""

    name: str
    why: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = STANDARD
    lang: str = "en"
    theme: str = "dark"
    colours: int = 256
    ascii: bool = False
    conflict: bool = False
    read_only: bool = False


SHOTS = (
    Shot("queue", "Home: every sign and state of a night stands in its column."),
    Shot(
        "queue-large",
        "The page of what is under the cursor stands beside the list, with a line between.",
        size=LARGE,
    ),
    Shot("queue-small", "On a small screen no column runs into another.", size=SMALL),
    Shot(
        "services",
        "Services stand under their sites, and what is missing beside them.",
        ("2", "down"),
    ),
    Shot("services-large", "A service's page beside the services.", ("2", "down"), size=LARGE),
    Shot(
        "services-small", "Names give way before what is missing does.", ("2", "down"), size=SMALL
    ),
    Shot("triage", "One key for each unknown server; the keys below are those of triage.", ("3",)),
    Shot(
        "triage-large",
        "The page of an unknown server beside the list of unknown ones.",
        ("3",),
        size=LARGE,
    ),
    Shot(
        "journal",
        "What was done, by whom and when, the newest last, and the head code to read over a phone.",
        ("4",),
    ),
    Shot(
        "journal-small", "The head code is not cut where there is little room.", ("4",), size=SMALL
    ),
    Shot(
        "server",
        "The page of a server with its runbook, the cursor on the next open step.",
        ("enter",),
    ),
    Shot(
        "server-unfolded",
        "What needs a server, unfolded, is indented by depth.",
        ("enter", "end", *["up"] * 6, "right"),
        size=LARGE,
    ),
    Shot("service", "The page of a service: what reopens it, in order.", ("2", "down", "enter")),
    Shot("help", "Keys stand in one column, explanations in the next.", ("question_mark",)),
    Shot(
        "help-end",
        "The signs of the queue are explained with the signs themselves.",
        ("question_mark", "end"),
    ),
    Shot("messages", "What was said lately is kept in full.", ("m",)),
    Shot(
        "prompt",
        "A question stands in the last line but one, and opens over nothing.",
        ("b", *"disk"),
    ),
    Shot(
        "prompt-small",
        "A question that is too long for its line is told whole above.",
        ("X",),
        size=SMALL,
    ),
    Shot(
        "filter", "A filter says that it is on, and how many it shows.", ("slash", *"sql", "enter")
    ),
    Shot(
        "filter-empty",
        "A filter that finds nothing says so, and the way out.",
        ("slash", *"nothing", "enter"),
    ),
    Shot(
        "selection",
        "Selected rows have a sign and stand out, also under the cursor.",
        ("a", "down", "a", "up"),
    ),
    Shot(
        "conflict",
        "A conflict is said in words, and the more cautious side is shown.",
        conflict=True,
    ),
    Shot(
        "conflict-page",
        "The page of a server in conflict names both sides, and the way out.",
        ("enter",),
        conflict=True,
    ),
    Shot(
        "read-only",
        "Why nothing can be written stays on the screen, and no key of an act is offered.",
        read_only=True,
    ),
    Shot(
        "progress",
        "How far the recovery has come: two curves over one time, then bars by site and tier.",
        ("5",),
    ),
    Shot("progress-small", "The bars stay when there is no room for curves.", ("5",), size=SMALL),
    Shot("queue-french", "French words are longer than English ones, and fit.", lang="fr"),
    Shot(
        "services-french-large",
        "French headings stand over their columns.",
        ("2", "down"),
        size=LARGE,
        lang="fr",
    ),
    Shot(
        "help-french-small",
        "French help on a small screen is cut, not broken.",
        ("question_mark",),
        size=SMALL,
        lang="fr",
    ),
    Shot(
        "no-colour",
        "Without colour the bar, weights and words alone tell everything.",
        ("a", "down"),
        theme="",
        colours=8,
    ),
    Shot(
        "light", "The light theme, with a selection and its dark bar.", ("a", "down"), theme="light"
    ),
    Shot(
        "light-page",
        "State words on the light theme, under the bar too.",
        ("enter", "home"),
        theme="light",
    ),
    Shot(
        "terminal",
        "The terminal's own sixteen colours, of which two are used.",
        ("a", "down"),
        theme="terminal",
        colours=8,
    ),
    Shot(
        "ascii",
        "Plain ASCII at a size where a line divides the screen.",
        ("a", "down"),
        size=LARGE,
        ascii=True,
    ),
    Shot(
        "ascii-french-help",
        "Keys have names where signs cannot be drawn, and French keeps its accents.",
        ("question_mark",),
        lang="fr",
        ascii=True,
    ),
)


class Night:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2021, 1, 17, 20, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, hour: int, minute: int) -> None:
        """It is so late now; before noon it is the next day."""
        self.now = datetime(2021, 1, 18 if hour < 12 else 17, hour, minute, tzinfo=UTC)


def lived_through(plan: Path, night: Night, conflict: bool) -> None:
    """What was done until three in the morning."""
    session = Session(plan, operator="dba", host="jump1", clock=night)

    def act(operator: str, hour: int, minute: int, do: Callable[[], Any]) -> None:
        night.goes_on(hour, minute)
        session.operator = operator
        do()

    act("dba", 20, 30, lambda: session.acts.mark(["ex1", "dc2"], "unknown"))
    act(
        "dba",
        22,
        5,
        lambda: session.acts.mark(
            ["san1"], "restored", Remarks(note="baie B4 remise en service", meant=True)
        ),
    )
    act("lead", 22, 40, lambda: session.acts.take(["anes1"]))
    act(
        "dba",
        23,
        15,
        lambda: session.acts.mark(["dc1"], "blocked", Remarks(reason="disque commandé")),
    )
    act("lead", 1, 30, lambda: session.acts.step("sql1", "isolate"))
    session.close()
    if conflict:
        disagreement(plan, night)
    night.goes_on(3, 0)


def disagreement(plan: Path, night: Night) -> None:
    """At another site, with a journal of its own, somebody says other things of a server; then both
    journals are one."""
    there = Session(
        plan, journal=plan.parent / "there.journal", operator="lead", host="jump2", clock=night
    )
    there.acts.mark(["sql1"], "compromised", Remarks(note="chiffré"))
    here = Session(plan, operator="dba", host="jump1", clock=night)
    here.acts.mark(["sql1"], "restored", MEANT)
    here.keeping.sync(plan.parent / "there.journal")
    there.close()
    here.close()


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Night:
    """A clock for everything; ids too are the same in every run, so the head code is."""
    clock, dice = Night(), random.Random(4711)
    monkeypatch.setattr("chwapi_console.journal.sqlite.utc_now", clock)
    monkeypatch.setattr(
        "chwapi_console.journal.record.events.urandom",
        lambda count: dice.getrandbits(8 * count).to_bytes(count),
    )
    return clock


@pytest.fixture
def foreseen(monkeypatch: pytest.MonkeyPatch) -> list[View]:
    """The views of which the console has drawn the forecast."""
    views, take_in = list[View](), Console.on_foreseen

    def noted(app: Console, message: Foreseen) -> None:
        take_in(app, message)
        views.append(message.view)

    monkeypatch.setattr(Console, "on_foreseen", noted)
    return views


def asked_ahead(app: Console) -> View:
    """The view that is shown, with its forecast asked for before anything is looked at that tells
    it."""
    app._view_workers.forecast.ask(app.known.view)
    return app.known.view


@pytest.mark.parametrize("shot", SHOTS, ids=[shot.name for shot in SHOTS])
async def test_the_screen_looks_like(
    plan: Path, shot: Shot, night: Night, foreseen: list[View], snapshot: SnapshotAssertion
) -> None:
    lived_through(plan, night, shot.conflict)
    async with at_console(
        plan,
        size=shot.size,
        lang=shot.lang,
        look=looks(shot.theme, shot.colours),
        clock=night,
        spelling=Spelling(shot.ascii),
        read_only=shot.read_only,
    ) as here:
        await here.until(lambda: asked_ahead(here.app) in foreseen, "no forecast came")
        await here.press(*shot.keys)
        await here.no_longer_sees("Working it out")
        assert picture(here, shot.why) == snapshot(extension_class=PictureFile)
