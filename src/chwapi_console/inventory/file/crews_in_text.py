"""How many could be at work by the text of a plan, told without reading the plan.

The plans of a record are asked for what crews there were at the time; only these lines of them are
looked at.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from chwapi_console.inventory.model import MOST_CREWS, WEEKDAYS, Crew

_HEADING = re.compile(
    r"""^[ \t]*\[[ \t]*(?:(?P<crew>["']?crews["']?[ \t]*\.)|["']?policy["']?[ \t]*\])""",
    re.MULTILINE,
)
_NEXT_HEADING = re.compile(r"\n[ \t]*\[[ \t]*[\"'A-Za-z]")
_AT_ONCE = re.compile(r"""^[ \t]*["']?at_once["']?[ \t]*=[ \t]*(\d{1,9})\b""", re.MULTILINE)
_CREWS = re.compile(r"""^[ \t]*["']?crews["']?[ \t]*=[ \t]*(\d{1,9})\b""", re.MULTILINE)
_HOURS = re.compile(
    r"""^[ \t]*["']?hours["']?[ \t]*=[ \t]*(["'][^"'\n]{0,20}|\[[^\]]{0,500})""", re.MULTILINE
)
_WEEKDAYS = re.compile(
    r"""^[ \t]*["']?weekdays["']?[ \t]*=[ \t]*(["'][^"'\n]{0,20}|\[[^\]]{0,500})""", re.MULTILINE
)
_SHIFT = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_MOST_OF_A_TABLE = 2_000
"""Characters from its heading in which a table says what is asked."""


@lru_cache(maxsize=16)
def crews_in(text: str) -> Sequence[Crew]:
    """The crews of a plan, how many servers each is at and when; one of all that `policy` counts.

    None of what each is for. Nothing where the text says neither as tables.
    """
    crews, of_policy = list[Crew](), list[Crew]()
    for begins in islice(_HEADING.finditer(text), MOST_CREWS):
        part = text[begins.start() : begins.end() + _MOST_OF_A_TABLE]
        part = _NEXT_HEADING.split(part, maxsplit=1)[0]
        if begins["crew"]:
            crews.append(_crew(part))
        elif (count := _CREWS.search(part)) is not None:
            of_policy.append(Crew(at_once=_bounded(count[1])))
    return crews or of_policy


def _crew(part: str) -> Crew:
    count, hours, days = _AT_ONCE.search(part), _HOURS.search(part), _WEEKDAYS.search(part)
    shifts = _SHIFT.findall(hours[1]) if hours else []
    names = re.findall("[a-z]{3}", days[1]) if days else []
    return Crew(
        at_once=_bounded(count[1]) if count else 1,
        hours=tuple((_minute(h, m), _minute(to_h, to_m)) for h, m, to_h, to_m in shifts),
        weekdays=tuple(WEEKDAYS.index(name) for name in names if name in WEEKDAYS),
    )


def _bounded(count: str) -> int:
    return min(max(1, int(count)), MOST_CREWS)


def _minute(hour: str, minute: str) -> int:
    return min(60 * int(hour) + int(minute), 1440)
