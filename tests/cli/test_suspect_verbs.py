"""Suspects by verbs: who is told, what is printed, what clears one."""

import pytest

from cli.command_line import CommandLine


@pytest.fixture
def relapsed(here: CommandLine) -> CommandLine:
    """dc1 restored, mail restored on it, dc1 found compromised again and restored once more."""
    here.done("mark", "dc1", "restored", "--yes")
    here.done("mark", "ex1", "restored", "--yes")
    here.done("mark", "dc1", "compromised", "--at", "now")
    here.done("mark", "dc1", "restored", "--yes")
    return here


def test_a_finding_prints_at_once_who_became_suspect(here: CommandLine) -> None:
    here.done("mark", "dc1", "restored", "--yes")
    here.done("mark", "ex1", "restored", "--yes")
    out = here.done("mark", "dc1", "compromised").out
    assert "Now suspect: ex1; 1 service stands on that." in out
    out = here.done("undo").out
    assert "No longer suspect: ex1." in out
    assert ["ex1"] == here.done("mark", "dc1", "compromised", "--json").json["now_suspect"]
    assert ["ex1"] == here.done("undo", "--json").json["no_longer_suspect"]


def test_what_is_told_as_restored_says_which_of_it_is_suspect(relapsed: CommandLine) -> None:
    page = " ".join(relapsed.done("handover", "--since", "1h").out.split())
    assert "restored: ex1 (suspect) and dc1 (2, 1 suspect)" in page or (
        "restored: dc1 and ex1 (suspect) (2, 1 suspect)" in page
    )
    assert "hit are back (1 of them suspect)" in page
    assert "(1 of them suspect)" in relapsed.done("report", "--for", "direction").out
    french = relapsed.done("handover", "--since", "1h", "--lang", "fr").out.replace("\xa0", " ")
    assert "(2, dont 1 suspect)" in " ".join(french.split())


def test_what_a_suspect_will_carry_is_told_beside_each_expected_time(here: CommandLine) -> None:
    here.done("mark", "dc1", "restored", "--yes")
    here.done("mark", "ex1", "restored", "--yes")
    here.done("mark", "dc1", "compromised")
    told = "would be up, suspect: look at the suspect servers first."
    assert f"It {told}" in here.done("show", "mail").out
    assert told in here.done("services", "--forecast").out
    until = "suspect until its servers are looked at"
    for audience in ("wards", "technical", "authorities"):
        page = " ".join(here.done("report", "--for", audience, "--format", "markdown").out.split())
        assert until in page, audience
    assert until in " ".join(here.done("sheet", "calls", "--format", "markdown").out.split())
    here.done("promise", "mail", "again", "--by", "1m")
    assert until in " ".join(here.done("handover").out.split())
    here.done("mark", "san1", "dc2", "sql1", "restored", "--yes")
    expected = [line for line in here.done("report").lines if line.endswith(" (suspect)")]
    mail = [line for line in expected if line.startswith("- Messagerie: ")]
    assert [True, False] == [line.startswith("- Messagerie: promised ") for line in mail]


def test_an_undo_says_what_it_took_back_and_for_what_a_server_is_suspect_again(
    relapsed: CommandLine,
) -> None:
    assert "No longer suspect: ex1." in relapsed.done("mark", "ex1", "clean", "--yes").out
    out = relapsed.done("undo", "--yes").out
    assert out.startswith("ex1 put back to restored (undo) (event ")
    assert "Suspect again, because of dc1: ex1; 1 service stands on that." in out


def test_an_undo_of_what_left_the_state_as_it_was_names_that_act_and_says_no_state(
    here: CommandLine,
) -> None:
    here.done("mark", "dc1", "restored")
    here.done("mark", "ex1", "clean")
    here.done("mark", "dc1", "compromised")
    here.done("mark", "ex1", "clean")
    first, *rest = here.done("undo").lines
    assert first.startswith("ex1 clean: taken back (undo) (event ")
    assert ["Suspect again, because of dc1: ex1; 1 service stands on that."] == rest
    first, *rest = here.done("undo", here.latest()).lines
    assert first.startswith("ex1 clean: put back (undo) (event ")
    assert ["No longer suspect: ex1."] == rest
    french = here.done("undo", here.latest(), "--lang", "fr").out.replace("\xa0", " ")
    assert "ex1 sain : retiré (annulation)" in french
    assert "Soupçon revenu, à cause de dc1 : ex1" in french


def test_queue_services_and_show_say_it_in_words_and_json(relapsed: CommandLine) -> None:
    assert "restored by dba, suspect" in relapsed.done("queue").out
    assert "up, suspect" in relapsed.done("services").out
    assert "1 server suspect" in relapsed.done("queue").out
    (entry,) = [e for e in relapsed.done("queue", "--json").json["entries"] if e["server"] == "ex1"]
    assert ("restored", "look", True, ["mail"]) == (
        entry["state"],
        entry["work"],
        entry["ready"],
        entry["because"],
    )
    (cause,) = entry["suspect"]
    assert ("dc1", "dba", False) == (cause["source"], cause["found_by"], cause["one_of_several"])
    page = relapsed.done("show", "ex1").out
    assert "Suspect: dc1, which it needs, was found compromised by dba at " in page
    assert [cause] == relapsed.done("show", "ex1", "--json").json["suspect"]
    assert "up, suspect" in relapsed.done("show", "mail").out
    assert ["ex1"] == relapsed.done("show", "mail", "--json").json["suspect"]
    services = relapsed.done("services", "--json").json["services"]
    assert {"mail": ["ex1"]} == {s["service"]: s["suspect"] for s in services if s["suspect"]}
    assert ["ex1"] == relapsed.done("progress", "--json").json["suspect"]
    assert "1 suspect" in relapsed.done("progress").out


def test_a_suspect_is_marked_so_anew_and_is_none_from_then_on(relapsed: CommandLine) -> None:
    assert "No longer suspect: ex1." in relapsed.done("mark", "ex1", "restored").out
    assert "already so" in relapsed.done("mark", "ex1", "restored").err
    relapsed.done("undo")
    assert "suspect" in relapsed.done("show", "ex1").out
    assert "No longer suspect: ex1." in relapsed.done("mark", "ex1", "clean").out


def test_a_service_on_suspects_is_signed_off_only_when_that_is_meant(
    relapsed: CommandLine,
) -> None:
    words = ("accept", "mail", "--by", "Ana", "--tried", "post")
    answer = relapsed.typed(*words)
    assert 3 == answer.code
    assert "stands on what is suspect: ex1" in answer.err
    relapsed.done(*words, "--yes")
    (mail,) = [
        s for s in relapsed.done("services", "--json").json["services"] if s["service"] == "mail"
    ]
    assert ("accepted", ["ex1"]) == (mail["status"], mail["suspect"])
    assert "It stood on what was suspect then: ex1." in relapsed.done("show", "mail").out


def test_it_is_said_in_french_too(relapsed: CommandLine) -> None:
    assert "en service, suspect" in relapsed.done("services", "--lang", "fr").out
    assert "dc1, dont il dépend, a été trouvé compromis par dba" in (
        relapsed.done("show", "ex1", "--lang", "fr").out
    )


def test_next_names_a_suspect_with_its_reason_and_what_to_type(here: CommandLine) -> None:
    here.done("mark", "dc1", "dc2", "san1", "sql1", "ex1", "restored", "--yes")
    here.done("mark", "old", "clean")
    here.done("mark", "dc1", "compromised")
    here.done("mark", "dc1", "restored", "--yes")
    out = here.done("next").out
    assert "ex1 · Courrier · Union · restored by dba, suspect" in out
    assert "Look at it: clean or compromised?" in out
    assert "chwapi-console mark ex1 clean" in out


WAYS_ASIDE = (("mark", "ex1", "blocked", "--reason", "no disks"), ("take", "ex1"))


@pytest.fixture
def found_clean(here: CommandLine) -> CommandLine:
    """mail found clean on a dc1 that is found compromised again."""
    here.done("mark", "dc1", "restored", "--yes")
    here.done("mark", "ex1", "clean", "--yes")
    here.done("mark", "dc1", "compromised", "--at", "now")
    return here


@pytest.mark.parametrize("words", WAYS_ASIDE, ids=" ".join)
def test_who_sets_a_suspect_aside_has_not_cleared_it(
    found_clean: CommandLine, words: tuple[str, ...]
) -> None:
    answer = found_clean.done(*words, "--yes")
    assert "ex1 is not cleared by that: nobody has looked at it." in answer.out
    assert "No longer suspect" not in answer.out
    page = found_clean.done("show", "ex1")
    assert "* suspect" in page.lines[0]
    assert "Suspect: dc1, which it needs, was found compromised by dba" in page.out
    assert "Nobody has looked at it since: let go of, it is suspect again." in page.out
    shown = found_clean.done("show", "ex1", "--json").json
    assert ([], ["dc1"]) == (
        shown["suspect"],
        [cause["source"] for cause in shown["suspect_set_aside"]],
    )
    left = found_clean.done("close", "--list", "--json").json["left_to_close"]
    assert "ex1 is suspect" in [one["what"] for one in left]
    assert ["ex1"] == found_clean.done("drop", "ex1", "--yes", "--json").json["now_suspect"]


def test_a_suspect_that_was_set_aside_is_cleared_by_a_look_and_by_nothing_less(
    found_clean: CommandLine,
) -> None:
    found_clean.done("take", "ex1", "--yes")
    out = found_clean.done("mark", "ex1", "clean", "--yes").out
    assert "No longer suspect: ex1." in out
    assert "suspect" not in found_clean.done("show", "ex1").out


def test_what_is_blocked_and_compromised_beneath_is_no_suspect(relapsed: CommandLine) -> None:
    relapsed.done("mark", "ex1", "blocked", "--reason", "no disks", "--yes")
    assert [] == relapsed.done("show", "ex1", "--json").json["suspect_set_aside"]


def test_whoever_calls_a_suspect_restored_is_told_that_it_is_one(relapsed: CommandLine) -> None:
    refused = relapsed.typed("mark", "ex1", "restored")
    assert 3 == refused.code
    assert "ex1 is suspect (found compromised: dc1)" in refused.err
    relapsed.done("mark", "ex1", "restored", "--yes")


def test_somebody_else_clears_a_suspect_unasked_and_its_restorer_is_asked(
    relapsed: CommandLine,
) -> None:
    refused = relapsed.typed("mark", "ex1", "clean")
    assert (3, True) == (refused.code, "dba had a hand in restoring it" in refused.err)
    relapsed.done("mark", "ex1", "clean", "--operator", "ana")


def test_what_is_found_again_says_what_comes_first(here: CommandLine) -> None:
    here.done("mark", "sql1", "restored", "--yes")
    here.done("restore-point", "sql1", "sunday", "--taken", "2021-01-10T02:00")
    here.done("mark", "sql1", "compromised")
    page = here.done("show", "sql1").out
    assert "It was back, and dba found it compromised again at" in page
    here.done("mark", "san1", "restored", "--yes")
    here.done("mark", "app1", "dc1", "dc2", "ex1", "retired", "--yes")
    answer = here.typed("next")
    text = answer.out
    if "sql1 ·" not in text:
        here.done("pin", "sql1", "--reason", "vital", "--yes")
        text = here.done("next").out
    assert "chwapi-console step sql1 isolate" in text
    assert "chwapi-console mark sql1 restored --point ID" in text


def test_pages_for_others_say_of_each_service_that_stands_on_suspects(here: CommandLine) -> None:
    plan = here.plan.read_text(encoding="utf-8")
    one_of_two = plan.replace(
        'role = "Courrier", needs = ["dc1"]', 'role = "Courrier", needs = [["dc1", "dc2"]]'
    )
    here.plan.write_text(one_of_two, encoding="utf-8")
    here.done("mark", "dc1", "restored", "--yes")
    here.done("mark", "ex1", "restored", "--yes")
    here.done("mark", "dc2", "clean", "--yes")
    assert "suspect" not in here.done("report", "--for", "direction").out
    here.done("mark", "dc1", "compromised", "--at", "now", "--yes")
    wards = " ".join(here.done("report", "--for", "wards").out.split())
    assert "- Messagerie: up, suspect: it works, but a server that it stands on may be" in wards
    assert "Up: Messagerie" not in wards
    assert "1 server that was back. What worked may stop: see below." in " ".join(wards.split())
    assert "found compromised again" not in wards
    assert "dba" not in wards.partition("By dba")[0]
    direction = " ".join(here.done("report", "--for", "direction").out.split())
    assert "1 of 3 services that were down is up again; up: vital 0 of 1." in direction
    assert "Up, suspect: 1 - On what may be infected: Messagerie." in direction
    assert "; infected again: dc1; " in direction
    french = " ".join(here.done("report", "--for", "wards", "--lang", "fr").out.split())
    assert "- Messagerie : en service, suspect : il fonctionne, mais" in french
    assert " : 1 serveur qui était de retour. Ce qui marchait peut s'arrêter" in french
    of = here.done("report", "--json").json
    assert (["dc1"], ["ex1"], 1) == (of["found_again"], of["suspect"], of["up_suspect"])
    assert " up, suspect" in here.done("forecast", "mail").out
    here.done("mark", "dc1", "restored", "--yes")
    assert [] == here.done("report", "--json").json["found_again"]


def test_a_handover_tells_what_was_found_again_and_what_was_cleared(relapsed: CommandLine) -> None:
    done = relapsed.done("handover", "--json").json["done"]
    assert (["dc1"], []) == (done["found_again"], done["no_longer_suspect"])
    relapsed.done("mark", "ex1", "clean", "--yes")
    done = relapsed.done("handover", "--json").json["done"]
    assert (["dc1"], ["ex1"]) == (done["found_again"], done["no_longer_suspect"])
    out = relapsed.done("handover").out
    assert "- had been back and found compromised again: dc1 (1)" in out
    assert "- no longer suspect: ex1 (1)" in out
    relapsed.done("undo")
    assert [] == relapsed.done("handover", "--json").json["done"]["no_longer_suspect"]


def test_a_suspect_that_was_never_restored_is_told_as_cleared(here: CommandLine) -> None:
    here.done("mark", "dc1", "restored", "--yes")
    here.done("mark", "ex1", "clean", "--yes")
    here.done("mark", "dc1", "compromised", "--at", "now", "--yes")
    assert [] == here.done("handover", "--json").json["done"]["no_longer_suspect"]
    here.done("mark", "ex1", "clean", "--yes")
    assert ["ex1"] == here.done("handover", "--json").json["done"]["no_longer_suspect"]


@pytest.fixture
def three(here: CommandLine) -> CommandLine:
    """Three servers that stood on what was found compromised."""
    here.done("mark", "dc1", "san1", "restored", "--yes", "--operator", "ana")
    here.done("mark", "ex1", "sql1", "restored", "--yes", "--operator", "ana")
    here.done("mark", "dc1", "san1", "compromised")
    return here


def test_many_suspects_are_cleared_in_one_act_when_that_is_meant_and_the_log_counts_them(
    three: CommandLine,
) -> None:
    answer = three.typed("mark", "ex1", "sql1", "app1", "clean")
    assert 3 == answer.code
    assert "3 servers are suspect (found compromised: dc1 and san1)" in answer.err
    three.done("mark", "ex1", "sql1", "app1", "clean", "--yes")
    assert all("(3 suspects at once)" in line for line in three.done("log").lines[-3:])
    three.done("undo", "--yes")
    three.done("mark", "ex1", "sql1", "clean")
    assert "(2 suspects at once)" not in three.done("log").out


def test_a_list_of_verdicts_that_clears_many_suspects_asks_as_well(three: CommandLine) -> None:
    found = three.plan.with_name("found.csv")
    found.write_text("host,verdict\nex1,clean\nsql1,clean\napp1,clean\n", encoding="utf-8")
    answer = three.typed("triage", "--from", str(found), "--clear")
    assert 3 == answer.code
    assert "would be cleared in one act" in answer.err


def test_a_suspect_that_is_clean_and_that_nothing_needs_is_shown(here: CommandLine) -> None:
    """A look at it is no work of a crew, so nothing is worked out of when one had better begin it."""
    text = here.plan.read_text(encoding="utf-8")
    odd = 'spare = { site = "imc", role = "Spare", needs = [["paper", "dc2"]], state = "clean" }\n'
    text = text.replace("[servers]\n", f"[servers]\n{odd}") + '[conditions.paper]\nname = "Paper"\n'
    here.plan.write_text(text, encoding="utf-8")
    here.done("mark", "dc2", "restored", "--yes")
    here.done("mark", "dc2", "compromised", "--yes")
    assert "Suspect: dc2" in here.done("show", "spare").out
