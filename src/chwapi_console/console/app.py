"""The console: puts its parts together, takes in keys and what the session's thread says.

It decides nothing about the recovery.

`Picture` draws, `Dialogue` speaks and asks, `Router` goes from place to place; `Keyboard` decides
what a key is for, `Navigation`, `ServerActs`, `ServiceActs`, `SubjectActs` and `OperatorPrompt` do
the actions, `SessionThread` reads and writes, `Updates` takes in what it says.
"""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from time import monotonic

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Event, Key, Paste, Resize
from textual.geometry import Offset

from chwapi_console.answers import KEYS
from chwapi_console.console.control.acts.acting import Acting
from chwapi_console.console.control.acts.end_acts import EndActs
from chwapi_console.console.control.acts.evidence_acts import EvidenceActs
from chwapi_console.console.control.acts.found_acts import FoundActs
from chwapi_console.console.control.acts.operator_prompt import OperatorPrompt
from chwapi_console.console.control.acts.overrides import meaning_it, override_asked
from chwapi_console.console.control.acts.server_acts import ServerActs
from chwapi_console.console.control.acts.service_acts import ServiceActs
from chwapi_console.console.control.acts.subject_acts import SubjectActs, weighs_much
from chwapi_console.console.control.acts.telling_acts import TellingActs
from chwapi_console.console.control.asking.conversation import (
    Alone,
    Confirm,
    Conversation,
    no_longer_here,
)
from chwapi_console.console.control.asking.conversations import Conversations
from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.asking.unwritten import ConversationSubject, Unwritten
from chwapi_console.console.control.comparing import Comparing
from chwapi_console.console.control.keys.keyboard import (
    PATIENCE,
    SLOW_JOURNAL,
    SLOW_THOUGHT,
    Keyboard,
)
from chwapi_console.console.control.navigation import Navigation
from chwapi_console.console.control.outcome import act_in_short
from chwapi_console.console.control.picture.picture import Picture
from chwapi_console.console.control.router import Router
from chwapi_console.console.control.updates import Updates
from chwapi_console.console.control.workers import workers
from chwapi_console.console.known.actions import ABOUT_NO_ROW, ON_STEPS, Action
from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.known.kept_answers import KeptAnswers
from chwapi_console.console.known.keymap import Keymap, keymap, keys_file
from chwapi_console.console.known.session_thread import (
    Acted,
    Errand,
    Failed,
    Looked,
    LookedInVain,
    Question,
    SessionThread,
    ShiftFound,
    Thought,
)
from chwapi_console.console.terminal.abilities import abilities
from chwapi_console.console.terminal.crash_guard import CrashGuard
from chwapi_console.console.terminal.diffed_output import DiffedOutput
from chwapi_console.console.terminal.driver import TerminalDriver
from chwapi_console.console.terminal.job_control import comes_back
from chwapi_console.console.views.forecast_view import Foreseen
from chwapi_console.console.views.next_view import AdviceFound
from chwapi_console.console.views.progress_view import Progressed
from chwapi_console.console.views.report_view import PagesMade
from chwapi_console.console.views.why_view import WhyFound
from chwapi_console.console.widgets.brush import Brush
from chwapi_console.console.widgets.line import RowLines
from chwapi_console.console.widgets.prompt import Prompt
from chwapi_console.console.widgets.row_list import RowList
from chwapi_console.console.widgets.styles import Looks, looks, theme_name
from chwapi_console.interrupts import INTERRUPTED
from chwapi_console.letters import letter
from chwapi_console.recovery.state.told.server_history import is_undo
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from chwapi_console.text import Language, Sentence, in_one, say


def run(
    session: Session, t: Language, theme: str, no_color: bool, when_drawn: Callable[[], None]
) -> int:
    """Opens the console and returns its exit code; the session is closed with it.

    `theme` is a name, or empty for one that fits the terminal. `when_drawn` is called once, when
    the first frame is on its way to the terminal. An error that nobody foresaw is raised once the
    terminal is given back.
    """
    try:
        can = abilities(os.environ)
        look = looks("" if no_color else theme_name(theme, can.colours), can.colours)
        app = Console(
            session,
            t,
            look=look,
            erases_in_colour=can.erases_in_colour,
            keys=keymap(keys_file()),
            when_drawn=when_drawn,
        )
        app.run(mouse=False)
        app.raise_what_nobody_foresaw()
        return app.return_code or 0
    finally:
        session.close()


ENDED_BY = (
    *(
        signal.SIGTERM,
        signal.SIGHUP,
        signal.SIGQUIT,
        signal.SIGXCPU,
        signal.SIGUSR1,
        signal.SIGUSR2,
    ),
    *(signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF, signal.SIGIO),
)
"""What ends a program from outside, as the limit on its seconds of processor does that somebody set for
a login: the console gives the terminal back first."""


class Console(CrashGuard, DiffedOutput, inherit_bindings=False):
    """The app. It has no bindings of its own nor of Textual's: every key goes to the `Keyboard`."""

    ENABLE_COMMAND_PALETTE = False
    letter = staticmethod(letter)
    """What a byte that is no UTF-8 means where an answer is typed."""
    CSS = """
    Screen { layout: vertical; }
    #top, #title, #heading, #keys { height: 1; }
    #banner { height: 1; display: none; }
    .troubled #banner { display: block; }
    #body { height: 1fr; }
    #list { width: 1fr; }
    #detail { width: 1fr; display: none; }
    .wide #detail { display: block; }
    .wider #list { width: 5fr; }
    .wider #detail { width: 3fr; }
    #why { height: 2; }
    .short #why, .tiny #keys, .tiny #heading, .tiny.asks #title { display: none; }
    .short.asks #why { display: block; }
    """

    def __init__(
        self,
        session: Session,
        t: Language,
        *,
        look: Looks | None = None,
        erases_in_colour: bool = True,
        keys: Keymap | None = None,
        when_drawn: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(driver_class=TerminalDriver, ansi_color=True)
        self.theme = "ansi-dark"
        self._session, self._t, self._keys = session, t, keys or keymap()
        self.brush = Brush(look or looks(), t.spelling)
        self.ground = self.brush.ground(erases_in_colour)
        self._session_thread = SessionThread(session, self.post_message)
        self.known = self._as_it_stands(session)
        self._view_workers = workers(
            self.known, self.post_message, session.now, session.loaded.path.parent
        )
        self._kept_answers = KeptAnswers(session.journal_path)
        self._when_drawn = when_drawn
        self._drawn = False
        self._shift_asked: View | None = None
        self._keys_from = float("-inf")

    def _as_it_stands(self, session: Session) -> ConsoleState:
        view = session.look()
        known = ConsoleState(
            view,
            session.health,
            view.situation.spelled(session.operator),
            self._session_thread.chronicle,
        )
        known.take_up_order()
        return known

    # Layout

    def compose(self) -> ComposeResult:
        """Fixed lines above and below.

        The list, and on a wide screen the page beside it, take the rest.
        """
        brush = self.brush
        yield RowLines(brush, id="top")
        yield RowLines(brush, id="banner")
        yield RowLines(brush, id="title")
        yield RowLines(brush, id="heading")
        with Horizontal(id="body"):
            yield RowList(brush, id="list")
            yield RowList(brush, id="detail", active=False)
        yield RowLines(brush, id="why")
        yield Prompt(brush)
        yield RowLines(brush, id="keys")

    def on_mount(self) -> None:
        """Everything is known already, so the first frame is a useful one."""
        self.picture = Picture(self.screen, self.known, self._session.now, self._keys, self._t)
        self.dialogue = Dialogue(self.screen, self.picture)
        self.router = Router(self.picture, self.dialogue)
        parts = self.picture, self.dialogue, self.router
        self._who = OperatorPrompt(*parts, self._rename, self._keys, self._session.host)
        self._doers = self._all_doers()
        self._updates = Updates(*parts)
        self._keyboard = Keyboard(
            *parts,
            self._keys,
            self._do,
            self._who.at_the_keys,
            self.set_timer,
            lambda: self.stalls,
            lambda: self.tells_what_is_shown,
            lambda: self.call_after_refresh(self.ask_whether_shown),
        )
        self._conversations = Conversations(
            self.dialogue,
            self._send,
            self._consult,
            self._keyboard.once_alone,
            Unwritten(self._kept_answers, lambda: self.known.operator),
        )
        self._session_thread.start()
        self.picture.look_back = self._view_workers.progress.ask
        self.picture.tell_others = self._tell_others
        self.picture.say_why = self._view_workers.why.ask
        self.set_interval(5, self.picture.draw_time)
        self._resized(self.size.height)
        self.router.open()
        self._drawn = True
        self._greet()
        self.call_after_refresh(self._was_drawn)

    def _all_doers(self) -> Sequence[object]:
        """All that have a method for an action."""
        acting = Acting(self.picture, self.router, self._who)
        return (
            Navigation(self.picture, self.dialogue, self.router),
            ServerActs(acting),
            ServiceActs(acting),
            SubjectActs(acting),
            EvidenceActs(acting),
            EndActs(acting),
            FoundActs(acting),
            Comparing(self.picture, self.dialogue),
            TellingActs(acting),
            self._who,
            self,
        )

    def _greet(self) -> None:
        """What somebody must know or say before anything else.

        Why nothing can be written, what they do not see, who it is.
        """
        self._conversations.unwritten.recall()
        if self._keys.complaints:
            self.dialogue.tell(in_one(self._keys.complaints), "warn")
        elif lost := self._not_written():
            self.dialogue.tell(in_one(lost), "warn")
        elif told := self.router.how_it_stands():
            self.dialogue.tell(in_one(told))
        if not self.known.operator and not self.known.health.read_only:
            self._conversations.begin(self._who.operator_change())

    def _not_written(self) -> list[Sentence]:
        """What was answered, and not written, when the console of who is at the keys ended before."""
        unwritten, actions = self._conversations.unwritten, self._keys.actions
        return [
            told
            for of in unwritten.untold()
            if of.action in actions
            and (
                told := unwritten.told(
                    ConversationSubject(of.action, of.subject, actions[of.action].key(self._t))
                )
            )
        ]

    def _was_drawn(self) -> None:
        """The first frame is on its way: what takes the processor for longer may begin."""
        self._when_drawn()
        self._keyboard.sees_question()
        self.picture.look_ahead = self._view_workers.forecast.ask
        self.picture.advise = self._view_workers.advice.ask
        self.picture.look_around()
        self.ask_whether_shown()

    def on_load(self) -> None:
        """Before the terminal is taken over.

        From then on the console can be ended and gives it back.
        """
        codes = {**dict.fromkeys(ENDED_BY, 0), signal.SIGINT: INTERRUPTED}
        for number, code in codes.items():
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, self.exit, None, code)

    def on_unmount(self) -> None:
        """The acts that were asked for are finished before the console ends."""
        for worker in self._view_workers:
            worker.stop()
        if self._drawn:
            self._conversations.ends(is_lost=self._keyboard.end())
        if self._session_thread.is_alive():
            self._session_thread.stop()
        self._kept_answers.stop()

    def on_resize(self, event: Resize) -> None:
        """Everything is laid out anew."""
        self._resized(event.size.height)
        if self._drawn:
            self.call_after_refresh(self.picture.draw)

    @property
    def cursor_spot(self) -> Offset:
        """The end of what is typed, else the mark of the row that the cursor stands on."""
        if not self._drawn:
            return super().cursor_spot
        prompt = self.dialogue.prompt
        return prompt.cursor_spot if prompt.asking else self.picture.list.cursor_spot

    def _resized(self, height: int) -> None:
        self.screen.set_class(height < 14, "short")
        self.screen.set_class(height < 8, "tiny")

    # Keys

    async def on_event(self, event: Event) -> None:
        """Keys and pastes are dealt with here, one after another, and nowhere else.

        Before anything was drawn, and while the terminal was somebody else's, there is nothing that
        they can be meant for.
        """
        if not isinstance(event, Key | Paste):
            await super().on_event(event)
        elif not self._drawn or event.time < self._keys_from:
            pass
        elif isinstance(event, Key):
            for worker in self._view_workers:
                worker.make_way()
            self._keyboard.key(event)
        else:
            self._keyboard.paste(event)

    @property
    def is_typing(self) -> bool:
        """Whether an answer is being typed, in which any character may stand."""
        return self._drawn and self.dialogue.prompt.typing

    def was_held_up(self, *, seen: bool = False) -> None:
        """What the line did not take before is shown only now."""
        if self._drawn:
            self._keyboard.shown_late(seen=seen)

    def _do(self, action: Action, whether: Sentence | None = None) -> None:
        """Does what an action's method does; where that asks first, it is a conversation.

        It is asked `whether` it is meant where nothing else is asked before.
        """
        doer = next(doer for doer in self._doers if hasattr(doer, action.method))
        at, key = self.picture.at, self._keys.actions[action.id].key(self.picture.t)
        subject = "" if action.id in ABOUT_NO_ROW else ", ".join(at.servers) or at.subject
        begin = getattr(doer, action.method)
        again = self._about_the_same(action, begin)
        if (conversation := begin()) is not None:
            about = ConversationSubject(action.id, subject, key)
            self._conversations.begin(conversation, about, again, whether)

    def _about_the_same(
        self, action: Action, begin: Callable[[], Conversation[None] | None]
    ) -> Callable[[], Conversation[None] | None]:
        """Begins a conversation later on, where the cursor is still on what it is about.

        A yes to one is none to another thing that stands there now, as a list is made anew or the plan was
        edited: then what is asked stands as it is, or is gone with what it is about.
        """
        if action.id in ABOUT_NO_ROW:
            return begin
        at, step = self.picture.at, action.id in ON_STEPS
        asked_about = at.asked_about(step=step)
        what = at.aimed_at(step=step)

        def later() -> Conversation[None] | None:
            if at.asked_about(step=step) == asked_about:
                return begin()
            return None if at.could_be(asked_about) else no_longer_here(what)

        return later

    def _send(self, errand: Errand) -> None:
        self._keyboard.once_alone(partial(self._send_now, errand))

    def _send_now(self, errand: Errand) -> None:
        self._wait(SLOW_JOURNAL)
        self._session_thread.ask(errand)

    def _consult(self, question: Question) -> None:
        self._wait(SLOW_THOUGHT)
        self._session_thread.consult(question)

    def _wait(self, words: Sentence) -> None:
        self.set_timer(PATIENCE, partial(self._keyboard.waited_long, self._keyboard.wait(), words))

    def _rename(self, name: str) -> None:
        self._session.operator = name
        self.call_later(self._tell_not_written)

    def _tell_not_written(self) -> None:
        if lost := self._not_written():
            self.dialogue.tell(in_one(lost), "warn", behind=self.dialogue.prompt.said)

    # Redrawing, stopping, leaving

    def view_redraw(self) -> None:
        """Draws everything anew: something else has written on the terminal."""
        self.draw_afresh()

    def console_stop(self) -> None:
        """Stops, for a shell to bring it back; where no shell would, it says so."""
        if comes_back():
            self._stop(group=True)
        else:
            if self.dialogue.prompt.asking:
                self.dialogue.cancel()
            self.dialogue.tell(
                say(
                    "Not stopped: nothing here would bring it back (no job control). q leaves the "
                    "console."
                ),
                "warn",
            )
            self._keyboard.did_not_leave()

    def stopped_from_outside(self) -> None:
        """A signal asks for a stop."""
        self._stop(group=False)

    def _stop(self, *, group: bool) -> None:
        """Stops between two acts, never within one; what was typed before the return is not for us."""
        with self._session_thread.resting(PATIENCE) as resting:
            if resting and isinstance(self._driver, TerminalDriver):
                self._driver.stop(group=group)
        self._keys_from = monotonic()
        if not resting:
            self.dialogue.tell(SLOW_JOURNAL, "warn")

    def console_quit(self) -> Conversation[None]:
        """Asks once: every act is kept, but a wrong key should not end the night's overview."""
        if self.known.health.record:
            question = say(
                "Leave the console? The journal is in trouble: see above. ({yes})", yes=KEYS
            )
        else:
            question = say("Leave the console? Every act is kept. ({yes})", yes=KEYS)
        yield Confirm(question, writes=False)
        yield Alone()
        self.exit()

    # What the session's thread and the workers say

    def on_looked(self, message: Looked) -> None:
        """Others wrote, or the plan was changed."""
        before = self.known.view
        with self._telling_where_it_leads():
            self._updates.looked(message)
        if self.known.view is not before:
            self._conversations.renew()
            self._keyboard.sees_question()

    @contextmanager
    def _telling_where_it_leads(self) -> Iterator[None]:
        """Where what was not typed here puts the cursor on something else, what acts waits for a look."""
        at, steps = self.picture.at, self.picture.trail.here.kind == "page"
        on = at.asked_about(step=steps)
        yield
        if at.asked_about(step=steps) != on:
            self._keyboard.is_led_away()

    def on_looked_in_vain(self, message: LookedInVain) -> None:
        """Something unforeseen went wrong beside the acts."""
        self._updates.looked_in_vain(message)

    def on_acted(self, message: Acted) -> None:
        """An act of ours is on disk."""
        self._conversations.unwritten.written()
        self._updates.acted(message)
        events = message.events
        undone = bool(events) and is_undo(events[0])
        did = act_in_short(events, message.view) if events else None
        weighs = len({event.subject for event in events}) > 1 or any(map(weighs_much, events))
        self.call_after_refresh(self.ask_whether_shown)
        self.call_after_refresh(
            partial(self._keyboard.go_on, acted=True, did=did, undone=undone, weighs=weighs)
        )

    def on_thought(self, message: Thought) -> None:
        """A question was thought out: goes on with it.

        Where that is an act, keys wait for its answer.
        """
        sent = self._keyboard.sent
        message.then()
        if self._keyboard.sent == sent:
            self.call_after_refresh(partial(self._keyboard.go_on, heeding=False))

    def on_failed(self, message: Failed) -> None:
        """An act of ours was refused: nothing was written, and it says why.

        Where a rule of policy refused it, it may be done all the same for a reason, which is asked
        for; where a rule asks whether it is meant, that is asked.
        """
        errand, asks = message.errand, message.rule != "" or message.asks
        unwritten = self._conversations.unwritten
        if errand is not None and message.rule:
            self._conversations.begin(
                override_asked(message.sentence, message.rule, errand), unwritten.sent
            )
        elif errand is not None and message.asks:
            self._conversations.begin(meaning_it(message.sentence, errand), unwritten.sent)
        else:
            kept = unwritten.told(unwritten.sent)
            self.dialogue.tell(in_one([message.sentence, *([kept] if kept else [])]), "bad")
        self._keyboard.refused(message.time, asks=asks)
        self.call_after_refresh(partial(self._keyboard.go_on, heeding=not asks))

    def on_foreseen(self, message: Foreseen) -> None:
        """There is a forecast."""
        self._updates.foreseen(message)

    def on_advice_found(self, message: AdviceFound) -> None:
        """It is known what to go on with."""
        with self._telling_where_it_leads():
            self._updates.advised(message)

    def on_why_found(self, message: WhyFound) -> None:
        """It is known why a service is expected then."""
        self._updates.why_found(message)

    def _tell_others(self, view: View) -> None:
        """Has the pages of a view made, once it is known when the shift began."""
        shift = self.known.shift
        if shift is not None and shift.view is view:
            self._view_workers.pages.ask(view)
        elif self._shift_asked is not view:
            self._shift_asked = view
            self._session_thread.look_back(view)

    def on_shift_found(self, message: ShiftFound) -> None:
        """The pages can be made."""
        self._updates.shift_found(message)
        if self.picture.page.tells_others:
            self._tell_others(self.known.view)

    def on_pages_made(self, message: PagesMade) -> None:
        """The pages are made."""
        self._updates.pages_made(message)

    def on_progressed(self, message: Progressed) -> None:
        """The progress is worked out."""
        self._updates.progressed(message)
