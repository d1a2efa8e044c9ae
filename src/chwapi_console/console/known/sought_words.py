"""Words by which people look for a key in the help, beside those of its label.

Who wants to write a note types noter, who wants to undo types cancel. And which two words are one
in different endings.
"""

from collections.abc import Mapping, Sequence

from chwapi_console.inventory.plain_words import plain, word_set
from chwapi_console.text import Sentence, word

SOUGHT: Mapping[str, Sentence] = {
    "server.take": word("sought", "take mine hand claim begin start"),
    "server.give": word("sought", "give assign entrust delegate hand over"),
    "server.restored": word("sought", "restore done finished repaired back up works"),
    "server.verified": word("sought", "verify confirm check second person"),
    "server.clean": word("sought", "clean healthy looked examined nothing found"),
    "server.on": word("sought", "switch power start reconnect plug"),
    "server.compromised": word("sought", "infected hit malware virus ransomware attacked"),
    "server.unknown": word("sought", "unknown doubt unsure uncertain"),
    "server.block": word("sought", "block wait stuck hold stop part delivery"),
    "server.drop": word("sought", "drop release let go free leave unblock"),
    "server.retire": word("sought", "retire remove delete scrap decommission replace"),
    "server.settle": word("sought", "settle conflict resolve contradiction"),
    "step.tick": word("sought", "tick check untick step checklist done"),
    "step.skip": word("sought", "skip omit leave out step"),
    "step.fail": word("sought", "fail failure error retry"),
    "evidence.record": word("sought", "evidence proof disk memory hash backup custody seal"),
    "server.add": word("sought", "add new create insert missing"),
    "subject.note": word("sought", "note write comment remark remember"),
    "telling.record": word("sought", "tell call phone telephone press inform warn announce"),
    "subject.pin": word("sought", "pin unpin priority prioritise urgent first"),
    "service.accept": word("sought", "accept sign signature approve validate clinician"),
    "recovery.close": word("sought", "close finish end over reopen"),
    "act.undo": word("sought", "undo cancel revert take back mistake error wrong"),
    "view.queue": word("sought", "queue list order servers home"),
    "view.services": word("sought", "services wards missing down"),
    "view.triage": word("sought", "triage look examine verdict sort"),
    "view.journal": word("sought", "journal log history record"),
    "view.progress": word("sought", "progress how far chart"),
    "view.conditions": word("sought", "conditions rooms paper tried"),
    "view.end": word("sought", "end close finish left"),
    "view.report": word("sought", "handover report page print director shift"),
    "view.next": word("sought", "next advice help hold"),
    "view.why": word("sought", "when forecast estimate time sooner"),
    "row.compare": word("sought", "compare why before order rank"),
    "view.help": word("sought", "help keys shortcuts"),
    "row.open": word("sought", "open details page why"),
    "row.unfold": word("sought", "unfold expand open"),
    "row.fold": word("sought", "fold collapse close back"),
    "view.back": word("sought", "back return leave cancel"),
    "filter.ask": word("sought", "filter search find look"),
    "row.next_ready": word("sought", "next ready jump"),
    "server.skip": word("sought", "skip next later"),
    "order.take_up": word("sought", "refresh reorder update order"),
    "view.messages": word("sought", "messages who colleagues connected"),
    "view.redraw": word("sought", "redraw refresh repaint garbled"),
    "operator.change": word("sought", "operator name user login who shift"),
    "console.stop": word("sought", "stop suspend background shell"),
    "console.quit": word("sought", "quit exit leave close"),
    "row.down": word("sought", "down move cursor"),
    "row.up": word("sought", "up move cursor"),
    "row.page_down": word("sought", "page down scroll"),
    "row.page_up": word("sought", "page up scroll"),
    "row.first": word("sought", "first top begin"),
    "row.last": word("sought", "last bottom end"),
    "row.select": word("sought", "select choose mark several"),
    "row.select_to": word("sought", "select range up to"),
    "row.select_all": word("sought", "select all everything"),
}
"""By the name of the action."""

ENDINGS = word_set(
    "d e r s t al ed ee er es ez ir is it or ant age ees ing ion ure ages ation ement ations ements"
) | {""}
"""In which the forms of one word differ, in English and in French."""
FEWEST = 3
"""Letters that the forms of one word have in common at least."""


def finds(typed: Sequence[str], text: str) -> bool:
    """Whether a text has each of the words typed, in this or another form.

    Neither capitals nor accents count.
    """
    folded = plain(text)
    there = folded.replace("'", " ").replace("-", " ").split()
    return all(
        typed_word in folded or any(_are_one(typed_word, each.strip(",;:.()?")) for each in there)
        for typed_word in map(plain, typed)
    )


def _are_one(one: str, other: str) -> bool:
    """Whether two plain words are forms of one."""
    common = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return any(one[cut:] in ENDINGS and other[cut:] in ENDINGS for cut in range(FEWEST, common + 1))
