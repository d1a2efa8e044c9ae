"""The plan in force: a good edit is taken up, a bad one is said and changes nothing, and the
journal learns which it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.record import Record
from chwapi_console.session.plan_in_force import PlanInForce, another_plan
from hospitals import HEAD
from journal.forgeries import chained

SERVER = '{name} = {{ site = "imc", role = "x" }}\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "inventory.toml"
    path.write_text(HEAD + "[servers]\n" + SERVER.format(name="one"), encoding="utf-8")
    return path


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_good_edit_is_taken_up_once(path: Path) -> None:
    plan = PlanInForce(path)
    assert not plan.take_up()
    add(path, SERVER.format(name="two"))
    assert (True, ["one", "two"], None) == (
        plan.take_up(),
        sorted(plan.loaded.plan.servers),
        plan.problem,
    )
    assert not plan.take_up()


@pytest.mark.parametrize("spoil", [lambda path: add(path, "not a plan"), Path.unlink])
def test_a_bad_edit_leaves_the_last_good_plan_and_is_said_until_it_is_mended(
    path: Path, spoil: Callable[[Path], None]
) -> None:
    plan, good = PlanInForce(path), path.read_text(encoding="utf-8")
    spoil(path)
    assert (False, ["one"]) == (plan.take_up(), sorted(plan.loaded.plan.servers))
    assert "the last good one is in use" in str(plan.problem)
    path.write_text(good, encoding="utf-8")
    assert (True, None) == (plan.take_up(), plan.problem)


def test_a_journal_that_does_not_know_the_plan_is_given_its_text(path: Path) -> None:
    plan = PlanInForce(path)
    (draft,) = plan.drafts(Record(), "here", "dba")
    assert {"digest": plan.loaded.digest, "text": path.read_text(encoding="utf-8")} == draft.data


def test_of_many_who_act_by_another_plan_five_are_named_and_no_name_fills_the_screen() -> None:
    seen = {"subject": "plan", "kind": "plan.seen", "data": {"digest": "ab" * 32}}
    others = [
        unsealed(row[4])
        for number in range(7)
        for row in chained([{**seen, "operator": "e" * 4000}], origin=f"o{number}-00000000")
    ]
    told = str(another_plan(others))
    assert (5, True) == (told.count("e… on evil"), told.endswith("and 2 more. Compare the files."))
    assert len(told) < 1_000
