"""Rows that are made only when they come on the screen: they are the rows that a list would
hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.console.views.queue_view import QueueRows, queue_rows
from chwapi_console.console.widgets.row import Row, RowKey, index_of, keys, plain
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from chwapi_console.text import ENGLISH


@pytest.fixture
def view(plan: Path) -> View:
    session = Session(plan)
    session.close()
    return session.look()


def order(view: View) -> list[str]:
    return [entry.server for entry in view.entries]


def test_a_lazy_row_is_the_row_of_its_server_with_its_rank(view: View) -> None:
    rows = queue_rows(view, order(view), "", 79, ENGLISH)
    assert [RowKey("server", server) for server in order(view)] == list(keys(rows))
    assert list(keys(rows)) == [row.key for row in rows]
    assert [str(rank) for rank in range(1, len(rows) + 1)] == [row.text.split()[0] for row in rows]


def test_the_queue_is_cut_like_a_list(view: View) -> None:
    rows = queue_rows(view, order(view), "", 79, ENGLISH)
    assert list(rows)[1:3] == rows[1:3]
    assert list(rows)[-1] == rows[-1]
    with pytest.raises(IndexError):
        _ = rows[len(rows)]


def test_no_row_is_made_before_it_is_looked_at_and_none_twice(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    rows = queue_rows(view, order(view), "", 79, ENGLISH)
    assert isinstance(rows, QueueRows)

    def make(server: str, rank: int) -> Row:
        made.append(rank)
        return plain(server)

    monkeypatch.setattr(rows._shape, "row", make)
    assert RowKey("server", order(view)[3]) == rows.key(3)
    assert [] == made
    assert rows[3] is rows[3]
    assert [4] == made


def test_a_selected_server_has_its_sign_and_others_have_not(view: View) -> None:
    second = order(view)[1]
    rows = queue_rows(view, order(view), "", 79, ENGLISH, marked={second})
    assert [server == second for server in order(view)] == ["+" in row.text[:6] for row in rows]


@given(st.lists(st.text("abc", min_size=1), unique=True), st.text("abc"), st.integers(0, 12))
def test_a_row_is_found_from_wherever_one_looks(ids: list[str], wanted: str, near: int) -> None:
    rows: list[Row] = [plain(key=RowKey("step", id)) for id in ids]
    found = index_of(rows, RowKey("step", wanted), near)
    assert (ids.index(wanted) if wanted in ids else None) == found


def test_a_row_that_is_made_when_asked_for_is_found_too(view: View) -> None:
    servers = order(view)
    rows = queue_rows(view, servers, "", 79, ENGLISH)
    first, last = 0, len(servers)
    for near in (first, last):
        found = [index_of(rows, RowKey("server", server), near) for server in servers]
        assert list(range(last)) == found
    for other in (RowKey("server", "nothing"), RowKey("service", servers[0]), None):
        assert index_of(rows, other) is None
