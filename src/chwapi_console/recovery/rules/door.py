"""The one door that every act goes through, whoever does it and however: no other place refuses.

The order of the registry is the order in which rules are asked. What refuses comes first, for one
subject after another; what asks comes last, for all of the act at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from chwapi_console.errors import ChwapiError, Overridable, RequestError, Unmeant
from chwapi_console.inventory.model import POLICY_RULES
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.rules.cases import ActName, Case
from chwapi_console.recovery.rules.rule import ASKS, MAY_BE_OVERRIDDEN
from chwapi_console.text import Sentence, in_one

_OVERRIDES: ContextVar[Mapping[str, str]] = ContextVar("overrides", default=MappingProxyType({}))
_MEANT: ContextVar[bool] = ContextVar("meant", default=False)


@contextmanager
def overriding(reasons: Mapping[str, str], *, meant: bool = False) -> Iterator[None]:
    """Overrides these rules (by id), each for a reason, for every act done within it.

    Where it is `meant`, the actor was told what is asked about the act. It is said here once for
    all that an act is made of, so that no act can forget to pass it on.
    """
    before, meant_before = _OVERRIDES.set(reasons), _MEANT.set(meant or _MEANT.get())
    try:
        yield
    finally:
        _OVERRIDES.reset(before)
        _MEANT.reset(meant_before)


@contextmanager
def also_overriding(reasons: Mapping[str, str]) -> Iterator[None]:
    """Overrides these rules too, beside those overridden already, whose reasons count first."""
    with overriding({**reasons, **_OVERRIDES.get()}):
        yield


class Admitted(NamedTuple):
    """A case that no rule refuses, and why which rules (by id) were overridden for it."""

    case: Case
    overridden: Mapping[str, str]


def admitted(case: Case, again: ActName | None = None) -> Admitted:
    """The case, where every rule holds or is overridden by name and reason.

    Else the first that is broken says why. `again` is the act that an undo does once more.
    """
    from chwapi_console.recovery.rules import registry

    overridden: dict[str, str] = {}
    for rule in registry.rules_of(case.act, again):
        if not rule.is_for(case, again) or (effect := rule.effect_for(case)) in (None, ASKS):
            continue
        if (why_not := rule.broken(case)) is None:
            continue
        if effect is not MAY_BE_OVERRIDDEN:
            raise effect.error(why_not)
        if not (reason := _OVERRIDES.get().get(rule.id, "").strip()):
            raise Overridable(why_not, rule.id)
        overridden[rule.id] = reason
    return Admitted(case, overridden)


def why_refused(build: Callable[[], object], *, all_is_said: bool = False) -> Sentence | None:
    """Why an act that is built so is refused, whatever its actor would still answer.

    That it is meant, why a rule of policy does not hold this time, or what more a rule wants,
    unless `all_is_said`. None where it is not.
    """
    try:
        with overriding(dict.fromkeys(POLICY_RULES, "…")):
            build()
    except Unmeant:
        return None
    except RequestError as error:
        return error.sentence if all_is_said else None
    except ChwapiError as error:
        return error.sentence
    return None


def doubts(case: Case) -> list[Sentence]:
    """What whoever does this must be told, and say that it is meant; of all servers of the act.

    Where there is any, what a reason will be wanted for stands before it: nobody says yes and hears
    of the worst behind it.
    """
    told = [doubt for _, doubt in _doubted(case)]
    return [*reasons_wanted(case), *told] if told else []


def reasons_wanted(case: Case) -> list[Sentence]:
    """What whoever does this must give a reason for: the rules that are broken and may be overridden."""
    from chwapi_console.recovery.rules import registry

    return [
        why
        for rule in registry.rules_of(case.act)
        if rule.is_for(case) and rule.effect_for(case) is MAY_BE_OVERRIDDEN
        if (why := rule.broken(case)) is not None
    ]


def _doubted(case: Case, again: ActName | None = None) -> Iterator[tuple[str, Sentence]]:
    """The rules that ask about it, by id, each with what is told.

    Of what was said already to be meant only those are asked whose yes is kept.
    """
    from chwapi_console.recovery.rules import registry

    meant = case.remarks.meant or _MEANT.get()
    for rule in registry.rules_of(case.act, again):
        if (
            (rule.asked_once or not meant)
            and rule.is_for(case, again)
            and rule.effect_for(case) is ASKS
        ):
            doubt = rule.broken(case)
            if doubt is not None:
                yield rule.id, doubt


def ask_whether_meant(cases: Iterable[tuple[Case, ActName | None]]) -> list[str]:
    """Unmeant where there is a doubt about an act and nobody says that it is meant.

    The act is made of these cases, each with the act that it does again, if any; each doubt is told
    once. Otherwise the ids of the rules whose yes is kept with the act.
    """
    doubted: list[Sentence] = []
    meant: dict[str, None] = {}
    for case, again in cases:
        for rule, doubt in _doubted(case, again):
            if case.remarks.meant or _MEANT.get():
                meant[rule] = None
            elif doubt not in doubted:
                doubted.append(doubt)
    if doubted:
        raise Unmeant(in_one(doubted))
    return list(meant)
