"""What people say of a moment is what is meant by it, and whatever the program prints can be
typed."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.clock import clock_time, day_and_time, weekday_time
from chwapi_console.errors import RequestError
from chwapi_console.moments import MomentSaid, read_coming, read_past
from chwapi_console.text import language

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=BRUSSELS)
ZONES = st.sampled_from([BRUSSELS, ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Auckland"), UTC])
MOMENTS = st.integers(0, 50_000_000).map(
    lambda minutes: datetime(2001, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def brussels(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("02:10", "2026-11-26T02:10"),
        ("03:30", "2026-11-25T03:30"),
        ("22h00", "2026-11-25T22:00"),
        ("2h10", "2026-11-26T02:10"),
        ("à 22h", "2026-11-25T22:00"),
        ("at 22:00", "2026-11-25T22:00"),
        ("10:30 pm", "2026-11-25T22:30"),
        ("2 AM", "2026-11-26T02:00"),
        ("yesterday 23:40", "2026-11-25T23:40"),
        ("hier 23:40", "2026-11-25T23:40"),
        ("hier à 22h00", "2026-11-25T22:00"),
        ("Hier, à 22 h 00", "2026-11-25T22:00"),
        ("yesterday at 22:00", "2026-11-25T22:00"),
        ("hier", "2026-11-25T00:00"),
        ("yesterday", "2026-11-25T00:00"),
        ("avant-hier 20:00", "2026-11-24T20:00"),
        ("aujourd\u2019hui 01:00", "2026-11-26T01:00"),
        ("today 01:00", "2026-11-26T01:00"),
        ("hier midi", "2026-11-25T12:00"),
        ("minuit", "2026-11-26T00:00"),
        ("25/11 22:00", "2026-11-25T22:00"),
        ("25/11/2026 22h00", "2026-11-25T22:00"),
        ("25/11/26 22:00", "2026-11-25T22:00"),
        ("25.11.2026 22:00", "2026-11-25T22:00"),
        ("25-11-2026 22:00", "2026-11-25T22:00"),
        ("le 25/11 à 22h00", "2026-11-25T22:00"),
        ("on 25/11 at 22:00", "2026-11-25T22:00"),
        ("25/11", "2026-11-25T00:00"),
        ("25 nov. 22:00", "2026-11-25T22:00"),
        ("25 novembre 2026 22h00", "2026-11-25T22:00"),
        ("1er août 2026 08:00", "2026-08-01T08:00"),
        ("05/05 22:00", "2026-05-05T22:00"),
        ("02/01 08:00", "2026-01-02T08:00"),
        ("Wed 08:10", "2026-11-25T08:10"),
        ("mer. 08:10", "2026-11-25T08:10"),
        ("mercredi à 8h10", "2026-11-25T08:10"),
        ("Thu 02:10", "2026-11-26T02:10"),
        ("ven. 20/11 08:10", "2026-11-20T08:10"),
        ("1h", "2026-11-26T02:00"),
        ("90m", "2026-11-26T01:30"),
        ("2 d", "2026-11-24T03:00"),
        ("il y a 2h", "2026-11-26T01:00"),
        ("2 h ago", "2026-11-26T01:00"),
        ("2 hours ago", "2026-11-26T01:00"),
        ("depuis 30 minutes", "2026-11-26T02:30"),
        ("il y a 14h", "2026-11-25T13:00"),
        ("il y a 2h10", "2026-11-26T00:50"),
        ("2 jours", "2026-11-24T03:00"),
        ("now", "2026-11-26T03:00"),
        ("2026-11-25T20:46", "2026-11-25T20:46"),
        ("2026-11-25 20:46", "2026-11-25T20:46"),
        ("2026-11-25 20h46", "2026-11-25T20:46"),
        ("2026-11-25", "2026-11-25T00:00"),
        ("2026/11/25 20:46", "2026-11-25T20:46"),
        ("25/11\u00a022:00", "2026-11-25T22:00"),
    ],
)
def test_a_time_is_the_latest_such_moment_in_the_incidents_zone(text: str, meant: str) -> None:
    assert MomentSaid(brussels(meant)) == read_past(text, NOW, BRUSSELS)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-25T20:46Z", "2026-11-25T20:46+00:00"),
        ("2026-11-25T20:46:10.250+01:00", "2026-11-25T20:46:10.250+01:00"),
        ("2026-11-25 20:46 +0300", "2026-11-25T20:46+03:00"),
        ("25/11 22:00 UTC", "2026-11-25T22:00+00:00"),
        ("25/11 22:00+05:30", "2026-11-25T22:00+05:30"),
        ("02:30 z", "2026-11-25T02:30+00:00"),
    ],
)
def test_an_offset_that_is_said_counts(text: str, meant: str) -> None:
    assert MomentSaid(datetime.fromisoformat(meant)) == read_past(text, NOW, BRUSSELS)


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "",
        " ",
        "25:00",
        "31/12 22:00",
        "22:60",
        "2026-13-01",
        "today 23:59",
        "2031-01-01",
        "27/11 02:00",
        "31/02 10:00",
        "11/25 22:00",
        "mon 25/11",
        "14h",
        "23 h",
        "12",
        "13:00 pm",
        "0 am",
        "1999-01-01",
        "25/11 22",
        "h",
        "demain 06:00",
        "-1h",
        "1h ago ago",
        "29/02/2026",
    ],
)
def test_what_is_no_time_or_not_yet_or_may_be_two_is_refused_in_words(text: str) -> None:
    with pytest.raises(RequestError):
        read_past(text, NOW, BRUSSELS)


def test_who_asks_for_a_stretch_of_time_means_hours_by_14h() -> None:
    assert NOW - timedelta(hours=14) == read_past("14h", NOW, BRUSSELS, hours_ago=True).at


@pytest.mark.parametrize(
    ("text", "coming"),
    [
        ("14:00", "2026-11-26T14:00"),
        ("02:59", "2026-11-27T02:59"),
        ("tomorrow 06:00", "2026-11-27T06:00"),
        ("4h", "2026-11-26T07:00"),
        ("demain 6h00", "2026-11-27T06:00"),
        ("demain à 6h", "2026-11-27T06:00"),
        ("4h30", "2026-11-26T04:30"),
        ("dans 4h30", "2026-11-26T07:30"),
        ("in 16 hours", "2026-11-26T19:00"),
        ("28/11 12h00", "2026-11-28T12:00"),
        ("Fri 08:10", "2026-11-27T08:10"),
        ("jeu. 08:10", "2026-11-26T08:10"),
        ("jeu. 02:10", "2026-12-03T02:10"),
        ("mer. 02/12 08:10", "2026-12-02T08:10"),
        ("02/01 08:00", "2027-01-02T08:00"),
        ("après-demain 06:00", "2026-11-28T06:00"),
        ("2026-11-28T12:00", "2026-11-28T12:00"),
    ],
)
def test_a_time_to_come_is_the_next_such_moment(text: str, coming: str) -> None:
    assert MomentSaid(brussels(coming)) == read_coming(text, NOW, BRUSSELS)


def test_a_date_without_a_year_is_of_the_year_that_is_nearer() -> None:
    january = datetime(2027, 1, 2, 8, 0, tzinfo=BRUSSELS)
    assert brussels("2026-12-31T22:00") == read_past("31/12 22:00", january, BRUSSELS).at
    assert (
        brussels("2028-01-01T22:00")
        == read_coming("01/01 22:00", datetime(2027, 12, 30, tzinfo=BRUSSELS), BRUSSELS).at
    )


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "25:00",
        "today 02:00",
        "2026-11-26T02:59",
        "",
        "14h",
        "25/11 10:00",
        "yesterday 10:00",
        "9999-12-31T23:59-23:00",
    ],
)
def test_a_time_to_come_that_is_none_or_over_is_refused(text: str) -> None:
    with pytest.raises(RequestError):
        read_coming(text, NOW, BRUSSELS)


def test_an_hour_that_never_was_is_told_with_what_it_is_taken_for() -> None:
    said = read_past("29/03 02:30", NOW, BRUSSELS)
    assert "29/03/2026 02:30 never was: the clocks were put forward. It is taken for 03:30." == str(
        said.doubt
    )
    assert datetime(2026, 3, 29, 1, 30, tzinfo=UTC) == said.at
    with pytest.raises(RequestError, match="never was"):
        said.certain()


def test_an_hour_that_came_twice_is_told_with_both_ways_to_write_it_and_each_of_them_is_certain() -> (
    None
):
    said = read_past("25/10 02:30", NOW, BRUSSELS)
    assert datetime(2026, 10, 25, 0, 30, tzinfo=UTC) == said.at
    assert "2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00" in str(said.doubt)
    for text, hour in (("2026-10-25T02:30+02:00", 0), ("25/10 02:30 +01:00", 1)):
        assert MomentSaid(datetime(2026, 10, 25, hour, 30, tzinfo=UTC)) == read_past(
            text, NOW, BRUSSELS
        )


def test_while_an_hour_comes_the_first_time_it_is_not_told_to_come_twice() -> None:
    now = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert MomentSaid(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == read_past(
        "02:30", now, BRUSSELS
    )
    assert MomentSaid(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == read_coming(
        "02:30", now, BRUSSELS
    )


def read(text: str, moment: datetime, now: datetime, zone: tzinfo) -> MomentSaid:
    """The text in the direction in which the moment lies."""
    return read_past(text, now, zone) if moment <= now else read_coming(text, now, zone)


@given(
    moment=MOMENTS,
    now=MOMENTS,
    near=st.timedeltas(timedelta(days=-20), timedelta(days=20)),
    zone=ZONES,
    far=st.booleans(),
    code=st.sampled_from(["en", "fr"]),
)
def test_whatever_is_printed_is_read_back_as_the_same_moment_unless_its_hour_came_twice(
    moment: datetime, now: datetime, near: timedelta, zone: tzinfo, far: bool, code: str
) -> None:
    moment = moment if far else (now + near).replace(second=0, microsecond=0)
    there = moment.astimezone(zone)
    printed = [
        clock_time(moment, zone, now),
        day_and_time(there),
        language(code)(weekday_time(moment, zone, now)),
        there.isoformat(timespec="minutes"),
    ]
    for text in printed:
        said = read(text, moment, now, zone)
        if said.doubt is None:
            assert moment == said.at, text
        else:
            assert "came twice" in str(said.doubt)


@given(
    st.text(max_size=25)
    | st.from_regex(r"[0-9]{1,2}[/ :h.-][0-9]{1,2}( [0-9]{1,2}[:h][0-9]{2})?", fullmatch=True)
)
def test_whatever_is_typed_is_a_moment_that_is_over_or_is_refused_in_words(text: str) -> None:
    try:
        assert read_past(text, NOW, BRUSSELS).at <= NOW
    except RequestError as error:
        assert str(error)
