"""The acts on a condition: met, awaited, lost, open again."""

from chwapi_console.answers import KEYS, means_yes
from chwapi_console.clock import clock_time
from chwapi_console.console.control.acts.acting import ANY_REMARKS, Acting
from chwapi_console.console.control.asking.certain import is_no_name, known_to
from chwapi_console.console.control.asking.conversation import Ask, Confirm, Conversation, Do
from chwapi_console.people import why_no_name
from chwapi_console.recovery.acts.conditions import Saying, say_of, terms_of
from chwapi_console.recovery.rules.cases import CONDITION, ConditionCase
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.service_news import said_of_condition
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, Value, in_one, say

ANYBODY = "somebody"
"""Stands for who will be named."""


class ConditionActs:
    """One method for each way in which a condition can stand.

    Keys of servers and services lead here where the cursor stands on one.
    """

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def met(self, condition: str) -> Conversation[None]:
        """Asks who met it, what they tried, and with which reserve; of a reserve, until when.

        It is held to what was shown when the key was pressed.
        """
        shown, name = self._acting.known.view, self._name(condition)
        yield from self._acting.who.named("service.accept", condition)
        yield from self._unless_refused(condition, Saying("met", ANYBODY, "…"), shown)
        who = say("Who met it: {condition} (Esc: nobody)?", condition=name)
        known = known_to(shown)
        by = yield Ask(who, certain=known, refused=is_no_name)
        while (why_none := why_no_name(by)) is not None:
            by = yield Ask(in_one([why_none, who]), certain=known, refused=is_no_name)
        question = say("What did {by} try or see (Esc: no)?", by=by)
        tried = yield Ask(question, remark=True)
        reserve = yield from self._reserve()
        until = None
        if reserve.strip():
            until = yield from self._acting.until(
                shown,
                say("Until when does that hold? For example 14:00 or tomorrow 06:00 (Esc: no)"),
            )
        saying = Saying("met", by, tried, reserve, until=until)
        yield from self._said(condition, saying, "", shown)

    def _reserve(self) -> Conversation[str]:
        """With which reserve a condition is met; empty where without."""
        question = say("With a reserve? Which? Enter: without (Esc: no)")
        t = self._acting.picture.t
        ask = Ask(
            question, empty=True, a_word=True, certain=lambda text: means_yes(text, t) is not None
        )
        reserve = (yield ask).strip()
        if (means := means_yes(reserve, t)) is None:
            return reserve
        if not means:
            return ""
        return (yield Ask(say("With which reserve (Esc: no)?"), remark=True)).strip()

    def awaited(self, condition: str) -> Conversation[None]:
        """Asks from whom, and until when."""
        shown, name = self._acting.known.view, self._name(condition)
        yield from self._acting.who.named("server.block", condition)
        yield from self._unless_refused(condition, Saying("awaited", source=ANYBODY), shown)
        source = yield Ask(say("From whom is it awaited: {condition} (Esc: no)?", condition=name))
        until = yield from self._acting.until(
            shown,
            say("Until when? For example 14:00 or tomorrow 06:00. Enter: nobody said (Esc: no)"),
            empty=True,
        )
        yield from self._said(condition, Saying("awaited", source=source, until=until), "", shown)

    def lost(self, condition: str) -> Conversation[None]:
        """Asks why it will never be met."""
        yield from self._acting.who.named("server.retire", condition)
        question = say("{condition}: lost, because (Esc: no):", condition=self._name(condition))
        yield from self._for_a_reason(condition, Saying("lost"), question)

    def opened(self, condition: str) -> Conversation[None]:
        """Asks why it is open again."""
        yield from self._acting.who.named("server.drop", condition)
        question = say(
            "{condition}: open again, because (Esc: no):", condition=self._name(condition)
        )
        yield from self._for_a_reason(condition, Saying("open"), question)

    def _for_a_reason(
        self, condition: str, saying: Saying, question: Sentence
    ) -> Conversation[None]:
        shown = self._acting.known.view
        yield from self._unless_refused(condition, saying, shown)
        reason = yield Ask(question, remark=True)
        yield from self._said(condition, saying, reason, shown)

    def _unless_refused(self, condition: str, saying: Saying, shown: View) -> Conversation[None]:
        """Ends where the rules refuse that anybody says such a thing."""
        yield from self._acting.unless_refused(
            shown, lambda view, who: say_of(view, [condition], saying, who, ANY_REMARKS)
        )
        yield from self._acting.unless_for_others(self._case(condition, saying, "", shown))

    def _name(self, condition: str) -> Value:
        return node_name(self._acting.known.view, condition)

    def _said(self, condition: str, saying: Saying, reason: str, shown: View) -> Conversation[None]:
        """Asks whether all that was said is meant, with what the rules ask, then has it written."""
        told = self._doubts(condition, saying, reason, shown)
        yield Confirm(
            self._whether_said(condition, saying, reason, shown), in_one(told) if told else None
        )
        remarks = Remarks(reason=reason, meant=True)
        yield Do(
            self._name(condition),
            lambda acts: acts.condition([condition], saying, remarks, shown),
        )

    def _whether_said(self, condition: str, saying: Saying, reason: str, shown: View) -> Sentence:
        """The question before anything is said of a condition, with all of it."""
        what = said_of_condition(self._name(condition), terms_of(shown, condition, saying, reason))
        if saying.until is None:
            return say("Write that: {what}? ({yes})", what=what, yes=KEYS)
        now, zone = self._acting.picture.now(), shown.plan.incident.zone
        return say(
            "Write that: {what}, until {time}? ({yes})",
            what=what,
            time=clock_time(saying.until, zone, now),
            yes=KEYS,
        )

    def _doubts(self, condition: str, saying: Saying, reason: str, shown: View) -> list[Sentence]:
        return doubts(self._case(condition, saying, reason, shown))

    def _case(self, condition: str, saying: Saying, reason: str, shown: View) -> ConditionCase:
        return ConditionCase(
            shown,
            CONDITION,
            condition,
            terms_of(shown, condition, saying, reason),
            saying.until,
            self._acting.known.operator,
            Remarks(reason=reason),
        )
