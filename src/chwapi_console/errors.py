"""Everything this program refuses, as one tree.

The class decides the exit code, the sentence is for people.

    ChwapiError                 70   never raised itself
    ├── RequestError             1   the plan or the request is wrong
    │   └── PlanError            1   with every fault of the plan
    ├── UsageError               2   unknown verb, option or state
    ├── Refused                  3   a rule
    │   ├── StaleView            3   somebody acted since the actor looked
    │   ├── Unmeant              3   it must be said that it is meant
    │   ├── Overridable          3   a rule that may be overridden, by name and reason
    │   └── InConflict           3   two acts disagree; `settle` ends it
    ├── JournalError             4   the journal cannot be read or written
    │   ├── JournalReadOnly      4   it can be read, not written
    │   └── JournalGone          4   it is not the file that was opened any more
    └── RecordError              5   the record does not hold together

A sentence says what happened, where, and what to do next; it is put into the reader's language only
where it is shown.
"""

from collections.abc import Sequence

from chwapi_console.text import Sentence


class ChwapiError(Exception):
    """Any refusal that a person can understand and answer."""

    exit_code = 70

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class RequestError(ChwapiError):
    """The plan or the request is wrong: an unknown id, a missing reason, nothing to undo."""

    exit_code = 1


class UsageError(ChwapiError):
    """The words of the command are wrong."""

    exit_code = 2


class Refused(ChwapiError):
    """A rule forbids the act now."""

    exit_code = 3


class StaleView(Refused):
    """Somebody else acted on the same thing after the actor looked at it.

    `unseen` are the hashes of those acts.
    """

    def __init__(self, sentence: Sentence, unseen: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.unseen = unseen


class Unmeant(Refused):
    """An act that says more than was done: it is written once its actor says that it is meant."""


class Overridable(Refused):
    """A rule forbids the act, unless its actor says why it does not hold this time.

    `rule` is its id.
    """

    def __init__(self, sentence: Sentence, rule: str) -> None:
        super().__init__(sentence)
        self.rule = rule


class InConflict(Refused):
    """Acts that did not know each other disagree about the server."""


class JournalError(ChwapiError):
    """The journal cannot be read or written."""

    exit_code = 4


class JournalReadOnly(JournalError):
    """The journal can be read but not written; the console then opens read-only."""


class JournalGone(JournalError):
    """The journal that was open is not there any more, or not as it was."""


class RecordError(ChwapiError):
    """An event of the record does not fit the ones around it."""

    exit_code = 5
