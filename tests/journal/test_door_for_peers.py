"""What a peer tells of time, and what it claims to be: neither moves the attacker, nor stands for an act
of others, nor stops them without a word."""

from collections.abc import Iterable

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import drafted
from chwapi_console.journal.record.record import Received, Record
from chwapi_console.journal.record.sequencing import Actor, following
from chwapi_console.recovery.state.told.restore_points import restore_points
from hospitals import by_a_peer
from journal.forgeries import Row, chained

FAR = "9000-01-01T00:00:00.000Z"
SINCE = "2021-01-10T00:00:00.000Z"


def brought(rows: Iterable[Row]) -> Received:
    """What comes of them where nothing is yet."""
    return Record().receive([unsealed(body) for *_, body in rows])


@pytest.mark.parametrize(
    ("kind", "subject", "data"),
    [
        ("compromised.since", "record", {"before": SINCE, "after": FAR}),
        ("compromised.since", "s01", {"server": "s01", "before": "", "after": FAR}),
        ("compromised.since.undone", "record", {"before": "", "after": FAR, "target": "x"}),
        (
            "point.told",
            "s01",
            {"point": "p1", "before": None, "after": {"taken": FAR, "verdict": "verified"}},
        ),
    ],
)
def test_what_is_still_to_come_is_refused_at_the_door(
    kind: str, subject: str, data: dict[str, object]
) -> None:
    rows = chained([{}, {"kind": kind, "subject": subject, "data": data}, {}])
    came = brought(rows)
    assert [1] == [event.seq for event in came.taken]
    assert "still to come" in str(came.refused[0].what)


def test_an_act_that_others_made_too_large_by_their_origins_is_refused_for_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = Record()
    for number in range(40):
        record.take(unsealed(chained([{}], origin=f"dba-{number:08}")[0][-1]))
    act = [drafted("dc1", Noted("seen"))]
    assert following(record, "here-1", act, Actor("dba", "here"), SINCE)
    monkeypatch.setattr(Noted, "most_bytes", 3_000)
    with pytest.raises(RequestError, match="This record has 41 origins"):
        following(record, "here-1", act, Actor("dba", "here"), SINCE)
    with pytest.raises(RequestError, match="a text in it goes beyond"):
        following(
            record, "here-1", [drafted("dc1", Noted("x" * 4_000))], Actor("dba", "here"), SINCE
        )


def test_a_clock_that_is_wrong_by_hours_is_let_in() -> None:
    data = {"before": "", "after": "2026-02-01T20:00:00.000Z"}
    rows = chained([{"kind": "compromised.since", "subject": "record", "data": data}])
    assert [] == [*brought(rows).refused]


def test_what_an_earlier_program_let_in_moves_the_attacker_no_later() -> None:
    record = by_a_peer(
        [
            ("compromised.since", "record", {"before": "", "after": SINCE}),
            ("compromised.since", "record", {"before": SINCE, "after": FAR}),
        ]
    )
    since = restore_points(record.heads, record.knows).since("s01")
    assert since is not None
    assert since.at.year == 2021


def test_no_record_has_an_act_because_another_claims_to_be_it() -> None:
    ours = unsealed(chained([{"id": "one"}], origin="dba-00000001")[0][4])
    digest = ours.hash
    claims = {"text": "x", "keeps": {"origin": ours.origin, "seq": 1, "hash": digest}}
    record = Record()
    record.take(unsealed(chained([{"id": "one", "data": claims}])[0][4]))
    assert not record.has(ours)
    record.take(ours)
    assert record.has(ours)


def test_a_clock_that_is_used_up_is_said_to_be() -> None:
    record = Record()
    record.take(unsealed(chained([{}], lamport=(1 << 53) - 2)[0][4]))
    draft = drafted("s01", Noted("x"))
    with pytest.raises(RequestError, match="The clock of this record is used up"):
        following(record, "dba-00000001", [draft], Actor("dba", "here"), SINCE)
