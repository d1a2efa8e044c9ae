"""In a console what was done is signed while nobody acts, and acts that lack their key's signature
are marked."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.journal.opening import opened
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.signing import ssh_keygen
from chwapi_console.session.session import Session
from console.driver import Operator, at_console
from journal.forgeries import chained, verdict_on, written

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen", path=ssh_keygen.PLACES) is None, reason="needs OpenSSH"
)


@pytest.fixture(autouse=True)
def signs(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A login that signs."""
    (tmp_path / "state").mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with closing(Session(plan, operator="oncall-1")) as session:
        session.keeping.begin_to_sign()
        return session


def events(operator: Operator) -> list[Event]:
    return list(operator.session.record.events)


async def test_what_was_done_is_signed_while_nobody_acts_and_nobody_is_told(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.until(lambda: events(operator)[-1].kind == "signed", "it was not signed")
        await operator.press("4")
        await operator.sees("san1 taken")
        assert not operator.row("signed up to")
        assert not operator.row("not signed")
        assert "Journal: 3 events" in "\n".join(operator.screen)


async def test_who_leaves_at_once_has_signed_too(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.press("q", "y")
    with closing(opened(plan.with_suffix(".journal"))) as store:
        assert ["taken", "signed"] == [event.kind for event in store.record.events[-2:]]


async def test_an_act_that_its_journals_key_does_not_stand_for_is_marked_in_the_journal_and_on_the_page(
    plan: Path, tmp_path: Path
) -> None:
    with closing(opened(plan.with_suffix(".journal"))) as store:
        true = [(e.origin, e.seq, e.id, e.hash, e.body) for e in store.record.events]
    last = true[-1]
    forged = chained(
        [verdict_on("san1")],
        origin=last[0],
        seq=last[1],
        prev=last[3],
        lamport=json.loads(last[4])["lamport"],
    )
    with closing(Session(plan, operator="oncall-1")) as session:
        session.keeping.sync(written(tmp_path / "peer.journal", [*true, *forged]))
    async with at_console(plan) as operator:
        await operator.press("4")
        await operator.until(
            lambda: "(not signed)" in operator.row("san1 compromised"), "it was not marked"
        )
        assert "not signed" not in operator.row("a plan was taken up")
        await operator.press("1", "enter", "end")
        await operator.until(
            lambda: "(not signed)" in operator.row("eve: san1 compromised"), "it was not marked"
        )


async def test_a_signer_that_fails_is_told_and_stops_nothing(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh_keygen, "PLACES", "/nowhere")
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.sees("not signed. ssh-keygen")
        await operator.press("d")
        await operator.sees("san1 restored")
    with closing(opened(plan.with_suffix(".journal"))) as store:
        assert ["taken", "marked"] == [event.kind for event in store.record.events[-2:]]
