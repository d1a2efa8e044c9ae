"""The actions that write: what is asked before, what is sent to the desk, and what must be said of it.

An act goes to the server that was last drawn under the cursor, by what was last drawn of it.
"""

from collections.abc import Callable

from chwapi_console.console.actions import ACTIONS
from chwapi_console.console.desk import Errand
from chwapi_console.console.picture import Picture
from chwapi_console.journal.events import Event
from chwapi_console.recovery.acts import Remarks
from chwapi_console.recovery.view import View
from chwapi_console.session import Session, clean_name
from chwapi_console.text import Sentence, say

SHORTEST_NAME = 2
"""Characters of an operator's name: one alone is a key that was meant for something else."""


class Acting:
    """One method for each action, by its name. `send` gives an errand to the desk; `rename` says who acts from now on."""

    def __init__(self, picture: Picture, send: Callable[[Errand], None], rename: Callable[[str], None]) -> None:
        self._picture, self._known = picture, picture.known
        self._send, self._rename = send, rename

    # On a server

    def server_take(self) -> None:
        """Takes the server in hand."""
        self._on_server("server.take", lambda session, server, shown: session.take([server], shown=shown))

    def server_restored(self) -> None:
        """Marks the server restored; asks first when somebody else has it in hand."""
        if server := self._server():
            shown = self._known.view
            self._named("server.restored", server, lambda: self._restored(server, shown))

    def _restored(self, server: str, shown: View) -> None:
        def go() -> None:
            self._act(server, lambda session: session.mark([server], "restored", shown=shown))

        standing = shown.situation.servers[server].standing
        if standing.work == "restoring" and standing.holder != self._known.operator:
            self._picture.ask_whether(lambda yes: say(
                "{holder} is restoring {server}. Mark it restored all the same? ({yes}/Esc)",
                holder=standing.holder, server=server, yes=yes), go)
        else:
            go()

    def server_verified(self) -> None:
        """Marks the server verified by a second person."""
        self._on_server("server.verified", lambda session, server, shown: session.mark([server], "verified", shown=shown))

    def server_drop(self) -> None:
        """Lets go of the server, or unblocks it."""
        self._on_server("server.drop", lambda session, server, shown: session.drop([server], shown=shown))

    def server_block(self) -> None:
        """Marks the server blocked, with a reason."""
        if server := self._server():
            shown = self._known.view

            def block(reason: str) -> None:
                self._act(server, lambda session: session.mark([server], "blocked", Remarks(reason=reason), shown))

            self._named("server.block", server, lambda: self._picture.ask(
                say("{server} is blocked because (Esc: no):", server=server), block))

    def step_tick(self) -> None:
        """Ticks the step under the cursor, else the server's next open one; takes back a tick."""
        if not (server := self._server()):
            return
        kind, _, step = self._picture.list.key.partition(":")
        step = step if kind == "step" else self._picture.open_step(server)
        if not step:
            self._picture.tell(say("{server} has no open step.", server=server), "warn")
            return
        shown = self._known.view
        event = shown.situation.steps.get((server, step))
        if event and shown.situation.step_state(server, step) != "open":
            target = event.id
            self._named("step.tick", server, lambda: self._act(server, lambda session: session.undo(target, shown)))
        else:
            self._named("step.tick", server,
                        lambda: self._act(server, lambda session: session.step(server, step, shown=shown)))

    # On a subject, or on nothing

    def subject_note(self) -> None:
        """Adds a note to the server or service."""
        place = self._picture.trail.here
        subject = place.subject if place.kind == "page" else self._picture.subject_under_cursor()
        if not subject:
            self._picture.tell(say("Put the cursor on a server or service first."), "warn")
            return
        self._named("subject.note", subject, lambda: self._picture.ask(
            say("Note on {subject} (Esc: none):", subject=subject),
            lambda text: self._act(subject, lambda session: session.note(subject, text))))

    def act_undo(self) -> None:
        """Takes back this operator's latest act here."""
        shown = self._known.view
        self._named("act.undo", "", lambda: self._act("", lambda session: session.undo(shown=shown)))

    # Who is acting

    def operator_change(self) -> None:
        """Asks who is acting."""
        self._ask_name(say("Who are you? Your name, then Enter (Esc: only look):"), None)

    def _ask_name(self, words: Sentence, then: Callable[[], None] | None) -> None:
        def answered(text: str) -> None:
            name = clean_name(text)
            if len(name) < SHORTEST_NAME:
                self._ask_name(say('"{name}" is too short. Your name, then Enter (Esc: only look):', name=name), then)
                return
            self._rename(name)
            self._known.operator = name
            self._picture.tell(say("Acts are now written as {operator}.", operator=name))
            self._picture.draw()
            if then:
                then()

        self._picture.ask(words, answered)

    # What all acts have in common

    def _server(self) -> str:
        """The server that a key acts on: the page's own, else the one under the cursor; empty, and said, when there is none."""
        place, servers = self._picture.trail.here, self._known.view.plan.servers
        if place.kind == "page" and place.subject in servers:
            return place.subject
        subject = self._picture.subject_under_cursor()
        if subject in servers and place.kind == "journal":
            self._picture.tell(say("Open the server's page first (Enter): the journal is there to look at."), "warn")
            return ""
        if subject in servers:
            return subject
        self._picture.tell(say("Put the cursor on a server first."), "warn")
        return ""

    def _on_server(self, action: str, act: Callable[[Session, str, View], list[Event]]) -> None:
        if server := self._server():
            shown = self._known.view
            self._named(action, server, lambda: self._act(server, lambda session: act(session, server, shown)))

    def _named(self, action: str, subject: str, act: Callable[[], None]) -> None:
        """Goes on with an act; on a shared account once somebody has said who it is."""
        if self._known.health.read_only:
            self._picture.tell(self._known.health.read_only, "bad")
        elif self._known.operator:
            act()
        else:
            label = next(a.short or a.label for a in ACTIONS if a.id == action)
            self._ask_name(say("Who are you? Name, then Enter; goes on with: {act} {subject}:", act=label, subject=subject), act)

    def _act(self, subject: str, errand: Errand) -> None:
        """Sends an act to the desk; it is shown as done only when the desk says so."""
        self._picture.tell_for_now(say("{server} …", server=subject) if subject else say("Undo …"))
        self._send(errand)
