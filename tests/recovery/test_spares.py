"""What a spare is told to be spare for: only what is so."""

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.things.missing import first_to_take
from chwapi_console.recovery.words.why.comparing import compared, comparison_words
from chwapi_console.recovery.words.why.reasons import purpose, why
from chwapi_console.text import in_one
from hospitals import NOW, plan_of, record_of, standing_event

OFF = "x is compromised: it must stay off the network until it is restored."
SERVERS = """
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = [{needs}]
[servers]
app = {{ site = "imc", role = "x", needs = [["x", "y"]], state = "{app}" }}
other = {{ site = "imc", role = "x", needs = ["x"], state = "clean" }}
near = {{ site = "imc", role = "x", state = "{near}" }}
x = {{ site = "imc", role = "x", state = "compromised", restore = "4h" }}
y = {{ site = "imc", role = "x", state = "{y}", restore = "1h" }}
"""


@pytest.mark.parametrize(
    ("needs", "app", "near", "y", "said"),
    [
        ('"app"', "clean", "clean", "clean", "Spare: y works instead."),
        ('"app"', "compromised", "clean", "clean", "Spare: y works instead."),
        ('"app"', "compromised", "clean", "compromised", "Spare: y is nearer."),
        (
            '["other", "near"]',
            "retired",
            "clean",
            "clean",
            "Spare: other needs it, but no service waits for other.",
        ),
        (
            '"app"',
            "retired",
            "clean",
            "clean",
            "Spare: y works instead.",
        ),
        ('"app"', "retired", "clean", "compromised", "Spare: y is nearer."),
        (
            '"app", "x"',
            "retired",
            "clean",
            "clean",
            "Not waited for: Bloc IMC, which needs it, cannot come back.",
        ),
    ],
)
def test_a_spare_says_what_makes_it_one(needs: str, app: str, near: str, y: str, said: str) -> None:
    plan = plan_of(
        SERVERS.format(needs=needs, app=app, near=near, y=y).replace(
            "other = ", "# other = " if '"other"' not in needs else "other = "
        )
    )
    seen = view(plan, record_of([standing_event("imc", 1, "x", Standing("compromised"))]), NOW)
    assert f"{said} {OFF}" == str(in_one(why(seen, seen.entry["x"])))
    shown = "Bloc IMC: cannot come back" if "Bloc" in said else "spare: keep off the network"
    assert shown == str(purpose(seen, seen.entry["x"]))


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing("unknown"), "Spare: y works instead. Nobody has looked at it yet."),
        (
            Standing("compromised", "restoring", "dba"),
            "dba is restoring it. Spare: y works instead.",
        ),
        (
            Standing("compromised", "blocked", reason="no disks"),
            f"Blocked by dba since 03:00: no disks. Spare: y works instead. {OFF}",
        ),
    ],
)
def test_a_spare_is_not_called_one_without_saying_what_is_known_of_it(
    standing: Standing, said: str
) -> None:
    plan = plan_of(
        SERVERS.format(needs='"app"', app="clean", near="clean", y="clean").replace(
            "other = ", "# other = "
        )
    )
    seen = view(plan, record_of([standing_event("imc", 1, "x", standing)]), NOW)
    assert said == str(in_one(why(seen, seen.entry["x"])))


def test_a_compromised_server_that_no_service_needs_is_told_to_stay_off_the_network() -> None:
    plan = plan_of(
        SERVERS.format(needs='"near"', app="clean", near="clean", y="compromised").replace(
            "other = ", "# other = "
        )
    )
    seen = view(plan, record_of([]), NOW)
    off = OFF.replace("x", "y", 1)
    assert f"No service needs it. {off}" == str(in_one(why(seen, seen.entry["y"])))


PAIR = """
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["app"]
[servers]
app = { site = "imc", role = "x", needs = [["dc1", "dc2"]], state = "compromised" }
dc1 = { site = "imc", role = "x", state = "compromised", restore = "2h" }
dc2 = { site = "imc", role = "x", state = "compromised", restore = "4h" }
"""


def paired(*blocked: str) -> View:
    hit = Standing("compromised", "blocked", reason="no disk")
    events = [standing_event(f"o{name}", 1, name, hit) for name in blocked]
    return view(plan_of(PAIR), record_of(events), NOW)


def sentences(of: View, server: str) -> str:
    return str(in_one(why(of, of.entry[server])))


def test_a_service_of_which_no_server_is_named_yet_is_no_blocked_server_of_a_group() -> None:
    portal = '"portal"]]\n[services.portal]\nname = "Portal"\ntier = 2\n'
    of = view(plan_of(PAIR.replace('["app"]', '[["app", ' + portal)), record_of([]), NOW)
    assert "portal" in of.problem.blocked
    assert "Bloc IMC waits for it" in sentences(of, "app")
    assert "blocked" not in sentences(of, "app")


def test_who_takes_the_place_of_a_blocked_server_says_so_and_that_it_is_restored_first() -> None:
    of = paired("dc1")
    said = sentences(of, "dc2")
    assert "It takes the place of dc1, which is blocked: no disk." in said
    assert (
        "It is compromised too: it is restored first, and stays off the network until then." in said
    )
    assert "dc2 takes its place while it is blocked." in sentences(of, "dc1")
    words = str(comparison_words(of, compared(of, "dc1", "dc2")))
    assert "dc2 stands before dc1: dc1 is blocked, and dc2 takes its place." == words
    assert "takes" not in sentences(paired(), "dc2")


def test_of_two_that_are_blocked_it_is_said_which_one_is_waited_for() -> None:
    of = paired("dc1", "dc2")
    first, second = sorted(("dc1", "dc2"), key=of.order.rank.__getitem__)
    words = str(comparison_words(of, compared(of, "dc1", "dc2")))
    assert f"{first} stands before {second}: both are blocked, and {first} is the one that" in words
    assert f"{second} could do the same, and is blocked too: no disk." in sentences(of, first)
    assert f"{first} is waited for in its place, and is blocked too." in sentences(of, second)


LOST = """
[services.theatre]
name = "Theatre"
tier = 1
needs = ["ident", "imaging", "th"]
[services.ident]
name = "Identity"
tier = 1
needs = [["id1", "id2"]]
[services.imaging]
name = "Imaging"
tier = 2
needs = ["arc", ["hv1", "hv2"], { at_least = 2, of = ["n1", "n2", "n3"] }]
[servers]
th = { site = "imc", role = "x", state = "compromised", needs = [["hv1", "hv2"]] }
id1 = { site = "imc", role = "x", state = "compromised", restore = "1h", needs = [["hv1", "hv2"]] }
id2 = { site = "imc", role = "x", state = "compromised", restore = "5h", needs = ["far"] }
far = { site = "imc", role = "x", state = "compromised", restore = "5h" }
hv1 = { site = "imc", role = "x", state = "compromised", restore = "1h" }
hv2 = { site = "imc", role = "x", state = "compromised", restore = "2h" }
n1 = { site = "imc", role = "x", state = "compromised", restore = "1h" }
n2 = { site = "imc", role = "x", state = "compromised", restore = "2h" }
n3 = { site = "imc", role = "x", state = "compromised", restore = "9h" }
arc = { site = "imc", role = "x", state = "compromised", restore = "4h" }
"""


def retired(*servers: str) -> View:
    acts = [standing_event(s, 1, s, Standing("compromised", "retired")) for s in servers]
    return view(plan_of(LOST), record_of(acts), NOW)


def test_a_spare_stays_one_with_its_warning_when_a_service_over_it_cannot_come_back() -> None:
    seen, spares = retired("arc"), ("far", "hv2", "id2", "n3")
    assert ["arc", "hv1", "id1", "n1", "n2", "th"] == sorted(seen.missing("theatre"))
    assert ["arc", "hv1", "n1", "n2"] == sorted(seen.missing("imaging"))
    assert {"spare: keep off the network"} == {str(purpose(seen, seen.entry[s])) for s in spares}
    assert "Spare: hv1 is nearer. hv2 is" in str(in_one(why(seen, seen.entry["hv2"])))
    assert "Spare: n1 is nearer. n3 is" in str(in_one(why(seen, seen.entry["n3"])))
    assert "Theatre: cannot come back" == str(purpose(seen, seen.entry["n1"]))
    assert "Theatre: cannot come back" == str(purpose(seen, seen.entry["th"]))


def test_of_what_cannot_come_back_nothing_is_to_be_taken_first() -> None:
    before, after = retired(), retired("arc")
    assert "hv1" == first_to_take(before, "theatre")
    assert "" == first_to_take(after, "theatre") == first_to_take(after, "imaging")
    assert "hv1" == first_to_take(after, "ident")


def test_of_a_group_that_too_few_are_left_of_all_are_named() -> None:
    seen = retired("n2", "n3")
    assert {"n1", "n2", "n3", "hv1", "arc"} == {*seen.missing("imaging")}
    assert {"hv1", "hv2"} <= {*retired("hv1", "hv2").missing("imaging")}
