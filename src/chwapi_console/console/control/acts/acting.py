"""What all acts have in common: on what they act, what is asked before, and who acts.

An act goes to the server that was last drawn under the cursor, or to those selected, by what was
last drawn of them. How many there are is said before anything is done.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial

from chwapi_console.answers import KEYS
from chwapi_console.console.control.acts.at_stake import ANY, at_stake, in_brackets, losses_counted
from chwapi_console.console.control.acts.operator_prompt import OperatorPrompt
from chwapi_console.console.control.asking.certain import one_of, reads_digits
from chwapi_console.console.control.asking.conversation import (
    Ask,
    Confirm,
    Conversation,
    Refuse,
    asked_for,
)
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.console.control.router import Router
from chwapi_console.moments import read_coming
from chwapi_console.other_windows import is_command
from chwapi_console.recovery.rules.cases import MARK, TAKE, ActName, ServerCase, ViewedCase
from chwapi_console.recovery.rules.door import doubts, reasons_wanted, why_refused
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.rules.roles import IN_THEIR_ROLE
from chwapi_console.recovery.rules.rule import MAY_BE_OVERRIDDEN
from chwapi_console.recovery.state.told.marking import marked
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.open_work import named
from chwapi_console.text import Sentence, Value, in_one, plural, say

ANY_REMARKS = Remarks(reason="…", meant=True)
"""What stands for all that will be said with an act, where it is asked whether that is refused."""
NO_REASON = say("That is a line for a shell, and no reason: nothing was written.")


class Acting:
    """What acts are done with; `who` sees to it that somebody has said who acts."""

    def __init__(self, picture: Picture, router: Router, who: OperatorPrompt) -> None:
        self.picture, self.known, self.router, self.who = picture, picture.known, router, who

    def aimed(self, action: str) -> Conversation[tuple[Sequence[str], View]]:
        """The servers selected, or the one under the cursor, and the view they were drawn from.

        Waits until somebody has said who acts; the servers and the view are those of the moment
        when the key was pressed.
        """
        servers, shown = self.picture.at.servers, self.known.view
        yield from self.who.named(action, named(servers))
        return servers, shown

    @staticmethod
    def why(question: Sentence, told: Sequence[Sentence] = ()) -> Conversation[str]:
        """Why somebody does what is asked about; a line for a shell is no reason, however often it is ended."""
        why_not: Sentence | None = None
        while True:
            reason = yield Ask(in_one([*told, question]), why_not, remark=True)
            if not is_command(reason):
                return reason
            why_not = NO_REASON

    def unless_refused(
        self, shown: View, build: Callable[[View, str], object], *, all_is_said: bool = False
    ) -> Conversation[None]:
        """Ends the conversation where the rules would refuse the act whatever is answered.

        So nobody answers its questions in vain. `build` drafts the act from a view, for an
        operator.
        """
        built = partial(build, shown.at(self.picture.now()), self.known.operator)
        if (why_not := why_refused(built, all_is_said=all_is_said)) is not None:
            yield Refuse(why_not)

    def unless_for_others(self, case: ViewedCase) -> Conversation[None]:
        """Says, before any text is asked for, that by the plan others do this.

        Who goes on all the same is asked for the reason once it is to be written.
        """
        if (why := self.why_for_others(case)) is not None:
            yield Confirm(say("Go on, and say at the end why? ({yes})", yes=KEYS), why)

    @staticmethod
    def why_for_others(case: ViewedCase) -> Sentence | None:
        """Why others do this by the plan, where a reason overrides that; None where they do not."""
        rule = IN_THEIR_ROLE
        return rule.broken(case) if rule.effect_for(case) is MAY_BE_OVERRIDDEN else None

    # What is told

    def forewarned(
        self,
        servers: Sequence[str],
        shown: View,
        state: str = "",
        act: ActName = MARK,
        point: str = "",
        *,
        is_asked: bool = False,
    ) -> list[Sentence]:
        """What whoever presses a key may not have in mind.

        That it goes to servers which the cursor does not stand on, and all that the rules ask about
        such an act, as which services stop by that state, or of the restore `point` that is named.
        What a reason will be wanted for stands among it where anything else is, or `is_asked`. What
        is open of the work is asked about by who calls it done.
        """
        elsewhere = self.picture.at.elsewhere
        told = [elsewhere] if elsewhere is not None else []
        if not state:
            return told
        act, who = TAKE if state == "restoring" else act, self.known.operator
        so_far, said = shown.situation, Remarks(point=point)
        for server in shown.plan.one_of_each_policy(servers):
            standing = so_far.servers[server].standing
            after = marked(standing, state, who, so_far.threshold(server))
            case = ServerCase(shown, act, server, after, who, said, servers, by_key=True)
            found = doubts(case) or (reasons_wanted(case) if is_asked else [])
            told += [doubt for doubt in found if doubt not in told]
        return told

    def before_a_text(
        self, subjects: Sequence[str], shown: View, state: str = ""
    ) -> list[Sentence]:
        """Tells what must be known before a text is asked for.

        And asks where it is for what was finished just now: what is to be said of a server is often
        said after that.
        """
        left = self.router.just_left
        gone_on = say("The cursor has gone on from {server}.", server=left)
        return [*([gone_on] if left else []), *self.forewarned(subjects, shown, state)]

    def with_what_is_lost(self, servers: Sequence[str], shown: View) -> Value:
        """One server by its name, several by their number.

        With what an act that replaces their work takes away.
        """
        found = at_stake(shown, servers, self.known.operator, ANY)
        if not found:
            return named(servers)
        if len(servers) > 1:
            return say(
                "{servers} (among them: {what})",
                servers=named(servers),
                what=losses_counted(shown, found),
            )
        (kind,) = found
        return in_brackets(shown, servers[0], kind, self.picture.now())

    # What is asked

    def until(
        self, shown: View, question: Sentence, *, empty: bool = False
    ) -> Conversation[datetime | None]:
        """A time to come; None for no text, where that may be.

        One that cannot be is asked for again, with what was typed.
        """

        def moment(text: str) -> datetime | None:
            now, zone = self.picture.now(), shown.plan.incident.zone
            return read_coming(text, now, zone).certain() if text else None

        return (yield from asked_for(question, moment, empty=empty, certain=reads_digits(moment)))

    def unless_forewarned(
        self,
        words: Sentence,
        servers: Sequence[str],
        shown: View,
        state: str = "",
        point: str = "",
        also: Sequence[Sentence] = (),
    ) -> Conversation[None]:
        """Asks where there is anything to be told before, be it what is told `also`."""
        if told := [*self.forewarned(servers, shown, state, point=point), *also]:
            yield Confirm(words, in_one(told))

    def whether_all(
        self,
        words: Sentence,
        servers: Sequence[str],
        shown: View,
        kinds: Collection[str] = (),
        state: str = "",
        point: str = "",
        also: Sequence[Sentence] = (),
    ) -> Conversation[None]:
        """Asks before an act on several servers, and says what it would take from them.

        Says how many of them would lose something of these kinds, which services stop by that
        state, and what is told `also`. On one server it asks only where there is something to tell.
        """
        if len(servers) < 2:
            yield from self.unless_forewarned(words, servers, shown, state, point, also)
            return
        found = at_stake(shown, servers, self.known.operator, kinds)
        told = [*self.forewarned(servers, shown, state), *also]
        if found:
            among = losses_counted(shown, found)
            words = say("{question} Among them: {what}.", question=words, what=among)
        yield Confirm(words, in_one(told) if told else None)

    def when_several_are_meant(self, subjects: Sequence[str]) -> Conversation[None]:
        """Asks where a text is about to be written on more than one.

        The key that selects all is soon pressed.
        """
        if len(subjects) > 1:
            yield Confirm(
                plural(
                    "Write that on {n} of them? ({yes})",
                    "Write that on all {n}? ({yes})",
                    len(subjects),
                    yes=KEYS,
                )
            )

    def retired(self, servers: Sequence[str], shown: View) -> Conversation[None]:
        """Has what will not come back typed."""
        question = say(
            "Retired: {servers} will not come back. To go on, type {wanted} (Esc: no):",
            servers=self.with_what_is_lost(servers, shown),
            wanted=servers[0] if len(servers) == 1 else len(servers),
        )
        told = self.forewarned(servers, shown, "retired")
        yield from self.typed(servers, in_one([*told, question]))

    def typed(self, servers: Sequence[str], words: Sentence) -> Conversation[None]:
        """Has the name of the server typed, or of several their number."""
        wanted = servers[0] if len(servers) == 1 else str(len(servers))
        if (text := (yield Ask(words, kept=False, certain=one_of([wanted])))) != wanted:
            yield Refuse(
                say('"{text}" is not {wanted}; nothing was written.', text=text, wanted=wanted)
            )
