"""Whose turn it is: the next step of what is to be restored, for the trade that does it."""

from collections.abc import Iterator

from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.judged.required_steps import next_step
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.step_words import step_name, who_does_it
from chwapi_console.recovery.words.things.trades import is_called
from chwapi_console.text import Sentence, every, say

BEING_RESTORED = ("compromised", "restoring")
"""States in which the steps of a runbook are done."""


def holder_of_next_step(view: View, server: str) -> str:
    """Which trade or person does the next step of a server.

    Empty where nobody is named, or it is not being restored.
    """
    if view.situation.state(server) not in BEING_RESTORED:
        return ""
    step = next_step(view.plan, view.situation, server)
    return view.plan.step(step).holder if step else ""


def waits_for_trade(view: View, trade: str) -> Iterator[Entry]:
    """The entries of the queue whose next step a trade or person does; part of the name is enough."""
    for entry in view.entries:
        holder = holder_of_next_step(view, entry.server)
        if holder and is_called(trade, holder):
            yield entry


def comes_to_trade(view: View, trade: str) -> Iterator[tuple[Entry, str]]:
    """The servers of the queue with a step to come for a trade or person.

    Each with the first such step, in the order of the queue.
    """
    for entry in view.entries:
        if view.situation.state(entry.server) not in BEING_RESTORED:
            continue
        for step in view.plan.steps_of(entry.server):
            holder = view.plan.step(step).holder
            if holder and is_called(trade, holder) and view.situation.is_to_do(entry.server, step):
                yield entry, step
                break


def next_step_words(view: View, server: str) -> Sentence:
    """The next step of a server, who does it and how long it takes."""
    return words_of_step(view, server, next_step(view.plan, view.situation, server))


def words_of_step(view: View, server: str, step: str) -> Sentence:
    """A step of a server, who does it and how long it takes."""
    name, who = step_name(view.plan, step), who_does_it(view.plan, step)
    if not who:
        return say("{server}: {step}", server=server, step=name)
    return say("{server}: {step} ({who})", server=server, step=name, who=every(who))
