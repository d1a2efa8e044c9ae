"""What must be said of evidence, so that it can be believed later."""

from collections.abc import Iterator, Sequence

from chwapi_console.journal.kinds.evidence_kinds import EvidenceTerms, HandOverChange
from chwapi_console.recovery.rules.cases import (
    EVIDENCE,
    HAND_OVER,
    UNDO,
    EvidenceCase,
    HandOverCase,
)
from chwapi_console.recovery.rules.naming import no_name
from chwapi_console.recovery.rules.results import no_sha256
from chwapi_console.recovery.rules.rule import ASKS, WANTS, Rule
from chwapi_console.recovery.state.told.evidence_items import handed
from chwapi_console.recovery.words.things.step_words import FIRST_OF_A_HASH
from chwapi_console.text import Sentence, say


def _no_name(case: EvidenceCase) -> Sentence | None:
    return no_name(case.item)


def _of_nothing(case: EvidenceCase) -> Sentence | None:
    of = case.terms.of
    items = case.view.situation.evidence
    if case.terms.copy == "original" and not of:
        return None
    if not of:
        return say("Say of which item it was made, with --of.")
    if of != case.item and any(of in of_server for of_server in items.values()):
        return None
    return say('There is no other item of evidence "{id}". See custody.', id=of)


def _no_hash(case: EvidenceCase | HandOverCase) -> Sentence | None:
    terms = case.terms
    said = (terms.sha256,) if isinstance(terms, EvidenceTerms) else (terms.before, terms.after)
    return next((why for one in said if one and (why := no_sha256(one))), None)


def _twice(case: EvidenceCase) -> Sentence | None:
    """That a new item has the SHA-256 of another item of the server.

    It is that item entered again, or the digits were pasted from it. A copy has the digits of what
    it was made of.
    """
    items, terms = case.view.situation.evidence.get(case.subject, {}), case.terms
    known = items.get(case.item)
    if not terms.sha256 or (known is not None and known.terms.sha256 == terms.sha256):
        return None
    alike = [id for id, item in items.items() if id != case.item and _same_thing(item.terms, terms)]
    if not alike:
        return None
    return say(
        "This SHA-256 is recorded already, as item {item} of {server}. To tell more of that item: "
        "--item {item}.",
        item=alike[0],
        server=case.subject,
    )


def _same_thing(one: EvidenceTerms, other: EvidenceTerms) -> bool:
    """Whether two items may be one: two copies of one thing lie in two places."""
    same = (one.sha256, one.copy, one.of) == (other.sha256, other.copy, other.of)
    return same and (other.copy == "original" or one.place == other.place)


def _half_told(case: HandOverCase) -> Sentence | None:
    terms = case.terms
    if all(part.strip() for part in (terms.released, terms.received, terms.place, terms.purpose)):
        return None
    return say(
        "Say who released it, who received it, where and for what: --from, --to, --place, "
        "--purpose."
    )


def _differs(case: EvidenceCase | HandOverCase) -> Sentence | None:
    """That what is said of an item is not what was worked out of it before.

    When it was taken, or at any hand-over. Who takes back a word about it goes back to what was
    said, but for what its hand-overs found.
    """
    said = _newly_said(case)
    known = list(dict.fromkeys(one for one in (*_worked_out(case), *said) if one))
    if len(known) < 2 or not any(said):
        return None
    return say(
        "The SHA-256 of {item} does not match: {first}… and {other}….",
        item=case.item,
        first=known[0][:FIRST_OF_A_HASH],
        other=known[1][:FIRST_OF_A_HASH],
    )


def _newly_said(case: EvidenceCase | HandOverCase) -> Sequence[str]:
    if isinstance(case, HandOverCase):
        return (case.terms.before, case.terms.after)
    item = case.view.situation.evidence.get(case.subject, {}).get(case.item)
    stands = item is not None and {terms.sha256 for terms in item.told} == {case.terms.sha256}
    return () if stands else (case.terms.sha256,)


def _worked_out(case: EvidenceCase | HandOverCase) -> Iterator[str]:
    """Every SHA-256 that stands in the record of an item, empty where one was not worked out."""
    situation = case.view.situation
    item = situation.evidence.get(case.subject, {}).get(case.item)
    if item is not None and not (isinstance(case, EvidenceCase) and case.act == UNDO):
        yield from (terms.sha256 for terms in item.told)
    for act in handed(situation, case.subject).get(case.item, ()):
        if isinstance(payload := act.payload, HandOverChange) and payload.after is not None:
            yield from (payload.after.before, payload.after.after)


ITEM_WITH_A_NAME = Rule(
    "evidence.name",
    WANTS,
    EvidenceCase,
    (EVIDENCE,),
    says=say("An item of evidence is called by one word."),
    met_by=say("Write its name without blanks, or none: it gets one."),
    broken=_no_name,
)
COPY_OF_SOMETHING = Rule(
    "evidence.of",
    WANTS,
    EvidenceCase,
    (EVIDENCE,),
    says=say("What was copied or derived says of which item."),
    met_by=say("Name that item."),
    broken=_of_nothing,
)
HASH_OF_AN_ITEM = Rule[EvidenceCase | HandOverCase](
    "evidence.sha256",
    WANTS,
    (EvidenceCase, HandOverCase),
    (EVIDENCE, HAND_OVER),
    says=say("A SHA-256 is 64 hexadecimal digits."),
    met_by=say("Copy it whole, as sha256sum prints it."),
    broken=_no_hash,
)
RECORDED_ONCE = Rule(
    "evidence.once",
    ASKS,
    EvidenceCase,
    (EVIDENCE,),
    says=say("An item of evidence is recorded once."),
    met_by=say("Tell more of the item that is there, or say that it is meant: it is another one."),
    broken=_twice,
)
HANDED_BY_SOMEBODY = Rule(
    "hand-over.told",
    WANTS,
    HandOverCase,
    (HAND_OVER,),
    says=say("A hand-over says who released an item, who received it, where and for what."),
    met_by=say("Say all four."),
    broken=_half_told,
)
HANDED_UNCHANGED = Rule[EvidenceCase | HandOverCase](
    "hand-over.match",
    ASKS,
    (EvidenceCase, HandOverCase),
    (EVIDENCE, HAND_OVER, UNDO),
    says=say("An item has the same SHA-256 before and after each hand-over as when it was taken."),
    met_by=say("Work it out again, or say that it is meant: that it differs is kept and shown."),
    broken=_differs,
)
RULES = (
    ITEM_WITH_A_NAME,
    COPY_OF_SOMETHING,
    HASH_OF_AN_ITEM,
    RECORDED_ONCE,
    HANDED_BY_SOMEBODY,
    HANDED_UNCHANGED,
)
