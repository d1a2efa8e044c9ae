"""What services still miss: a vital one that hangs on a blocked server says so, wherever people
look first."""

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.things.missing import still_missing
from chwapi_console.recovery.words.why.held_up import hanging_in_short, hanging_words
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = plan_of("""
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["app", "ntp", ["dc1", "dc2"]]
[services.anesthesie]
name = "Anesthésie"
tier = 1
needs = ["app"]
[services.labo]
name = "Labo"
tier = 2
needs = ["lis", "app"]
[servers]
app = { site = "imc", role = "x", needs = ["san"], state = "compromised" }
san = { site = "imc", role = "x", state = "compromised" }
ntp = { site = "imc", role = "x", state = "compromised" }
lis = { site = "imc", role = "x", state = "compromised" }
dc1 = { site = "imc", role = "x", state = "compromised" }
dc2 = { site = "imc", role = "x", state = "compromised" }
""")


def seen(**blocked: str) -> View:
    """The plan with some servers blocked, for a reason each."""
    events = [
        standing_event(server, 1, server, Standing("compromised", "blocked", reason=reason))
        for server, reason in blocked.items()
    ]
    return view(PLAN, record_of(events), NOW)


def words(of: View) -> list[str]:
    return [str(sentence) for sentence in hanging_words(of)]


def test_vital_services_that_hang_on_a_blocked_server_are_named_with_why_it_is_blocked() -> None:
    of = seen(san="controller ordered")
    assert [
        "Tier 1: Anesthésie and Bloc IMC wait for san, which is blocked: controller ordered."
    ] == words(of)
    assert "tier 1 waits for san, blocked" == str(hanging_in_short(of))


def test_several_blocked_servers_are_counted() -> None:
    of = seen(san="a", app="b", dc1="c", dc2="d", ntp="e")
    assert (4, "Tier 1 waits for 1 more blocked server.") == (len(words(of)), words(of)[-1])
    assert "tier 1 waits for san +3, blocked" == str(hanging_in_short(of))


@pytest.mark.parametrize("blocked", [{}, {"lis": "no disks"}, {"dc1": "no disks"}])
def test_nothing_is_said_where_no_vital_service_must_wait(blocked: dict[str, str]) -> None:
    of = seen(**blocked)
    assert ([], None) == (words(of), hanging_in_short(of))


def test_a_service_says_which_of_what_it_misses_is_blocked() -> None:
    said = {
        name: str(still_missing(seen(san="x", dc1="x", dc2="x"), name))
        for name in ("bloc", "anesthesie", "labo")
    }
    assert {
        "bloc": "4 missing, 2 blocked: san +1",
        "anesthesie": "2 missing, san blocked",
        "labo": "3 missing, san blocked",
    } == said
    assert "4 missing, first san" == str(still_missing(seen(), "bloc"))
