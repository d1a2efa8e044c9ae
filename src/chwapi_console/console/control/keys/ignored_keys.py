"""What is said of keys that do nothing.

Beside what was said before, for that must stay to be read, and with what the latest key that acted
has done, since its letter may have been part of a text.
"""

from collections import deque
from collections.abc import Mapping

from chwapi_console.answers import KEYS, YES
from chwapi_console.console.control.asking.dialogue import Dialogue
from chwapi_console.console.control.keys.word_guard import (
    NO_ANSWER,
    TYPED,
    TYPED_BEFORE_ITS_ANSWER,
    TYPED_HERE,
    TYPED_NEAR,
)
from chwapi_console.console.known.actions import ACTS, Action, written
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Language, Sentence, Value, every, in_one, plural, say

SEEN = 1.0
"""Seconds after an act was shown within which nobody has seen it."""
JUST_BEFORE = 10.0
"""Seconds before an ignored text within which a key that wrote may have been its first letter, whoever
looked elsewhere meanwhile: so long it is never said that nothing was written."""
MOST_LETTERS = 4
"""Acts of the letters of one text that are told."""

UNDO = "act.undo"

INSTEAD: Mapping[str, Sentence] = {
    "colon": say(
        "There is no command line in here: ? tells the keys, and every act is a verb in the shell "
        "too (--help)."
    ),
    "ctrl+p": say(
        "There is no list of commands in here: ? tells all keys, / filters, k and j go up and down."
    ),
}
"""Keys that other programs have taught people, and what does that here."""


class _DoneBy(NamedTuple):
    """The key that did an act; what was done, once that is on disk, and whether it was an undo.

    `did` is None too where all stood so already. `alone` says that no text was typed before the key,
    `answers` that it answered a question, `weighs` that the key which takes it back asks first.
    """

    stroke: Stroke
    alone: bool = True
    answers: bool = False
    did: Value | None = None
    undone: bool = False
    weighs: bool = False
    shown_at: float = float("inf")

    def may_begin(self, at: float) -> bool:
        """Whether it may be the first of a text at a moment: a blank only before anybody saw what it did."""
        return self.stroke.is_letter or at - self.shown_at < SEEN


class IgnoredKeys:
    """Remembers which keys acted last, what came of it, and the vain presses of the latest since.

    `of_two` is what was said of the latest two that came at once, and may be no text.
    """

    def __init__(self, dialogue: Dialogue, keys: Keymap, t: Language) -> None:
        self._dialogue, self._keys, self._t = dialogue, keys, t
        self._done_by = _DoneBy(NO_STROKE)
        self._latest = deque[_DoneBy](maxlen=MOST_LETTERS)
        self._missed = 0
        self._before = self._said = self._of_capital = self._stays = ""
        self._before_key = self._said_of_key = ""
        self._tells_deed = False
        self.of_two: Sentence | None = None

    def acts(self, stroke: Stroke, *, alone: bool, answers: bool = False) -> None:
        """The act of a key, or of one that `answers`, goes to the disk; not `alone`: it ended an answer in words."""
        self._done_by = _DoneBy(stroke, alone, answers)

    def has_done(self, did: Value | None, at: float, *, undone: bool, weighs: bool = False) -> None:
        """The act is on disk, and its words are said now; it `weighs` so much that its undo asks first.

        Says beside them how often its key was ignored just before. Who presses it in a rhythm looks
        when all is done.
        """
        self._done_by = self._done_by._replace(did=did, undone=undone, weighs=weighs, shown_at=at)
        if did is not None:
            self._latest.append(self._done_by)
        if (missed := self._missed) and (said := self._dialogue.prompt.said):
            self._missed = 0
            self._dialogue.tell(
                plural(
                    "{said} Before it, {n} press of {key} was ignored.",
                    "{said} Before it, {n} presses of {key} were ignored.",
                    missed,
                    said=_ended(said),
                    key=written(self._done_by.stroke.key),
                ),
                "warn",
            )

    def hears(self, stroke: Stroke) -> None:
        """Takes note of a key that is heeded: another one than that of the act ends the count."""
        self._stays = ""
        if stroke.key != self._done_by.stroke.key:
            self._missed = 0

    def looks(self) -> None:
        """Somebody looks at the screen: what was done before that is of no text that is typed behind it."""
        self._latest.clear()

    def tell_again(self, stroke: Stroke) -> None:
        """Says that a key was pressed again before its act was seen."""
        if stroke.key == self._done_by.stroke.key:
            self._missed += 1
        self.tell_beside(_again(stroke))

    def what_text_did(
        self,
        began: float,
        at: float,
        given_up: Sentence | None = None,
        held: Stroke | None = None,
        behind: Stroke = NO_STROKE,
        *,
        waiting: bool,
        notes: bool = True,
    ) -> Sentence:
        """What is said of a text that began at a moment, and is known for one `at` another.

        What its letters did; else what the latest key before it wrote, of which nobody but who pressed
        it knows whether it belongs to the text; `waiting` says that its act is not on disk yet, `notes` that its key asks
        for a note here. And
        the question that is `given_up` for it, or the key of an act that was `held` back and is not done,
        with the one `behind` it, which may be no letter.
        """
        did = TYPED_BEFORE_ITS_ANSWER if waiting else self._what_keys_did(began, at, held)
        self._tells_deed = did is not None and not waiting
        if given_up is None and held is not None:
            return did or self._of_held(held, behind)
        if given_up is None:
            return did or (TYPED if notes else TYPED_HERE)
        if did is not None:  # that is long, and a question that is quoted would be cut behind it
            return in_one([did, say("The question that stood there is given up.")])
        return in_one([NO_ANSWER, given_up])

    def _of_held(self, held: Stroke, behind: Stroke) -> Sentence:
        """That two keys did nothing: a text, or what a line that stood still has brought at once."""
        key, action = written(held.key), self._keys.by_key.get(behind.key)
        acts = action is not None and action.id in ACTS
        if behind.hurried and (acts or behind.key == "enter"):
            self.of_two = say(
                "{key} and {other} came at once: both ignored. Look, then press one.",
                key=key,
                other=written(behind.key),
            )
            return self.of_two
        return say("That was a text, not a key: nothing was written. {key} did nothing.", key=key)

    def wrote_before(self, at: float, seconds: float) -> bool:
        """Whether one key alone wrote something, so few seconds before a moment."""
        return (
            bool(self._latest)
            and self._latest[-1].alone
            and (at - self._latest[-1].stroke.at < seconds)
        )

    def _what_keys_did(self, began: float, at: float, held: Stroke | None) -> Sentence | None:
        letters = [
            by for by in self._latest if by.alone and by.stroke.at >= began and by.may_begin(at)
        ]
        if not letters:
            if (before := self._what_was_written_before(began, at)) is None:
                return None
            its_key = held and say('Text ignored with its "{key}".', key=written(held.key))
            return in_one([its_key or TYPED_NEAR, before])
        *others, by = letters
        if others:
            return plural(
                "Text ignored, but {n} letter of it has acted: {deeds}; {undo} takes the latest back.",
                "Text ignored, but {n} letters of it have acted: {deeds}; {undo} takes the latest back.",
                len(letters),
                deeds=every([each.did for each in letters if each.did is not None]),
                undo=self._undo_of(by),
            )
        key, deed = written(by.stroke.key), by.did or ""
        if by.undone:
            return say('Text ignored, but its "{key}" has acted: {deed}.', key=key, deed=deed)
        return say(
            'Text ignored, but its "{key}" has acted: {deed}; {undo} takes that back.',
            key=key,
            deed=deed,
            undo=self._undo_of(by),
        )

    def tell_what_was_written_before(self, asked_by: Stroke) -> None:
        """Says of a text that was given up, for which a key asked, what the latest key before it wrote.

        If that is not long ago.
        """
        if (before := self._what_was_written_before(asked_by.at, asked_by.at)) is not None:
            key = written(asked_by.key)
            not_taken = say("Text ignored ({key} asks for it again).", key=key)
            self.tell_beside(in_one([not_taken, before]))

    def _what_was_written_before(self, began: float, at: float) -> Sentence | None:
        """What the latest key wrote before a moment; None where that is long ago, or was seen.

        Without how long before: it stays to be read.
        """
        if not self._latest or began - self._latest[-1].stroke.at >= JUST_BEFORE:
            return None
        if not (by := self._latest[-1]).may_begin(at):
            return None
        key, deed = written(by.stroke.key), by.did or ""
        if by.undone:
            return say('Before it, "{key}" took back: {deed}.', key=key, deed=deed)
        if by.answers:
            return say(
                'Before it, the answer "{key}" did: {deed} ({undo} takes that back).',
                key=key,
                deed=deed,
                undo=self._undo_of(by),
            )
        return say(
            'Before it, "{key}" did: {deed} ({undo} takes that back).',
            key=key,
            deed=deed,
            undo=self._undo_of(by),
        )

    def _undo_of(self, by: _DoneBy) -> Value:
        """The key that takes an act back, the latest one; with the yes that it asks for, if it does."""
        key = self._keys.actions[UNDO].key(self._t)
        return say("{key}, then {yes}", key=key, yes=YES) if by.weighs else key

    def tell_of_key(self, said: Sentence, stroke: Stroke) -> None:
        """Says of a key that it has no action; of a capital only until a small letter comes."""
        self._dialogue.tell(said, "warn")
        self._of_capital = self._dialogue.prompt.said if _is_capital(stroke) else ""

    def hears_ignored(self, stroke: Stroke) -> None:
        """Takes note of a letter of a text: behind a small one Caps Lock is not on."""
        of_capital = self._of_capital
        if of_capital and stroke.is_letter and not _is_capital(stroke):
            self._of_capital = ""
            self._dialogue.take_back(of_capital)

    def tell_too_soon(self, key: Value) -> None:
        """Says of a key that it came too soon behind a text that had ended, so often as it does."""
        before = self._said_without_key()
        why = say("{key} has done nothing: it came so soon behind a text.", key=key)
        self._tell_behind(before, why)
        self._before_key, self._said_of_key = before, self._dialogue.prompt.said

    def tell_beside(self, why: Sentence) -> None:
        """Says why a key is ignored beside what was said before, and only the latest such reason.

        What a letter of a text has written stays before it, until a key is heeded.
        """
        prompt, tells = self._dialogue.prompt, self._tells_deed
        said = self._said_without_key()
        before = self._before if said == self._said else said
        if stays := "" if tells else self._stays:
            before = stays
        self._tell_behind(before, why)
        self._before, self._said = before, prompt.said
        self._stays, self._tells_deed = prompt.said if tells else stays, False

    def _said_without_key(self) -> str:
        """What is said, without that a single key did nothing."""
        said = self._dialogue.prompt.said
        return self._before_key if said and said == self._said_of_key else said

    def _tell_behind(self, before: str, why: Sentence) -> None:
        told = say("{before} {why}", before=_ended(before), why=why) if before else why
        self._dialogue.tell(told, "warn")


def means_nothing(stroke: Stroke, keys: Keymap) -> Sentence | None:
    """What is said of a key that has no action; None where nothing need be."""
    if (instead := INSTEAD.get(stroke.key)) is not None:
        return instead
    letter = stroke.character or ""
    if _is_capital(stroke) and letter.lower() in keys.by_key:
        return say("{key} means nothing here. Is Caps Lock on?", key=letter)
    return None


def _is_capital(stroke: Stroke) -> bool:
    """Whether a key is a capital letter."""
    return (stroke.character or "").isupper()


def _again(stroke: Stroke) -> Sentence:
    """What is said, beside what its act did, of a key that was pressed again before that was seen."""
    return say("{key} again too soon: ignored. Look, then press it.", key=written(stroke.key))


def answers_nothing(stroke: Stroke, action: Action) -> Sentence:
    """That a key for yes came where no question is open, and what shows that its action is meant."""
    return say(
        "{key}: no question is open. For {action}: an arrow first, then {key}.",
        key=written(stroke.key),
        action=action.short or action.label,
    )


def asks_by_name(action: Action, what: Value) -> Sentence:
    """Asks whether a key is meant for what it would act on."""
    label = action.short or action.label
    return say("{action}: {what}? ({yes})", action=label, what=what, yes=KEYS)


def led_away(stroke: Stroke, what: Value) -> Sentence:
    """That a key is ignored which came before anybody saw what the cursor went to."""
    return say(
        "The cursor has just gone to {what}: {key} came too soon. Look, then press it.",
        what=what,
        key=written(stroke.key),
    )


def _ended(said: str) -> str:
    """The words with a full stop, where nothing ends them: others follow."""
    return said if said.rstrip().endswith((".", "?", "!", "…", ":")) else f"{said.rstrip()}."
