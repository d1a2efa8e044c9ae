"""What asks which plan was acted by: this journal's own, and another's only with whose it is."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from chwapi_console.clock import iso, utc_now
from cli.command_line import CommandLine, stop_the_clock
from journal.forgeries import chained, written

OWN_ACT = ["take", "san1"]


@pytest.fixture
def forged(here: CommandLine) -> Callable[..., str]:
    """Brings, by a clock far ahead and dated back, another plan of somebody else's; its digest."""

    def forge(text: str = "") -> str:
        text = text or here.plan.read_text(encoding="utf-8").replace("tier = 1", "tier = 4")
        digest = hashlib.sha256(text.encode()).hexdigest()
        about = {
            "operator": "mallory",
            "host": "evilhost",
            "at": iso(utc_now() - timedelta(minutes=90)),
        }
        notes = [{**about, "subject": "dc1", "kind": "noted", "data": {"text": "n"}}] * 60
        plan = {"subject": "plan", "kind": "plan.seen", "data": {"digest": digest, "text": text}}
        written(here.folder / "peer.journal", chained([*notes, {**about, **plan}], origin="evil-1"))
        here.done("sync", "peer.journal")
        return digest

    return forge


ASKED = pytest.mark.parametrize(
    "asked", [["queue", "--since", "1h"], ["diff"], ["forecast", "--since", "1h"]], ids=" ".join
)


@ASKED
def test_a_plan_that_others_act_by_stands_in_the_place_of_none_of_this_journals_own(
    here: CommandLine, forged: Callable[[], str], asked: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as earlier:
        stop_the_clock(earlier, utc_now() - timedelta(hours=2))
        here.done(*OWN_ACT)
    before = here.done(*asked)
    forged()
    after = here.done(*asked)
    assert "otherwise of tier" not in after.out
    assert "mallory" not in after.err + (after.out if asked == ["diff"] else "")
    assert asked != ["diff"] or before == after


@ASKED
def test_a_plan_of_others_is_told_with_whose_it_is_where_there_is_no_other(
    here: CommandLine, forged: Callable[[], str], asked: list[str]
) -> None:
    digest = forged()
    answer = here.done(*asked)
    assert (
        f"The plan of then is that of mallory on evilhost ({digest[:12]}): this journal had none of "
        "its own." in answer.out + answer.err
    )


def test_a_text_that_is_no_plan_stops_nobody_who_compares(
    here: CommandLine, forged: Callable[..., str]
) -> None:
    forged("a = [[[")
    assert ["No plan was acted by yet in this journal."] == here.done("diff").lines[:1]
    here.done(*OWN_ACT)
    assert "mallory" not in here.done("diff").out
