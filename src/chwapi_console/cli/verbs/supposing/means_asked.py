"""What `--crews NAME=N` asks: the plan's crews and lanes, but one more or fewer of some."""

from collections.abc import Iterator, Sequence

from chwapi_console.errors import RequestError
from chwapi_console.inventory.called import crew_called, lane_called
from chwapi_console.inventory.model import MOST_CREWS, Plan
from chwapi_console.recovery.state.of_view.means import crew_name, lane_name
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, every, plural, say


def with_means(view: View, asked: Sequence[tuple[str, str, int]]) -> View:
    """The view if there were so many (`=`), so many more (`+`) or fewer (`-`) of these."""
    plan = view.written
    for name, sign, count in asked:
        plan = _with(plan, name, sign, count)
    return view.with_plan(plan)


def _with(plan: Plan, name: str, sign: str, count: int) -> Plan:
    if (crew := crew_called(plan, name)) is not None:
        then = _so_many(name, plan.crews[crew].at_once, sign, count)
        return plan.with_part("crews", crew, at_once=then)
    if (lane := lane_called(plan, name)) is not None:
        then = _so_many(name, plan.lanes[lane].at_once, sign, count)
        return plan.with_part("lanes", lane, at_once=then)
    if not (there := [*plan.crews, *plan.lanes]):
        raise RequestError(
            say("The plan names no crews and no lanes; --crews N asks about so many crews.")
        )
    raise RequestError(no_means_called(name, there))


def no_means_called(name: str, there: Sequence[str]) -> Sentence:
    """That no crew or lane of the plan is called so, with those that are `there`."""
    return say(
        'There is no crew or lane "{name}" in the plan; it has {names}.',
        name=name,
        names=every(there),
    )


def _so_many(name: str, now: int, sign: str, count: int) -> int:
    then = {"=": count, "+": now + count, "-": now - count}[sign]
    if not 0 <= then <= MOST_CREWS:
        raise RequestError(
            say(
                "{name} has {now} now, and {then} cannot be asked about: 0 to {most}.",
                name=name,
                now=now,
                then=then,
                most=MOST_CREWS,
            )
        )
    return then


def finished_by(view: View, then: View) -> Sentence | None:
    """That a crew that would be gone goes on with what it has in hand; None where none would be."""
    gone = [crew for crew, of in then.written.crews.items() if not of.at_once]
    names = [crew_name(view, crew) for crew in gone if view.written.crews[crew].at_once]
    if not names:
        return None
    return plural(
        "{crews} finishes what it has in hand; the rest is left to others whom the plan has for it too.",
        "{crews} finish what they have in hand; the rest is left to others whom the plan has for it too.",
        len(names),
        crews=every(names),
    )


def changed_means(view: View, then: View) -> Iterator[Sentence]:
    """How many there would be of each crew and lane of which there are others now."""
    now, after = view.written, then.written
    crews = [
        (crew_name(view, c), now.crews[c].at_once, of.at_once) for c, of in after.crews.items()
    ]
    lanes = [
        (lane_name(view, n), now.lanes[n].at_once, of.at_once) for n, of in after.lanes.items()
    ]
    for name, was, becomes in [*crews, *lanes]:
        if was != becomes:
            yield say("{n} of {name} instead of {now}", name=name, n=becomes, now=was)
