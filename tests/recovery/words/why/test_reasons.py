"""Why a server stands where it does: of those that no service waits for too, and of what people put
first."""

from datetime import timedelta

import pytest

from chwapi_console.clock import iso
from chwapi_console.journal.kinds.standing import Standing, Work
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.since.moves import moved
from chwapi_console.recovery.words.things.pin_words import pin_words
from chwapi_console.recovery.words.why.in_its_way import due_words, why_lost
from chwapi_console.recovery.words.why.reasons import purpose, why
from chwapi_console.text import in_one
from hospitals import NOW, by_a_peer, plan_of, record_of, standing_event

TEXT = """
[services.bloc]
name = "Theatre"
tier = 1
needs = ["app", ["p1", "p2"], "paper"]
soft = ["w1"]
[services.lost]
name = "Lost"
tier = 2
needs = ["c1"]
[services.web]
name = "Web"
tier = 3
needs = ["p1"]
[servers]
app = { site = "imc", role = "x", needs = ["paper", "sign"], state = "compromised" }
p1 = { site = "imc", role = "x", restore = "1h", state = "compromised" }
p2 = { site = "imc", role = "x", restore = "2h" }
w1 = { site = "imc", role = "x", needs = ["wb"], state = "compromised" }
wb = { site = "imc", role = "x", state = "compromised" }
c1 = { site = "imc", role = "x", needs = ["gone", "s9"], state = "compromised" }
s9 = { site = "imc", role = "x", state = "compromised" }
gone = { site = "imc", role = "x", state = "retired" }
[conditions.paper]
name = "Paper entered"
who = "clerk"
[conditions.sign]
name = "Signed"
who = "clerk"
needs = ["web"]
"""
SEEN = view(plan_of(TEXT), by_a_peer([]), NOW)


def said(seen: View, server: str) -> str:
    return str(in_one(why(seen, seen.entry[server])))


@pytest.mark.parametrize(
    ("server", "column", "sentence"),
    [
        ("p2", "spare", "Spare: p1 is nearer. Nobody has looked at it yet."),
        ("s9", "Lost: cannot come back", "Not waited for: Lost, which needs it, cannot come back."),
        ("w1", "only wished for", "No service waits for it; 1 service wishes for it."),
        (
            "wb",
            "only wished for",
            "No service waits for it; what services wish for needs it. wb is compromised: it must",
        ),
        (
            "c1",
            "cannot come back",
            "Cannot come back: gone is retired, and no replacement is named.",
        ),
        (
            "gone",
            "cannot come back",
            "Cannot come back: it is retired, and no replacement is named.",
        ),
    ],
)
def test_of_a_server_that_no_service_waits_for_it_is_said_why(
    server: str, column: str, sentence: str
) -> None:
    assert column == str(purpose(SEEN, SEEN.entry[server]))
    assert sentence in said(SEEN, server)


def test_a_server_waits_for_conditions_with_how_they_stand_and_counts_them_on_the_way() -> None:
    assert said(SEEN, "app").startswith(
        "Waits for Paper entered (open) and Signed (open, waits for Web). Tier 1. "
    )
    assert "and Paper entered and Signed, until Theatre is up." in said(SEEN, "p1")


def test_a_service_that_cannot_come_back_is_told_what_would_help() -> None:
    assert [] == why_lost(SEEN, "bloc")
    assert [
        "Cannot come back: gone is retired, and no replacement is named.",
        "Name what replaces it: mark gone retired --replaced-by ID.",
    ] == [str(sentence) for sentence in why_lost(SEEN, "lost")]


@pytest.mark.parametrize(
    ("until", "before", "sentence"),
    [
        ("", "", "dba put Web first: list at noon."),
        ("", "bloc", "dba put Web before Theatre: list at noon."),
        ("later", "", "dba put Web first until 05:00: list at noon."),
        ("later", "bloc", "dba put Web before Theatre until 05:00: list at noon."),
    ],
)
def test_a_pin_says_who_until_when_before_what_and_why(
    until: str, before: str, sentence: str
) -> None:
    at = iso(NOW + timedelta(hours=1)) if until else ""
    terms = {"reason": "list at noon", "until": at, "before": before}
    seen = view(
        plan_of(TEXT), by_a_peer([("pinned", "web", {"before": None, "after": terms})]), NOW
    )
    (pin,) = seen.pins
    assert sentence == str(pin_words(seen, pin))


def marked(**standing: Standing) -> View:
    acts = [standing_event(name, 1, name, after) for name, after in standing.items()]
    return view(plan_of(TEXT), record_of(acts), NOW)


def moves(before: View, after: View) -> str:
    return " ".join(map(str, moved(before, after, most=20)))


def edited(*changes: tuple[str, str]) -> View:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return view(plan_of(text), by_a_peer([]), NOW)


WISHED_TOO = (('soft = ["w1"]', 'soft = ["w1", "p2"]'), ('["p1", "p2"]', '"p1"'))
NO_WISH = (('soft = ["w1"]', ""),)
LOST_NO_MORE = (('needs = ["c1"]', 'needs = ["s9"]'),)


@pytest.mark.parametrize(
    ("changes", "there", "back"),
    [
        (
            WISHED_TOO,
            "p2 moves up 2: no service waits for it any more",
            "p2 moves down 2: a spare now, p1 is nearer",
        ),
        (
            NO_WISH,
            "w1 moves down 2: no service needs it any more",
            "w1 moves up 2: no service waits for it",
        ),
        (
            LOST_NO_MORE,
            "s9 moves up 3: a service needs it now",
            "s9 moves down 3: Lost, which needs it, cannot",
        ),
    ],
)
def test_a_server_that_is_for_something_else_since_an_edit_says_what_and_back_again(
    changes: tuple[tuple[str, str], ...], there: str, back: str
) -> None:
    after = edited(*changes)
    assert there in moves(SEEN, after)
    assert back in moves(after, SEEN)


def test_an_act_that_takes_a_service_its_way_back_moves_what_it_needed() -> None:
    after = marked(p1=Standing("compromised", "retired"), p2=Standing("compromised", "retired"))
    told = moves(SEEN, after)
    assert "it cannot come back now" in told


SPARES = """
[services.one]
name = "One"
tier = 1
needs = [["d1", "d2"]]
[services.two]
name = "Two"
tier = 2
needs = ["x", "y", "z"]
[servers]
d1 = { site = "imc", role = "x", restore = "1h", state = "compromised" }
d2 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
x = { site = "imc", role = "x", restore = "1h", state = "compromised" }
y = { site = "imc", role = "x", restore = "1h", state = "compromised" }
z = { site = "imc", role = "x", restore = "1h", state = "compromised" }
"""


STOPS: tuple[Work, ...] = ("blocked", "retired")


@pytest.mark.parametrize("work", STOPS)
def test_who_takes_the_place_of_a_server_that_stops_says_so_and_that_one_why_it_stopped(
    work: Work,
) -> None:
    plan = plan_of(SPARES)
    stopped = standing_event("d1", 1, "d1", Standing("compromised", work, reason="no disk"))
    before, after = view(plan, record_of([]), NOW), view(plan, record_of([stopped]), NOW)
    there, back = moves(before, after), moves(after, before)
    assert f": in place of d1, which is {work}" in there
    assert "a spare now" not in there
    assert (work == "blocked") == ("d1 moves down 4: blocked" in there)
    assert (work == "blocked") == ("d1 moves up 4: no longer blocked" in back)
    assert ": a spare now, d1 is nearer" in back


def test_of_a_blocked_server_that_is_retired_it_is_said_that_it_cannot_come_back() -> None:
    blocked, lost = (
        standing_event("x", 1, "x", Standing("compromised", work, reason="no disk"))
        for work in STOPS
    )
    plan = plan_of(SPARES)
    before, after = view(plan, record_of([blocked]), NOW), view(plan, record_of([lost]), NOW)
    told = moves(before, after)
    assert "x moves down 3: it cannot come back now" in told
    assert "no longer blocked" not in told
    assert "x moves up 3: blocked" in moves(after, before)


FOR_ANOTHER = """
[services.one]
name = "One"
tier = 2
weight = 9
needs = ["a", "both"]
[services.two]
name = "Two"
tier = 2
needs = ["b", "both"]
[servers]
a = { site = "imc", role = "x", restore = "1h", state = "compromised" }
b = { site = "imc", role = "x", restore = "1h", state = "compromised" }
both = { site = "imc", role = "x", restore = "1h", state = "compromised" }
"""


def test_a_server_that_another_service_waits_for_first_says_which() -> None:
    before, after = (
        view(plan_of(text), by_a_peer([]), NOW)
        for text in (
            FOR_ANOTHER.replace('needs = ["b", "both"]', 'needs = ["b"]\nweight = 8'),
            FOR_ANOTHER.replace("weight = 9", "weight = 1").replace(
                'needs = ["b", "both"]', 'needs = ["both"]\nweight = 9'
            ),
        )
    )
    assert "both moves up 2: Two waits for it first now" in moves(before, after)
    assert "both" in moves(after, before)


def test_a_service_below_that_does_not_work_is_named_without_a_state() -> None:
    text = TEXT.replace('state = "compromised" }', 'state = "compromised" }', 1).replace(
        'needs = ["paper", "sign"]', 'needs = ["web"]'
    )
    assert said(view(plan_of(text), by_a_peer([]), NOW), "app").startswith("Waits for Web.")


def test_what_is_blocked_and_to_be_asked_about_says_why_it_was() -> None:
    seen = marked(p1=Standing("compromised", "blocked", "dba", "controller ordered"))
    assert str(due_words(seen, "p1")).startswith("p1 was blocked: controller ordered.")
