"""The one line in which the console speaks and asks. It never opens over anything, and Escape always means no."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from chwapi_console.console.line import Lines
from chwapi_console.console.row import plain
from chwapi_console.console.styles import Look


@dataclass(frozen=True)
class Question:
    """What is asked, what to do with the answer, and what to do while it is typed."""

    words: str
    answered: Callable[[str], None]
    changed: Callable[[str], None] | None = None
    typed: str = ""


class Prompt(Horizontal):
    """Says a line, or asks a question in its place."""

    DEFAULT_CSS = """
    Prompt { height: 1; }
    Prompt Lines { height: 1; width: 1fr; }
    Prompt Input { display: none; width: 1fr; }
    Prompt.asking Input { display: block; }
    Prompt.asking Lines { width: auto; }
    """

    def __init__(self, *, colour: bool = True) -> None:
        super().__init__(id="prompt")
        self._message = Lines(id="message", colour=colour)
        self._input = Input(id="answer", compact=True)
        self._input.cursor_blink = False
        self._question: Question | None = None

    def compose(self) -> ComposeResult:
        """The words, and the place to type."""
        yield self._message
        yield self._input

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self._question is not None

    @property
    def text(self) -> str:
        """The words shown."""
        return self._message.text

    def tell(self, text: str, look: Look = "") -> None:
        """Says a line, unless a question stands there."""
        if not self.asking:
            self._message.show(plain(" " + text, look))

    def ask(self, question: Question) -> None:
        """Asks; what was typed before the question came does not count as an answer."""
        self._question = question
        self._message.styles.width = len(question.words) + 2
        self._message.show(plain(f" {question.words} ", "strong"))
        self._input.value = question.typed
        self._input.cursor_position = len(question.typed)
        self.add_class("asking")
        self._input.focus()

    def cancel(self) -> None:
        """Takes the question back."""
        self._question = None
        self.remove_class("asking")
        self._message.styles.width = "1fr"
        self._message.show()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Passes on what is being typed."""
        event.stop()
        if self._question and self._question.changed:
            self._question.changed(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Passes on the answer."""
        event.stop()
        question = self._question
        if question:
            self.cancel()
            question.answered(event.value.strip())
