"""Half a year in a house, in steps of some days: what `make soak` does in steps of hours."""

from pathlib import Path

import pytest

from postgres import started
from soak.half_a_year import DAYS_OF_CI, SITES, half_a_year, moments


def test_half_a_year_is_whole_everywhere_told_right_and_nobody_swells(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    server = started(tmp_path_factory.mktemp("soak"))
    try:
        outcome = half_a_year(server, tmp_path, DAYS_OF_CI)
    finally:
        server.stop()
    assert len(moments(DAYS_OF_CI)) == len(outcome.acts["site0"])
    assert outcome.acknowledged > 2 * SITES * len(moments(DAYS_OF_CI)) // 3
    assert {"clock set", "clock set wrong", "killed"} <= outcome.done.keys()
    assert [] == [missing for missing in outcome.missing.values() if missing]
    assert [] == outcome.unlike
    assert [] == outcome.misfits
    assert [] == outcome.told_wrongly
    assert [] == outcome.growth.swollen
