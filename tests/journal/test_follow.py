"""`log --follow --json` for a script: a line per act within a second, and each act once over all
its lives."""

import json
import signal
from pathlib import Path

from journal.processes import Lines, Writer, command, run

SOON = 5.0
"""A second, and the time a loaded machine may need besides."""


def heard(lines: Lines) -> str:
    """The id in the next line."""
    identity: str = json.loads(lines.next(SOON) or "")["id"]
    return identity


def test_every_act_is_told_once_though_the_follower_is_killed_and_a_sync_brings_older_acts(
    plan: Path, tmp_path: Path
) -> None:
    journal, away = plan.with_suffix(".journal"), tmp_path / "away.journal"
    told: list[str] = []
    with Writer(away, "away") as elsewhere, Writer(journal) as here:
        elsewhere.act("older-first")
        here.act("first")
        for turn in range(3):
            since = ["--since", told[-1]] if told else []
            with command("log", "--follow", "--json", *since, folder=plan.parent) as follower:
                assert follower.stdout
                lines = Lines(follower.stdout.fileno())

                while len(told) < int(here.ask("count")):
                    told.append(heard(lines))
                here.act(f"then-{turn}")
                told.append(heard(lines))
                elsewhere.act(f"older-than-{turn}")
                if turn == 1:
                    follower.send_signal(signal.SIGKILL)
                    follower.wait()
                assert 0 == run("sync", str(away), folder=plan.parent).returncode
                while turn != 1 and len(told) < int(here.ask("count")):
                    told.append(heard(lines))
        assert len(told) == len(set(told)) == int(here.ask("count")) == 8
