"""Who is acting: when that is asked, and of whom.

At the start on a shared account, at a change of shift, and after nobody was at the keys for long.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from chwapi_console.clock import minutes_between, span
from chwapi_console.console.control.asking.certain import known_to, why_nobodys
from chwapi_console.console.control.asking.conversation import Ask, Conversation, Refuse
from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.console.control.router import Router
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.views.key_bar import called_now
from chwapi_console.operators import clean_name
from chwapi_console.people import same_person
from chwapi_console.recovery.rules.claims import unheard_of
from chwapi_console.text import Sentence, Value, every, in_one, say

JUST_NOW = timedelta(hours=1)
"""How long ago somebody acted here who is likelier back behind a dead line than relieved."""


class OperatorPrompt:
    """Knows who acts; `rename` says who does from now on."""

    def __init__(
        self,
        picture: Picture,
        dialogue: Dialogue,
        router: Router,
        rename: Callable[[str], None],
        keys: Keymap,
        host: str,
    ) -> None:
        self._picture, self._dialogue, self._known = picture, dialogue, picture.known
        self._router = router
        self._rename, self._keys, self._host = rename, keys, host
        self._last_key: datetime | None = None
        self._away = 0

    def at_the_keys(self) -> bool:
        """A key was pressed.

        Remembers for how long nobody had pressed one, until somebody has said who it is. Whether
        the key is meant for nothing: a question that was left open may be another's, so its answer
        would be too.
        """
        now, idle = self._picture.now(), self._known.view.plan.policy.idle
        away = minutes_between(self._last_key, now) if self._last_key else 0
        self._last_key = now
        if idle is None or away < idle:
            return False
        self._away = away
        if not self._dialogue.prompt.asking:
            return False
        said = self._dialogue.prompt.said
        self._dialogue.cancel()
        why = say("Nobody was here for {time}: the question was taken back.", time=span(away))
        kept = self._dialogue.prompt.said
        told = say("{why} {told}", why=why, told=kept) if kept != said else why
        self._dialogue.tell(told, "warn")
        return True

    def operator_change(self) -> Conversation[None]:
        """Asks who is acting.

        Whoever goes is told what they still have in hand, for nobody else can let go of it soon, and
        whoever comes what they have. The cursor goes there where nobody had chosen another place yet.
        """
        servers = self._known.view.situation.servers
        held = [name for name, server in servers.items() if server.is_with(self._known.operator)]
        if held:
            question = say(
                "Change of shift: {operator} still has {servers}. Who takes over the keys? Name, "
                "Enter. Nobody? Esc: {operator} stays (then x: let go, f: give):",
                operator=self._known.operator,
                servers=every(held),
            )
        else:
            question = say("Who are you? Your name, then Enter (Esc: only look):")
        before = self._known.operator
        yield from self._is_told(question)
        if (in_hand := self._in_hand(before)) is not None:
            self._dialogue.tell(in_one([_written_as(self._known.operator), in_hand]))

    def _in_hand(self, before: str) -> Sentence | None:
        """What whoever is at the keys now has in hand, where that was another one `before`; None for nothing.

        The cursor goes there where nobody had said yet who they are.
        """
        if self._known.operator == before:
            return None
        return self._router.in_hand() if before else self._router.to_what_is_in_hand()

    def named(self, action: str, subject: Value) -> Conversation[None]:
        """Asks who it is before an act, where that is not known or not sure any more.

        Where a text came to that which was not meant, its first letter may have been the key of the
        act: that is not done.
        """
        if (before := self._known.operator) and not self._away:
            return
        what = self._keys.actions[action]
        label = called_now(self._known.view).get(action) or what.short or what.label
        if self._known.operator:
            question = say(
                "Nobody was here for {time}. Who are you? Enter: the name here; goes on with: "
                "{act} {subject}:",
                time=span(self._away),
                act=label,
                subject=subject,
            )
        else:
            question = say(
                "Who are you? Name, then Enter; goes on with: {act} {subject}:",
                act=label,
                subject=subject,
            )
        if (yield from self._is_told(question, before)):
            undone = say("Not done: {act} {subject}.", act=label, subject=subject)
            in_hand = self._in_hand(before)
            told = [_written_as(self._known.operator), undone, *([in_hand] if in_hand else [])]
            yield Refuse(in_one(told))

    def _is_told(self, question: Sentence, usual: str = "") -> Conversation[bool]:
        """Who acts from now on; asked for again where what was typed is nobody's name.

        Whether a text came first that was not meant, or is no name.
        """
        why, corrects = None, False  # type: tuple[Sentence | None, bool]
        while True:
            known = known_to(self._known.view, self._known.operator)
            text = yield Ask(
                *(question, why, usual),
                kept=False,
                certain=known,
                doubt=self._doubt,
                expected=self._is_expected,
            )
            corrects |= self._dialogue.corrects
            name = self._spelled(text)
            why = self._why_nobody(name)
            if why is None:
                break
            question, usual, corrects = say("Your name, then Enter (Esc: only look):"), "", True
        self._is(name)
        return corrects

    def _spelled(self, text: str) -> str:
        return self._known.view.situation.spelled(clean_name(text))

    def _why_nobody(self, name: str) -> Sentence | None:
        return why_nobodys(self._known.view, name, self._known.operator)

    def _doubt(self, text: str) -> Sentence | None:
        """That nobody has borne a name here, or that acts are written under another one until now.

        People call each other by name elsewhere too. None where nobody has acted yet.
        """
        name, before = self._spelled(text), self._known.operator or self._was_here(JUST_NOW)
        somebody = before or self._known.view.situation.spellings
        if not somebody or self._why_nobody(name) is not None:
            return None
        if (unknown := unheard_of(self._known.view, name, [before], shown=True)) is not None:
            return unknown
        if not before or same_person(before, name):
            return None
        return say("Acts are written as {before} until now.", before=before)

    def _was_here(self, ago: timedelta = timedelta.max) -> str:
        """Who acted last from this host, where that is not longer ago; empty for nobody."""
        here = (
            event
            for event in reversed(self._known.chronicle.events)
            if event.operator and event.host == self._host
        )
        latest = next(here, None)
        return latest.operator if latest and self._picture.now() - latest.moment < ago else ""

    def _is_expected(self, text: str) -> bool:
        """Whether the first who says who they are is anybody, or the one who acted here last.

        They read the first screen, or come back behind a line that died.
        """
        if self._known.operator:
            return False
        latest = self._was_here()
        return not latest or same_person(latest, clean_name(text))

    def _is(self, name: str) -> None:
        """From now on acts are written under this name."""
        self._away = 0
        if name != self._known.operator:
            self._rename(name)
            self._known.operator = name
            self._dialogue.tell(_written_as(name))
        self._picture.draw()


def _written_as(name: str) -> Sentence:
    return say("Acts are now written as {operator}.", operator=name)
