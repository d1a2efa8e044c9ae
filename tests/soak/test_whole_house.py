"""A short night in a whole house: consoles, writers, syncs, a hub that comes and goes, clocks that are
set, a disk that fills, kills."""

from pathlib import Path

import pytest

from postgres import started
from soak.whole_house import whole_night

SECONDS = 6.0


def test_every_acknowledged_act_is_everywhere_all_agree_and_nobody_swells(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    server = started(tmp_path_factory.mktemp("soak"))
    try:
        outcome = whole_night(server, tmp_path, SECONDS)
    finally:
        server.stop()
    assert outcome.acknowledged > 20
    assert len(outcome.done) >= 4
    assert [] == [missing for missing in outcome.missing.values() if missing]
    assert [] == outcome.unlike
    assert [] == outcome.misfits
    assert [] == outcome.growth.swollen
