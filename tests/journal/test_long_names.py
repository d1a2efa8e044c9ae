"""A name that an act gives is no longer than one that an act is under: every line that waits for
somebody tells it."""

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import sealed
from hospitals import standing_event

LONGEST = 4096
SIGN_OFF = {"by": "a", "tried": "b", "servers": []}


def named(part: str, name: str) -> Standing:
    return Standing.of({**Standing("clean").plain(), part: name})


@pytest.mark.parametrize("part", ["holder", "replacement", "second"])
def test_a_standing_names_nobody_without_end(part: str) -> None:
    event = standing_event("a", 1, "sql1", named(part, "H" * LONGEST))
    assert unsealed(event.body).after is not None
    longer = standing_event("a", 1, "sql1", named(part, "H" * (LONGEST + 1)))
    with pytest.raises(ValueError, match="HHH"):
        unsealed(longer.body)


@pytest.mark.parametrize("part", ["by", "tried"])
def test_a_sign_off_names_nobody_without_end(part: str) -> None:
    event = standing_event("a", 1, "pacs", Standing())
    data = {"before": None, "after": SIGN_OFF | {part: "H" * (LONGEST + 1)}}
    with pytest.raises(ValueError, match="HHH"):
        unsealed(sealed(event._replace(kind="accepted", data=data)).body)
