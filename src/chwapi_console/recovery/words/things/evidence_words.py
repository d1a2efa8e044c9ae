"""Evidence in words: what an item is, what is not told of it, and its way from hand to hand.

See docs/design/runbooks.md, "Evidence first".
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chwapi_console.journal.kinds.evidence_kinds import (
    EvidenceChange,
    EvidenceTerms,
    EvidenceUndone,
    HandOverChange,
    HandOverTerms,
    HandOverUndone,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.told.evidence_items import Item, handed
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.step_words import FIRST_OF_A_HASH
from chwapi_console.text import Sentence, Value, every, say, word

MADE_WORDS: Mapping[str, Sentence] = {
    "image": say("disk image"),
    "memory": say("copy of the memory"),
    "logs": say("logs"),
    "other": say("item"),
}
"""What an item is."""
COPY_WORDS: Mapping[str, Sentence] = {
    "original": say("original"),
    "working-copy": say("working copy"),
    "derived": say("derived"),
}
"""Which copy it is."""
PROTECTED_WORDS: Mapping[str, Sentence] = {
    "yes": say("write-protected"),
    "no": say("not write-protected"),
    "": say("nobody said whether write-protected"),
}
"""Whether it can be written to where it lies."""
MADE_SPOKEN: Mapping[str, tuple[Sentence, ...]] = {
    "image": (word("evidence", "image"), MADE_WORDS["image"]),
    "memory": (word("evidence", "memory"), MADE_WORDS["memory"]),
    "logs": (MADE_WORDS["logs"],),
    "other": (word("evidence", "other"), MADE_WORDS["other"]),
}
COPIES_SPOKEN: Mapping[str, tuple[Sentence, ...]] = {
    kept: (shown,) for kept, shown in COPY_WORDS.items()
}
PROTECTED_SPOKEN: Mapping[str, tuple[Sentence, ...]] = {
    "yes": (say("yes"), PROTECTED_WORDS["yes"], say("y")),
    "no": (say("no"), PROTECTED_WORDS["no"], say("n")),
}
"""By which words somebody may say each; the first is offered."""
FIELD_WORDS: Mapping[str, Sentence] = {
    "made": say("What it is"),
    "source": say("Source"),
    "asset": say("Asset id"),
    "by": say("Acquired by"),
    "taken": say("Acquired at"),
    "method": say("Method"),
    "tool": say("Tool"),
    "sha256": say("SHA-256"),
    "place": say("Place"),
    "protected": say("Write-protected"),
    "seal": say("Seal number"),
    "copy": say("Copy"),
    "of": say("Made of"),
    "more": say("More"),
}
"""What is told of an item, as a form has it."""


def not_told_yet(item: Item) -> Sentence | None:
    """What is not told yet of an image; None where all is."""
    if item.terms.made != "image" or not item.lacks:
        return None
    return say(
        "{server}: of image {item} it is not told yet: {parts}.",
        server=item.server,
        item=item.id,
        parts=every([FIELD_WORDS[part] for part in item.lacks]),
    )


def evidence_of_server(view: View, server: str) -> list[Sentence]:
    """The items of evidence of a server, a sentence for each."""
    items, chains = view.situation.evidence.get(server, {}), handed(view.situation, server)
    return [_item_words(item, chains.get(item.id, ())) for item in items.values()]


def _item_words(item: Item, chain: Sequence[Event]) -> Sentence:
    """An item in one line, with who has it after these hand-overs."""
    parts = terms_words(item.terms)
    if chain:
        terms = chain[-1].payload
        assert isinstance(terms, HandOverChange)
        assert terms.after is not None
        parts.append(say("with {holder}", holder=terms.after.received))
    if differ(item, chain):
        parts.append(say("its SHA-256s DO NOT MATCH"))
    if len(item.told) > 1:
        parts.append(say("people tell different things of it"))
    if item.terms.made == "image" and item.lacks:
        parts.append(say("not told: {parts}", parts=every([FIELD_WORDS[p] for p in item.lacks])))
    return say("{item}: {told}", item=item.id, told=every(parts))


def differ(item: Item, chain: Sequence[Event]) -> bool:
    """Whether the SHA-256 of an item was not the same each time that it was worked out."""
    hashes = {item.terms.sha256}
    for event in chain:
        if isinstance(event.payload, HandOverChange) and event.payload.after is not None:
            hashes.update(_hashes(event.payload.after))
    return len(hashes - {""}) > 1


def terms_words(terms: EvidenceTerms) -> list[Value]:
    """What is told of an item, in a few words each."""
    parts: list[Value] = [MADE_WORDS[terms.made], COPY_WORDS[terms.copy]]
    if terms.of:
        parts.append(say("of {item}", item=terms.of))
    if terms.source:
        parts.append(say("source {source}", source=terms.source))
    if terms.sha256:
        parts.append(say("SHA-256 {digits}…", digits=terms.sha256[:FIRST_OF_A_HASH]))
    if terms.by:
        parts.append(say("by {operator}", operator=terms.by))
    if terms.tool:
        parts.append(say("with {tool}", tool=terms.tool))
    if terms.place:
        parts.append(say("place: {place}", place=terms.place))
    if terms.protected:
        parts.append(PROTECTED_WORDS[terms.protected])
    if terms.seal:
        parts.append(say("seal {seal}", seal=terms.seal))
    return parts


def matching(hashes: Sequence[str]) -> Sentence:
    """Whether SHA-256s that were worked out of one item are the same; empty ones were not."""
    known = [one for one in hashes if one]
    if len(known) < 2:
        return say("not compared")
    return say("they match") if len(set(known)) == 1 else say("THEY DO NOT MATCH")


# What was done, in the words of the log


def evidence_deed(
    event: Event, change: EvidenceChange | HandOverChange, view: View | None = None
) -> Sentence:
    """What was recorded, or handed on; by the clock of the incident where there is a view."""
    if isinstance(change, HandOverChange):
        return _hand_over(event, change, view)
    what: dict[str, Value] = {"subject": event.subject, "item": change.item}
    if change.after is None:
        words = say("{subject}: evidence {item} taken back", **what)
    elif change.before is None or isinstance(change, EvidenceUndone):
        words = say(
            "{subject}: evidence {item}: {told}", told=every(terms_words(change.after)), **what
        )
    else:
        before, after = change.before.plain(), change.after
        plain = after.plain()
        names = [name for name in EvidenceTerms._fields if before.get(name) != plain.get(name)]
        words = say(
            "{subject}: evidence {item} put right: {told}",
            told=every(
                [
                    say("{name}: {value}", name=FIELD_WORDS[name], value=_told(name, after, view))
                    for name in names
                ]
            ),
            **what,
        )
    return say("{what} (undo)", what=words) if isinstance(change, EvidenceUndone) else words


def _told(name: str, terms: EvidenceTerms, view: View | None) -> Value:
    """What is told of one part of an item, as people say it; a dash where nothing is."""
    told: str = terms.plain().get(name) or "–"
    match name:
        case "made":
            return MADE_WORDS[terms.made]
        case "copy":
            return COPY_WORDS[terms.copy]
        case "protected" if terms.protected:
            return PROTECTED_SPOKEN[terms.protected][0]
        case "taken" if terms.taken and view is not None:
            at = datetime.fromisoformat(terms.taken)
            return view.clock(at)
    return told


def _hand_over(event: Event, change: HandOverChange, view: View | None) -> Sentence:
    """Who gave what to whom, and whether its SHA-256 is still the one that it was taken with."""
    items = view.situation.evidence.get(event.subject, {}) if view else {}
    taken_with = items[change.item].terms.sha256 if change.item in items else ""
    what: dict[str, Value] = {"subject": event.subject, "item": change.item}
    terms = change.after
    if terms is None:
        words = say("{subject}: evidence {item}: its hand-over taken back", **what)
    else:
        words = say(
            "{subject}: evidence {item} from {giver} to {taker} ({purpose}; SHA-256: {match})",
            giver=terms.released,
            taker=terms.received,
            purpose=terms.purpose or "–",
            match=matching([taken_with, *_hashes(terms)]),
            **what,
        )
    return say("{what} (undo)", what=words) if isinstance(change, HandOverUndone) else words


def _hashes(terms: HandOverTerms) -> list[str]:
    return [terms.before, terms.after]
