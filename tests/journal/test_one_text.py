"""A plan's text can be megabytes: a session keeps it once, whatever the record says of it."""

from pathlib import Path

from chwapi_console.cli.verbs.plans.seen_plans import plan_texts
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import hash_of, sealed
from chwapi_console.session.session import Session
from hospitals import record_of, standing_event


def test_the_record_and_the_plan_share_a_text_that_is_the_same(plan: Path) -> None:
    session = Session(plan, operator="oncall-1")
    session.keeping.journal_plan()
    session.look()
    session.close()
    (seen,) = session.record.plans
    assert plan.read_text(encoding="utf-8") == session.loaded.text
    assert seen.data["text"] is session.loaded.text


def test_a_record_that_tells_of_another_text_changes_nothing(plan: Path) -> None:
    before = plan.read_text(encoding="utf-8")
    earlier = Session(plan, operator="oncall-1")
    earlier.keeping.journal_plan()
    earlier.close()
    plan.write_text(before + "# edited\n", encoding="utf-8")
    session = Session(plan, operator="oncall-1")
    session.look()
    session.close()
    assert before + "# edited\n" == session.loaded.text


def test_a_plan_that_was_seen_without_its_digest_is_passed_over() -> None:
    first, whole = standing_event("a", 1, "plan", Standing()), hash_of(b"whole")
    seen = [
        sealed(first._replace(id=f"a-{n}", origin=f"a{n}", kind="plan.seen", data=data))
        for n, data in enumerate([{}, {"digest": "d1"}, {"digest": whole, "text": "whole"}])
    ]
    assert {whole: "whole"} == plan_texts(record_of(seen))
