"""The one line in which the console speaks and asks.

It never opens over anything, and Escape always means no.

It is handed each key by the app and deals with it at once, so that what follows an asking key can
only go into the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from textual.events import Resize
from textual.geometry import Offset

from chwapi_console.console.widgets.brush import Brush
from chwapi_console.console.widgets.line import RowLines
from chwapi_console.console.widgets.row import Piece, Row, cells, fit, fit_words, plain
from chwapi_console.console.widgets.styles import Look
from chwapi_console.console.widgets.typed import TypedText
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence

LEAST_ROOM = 20
"""Cells that are left to type in, however long the question."""
ROOM_FOR_A_REMARK = 45
"""The same for a reason or a note: one of 40 letters is seen whole while it is typed, for nobody reads
it anywhere else before it is written. A question that leaves less stands above the line."""


def never(_text: str) -> bool:
    """That no text is known by its form to be the answer."""
    return False


def undoubted(_text: str) -> Sentence | None:
    """That nothing about a text is doubtful by what it names."""
    return None


class Judged(NamedTuple):
    """What whoever asks knows of a text by its words.

    `certain` by its form to be the answer, or `refused`; what is a `doubt` about what it names, and
    whether it is `expected` however late and however it comes.
    """

    certain: Callable[[str], bool] = never
    refused: Callable[[str], bool] = never
    doubt: Callable[[str], Sentence | None] = undoubted
    expected: Callable[[str], bool] = never


UNJUDGED = Judged()


@dataclass(frozen=True)
class Question:
    """What is asked, and in short for where the whole stands elsewhere.

    What to do with the answer, and what to do while it is typed. A question with `yes` is answered
    by one of its characters at once, `also` the one of them that is another way than yes, and taken
    back by one of `no`; `yes_key` is shown for it where it is no usual one. One that is `insisting`
    takes no empty answer, or no other key: it stays, in these words. `stayed` is told of that, and
    of a no; `writes` says whether a yes does more than leave; a `remark` is a text that should say
    something, and `a_word` may be yes or no. What stands `above` it, where the line is too narrow
    for the whole, is all that comes before `short`. Where the words are too long for the screen,
    those that they `end` with are kept whole. `as_asked` are the words before it insisted; `hint`
    stands before the question in its line. What is `typed` to begin with gives way to the first
    letter where it was `offered`, unless somebody had `begun` it; where one key answers, it is the
    text that this is about. What is `summed_up` a later question shows with all the rest, before anything
    is written. `whether` are the words of what one key answers, without what is told
    before them; `where` it stands among the questions of its conversation.
    """

    words: str
    short: str
    answered: Callable[[str], None]
    changed: Callable[[str], None] | None = None
    typed: str = ""
    offered: bool = False
    begun: bool = False
    yes: str = ""
    yes_key: str = ""
    no: str = ""
    insisting: str = ""
    insisting_short: str = ""
    above: str = ""
    end: str = ""
    also: str = ""
    writes: bool = True
    remark: bool = False
    a_word: bool = False
    as_asked: str = ""
    hint: str = ""
    whether: str = ""
    where: str = ""
    judged: Judged = UNJUDGED
    summed_up: bool = False
    stayed: Callable[[], None] = lambda: None


class Prompt(RowLines):
    """Says a line, or asks a question in its place."""

    DEFAULT_CSS = "Prompt { height: 1; }"

    def __init__(self, brush: Brush) -> None:
        super().__init__(brush, id="prompt")
        self._question: Question | None = None
        self._answered: Question | None = None
        self._typed, self._is_touched = TypedText(), False
        self._said, self._look = "", ""
        self._above = False
        self._asked = 0
        self.drawn: Callable[[], None] = lambda: None
        """Hears that the line was drawn: what is asked may be another question, or none."""

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self._question is not None

    @property
    def asked(self) -> int:
        """How many questions were asked or taken back until now.

        Another number is another question, or none.
        """
        return self._asked

    @property
    def typing(self) -> bool:
        """Whether the answer that is waited for is a text."""
        return self._question is not None and not self._question.yes

    @property
    def text(self) -> str:
        """What was typed until now."""
        return self._typed.text

    @property
    def is_untouched(self) -> bool:
        """Whether a text is waited for, and what stands there is what was proposed."""
        return (
            self._question is not None
            and not self._question.yes
            and self._typed.text == self._question.typed
        )

    @property
    def offers(self) -> bool:
        """Whether Enter alone takes an answer that was given before, and never written."""
        return self.is_untouched and self._question is not None and self._question.offered

    @property
    def goes_on_with(self) -> str:
        """What somebody had begun before, while nothing of it was changed; empty for nothing."""
        question = self._question
        return question.typed if question and question.begun and self.is_untouched else ""

    @property
    def filtering(self) -> bool:
        """Whether what is typed is looked for as it is typed."""
        return self._question is not None and self._question.changed is not None

    @property
    def writes(self) -> bool:
        """Whether an answer does more than leave, or show something."""
        return self._question is not None and self._question.writes

    @property
    def ends(self) -> bool:
        """Whether Enter does something with what stands there."""
        question = self._question
        return (
            self.typing
            and question is not None
            and bool(self.text.strip() or not question.insisting)
        )

    @property
    def chooses(self) -> str:
        """The character that chooses another way than yes or no; empty where there is none."""
        return self._question.also if self._question else ""

    @property
    def yes_key(self) -> str:
        """The key that says yes where that is no usual one; empty where it is."""
        return self._question.yes_key if self._question else ""

    @property
    def as_typed(self) -> Question | None:
        """The question that a text answers, with what was typed so far; None where there is none."""
        question = self._question
        if question is None or question.yes:
            return None
        return replace(question, words=self.asks_for, typed=self.text, offered=False, hint="")

    @property
    def asks_if_meant(self) -> bool:
        """Whether one key says of a text that was typed whether it is the answer."""
        return self._question is not None and bool(self._question.yes and self._question.typed)

    @property
    def has_insisted(self) -> bool:
        """Whether something came that was no answer, and the question stands in other words."""
        return self._question is not None and bool(self._question.as_asked)

    @property
    def has_hint(self) -> bool:
        """Whether something stands before the question: why a key was no answer to it."""
        return self._question is not None and bool(self._question.hint)

    @property
    def wants_remark(self) -> bool:
        """Whether a text is waited for that should say something."""
        return self._question is not None and self._question.remark

    @property
    def takes_a_word(self) -> bool:
        """Whether one of some words answers, yes and no perhaps among them."""
        return self._question is not None and self._question.a_word

    @property
    def is_certain(self) -> bool:
        """Whether what was typed can be nothing but the answer to this question, by its form."""
        return self._question is not None and self._question.judged.certain(self.text)

    @property
    def is_refused(self) -> bool:
        """Whether what was typed is no answer to this question, as whoever asks will say."""
        return self._question is not None and self._question.judged.refused(self.text)

    @property
    def own_doubt(self) -> Sentence | None:
        """What is doubtful about what was typed by what it names, as whoever asks knows; None for nothing."""
        return self._question.judged.doubt(self.text) if self._question else None

    @property
    def is_expected(self) -> bool:
        """Whether what was typed is the answer that is awaited, however late and however it came."""
        return self._question is not None and self._question.judged.expected(self.text)

    @property
    def is_summed_up(self) -> bool:
        """Whether what is typed is shown once more, and asked about, before anything is written."""
        return self._question is not None and self._question.summed_up

    def says_yes(self, character: str | None) -> bool:
        """Whether this character would do what is asked about, and that writes."""
        return self._question is not None and self._question.writes and self.goes_on(character)

    def goes_on(self, character: str | None) -> bool:
        """Whether this character is a yes to what is asked, be it only whether to leave."""
        question = self._question
        return question is not None and bool(character and character.casefold() in question.yes)

    def answers(self, character: str | None) -> bool:
        """Whether this character ends a question that one key answers."""
        question = self._question
        return question is not None and bool(
            character and character.casefold() in question.yes + question.no
        )

    @property
    def said(self) -> str:
        """What is said, or will be when the question is answered."""
        return self._said

    @property
    def whole(self) -> str:
        """All the words of what is said or asked where the line is too narrow for them.

        Empty where it is not.
        """
        question = self._question
        words = self._all_words if question else self._said
        room = self._question_room if question else self.size.width - 1
        if cells(words) <= room:
            return ""
        if question is None:
            return words
        hint = "" if self._has_room_for_hint else question.hint
        return f"{hint} {question.above or question.words}".lstrip()

    @property
    def _has_room_for_hint(self) -> bool:
        """Whether the hint stands before the question in its line, where the rest stands above."""
        question = self._question
        return question is not None and (
            cells(f"{question.hint} {question.short}".lstrip()) <= self._question_room
        )

    @property
    def _all_words(self) -> str:
        """The words of the question with what is said before it."""
        question = self._question
        return f"{question.hint} {question.words}".lstrip() if question else ""

    @property
    def end(self) -> str:
        """Which words at the end of `whole` are never cut.

        Empty where it matters not, or where nothing is asked.
        """
        return self._question.end if self._question else ""

    @property
    def _question_room(self) -> int:
        width, question = self.size.width, self._question
        if question and question.yes:
            return width - 2
        if question and question.remark:
            return max(width - ROOM_FOR_A_REMARK, width // 3)
        return max(width - LEAST_ROOM, width // 2)

    @property
    def cursor_spot(self) -> Offset:
        """Where on the screen what is typed goes next; the end of a question that one key answers."""
        before = (
            self._rows[0].pieces[:-2] if len(self._rows[0].pieces) > 1 else self._rows[0].pieces
        )
        return self.region.offset + Offset(sum(cells(piece.text) for piece in before), 0)

    def tell(self, text: str, look: Look = "") -> None:
        """Says a line, unless a question stands there: then it is said after."""
        self._said, self._look = text, look
        self._draw()

    def stands_above(self, above: bool) -> None:
        """Says whether the whole of what is too long for the line stands above it.

        Then it is not begun here once more.
        """
        if above != self._above:
            self._above = above
            self._draw()

    def ask(self, question: Question) -> None:
        """Asks; from now on keys belong to the answer."""
        self._question, self._typed = question, TypedText(question.typed, len(question.typed))
        self._is_touched = False
        self._asked += 1
        self._said = ""
        self._draw()

    def cancel(self) -> None:
        """Takes the question back."""
        self._question = None
        self._asked += 1
        self._draw()

    def key(self, key: str, character: str | None) -> None:
        """Deals with a key that was pressed while a question stands."""
        question = self._question
        if question is None:
            return
        if question.yes:
            self._whether(question, (character or "").casefold())
        elif key == "enter" and question.insisting and not self._typed.text.strip():
            self._insist(question)
        elif key == "enter":
            self.cancel()
            question.answered(self._typed.text.strip())
        elif character == " " and question.offered and not self._is_touched:
            return  # no answer begins so: the key that asked is pressed again on a late line
        else:
            replaced = bool(character and character.isprintable())
            self._become(self._begun(question, replaced).key(key, character))

    def _begun(self, question: Question, replaced: bool) -> TypedText:
        """What stands there; nothing, where a text is `replaced` that was offered and never touched."""
        is_new, self._is_touched = not self._is_touched, True
        gives_way = replaced and question.offered and not question.begun and is_new
        return TypedText() if gives_way else self._typed

    def paste(self, text: str) -> None:
        """Puts a pasted text into the answer; it is never an answer by itself."""
        if self._question and not self._question.yes:
            self._become(self._begun(self._question, replaced=True).insert(text))

    def _whether(self, question: Question, character: str) -> None:
        if character and character in question.yes:
            self._answered = question
            self.cancel()
            question.answered(character)
        elif character and character in question.no:
            self.cancel()
            question.stayed()
        elif character:
            self.insist()

    @property
    def asks_for(self) -> str:
        """The words of the question that waits for an answer; empty where none does."""
        return (self._question.as_asked or self._question.words) if self._question else ""

    @property
    def asked_whether(self) -> str:
        """The words of the question that one key answers, or has answered last, and that writes."""
        question = self._question or self._answered
        return question.whether if question and question.writes else ""

    @property
    def where(self) -> str:
        """Where the question that stands is among those of its conversation; empty where it is alone."""
        return self._question.where if self._question else ""

    def hint(self, words: str) -> None:
        """Says in front of the question why a key was no answer to it."""
        if self._question is not None:
            self._question = replace(self._question, hint=words)
            self._draw()

    def insist(self) -> None:
        """Says, once, that a question wants one of its keys."""
        if self._question is not None and self._question.words != self._question.insisting:
            self._insist(self._question)

    def _insist(self, question: Question) -> None:
        """An empty answer: whoever types on takes the question to stand still, and so it does."""
        self._question = replace(
            question,
            words=question.insisting,
            short=question.insisting_short or question.short,
            as_asked=question.as_asked or question.words,
            hint="",
        )
        self._become(self._typed if question.yes else TypedText())
        if question.changed:
            question.changed("")
        question.stayed()

    def _become(self, typed: TypedText) -> None:
        before, self._typed = self._typed, typed
        self._draw()
        if self._question and self._question.changed and typed.text != before.text:
            self._question.changed(typed.text)

    def on_resize(self, event: Resize) -> None:
        """Fits the words anew."""
        self._draw()

    def _draw(self) -> None:
        self._draw_line()
        self.drawn()

    def _draw_line(self) -> None:
        width = self.size.width
        question = self._question
        if question is None:
            self.show(
                plain(
                    "" if self._above else " " + fit_words(self._said, width - 1).rstrip(),
                    self._look,
                )
            )
            return
        hint = question.hint if self._has_room_for_hint else ""
        short = f"{hint} {question.short}".lstrip()
        words = short if self._above else self._all_words
        asked = Piece(f" {fit(words, min(cells(words), self._question_room))} ", "ask")
        answer = () if question.yes else _typed_pieces(self._typed, width - cells(asked.text) - 2)
        self.show(Row((asked, *answer)))


def _typed_pieces(typed: TypedText, room: int) -> tuple[Piece, ...]:
    """The typed text with its cursor.

    Where it is longer than the room, the part that ends with the cursor.
    """
    text, at = typed.text + " ", typed.at
    start = at
    while start > 0 and cells(text[start - 1 : at + 1]) <= room:
        start -= 1
    return (Piece(" " + text[start:at]), Piece(text[at], "bar"), Piece(text[at + 1 :] or " "))
