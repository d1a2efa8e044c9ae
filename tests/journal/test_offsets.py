"""Another program may write a time with another offset: times are compared as moments."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from chwapi_console.clock import utc_now
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.record import Record
from journal.forgeries import chained, verdict_on, written
from journal.processes import run

FAR_BEHIND, FAR_AHEAD = timezone(timedelta(hours=-15)), timezone(timedelta(hours=14))


@pytest.mark.parametrize("zone", [FAR_BEHIND, FAR_AHEAD, UTC])
def test_the_log_since_a_time_has_what_was_written_since_wherever_that_was(
    plan: Path, zone: timezone
) -> None:
    folder = plan.parent
    old, new = (
        {**verdict_on(subject), "at": (utc_now() - timedelta(minutes=ago)).astimezone(zone)}
        for subject, ago in (("s01", 90), ("s02", 30))
    )
    rows = chained([{**part, "at": part["at"].isoformat()} for part in (old, new)])
    written(folder / "peer.journal", rows)
    assert 0 == run("sync", "peer.journal", folder=folder).returncode
    shown = run("log", "--json", "--since", "1h", folder=folder).stdout.splitlines()
    assert ["s02"] == [
        event["subject"] for line in shown if (event := json.loads(line))["operator"] == "eve"
    ]


def test_the_latest_by_a_host_is_so_by_its_moment() -> None:
    record = Record()
    late = datetime(2026, 2, 1, 12, tzinfo=UTC)
    for number, (zone, hours) in enumerate(((FAR_AHEAD, 0), (FAR_BEHIND, 2), (UTC, 1)), 1):
        at = (late + timedelta(hours=hours)).astimezone(zone).isoformat()
        (row,) = chained([{"at": at}], origin=f"o{number}")
        record.take(unsealed(row[4]))
    latest = record.latest_by("evil", own=True)
    assert latest is not None
    assert "o2" == latest.origin
