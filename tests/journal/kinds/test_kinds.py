"""The kinds of events: what each says is read and written alike, and each is known everywhere that
must know it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.journal.kinds.kinds import KINDS, Unknown, kind_of, taken_back
from chwapi_console.journal.kinds.payload import Payload
from chwapi_console.journal.kinds.server_kinds import Marked, StepActed, Undone
from chwapi_console.journal.kinds.service_kinds import Pinned
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.words.since.news import deed
from chwapi_console.text import say
from journal.forgeries import chained, standing
from journal.recorded_acts import WRITTEN, events

BESIDE = {"act", "note", "done_at", "target", "target_hash", "keeps", "overridden"}
"""What events of every kind may say."""

PAGE = Path(__file__).parents[3] / "docs" / "design" / "journal.md"


def classes(of: type[Payload] = Payload) -> Iterator[type[Payload]]:
    for made in of.__subclasses__():
        yield made
        yield from classes(made)


@pytest.mark.parametrize(
    "event", [unsealed(body) for body in WRITTEN], ids=lambda event: f"{event.kind}-{event.seq}"
)
def test_what_an_event_says_is_its_payload_and_what_every_kind_may_say(event: Event) -> None:
    beside = {name: value for name, value in event.data.items() if name in BESIDE}
    assert dict(event.data) == {**event.payload.data(), **beside}
    assert event.payload == type(event.payload).read(event.payload.data())


def test_every_kind_is_known_by_its_word_and_was_recorded() -> None:
    named = {made.kind: made for made in classes() if made.kind}
    assert named == KINDS
    assert set(KINDS) == {unsealed(body).kind for body in WRITTEN}


def test_what_takes_an_act_back_is_a_kind_that_does_and_is_about_the_same() -> None:
    kinds: list[type[Payload]] = [*KINDS.values(), StepActed]
    for made in kinds:
        if made.undone_by:
            assert KINDS[made.undone_by].takes_back, made
            assert KINDS[made.undone_by].about == made.about, made
    assert {word for word, made in KINDS.items() if made.takes_back} == {
        made.undone_by for made in KINDS.values() if made.undone_by
    }


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_row_in_the_page_about_journals(kind: str) -> None:
    assert f"`{kind}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_told_in_a_sentence_of_its_own(kind: str) -> None:
    told = next(event for event in events() if event.kind == kind)
    unknown = say("{subject}: {kind}", subject=told.subject, kind=kind)
    assert str(unknown) != str(deed(told))


def made(kind: str, data: dict[str, Any], subject: str = "sql1") -> Event:
    (row,) = chained([{"kind": kind, "subject": subject, "data": data}])
    return unsealed(row[4])


def test_a_kind_that_nobody_knows_says_nothing_and_a_later_step_counts_as_one() -> None:
    later = made("told", {"after": {"holder": 5}, "note": "by phone"})
    assert (Unknown, None) == (type(later.payload), later.payload.heads_key("sql1"))
    assert "by phone" == later.note
    paused = made("step.paused", {"step": "image", "after": "skipped"})
    assert (StepActed, "sql1/image") == (type(paused.payload), paused.payload.heads_key("sql1"))
    assert kind_of("steps.counted") is Unknown


def test_what_a_later_program_wrote_is_put_back_with_what_an_act_found() -> None:
    found, left = {**standing("clean"), "seal": "7"}, standing("compromised")
    marked = made("marked", {"before": found, "after": left})
    assert {"before": left, "after": found} == taken_back(marked.payload).data()
    pin = {"reason": "x", "until": "", "before": "", "colour": "red"}
    pinned = made("pinned", {"before": pin, "after": None, "cost": {}})
    assert {"before": None, "after": pin} == taken_back(pinned.payload).data()
    signed = {"by": "Dr A", "tried": "x", "servers": ["sql1"], "phone": "4711"}
    accepted = made("accepted", {"before": signed, "after": None})
    assert {"before": None, "after": signed} == taken_back(accepted.payload).data()


def test_a_payload_is_made_once_and_is_that_of_the_event_it_is_asked_of() -> None:
    marked = made("marked", {"before": standing("clean"), "after": standing("compromised")})
    assert marked.payload is marked.payload
    assert isinstance(marked.payload, Marked)
    assert isinstance(marked._replace(kind="undone").payload, Undone)
    assert isinstance(
        marked._replace(kind="pinned", data={"before": None, "after": None}).payload, Pinned
    )
