"""The line that somebody may be typing where every letter is a key: what was shown before it began.

Whoever types one thinks between two words for longer than a text is known by.
"""

from chwapi_console.console.control.keys.word_guard import TEXT_GAP, UNASKED, WORD_GAP
from chwapi_console.console.control.router import Router
from chwapi_console.console.known.actions import SELECTS, Action
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke

IN_ONE_LINE = 5.0
"""Seconds behind a letter of a text within which a key is one more of it: it is not offered once more."""
STROLLED = 2.0
"""The same behind a letter that has moved the cursor."""
LONGEST_LINE = 10.0
"""Seconds over which letters that only change what is shown may be of one text: beyond that somebody
goes through the list."""


class LineOfText:
    """The line that the latest letters may be of, since it `began`.

    It `is_shown_only` where none of its letters did more than change what is shown, and no text is
    known of yet.
    """

    def __init__(self, router: Router) -> None:
        self._router = router
        self._at = self.began = self._blanks_until = float("-inf")
        self._before, self.is_shown_only = router.scene, False
        self._shown, self._has_moved = NO_STROKE, False
        self._strolled, self._before_strolling = NO_STROKE, router.scene
        self._before_selecting: tuple[frozenset[str], str, int] | None = None

    def holds(self, at: float) -> bool:
        """Whether a letter at a moment may go on with the line.

        Not long behind one that has only moved the cursor: that was looked at.
        """
        strolled = self.is_shown_only and self._has_moved
        return at - self._at < (STROLLED if strolled else IN_ONE_LINE)

    def ends(self) -> None:
        """Somebody looks at the screen, or did something: what is typed from now on is another line."""
        self._at = self._blanks_until = float("-inf")

    def goes_on(self, at: float) -> None:
        """A key came that means nothing: it is of the line too, where that holds it."""
        if self.holds(at):
            self._at = at

    def has(self, at: float) -> None:
        """A letter of a text, or one for nothing, is of the line: what was shown before that is kept."""
        if not self.holds(at):
            strolls = at - self._strolled.at < TEXT_GAP
            self._before = self._before_strolling if strolls else self._router.scene
            self.began, self.is_shown_only = at, False
        self._at = at

    def is_known(self, at: float) -> None:
        """A letter is of a text for certain."""
        self.has(at)
        self.is_shown_only = False
        self._blanks_until = at + UNASKED

    def takes_blank(self, at: float) -> bool:
        """Whether a blank at a moment may stand between two words of a text."""
        return at < self._blanks_until

    def strolls(self, stroke: Stroke) -> None:
        """Keeps from where letters that move the cursor, or go elsewhere, began to."""
        if stroke.at - self._strolled.at >= WORD_GAP:
            self._before_strolling = self._router.scene
        self._strolled = stroke

    def shows(self, stroke: Stroke, *, moves: bool) -> None:
        """Keeps what was shown before a letter that changes no more than that: a text may begin with it.

        Not where its key is pressed once more, or moves the cursor on from where another has: then
        somebody goes through the list.
        """
        at, before = stroke.at, self._shown
        soon = at - before.at < IN_ONE_LINE
        walks = soon and (stroke.key == before.key or (moves and self._has_moved))
        self._shown, self._has_moved = stroke, moves
        if self.is_shown_only and (walks or at - self.began >= LONGEST_LINE):
            self.ends()
        if not (walks or self.holds(at)):
            self.has(at)
            self.is_shown_only = True
        if self.is_shown_only:
            self.goes_on(at)

    def show_as_before(self, began: float) -> None:
        """Shows what was shown before the letters of a text that began at a moment changed it.

        Or those of the line that it is of.
        """
        if self.holds(began):
            self._router.back_to(self._before)
        elif began - self._strolled.at < TEXT_GAP:
            self._router.back_to(self._before_strolling)
        self._router.doubts_selection()

    def selects(self, action: Action | None) -> None:
        """Keeps what was selected before a key that selects; nothing for any other."""
        selects = action is not None and action.id in SELECTS
        self._before_selecting = self._router.selection if selects else None

    def select_as_before(self) -> None:
        """Selects what was selected before the latest key, if that selected."""
        if self._before_selecting is not None:
            self._router.select_as_before(*self._before_selecting)
