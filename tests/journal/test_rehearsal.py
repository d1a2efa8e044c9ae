"""A store on a stage: it takes acts as the one behind it would, and that one gets none of them."""

from datetime import UTC, datetime
from pathlib import Path

from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.opening import opened
from chwapi_console.journal.record.events import Draft, drafted
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.rehearsal import Rehearsal
from journal.memory_store import MemoryStore

NOW = datetime(2021, 1, 18, 2, tzinfo=UTC)
DBA = Actor("dba", "host")


def note(server: str) -> Draft:
    return drafted(server, Noted("hot"))


def test_what_is_rehearsed_stands_on_the_stage_and_not_in_the_journal(tmp_path: Path) -> None:
    store = opened(tmp_path / "night.journal")
    stage = Rehearsal(store, lambda: NOW)
    stage.append([note("dc1")], DBA, {})
    assert [1, 0] == [len(each.record.events) for each in (stage, store)]
    store.close()


def test_events_from_elsewhere_are_taken_onto_the_stage_alone() -> None:
    elsewhere, store = MemoryStore("elsewhere"), MemoryStore("here")
    elsewhere.append([note("dc1")], DBA, {})
    stage = Rehearsal(store, lambda: NOW)
    assert elsewhere.record.events == stage.receive(elsewhere.record.events).taken
    assert [1, 0] == [len(each.record.events) for each in (stage, store)]


def test_an_audit_on_the_stage_reads_the_journal_behind_it() -> None:
    store = MemoryStore("here")
    store.append([note("dc1")], DBA, {})
    stage = Rehearsal(store, lambda: NOW)
    stage.append([note("dc2")], DBA, {})
    assert store.record.events == stage.audit().record.events
