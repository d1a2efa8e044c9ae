"""Where the operator is and came from.

The places behind, where the cursor stood in each, what was typed to filter it, what is selected and
what is unfolded.
"""

from collections.abc import Callable, Iterable

from chwapi_console.console.views.place import QUEUE, Place
from chwapi_console.console.widgets.row import RowKey
from chwapi_console.console.widgets.row_list import Spot


class Trail:
    """The way here. It always begins with the queue, and no place is on it twice."""

    def __init__(self) -> None:
        self._places: list[Place] = [QUEUE]
        self._left: dict[Place, Spot] = {}
        self._typed: dict[Place, str] = {}
        self._selected: dict[Place, frozenset[str]] = {}
        self._unfolded: dict[Place, frozenset[RowKey]] = {}
        self.anchor = ""

    @property
    def here(self) -> Place:
        """The present place."""
        return self._places[-1]

    @property
    def way(self) -> tuple[Place, ...]:
        """The places to here, this one last."""
        return tuple(self._places)

    def return_to(self, way: Iterable[Place]) -> None:
        """Goes back to a place by the way that led to it: what was gone through since is forgotten."""
        before, self._places = self._places, list(way)
        for place in before:
            if place not in self._places:
                self._left.pop(place, None)

    def keep(self, is_there: Callable[[Place], bool]) -> bool:
        """Forgets the places that are there no more; whether this was one, and another is here now."""
        here = self.here
        self.return_to([place for place in self._places if is_there(place)] or [QUEUE])
        return here != self.here

    @property
    def spot(self) -> Spot | None:
        """Where the cursor stood when the present place was left; None when it was not left yet."""
        return self._left.get(self.here)

    @property
    def typed(self) -> str:
        """The filter of the present place."""
        return self._typed.get(self.here, "")

    @typed.setter
    def typed(self, text: str) -> None:
        self._typed[self.here] = text

    @property
    def selected(self) -> frozenset[str]:
        """The servers selected in the present place; `anchor` is the last one that was, by itself."""
        return self._selected.get(self.here, frozenset())

    @selected.setter
    def selected(self, servers: Iterable[str]) -> None:
        self._selected[self.here] = frozenset(servers)

    def acted_on(self, subjects: Iterable[str]) -> None:
        """Drops each selection of which something was acted on: it was made for that act."""
        done = frozenset(subjects)
        self._selected = {
            place: servers for place, servers in self._selected.items() if not servers & done
        }

    @property
    def unfolded(self) -> frozenset[RowKey]:
        """The keys of the rows that are unfolded in the present place."""
        return self._unfolded.get(self.here, frozenset())

    @unfolded.setter
    def unfolded(self, keys: Iterable[RowKey]) -> None:
        self._unfolded[self.here] = frozenset(keys)

    def go(self, place: Place, leaving: Spot) -> None:
        """Goes to a place; `back` returns to this one.

        A place on the way here is gone to once more; the queue begins anew.
        """
        if place == self.here:
            return
        self._left[self.here] = leaving
        if place == QUEUE:
            self._places = []
        elif place in self._places:
            self._places.remove(place)
        self._places.append(place)

    def back(self) -> bool:
        """Goes back one place, if there is one."""
        if len(self._places) < 2:
            return False
        self._left.pop(self._places.pop(), None)
        return True
