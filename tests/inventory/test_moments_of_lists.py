"""A date in a list is read so that it never seems newer than it may be."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.importers.moments import day_first, is_never, oldest

ZONE = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def read(text: str) -> str:
    moment = oldest(text, ZONE, NOW)
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" if moment else ""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-25T20:11:05Z", "2026-11-25 20:11"),
        ("2026-11-25T20:11:05.123+01:00", "2026-11-25 19:11"),
        ("2026-11-25 20:11:05", "2026-11-25 19:11"),
        ("20261125T201005Z", "2026-11-25 20:10"),
        ("2026/11/25 20:11 +0100", "2026-11-25 19:11"),
        ("25/11/2026 20:11", "2026-11-25 19:11"),
        ("25.11.2026 20:11", "2026-11-25 19:11"),
        ("11/25/2026 8:11 PM", "2026-11-25 19:11"),
        ("Nov 25, 2026 20:11:05", "2026-11-25 19:11"),
        ("Nov 25, 2026 @ 20:11:05.000", "2026-11-25 19:11"),
        ("25 nov. 2026 à 20h11", "2026-11-25 19:11"),
        ("25. November 2026, 20:11", "2026-11-25 19:11"),
        ("2026 Nov 25 20:11:05", "2026-11-25 19:11"),
        ("2026:11:25 20:11:05", "2026-11-25 19:11"),
        ("Wed Nov 25 20:11:05 2026", "2026-11-25 19:11"),
        ("Wed, 25 Nov 2026 20:11:05 GMT", "2026-11-25 20:11"),
        ("Completed Nov 24, 2026 03:00:00", "2026-11-24 02:00"),
        ("26 octobre 2023", "2023-10-25 22:00"),
        ("1764102000", "2025-11-25 20:20"),
        ("1764102000123", "2025-11-25 20:20"),
        ("/Date(1764102000000)/", "2025-11-25 20:20"),
        ("46351.5", "2026-11-25 11:00"),
        ("133450000000000000", "2023-11-21 00:26"),
        ("3 days ago", "2026-11-22 03:00"),
        ("il y a 3 jours", "2026-11-22 03:00"),
        ("vor 2 Stunden", "2026-11-26 00:00"),
        ("2 uur geleden", "2026-11-26 00:00"),
        ("yesterday 20:11", "2026-11-24 23:00"),
        ("2 Wochen", "2026-11-05 03:00"),
        ("2026-11-26 02:00 UTC+2", "2026-11-26 00:00"),
        ("Online", "2026-11-26 03:00"),
        ("25/11 20:11", "2026-11-25 19:11"),
        ("25/11 à 20h11", "2026-11-25 19:11"),
        ("25.11. 20:11", "2026-11-25 19:11"),
        ("25.11., 20:11 Uhr", "2026-11-25 19:11"),
        ("25/11", "2026-11-24 23:00"),
        ("28/12 20:11", "2025-12-28 19:11"),
        ("03/04 20:11", "2026-03-04 19:11"),
        ("29/02 20:11", "2024-02-29 19:11"),
        ("10.12", ""),
        ("5/12", ""),
        ("45/11 20:11", ""),
        ("Never", ""),
        ("192.0.2.11", ""),
        ("7.16", ""),
        ("Servers", ""),
    ],
)
def test_dates_are_read_in_the_spellings_of_tools_and_people(text: str, moment: str) -> None:
    assert moment == read(text)


def test_of_two_readings_the_older_counts_until_the_column_tells_which_number_is_the_day() -> None:
    assert "2026-03-03 23:00" == read("03/04/2026")
    assert ("day", "month", "") == (
        day_first(["03/04/2026", "25/04/2026"]),
        day_first(["4/25/2026"]),
        day_first(["03/04/2026"]),
    )
    assert oldest("03/04/2026", UTC, NOW, "day") == datetime(2026, 4, 3, tzinfo=UTC)


def test_a_time_that_never_was_is_none_or_long_ago() -> None:
    assert all(is_never(word) for word in ("", "Never", "jamais", "N/A", "-"))
    assert oldest("0001-01-01T00:00:00Z", ZONE, NOW) == datetime(1, 1, 1, tzinfo=UTC)


@given(st.text(max_size=40) | st.from_regex(r"[0-9/.:T+-]{4,25}", fullmatch=True))
def test_whatever_stands_in_a_cell_is_a_moment_or_none(text: str) -> None:
    assert oldest(text, ZONE, NOW) is None or oldest(text, ZONE, NOW) == oldest(text, ZONE, NOW)


@given(st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001 -- the zone is what is not said
def test_a_date_without_a_zone_is_never_read_as_newer_than_it_was(moment: datetime) -> None:
    text = f"{moment:%Y-%m-%d %H:%M:%S}"
    read_as = oldest(text, ZONE, NOW)
    assert read_as is not None
    assert all(read_as <= moment.replace(microsecond=0, tzinfo=zone) for zone in (ZONE, UTC))
