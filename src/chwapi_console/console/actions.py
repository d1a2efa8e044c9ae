"""Every action of the console, once: its name, keys and label. Bindings, the footer and the help are made from this.

No key that a torn escape sequence can produce (A B C D H F O P Q R S [ ~) changes any state.
"""

from dataclasses import dataclass

from chwapi_console.text import Sentence, say


@dataclass(frozen=True)
class Action:
    """`id` is `noun.verb`; the app's method `action_noun_verb` does it. `footer` puts it in the last line of the screen."""

    id: str
    keys: tuple[str, ...]
    label: Sentence
    footer: bool = False

    @property
    def method(self) -> str:
        """The name by which Textual calls it."""
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
            "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "left": "←"}

SEEING = (
    Action("view.queue", ("1",), say("Queue")),
    Action("view.services", ("2",), say("Services")),
    Action("view.help", ("question_mark", "f1"), say("Help"), footer=True),
    Action("row.open", ("enter",), say("Open"), footer=True),
    Action("view.back", ("escape", "left", "h"), say("Back")),
    Action("filter.ask", ("slash",), say("Filter"), footer=True),
    Action("row.next_ready", ("full_stop",), say("Next ready"), footer=True),
    Action("order.take_up", ("r",), say("Take up the new order")),
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
    Action("server.take", ("t",), say("Take"), footer=True),
    Action("server.restored", ("d",), say("Restored (done)"), footer=True),
    Action("server.verified", ("v",), say("Verified (by a second person)")),
    Action("server.block", ("b",), say("Blocked"), footer=True),
    Action("server.drop", ("x",), say("Let go, or unblock")),
    Action("step.tick", ("space",), say("Tick the step")),
    Action("subject.note", ("n",), say("Note"), footer=True),
    Action("act.undo", ("u",), say("Undo"), footer=True),
)
LEAVING = (
    Action("operator.change", ("o",), say("Change the operator")),
    Action("console.quit", ("q",), say("Quit"), footer=True),
)

GROUPS: tuple[tuple[Sentence, tuple[Action, ...]], ...] = (
    (say("To see"), SEEING), (say("To move"), MOVING), (say("To act on the server under the cursor"), ACTING),
    (say("To leave"), LEAVING))
ACTIONS: tuple[Action, ...] = tuple(action for _, actions in GROUPS for action in actions)
