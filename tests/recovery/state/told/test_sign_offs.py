"""Sign-offs: who accepted a service, and what ends that."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chwapi_console.errors import Refused, RequestError, StaleView
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.told.situation import situation
from chwapi_console.recovery.words.meant.consequences import consequences
from chwapi_console.recovery.words.since.sign_off_words import in_a_column, sign_off_in_full
from chwapi_console.session.session import Session
from growth import grows_in_line
from hospitals import HEAD, MEANT, by_a_peer, plan_of

PLAN = (
    HEAD
    + """
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app", "pacs"]
[services.pacs]
name = "PACS"
tier = 2
needs = [["dc1", "dc2"]]
[servers]
app = { site = "imc", role = "x", state = "compromised" }
dc1 = { site = "imc", role = "x", state = "clean" }
dc2 = { site = "imc", role = "x", state = "compromised" }
other = { site = "imc", role = "x", state = "clean" }
"""
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    (tmp_path / "inventory.toml").write_text(PLAN, encoding="utf-8")
    session = Session(tmp_path / "inventory.toml", operator="dba", host="test")
    yield session
    session.close()


@pytest.fixture
def signed(session: Session) -> Session:
    session.acts.mark(["app"], "restored", MEANT)
    session.acts.accept("bloc", "head of theatre", "two images opened")
    return session


def status(session: Session, service: str = "bloc") -> str:
    return session.look().services[service].status


def test_what_is_up_and_signed_off_is_accepted_and_still_counts_as_up(signed: Session) -> None:
    assert ("accepted", "up", 2) == (status(signed), status(signed, "pacs"), signed.look().up)
    assert [] == signed.acts.accept("bloc", "head of theatre", "two images opened")


def test_only_what_is_up_can_be_signed_off_by_somebody_who_tried_something(
    session: Session,
) -> None:
    with pytest.raises(Refused, match="is partial; only what is up"):
        session.acts.accept("bloc", "x", "y")
    session.acts.mark(["app"], "restored", MEANT)
    for by, tried in ((" ", "y"), ("x", "")):
        with pytest.raises(RequestError, match="Say who signs it off"):
            session.acts.accept("bloc", by, tried)
    with pytest.raises(RequestError, match="no service app"):
        session.acts.accept("app", "x", "y")


NAS = FoundServer("imc", "archive", needed_by=("pacs",))


def test_a_server_that_was_found_beneath_a_service_needs_a_new_sign_off(signed: Session) -> None:
    signed.acts.add("nas", NAS, MEANT)
    assert "partial" == status(signed)
    signed.acts.mark(["nas"], "clean", MEANT)
    assert ("up", "up") == (status(signed), status(signed, "pacs"))
    lapsed = signed.look().situation.lapsed["bloc"]
    assert "nas" == (lapsed.ended_by and lapsed.ended_by.subject)
    assert "nas added to the plan" in str(sign_off_in_full(signed.look(), "bloc")[-1])
    signed.acts.accept("bloc", "head of theatre", "two images opened")
    assert "accepted" == status(signed)


def test_a_server_that_was_found_elsewhere_ends_no_sign_off(signed: Session) -> None:
    signed.acts.add("nas", NAS._replace(needed_by=("other",)), MEANT)
    signed.acts.add("nas2", NAS._replace(needed_by=("dc2",)), MEANT)
    assert "accepted" == status(signed)


def test_a_sign_off_does_not_come_back_when_the_file_has_the_server_that_was_found(
    signed: Session, tmp_path: Path
) -> None:
    signed.acts.add("nas", NAS, MEANT)
    signed.acts.mark(["nas"], "clean", MEANT)
    written = PLAN.replace('["dc1", "dc2"]]', '["dc1", "dc2"], "nas"]')
    written += 'nas = { site = "imc", role = "archive" }\n'
    (tmp_path / "inventory.toml").write_text(written, encoding="utf-8")
    assert not signed.look().added
    assert "up" == status(signed)


def test_a_need_that_was_lost_and_regained_needs_a_new_sign_off(signed: Session) -> None:
    signed.acts.mark(["dc1"], "compromised")
    assert "partial" == status(signed)
    before = signed.look()
    signed.acts.mark(["dc1"], "restored", MEANT)
    assert "up" == status(signed)
    assert "Bloc and PACS are up." == str(consequences(before, signed.look())[0])
    signed.acts.accept("bloc", "head of theatre", "again")
    assert "accepted" == status(signed)


def test_a_need_lost_while_the_service_stays_up_is_told_as_a_sign_off_to_be_made_again(
    signed: Session,
) -> None:
    signed.acts.mark(["dc2"], "restored", MEANT)
    signed.acts.accept("bloc", "head of theatre", "with both controllers")
    before = signed.look()
    signed.acts.mark(["dc2"], "blocked", Remarks(reason="fan"))
    assert "up" == status(signed)
    assert ["To be signed off again: Bloc."] == [
        str(sentence) for sentence in consequences(before, signed.look())
    ]


def test_what_it_does_not_stand_on_does_not_matter(signed: Session) -> None:
    signed.acts.mark(["other", "dc2"], "compromised")
    signed.acts.note("app", "x")
    assert "accepted" == status(signed)


def test_a_sign_off_is_undone_like_any_act(signed: Session) -> None:
    signed.acts.undo()
    assert "up" == status(signed)
    signed.acts.undo(signed.record.events[-1].id)
    assert "accepted" == status(signed)


def test_a_sign_off_that_ended_is_kept_with_the_act_that_ended_it(signed: Session) -> None:
    (lost,) = signed.acts.mark(["dc1"], "compromised")
    signed.acts.mark(["dc1"], "restored", MEANT)
    lapsed = signed.look().situation.lapsed["bloc"]
    assert ("head of theatre", lost.id) == (lapsed.by, lapsed.ended_by and lapsed.ended_by.id)
    assert "by head of theatre)" in str(in_a_column(signed.look(), "bloc"))
    signed.acts.accept("bloc", "head of theatre", "again")
    assert {} == signed.look().situation.lapsed
    assert ["again"] == [s.tried for s in signed.look().situation.sign_offs.values()]


def test_nothing_is_signed_off_that_stands_on_a_server_somebody_has_touched_since(
    signed: Session,
) -> None:
    shown = signed.look()
    signed.acts.mark(["dc1"], "compromised")
    with pytest.raises(Refused, match="is partial; only what is up"):
        signed.acts.accept("bloc", "surgeon", "one more image", shown)
    signed.acts.mark(["dc1"], "restored", MEANT)
    with pytest.raises(StaleView, match="dba: dc1 restored"):
        signed.acts.accept("bloc", "surgeon", "one more image", shown)
    assert "up" == status(signed)


def test_a_service_that_is_down_shows_what_it_misses_not_who_signed_it_off(signed: Session) -> None:
    signed.acts.mark(["dc1"], "compromised")
    assert None is in_a_column(signed.look(), "bloc")
    assert None is in_a_column(signed.look(), "pacs")


# Journals as somebody else may have written them


PARSED = plan_of(PLAN.removeprefix(HEAD))


def named_over_and_over(n: int) -> Record:
    """Notes on a server, and a sign-off that names it as often."""
    terms = {"by": "x", "tried": "y", "servers": ["dc1"] * n}
    notes = [("noted", "dc1", {"text": "x"})] * n
    return by_a_peer([*notes, ("accepted", "pacs", {"before": None, "after": terms})])


def steps_and_verdicts(n: int) -> Record:
    """Verdicts on a server, and after them as many steps of it, each another."""
    hit = Standing("compromised").plain()
    verdicts = [("marked", "dc1", {"before": hit, "after": hit})] * n
    steps = [
        ("step.done", "dc1", {"step": f"s{i}", "before": "open", "after": "done"}) for i in range(n)
    ]
    return by_a_peer([*verdicts, *steps])


@pytest.mark.parametrize("make", [named_over_and_over, steps_and_verdicts])
def test_the_time_grows_in_line_with_what_one_server_was_told(
    make: Callable[[int], Record],
) -> None:
    assert grows_in_line(make, lambda record: situation(PARSED, record), 400)


def test_what_a_sign_off_names_twice_ends_it_once() -> None:
    terms = {"by": "x", "tried": "y", "servers": ["dc1", "dc1"]}
    hit = {"before": Standing("clean").plain(), "after": Standing("compromised").plain()}
    signed = ("accepted", "pacs", {"before": None, "after": terms})
    record = by_a_peer([signed, ("noted", "dc1", {"text": "x"}), ("marked", "dc1", hit)])
    ended_by = situation(PARSED, record).lapsed["pacs"].ended_by
    assert ended_by is record.events[-1]
