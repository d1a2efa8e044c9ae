"""The words that answer the questions of `do`, and what an answer asks for.

In English and in the reader's language.
"""

from collections.abc import Mapping, Sequence

from chwapi_console.inventory.plain_words import plain
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.entry import Entry, WorkToDo
from chwapi_console.recovery.words.things.spoken import Spoken
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Language, Sentence, say, word

ANSWERS: Spoken = {
    "take": (word("answer", "take"),),
    "done": (
        word("answer", "done"),
        state_word("restored"),
        state_word("verified"),
        say("reconnected"),
    ),
    "clean": (state_word("clean"),),
    "compromised": (state_word("compromised"),),
    "blocked": (state_word("blocked"),),
    "settle": (word("answer", "settle"),),
    "step": (word("answer", "step"),),
    "accept": (word("answer", "accept"),),
    "drop": (word("answer", "drop"),),
    "note": (word("answer", "note"),),
    "undo": (word("answer", "undo"),),
    "show": (word("answer", "show"),),
    "again": (word("answer", "again"),),
    "skip": (word("answer", "skip"),),
    "help": (word("answer", "help"),),
    "quit": (word("answer", "quit"),),
}
"""Whole words only: a line that was torn must not be taken for another, and y, n or ok belong to
questions that may be closed by now."""

MEANINGS: Mapping[str, Sentence] = {
    "take": say("you have it in hand, everybody sees it"),
    "done": say("it is restored; verified, where it waits for that; reconnected, where it is off"),
    "clean": say("you looked at it: no trace of the attack"),
    "compromised": say("you looked at it: traces of the attack"),
    "blocked": say("it cannot go on; you are asked why, or write that behind the word"),
    "settle": say("acts disagree about it: how it stands, behind the word or on the next line"),
    "step": say("its next step is done; what came of it stands behind the word"),
    "accept": say("a clinician tried a service that is up; its name stands behind the word"),
    "drop": say("let go of what is taken or blocked"),
    "note": say("write a note about it, behind the word or on the next line"),
    "undo": say("take back the latest that you did"),
    "show": say("all that is known of it"),
    "again": say("say once more what it is about"),
    "skip": say("on to the next server; nothing is written"),
    "help": say("these words"),
    "quit": say("end; what was done is written"),
}

WITH_TEXT = frozenset(("blocked", "settle", "step", "accept", "note"))
"""Answers behind which more may stand than the name of the server."""

OFFERED: Mapping[WorkToDo, Sequence[str]] = {
    "look": ("clean", "compromised", "blocked"),
    "restore": ("take", "done", "blocked"),
    "verify": ("done",),
    "recheck": ("settle",),
    "wait": ("take", "blocked"),
    "ask": ("take", "blocked"),
    "connect": ("done",),
}
"""What is offered by the work to do; every other word is an answer too, and the rules have their
say."""


class TypedAnswer(NamedTuple):
    """An answer: its word as it is kept, and what else was typed.

    Whether the server was named with it, and what stood behind it.
    """

    word: str
    names: bool = False
    text: str = ""


def typed_answer(line: str, server: str, t: Language) -> TypedAnswer | None:
    """What a line says about a server; None where it is no answer."""
    first, _, rest = line.strip().partition(" ")
    kept = next(
        (
            kept
            for kept, words in ANSWERS.items()
            if any(_is_that(first, spoken) for spoken in (kept, *map(t, words), *map(str, words)))
        ),
        None,
    )
    if kept is None:
        return None
    named, _, text = rest.strip().partition(" ")
    names = named == server
    text = text.strip() if names else rest.strip()
    return TypedAnswer(kept, names, text) if not text or kept in WITH_TEXT else None


def _is_that(typed: str, spoken: str) -> bool:
    """Whether a word is that one, in capitals or not, with accents and French endings or without."""
    beginning = plain(spoken)
    return plain(typed).startswith(beginning) and plain(typed)[len(beginning) :] in (
        "",
        "e",
        "s",
        "es",
    )


def words_offered(entry: Entry, *, in_hand: bool, has_a_step: bool, t: Language) -> list[str]:
    """The words that are offered for an entry, in the reader's language."""
    acts = (
        (*(("step",) if has_a_step else ()), "done", "blocked", "drop")
        if in_hand and not entry.conflict
        else OFFERED[entry.work]
    )
    return [t(ANSWERS[kept][0]) for kept in (*acts, "note", "skip", "quit")]


def offered_of_a_service(t: Language) -> list[str]:
    """The words that are offered for a service that waits to be signed off."""
    return [t(ANSWERS[kept][0]) for kept in ("accept", "note", "skip", "quit")]
