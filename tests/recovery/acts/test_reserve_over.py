"""A sign-off whose reserve is over: what is said of it, and of what is left to the end."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from chwapi_console.journal import sqlite
from chwapi_console.recovery.state.view.view import view
from chwapi_console.recovery.words.meant.ending import left_to_end, reserves_ahead
from chwapi_console.recovery.words.since.sign_off_words import sign_off_in_full, sign_offs_over
from chwapi_console.session.session import Session
from chwapi_console.text import in_one
from hospitals import HEAD, NOW, Clock

PLAN = """[services.ward]
name = "Ward"
tier = 1
needs = ["ok1"]
soft = ["print"]
[services.print]
name = "Printing"
tier = 4
needs = ["prt1"]
[servers]
ok1 = { site = "imc", role = "x", state = "clean", restore = "1h" }
prt1 = { site = "imc", role = "x", restore = "1h" }
"""


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A ward that was signed off without printing, with a reserve of two hours."""
    clock = Clock()
    monkeypatch.setattr(sqlite, "utc_now", clock)
    path = tmp_path / "inventory.toml"
    path.write_text(HEAD + PLAN, encoding="utf-8")
    with closing(Session(path, operator="dba", host="test", clock=clock)) as opened:
        ends = NOW + timedelta(hours=2)
        opened.acts.accept("ward", "Dr Ana", "a bed", meant=True, reserve="room 1", until=ends)
        yield opened


def test_it_is_told_once_and_says_nothing_of_what_it_knew_already(session: Session) -> None:
    before = session.look()
    assert ["Ward (06:00)"] == [str(one) for one in reserves_ahead(before)]
    after = view(session.loaded.plan, session.record, NOW + timedelta(hours=3))
    (told,) = sign_offs_over(before, after)
    assert "Ward: sign off again (the reserve of Dr Ana ended 06:00)." == str(told)
    later = view(session.loaded.plan, session.record, NOW + timedelta(hours=4))
    assert [] == sign_offs_over(after, later)
    assert [] == reserves_ahead(after)
    in_full = str(in_one(sign_off_in_full(after, "ward")))
    assert "With a reserve that ended 06:00: room 1. It must be signed off again." in in_full
    assert "It was up without Printing then." in in_full
    assert "does not cover" not in in_full


def test_what_is_left_to_the_end_does_not_call_it_never_signed_off(session: Session) -> None:
    after = view(session.loaded.plan, session.record, NOW + timedelta(hours=3))
    (left,) = left_to_end(after)
    assert "Ward (ward: limited, the reserve of its sign-off ended 06:00)" == str(left.words)
