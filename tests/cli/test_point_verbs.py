"""Restore points by verb: what is told of one, what is asked before it is used, and whom it makes
suspect when more is known."""

import pytest

from cli.command_line import CommandLine

MONDAY, TUESDAY = "2021-01-11T02:00", "2021-01-12T02:00"


def test_what_is_told_of_a_point_is_shown_on_the_page_of_its_server(here: CommandLine) -> None:
    here.done("restore-point", "sql1", "monday", "--taken", MONDAY)
    here.done("restore-point", "sql1", "monday", "--verdict", "verified", "--tool", "yara")
    here.done("restore-point", "sql1", "monday", "--test-restored")
    page = "\n".join(here.done("show", "sql1").lines)
    assert (
        "monday: taken 11/01/2021 02:00, verified clean (dba and yara) and restored for a test"
        in page
    )
    (point,) = here.done("show", "sql1", "--json").json["restore_points"]
    assert ("monday", "2021-01-11T01:00:00.000Z") == (point["point"], point["taken"])
    assert ("verified", "dba", "yara", None, True) == (
        point["verdict"],
        point["by"],
        point["tool"],
        point["indicators"],
        point["test_restored"],
    )
    assert [] == point["against"]


def test_a_verdict_is_stale_once_newer_indicators_are_known(here: CommandLine) -> None:
    here.done("restore-point", "sql1", "monday", "--taken", MONDAY, "--test-restored")
    here.done("restore-point", "sql1", "monday", "--verdict", "verified", "--indicators", "CERT 2")
    here.done("indicators", "CERT 2")
    assert [] == against(here)
    here.done("indicators", "CERT 3")
    assert ["stale"] == against(here)
    assert "that verdict is stale: CERT 3 is known now" in "\n".join(
        here.done("show", "sql1").lines
    )
    here.done("undo")
    assert [] == against(here)
    here.done("indicators", "CERT 3")
    here.done("mark", "sql1", "restored", "--point", "monday")
    assert "stale verdict" in here.done("show", "sql1").lines[0]
    here.done("restore-point", "sql1", "monday", "--verdict", "verified", "--indicators", "CERT 3")
    assert "stale verdict" not in here.done("show", "sql1").lines[0]


def against(here: CommandLine) -> list[str]:
    (point,) = here.done("show", "sql1", "--json").json["restore_points"]
    return list(point["against"])


def test_a_server_whose_point_turns_out_too_late_is_suspect_until_somebody_looks(
    here: CommandLine,
) -> None:
    here.done("restore-point", "sql1", "monday", "--taken", MONDAY, "--test-restored")
    here.done("restore-point", "sql1", "monday", "--verdict", "verified")
    here.done("compromised-since", TUESDAY)
    here.done("mark", "san1", "sql1", "restored", "--note", "x")
    here.done("mark", "sql1", "restored", "--point", "monday")
    assert [] == here.done("show", "sql1", "--json").json["suspect"]
    answer = here.done("compromised-since", "2021-01-10T00:00")
    assert "Now suspect: sql1" in answer.out
    (cause,) = here.done("show", "sql1", "--json").json["suspect"]
    assert ("sql1", "monday") == (cause["source"], cause["point"])
    why = "\n".join(here.done("show", "sql1").lines)
    assert "Suspect: it was restored from point monday" in why
    here.done("mark", "sql1", "verified", "--operator", "ana")
    assert [] == here.done("show", "sql1", "--json").json["suspect"]


def test_a_restored_server_that_was_called_clean_since_still_bears_its_point(
    here: CommandLine,
) -> None:
    """Also through a second look; no longer once it was found compromised, which is worked anew."""
    here.done("restore-point", "dc1", "monday", "--taken", MONDAY, "--test-restored")
    here.done("restore-point", "dc1", "monday", "--verdict", "verified")
    here.done("mark", "dc1", "restored", "--point", "monday")
    here.done("mark", "dc1", "clean", "--note", "looked at")
    here.done("compromised-since", TUESDAY)
    assert [] == here.done("show", "dc1", "--json").json["suspect"]
    answer = here.done("compromised-since", "2021-01-10T00:00")
    assert "Now suspect: dc1" in answer.out
    (cause,) = here.done("show", "dc1", "--json").json["suspect"]
    assert ("dc1", "monday") == (cause["source"], cause["point"])
    here.done("mark", "dc1", "compromised")
    here.done("mark", "dc1", "clean", "--note", "rebuilt by hand")
    here.done("compromised-since", "2021-01-08T00:00")
    assert [] == here.done("show", "dc1", "--json").json["suspect"]


def test_a_point_that_turns_out_bad_makes_its_server_suspect_too(here: CommandLine) -> None:
    here.done("restore-point", "dc1", "monday", "--taken", MONDAY)
    here.done("mark", "dc1", "restored", "--point", "monday")
    here.done("restore-point", "dc1", "monday", "--verdict", "compromised")
    (cause,) = here.done("show", "dc1", "--json").json["suspect"]
    assert "monday" == cause["point"]
    here.done("undo")
    assert [] == here.done("show", "dc1", "--json").json["suspect"]


def test_who_goes_on_from_a_late_point_says_why_and_that_is_shown(here: CommandLine) -> None:
    here.done("restore-point", "dc1", "monday", "--taken", MONDAY)
    here.done("compromised-since", "2021-01-10T00:00")
    late = ("mark", "dc1", "restored", "--point", "monday", "--yes")
    assert 3 == here.typed(*late).code
    assert "point.late" == here.typed(*late, "--json").json["rule"]
    here.done("mark", "dc1", "restored", "--point", "monday", "--override", "point.late=no other")
    page = here.done("show", "dc1", "--json").json
    assert ["point.late"] == [one["rule"] for one in page["overrides"]]
    assert [] == page["suspect"]
    assert "monday" == page["restored_from"]


def test_the_moment_of_one_server_counts_where_who_said_it_knew_that_of_all(
    here: CommandLine,
) -> None:
    here.done("compromised-since", "2021-01-10T00:00")
    assert "2021-01-09T23:00:00.000Z" == since(here, "dc1")
    here.done("compromised-since", "2021-01-14T00:00", "--server", "dc1", "--yes")
    assert "2021-01-13T23:00:00.000Z" == since(here, "dc1")
    assert "2021-01-09T23:00:00.000Z" == since(here, "dc2")
    here.done("compromised-since", "2021-01-08T00:00")
    assert "2021-01-07T23:00:00.000Z" == since(here, "dc1")


def since(here: CommandLine, server: str) -> str:
    return str(here.done("show", server, "--json").json["compromised_since"])


def test_points_that_were_tried_are_counted(here: CommandLine) -> None:
    plan = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(f'{plan}[steps.image]\nresult = "restore-point"\n', encoding="utf-8")
    for point in ("monday", "tuesday", "sunday"):
        here.done("restore-point", "sql1", point, "--taken", MONDAY)
        here.done("step", "sql1", "image", "--result", point, "--yes")
    page = here.done("show", "sql1")
    assert "sunday was chosen; 3 points tried: monday, tuesday and sunday" in page.out
    here.done("mark", "sql1", "restored")
    assert "sunday" == here.done("show", "sql1", "--json").json["restored_from"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("restore-point", "dc1", "x", "--taken", MONDAY, "--verdict", "good"), "--verdict"),
        (("restore-point", "dc9", "x", "--taken", MONDAY), "dc9"),
        (("compromised-since", "soon"), "soon"),
        (("compromised-since", MONDAY, "--server", "dc9"), "dc9"),
        (("indicators", " "), ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    here: CommandLine, words: tuple[str, ...], said: str
) -> None:
    answer = here.typed(*words)
    assert answer.code in (1, 2)
    assert said in answer.err
    assert [] == here.done("log").lines


def test_everything_said_twice_is_written_once(here: CommandLine) -> None:
    for words in (
        ("restore-point", "dc1", "monday", "--taken", MONDAY),
        ("compromised-since", MONDAY),
        ("indicators", "CERT 3"),
    ):
        here.done(*words)
        assert "Nothing to do: already so." in here.done(*words).err


def test_the_point_that_a_server_was_restored_from_is_put_right_and_not_taken_away(
    here: CommandLine,
) -> None:
    (told,) = here.done("restore-point", "dc1", "monday", "--taken", MONDAY, "--json").json[
        "events"
    ]
    here.done("mark", "dc1", "restored", "--point", "monday", "--yes")
    here.done("compromised-since", "2021-01-10T00:00")
    answer = here.typed("undo", told["event"])
    assert 3 == answer.code
    assert "dc1 was restored from point monday. Put right what is wrong with it" in answer.err
    assert "monday" == here.done("show", "dc1", "--json").json["suspect"][0]["point"]
    answer = here.typed("restore-point", "dc1", "monday", "--taken", "2021-01-09T02:00")
    assert 3 == answer.code
    assert "was taken 11/01/2021 02:00; it would count as taken 09/01/2021 02:00" in answer.err
    here.done("restore-point", "dc1", "monday", "--taken", "2021-01-09T02:00", "--yes")
    assert [] == here.done("show", "dc1", "--json").json["suspect"]


def test_points_of_a_server_that_the_plan_has_no_more_count_for_nothing(here: CommandLine) -> None:
    (added,) = here.done("add", "nas9", "--site", "imc", "--role", "x", "--json").json["events"]
    here.done("restore-point", "nas9", "monday", "--taken", MONDAY)
    here.done("undo", added["event"], "--yes")
    assert "not in this plan" in "\n".join(here.done("show", "nas9").lines)
    here.done("show", "nas9", "--json")
    here.done("queue")


def test_a_point_of_a_server_that_left_the_plan_hinders_no_page(here: CommandLine) -> None:
    here.done("add", "web9", "--site", "imc", "--role", "Web")
    here.done("restore-point", "web9", "p1", "--taken", "2021-01-15 22:00")
    here.done("undo", here.done("log", "--json").lines[1].split('"id": "')[1][:36], "--yes")
    assert 0 == here.typed("show", "web9").code
    assert 0 == here.typed("show", "web9", "--json").code


def test_to_take_back_a_corrected_time_of_a_point_is_asked_as_the_correction_was(
    here: CommandLine,
) -> None:
    moved = ("restore-point", "dc1", "monday", "--taken", TUESDAY)
    here.done("restore-point", "dc1", "monday", "--taken", MONDAY)
    assert 3 == here.typed(*moved).code
    here.done(*moved, "--yes")

    answer = here.typed("undo")

    assert 3 == answer.code
    assert "restore point monday of dc1 was taken" in answer.err
    assert TUESDAY[:10] in str(here.done("show", "dc1", "--json").json["restore_points"])
    here.done("undo", "--yes")


BAD = (
    (("restore-point", "dc1", "monday", "--verdict", "encrypted"), "monday of dc1: encrypted"),
    (("compromised-since", "2021-01-10T00:00"), "monday of dc1: taken when the attacker was in"),
)


@pytest.mark.parametrize(("found", "says"), BAD)
@pytest.mark.parametrize("given_up", ["undo", "mark"])
def test_no_undo_says_again_that_a_server_was_restored_from_a_bad_point(
    here: CommandLine, found: tuple[str, ...], says: str, given_up: str
) -> None:
    here.done("restore-point", "dc1", "monday", "--taken", MONDAY, "--verdict", "verified")
    here.done("mark", "dc1", "restored", "--point", "monday", "--yes")
    here.done(*(("undo", "--yes") if given_up == "undo" else ("mark", "dc1", "unknown", "--yes")))
    taken_back = here.latest()
    here.done(*found)

    answer = here.typed("undo", taken_back, "--yes")

    assert 3 == answer.code
    assert says in answer.err.replace("\n", " ")
    rule = "point.late" if "since" in says or "attacker" in says else "point.verdict"
    here.done("undo", taken_back, "--yes", "--override", f"{rule}=no other is left")
    page = here.done("show", "dc1", "--json").json
    assert [rule] == [one["rule"] for one in page["overrides"]]


def test_no_undo_ticks_a_step_again_that_chose_a_bad_point(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(f'{text}[steps.rebuild]\nresult = "restore-point"\n', encoding="utf-8")
    here.done("restore-point", "sql1", "monday", "--taken", MONDAY, "--verdict", "verified")
    here.done("step", "sql1", "rebuild", "--result", "monday", "--yes")
    here.done("undo")
    opened_again = here.latest()
    here.done("restore-point", "sql1", "monday", "--verdict", "encrypted")

    answer = here.typed("undo", opened_again, "--yes")

    assert 3 == answer.code
    assert "Restore point monday of sql1: encrypted." in answer.err


def test_an_undo_that_puts_back_what_nobody_tried_asks_as_the_act_did(here: CommandLine) -> None:
    here.done("restore-point", "dc1", "monday", "--taken", MONDAY, "--verdict", "verified")
    here.done("mark", "dc1", "restored", "--point", "monday", "--yes")
    here.done("mark", "dc1", "verified", "--operator", "ana", "--yes")
    here.done("undo", "--operator", "ana", "--yes")
    here.done("mark", "dc1", "compromised")
    assert "monday of dc1: never restored for a test" in here.typed("undo").err
    here.done("undo", "--yes")


AGAIN = "the server was restored from it before, and found compromised"


def found_again(here: CommandLine) -> None:
    """dc1 was restored from monday, and is found infected."""
    for point, taken in (("monday", MONDAY), ("tuesday", TUESDAY)):
        here.done("restore-point", "dc1", point, "--taken", taken, "--verdict", "verified")
        here.done("restore-point", "dc1", point, "--test-restored")
    here.done("mark", "dc1", "restored", "--point", "monday")
    here.done("mark", "dc1", "compromised")


def test_a_point_is_not_used_again_unasked_whose_server_was_found_infected_since(
    here: CommandLine,
) -> None:
    found_again(here)
    once_more = ("mark", "dc1", "restored", "--point", "monday", "--yes")
    answer = here.typed(*once_more)
    assert 3 == answer.code
    assert f"Restore point monday of dc1: {AGAIN}" in answer.err.replace("\n", " ")
    assert "point.again" == here.typed(*once_more, "--json").json["rule"]

    here.done(*once_more, "--override", "point.again=the way in is closed now")
    page = here.done("show", "dc1", "--json").json
    assert ["point.again"] == [one["rule"] for one in page["overrides"]]
    here.done("mark", "dc1", "verified", "--operator", "ana")

    here.done("mark", "dc1", "compromised")
    assert "point.again" == here.typed(*once_more, "--json").json["rule"]


def test_another_point_is_used_unasked_after_a_server_was_found_infected_again(
    here: CommandLine,
) -> None:
    found_again(here)
    here.done("mark", "dc1", "restored", "--point", "tuesday")
    assert "tuesday" == here.done("show", "dc1", "--json").json["restored_from"]


def test_no_step_chooses_the_point_again_after_which_a_server_was_infected(
    here: CommandLine,
) -> None:
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(f'{text}[steps.rebuild]\nresult = "restore-point"\n', encoding="utf-8")
    here.done("restore-point", "sql1", "monday", "--taken", MONDAY, "--verdict", "verified")
    here.done("mark", "sql1", "restored", "--point", "monday")
    here.done("mark", "sql1", "compromised")

    chosen = ("step", "sql1", "rebuild", "--result", "monday", "--yes")
    answer = here.typed(*chosen)

    assert 3 == answer.code
    assert f"Restore point monday of sql1: {AGAIN}" in answer.err.replace("\n", " ")
    here.done(*chosen, "--override", "point.again=no other is left")
    here.done("mark", "sql1", "restored")
    assert "monday" == here.done("show", "sql1", "--json").json["restored_from"]


def test_no_settlement_says_again_that_a_server_is_restored_from_what_it_was_infected_after(
    here: CommandLine,
) -> None:
    found_again(here)
    here.done("mark", "dc1", "unknown", "--journal", "b.journal", "--operator", "ana")
    here.done("mark", "dc1", "blocked", "--reason", "no disks")
    here.done("sync", "b.journal")
    settled = ("settle", "dc1", "restored", "--point", "monday", "--reason", "seen", "--yes")

    answer = here.typed(*settled)

    assert 3 == answer.code
    assert AGAIN in answer.err.replace("\n", " ")
    here.done(*settled, "--override", "point.again=no other is left")


def test_who_takes_back_that_a_server_was_infected_again_is_not_asked_about_its_point(
    here: CommandLine,
) -> None:
    found_again(here)
    here.done("undo", "--yes")
    assert "monday" == here.done("show", "dc1", "--json").json["restored_from"]


def test_an_undo_that_puts_such_a_restoration_back_asks_as_the_act_did(here: CommandLine) -> None:
    found_again(here)
    once_more = ("mark", "dc1", "restored", "--point", "monday", "--yes")
    here.done(*once_more, "--override", "point.again=the way in is closed now")
    here.done("undo", "--yes")
    taken_back = here.latest()

    answer = here.typed("undo", taken_back, "--yes")

    assert 3 == answer.code
    assert AGAIN in answer.err.replace("\n", " ")


def test_who_calls_clean_what_was_restored_takes_nothing_from_what_was_left_out_of_it(
    here: CommandLine,
) -> None:
    here.done("restore-point", "sql1", "late", "--taken", "16/01/2021 02:00")
    here.done("compromised-since", "11/01/2021 03:00")
    here.done("step", "sql1", "rebuild", "--skip", "no media")
    why = ("--override", "point.late=no older copy")
    here.done("mark", "sql1", "restored", "--point", "late", "--yes", *why)
    here.done("mark", "sql1", "clean", "--yes", "--operator", "lead")
    told = here.done("show", "sql1").out
    assert "Override of point.late by dba" in told
    assert "rebuild: skipped" in told
    here.done("mark", "sql1", "compromised")
    told = here.done("show", "sql1").out
    assert "Override of point.late" not in told
    assert "rebuild: skipped" not in told
