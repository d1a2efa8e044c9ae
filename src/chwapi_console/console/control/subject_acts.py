"""The acts on what is not a server's state: steps, notes, pins, conflicts, and taking an act
back."""

from collections.abc import Callable, Sequence
from datetime import datetime

from chwapi_console.clock import clock_time
from chwapi_console.console.control.acting import Acting
from chwapi_console.console.views.place import JOURNAL, Place
from chwapi_console.errors import RequestError
from chwapi_console.inventory.plain_words import plain
from chwapi_console.journal.events import Event
from chwapi_console.moments import read_coming
from chwapi_console.recovery.acts.marks import STATES, state_named
from chwapi_console.recovery.forecast.pin_price import Price
from chwapi_console.recovery.rules.cases import SETTLE
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.disagreement import done_by
from chwapi_console.recovery.words.news import deed
from chwapi_console.recovery.words.open_work import but, in_words, named, open_work
from chwapi_console.recovery.words.reasons import in_one, service_name, state_word
from chwapi_console.recovery.words.step_words import step_name
from chwapi_console.recovery.words.stops import what_undoing_stops
from chwapi_console.session.acts import Acts
from chwapi_console.text import Sentence, Value, every, plural, say


class SubjectActs:
    """One method for each action, by its name."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._picture = acting, acting.picture
        self._dialogue, self._router = acting.dialogue, acting.router

    # Steps

    def step_tick(self) -> None:
        """Ticks the step under the cursor, else the server's next open one; takes back a tick."""
        (server, *_), step, shown = (
            self._picture.at.servers,
            self._picture.at.step,
            self._acting.known.view,
        )
        event = shown.situation.steps.get((server, step))
        is_open = shown.situation.step_state(server, step) == "open"

        def tick() -> None:
            if event and not is_open:
                self._acting.act(server, lambda session: session.undo(event.id, shown))
            else:
                self._acting.act(server, lambda session: session.step(server, step, shown=shown))

        def words(subject: Value, yes: Value) -> Sentence:
            what: dict[str, Value] = {
                "subject": subject,
                "step": step_name(shown.plan, step),
                "yes": yes,
            }
            if is_open:
                return say("Tick {step} on {subject}? ({yes})", **what)
            return say("Take back the tick of {step} on {subject}? ({yes})", **what)

        self._acting.named(
            "step.tick",
            server,
            lambda: self._acting.unless_forewarned([server], shown, words, tick),
        )

    def step_skip(self) -> None:
        """Skips the step under the cursor, else the server's next open one, with a reason."""
        (server, *_), step, shown = (
            self._picture.at.servers,
            self._picture.at.step,
            self._acting.known.view,
        )
        self._acting.named(
            "step.skip",
            server,
            lambda: self._dialogue.ask(
                in_one(
                    [
                        *self._acting.forewarned([server], shown),
                        say(
                            "{server}: {step} is skipped because (Esc: no):",
                            server=server,
                            step=step_name(shown.plan, step),
                        ),
                    ]
                ),
                lambda reason: self._acting.act(
                    server, lambda session: session.step(server, step, skip=reason, shown=shown)
                ),
            ),
        )

    # Notes

    def subject_note(self) -> None:
        """Adds a note to the server or service, or to all servers selected."""
        subjects = self._subjects()
        self._acting.named(
            "subject.note",
            named(subjects),
            lambda: self._dialogue.ask(
                in_one(
                    [
                        *self._acting.before_a_text(subjects, self._acting.known.view),
                        say("Note on {subject} (Esc: none):", subject=named(subjects)),
                    ]
                ),
                lambda text: self._acting.when_several_are_meant(
                    subjects,
                    lambda: self._acting.act(
                        named(subjects), lambda session: session.note_on(subjects, text)
                    ),
                ),
            ),
        )

    def _subjects(self) -> Sequence[str]:
        return self._picture.at.servers if self._picture.at.selected else [self._picture.at.subject]

    # Pins

    def subject_pin(self) -> None:
        """Puts first what the server or service still misses, for whoever has seen what that costs;
        or takes the pin away."""
        subject, shown = (
            self._picture.at.subject or self._picture.at.servers[0],
            self._acting.known.view,
        )
        if any(pin.subject == subject for pin in shown.situation.pins):
            self._acting.named(
                "subject.pin",
                subject,
                lambda: self._dialogue.ask_whether(
                    lambda yes: say(
                        "Take the pin on {id} away? ({yes})",
                        id=service_name(shown, subject),
                        yes=yes,
                    ),
                    lambda: self._acting.act(
                        subject, lambda session: session.unpin(subject, shown)
                    ),
                ),
            )
        else:
            self._acting.named("subject.pin", subject, lambda: self._price(subject, shown))

    def _price(self, subject: str, shown: View) -> None:
        """Thinks out what the pin costs and gains, away from the screen, and shows all of it before
        anything is asked."""

        def think(session: Acts) -> Callable[[], None]:
            price = session.pin_price(subject, None, "", shown)
            return lambda: tell(price)

        def tell(price: Price) -> None:
            self._acting.known.price = price
            self._router.go(Place("price", subject))
            self._dialogue.ask(
                say("Why put {id} first? (Esc: no)", id=service_name(shown, subject)),
                lambda reason: self._until(price, reason, shown),
                taken_back=self._router.back,
            )

        self._acting.consult(think)

    def _until(
        self,
        price: Price,
        reason: str,
        shown: View,
        typed: str = "",
        why_not: Sequence[Sentence] = (),
    ) -> None:
        """Asks for how long; a time that cannot be is asked for again, with what was typed."""

        def answered(text: str) -> None:
            now = self._picture.now()
            try:
                until = read_coming(text, now, shown.plan.incident.zone).certain() if text else None
            except RequestError as error:
                self._until(price, reason, shown, text, [error.sentence])
                return
            self._router.back()
            self._acting.act(
                price.subject,
                lambda session: session.pin(price.subject, reason, until, shown=shown, price=price),
            )

        self._dialogue.ask(
            in_one(
                [
                    *why_not,
                    say(
                        "Until when? For example 14:00, tomorrow 06:00 or 4h. Enter: until it "
                        "works (Esc: no)"
                    ),
                ]
            ),
            answered,
            taken_back=self._router.back,
            typed=typed,
            empty=True,
        )

    # Conflicts

    def server_settle(self) -> None:
        """Ends a conflict: how it really stands, and why."""
        server, shown = self._picture.at.servers[0], self._acting.known.view
        acts = every([done_by(shown, head) for head in shown.situation.servers[server].heads])

        def settle(state: str, reason: str) -> None:
            self._acting.act(
                server,
                lambda session: session.settle(
                    server, state, Remarks(reason=reason, meant=True), shown
                ),
            )

        def because(state: str, reason: str) -> None:
            if state == "retired":
                self._acting.retired([server], shown, lambda: settle(state, reason))
                return
            found = open_work(
                shown.at(self._picture.now()), [server], state, self._acting.known.operator
            )
            told = self._acting.forewarned([server], shown, state, SETTLE)
            if found:
                told.append(in_words(shown, [server], state, found))
            if told:
                self._dialogue.ask_whether(
                    lambda yes: say("Settle it so all the same? ({yes})", yes=yes),
                    lambda: settle(state, reason),
                    in_one(told),
                    but(shown, [server], found) if found else None,
                )
            else:
                settle(state, reason)

        def ask(typed: str = "", why_not: Sequence[Sentence] = ()) -> None:
            self._dialogue.ask(
                in_one(
                    [
                        *why_not,
                        say("How does {server} stand (Esc: no)? {acts}.", server=server, acts=acts),
                    ]
                ),
                stands,
                typed=typed,
            )

        def stands(text: str) -> None:
            if state := self._state(text):
                self._dialogue.ask(
                    say(
                        "{server} is {state}, because (Esc: no):",
                        server=server,
                        state=state_word(state),
                    ),
                    lambda reason: because(state, reason),
                )
            else:
                ask(text, [say('There is no state "{state}".', state=text)])

        self._acting.named("server.settle", server, ask)

    def _state(self, text: str) -> str:
        """The state whose word, in English or in the operator's language, begins so; empty when it
        is not just one."""
        word, t = plain(text), self._picture.t
        found = [
            state
            for state in STATES
            if state.startswith(word) or plain(t(state_word(state))).startswith(word)
        ]
        return state_named(text, t) or (found[0] if len(found) == 1 else "")

    # Undo

    def act_undo(self) -> None:
        """Takes back this operator's latest act here; on servers that are selected, the latest act
        on each."""
        servers, shown = self._picture.at.servers, self._acting.known.view
        if not self._picture.at.selected:
            self._acting.named(
                "act.undo",
                "",
                lambda: self._acting.consult(lambda session: self._whether_undone(session, shown)),
            )
            return
        latest = [
            state.latest.act
            for server in servers
            if (state := shown.situation.servers[server]).latest
        ]
        others = {
            event.subject for event in self._acting.known.chronicle.events if event.act in latest
        } - set(servers)

        def words(yes: Value) -> Sentence:
            if others:
                return plural(
                    "Undo the latest on {all}, and on {n} server of the same acts? ({yes})",
                    "Undo the latest on {all}, and on {n} servers of the same acts? ({yes})",
                    len(others),
                    all=named(servers),
                    yes=yes,
                )
            return plural(
                "Undo the latest act on {n} server? ({yes})",
                "Undo the latest act on {n} servers? ({yes})",
                len(servers),
                yes=yes,
            )

        self._acting.named(
            "act.undo",
            named(servers),
            lambda: self._dialogue.ask_whether(
                words,
                lambda: self._acting.act(
                    named(servers), lambda session: session.undo_on(servers, shown)
                ),
                self._picture.at.elsewhere,
            ),
        )

    def _whether_undone(self, session: Acts, shown: View) -> Callable[[], None]:
        """Takes back the act that undo would take back now, whatever happens until the answer. Asks
        first where one key would change several servers or stop a service, and where nobody here
        may have that act in mind: it was done at another screen or before this one opened, or the
        cursor stands on another's in the journal."""
        first, *others = events = session.would_undo(shown)
        stops = what_undoing_stops(shown, events)
        in_mind = first.act in self._acting.known.done_here and self._picture.trail.here != JOURNAL
        if in_mind and stops is None and {first.subject} == {event.subject for event in events}:
            return lambda: self._undo(first, shown)
        done = deed(first, shown)
        what = (
            plural("{deed} (+{n} more)", "{deed} (+{n} more)", len(others), deed=done)
            if others
            else done
        )
        at = clock_time(
            datetime.fromisoformat(first.at), shown.plan.incident.zone, self._picture.now()
        )
        return lambda: self._dialogue.ask_whether(
            lambda yes: say(
                "Undo your latest act? ({yes}) {time} {what}.", time=at, what=what, yes=yes
            ),
            lambda: self._undo(first, shown),
            stops,
        )

    def _undo(self, event: Event, shown: View) -> None:
        self._acting.act("", lambda session: session.undo(event.id, shown))
