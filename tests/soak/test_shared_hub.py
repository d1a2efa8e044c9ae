"""A short night of writers on journals that share a hub which is killed and cut off."""

from pathlib import Path

import pytest

from postgres import started
from soak.shared_hub import night

SECONDS = 3.0


def test_every_acknowledged_act_is_in_every_journal_and_in_the_hub_once(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    server = started(tmp_path_factory.mktemp("soak"))
    try:
        outcome = night(server, tmp_path, SECONDS, journals=2, writers=4)
    finally:
        server.stop()
    assert outcome.acknowledged > 20
    assert [] == [missing for missing in outcome.missing.values() if missing]
    assert [] == [doubled for doubled in outcome.doubled.values() if doubled]
    assert [] == outcome.misfits
