"""The host's file of a time zone may be damaged: an update on a full disk leaves it empty."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chwapi_console.clock import zone_named
from hospitals import plan_of

SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def zones(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "Europe").mkdir()
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    yield tmp_path
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.parametrize("damage", [b"", b"TZif", b"not a zone at all"])
def test_a_zone_whose_file_is_damaged_is_that_which_comes_with_the_program(
    zones: Path, damage: bytes
) -> None:
    (zones / "Europe" / "Brussels").write_bytes(damage)
    for zone in (zone_named("Europe/Brussels"), plan_of("").incident.zone):
        assert "Europe/Brussels" == str(zone)
        assert timedelta(hours=2) == SUMMER.astimezone(zone).utcoffset()


@pytest.mark.parametrize("name", ["Europe/Nowhere", "../zone.tab", "", "Europe", "zone.tab"])
def test_what_no_one_has_is_no_zone(zones: Path, name: str) -> None:
    with pytest.raises(ValueError):
        zone_named(name)
    assert zones.exists()
