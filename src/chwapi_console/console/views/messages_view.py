"""Who is at which console, and what the message line said lately, as rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.widgets.row import Row, paragraph, plain
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.at_consoles import (
    TOO_MANY,
    AtConsole,
    are_too_many,
    at_consoles,
    since_when,
)
from chwapi_console.text import Language, Sentence, Value, plural, say, some

MOST_IN_HAND = 4
"""Servers that are named of those which somebody has in hand."""


def message_rows(known: ConsoleState, now: datetime, width: int, t: Language) -> Sequence[Row]:
    """What is not well now, in full, and who is at a console, where there is a hub.

    Then everything that the message line said lately, the newest first. Each is on as many rows as
    it takes.
    """
    rows = [
        row
        for said in reversed(known.messages)
        for row in paragraph(f"{said.time} {said.words}", width, look=said.look)
    ]
    nothing = [plain(" " + t(say("Nothing has been said yet.")))]
    return [
        *_trouble_rows(known, width, t),
        *_people_rows(known, now, width, t),
        *(rows or nothing),
    ]


def messages_title(known: ConsoleState, t: Language) -> str:
    """What the view shows: without a hub nothing is known of other consoles."""
    if known.health.reach is None:
        return t(say("Latest messages, in full"))
    return t(say("Who is here, and the latest messages in full"))


def _trouble_rows(known: ConsoleState, width: int, t: Language) -> Iterator[Row]:
    """What stands at the top of each page, where it may be cut."""
    for words in dict.fromkeys(t(trouble) for trouble in known.health.hindrances):
        yield from paragraph(words, width, look="bad")
        yield plain("")


def _people_rows(known: ConsoleState, now: datetime, width: int, t: Language) -> Iterator[Row]:
    reach = known.health.reach
    if reach is None or not (reach.present or reach.away_since):
        return
    people = at_consoles(known.view, reach.present)
    yield from paragraph(
        t(
            say("While the hub is away only the consoles of this host are known:")
            if reach.away_since
            else plural("At {n} console:", "At {n} consoles:", len(people))
        ),
        width,
        look="strong",
    )
    if are_too_many(people):
        yield from paragraph(t(TOO_MANY), width, look="bad")
    for one in people:
        yield from paragraph(t(_told(known.view, one, now)), width, indent="   ")
    yield plain("")


def _told(view: View, one: AtConsole, now: datetime) -> Sentence:
    said: Value = say(
        "{who}: {where}, since {time}",
        who=one.who,
        where=one.where,
        time=since_when(view, one.since, now) or "?",
    )
    if one.phone:
        said = say("{said}, phone {phone}", said=said, phone=one.phone)
    if one.in_hand:
        return say("{said}; has {servers}", said=said, servers=some(one.in_hand, MOST_IN_HAND))
    return say("{said}.", said=said)
