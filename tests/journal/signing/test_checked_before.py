"""What is known of signatures is asked of no program again, and what is not, only so often."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from chwapi_console.journal.signing import checked_before
from chwapi_console.journal.signing.checked_before import MOST_CHECKS, MOST_OF_A_KEY, CheckedBefore


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def asked(wanted: Iterable[tuple[int, int]]) -> tuple[int, list[bool | None]]:
    """How many checks a verb makes that asks for false signatures, each named by a key and a
    number; and its answers."""
    runs = []

    def check(key: str, digest: str, signature: str) -> bool:
        runs.append(key)
        return False

    known = CheckedBefore(check)
    answers = [known(f"key {key}", "hash", f"signature {number}") for key, number in wanted]
    known.keep()
    return len(runs), answers


def of_one(key: int, count: int) -> list[tuple[int, int]]:
    return [(key, number) for number in range(count)]


def test_one_verb_checks_so_many_of_a_key_and_the_next_goes_on() -> None:
    wanted = of_one(1, MOST_OF_A_KEY + 10)
    assert (MOST_OF_A_KEY, [False] * MOST_OF_A_KEY + [None] * 10) == asked(wanted)
    assert (10, [False] * len(wanted)) == asked(wanted)
    assert (0, [False] * len(wanted)) == asked(wanted)


def test_one_verb_checks_so_many_of_all_keys() -> None:
    assert MOST_CHECKS == asked([(key, 1) for key in range(MOST_CHECKS + 10)])[0]


def test_who_asks_for_more_than_is_kept_finds_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_before, "MOST_KEPT", 20)
    assert [30, 10, 10] == [asked(of_one(1, 30))[0] for _ in range(3)]


def test_what_was_asked_for_now_is_kept_before_what_was_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checked_before, "MOST_KEPT", 5)
    assert [4, 4, 0] == [asked(of_one(key, 4))[0] for key in (1, 2, 2)]
    assert 3 == asked(of_one(1, 4))[0]


def test_as_many_as_are_kept_can_be_read_again() -> None:
    lines = "\n".join(["0" * 65] * checked_before.MOST_KEPT)
    assert len(lines) < checked_before.MOST_READ
