"""The sheet of an item of evidence in words, with room for two signatures at each hand-over."""

from collections.abc import Iterator
from datetime import datetime

from chwapi_console.clock import day_and_time
from chwapi_console.journal.kinds.evidence_kinds import EvidenceTerms
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.told.evidence_items import Item
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import told
from chwapi_console.recovery.words.things.evidence_words import (
    COPY_WORDS,
    FIELD_WORDS,
    MADE_WORDS,
    PROTECTED_WORDS,
    matching,
)
from chwapi_console.report.custody import CustodySheet, HandOver
from chwapi_console.report.page import PaperPage, Section, foot, titled
from chwapi_console.report.page_table import PageTable
from chwapi_console.text import Sentence, Value, say

NOT_SAID = say("not said")
SIGNATURE: Value = ""
"""Room for it."""


def custody_page(view: View, sheet: CustodySheet, head: str, by: str) -> PaperPage:
    """The sheet, as somebody makes it."""
    item = sheet.item
    differ = say("People who did not see each other told different things.")
    title = say("Chain of custody · {item} · {server}", item=item.id, server=item.server)
    return PaperPage(
        titled(view, title),
        [differ] if len(item.told) > 1 else [],
        [
            Section(say("The item"), table=PageTable((), list(_item(view, sheet)))),
            Section(
                say("In the record"),
                [_event(view, event) for event in sheet.recorded],
                whole=True,
            ),
            *(
                [_hand_over(view, number, one, item) for number, one in enumerate(sheet.chain, 1)]
                or [Section(say("Hand-overs"), none=say("no hand-over"))]
            ),
            Section(
                say("Comparison"),
                table=PageTable((), [(say("All SHA-256"), matching(sheet.hashes))]),
            ),
        ],
        foot(view, head, by),
    )


def _item(view: View, sheet: CustodySheet) -> Iterator[tuple[Value, Value]]:
    for terms in sheet.item.told:
        yield from _of_terms(view, terms)
    if sheet.recorded:
        yield say("First recorded"), _moment(view, sheet.recorded[0].at)
    if sheet.others:
        yield say("Made of it"), ", ".join(f"{other.server}/{other.id}" for other in sheet.others)


def _of_terms(view: View, terms: EvidenceTerms) -> list[tuple[Value, Value]]:
    return [
        (FIELD_WORDS["made"], MADE_WORDS[terms.made]),
        (FIELD_WORDS["copy"], COPY_WORDS[terms.copy]),
        *([(FIELD_WORDS["of"], terms.of)] if terms.of else []),
        (FIELD_WORDS["source"], terms.source or NOT_SAID),
        (FIELD_WORDS["asset"], terms.asset or NOT_SAID),
        (FIELD_WORDS["by"], terms.by or NOT_SAID),
        (FIELD_WORDS["taken"], _moment(view, terms.taken)),
        (FIELD_WORDS["method"], terms.method or NOT_SAID),
        (FIELD_WORDS["tool"], terms.tool or NOT_SAID),
        (FIELD_WORDS["sha256"], terms.sha256 or NOT_SAID),
        (FIELD_WORDS["place"], terms.place or NOT_SAID),
        (FIELD_WORDS["protected"], PROTECTED_WORDS[terms.protected]),
        (FIELD_WORDS["seal"], terms.seal or NOT_SAID),
    ]


def _hand_over(view: View, number: int, one: HandOver, item: Item) -> Section:
    terms = one.terms
    return Section(
        say("Hand-over {number}", number=number),
        [_event(view, one.event)],
        table=PageTable(
            (),
            [
                (say("Released by"), terms.released or NOT_SAID),
                (say("Received by"), terms.received or NOT_SAID),
                (say("At"), _moment(view, terms.at)),
                (say("Place"), terms.place or NOT_SAID),
                (say("Purpose"), terms.purpose or NOT_SAID),
                (say("SHA-256 before"), terms.before or NOT_SAID),
                (say("SHA-256 after"), terms.after or NOT_SAID),
                (say("Compared"), matching([item.terms.sha256, terms.before, terms.after])),
                (say("Released, signed"), SIGNATURE),
                (say("Received, signed"), SIGNATURE),
            ],
        ),
    )


def _event(view: View, event: Event) -> Sentence:
    return say(
        "{time}  {what}  ({event})",
        time=_moment(view, event.at),
        what=told(event, view),
        event=event.id[:8],
    )


def _moment(view: View, at: str) -> Value:
    """A moment as clocks of the incident's zone show it, with their offset from UTC.

    For whoever reads the sheet elsewhere.
    """
    if not at:
        return NOT_SAID
    there = datetime.fromisoformat(at).astimezone(view.plan.incident.zone)
    offset = there.isoformat(timespec="minutes")[16:]
    return f"{day_and_time(there)} (UTC{offset})"
