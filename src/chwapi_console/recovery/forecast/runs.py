"""The rest of the incident, played run by run through a network of what is to be done (`network`).

Crews that are free take the first stage that is ready. How often it is played hangs on how much is
to be done before what is asked about: see `minutes_until_up`.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import inf

from chwapi_console.recovery.forecast.durations import FEWEST_RUNS
from chwapi_console.recovery.forecast.network import NEVER, Asked, Network
from chwapi_console.recovery.forecast.stage_minutes import Draws
from chwapi_console.recovery.order.crew_work import Means, Work
from chwapi_console.recovery.order.crewed import play

MOST_WORK = 24_000
"""Stages of work that further runs may cost, block by block of them. What has few before it is left
to chance most, and costs least; the more stages come before something, the more of their chance
evens out, and what all of them share decides, of which the fewest runs have draws that spread
evenly. docs/design/forecast.md has how far fewer runs are out."""


def minutes_until_up(
    network: Network,
    crews: int,
    between: Callable[[float], object],
    watched: Collection[str] = (),
    is_told: Callable[[str, Sequence[float]], bool] = lambda *_: False,
    first: int = FEWEST_RUNS,
) -> "dict[str, array[float]]":
    """The minutes until each service is up, a number for each run, from the first on.

    Nothing of what does not come up in each of the fewest runs.

    The `first` are played to the end of what is asked about. Then each block of runs doubles those
    before it, and asks only about what comes up after so little that the block is worth it, and of
    which the runs so far do not tell enough (`is_told`). What is `watched` is told as far as it is
    up before that: in a run in which it is not, its minutes are without end. `between` is called
    again and again with the share of the whole that is done.
    """
    asked = {number for number, node in network.services.items() if node not in watched}
    beside = network.services.keys() - asked
    until = {number: array("d") for number in network.services}
    before, play_one = dict.fromkeys(network.services, 0), _player(network, crews)
    for runs, part in _parts(network.runs, first):
        if not part.start:
            asked = {each for each in asked if before[each] * len(runs) <= MOST_WORK * runs[0]}
            pause = _Pause(between, runs[0])
            minutes = Drawn(network.draws, runs, pause)
        if not asked:
            break
        told = {number: until[number] for number in asked | beside}
        for run in part:
            pause(run / len(runs))
            play_one(minutes, run, asked, told, before)
            _never_up([until[number] for number in beside], runs[run] + 1)
        asked = {each for each in asked if len(until[each]) == runs[part[-1]] + 1}
        asked -= {each for each in asked if is_told(network.services[each], until[each])}
    return _of_enough_runs(network, until)


def _player(network: Network, crews: int) -> Callable[..., None]:
    """What plays one run of a network: who does everything, or not everybody does."""
    if network.asked:
        return partial(_play_divided, work_of(network, network.asked), network.asked.means)
    return partial(_play, network, crews, _ready_at_first(network))


def _parts(most: int, first: int) -> Iterator[tuple[range, range]]:
    """Each block of runs with those of it that are played at once, counted in it.

    Of the first block so many first, then the others: all of it is drawn at once, as ever.
    """
    for runs in blocks(most):
        begins = [0, first, len(runs)] if not runs[0] and first < len(runs) else [0, len(runs)]
        yield from ((runs, range(*part)) for part in pairwise(begins))


def _never_up(watched: "Iterable[array[float]]", runs: int) -> None:
    """Says after so many runs of what is not up in the last of them that it is without end."""
    for moments in watched:
        if len(moments) < runs:
            moments.append(inf)


def _of_enough_runs(
    network: Network, until: "Mapping[int, array[float]]"
) -> "dict[str, array[float]]":
    fewest = min(network.runs, FEWEST_RUNS)
    return {
        network.services[number]: moments
        for number, moments in until.items()
        if len(moments) >= fewest
    }


class _Pause:
    """Lets others pass now and then, and says what share is done.

    After the first block all but all.
    """

    def __init__(self, between: Callable[[float], object], earlier: int) -> None:
        self._between, self._is_first, self._share = between, not earlier, 0.0

    def __call__(self, share: float | None = None) -> None:
        self._share = self._share if share is None else share
        self._between(self._share if self._is_first else 1.0)


def blocks(most: int) -> Iterator[range]:
    """The fewest runs, then as many again as there were, up to the most."""
    reached = 0
    while reached < most:
        following = min(most, max(FEWEST_RUNS, 2 * reached))
        yield range(reached, following)
        reached = following


class Drawn(dict[int, Sequence[float]]):
    """The minutes of the stages by number, each drawn when it is first looked at.

    For one block of runs. `between` is called between two.
    """

    def __init__(self, draws: Sequence[Draws], runs: range, between: Callable[[], object]) -> None:
        self._draws, self._runs, self._between = draws, runs, between

    def __missing__(self, stage: int) -> Sequence[float]:
        self._between()
        drawn = self[stage] = self._draws[stage](self._runs)
        return drawn


def _ready_at_first(network: Network) -> list[int]:
    """The stages that crews could begin at once, and behind them what is never begun."""
    ready = [
        number
        for number, unmet in enumerate(network.unmet[: len(network.draws)])
        if not unmet and number not in network.running and number not in network.elapsing
    ]
    return [*ready, NEVER]


def _play_divided(
    work: Work,
    means: Means,
    minutes: Mapping[int, Sequence[float]],
    run: int,
    asked: Collection[int],
    until: "Mapping[int, array[float]]",
    before: dict[int, int],
) -> None:
    """One run where not everybody does everything. As `_play`."""
    left = set(asked)

    def is_done(node: int, minute: float, stages: int) -> bool:
        until[node].append(minute)
        before[node] += stages
        left.discard(node)
        return not left

    play(work, means, minutes, run, is_done, until)


def work_of(network: Network, asked: Asked) -> Work:
    """The work of a network that says what each stage asks for."""
    return Work(
        asked.kinds,
        asked.kind,
        asked.hands,
        asked.tiers,
        network.unmet,
        network.dependents,
        asked.running,
        asked.follows,
        network.brief,
        asked.resting,
        asked.stretches,
    )


class _Beside:
    """What those whose hands are full do beside what they have in hand now, in one run.

    What is brief and comes before that, the first of it first; what they have in hand is done so
    much later (`ends`). `taken` are the stages that were begun so.

    The rule is that of `crewed.play`, which knows crews, lanes and nights too, and takes more than
    twice as long; a test holds both to it.
    """

    def __init__(self, network: Network, minutes: Mapping[int, Sequence[float]], run: int) -> None:
        self._minutes, self._run, self._network = minutes, run, network
        self.taken, self._at = set[int](), dict[int, int]()
        last = max(network.running, default=-1)
        is_any = any(stage < last for stage in network.brief)
        self.ends = {held: minutes[held][run] for held in network.running} if is_any else {}

    def begin(
        self, busy: list[tuple[float, int]], now: float, first: Sequence[int], later: list[int]
    ) -> None:
        """Begins what can be begun so, of what was ready from the start or became so later."""
        brief, waiting = self._network.brief, self._at.values()
        for held in sorted((stage for stage in self.ends if stage not in waiting), reverse=True):
            ready = (s for s in (*first, *later) if s in brief and s not in self.taken)
            if (stage := min(ready, default=NEVER)) > held:
                return
            if stage in later:
                later.remove(stage)
                heapify(later)
            minutes = self._minutes[stage][self._run]
            self.taken.add(stage)
            self._at[stage] = held
            self.ends[held] += minutes
            heappush(busy, (now + minutes, stage))
            heappush(busy, (self.ends[held], held))

    def done(self, stage: int) -> None:
        """What was done beside something is done: that goes on."""
        del self._at[stage]


def _play(  # noqa: C901, PLR0912, PLR0915 -- calls in the innermost loop would cost more than they explain
    network: Network,
    crews: int,
    first: Sequence[int],
    minutes: Mapping[int, Sequence[float]],
    run: int,
    asked: Collection[int],
    until: "Mapping[int, array[float]]",
    before: dict[int, int],
) -> None:
    """Plays one run until every service that is asked about and can come up is up.

    Crews that are free take the first stage that is ready. `first` are the stages that are ready
    from the start, in order; what becomes ready later stands in a heap beside them. What elapses
    takes no crew; who has nothing free does what is brief beside what is in hand (`_Beside`).
    `before` counts the stages that were done before each service was up, over all runs.
    """
    elapsing, beside = network.elapsing, _Beside(network, minutes, run)
    held, taken = beside.ends, beside.taken
    busy = [(minutes[stage][run], stage) for stage in network.running]
    busy += [(minutes[stage][run], stage) for stage in elapsing if not network.unmet[stage]]
    heapify(busy)
    later, unmet, dependents = list[int](), list(network.unmet), network.dependents
    stages = len(network.draws)
    free, left, now, begun, done = crews - len(network.running), len(asked), 0.0, 0, 0
    while left:
        while free > 0:
            stage = first[begun]
            if later and later[0] < stage:
                stage = heappop(later)
            elif stage < NEVER:
                begun += 1
            else:
                break
            if stage in taken:
                continue
            heappush(busy, (now + minutes[stage][run], stage))
            free -= 1
        if held and free <= 0:
            beside.begin(busy, now, first[begun:], later)
        if not busy:
            return
        now, stage = heappop(busy)
        if stage in held:
            if now < held[stage]:
                continue
            del held[stage]
        if stage in taken:
            beside.done(stage)
        elif stage not in elapsing:
            free += 1
        done += 1
        met = [stage]
        while met:
            for node in dependents[met.pop()]:
                unmet[node] -= 1
                if unmet[node]:
                    continue
                if node < stages and minutes[node][run]:
                    if node in elapsing:
                        heappush(busy, (now + minutes[node][run], node))
                    else:
                        heappush(later, node)
                    continue
                met.append(node)
                if node in until:
                    until[node].append(now)
                    before[node] += done
                    if node in asked:
                        left -= 1
