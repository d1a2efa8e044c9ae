"""What answers a question with yes or no, in every face.

y and n in every language, and the reader's own letters beside them.

One key answers at once in the console, so only a key that means it there may; anything else leaves
the question standing.
"""

from chwapi_console.text import Language, Sentence, say

OK = "ok"
"""A word that people type for yes to each other, in every language: it answers no question here, for
it is as often meant for another window."""
KEYS = say("y/n")
"""The two keys as a question shows them."""
YES, NO = say("y"), say("n")
"""Each of them in the reader's own language."""


def yes_keys(t: Language) -> str:
    """The characters of which each means yes."""
    return "y" + t(YES)


def keys_shown(key: str = "") -> Sentence:
    """The two keys as a question shows them whose yes is a `key` of its own: then it says which is which."""
    return say("{key}: yes, {no}: no", key=key, no=NO) if key else KEYS


def is_offered_yes(character: str, t: Language) -> bool:
    """Whether a character is the yes that questions show; `y` is one too where they show another."""
    return character.casefold() == t(YES).casefold()


def no_keys(t: Language) -> str:
    """The characters of which each means no."""
    return "n" + t(NO)


def yes_and_no_words(t: Language) -> frozenset[str]:
    """The words that people type for yes and no."""
    return frozenset(("yes", t(say("yes")), "no", t(say("no")), OK))


def means_yes(answer: str, t: Language) -> bool | None:
    """Whether an answer, be it a letter or a word, means yes; None where it means neither.

    An empty one means no.
    """
    word = answer.strip().casefold()
    if word in (*yes_keys(t), "yes", t(say("yes"))):
        return True
    return False if word in ("", *no_keys(t), "no", t(say("no"))) else None


def rest_of_word(character: str, t: Language) -> list[str]:
    """What follows of the words for yes and no, where one letter of them has answered already.

    Whoever typed that letter may be typing the word.
    """
    words = yes_and_no_words(t) - {OK}
    return [word[1:] for word in sorted(words) if word[0] == character.casefold()]


def spoilt_by(character: str) -> str:
    """The letter that turns a one-letter answer into the start of a longer word, as `k` makes `ok`.

    Empty where no such word begins with that letter. The key may be one that only moves elsewhere.
    """
    return OK[1:] if character.casefold() == OK[0] else ""


BEFORE_Y = "bcghlmnpst"
"""Letters that a `y` goes on with as in a word: by, cyber, python, type."""


def goes_on_with_word(key: str, answer: str) -> bool:
    """Whether the letter that answers may go on with a word that the key of its question began.

    `do`, `tout`, `cyber`. Nearly every consonant has words with an o behind it; few begin with dy.
    """
    key, answer = key.casefold(), answer.casefold()
    return key.isalpha() and (answer == "o" or (answer == "y" and key in BEFORE_Y))


def insisting(question: Sentence, key: str = "") -> Sentence:
    """The question once more, after what was no answer to it; `key` is its yes where that is another."""
    if key:
        return say("Answer {key} or {no}. {question}", key=key, no=NO, question=question)
    return say("Answer y or n. {question}", question=question)
