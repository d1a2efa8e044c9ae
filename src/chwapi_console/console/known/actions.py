"""Every action of the console, once: its name, keys and label.

Bindings, the line of keys, the help and the key table are made from this. What keys an operator
gives them instead is in `keymap`, why one means nothing just now in `disabled`.

No key that a torn escape sequence can produce changes any state.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chwapi_console.text import ENGLISH, Language, Sentence, Value, say, word


@dataclass(frozen=True)
class Action:
    """`id` is `noun.verb`; the method `noun_verb` does it.

    `short` is its label in the last line of the screen, where the label itself is too long for
    that. `asks` says that what is typed next is an answer.
    """

    id: str
    keys: tuple[str, ...]
    label: Sentence
    short: Sentence | None = None
    asks: bool = False

    @property
    def method(self) -> str:
        """The name of the method that does it."""
        return self.id.replace(".", "_")

    def key(self, t: Language = ENGLISH) -> str:
        """The first key, as it is written for people."""
        return t(written(self.keys[0], ascii=t.ascii))

    def all_keys(self, t: Language = ENGLISH) -> str:
        """All keys, as they are written for people."""
        return " ".join(t(written(key, ascii=t.ascii)) for key in self.keys)


def written(key: str, *, ascii: bool = False) -> Value:
    """A key as it is written for people, by its name where only ASCII can be shown."""
    return (_NAMED.get(key) if ascii else None) or _WRITTEN.get(key, key)


_WRITTEN: Mapping[str, Value] = {
    "enter": "↵",
    "space": "␣",
    "escape": say("Esc"),
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "up": "↑",
    "down": "↓",
    "pageup": say("PgUp"),
    "pagedown": say("PgDn"),
    "home": say("Home"),
    "end": say("End"),
    "left": "←",
    "right": "→",
    "equals_sign": "=",
    "minus": "-",
    "asterisk": "*",
    "ctrl+c": "^C",
    "ctrl+q": "^Q",
    "ctrl+f": "^F",
    "ctrl+d": "^D",
    "ctrl+b": "^B",
    "ctrl+u": "^U",
    "ctrl+l": "^L",
    "ctrl+z": "^Z",
}
_NAMED: Mapping[str, Value] = {
    "enter": say("Enter"),
    "space": say("Space"),
    "up": word("key", "Up"),
    "down": word("key", "Down"),
    "left": say("Left"),
    "right": say("Right"),
}

SEEING = (
    Action("view.queue", ("1",), say("Queue")),
    Action("view.services", ("2",), say("Services")),
    Action("view.triage", ("3",), say("Triage")),
    Action("view.journal", ("4",), say("Journal")),
    Action(
        "view.progress",
        ("5",),
        say("Progress since the incident began, as a picture"),
        say("Progress"),
    ),
    Action("view.conditions", ("6",), say("Conditions: what must be true"), say("Conditions")),
    Action("view.end", ("7",), say("The end: what is left before it, and to close"), say("End")),
    Action(
        "view.report",
        ("8",),
        say("Handover; again: the pages for others"),
        say("Handover"),
    ),
    Action(
        "view.next",
        ("9",),
        say("What to go on with: where to help, what had better wait"),
        say("What next"),
    ),
    Action(
        "view.why",
        ("0",),
        say("When, why then, and what would bring it sooner"),
        say("When"),
    ),
    Action(
        "row.compare",
        ("equals_sign",),
        say("Compare: why it stands before another, or after it"),
        say("Compare"),
        asks=True,
    ),
    Action("view.help", ("question_mark", "f1"), say("Help")),
    Action("row.open", ("enter",), say("Open")),
    Action(
        "row.unfold",
        ("right", "l"),
        say("Unfold what it needs or what needs it; else open"),
        say("Unfold"),
    ),
    Action("row.fold", ("left", "h"), say("Fold; else back"), say("Fold")),
    Action(
        "view.back", ("escape",), say("Out of the selection, the filter, the page"), say("Back")
    ),
    Action("filter.ask", ("slash",), say("Filter"), asks=True),
    Action("row.next_ready", ("full_stop",), say("Next ready")),
    Action("server.skip", ("s",), say("Skip: to the next unknown server (triage)"), say("Skip")),
    Action(
        "order.take_up",
        ("r",),
        say("Take up the new order, and go to what is first now"),
        say("New order"),
    ),
    Action(
        "view.messages",
        ("m",),
        say("Who is at which console; latest messages"),
        say("Messages"),
    ),
    Action("view.redraw", ("ctrl+l",), say("Draw everything anew"), say("Redraw")),
)
ABOUT_NO_ROW = ("recovery.close", "operator.change")
"""Actions that ask about something else than what the cursor stands on."""
ON_STEPS = ("step.tick", "step.skip", "step.fail")
"""Actions that are on the step under the cursor, or the next one."""
MOVING = (
    Action("row.down", ("down", "j"), say("Down")),
    Action("row.up", ("up", "k"), say("Up")),
    Action("row.page_down", ("pagedown", "ctrl+f", "ctrl+d"), say("A page down")),
    Action("row.page_up", ("pageup", "ctrl+b", "ctrl+u"), say("A page up")),
    Action("row.first", ("home", "g"), say("First")),
    Action("row.last", ("end", "G"), say("Last")),
)
SELECTING = (
    Action("row.select", ("a",), say("Select the server, or no longer"), say("Select")),
    Action(
        "row.select_to",
        ("minus",),
        say("Select all from the last one selected to here"),
        say("Up to here"),
    ),
    Action("row.select_all", ("asterisk",), say("Select all that the filter shows"), say("All")),
)
ACTING = (
    Action("server.take", ("t",), say("Take")),
    Action("server.give", ("f",), say("Give to somebody who does it"), say("Give"), asks=True),
    Action("server.restored", ("d",), say("Restored (done)"), say("Restored")),
    Action("server.verified", ("v",), say("Verified (by a second person)"), say("Verified")),
    Action("server.clean", ("c",), say("Clean (looked at, no trace)"), say("Clean")),
    Action("server.on", ("L",), say("On: clean, switched on and reconnected"), say("On")),
    Action(
        "server.compromised",
        ("i",),
        say("Compromised (infected, or infected again)"),
        say("Compromised"),
    ),
    Action("server.unknown", ("w",), say("Unknown, with a note"), say("Unknown"), asks=True),
    Action(
        "server.block",
        ("b",),
        say("Blocked, until when if known; of a condition: awaited"),
        say("Blocked"),
        asks=True,
    ),
    Action(
        "server.drop", ("x",), say("Let go, or unblock; of a condition: open again"), say("Let go")
    ),
    Action(
        "server.retire",
        ("X",),
        say("Retired: it will not come back; of a condition: lost"),
        say("Retired"),
        asks=True,
    ),
    Action("server.settle", ("e",), say("End a conflict"), say("Settle"), asks=True),
    Action("step.tick", ("space",), say("Tick the step"), say("Tick")),
    Action("step.skip", ("z",), say("Skip the step, with a reason"), say("Skip step"), asks=True),
    Action("step.fail", ("K",), say("Tried, and the step failed: why"), say("Failed"), asks=True),
    Action(
        "evidence.record",
        ("W",),
        say("Record: image, hand-over, restore point, compromised since, indicators"),
        say("Evidence"),
        asks=True,
    ),
    Action(
        "server.add",
        ("J",),
        say("Add a server that was found: the plan lacks it"),
        say("Add"),
        asks=True,
    ),
    Action("subject.note", ("n",), say("Note"), asks=True),
    Action(
        "telling.record",
        ("N",),
        say("Told whom, promise, hypothesis, aware, notified"),
        say("Told, promised"),
        asks=True,
    ),
    Action(
        "subject.pin",
        ("p",),
        say("Pin: first, against the rule; or take the pin away"),
        say("Pin"),
        asks=True,
    ),
    Action(
        "service.accept",
        ("y",),
        say("Signed off by a clinician; of a condition: met"),
        say("Sign off"),
        asks=True,
    ),
    Action(
        "recovery.close",
        ("Y",),
        say("Close the recovery, where its end is read (7); or reopen it"),
        say("Close"),
        asks=True,
    ),
    Action("act.undo", ("u",), say("Undo")),
)
LEAVING = (
    Action("operator.change", ("o",), say("Change the operator"), asks=True),
    Action("console.stop", ("ctrl+z",), say("Stop for a while: fg brings it back"), say("Stop")),
    Action("console.quit", ("q", "ctrl+c", "ctrl+q"), say("Quit")),
)

GROUPS: tuple[tuple[Sentence, tuple[Action, ...]], ...] = (
    (say("To act on what is under the cursor, or on all servers selected"), ACTING),
    (say("To see"), SEEING),
    (say("To move"), MOVING),
    (say("To select several servers"), SELECTING),
    (say("To leave"), LEAVING),
)
ACTIONS: tuple[Action, ...] = tuple(action for _, actions in GROUPS for action in actions)
ACTS = frozenset(action.id for action in ACTING)
"""The actions that change a state."""
SELECTS = frozenset(action.id for action in SELECTING)
"""The actions that change which servers the next act is for."""
MOVES = frozenset(action.id for action in MOVING)
"""The actions that only move the cursor."""
READING = {"up": "row.up", "down": "row.down", "pagedown": "row.page_down", "pageup": "row.page_up"}
"""Keys that move in what a question is about while it stands: no text has them."""
