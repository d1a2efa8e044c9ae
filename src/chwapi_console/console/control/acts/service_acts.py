"""The act on a service: a named clinician's sign-off."""

from datetime import datetime

from chwapi_console.answers import KEYS
from chwapi_console.clock import clock_time
from chwapi_console.console.control.acts.acting import Acting
from chwapi_console.console.control.acts.condition_acts import ConditionActs
from chwapi_console.console.control.asking.certain import is_no_name, known_to
from chwapi_console.console.control.asking.conversation import Ask, Confirm, Conversation, Do
from chwapi_console.journal.kinds.service_kinds import Accepted
from chwapi_console.people import why_no_name
from chwapi_console.recovery.rules.cases import ACCEPT, SignOffCase
from chwapi_console.recovery.rules.claims import unheard_of
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.state.of_view.signing import signers
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.limits import names_of
from chwapi_console.text import Sentence, Value, in_one, say

RESERVE = "r"
"""The key that signs off with a reserve."""


class ServiceActs:
    """One method for each action, by its name."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._picture = acting, acting.picture
        self._conditions = ConditionActs(acting)

    def service_accept(self) -> Conversation[None]:
        """Signs a service off that is up, or says that a condition is met.

        Asks who does, again where that is no name, and what they tried, then whether that is meant.
        It is held to what was shown when the key was pressed: a server lost while somebody types
        makes what was tried worth nothing.
        """
        if condition := self._picture.at.condition:
            yield from self._conditions.met(condition)
            return
        service, shown = self._picture.at.subject, self._acting.known.view
        yield from self._acting.who.named("service.accept", service)
        operator = self._acting.known.operator
        case = SignOffCase(shown, ACCEPT, service, "", "", operator)
        yield from self._acting.unless_for_others(case)
        signed = self._who_signed(shown)
        known = known_to(shown, *signed)
        by = yield Ask(_who_signs(shown, service), certain=known, refused=is_no_name)
        while (why_none := why_no_name(by)) is not None:
            question = _who_signs(shown, service)
            by = yield Ask(question, why_none, certain=known, refused=is_no_name)
        name = node_name(shown, service)
        question = say("What did {by} try in {service} (Esc: no)?", by=by, service=name)
        tried = yield Ask(question, remark=True)
        case = SignOffCase(shown, ACCEPT, service, by, tried, operator)
        new_name = unheard_of(shown, by, signed)
        told = [*([new_name] if new_name else []), *doubts(case)]
        reserve, until = "", None
        meant = Confirm(_meant(name, by, tried), in_one(told) if told else None, also=RESERVE)
        if (yield meant) == RESERVE:
            reserve, until = yield from self._reserve(shown)
            time = clock_time(until, shown.plan.incident.zone, self._picture.now())
            yield Confirm(_meant_with_reserve(name, by, tried, reserve, time))
        yield Do(
            service,
            lambda acts: acts.accept(
                service, by, tried, shown, meant=True, reserve=reserve, until=until
            ),
        )

    def _who_signed(self, shown: View) -> list[str]:
        """Who signs off, and who has, be it that their word was taken back since."""
        return [
            *signers(shown),
            *(
                event.payload.after.by
                for event in self._acting.known.chronicle.events
                if isinstance(event.payload, Accepted) and event.payload.after is not None
            ),
        ]

    def _reserve(self, shown: View) -> Conversation[tuple[str, datetime]]:
        """With which reserve something is signed off, and until when that holds."""
        reserve = yield Ask(say("With which reserve (Esc: no)?"), remark=True)
        question = say("Until when does that hold? For example 14:00 or tomorrow 06:00 (Esc: no)")
        while (until := (yield from self._acting.until(shown, question))) is None:
            pass
        return reserve.strip(), until


def _meant(service: Value, by: str, tried: str) -> Sentence:
    return say(
        'Signed off: {service} by {by}, who tried "{tried}"? ({yes}; {key}: with a reserve)',
        service=service,
        by=by,
        tried=tried,
        yes=KEYS,
        key=RESERVE,
    )


def _meant_with_reserve(service: Value, by: str, tried: str, reserve: str, until: str) -> Sentence:
    return say(
        'Signed off: {service} by {by}, who tried "{tried}", with reserve until {time}: '
        "{reserve}? ({yes})",
        service=service,
        by=by,
        tried=tried,
        time=until,
        reserve=reserve,
        yes=KEYS,
    )


def _who_signs(view: View, service: str) -> Sentence:
    """The question.

    Of a service that is up without something it says without what, for that is what is signed off.
    """
    if without := view.services[service].without:
        return say(
            "Which clinician signs {service} off, up without {without} (Esc: none)?",
            service=node_name(view, service),
            without=names_of(view, without),
        )
    return say("Which clinician signs {service} off (Esc: none)?", service=node_name(view, service))
