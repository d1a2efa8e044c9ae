"""Every action of the console, once: its name, keys and label. Bindings, the footer and the help are made from this.

No key that a torn escape sequence can produce (A B C D H F O P Q R S [ ~) changes any state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chwapi_console.text import Sentence, say


@dataclass(frozen=True)
class Action:
    """`id` is `noun.verb`; the method `noun_verb` does it. `short` is its label in the last line of the screen, where the
    label itself is too long for that. `asks` says that what is typed next is an answer."""

    id: str
    keys: tuple[str, ...]
    label: Sentence
    short: Sentence | None = None
    asks: bool = False

    @property
    def method(self) -> str:
        """The name of the method that does it."""
        return self.id.replace(".", "_")

    @property
    def key(self) -> str:
        """The first key, as it is written for people."""
        return _WRITTEN.get(self.keys[0], self.keys[0])

    @property
    def all_keys(self) -> str:
        """All keys, as they are written for people."""
        return " ".join(_WRITTEN.get(key, key) for key in self.keys)


_WRITTEN = {"enter": "↵", "space": "␣", "escape": "esc", "question_mark": "?", "slash": "/", "full_stop": ".", "up": "↑",
            "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "left": "←",
            "ctrl+c": "^C", "ctrl+q": "^Q", "ctrl+f": "^F"}

SEEING = (
    Action("view.queue", ("1",), say("Queue")),
    Action("view.services", ("2",), say("Services")),
    Action("view.journal", ("4",), say("Journal")),
    Action("view.help", ("question_mark", "f1"), say("Help")),
    Action("row.open", ("enter",), say("Open")),
    Action("view.back", ("escape", "left", "h"), say("Back")),
    Action("filter.ask", ("slash",), say("Filter"), asks=True),
    Action("row.next_ready", ("full_stop",), say("Next ready")),
    Action("order.take_up", ("r",), say("Take up the new order"), say("New order")),
    Action("view.messages", ("m",), say("Latest messages, in full"), say("Messages")),
)
MOVING = (
    Action("row.down", ("down", "j"), say("Down")),
    Action("row.up", ("up", "k"), say("Up")),
    Action("row.page_down", ("pagedown", "ctrl+f"), say("A page down")),
    Action("row.page_up", ("pageup",), say("A page up")),
    Action("row.first", ("home", "g"), say("First")),
    Action("row.last", ("end", "G"), say("Last")),
)
ACTING = (
    Action("server.take", ("t",), say("Take")),
    Action("server.restored", ("d",), say("Restored (done)"), say("Restored")),
    Action("server.verified", ("v",), say("Verified (by a second person)")),
    Action("server.block", ("b",), say("Blocked"), asks=True),
    Action("server.drop", ("x",), say("Let go, or unblock")),
    Action("step.tick", ("space",), say("Tick the step"), say("Tick")),
    Action("subject.note", ("n",), say("Note"), asks=True),
    Action("act.undo", ("u",), say("Undo")),
)
LEAVING = (
    Action("operator.change", ("o",), say("Change the operator"), asks=True),
    Action("console.quit", ("q", "ctrl+c", "ctrl+q"), say("Quit")),
)

GROUPS: tuple[tuple[Sentence, tuple[Action, ...]], ...] = (
    (say("To see"), SEEING), (say("To move"), MOVING), (say("To act on the server under the cursor"), ACTING),
    (say("To leave"), LEAVING))
ACTIONS: tuple[Action, ...] = tuple(action for _, actions in GROUPS for action in actions)
BY_KEY: Mapping[str, Action] = {key: action for action in ACTIONS for key in action.keys}

_ACTS = ("server.take", "server.restored")
_LAST = ("view.help", "console.quit")
BARS: Mapping[str, tuple[str, ...]] = {
    "queue": (*_ACTS, "row.open", "act.undo", *_LAST, "server.block", "subject.note", "filter.ask", "row.next_ready",
              "view.services", "view.journal", "order.take_up", "view.messages"),
    "services": ("row.open", "filter.ask", "subject.note", *_LAST, "view.back", "view.queue", "view.journal", "view.messages"),
    "journal": ("row.open", "filter.ask", "act.undo", *_LAST, "view.back", "view.queue", "view.services", "view.messages"),
    "page": ("step.tick", "view.back", *_ACTS, "act.undo", *_LAST, "server.block", "subject.note", "row.open"),
    "service": ("row.open", "view.back", "subject.note", *_LAST, "view.queue", "view.services", "view.journal"),
    "help": ("view.back", "row.page_down", "row.page_up", "view.queue", "view.services", "view.journal", "console.quit"),
    "messages": ("view.back", "row.page_down", "row.page_up", *_LAST, "view.queue"),
}
"""What stands in the last line of each kind of place, the most needed first: a narrow screen shows the beginning."""


def bar(kind: str) -> Sequence[Action]:
    """The actions for the last line of a place."""
    by_id = {action.id: action for action in ACTIONS}
    return [by_id[id] for id in BARS[kind]]
