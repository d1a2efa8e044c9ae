"""When services were down and up, as `show` and JSON tell it: counted from when things were really
done, and from when the incident was detected."""

from datetime import datetime
from typing import Any

from cli.command_line import CommandLine


def back_and_lost(here: CommandLine) -> None:
    """PACS and Bloc are back at 02:10 (recorded today), lost at 03:10 and back at 04:40."""
    here.done("mark", "san1", "dc2", "sql1", "restored", "--at", "2021-01-18T02:10")
    here.done("mark", "dc2", "compromised", "--at", "2021-01-18T03:10")
    here.done("mark", "dc2", "restored", "--at", "2021-01-18T04:40")


def test_the_page_of_a_service_has_its_outages_and_its_course(here: CommandLine) -> None:
    back_and_lost(here)
    lines = here.done("show", "pacs").lines
    assert (
        "Outages: 17/01/2021 20:46 (detected) to 18/01/2021 02:10 (5 h 24) and "
        "18/01/2021 03:10 to 18/01/2021 04:40 (1 h 30)"
    ) in [" ".join(line.split()) for line in lines]
    first = lines.index("Course")
    assert [
        "  17/01/2021 20:46 (detected)  down, 5 h 24",
        "  18/01/2021 02:10  up, 1 h",
        "  18/01/2021 03:10  partial, 1 h 30",
    ] == lines[first + 1 : first + 4]
    assert lines[first + 4].startswith("  18/01/2021 04:40  up, ")
    assert lines[first + 4].endswith(" so far")


def test_it_is_told_in_french_too(here: CommandLine) -> None:
    back_and_lost(here)
    lines = [" ".join(line.split()) for line in here.done("show", "pacs", "--lang", "fr").lines]
    assert (
        "Interruptions : du 17/01/2021 à 20:46 (détection) au 18/01/2021 à 02:10 (5 h 24) et "
        "du 18/01/2021 à 03:10 au 18/01/2021 à 04:40 (1 h 30)"
    ) in [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]
    assert "Déroulement" in lines


def test_as_json_the_outages_add_up_and_one_answer_says_what_the_other_does(
    here: CommandLine,
) -> None:
    back_and_lost(here)
    services: list[dict[str, Any]] = here.done("services", "--json").json["services"]
    for one in services:
        page = here.done("show", one["service"], "--json").json
        assert [one[key] for key in KEYS if key != "outages"] == [
            page[key] for key in KEYS if key != "outages"
        ]
    pacs = next(one for one in services if one["service"] == "pacs")
    assert [324, 90] == [outage["minutes"] for outage in pacs["outages"]]
    for outage in pacs["outages"]:
        begun, ended = (datetime.fromisoformat(outage[end]) for end in ("since", "until"))
        assert outage["minutes"] * 60 == (ended - begun).total_seconds()
    assert pacs["since"] == pacs["course"][-1]["since"] == "2021-01-18T03:40:00.000Z"
    assert [spell["until"] for spell in pacs["course"]] == [
        *(spell["since"] for spell in pacs["course"][1:]),
        None,
    ]


KEYS = ("since", "suspect_since", "course", "outages")


def test_what_was_undone_is_in_no_outage(here: CommandLine) -> None:
    here.done("mark", "san1", "dc2", "sql1", "restored", "--at", "2021-01-18T02:10")
    before = here.done("show", "pacs", "--json").json["outages"]
    here.done("mark", "dc2", "compromised", "--at", "2021-01-18T03:10")
    assert 2 == len(here.done("show", "pacs", "--json").json["outages"])
    here.done("undo")
    assert before == here.done("show", "pacs", "--json").json["outages"]
