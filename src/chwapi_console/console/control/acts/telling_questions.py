"""What is recorded of telling others, asked for one thing after the other.

The last word to somebody, promises, hypotheses, notes on the incident as a whole, and for legal
clocks since when somebody is aware and what was notified.

What was said is shown whole, and only a yes writes it: neither a torn line nor a pasted text does.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from chwapi_console.answers import KEYS
from chwapi_console.clock import clock_time, day_and_time, iso
from chwapi_console.console.control.acts.acting import ANY_REMARKS, Acting
from chwapi_console.console.control.acts.questions import asked_one_of, asked_past, asked_which
from chwapi_console.console.control.asking.certain import known_to
from chwapi_console.console.control.asking.conversation import (
    Ask,
    Confirm,
    Conversation,
    Do,
    StillToAsk,
)
from chwapi_console.journal.kinds.legal_kinds import AwarenessTerms, NotificationTerms
from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.kinds.telling_kinds import PromiseState
from chwapi_console.recovery.acts import laws, notes, telling
from chwapi_console.recovery.rules.cases import AWARE, NOTIFIED, AwareCase, NotifiedCase
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.of_view.clocks import clocks
from chwapi_console.recovery.state.told.promises import Promise, hypotheses
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.telling_words import OUTCOMES, about_words
from chwapi_console.recovery.words.why.too_early import too_early
from chwapi_console.text import Sentence, either, every, in_one, say, word

KINDS: Final = {
    "note": (word("record", "note"),),
    "told": (word("record", "told"),),
    "promise": (word("record", "promise"),),
    "kept": (word("record", "kept"),),
    "broken": (word("record", "broken"),),
    "hypothesis": (word("record", "hypothesis"),),
    "eliminated": (word("record", "eliminated"),),
    "confirmed": (word("record", "confirmed"),),
    "aware": (word("record", "aware"),),
    "notified": (word("record", "notified"),),
}
"""What can be recorded, by the words that are typed."""
MEANT = Remarks(meant=True)
JUST_NOW = timedelta(minutes=1)
"""So long ago something is not told to have been at another time."""


class TellingQuestions:
    """The questions about something, or about the incident as a whole, with what was `shown`."""

    def __init__(self, acting: Acting, subject: str, shown: View) -> None:
        self._acting, self._subject, self._shown = acting, subject, shown
        self._about = about_words(subject, shown)

    def asked(self) -> Conversation[None]:
        """Asks what is to be recorded, then all of it."""
        asked: Mapping[str, Callable[[], Conversation[None]]] = {
            "note": self._noted,
            "told": self._told,
            "promise": self._promised,
            "kept": partial(self._settled, "kept"),
            "broken": partial(self._settled, "broken"),
            "hypothesis": self._thought,
            "eliminated": partial(self._outcome, "eliminated"),
            "confirmed": partial(self._outcome, "confirmed"),
            "aware": self._aware,
            "notified": self._notified,
        }
        yield from asked[(yield from self._which())]()

    def _which(self) -> Conversation[str]:
        offered = _offered(self._subject, self._shown)
        kinds = {kind: words for kind, words in KINDS.items() if kind in offered}
        question = say(
            "{subject}: write down what: {kinds} (Esc: nothing)?",
            subject=self._about,
            kinds=either([words[0] for words in kinds.values()]),
        )
        return (yield from asked_one_of(question, kinds, self._acting.picture.t))

    # Notes

    def _noted(self) -> Conversation[None]:
        yield StillToAsk(2)
        text = yield Ask(
            say("Note on {subject}, no patient's data:", subject=self._about),
            remark=True,
        )
        what = say("{subject}: note: {text}", subject=self._about, text=text)
        yield from self._written(text, notes.PLAIN, what)

    def _thought(self) -> Conversation[None]:
        yield StillToAsk(2)
        text = yield Ask(say("What may have happened, no patient's data (Esc: no)?"), remark=True)
        what = say("{subject}: hypothesis: {text}", subject=self._about, text=text)
        yield from self._written(text, notes.PLAIN._replace(hypothesis=True), what)

    def _told(self) -> Conversation[None]:
        yield StillToAsk(3)
        whom = (yield Ask(say("Who was told? For example director, press (Esc: no)"))).strip()
        text = yield Ask(
            say("What was {whom} told, no patient's data (Esc: no)?", whom=whom), remark=True
        )
        what = say("{subject}: told {whom}: {text}", subject=self._about, whom=whom, text=text)
        yield from self._written(text, notes.PLAIN._replace(told=whom), what)

    def _written(self, text: str, like: Noted, what: Sentence) -> Conversation[None]:
        yield from self._whether(what)
        yield Do(self._about, lambda acts: acts.note_on([self._subject], text, None, like))

    def _outcome(self, outcome: str) -> Conversation[None]:
        """What came of a hypothesis."""
        shown = self._shown
        known = {
            one.event.id[: notes.FEWEST_SHOWN]: one for one in hypotheses(shown.situation.notes)
        }
        texts = every([say("{id} {text}", id=id, text=one.text) for id, one in known.items()])
        name = yield from asked_which(
            say("Which hypothesis: {all} (Esc: no)?", all=texts), list(known)
        )
        subject, like = notes.settling(shown, name, outcome)
        yield StillToAsk(2)
        text = yield Ask(
            say(
                "{hypothesis}: {outcome}, because (Esc: no):",
                hypothesis=known[name].text,
                outcome=OUTCOMES[outcome],
            ),
            remark=True,
        )
        about = about_words(subject, shown)
        yield from self._whether(
            say("{subject}: {outcome}: {text}", subject=about, outcome=OUTCOMES[outcome], text=text)
        )
        yield Do(about, lambda acts: acts.note_on([subject], text, None, like))

    # Promises

    def _promised(self) -> Conversation[None]:
        subject, shown, about = self._subject, self._shown, self._about
        now = self._acting.picture.now()
        yield from self._acting.unless_refused(
            shown, lambda view, who: telling.promise(view, subject, "…", now, who, ANY_REMARKS)
        )
        yield StillToAsk(3)
        text = yield Ask(
            say("What was promised: {subject} (Esc: nothing)?", subject=about), remark=True
        )
        by = yield from self._acting.until(
            shown, say("By when? For example 14:00, tomorrow 06:00 or 4h (Esc: no)")
        )
        time = clock_time(by, shown.plan.incident.zone, now) if by else ""
        yield from self._whether(
            say("{subject}: promised by {time}: {text}", subject=about, time=time, text=text)
        )
        yield Do(about, lambda acts: acts.promise(subject, text, by, shown, MEANT))

    def _settled(self, state: PromiseState) -> Conversation[None]:
        shown = self._shown
        known = {one.id: one for one in _open_promises(self._subject, shown)}
        texts = every([say("{id} {text}", id=id, text=one.terms.text) for id, one in known.items()])
        name = yield from asked_which(
            say("Which promise: {all} (Esc: no)?", all=texts), list(known)
        )
        text, kept = known[name].terms.text, state == "kept"
        yield StillToAsk(2)
        question = (
            say("How was it kept: {text}? Enter: no more to say (Esc: no)", text=text)
            if kept
            else say("Why was it not kept: {text} (Esc: no)?", text=text)
        )
        reason = yield Ask(question, empty=kept, remark=True)
        what = (
            say("promise {id} kept: {text}", id=name, text=text)
            if kept
            else say("promise {id} broken: {text}", id=name, text=text)
        )
        yield from self._whether(what)
        remarks = Remarks(reason=reason.strip(), meant=True)
        yield Do(name, lambda acts: acts.settle_promise(name, state, shown, remarks))

    # Legal clocks

    def _aware(self) -> Conversation[None]:
        shown = self._shown
        law = yield from asked_which(
            say("Aware as which law counts it: {all} (Esc: no)?", all=every(_laws(shown))),
            _laws(shown),
        )
        who = self._acting.known.operator
        yield from self._acting.unless_refused(
            shown, lambda view, who: laws.aware(view, law, view.now, who, who, ANY_REMARKS)
        )
        yield StillToAsk(3)
        at = yield from asked_past(
            self._acting,
            say("Since when? For example 02:10 or 1h. Enter: just now"),
            just_now=True,
        )
        by = yield Ask(
            say("Who became aware? Enter: {operator} (Esc: no)", operator=who),
            empty=True,
            certain=known_to(shown),
        )
        terms = AwarenessTerms(iso(at), by.strip() or who)
        what = say(
            "{law}: {who} aware since {time}",
            law=law,
            who=terms.by,
            time=day_and_time(at.astimezone(shown.plan.incident.zone)),
        )
        now = shown.at(self._acting.picture.now())
        case = AwareCase(now, AWARE, law, terms, who)
        yield from self._whether(what, [*_early(now, at), *doubts(case)])
        yield Do(law, lambda acts: acts.aware(law, at, terms.by, shown, MEANT))

    def _notified(self) -> Conversation[None]:
        shown = self._shown
        duties = [clock.id for clock in clocks(shown) if clock.met is None]
        duty = yield from asked_which(
            say("Which was notified: {all} (Esc: no)?", all=every(duties)), duties
        )
        yield from self._acting.unless_refused(
            shown, lambda view, who: laws.notified(view, duty, "…", who, ANY_REMARKS)
        )
        yield StillToAsk(3)
        ref = (
            yield Ask(say("Under which number, or what shows that it arrived (Esc: no)?"))
        ).strip()
        at = yield from asked_past(
            self._acting,
            say("When? For example 02:10 or 1h. Enter: just now"),
            just_now=True,
        )
        now, who = self._acting.picture.now(), self._acting.known.operator
        case = NotifiedCase(shown.at(now), NOTIFIED, duty, NotificationTerms(ref), who)
        what = say("{duty} notified, number {ref}", duty=duty, ref=ref)
        yield from self._whether(what, [*_early(case.view, at), *doubts(case)])
        remarks = MEANT._replace(done_at=at if now - at >= JUST_NOW else None)
        yield Do(duty, lambda acts: acts.notified(duty, ref, shown, remarks))

    def _whether(self, what: Sentence, told: Sequence[Sentence] = ()) -> Conversation[None]:
        """Asks whether all that is meant, with what the rules ask."""
        yield Confirm(
            say("Write that: {what}? ({yes})", what=what, yes=KEYS), in_one(told) if told else None
        )


def _early(view: View, at: datetime) -> list[Sentence]:
    """That a moment is before the incident began; nothing where it is not."""
    early = too_early(view, at)
    return [] if early is None else [early]


def _offered(subject: str, shown: View) -> Sequence[str]:
    """The kinds of record that make sense now."""
    thought = any(one.state == "open" for one in hypotheses(shown.situation.notes))
    return [
        *(["note"] if subject == THE_RECORD else []),
        "told",
        "promise",
        *(["kept", "broken"] if _open_promises(subject, shown) else []),
        "hypothesis",
        *(["eliminated", "confirmed"] if thought else []),
        *(["aware", "notified"] if clocks(shown) else []),
    ]


def _open_promises(subject: str, shown: View) -> list[Promise]:
    """The promises that are open about something; about the incident as a whole, all."""
    return [
        one
        for one in shown.situation.promises.values()
        if one.is_open and subject in (one.subject, THE_RECORD)
    ]


def _laws(shown: View) -> list[str]:
    return list(dict.fromkeys(clock.duty.law for clock in clocks(shown)))
