"""Writers killed at any moment: what was acknowledged is there, what was not is whole or absent,
and a repeat is no second act."""

import random
import select
import time
from pathlib import Path

from chwapi_console.journal.record.events import Draft
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from journal.processes import Writer, whole

ROUNDS, WRITERS, ACTS = 10, 4, 15


def test_kill_minus_nine_at_random_moments_loses_nothing_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    dice = random.Random(20210117)
    journal, sent, acknowledged = tmp_path / "j", set[tuple[str, str]](), set[str]()
    for turn in range(ROUNDS):
        writers = [Writer(journal, f"dba-{number}") for number in range(WRITERS)]
        for number, writer in enumerate(writers):
            pairs = [
                (f"{turn}.{number}.{act}.a", f"{turn}.{number}.{act}.b") for act in range(ACTS)
            ]
            sent |= set(pairs)
            writer.tell(*(f"act {first} {second}" for first, second in pairs))
        select.select([writer.lines.descriptor for writer in writers], [], [])
        moment = time.monotonic() + dice.random() * 0.08
        while time.monotonic() < moment:
            pass
        for writer in dice.sample(writers, len(writers)):
            acknowledged |= {identity for line in writer.kill() for identity in line.split()[1:]}
        there = whole(journal).by_id.keys()
        assert set() == acknowledged - there
        assert [] == [pair for pair in sent if (pair[0] in there) != (pair[1] in there)]
    assert len(acknowledged) > 2 * ROUNDS
    assert len(acknowledged) < 2 * len(sent)
    store, before = SqliteStore(journal), set(whole(journal).by_id)
    for pair in sent:
        store.append(
            [Draft(identity, "sql1", "noted", {}) for identity in pair], Actor("dba", "host"), {}
        )
    store.close()
    record = whole(journal)
    assert 2 * len(sent) == len(record.events) == len(record.by_id)
    assert before == {event.id for event in record.events if event.data}


def test_a_wal_that_a_killed_writer_left_is_read_by_the_next(tmp_path: Path) -> None:
    journal = tmp_path / "j"
    writer = Writer(journal)
    writer.act("a")
    writer.act("b", "c")
    writer.kill()
    assert 0 < (tmp_path / "j-wal").stat().st_size
    assert ["a", "b", "c"] == [event.id for event in whole(journal).events]
