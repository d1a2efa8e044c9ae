"""The top line: incident, time, servers back, services up, operator, journal health.

DRILL in a drill.

No word of it is cut. Where there is little room the facts are said more shortly, then the least of
them are left out: what everybody must see on any screen goes last, which is how the journal is, who
acts, how many servers are back. The time of the day stands below the line, at the right.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from chwapi_console.clock import span
from chwapi_console.console.widgets.row import Piece, Row, cells, fit, paragraph, plain
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.fallen import fallen_among
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.at_consoles import since_when
from chwapi_console.recovery.words.things.clock_words import pressing
from chwapi_console.recovery.words.things.suspicion import suspects_counted
from chwapi_console.session.background_exchange import Reach
from chwapi_console.session.session import Health
from chwapi_console.text import Language, Sentence, Value, plural, say

LONGEST_OPERATOR = 16
"""Cells of the operator's name where there is little room."""
LEAST_OPERATOR = 3
"""Cells in which a name can still be told by its beginning."""
LONGEST_BEGINNING = 13
"""Cells in which the incident can be known by its first words where there is no room for its whole
name."""
MOST_LINES = 3
GAP = " · "

_PARTS = re.compile(r"\w+|\W+")


class Figures(NamedTuple):
    """What the line tells of the incident: minutes since it began.

    Servers back of those hit, and those that nobody has looked at; services up again of those that
    fell, and how many that are up do without something; servers that are suspect; whether the
    recovery was closed; conditions that are open; the legal deadline that is near or over
    (`clock`). Since when the hub is away (`no_hub`, the time of the day; empty while it answers or
    there is none), and how many acts `wait` for it.
    """

    incident: str
    drill: bool
    elapsed: int
    back: int
    hit: int
    unknown: int
    up_again: int
    fell: int
    limited: int = 0
    suspect: int = 0
    closed: bool = False
    conditions: int = 0
    clock: Sentence | None = None
    no_hub: str = ""
    wait: int = 0

    @property
    def knows_hits(self) -> bool:
        """Whether a server is known to be hit, or none is left to be looked at."""
        return bool(self.hit or not self.unknown)


def figures_of(view: View, elapsed: int, reach: Reach | None = None) -> Figures:
    """The figures after so many minutes, the hub being reached so."""
    incident, services = view.plan.incident, fallen_among(view, view.services)
    return Figures(
        incident.name,
        incident.drill,
        elapsed,
        view.back,
        len(view.hit),
        view.unknown,
        services.up_again,
        services.fell,
        view.limited,
        len(view.suspects),
        view.situation.ended is not None,
        view.conditions_waiting,
        pressing(view._replace(now=view.started + timedelta(minutes=elapsed))),
        _away(view, elapsed, reach),
        reach.wait if reach is not None else 0,
    )


def _away(view: View, elapsed: int, reach: Reach | None) -> str:
    if reach is None or not reach.away_since:
        return ""
    now = view.started + timedelta(minutes=elapsed)
    return since_when(view, reach.away_since, now) or "?"


def top_line(figures: Figures, operator: str, health: Health, width: int, t: Language) -> Row:
    """One row, no wider than the screen. The incident's name has the room that the facts leave."""
    name = t(figures.incident)
    drill, facts, _ = next(
        (way for way in _ways(figures, operator, health, width, t) if way.fits(width)),
        _Way("", t(_at_least(figures, health))),
    )
    room = max(0, width - cells(drill) - cells(facts) - 2)
    named = cut_between_words(name, room)
    gap = " " * max(1, room - cells(named) + 1)
    return Row((Piece(drill, "drill"), Piece(f" {named}{gap}", "strong"), Piece(facts)))


class _Way(NamedTuple):
    """A way to say the line.

    The word for a drill, the facts at the right, and the least cells for the incident's name.
    """

    drill: str
    facts: str
    name: int = 0

    def fits(self, width: int) -> bool:
        """Whether it is no wider, with a blank before and behind the name."""
        return cells(self.drill) + self.name + cells(self.facts) + 2 <= width


def _ways(
    figures: Figures, operator: str, health: Health, width: int, t: Language
) -> Iterator[_Way]:
    """The ways to say it, from the fullest to the shortest."""
    drill = _marked(figures, t)
    unknown, back = _servers(figures)
    who = t(operator) or t(say("name?"))
    short = cut_between_words(who, LONGEST_OPERATOR) or who
    time = span(figures.elapsed)
    again = say("{up}/{all} services", up=figures.up_again, all=figures.fell)
    journal, ok = _journal_shortly(figures, health), _in_a_word(figures, health)
    limits = _limits(figures)
    incident = t(figures.incident)
    name, beginning = cells(incident), cells(cut_between_words(incident, LONGEST_BEGINNING))

    def way(facts: Sequence[Value], least: int = 0) -> _Way:
        return _Way(drill, GAP.join(map(t, facts)), least)

    yield way(_in_full(figures, unknown, limits, t(operator), health), name)
    if limits:
        yield way([time, back, *unknown, again, *limits, short, journal], name)
        yield way([time, back, again, *limits, short, ok], beginning)
    for warnings in _warnings(figures):
        yield way([time, back, again, *warnings, short, ok], beginning)
        yield from (way([time, back, *warnings, short, ok], least) for least in (beginning, 0))
        yield way([back, *warnings, short, ok])
    if limits:
        yield way([time, back, again, *limits[-1:], short, ok], beginning)
    yield way([time, back, *unknown, again, short, journal], name)
    yield way([time, back, again, short, journal], name)
    for least in (beginning, 0):
        yield way([time, back, again, short, journal], least)
        yield way([time, back, again, short, ok], least)
    yield way([time, back, short, ok])
    yield way([back, short, ok])
    shortest = f"{figures.back}/{figures.hit}" if figures.knows_hits else f"?{figures.unknown}"
    yield _Way(drill, GAP.join((shortest, short, t(ok))))
    journals = [t(words) for words in _least_of_the_journal(figures, health)]
    yield from _shortest(drill, shortest, short, journals, width)


def _servers(figures: Figures) -> tuple[list[Value], Value]:
    """How many servers nobody has looked at, and how many of those hit are back.

    Where none is known to be hit the first stands for the second: nothing is "0 of 0".
    """
    unknown = plural("{n} unknown", "{n} unknown", figures.unknown)
    if not figures.knows_hits:
        return [], plural("{n} server unknown", "{n} servers unknown", figures.unknown)
    back = say("{back}/{hit} back", back=figures.back, hit=figures.hit)
    return [unknown] if figures.unknown else [], back


def _marked(figures: Figures, t: Language) -> str:
    """That it is closed, and that it is a drill."""
    signs = [
        *([say("CLOSED")] if figures.closed else []),
        *([say("DRILL")] if figures.drill else []),
    ]
    return "".join(f" {t(sign)} " for sign in signs)


def _limits(figures: Figures) -> list[Value]:
    """What takes from the services that are up, or presses; the most pressing last."""
    open_ones = plural("{n} condition open", "{n} conditions open", figures.conditions)
    return [
        *([plural("{n} limited", "{n} limited", figures.limited)] if figures.limited else []),
        *([open_ones] if figures.conditions else []),
        *([suspects_counted(figures.suspect)] if figures.suspect else []),
        *([figures.clock] if figures.clock else []),
    ]


def _warnings(figures: Figures) -> Iterator[list[Value]]:
    """What is said even where the services are not: suspects and the deadline, else one of them."""
    suspects: list[Value] = [suspects_counted(figures.suspect)] if figures.suspect else []
    clock: list[Value] = [figures.clock] if figures.clock else []
    if suspects and clock:
        yield [*suspects, *clock]
    yield from (warnings for warnings in (clock, suspects) if warnings)


def _in_full(
    figures: Figures,
    unknown: Sequence[Value],
    limits: Sequence[Value],
    operator: str,
    health: Health,
) -> list[Value]:
    return [
        span(figures.elapsed),
        plural(
            "{back} of {n} server back",
            "{back} of {n} servers back",
            figures.hit,
            back=figures.back,
        )
        if figures.knows_hits
        else plural("{n} server unknown", "{n} servers unknown", figures.unknown),
        *unknown,
        plural(
            "{up} of {n} service back",
            "{up} of {n} services back",
            figures.fell,
            up=figures.up_again,
        ),
        *limits,
        operator or say("who are you?"),
        _journal_in_full(figures, health),
    ]


def _least_of_the_journal(figures: Figures, health: Health) -> list[Sentence]:
    """The journal's health in a word, before it with the time since when the hub is away."""
    timed = (
        [say("no hub {time}", time=figures.no_hub)] if figures.no_hub and _is_well(health) else []
    )
    return [*timed, _at_least(figures, health)]


def _shortest(
    drill: str, back: str, who: str, journals: Sequence[str], width: int
) -> Iterator[_Way]:
    """What must be seen on the smallest screen.

    Here alone a name is cut, with a sign that it is. Of the words for the journal the first for
    which there is room.
    """
    for journal in journals:
        yield _Way(drill, GAP.join((back, who, journal)))
        yield _Way(drill, f"{back} {who} {journal}")
    for exercise, figures in ((drill, f"{back} "), (drill, ""), ("", f"{back} "), ("", "")):
        for journal in journals:
            room = width - cells(exercise) - cells(figures) - cells(journal) - 4
            if room >= LEAST_OPERATOR:
                yield _Way(exercise, f"{figures}{fit(who, min(room, cells(who)))} {journal}")


def cut_between_words(text: str, width: int) -> str:
    """The text in no more than so many cells, cut between two words and with a sign that it is.

    Empty where none fits.
    """
    if cells(text) <= width:
        return text
    kept = ""
    for part in _PARTS.findall(text):
        if cells(kept + part) >= width:
            break
        kept += part
    kept = kept.rstrip()
    return f"{kept}…" if kept else ""


def journal_words(health: Health) -> Sentence:
    """The journal's health in a word or two."""
    if health.record:
        return say("journal: TROUBLE")
    return say("READ-ONLY") if health.read_only else say("journal: ok")


def _is_well(health: Health) -> bool:
    return not health.record and not health.read_only


def _journal_in_full(figures: Figures, health: Health) -> Sentence:
    if not _is_well(health) or not figures.no_hub:
        return journal_words(health)
    if not figures.wait:
        return say("no hub since {time}, all acts sent", time=figures.no_hub)
    return plural(
        "no hub since {time}, {n} act unsent",
        "no hub since {time}, {n} acts unsent",
        figures.wait,
        time=figures.no_hub,
    )


def _journal_shortly(figures: Figures, health: Health) -> Sentence:
    if not _is_well(health):
        return journal_words(health)
    if not figures.no_hub:
        return say("journal ok")
    if not figures.wait:
        return say("no hub since {time}", time=figures.no_hub)
    return plural(
        "no hub since {time}, {n} unsent",
        "no hub since {time}, {n} unsent",
        figures.wait,
        time=figures.no_hub,
    )


def _in_a_word(figures: Figures, health: Health) -> Sentence:
    if not _is_well(health) or not figures.no_hub:
        return _at_least(figures, health)
    if not figures.wait:
        return say("no hub {time}", time=figures.no_hub)
    return plural(
        "no hub {time}, {n} unsent", "no hub {time}, {n} unsent", figures.wait, time=figures.no_hub
    )


def _at_least(figures: Figures, health: Health) -> Sentence:
    if health.record:
        return say("TROUBLE")
    if health.read_only:
        return say("READ-ONLY")
    return say("no hub") if figures.no_hub else say("ok")


def _on_one_row(words: str, more: str, width: int) -> str:
    return words if cells(words) <= width else f"{_cut_for(words, more, width)} {more}"


def _cut_for(words: str, more: str, width: int) -> str:
    """As much of the words as leaves room for more."""
    return cut_between_words(words, width - cells(more) - 1)


def banner(health: Health, width: int, t: Language, messages: Value = "m") -> list[Row]:
    """What must stay on the screen for as long as it is so, on up to three rows.

    None when all is well. A clock that is wrong hinders nothing: it has one row. The messages, which
    that key shows, say all of what is cut here.
    """
    words = dict.fromkeys(t(trouble) for trouble in health.hindrances)
    clock, more = [], t(say("({key}: all of it)", key=messages))
    if health.clock:
        clock = [plain(f" {_on_one_row(t(health.clock), more, width - 2)}", "bad")]
    rows, most = (
        list(paragraph("  ".join(words), width - 1, look="bad")) if words else [],
        MOST_LINES - len(clock),
    )
    if len(rows) > most:
        cut = f"{rows[most - 1].text.strip()} …"
        said = cut if cells(cut) + cells(more) + 2 < width else _cut_for(cut, more, width - 2)
        rows[most - 1 :] = [plain(f" {said} {more}", "bad")]
    return [*rows, *clock]
