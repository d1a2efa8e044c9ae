"""The chain of custody: a sheet for each item of evidence, made from the record alone.

What a sheet has is what forms of investigators ask for (NIST SP 800-86, appendix; ISO/IEC 27037,
6.1): the item and its source, who acquired it, when and how, its SHA-256 then and at each
hand-over, where it lies and under which seal, what was copied or derived of it, and every word that
was put right. See docs/design/runbooks.md, "Evidence first".
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from chwapi_console.clock import day_and_time
from chwapi_console.journal.events import Event
from chwapi_console.journal.evidence_kinds import EvidenceTerms, HandOverChange, HandOverTerms
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.evidence_items import Item, handed, recorded
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.evidence_words import (
    COPY_WORDS,
    FIELD_WORDS,
    MADE_WORDS,
    PROTECTED_WORDS,
    matching,
)
from chwapi_console.recovery.words.news import told
from chwapi_console.text import Language, Value, say, wrapped

WIDTH = 80
"""Columns of a sheet, so that it can be printed anywhere."""
_LABELS = 20
"""Columns of what stands before the values."""
NOT_SAID = say("not said")


class HandOver(NamedTuple):
    """One hand-over of an item, and the act that recorded it."""

    terms: HandOverTerms
    event: Event


class Sheet(NamedTuple):
    """All that the record has of an item; `others` were made of it, by server and id."""

    item: Item
    recorded: Sequence[Event]
    chain: Sequence[HandOver]
    others: Sequence[Item]

    @property
    def match(self) -> bool | None:
        """Whether every SHA-256 of the item is the same; None where there are not two of them."""
        known = {one for one in self.hashes if one}
        return len(known) == 1 if len([one for one in self.hashes if one]) > 1 else None

    @property
    def hashes(self) -> list[str]:
        """Every SHA-256 that was worked out of it, in their order; empty ones were not."""
        first = [terms.sha256 for terms in self.item.told]
        return [*first, *(h for one in self.chain for h in (one.terms.before, one.terms.after))]


def sheets_of(view: View, items: Iterable[Item]) -> Iterator[Sheet]:
    """The sheets of items."""
    situation = view.situation
    made_of: dict[str, list[Item]] = {}
    for of_server in situation.evidence.values():
        for other in of_server.values():
            made_of.setdefault(other.terms.of, []).append(other)
    for server, its in groupby(items, key=lambda item: item.server):
        acts, chains = recorded(situation, server), handed(situation, server)
        for item in its:
            chain = [
                HandOver(terms, event)
                for event in chains.get(item.id, ())
                if (terms := _terms(event)) is not None
            ]
            yield Sheet(item, acts.get(item.id, ()), chain, made_of.get(item.id, ()))


def _terms(event: Event) -> HandOverTerms | None:
    payload = event.payload
    return payload.after if isinstance(payload, HandOverChange) else None


def sheet_text(view: View, sheet: Sheet, t: Language) -> list[str]:
    """The sheet as lines of at most 80 columns."""
    item = sheet.item
    lines = ["=" * WIDTH]
    lines += wrapped(
        t(say("CHAIN OF CUSTODY · {item} · {server}", item=item.id, server=item.server)), WIDTH
    )
    lines.append("=" * WIDTH)
    lines += _fields([(say("Incident"), view.plan.incident.name)], t)
    for terms in item.told:
        lines += _fields(_of_terms(view, terms), t)
    if sheet.recorded:
        lines += _fields([(say("First recorded"), _moment(view, sheet.recorded[0].at))], t)
    if len(item.told) > 1:
        lines += wrapped(t(say("People who did not see each other told different things.")), WIDTH)
    if sheet.others:
        names = ", ".join(f"{other.server}/{other.id}" for other in sheet.others)
        lines += _fields([(say("Made of it"), names)], t)
    lines += ["", t(say("In the record"))]
    lines += [line for event in sheet.recorded for line in _event(view, event, t)]
    lines += ["", t(say("Hand-overs"))]
    if not sheet.chain:
        lines.append("  " + t(say("no hand-over")))
    for number, one in enumerate(sheet.chain, 1):
        lines += _hand_over(view, number, one, item, t)
    lines += ["", *_fields([(say("All SHA-256"), matching(sheet.hashes))], t)]
    return lines


def _of_terms(view: View, terms: EvidenceTerms) -> list[tuple[Value, Value]]:
    return [
        (FIELD_WORDS["made"], MADE_WORDS[terms.made]),
        (FIELD_WORDS["copy"], COPY_WORDS[terms.copy]),
        *([(FIELD_WORDS["of"], terms.of)] if terms.of else []),
        (FIELD_WORDS["source"], terms.source),
        (FIELD_WORDS["asset"], terms.asset),
        (FIELD_WORDS["by"], terms.by),
        (FIELD_WORDS["taken"], _moment(view, terms.taken)),
        (FIELD_WORDS["method"], terms.method),
        (FIELD_WORDS["tool"], terms.tool),
        (FIELD_WORDS["sha256"], terms.sha256),
        (FIELD_WORDS["place"], terms.place),
        (FIELD_WORDS["protected"], PROTECTED_WORDS[terms.protected]),
        (FIELD_WORDS["seal"], terms.seal),
    ]


def _hand_over(view: View, number: int, one: HandOver, item: Item, t: Language) -> Iterator[str]:
    terms = one.terms
    yield from _fields(
        [
            (say("{number}. Released by", number=number), terms.released),
            (say("   Received by"), terms.received),
            (say("   At"), _moment(view, terms.at)),
            (say("   Place"), terms.place),
            (say("   Purpose"), terms.purpose),
            (say("   SHA-256 before"), terms.before),
            (say("   SHA-256 after"), terms.after),
            (say("   Compared"), matching([item.terms.sha256, terms.before, terms.after])),
            (say("   Signatures"), "______________________   ______________________"),
        ],
        t,
    )
    yield from _event(view, one.event, t)


def _event(view: View, event: Event, t: Language) -> list[str]:
    line = say(
        "{time}  {what}  ({event})",
        time=_moment(view, event.at),
        what=told(event, view),
        event=event.id[:8],
    )
    return wrapped(t(line), WIDTH, "  ", "    ")


def _fields(fields: Sequence[tuple[Value, Value]], t: Language) -> list[str]:
    lines: list[str] = []
    for name, value in fields:
        label, words = t(say("{name}:", name=name)), t(value) if value else t(NOT_SAID)
        first = label.ljust(_LABELS) + " "
        if " " not in words and len(first) + len(words) > WIDTH:  # a hash stays whole
            lines += [label, f"    {words}"]
        else:
            lines += wrapped(words, WIDTH, first, " " * len(first))
    return lines


def _moment(view: View, at: str) -> str:
    """A moment as clocks of the incident's zone show it, and by how much these are off UTC, for
    whoever reads the sheet elsewhere; empty where nobody told it."""
    if not at:
        return ""
    there = datetime.fromisoformat(at).astimezone(view.plan.incident.zone)
    offset = there.isoformat(timespec="minutes")[16:]
    return f"{day_and_time(there)} (UTC{offset})"
