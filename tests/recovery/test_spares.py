"""What a spare is told to be spare for: only what is so."""

import pytest

from chwapi_console.journal.standing import Standing
from chwapi_console.recovery.state.view import view
from chwapi_console.recovery.words.reasons import purpose, why
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
