"""A plan's text can be megabytes: a session keeps it once, whatever the record says of it."""

from pathlib import Path

from chwapi_console.session import Session


def test_the_record_and_the_plan_share_a_text_that_is_the_same(plan: Path) -> None:
    session = Session(plan, operator="oncall-1")
    session.journal_plan()
    session.look()
    session.close()
    (seen,) = session.store.record.plans
    assert plan.read_text(encoding="utf-8") == session.loaded.text
    assert seen.data["text"] is session.loaded.text


def test_a_record_that_tells_of_another_text_changes_nothing(plan: Path) -> None:
    before = plan.read_text(encoding="utf-8")
    earlier = Session(plan, operator="oncall-1")
    earlier.journal_plan()
    earlier.close()
    plan.write_text(before + "# edited\n", encoding="utf-8")
    session = Session(plan, operator="oncall-1")
    session.look()
    session.close()
    assert before + "# edited\n" == session.loaded.text
