"""Acts that disagree about a server, and who did them."""

from collections.abc import Sequence

from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import MOST_TOLD, most_cautious_first
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Listing, Sentence, Value, beginning, say, some

MOST_IN_CONFLICT = 3
"""Servers that are named of those that have come into conflict."""


def in_conflict_words(view: View, server: str, heads: Sequence[Event]) -> Sentence:
    """That a plain act is not for a server about which acts disagree, with each of them named."""
    return say(
        "{server} is in conflict: {heads}. Use settle.",
        server=server,
        heads=done_by_each(view, heads),
    )


def now_in_conflict(before: View, after: View) -> list[Sentence]:
    """That acts disagree about servers about which they did not before, in one sentence."""
    agreed = before.situation.servers
    servers = [
        server
        for server, state in after.situation.servers.items()
        if state.conflict and not (server in agreed and agreed[server].conflict)
    ]
    if not servers:
        return []
    return [say("Now in conflict, to settle: {servers}", servers=some(servers, MOST_IN_CONFLICT))]


def done_by_each(view: View, heads: Sequence[Event]) -> Listing:
    """Who did what and when, of each of the heads.

    Of very many the most cautious, and how many more.
    """
    return some([done_by(view, head) for head in most_cautious_first(heads)], MOST_TOLD)


def done_by(view: View, event: Event) -> Sentence:
    """Who did what and when, in a few words: "dba 02:14 (restored)"."""
    what: Value = state_word(event.after.state) if event.after else event.kind
    moment = event.moment
    return say(
        "{operator} {time} ({what})",
        operator=beginning(view.by(event)),
        what=what,
        time=view.clock(moment),
    )
