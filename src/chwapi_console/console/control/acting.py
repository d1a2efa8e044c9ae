"""What all acts have in common: on what they act, what is asked before, who acts, and that they go
to the desk.

An act goes to the server that was last drawn under the cursor, or to those selected, by what was
last drawn of them. How many there are is said before anything is done.
"""

from collections.abc import Callable, Collection, Sequence

from chwapi_console.console.control.at_stake import ANY, at_stake, counted, in_brackets
from chwapi_console.console.control.dialogue import Dialogue
from chwapi_console.console.control.picture import Picture
from chwapi_console.console.control.router import Router
from chwapi_console.console.known.session_thread import Errand, Question
from chwapi_console.journal.events import Event
from chwapi_console.recovery.rules.cases import MARK, TAKE, ActName, ServerCase, standing_in
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.open_work import named
from chwapi_console.recovery.words.reasons import in_one
from chwapi_console.session.acts import Acts
from chwapi_console.text import Sentence, Value, plural, say

Act = Callable[[Acts, Sequence[str], View], list[Event]]
Sure = Callable[[Sequence[str], View, Callable[[], None]], None]
"""Asks what must be asked before servers are acted on, and goes on when the answer is yes."""
Words = Callable[[Value, Value], Sentence]
"""The question before an act, given what it is on, by its name or by the number of several, and the
keys that answer."""
Goes = Callable[[str, Value, Callable[[], None]], None]
"""Goes on with an action on a subject once somebody has said who it is."""


class Acting:
    """What acts are done with. `send` gives an errand to the desk, `consult` a question; `named`
    sees to it who acts."""

    def __init__(
        self,
        picture: Picture,
        dialogue: Dialogue,
        router: Router,
        send: Callable[[Errand], None],
        consult: Callable[[Question], None],
        named: Goes,
    ) -> None:
        self.picture, self.known = picture, picture.known
        self.dialogue, self.router = dialogue, router
        self.send, self.consult, self.named = send, consult, named

    def on_servers(self, action: str, sure: Sure, act: Act) -> None:
        """Acts on the servers selected, or on the one under the cursor, in one transaction, when
        that is what is meant."""
        servers, shown = self.picture.at.servers, self.known.view

        def go() -> None:
            self.act(named(servers), lambda session: act(session, servers, shown))

        self.named(action, named(servers), lambda: sure(servers, shown, go))

    def act(self, subject: Value, errand: Errand) -> None:
        """Sends an act to the desk; it is shown as done only when the desk says so."""
        self.dialogue.tell_for_now(say("{server} …", server=subject) if subject else say("Undo …"))
        self.send(errand)

    # What is asked

    def forewarned(
        self, servers: Sequence[str], shown: View, state: str = "", act: ActName = MARK
    ) -> list[Sentence]:
        """What whoever presses a key may not have in mind: that it goes to servers which the cursor
        does not stand on, and all that the rules ask about such an act, as which services stop by
        that state. What is open of the work is asked about by who calls it done."""
        elsewhere = self.picture.at.elsewhere
        told = [elsewhere] if elsewhere is not None else []
        if not state:
            return told
        act, who = TAKE if state == "restoring" else act, self.known.operator
        after = standing_in(state, who)
        case = ServerCase(shown, act, servers[0], after, who, servers=servers, by_key=True)
        return [*told, *doubts(case)]

    def before_a_text(
        self, subjects: Sequence[str], shown: View, state: str = ""
    ) -> list[Sentence]:
        """The same before a text is asked for; and that it is not for what was finished just now:
        what is to be said of a server is often said after that."""
        left = self.router.just_left
        gone_on = say("The cursor has gone on from {server}.", server=left)
        return [*([gone_on] if left else []), *self.forewarned(subjects, shown, state)]

    def unless_forewarned(
        self,
        servers: Sequence[str],
        shown: View,
        words: Words,
        go: Callable[[], None],
        state: str = "",
    ) -> None:
        """Goes on, but asks where there is anything to be told before."""
        if told := self.forewarned(servers, shown, state):
            self.dialogue.ask_whether(lambda yes: words(named(servers), yes), go, in_one(told))
        else:
            go()

    def whether_all(self, words: Words, kinds: Collection[str] = (), state: str = "") -> Sure:
        """Asks before an act on several servers, and says how many of them would lose something of
        these kinds by it, and what stops by that state; on one server only where there is anything
        to be told."""

        def sure(servers: Sequence[str], shown: View, go: Callable[[], None]) -> None:
            if len(servers) < 2:
                self.unless_forewarned(servers, shown, words, go, state)
                return
            found, told = (
                at_stake(shown, servers, self.known.operator, kinds),
                self.forewarned(servers, shown, state),
            )
            self.dialogue.ask_whether(
                lambda yes: (
                    say(
                        "{question} Among them: {what}.",
                        question=words(named(servers), yes),
                        what=counted(shown, found),
                    )
                    if found
                    else words(named(servers), yes)
                ),
                go,
                in_one(told) if told else None,
            )

        return sure

    def when_several_are_meant(self, subjects: Sequence[str], go: Callable[[], None]) -> None:
        """Goes on, but asks where a text is about to be written on more than one: the key that
        selects all is soon pressed."""
        if len(subjects) < 2:
            go()
        else:
            self.dialogue.ask_whether(
                lambda yes: plural(
                    "Write that on {n} of them? ({yes})",
                    "Write that on all {n}? ({yes})",
                    len(subjects),
                    yes=yes,
                ),
                go,
            )

    def with_what_is_lost(self, servers: Sequence[str], shown: View) -> Value:
        """One server by its name, several by their number; with what an act that replaces their
        work takes away."""
        found = at_stake(shown, servers, self.known.operator, ANY)
        if not found:
            return named(servers)
        if len(servers) > 1:
            return say(
                "{servers} (among them: {what})", servers=named(servers), what=counted(shown, found)
            )
        (kind,) = found
        return in_brackets(shown, servers[0], kind, self.picture.now())

    def retired(self, servers: Sequence[str], shown: View, go: Callable[[], None]) -> None:
        """Goes on when somebody types what will not come back."""
        wanted = servers[0] if len(servers) == 1 else len(servers)
        self.typed(
            servers,
            in_one(
                [
                    *self.forewarned(servers, shown, "retired"),
                    say(
                        "Retired: {servers} will not come back. To go on, type {wanted} (Esc: no):",
                        servers=self.with_what_is_lost(servers, shown),
                        wanted=wanted,
                    ),
                ]
            ),
            go,
        )

    def typed(self, servers: Sequence[str], words: Sentence, go: Callable[[], None]) -> None:
        """Goes on when the name of the server is typed, or of several their number."""
        wanted = servers[0] if len(servers) == 1 else str(len(servers))

        def answered(text: str) -> None:
            if text == wanted:
                go()
            else:
                self.dialogue.refuse(
                    say('"{text}" is not {wanted}; nothing was written.', text=text, wanted=wanted)
                )

        self.dialogue.ask(words, answered)
