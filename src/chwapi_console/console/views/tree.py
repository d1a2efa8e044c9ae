"""What a server or service needs, and what needs it, as lines that unfold.

Each with its state, groups said in words.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Literal

from chwapi_console.console.widgets.row import Row, RowKey, columns, plain
from chwapi_console.console.widgets.styles import STATE_LOOKS
from chwapi_console.inventory.groups import Group, accepted_service, enough
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Language, Sentence, say, word

Way = Literal["needs", "needed"]
FOLDED, UNFOLDED, LEAF = "+", "-", " "
LINK_WIDTH = 27


class Tree:
    """The lines below one node, as far as they are unfolded.

    A node on the way to itself is not unfolded again.
    """

    def __init__(self, view: View, unfolded: AbstractSet[RowKey], width: int, t: Language) -> None:
        self._view, self._unfolded, self._width, self._t = view, unfolded, width, t

    def rows(self, node: str, way: Way) -> Iterator[Row]:
        """What lies directly below a node, and below that as far as it is unfolded."""
        yield from self._below((node,), way)

    def _below(self, path: tuple[str, ...], way: Way) -> Iterator[Row]:
        indent = "  " * len(path)
        if way == "needed":
            for dependent in self._view.graph.dependents(path[-1]):
                yield from self._node(dependent, path, way, indent)
            return
        for group in self._view.graph.needs[path[-1]]:
            if len(group) > 1:
                yield plain(f" {indent} " + self._t(self._heading(group)), "faint")
            for member in group:
                yield from self._node(
                    member, path, way, indent + "  " if len(group) > 1 else indent
                )

    def _heading(self, group: Group) -> Sentence:
        """How many of a group are enough; where that is more than one, how many work."""
        if (wanted := enough(group)) == 1:
            return say("any one of:")
        return say(
            "{n} of these {all}, of which {met} work:",
            n=wanted,
            all=len(group),
            met=sum(map(self._view.works, group)),
        )

    def _node(self, node: str, path: tuple[str, ...], way: Way, indent: str) -> Iterator[Row]:
        more = self._view.graph.needs[node] if way == "needs" else self._view.graph.dependents(node)
        folds = bool(more) and node not in path
        key = self._key(node, f"{way} {'/'.join(path)}")
        sign = LEAF if not folds else UNFOLDED if key in self._unfolded else FOLDED
        yield self.link(node, f"{indent[1:]}{sign} ", key, folds=folds)
        if sign == UNFOLDED:
            yield from self._below((*path, node), way)

    def _key(self, node: str, within: str = "") -> RowKey:
        plan = self._view.plan
        if service := accepted_service(node):
            return RowKey("service", service, f"{within} accepted")
        return RowKey(
            "service"
            if node in plan.services
            else "condition"
            if node in plan.conditions
            else "server",
            node,
            within,
        )

    def link(
        self, node: str, indent: str, key: RowKey | None = None, *, folds: bool = False
    ) -> Row:
        """A server, service or condition with its state; Enter opens it."""
        view, t = self._view, self._t
        state: str
        if node in view.conditions:
            state = view.conditions[node].state
            what = t(node_name(view, node))
        elif node in view.plan.services:
            state = "suspect" if view.services[node].suspect else str(view.services[node].status)
            what = t(view.plan.services[node].name)
        else:
            state = "suspect" if node in view.suspects else view.situation.shown_state(node)
            what = t(view.plan.servers[node].role)
        works = t(say("works")) if view.works(node) else t(say("does not work"))
        return columns(
            [
                (indent + t(accepted_service(node) or node), LINK_WIDTH, ""),
                (t(self._state_word(node, state)), 13, STATE_LOOKS[state]),
                (works, 15, "" if view.works(node) else "warn"),
                (what, self._width - LINK_WIDTH - 33, "faint"),
            ],
            key=key or self._key(node),
            folds=folds,
        )

    def _state_word(self, node: str, state: str) -> Sentence:
        """The word for a state; a condition is open in another gender than a step."""
        is_open = state == "open" and node in self._view.conditions
        return word("condition", "open") if is_open else state_word(state)
