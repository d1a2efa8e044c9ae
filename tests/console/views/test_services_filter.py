"""What the filter of services finds by what they stand on."""

from chwapi_console.console.views.services_view import service_rows
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.recovery.acts import marks, steps
from chwapi_console.recovery.rules.door import overriding
from chwapi_console.recovery.state.view.view import view
from chwapi_console.text import ENGLISH
from hospitals import MEANT, NOW, plan_of
from journal.memory_store import MemoryStore

PLAN = plan_of("""
[policy]
evidence_first = false
[policy.rules]
"work.open" = "reason"
[services.bloc]
name = "Theatre"
tier = 1
needs = ["pacs"]
[services.pacs]
name = "Images"
tier = 2
needs = ["app"]
[services.mail]
name = "Mail"
tier = 4
needs = ["ex"]
[servers]
app = { site = "imc", role = "x", runbook = "w", state = "compromised" }
ex = { site = "imc", role = "x", state = "clean" }
[runbooks.w]
steps = ["test"]
""")


def test_services_are_found_by_the_overrides_and_shortcuts_beneath_them() -> None:
    store = MemoryStore()

    def found(typed: str) -> list[str]:
        rows = service_rows(view(PLAN, store.record, NOW), typed, 120, ENGLISH)
        return [row.key.id for row in rows if row.key is not None]

    assert [] == found("override")
    skipped = steps.step(
        view(PLAN, store.record, NOW), "app", "test", skip="no user", operator="dba"
    )
    store.append(skipped.drafts, Actor("dba", "h"), skipped.shown)
    with overriding({"work.open": "the vendor did it"}):
        done = marks.mark(view(PLAN, store.record, NOW), ["app"], "restored", "dba", MEANT)
    store.append(done.drafts, Actor("dba", "h"), done.shown)
    assert ["bloc", "pacs"] == sorted(found("override"))
    assert ["bloc", "pacs"] == sorted(found("shortcut"))
