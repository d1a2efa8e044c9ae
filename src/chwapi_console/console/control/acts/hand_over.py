"""An item of evidence goes from hand to hand.

Who gave it to whom, when, where to and for what, and whether it is unchanged.
"""

from chwapi_console.answers import KEYS
from chwapi_console.clock import clock_time, iso
from chwapi_console.console.control.acts.acting import Acting
from chwapi_console.console.control.acts.questions import asked_digits, asked_past, asked_which
from chwapi_console.console.control.asking.certain import known_to
from chwapi_console.console.control.asking.conversation import (
    Ask,
    Confirm,
    Conversation,
    Do,
    Refuse,
    StillToAsk,
)
from chwapi_console.journal.kinds.evidence_kinds import HandOverChange, HandOverTerms
from chwapi_console.recovery.rules.cases import HAND_OVER, HandOverCase
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.told.evidence_items import Item, handed
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import every, in_one, say


def handed_over(acting: Acting, server: str, shown: View) -> Conversation[None]:
    """Asks all that a hand-over of an item of a server needs, and writes it down."""
    item = yield from _item(shown, server)
    has = _holder(shown, item)
    gives = say("Who gives {item} away (Esc: no)?", item=item.id)
    if has:
        gives = say("Who gives {item} away? Enter: {holder} (Esc: no)", item=item.id, holder=has)
    known = known_to(shown)
    yield StillToAsk(8)
    released = (yield Ask(gives, empty=bool(has), certain=known)).strip() or has
    received = yield Ask(say("Who receives it (Esc: no)?"), certain=known)
    place = yield Ask(say("Where does it go (Esc: no)?"))
    purpose = yield Ask(say("What for (Esc: no)?"))
    at = yield from asked_past(
        acting, say("When? For example 02:10 or 1h. Enter: just now"), just_now=True
    )
    before = yield from asked_digits(
        say("Its SHA-256 before that, worked out anew; Enter: not worked out"), must=False
    )
    after = yield from asked_digits(
        say("Its SHA-256 after that; Enter: not worked out"), must=False
    )
    terms = HandOverTerms(released, received, iso(at), place, purpose, before, after)
    case = HandOverCase(shown, HAND_OVER, server, item.id, terms, acting.known.operator)
    told, zone = doubts(case), shown.plan.incident.zone
    question = say(
        "Write that: {item} of {server}, from {giver} to {taker} at {time}, {place}, {purpose}? "
        "({yes})",
        item=item.id,
        server=server,
        giver=released,
        taker=received,
        time=clock_time(at, zone, acting.picture.now()),
        place=place,
        purpose=purpose,
        yes=KEYS,
    )
    yield Confirm(question, in_one(told) if told else None)
    remarks = Remarks(meant=True)
    yield Do(item.id, lambda acts: acts.hand_over(f"{server}/{item.id}", terms, shown, remarks))


def _item(shown: View, server: str) -> Conversation[Item]:
    """Which of the items of a server; a part of its name is enough where only one has it."""
    items = shown.situation.evidence.get(server, {})
    if not items:
        yield Refuse(say("No evidence of {server} is recorded yet.", server=server))
    question = say(
        "Which item of {server}: {items} (Esc: no)?", server=server, items=every(list(items))
    )
    return items[(yield from asked_which(question, list(items)))]


def _holder(shown: View, item: Item) -> str:
    """Who has an item, as far as the record says: who received it last, else who acquired it."""
    chain = handed(shown.situation, item.server).get(item.id, ())
    payload = chain[-1].payload if chain else None
    if isinstance(payload, HandOverChange) and payload.after is not None:
        return payload.after.received
    return item.terms.by
