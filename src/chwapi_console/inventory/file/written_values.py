"""How values are written in a plan's file: ids, times, needs, shares, and what is said of what is none.

Each type reads what a person wrote, or says with `Unfit` what it should be.
"""

import re
from collections import Counter
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
)

from chwapi_console.clock import FIRST_YEAR, parse_duration
from chwapi_console.inventory.group_words import AT_LEAST, OF, SIGNED_OFF, plainly
from chwapi_console.inventory.groups import Group, accepted, accepted_service, group_of
from chwapi_console.inventory.identifiers import why_no_identifier
from chwapi_console.inventory.model import (
    ALL_SITES,
    MOST_CREWS,
    SECOND_PERSON_FOR,
    WEEKDAYS,
    Estimate,
)
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, either, say

LAST_YEAR = 9998
"""Of an incident: the year after it cannot be told in every zone."""


MOST_HANDS = 4
"""More pairs of hands at one server stand in each other's way."""


MOST_DAYS_BEFORE = 27
"""Before a day of each month: more would reach into the month before the last."""


COUNTED = '{ at_least = 2, of = ["app1", "app2", "app3"] }'
"""How a group is written that asks for more than one member."""


ASKS_FOR_A_SIGN_OFF = '{ accepted = "pacs" }'
"""How a need is written that asks for a service to be signed off."""


class Unfit(ValueError):
    """A value of the plan that does not have its shape; the sentence says what shape that is.

    Where it `says_all`, nothing is told beside it.
    """

    def __init__(self, sentence: Sentence, *, says_all: bool = False) -> None:
        super().__init__(str(sentence))
        self.sentence, self.says_all = sentence, says_all


def _minutes(value: object) -> int:
    if isinstance(value, str):
        with suppress(ValueError):
            return _minutes_in(value)
    raise Unfit(say('a duration is written like "45m", "2h", "1h30" or "2d"'))


_minutes_in = lru_cache(maxsize=4096)(parse_duration)
"""A plan says the same few durations over and over."""


def _estimate(value: object) -> Estimate:
    """A single number means half to double of it (docs/design/forecast.md, "A duration")."""
    if isinstance(value, list):
        if len(value) != 3:
            raise Unfit(say('a range has three durations, like ["1h", "2h", "6h"]'))
        estimate = Estimate(*(_minutes(part) for part in value))
        if not estimate.low <= estimate.likely <= estimate.high:
            raise Unfit(say("a range goes from the shortest to the longest duration"))
        return estimate
    likely = _minutes(value)
    return Estimate(max(1, likely // 2), likely, likely * 2)


def _list_of_needs(value: object) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise Unfit(say('a list of ids is expected, like ["san1", ["dc1", "dc2"]]'))
    return tuple(value)


def _need(value: object) -> Group:
    if isinstance(value, dict) and SIGNED_OFF not in value:
        return _counted(value)
    members = value if isinstance(value, list) else [value]
    if not all(isinstance(member, str) or _asks_for_a_sign_off(member) for member in members):
        raise Unfit(say('ids are written in quotes; a list within the list means "any of"'))
    return tuple(map(_member, members))


def _asks_for_a_sign_off(member: object) -> bool:
    return isinstance(member, dict) and SIGNED_OFF in member


def _member(member: str | dict[object, object]) -> str:
    """What one member of a list of needs names: an id, or a service to be signed off."""
    if isinstance(member, str):
        return _unlike_a_sign_off(member)
    service = member.get(SIGNED_OFF)
    if member.keys() != {SIGNED_OFF} or not isinstance(service, str) or not service.strip():
        raise Unfit(
            say(
                "a need for a sign-off names one service, as in {example}",
                example=ASKS_FOR_A_SIGN_OFF,
            )
        )
    return accepted(service)


def _unlike_a_sign_off(name: str) -> str:
    """An id. Nobody gets a sign-off by the name that the program gives to one."""
    if accepted_service(name):
        raise Unfit(
            say(
                "a need for a sign-off is written in braces, as in {example}",
                example=ASKS_FOR_A_SIGN_OFF,
            )
        )
    return name


def _counted(value: dict[object, object]) -> Group:
    """Of so many ids so many are enough."""
    count, members = value.get(AT_LEAST), value.get(OF)
    if value.keys() != {AT_LEAST, OF}:
        strange = sorted(str(key) for key in value.keys() - {AT_LEAST, OF})
        raise Unfit(
            say('"{key}" is not a key of it; write {example}', key=strange[0], example=COUNTED)
            if strange
            else say("it has both keys, as in {example}", example=COUNTED)
        )
    if not isinstance(members, list) or not all(
        isinstance(member, str) or _asks_for_a_sign_off(member) for member in members
    ):
        raise Unfit(say("of is a list of ids in quotes, with no list or braces within it"))
    members = list(map(_member, members))
    if len(members) < 2:
        raise Unfit(say("of names two ids or more; a lone need is written without the braces"))
    if twice := next((plainly(name) for name, n in Counter(members).items() if n > 1), None):
        raise Unfit(
            say('"{name}" stands twice in of, and counts once. Take one of them out', name=twice)
        )
    if type(count) is not int or not 1 <= count <= len(members):
        raise Unfit(
            say("at_least is a whole number from 1 to {n}, for of names {n}", n=len(members))
        )
    return group_of(count, members)


def _identifier(value: str) -> str:
    if (why := why_no_identifier(value)) is not None:
        raise Unfit(why)
    return value


def _whole_number(value: object) -> object:
    """What Python takes for the number 1 need not be one: `true` and `1.0` are not."""
    if type(value) is not int:
        raise Unfit(say("must be a whole number"))
    return value


def _second_person(value: object) -> tuple[str, ...]:
    """`true` is what plans said before they could say for which states."""
    if isinstance(value, bool):
        return SECOND_PERSON_FOR[:1] if value else ()
    if not isinstance(value, list) or not all(state in SECOND_PERSON_FOR for state in value):
        raise Unfit(say('write true, false, or a list of these: "restored", "clean"'))
    return tuple(state for state in SECOND_PERSON_FOR if state in value)


def _share(value: object) -> int:
    """Hundredths of a share from 0 to 1."""
    if type(value) not in (int, float) or not 0 <= float(value) <= 1:  # type: ignore[arg-type]
        raise Unfit(say("must be a share from 0 to 1, like 0.1"))
    return round(100 * float(value))  # type: ignore[arg-type]


def _weekday(value: object) -> object:
    """A day of the week by its name, in English, as the keys are."""
    if value not in WEEKDAYS:
        raise Unfit(say("must be {expected}", expected=either(WEEKDAYS)))
    return WEEKDAYS.index(str(value))


def _time_of_day(value: object) -> int:
    """Minutes after midnight; 24:00 is the end of the day."""
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    minutes = 60 * int(found[1]) + int(found[2]) if found else -1
    if not found or int(found[2]) > 59 or not 0 <= minutes <= 1440:
        raise Unfit(say('a time of the day is written like "05:00"'))
    return minutes


_LIKE_HOURS = say('hours are written like "07:00-19:00", or as a list of such')


def _hours(value: object) -> tuple[tuple[int, int], ...]:
    """Stretches of the day, each from and until minutes after midnight."""
    stretches = [value] if isinstance(value, str) else value
    if not isinstance(stretches, list) or not stretches:
        raise Unfit(_LIKE_HOURS)
    return tuple(map(_stretch, stretches))


def _stretch(value: object) -> tuple[int, int]:
    since, sign, until = (
        value.replace("–", "-").partition("-") if isinstance(value, str) else [""] * 3
    )
    if not sign:
        raise Unfit(_LIKE_HOURS)
    stretch = (_time_of_day(since.strip()), _time_of_day(until.strip()))
    if stretch[0] == stretch[1]:
        raise Unfit(say("they end when they begin; who works day and night has no hours"))
    return stretch


def _day_of_month(value: object) -> int:
    if value == LAST_DAY:
        return 31
    if type(value) is not int or not 1 <= value <= 31:
        raise Unfit(say('must be a day of the month from 1 to 31, or "last"'))
    return value


LAST_DAY = "last"
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


def _served(value: object) -> object:
    """Sites, or all."""
    if value == ALL_SITES:
        return value
    if not isinstance(value, list) or not all(isinstance(site, str) for site in value):
        raise Unfit(say('must be "all" or a list of sites, like ["imc", "union"]'))
    return tuple(value)


def _with_offset(value: datetime) -> datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Unfit(say("a time of the year 2000 or later is expected"))
    if value.tzinfo is None:
        raise Unfit(say("write the offset too, like 2021-01-17T20:46:00+01:00"))
    return value


class AsWritten(NamedTuple):
    """Marks a type whose values stand in a file otherwise than in the program.

    `definition` is its name in the JSON Schema.
    """

    definition: str

    def __get_pydantic_json_schema__(self, _: object, __: object) -> dict[str, str]:
        """A mark that `json_schema` knows."""
        return {"as_written": self.definition}


Tier = Annotated[Literal[1, 2, 3, 4, 5], BeforeValidator(_whole_number)]
Schema = Annotated[Literal[1], BeforeValidator(_whole_number)]
PlanState = Literal["unknown", "clean", "compromised", "retired"]
Role = Literal["restorer", "verifier", "lead", "scribe", "observer", "clinician"]
Minutes = Annotated[int, BeforeValidator(_minutes), AsWritten("duration")]
Restore = Annotated[Estimate, BeforeValidator(_estimate), AsWritten("estimate")]
Need = Annotated[Group, PlainValidator(_need)]
NeedList = Annotated[tuple[Need, ...], BeforeValidator(_list_of_needs), AsWritten("needs")]
Identifier = Annotated[str, AfterValidator(_identifier)]
Share = Annotated[int, BeforeValidator(_share), AsWritten("share")]
Weekday = Annotated[int, BeforeValidator(_weekday)]
Weekdays = Annotated[tuple[Weekday, ...], Field(min_length=1, strict=False), AsWritten("weekdays")]
TimeOfDay = Annotated[int, BeforeValidator(_time_of_day), AsWritten("time_of_day")]
Hours = Annotated[tuple[tuple[int, int], ...], PlainValidator(_hours), AsWritten("hours")]
DayOfMonth = Annotated[int, BeforeValidator(_day_of_month), AsWritten("day_of_month")]
Served = Annotated[
    tuple[str, ...] | Literal["all"], PlainValidator(_served), AsWritten("sites_served")
]
Words = Annotated[tuple[str, ...], Field(strict=False)]
"""Ids or words, in a list: a plan has no tuples."""
Weight = Annotated[int, Field(ge=1, le=MOST_CREWS)]
AtOnce = Annotated[int, Field(ge=1, le=MOST_CREWS)]
LaneWork = Literal["look", "restore", "verify", "connect"]
Moment = Annotated[datetime, AfterValidator(_with_offset), AsWritten("moment")]
SecondPerson = Annotated[
    tuple[str, ...], BeforeValidator(_second_person), AsWritten("second_person")
]
