"""Where the operator is and came from: the places behind, where the cursor stood in each, and what was typed to filter it."""

from chwapi_console.console.place import QUEUE, Place

Spot = tuple[str, int, int]
"""What the cursor stood on, its row, and the row at the top."""


class Trail:
    """The way here. It always begins with the queue, and no place is on it twice."""

    def __init__(self) -> None:
        self._places: list[Place] = [QUEUE]
        self._left: dict[Place, Spot] = {}
        self._typed: dict[Place, str] = {}

    @property
    def here(self) -> Place:
        """The present place."""
        return self._places[-1]

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

    def go(self, place: Place, leaving: Spot) -> None:
        """Goes to a place; `back` returns to this one. To a place on the way here it goes back."""
        if place == self.here:
            return
        self._left[self.here] = leaving
        if place in self._places:
            del self._places[self._places.index(place) + 1:]
        else:
            self._places.append(place)

    def back(self) -> bool:
        """Goes back one place, if there is one."""
        if len(self._places) < 2:
            return False
        self._left.pop(self._places.pop(), None)
        return True
