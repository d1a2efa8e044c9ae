"""What a rule is: a name, a sentence, what would satisfy it, and what it does where it is broken."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from chwapi_console.errors import (
    ChwapiError,
    InConflict,
    Overridable,
    Refused,
    RequestError,
    Unmeant,
)
from chwapi_console.inventory.model import POLICY_RULES, RuleWord
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.rules.cases import ActName, ActorCase, Case, RecordCase
from chwapi_console.text import Sentence

C = TypeVar("C", bound=Case)


class Effect(NamedTuple):
    """What becomes of an act that breaks a rule: the `word` for it, and the error."""

    word: str
    error: type[ChwapiError]


REFUSES = Effect("refuses", Refused)
"""It is not written as things stand."""
DISAGREES = Effect("refuses", InConflict)
"""It is not written while acts disagree."""
WANTS = Effect("wants", RequestError)
"""It is written once something more, or less, is said with it."""
ASKS = Effect("asks", Unmeant)
"""It is written once its actor, who was told, says that it is meant."""
MAY_BE_OVERRIDDEN = Effect("may be overridden", Overridable)
"""It is written where its actor says why the rule does not hold this time; that is kept with it."""


_SET_TO: Mapping[RuleWord, Effect | None] = {"off": None, "ask": ASKS, "reason": MAY_BE_OVERRIDDEN}


class Rule(NamedTuple, Generic[C]):
    """One rule.

    Its `id` never changes, for overrides and pages name it; it is asked `about` cases of one kind
    or of some, where they are of one of its `acts`; `says` is the rule for who reads them all, and
    `met_by` what satisfies it.

    `broken` gives what is said to whoever breaks it, None where the case does not. A rule that asks
    is asked once of an act, and speaks of all servers of it. Of one that is `asked_once` the
    yes is kept with the act, by its id: for who reads on, or so that nobody is asked again. One that is
    `of_words` is met by what was said with an act, and not asked when an undo does that again.
    """

    id: str
    effect: Effect
    about: type[C] | tuple[type[C], ...]
    acts: tuple[ActName, ...]
    says: Sentence
    met_by: Sentence
    broken: Callable[[C], Sentence | None]
    asked_once: bool = False
    of_words: bool = False

    @property
    def is_policy(self) -> bool:
        """Whether a plan may set what becomes of an act that breaks it."""
        return self.id in POLICY_RULES

    def effect_for(self, case: C) -> Effect | None:
        """What becomes of an act that breaks it, by this plan; None where it is not asked.

        By the runbook of what it is done to.
        """
        if not self.is_policy or isinstance(case, ActorCase | RecordCase):
            return self.effect
        word = case.view.plan.policy_for(case.subject).rules.get(self.id)
        return self.effect if word is None else _SET_TO[word]

    def is_for(self, case: Case, again: ActName | None = None) -> bool:
        """Whether the rule is asked about this case.

        Where an undo does an act `again`, all is asked that is asked about that act.
        """
        if not isinstance(case, self.about):
            return False
        return case.act in self.acts or (again in self.acts and not self.of_words)
