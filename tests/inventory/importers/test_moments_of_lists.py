"""A date in a list is read so that it never seems newer than it may be."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.importers.words.moments import day_first, is_never, oldest
from inventory.importers.laid_lists import laid, outcome

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
        ("Wed 20:11", "2026-11-25 19:11"),
        ("mercredi 20h11", "2026-11-25 19:11"),
        ("Fr 20:11", ""),
        ("Freitag, 20:11 Uhr", "2026-11-20 19:11"),
        ("2026-11-26 02:00 AM UTC+2", "2026-11-26 00:00"),
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


@pytest.mark.parametrize(
    ("heading", "of_pacs", "of_file", "told"),
    [
        ("Checked at", "02:10", "21:00", {"pacs1": "clean", "file1": "clean"}),
        ("Heure du contrôle", "03h10", "19h30", {"pacs1": "clean", "file1": "held"}),
        ("Uhrzeit", "3:10 Uhr", "19:30 Uhr", {"pacs1": "clean", "file1": "held"}),
        ("Checked at", "3:10 AM", "Sun 11:00", {"pacs1": "held", "file1": "held"}),
        (
            "Last seen (UTC)",
            "17/01/2021 20:00",
            "17/01/2021 19:40",
            {"pacs1": "clean", "file1": "held"},
        ),
        (
            "Last seen (UTC+3)",
            "17/01/2021 23:00",
            "17/01/2021 22:00",
            {"pacs1": "clean", "file1": "held"},
        ),
        ("Durée", "00:12", "21:30", {"pacs1": "clean", "file1": "clean"}),
    ],
)
def test_a_time_counts_with_the_zone_of_its_heading_and_alone_for_the_last_such_time(
    heading: str, of_pacs: str, of_file: str, told: dict[str, str]
) -> None:
    assert told == outcome(
        f"Host;Verdict;{heading}\npacs1;clean;{of_pacs}\nfile1;clean;{of_file}\n"
    )


def test_times_without_their_days_do_not_show_that_a_list_is_newer_than_the_incident() -> None:
    assert not laid("Host;Verdict;Checked at\npacs1;clean;03:10\n").dated
    assert laid("Host;Verdict;Checked at\npacs1;clean;Mon 03:10\n").dated


@pytest.mark.parametrize("struck", ["#pacs1", "//pacs1", "~~pacs1~~"])
def test_a_row_that_somebody_struck_out_calls_nothing_clean(struck: str) -> None:
    told = outcome(f"Host;Infected;Seen\nadt1;yes;18/01/2021\n{struck};no;18/01/2021\n")
    assert "compromised" == told["adt1"]
    assert "clean" != told.get("pacs1")
