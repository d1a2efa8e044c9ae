"""Who is behind by how much, from what is known here."""

from chwapi_console.journal.hub.lags import Lag, lags
from chwapi_console.journal.hub.presence import Presence
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.record import Record
from hospitals import standing_event

ONE = standing_event("a", 1, "sql1", Standing("clean"))
TWO = standing_event("a", 2, "sql2", Standing("clean"), prev=ONE, lamport=2)
SEEN = standing_event("b", 1, "sql1", Standing("compromised"), saw={"a": (1, ONE.hash)}, lamport=2)


def record() -> Record:
    known = Record()
    for event in (ONE, TWO, SEEN):
        known.take(event)
    return known


def lag_of(origin: str, found: list[Lag]) -> Lag:
    (lag,) = [lag for lag in found if lag.origin == origin]
    return lag


def test_by_its_last_act_a_journal_lacks_what_that_had_not_seen() -> None:
    heads = {"a": (4, "x"), "b": (1, "x")}
    of_b = lag_of("b", lags(record(), frozenset("a"), heads, ()))
    assert (3, False) == (of_b.lacks, of_b.is_open)


def test_what_a_journal_elsewhere_says_itself_counts_for_more() -> None:
    heads = {"a": (4, "x"), "b": (1, "x")}
    said = Presence((), ["b"], events=4, wait=2)
    of_b = lag_of("b", lags(record(), frozenset("a"), heads, [said]))
    assert (1, True, 2) == (of_b.lacks, of_b.is_open, of_b.wait)
    said = said._replace(events=99)
    assert 0 == lag_of("b", lags(record(), frozenset("a"), heads, [said])).lacks


def test_of_ones_own_journal_it_is_known_what_the_hub_lacks() -> None:
    of_a = lag_of("a", lags(record(), frozenset("a"), {"a": (1, "x")}, ()))
    assert (2, 1, None) == (of_a.here, of_a.there, of_a.lacks)


def test_those_of_whom_somebody_lacks_something_come_first() -> None:
    heads = {"a": (2, "x"), "b": (1, "x"), "c": (7, "x")}
    said = Presence((), ["b"], events=10)
    found = lags(record(), frozenset("a"), heads, [said])
    assert ["c", "a", "b"] == [lag.origin for lag in found]
    assert [False, True, True] == [lag.is_even for lag in found]


def test_without_a_journal_here_only_what_is_there_is_known() -> None:
    assert [("a", 0, 3, None)] == [
        (lag.origin, lag.here, lag.there, lag.lacks)
        for lag in lags(None, frozenset(), {"a": (3, "x")}, ())
    ]
