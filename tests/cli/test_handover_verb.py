"""`handover`: its numbers are those of the record, counted another way from the events."""

import re
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.cells import cell_len

from chwapi_console.session.session import Session
from cli.command_line import CommandLine, stop_the_clock


@pytest.fixture
def night(here: CommandLine) -> CommandLine:
    """Two people, and something of each kind that a shift leaves behind."""
    plan = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        plan.replace('fallback = "dossier papier"', 'fallback = "dossier papier"\nsigns = "Dr A"'),
        encoding="utf-8",
    )
    here.done("take", "sql1")
    here.done("step", "sql1", "isolate")
    here.done("step", "sql1", "image")
    here.done("mark", "san1", "dc2", "restored", "--operator", "eve")
    here.done(
        "mark", "dc1", "blocked", "--reason", "no disk", "--until", "2h", "--awaits", "vendor"
    )
    here.done("mark", "ex1", "restored")
    here.done("undo")
    here.done("note", "bloc", "ward calls at six #1 <b>")
    here.done("mark", "old", "compromised", "--operator", "eve")
    return here


def test_it_says_what_the_events_say(night: CommandLine) -> None:
    told, events = night.done("handover", "--json").json, night.events()
    meant = [e for e in events if e["kind"] != "plan.seen"]
    undone = {e["data"]["target"] for e in events if "target" in e["data"]}
    last: dict[str, dict[str, Any]] = {
        e["subject"]: e["data"]["after"]
        for e in meant
        if e["id"] not in undone and isinstance(e["data"].get("after"), dict)
    }
    states = {server: of["work"] or of["verdict"] for server, of in last.items()}
    became: dict[str, list[str]] = {}
    for server, state in sorted(states.items()):
        if state != "restoring" and server != "ex1":
            became.setdefault(state, []).append(server)
    assert became == told["done"]["servers"]
    ticks = [e for e in meant if e["kind"] == "step.done" and e["id"] not in undone]
    assert (len(ticks), len({e["subject"] for e in ticks})) == (
        told["done"]["steps"],
        told["done"]["steps_on"],
    )
    assert [s for s, state in states.items() if state == "restoring"] == [
        each["server"] for each in told["in_hand"]
    ]
    (held,), (stopped,) = told["in_hand"], told["blocked"]
    taken = next(e for e in events if e["kind"] == "taken")
    assert ("dba", taken["at"], "rebuild") == (held["by"], held["since"], held["next_step"])
    blocked = next(e for e in events if e["subject"] == "dc1")
    assert ("dba", "no disk", "vendor", blocked["at"]) == (
        stopped["by"],
        stopped["reason"],
        stopped["awaits"],
        stopped["since"],
    )
    assert Counter(e["operator"] for e in meant) == {
        each["person"]: each["acts"] for each in told["hours"]
    }
    assert ["dc2", "san1"] == [each["server"] for each in told["to_verify"]]
    assert [e["data"]["text"] for e in meant if e["kind"] == "noted"] == [
        each["text"] for each in told["notes"]
    ]
    assert meant[0]["at"] == told["since"]
    assert f" {told['head']}" in night.done("audit").out


def test_what_is_back_with_required_steps_open_is_named_until_they_are_done(
    night: CommandLine,
) -> None:
    """Whoever restored it may be at home, and old passwords live on a server that is on the network."""

    def named() -> dict[str, list[str]]:
        told = night.done("handover", "--json").json["left_undone"]
        return {each["server"]: each["steps"] for each in told}

    def lines() -> list[str]:
        told = night.done("handover").lines
        title = f"Back, with required steps open: {len(named())}"
        return told[told.index(title) + 1 : told.index("", told.index(title))]

    assert "sql1" not in named()  # in hand
    night.done("mark", "sql1", "restored")
    left = named()["sql1"]
    assert ["rebuild"] == left  # its image is done
    assert "- sql1: rebuild" in lines()
    night.done("mark", "sql1", "verified", "--operator", "eve")
    assert left == named()["sql1"]
    for step in left:
        night.done("step", "sql1", step)
    assert "sql1" not in named()


def test_what_came_up_in_the_shift_waits_for_its_sign_off_until_somebody_signs(
    night: CommandLine,
) -> None:
    night.done("mark", "sql1", "restored")
    told = night.done("handover", "--json").json
    services = night.done("services", "--json").json["services"]
    up = sorted(one["service"] for one in services if one["status"] in ("up", "limited"))
    assert up == sorted(told["done"]["up"]) == [each["service"] for each in told["to_sign_off"]]
    assert "Dr A" in {each["signs"] for each in told["to_sign_off"]}
    night.done("accept", "pacs", "--by", "Dr B", "--tried", "an image", "--yes")
    told = night.done("handover", "--json").json
    assert ["pacs"] == told["done"]["signed_off"]
    assert "pacs" not in {each["service"] for each in told["to_sign_off"]}
    night.done("mark", "dc2", "compromised")
    assert [] == night.done("handover", "--json").json["done"]["up"]


def test_the_text_fits_80_columns_and_ends_with_who_made_it_and_the_head_code(
    night: CommandLine,
) -> None:
    for language in ("en", "fr"):
        lines = night.done("handover", "--lang", language).lines
        assert all(cell_len(line) <= 80 for line in lines)
        assert night.done("handover", "--json").json["head"] in lines[-1]
        assert "dba" in lines[-2]
        assert "UTC+01:00" in lines[-2]
    lines = night.done("handover").lines
    assert "Handover · Nuit blanche" == lines[0]
    assert "In hand: 1" in lines
    assert any(line.startswith("- sql1: dba, since ") for line in lines)
    assert any(line.startswith("- dc1: no disk; by dba, since ") for line in lines)


def test_as_markdown_what_people_wrote_is_no_markup(night: CommandLine) -> None:
    lines = night.done("handover", "--format", "markdown").lines
    assert "# Handover · Nuit blanche" == lines[0]
    assert "## In hand: 1" in lines
    assert any(r"ward calls at six \#1 \<b\>" in line for line in lines)


def test_it_can_be_made_as_it_would_have_been(night: CommandLine) -> None:
    events = night.events()
    third = events[3]["at"]
    told = night.done("handover", "--at", third, "--json").json
    written = [e for e in events if e["at"] <= third]
    assert third == told["at"]
    assert sum(e["kind"] == "step.done" for e in written) == told["done"]["steps"]
    assert [] == told["blocked"] == told["notes"]
    before = night.done("handover", "--at", "2021-01-18T00:00", "--json").json
    assert (None, [], {}) == (before["head"], before["hours"], before["done"]["servers"])


def test_a_drill_says_so_first_and_last(here: CommandLine) -> None:
    plan = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(plan.replace("[incident]\n", "[incident]\ndrill = true\n"))
    lines = here.done("handover").lines
    assert lines[0].startswith("DRILL · Handover")
    assert lines[-3].startswith("DRILL: an exercise.")
    assert here.done("handover", "--json").json["drill"] is True


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--format", "pdf"], 2, '--format does not take "pdf".'),
        (["--since", "soon"], 1, '"soon" is not a time.'),
        (["--at", "2199-01-01T00:00"], 1, ""),
        (["--since", "2026-11-25T10:00", "--at", "2026-11-25T09:00"], 1, ""),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(
    here: CommandLine, words: list[str], code: int, said: str
) -> None:
    answer = here.typed("handover", *words)
    assert (code, "") == (answer.code, answer.out)
    assert said in answer.err
    assert answer.err.strip()


def test_open_conditions_are_counted_as_the_top_line_counts_them(here: CommandLine) -> None:
    plan = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        plan + '[conditions.area]\nname = "Area signed off"\nwho = "lead"\n'
        '[conditions.paper]\nname = "Paper entered"\nwho = "lead"\nneeds = ["pacs"]\n',
        encoding="utf-8",
    )
    assert "1 condition open" in here.done("queue").out
    lines = here.done("handover").lines
    assert "Open conditions: 1" in lines
    assert "Open conditions, later: 1" in lines
    assert (
        "Conditions ouvertes, plus tard\N{NO-BREAK SPACE}: 1"
        in here.done("handover", "--lang", "fr").out
    )
    assert 2 == len(here.done("handover", "--json").json["conditions_open"])


def test_the_act_with_which_a_shift_began_was_done_in_it(here: CommandLine) -> None:
    here.done("mark", "san1", "sql1", "dc2", "restored")
    done = here.done("handover", "--json").json["done"]
    assert ["dc2", "san1", "sql1"] == done["servers"]["restored"]
    assert ["bloc", "pacs"] == done["up"]
    assert ["bloc", "pacs"] == here.done("report", "--json").json["up_since"]


def test_of_many_notes_the_latest_stand_on_a_page_and_where_the_others_are(
    here: CommandLine,
) -> None:
    with closing(Session(here.plan, operator="dba")) as session:
        for number in range(60):
            session.acts.note("sql1", f"note {number}")
        session.acts.note("sql1", "long " * 1000)
    page = here.done("handover").out
    assert "Notes of the shift: 61" in page
    assert "46 notes came before these: log has them." in page.replace("\n  ", " ")
    assert "sql1: note 45\n" not in page
    assert "sql1: note 46" in page
    assert len(page) < 4000
    shown = here.done("show", "sql1").out
    assert "Notes, the last 50 of 61: log sql1 has all" in shown
    assert 61 == len(here.done("show", "sql1", "--json").json["notes"])
    assert "long " * 1000 == here.done("show", "sql1", "--json").json["notes"][-1]["text"]


def test_a_sign_off_that_no_longer_covers_what_is_lacking_is_told_with_what_that_is(
    here: CommandLine,
) -> None:
    for server in ("san1", "dc1", "dc2", "sql1", "ex1"):
        here.done("mark", server, "restored")
    here.done("accept", "bloc", "--by", "Dr Ana", "--tried", "a patient")
    assert "Bloc IMC; Dr Ana" not in here.done("handover").out
    here.done("mark", "ex1", "compromised")
    text = " ".join(here.done("handover").out.split())
    assert re.search(r"- Bloc IMC; Dr Ana signed it off at \S+, but not without Messagerie", text)


def test_a_sign_off_with_a_reserve_stands_among_reserves(here: CommandLine) -> None:
    for server in ("san1", "dc1", "dc2", "sql1", "ex1"):
        here.done("mark", server, "restored")
    words = ["--tried", "a patient", "--reserve", "room 1 only", "--until", "4h"]
    here.done("accept", "bloc", "--by", "Dr Ana", *words)
    text = " ".join(here.done("handover").out.split())
    assert "Met with a reserve: 1 - Bloc IMC: signed off by Dr Ana with reserve until " in text
    assert ": room 1 only" in text


def test_a_sign_off_that_lapsed_says_by_what_to_who_comes(here: CommandLine) -> None:
    here.done("mark", "san1", "sql1", "dc1", "dc2", "ex1", "restored")
    here.done("accept", "mail", "--by", "Dr Martin", "--tried", "sent one")
    here.done("mark", "dc1", "compromised", "--yes")
    here.done("mark", "dc1", "restored")
    text = " ".join(here.done("handover").out.split())
    assert "- Messagerie; Dr Martin signed it off at " in text
    assert "which lapsed at " in text and "(dba: dc1 compromised)" in text


def test_whoever_takes_over_reads_which_tiers_change_within_a_day_each_time(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 1, 10, tzinfo=UTC))
    text = (here.folder / "inventory.toml").read_text(encoding="utf-8")
    always = 'tier_when = [{ tier = 1, from = "00:00", until = "23:59", reason = "lists run" }]\n'
    text = text.replace("[services.mail]\n", f"[services.mail]\n{always}")
    (here.folder / "inventory.toml").write_text(text, encoding="utf-8")
    page = " ".join(here.done("handover").out.split())
    told = here.done("handover", "--json").json["tier_moves"]
    assert ({"mail"}, 2) == ({move["service"] for move in told}, len(told))
    assert "Tiers that change within a day: 2" in page
    assert " rises to tier 1 (lists run)." in page and " is back at tier " in page


def test_the_worst_of_the_most_urgent_tier_that_nobody_is_at_is_told_at_the_top(
    here: CommandLine,
) -> None:
    plan = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(plan.replace("tier = 4", "tier = 1"), encoding="utf-8")
    assert here.done("handover", "--json").json["nobody_at"] is None
    here.done("note", "bloc", "ward calls at six")
    of = {each["service"]: each for each in here.done("report", "--json").json["next"]}
    last = max("bloc", "mail", key=lambda service: of[service]["p50"])
    told = here.done("handover", "--json").json["nobody_at"]
    assert (last, 1, of[last]["p50"]) == (told["service"], told["tier"], told["p50"])
    assert told == here.done("report", "--json").json["nobody_at"]
    assert ({"bloc", "mail"} - {last}) == {*told["others"]}
    assert "Nor is anybody at " in " ".join(here.done("handover").out.split())
    here.done("take", "san1")
    told = here.done("handover", "--json").json["nobody_at"]
    assert [] == told["others"]
    assert ("mail", "dc1") == (told["service"], told["next"])
    says = re.compile(r"Of tier 1 nobody is at Messagerie: expected .+?; its next is dc1[.]")
    for page in (["handover"], ["report", "--for", "technical"]):
        assert says.search(" ".join(here.done(*page).out.split()))
    assert says.search(here.done("report", "--format", "html").out)
    here.done("take", "dc1")
    assert here.done("handover", "--json").json["nobody_at"] is None
    assert "nobody is at" not in " ".join(here.done("handover").out.split())


def test_what_stands_before_all_that_is_in_hand_is_told_where_nobody_is_at_it(
    here: CommandLine,
) -> None:
    first, *_, last = [line.split()[1] for line in here.done("queue", "--ready").lines[2:]]
    here.done("take", last)
    told = f"Nobody is at {first}, which stands before all that is in hand: "
    assert told in " ".join(here.done("handover").out.split())
    here.done("take", first)
    assert "stands before all that is in hand" not in here.done("handover").out


def _done_in_the_shift(here: CommandLine, since: str) -> dict[str, list[str]]:
    servers: dict[str, list[str]] = here.done("handover", "--since", since, "--json").json["done"][
        "servers"
    ]
    return servers


def test_what_was_done_is_told_by_the_acts_of_the_shift(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 3, 0, tzinfo=UTC))
    here.done("take", "san1")
    here.done("mark", "dc2", "restored")
    here.done("mark", "dc2", "verified", "--operator", "eve")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 10, 0, tzinfo=UTC))
    here.done("drop", "san1", "--yes")
    here.done("mark", "dc2", "restored", "--yes")
    here.done("mark", "dc2", "verified", "--operator", "eve")
    assert {"verified": ["dc2"]} == _done_in_the_shift(here, "2021-01-18T09:00Z")


def test_what_was_restored_before_the_shift_and_called_clean_in_it_is_not_restored_in_it(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 3, 0, tzinfo=UTC))
    here.done("mark", "san1", "restored")
    here.done("mark", "san1", "verified", "--operator", "eve")
    stop_the_clock(monkeypatch, datetime(2021, 1, 18, 10, 0, tzinfo=UTC))
    here.done("mark", "san1", "clean", "--yes")
    assert "restored" not in _done_in_the_shift(here, "2021-01-18T09:00Z")
    assert ["san1"] == _done_in_the_shift(here, "2021-01-18T02:00Z")["restored"]
