"""The acts on servers: take, give, drop, and the states that they are marked with."""

from collections.abc import Callable, Sequence

from chwapi_console.clock import clock_time
from chwapi_console.console.control.acting import Act, Acting, Sure, Words
from chwapi_console.console.control.at_stake import HELD, SURPRISING, at_stake, how_it_stands
from chwapi_console.journal.events import Event
from chwapi_console.operators import clean_name
from chwapi_console.people import why_nobody
from chwapi_console.recovery.rules.claims import DONE, unheard_of
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.untouched import is_stale, touched
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.open_work import USABLE, but, in_words, named, open_work
from chwapi_console.recovery.words.reasons import in_one, state_word
from chwapi_console.session.acts import Acts
from chwapi_console.text import Sentence, Value, plural, say

Answered = Callable[[Acts, Sequence[str], View, str], list[Event]]
"""An act on servers with the text that was asked for."""


class ServerActs:
    """One method for each action, by its name."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._picture, self._dialogue = acting, acting.picture, acting.dialogue

    def server_take(self) -> None:
        """Takes in hand; asks first where that takes over what somebody else has let lie. What is
        done cannot be taken, and says so unasked."""

        def sure(servers: Sequence[str], shown: View, go: Callable[[], None]) -> None:
            if any(shown.situation.state(server) in DONE for server in servers):
                go()
            else:
                self._unless_held(
                    lambda subject, yes: say("Take {subject}? ({yes})", subject=subject, yes=yes),
                    say("{operator} takes over?", operator=self._acting.known.operator),
                    "restoring",
                )(servers, shown, go)

        self._acting.on_servers(
            "server.take",
            sure,
            lambda session, servers, shown: session.take(
                servers, shown=shown, remarks=Remarks(meant=True)
            ),
        )

    def server_give(self) -> None:
        """Takes for somebody else, who is asked for, and asked for again where that is nobody's
        name."""
        servers, shown = self._picture.at.servers, self._acting.known.view

        def give(name: str) -> None:
            self._acting.act(
                named(servers),
                lambda session: session.take(servers, name, shown, Remarks(meant=True)),
            )

        def ask(why_not: Sequence[Sentence] = ()) -> None:
            self._dialogue.ask(
                in_one(
                    [
                        *why_not,
                        *self._acting.forewarned(servers, shown, "restoring"),
                        say(
                            "Who takes {servers}? Name, then Enter (Esc: nobody):",
                            servers=self._acting.with_what_is_lost(servers, shown),
                        ),
                    ]
                ),
                answered,
            )

        def answered(text: str) -> None:
            name = clean_name(text)
            if name and (why := why_nobody(name)) is not None:
                ask([why])
                return
            doubt = unheard_of(shown, name, [self._acting.known.operator]) if name else None
            if doubt is None:
                give(name)
            else:
                self._dialogue.ask_whether(
                    lambda yes: say(
                        "Give {servers} to {name}? ({yes})",
                        name=name,
                        servers=named(servers),
                        yes=yes,
                    ),
                    lambda: give(name),
                    doubt,
                )

        self._acting.named("server.give", named(servers), ask)

    def server_drop(self) -> None:
        """Lets go of what is taken, or unblocks it."""
        self._acting.on_servers(
            "server.drop",
            self._unless_held(
                lambda subject, yes: say("Let go of {subject}? ({yes})", subject=subject, yes=yes),
                say("Let go of it?"),
            ),
            lambda session, servers, shown: session.drop(servers, shown=shown),
        )

    def server_restored(self) -> None:
        """Marks restored; asks first where that takes something away."""
        self._acting.on_servers(
            "server.restored", self._whether_marked("restored"), _marks("restored")
        )

    def server_verified(self) -> None:
        """Marks verified by a second person."""
        self._acting.on_servers(
            "server.verified", self._whether_marked("verified"), _marks("verified")
        )

    def server_clean(self) -> None:
        """Marks clean."""
        self._acting.on_servers("server.clean", self._whether_marked("clean"), _marks("clean"))

    def server_compromised(self) -> None:
        """Marks compromised; where that undoes a restoration, only when its name is typed, or the
        number of several."""

        def sure(servers: Sequence[str], shown: View, go: Callable[[], None]) -> None:
            told = self._acting.forewarned(servers, shown, "compromised")
            restored = [
                server
                for server in servers
                if shown.situation.state(server) in ("restored", "verified")
            ]
            if not restored:
                self._whether_marked("compromised")(servers, shown, go)
            elif len(servers) == 1:
                self._acting.typed(
                    servers,
                    in_one(
                        [
                            *told,
                            say(
                                "{server} is {state}. To mark it compromised, type its name (Esc: "
                                "no):",
                                server=servers[0],
                                state=state_word(shown.situation.state(servers[0])),
                            ),
                        ]
                    ),
                    go,
                )
            else:
                self._acting.typed(
                    servers,
                    in_one(
                        [
                            *told,
                            plural(
                                "{n} of {all} is restored. To mark all compromised, type {all} "
                                "(Esc: no):",
                                "{n} of {all} are restored. To mark all compromised, type {all} "
                                "(Esc: no):",
                                len(restored),
                                all=len(servers),
                            ),
                        ]
                    ),
                    go,
                )

        self._acting.on_servers("server.compromised", sure, _marks("compromised"))

    def server_unknown(self) -> None:
        """Marks unknown, with a note: why nobody could tell."""
        self._asking(
            "server.unknown",
            "unknown",
            lambda servers: say("{servers} unknown, because (Esc: no):", servers=servers),
            lambda session, servers, shown, text: session.mark(
                servers, "unknown", Remarks(note=text, meant=True), shown
            ),
        )

    def server_block(self) -> None:
        """Marks blocked, with a reason."""
        self._asking(
            "server.block",
            "blocked",
            lambda servers: say("{servers}: blocked, because (Esc: no):", servers=servers),
            lambda session, servers, shown, text: session.mark(
                servers, "blocked", Remarks(reason=text, meant=True), shown
            ),
        )

    def server_retire(self) -> None:
        """Marks retired: what replaces it is asked, then its name, or the number of several, must
        be typed."""
        servers, shown = self._picture.at.servers, self._acting.known.view

        def replaced(replacement: str) -> None:
            self._acting.retired(
                servers,
                shown,
                lambda: self._acting.act(
                    named(servers),
                    lambda session: session.mark(
                        servers, "retired", Remarks(replacement=replacement, meant=True), shown
                    ),
                ),
            )

        self._acting.named(
            "server.retire",
            named(servers),
            lambda: self._dialogue.ask(
                in_one(
                    [
                        *self._acting.forewarned(servers, shown),
                        say(
                            "What replaces {servers}? Its id; Enter: nothing does (Esc: no):",
                            servers=self._acting.with_what_is_lost(servers, shown),
                        ),
                    ]
                ),
                replaced,
                empty=True,
            ),
        )

    # What is asked before

    def _asking(
        self, action: str, state: str, words: Callable[[Value], Sentence], act: Answered
    ) -> None:
        """Acts with a text that is asked for; the question says on what, or on how many, who else
        has it in hand, and what stops by that state."""
        servers, shown = self._picture.at.servers, self._acting.known.view
        self._acting.named(
            action,
            named(servers),
            lambda: self._dialogue.ask(
                in_one(
                    [
                        *self._acting.before_a_text(servers, shown, state),
                        words(self._acting.with_what_is_lost(servers, shown)),
                    ]
                ),
                lambda text: self._acting.when_several_are_meant(
                    servers,
                    lambda: self._acting.act(
                        named(servers), lambda session: act(session, servers, shown, text)
                    ),
                ),
            ),
        )

    def _whether_marked(self, state: str) -> Sure:
        """Asks before several are marked, before work that is open is called done, and before one
        would lose by it what people may still count on."""
        word, kinds = state_word(state), SURPRISING[state]

        def sure(servers: Sequence[str], shown: View, go: Callable[[], None]) -> None:
            found = at_stake(shown, servers, self._acting.known.operator, kinds)
            work = open_work(
                shown.at(self._picture.now()), servers, state, self._acting.known.operator
            )
            told = self._acting.forewarned(servers, shown, state)
            if work and state in USABLE:
                self._dialogue.ask_whether(
                    lambda yes: plural(
                        "Mark it {state} all the same? ({yes})",
                        "Mark all {n} {state} all the same? ({yes})",
                        len(servers),
                        state=word,
                        yes=yes,
                    ),
                    go,
                    in_one([*told, in_words(shown, servers, state, work)]),
                    but(shown, servers, work),
                )
            elif len(servers) == 1 and found:
                (kind,) = found
                self._dialogue.ask_whether(
                    lambda yes: plural(
                        "Mark it {state} all the same? ({yes})",
                        "Mark all {n} {state} all the same? ({yes})",
                        1,
                        state=word,
                        yes=yes,
                    ),
                    go,
                    in_one([*told, how_it_stands(shown, servers[0], kind)]),
                )
            else:
                self._acting.whether_all(
                    lambda subject, yes: say(
                        "Mark {subject} {state}? ({yes})", subject=subject, state=word, yes=yes
                    ),
                    kinds,
                    state,
                )(servers, shown, go)

        return sure

    def _unless_held(
        self, of_several: Words, over_a_stale_claim: Sentence, state: str = ""
    ) -> Sure:
        """Asks before a claim ends that nobody touched for long. One that is still warm is refused
        by the rules."""

        def sure(servers: Sequence[str], shown: View, go: Callable[[], None]) -> None:
            held, now = (
                at_stake(shown, servers, self._acting.known.operator, (HELD,)),
                self._picture.now(),
            )
            if len(servers) == 1 and held and is_stale(shown, servers[0], now):
                holder = shown.situation.servers[servers[0]].standing.holder
                since = clock_time(touched(shown, servers[0]), shown.plan.incident.zone, now)
                told = self._acting.forewarned(servers, shown)
                self._dialogue.ask_whether(
                    lambda yes: say(
                        "{holder} has {server}, untouched since {time}. {question} ({yes})",
                        holder=holder,
                        server=servers[0],
                        time=since,
                        question=over_a_stale_claim,
                        yes=yes,
                    ),
                    go,
                    in_one(told) if told else None,
                )
            else:
                self._acting.whether_all(of_several, (HELD,), state)(servers, shown, go)

        return sure


def _marks(state: str) -> Act:
    """An act that is meant: what is open was asked about before, by the very view that is acted
    on."""
    return lambda session, servers, shown: session.mark(servers, state, Remarks(meant=True), shown)
