"""Of which service the page "When, and why then" is, by what is under the cursor."""

from chwapi_console.console.views.why_view import asked_about
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.state.view.view import view
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = plan_of("""
[services.blood]
name = "Blood bank"
tier = 1
needs = ["app"]
[servers]
app = { site = "imc", role = "x", needs = ["dc1"], state = "compromised" }
dc1 = { site = "imc", role = "x", state = "compromised" }
pc = { site = "imc", role = "x", state = "compromised" }
""")


def test_it_is_that_which_waits_for_a_server_or_stands_on_a_suspect() -> None:
    at_first = view(PLAN, record_of([]), NOW)
    assert ["blood", "blood", ""] == [asked_about(at_first, each) for each in ("app", "dc1", "pc")]
    restored, hit = Standing("compromised", "restored", "dba"), Standing("compromised")
    events = [
        standing_event("a", 1, "dc1", restored),
        standing_event("b", 2, "app", restored),
        standing_event("c", 3, "dc1", hit),
    ]
    since = view(PLAN, record_of(events), NOW)
    assert since.entry["app"].to_look_at
    assert "blood" == asked_about(since, "app")
