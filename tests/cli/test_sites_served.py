"""What serves some sites and not all says which, wherever a site is told or asked for."""

import pytest

from cli.command_line import CommandLine

PLAN = """schema = 1
[incident]
name = "Nuit"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[sites]
nord = { name = "Nord" }
sud = { name = "Sud" }
est = { name = "Est" }
[services]
lab = { name = "Laboratory", serves = "all", tier = 1, needs = ["a"] }
book = { name = "Directory", serves = ["sud", "est"], tier = 1, needs = ["b"] }
ward = { name = "Ward", site = "nord", tier = 2, needs = ["c"] }
[servers]
a = { site = "nord", role = "x", state = "compromised" }
b = { site = "sud", role = "x", state = "compromised" }
c = { site = "nord", role = "x", state = "compromised" }
"""


@pytest.fixture
def three(here: CommandLine) -> CommandLine:
    (here.folder / "inventory.toml").write_text(PLAN, encoding="utf-8")
    return here


def services(of: CommandLine, *more: str) -> list[str]:
    found = of.done("services", "--json", *more).json["services"]
    return [each["service"] for each in found]


def test_a_list_names_the_sites_that_a_service_serves(three: CommandLine) -> None:
    rows = {line.split()[0]: line for line in three.done("services").lines}
    assert "Sud and Est" in rows["book"]
    assert "all sites" in rows["lab"]
    assert "Sud and Est" in three.done("forecast", "book").out
    assert three.done("show", "book").lines[0] == "Directory · book · Sud and Est · down"


def test_a_site_is_asked_for_what_serves_it_and_not_for_what_serves_others(
    three: CommandLine,
) -> None:
    assert ["lab", "ward"] == services(three, "--site", "nord")
    assert ["book", "lab"] == sorted(services(three, "--site", "est"))


def test_json_says_whom_a_service_serves(three: CommandLine) -> None:
    found = three.done("services", "--json").json["services"]
    told = {each["service"]: (each["site"], each["serves"]) for each in found}
    assert {"lab": (None, []), "book": (None, ["sud", "est"]), "ward": ("nord", ["nord"])} == told


def test_pages_head_what_serves_some_sites_by_that(three: CommandLine) -> None:
    assert "Several sites" in three.done("sheet", "systems").out
    called = three.done("sheet", "calls", "--site", "nord").out
    assert "Laboratory" in called
    assert "Directory" not in called
    whole = PLAN.replace('serves = ["sud", "est"]', 'serves = ["sud", "est", "nord"]')
    (three.folder / "inventory.toml").write_text(whole, encoding="utf-8")
    assert "Several sites" not in three.done("sheet", "systems").out
    assert "all sites" in three.done("show", "book").lines[0]
