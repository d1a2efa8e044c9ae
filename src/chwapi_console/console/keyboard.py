"""What a key is for: the answer to a question, or an action; one key at a time, in the order in which they were typed.

Textual hands keys to a widget's own queue, where those of one burst overtake what the first of them began. Here each key is
dealt with before the next is looked at. While an act of ours is on its way to the disk, keys wait: what they are meant for
is decided when its answer is on the screen. When that takes long, nobody knows any more what they were meant for: they are
dropped, and until the answer comes nothing else can be written.
"""

from collections import deque
from collections.abc import Callable

from textual.events import Key, Paste

from chwapi_console.console.actions import ACTS, Action
from chwapi_console.console.disabled import why_disabled
from chwapi_console.console.keymap import Keymap
from chwapi_console.console.picture import Picture
from chwapi_console.text import Sentence, say

PATIENCE = 1.0
"""Seconds that keys wait for the answer to an act."""
PAUSE = 0.1
"""Seconds without a key that end a burst. After a paste the rest of the burst means nothing: no hand is that fast, and a pasted
text can hold the end of a paste."""
QUIET = 1.0
"""Seconds without a key after which somebody has looked up. What is typed on after a question that could not be asked, or
whose answer was refused, was meant for that answer; until then it means nothing."""
TYPING = ("enter", "backspace", "delete")
"""Keys of who types a text, beside those that print. Any other one shows that somebody looks at the screen."""

SLOW_JOURNAL = say("The journal is slow: the act is not on disk yet. You can look around meanwhile.")
SLOW_THOUGHT = say("Thinking that out takes long. You can look around meanwhile.")


class Keyboard:
    """`do` does an action; `pressed` hears of every key, and says when it is meant for nothing."""

    def __init__(self, picture: Picture, keys: Keymap, do: Callable[[Action], None], pressed: Callable[[], bool]) -> None:
        self._picture, self._keys, self._do, self._pressed = picture, keys, do, pressed
        self._held: deque[Key] = deque()
        self._waiting = self._slow = False
        self._acts = 0
        self._pasted = self._refused = float("-inf")
        self._asked = self._said_so = False

    def key(self, key: Key) -> None:
        """A key was pressed."""
        if self._pressed():
            return
        if self._waiting and not self._slow:
            self._held.append(key)
        else:
            self._take(key)

    def paste(self, paste: Paste) -> None:
        """A text was pasted: into an answer, or nowhere."""
        self._pasted = paste.time
        if self._picture.prompt.asking:
            self._picture.prompt.paste(paste.text)
        elif paste.text:
            self._picture.tell(say("What is pasted does nothing here. Press the key of a question first, for example n."), "warn")

    def wait(self) -> int:
        """An act of ours is on its way; its number."""
        self._waiting, self._slow = True, False
        self._acts += 1
        return self._acts

    def waited_long(self, act: int, words: Sentence = SLOW_JOURNAL) -> None:
        """The answer does not come: what was typed is dropped, and what only looks can be done again."""
        if self._waiting and act == self._acts:
            self._slow = True
            self._held.clear()
            self._picture.tell(words, "warn")

    def go_on(self, *, heeding: bool = True) -> None:
        """The answer is there, and drawn: the keys that waited are dealt with, up to the next act. Those typed before a
        question could be read are no answer to it."""
        self._waiting = self._slow = False
        if not heeding:
            self._held.clear()
        while self._held and not self._waiting:
            self._take(self._held.popleft())

    def refused(self, at: float) -> None:
        """What was asked for was refused; where that came of a question, what is typed on means nothing for a while."""
        if self._asked:
            self._refused, self._said_so = at, False

    def _take(self, key: Key) -> None:
        prompt = self._picture.prompt
        if prompt.asking:
            self._picture.was_read()
            self._answer(key)
        elif key.time - self._pasted < PAUSE:
            self._pasted = key.time
        elif key.time - self._refused < QUIET and (key.is_printable or key.key in TYPING):
            self._ignore(key)
        else:
            self._refused = float("-inf")
            self._picture.was_read()
            if action := self._keys.by_key.get(key.key):
                self._asked = action.asks
                self._act(action)
                if action.asks and not prompt.asking:
                    self.refused(key.time)

    def _answer(self, key: Key) -> None:
        if key.key == "escape":
            self._picture.cancel()
            return
        self._picture.turned_down = False
        self._asked |= self._picture.prompt.typing
        self._picture.prompt.key(key.key, key.character)
        if self._picture.turned_down:
            self.refused(key.time)

    def _ignore(self, key: Key) -> None:
        """Says once, beside the refusal, that keys are ignored."""
        self._refused = key.time
        if not self._said_so:
            self._said_so = True
            self._picture.tell(say("{refusal} Keys ignored: the question was refused.",
                                   refusal=self._picture.prompt.said), "warn")

    def _act(self, action: Action) -> None:
        if self._slow and action.id in ACTS:
            self._picture.tell(say("The act before is not on disk yet. Wait for it."), "warn")
        elif why := why_disabled(action.id, self._picture.at.now):
            self._picture.tell(why, "bad" if self._picture.known.health.read_only == why else "warn")
        else:
            self._do(action)
