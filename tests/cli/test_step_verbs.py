"""Steps of runbooks by verb: which are required, what comes of one, and one that failed."""

import pytest

from cli.command_line import CommandLine


def with_steps(here: CommandLine, more: str) -> None:
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(f"{text}{more}\n", encoding="utf-8")


def test_a_step_that_failed_is_still_to_be_done_and_its_tries_are_counted(
    here: CommandLine,
) -> None:
    here.done("step", "sql1", "image", "--failed", "cable broken")
    here.done("step", "sql1", "image", "--failed", "disk full")
    page = here.done("show", "sql1")
    assert "image: failed, dba" in page.out
    assert "try 2 (disk full)" in page.out
    step = steps(here)["image"]
    assert ("failed", 2, "disk full") == (step["state"], step["tries"], step["reason"])
    here.done("step", "sql1", "image")
    assert ("done", 3) == (steps(here)["image"]["state"], steps(here)["image"]["tries"])
    here.done("undo")
    assert ("failed", 2) == (steps(here)["image"]["state"], steps(here)["image"]["tries"])


def steps(here: CommandLine) -> dict[str, dict[str, object]]:
    return {step["step"]: step for step in here.done("show", "sql1", "--json").json["steps"]}


def test_required_steps_that_are_open_are_named_first(here: CommandLine) -> None:
    answer = here.typed("mark", "sql1", "restored")
    assert 3 == answer.code
    assert answer.err.startswith("Required and not done on sql1: image and rebuild. sql1 restored:")
    for step in ("image", "rebuild"):
        here.done("step", "sql1", step)
    answer = here.typed("mark", "sql1", "restored")
    assert "Required" not in answer.err
    assert "1 of 3 steps open" in answer.err


def test_steps_that_failed_are_told_beside_those_that_are_open(here: CommandLine) -> None:
    here.done("step", "sql1", "isolate")
    here.done("step", "sql1", "image", "--failed", "disk full")
    answer = here.typed("mark", "sql1", "restored")
    assert "2 of 3 steps open, 1 of them failed (image)" in answer.err
    here.done("step", "sql1", "rebuild", "--failed", "no media")
    answer = here.typed("mark", "sql1", "restored")
    assert "2 of 3 steps open, 2 of them failed (image and rebuild)" in answer.err
    here.done("step", "sql1", "image")
    here.done("step", "sql1", "rebuild")
    assert "failed" not in here.typed("mark", "sql1", "restored").err


def test_another_image_than_the_one_in_the_record_is_asked_about(here: CommandLine) -> None:
    recorded, other = "1" * 64, "2" * 64
    image = ("--tool", "dd", "--place", "safe", "--protected", "yes")
    here.done("step", "sql1", "image", "--result", other)
    here.done("evidence", "sql1", "--item", "a", "--sha256", recorded, *image)
    asked = here.typed("step", "sql1", "image", "--result", other)
    assert (3, "") == (asked.code, asked.out)
    assert "not the SHA-256 of image a of sql1, which begins 111111111111" in asked.err
    here.done("step", "sql1", "image", "--result", f"SHA256: {recorded}")
    here.done("step", "sql1", "image", "--result", "written to the safe")
    here.done("step", "sql1", "image", "--result", other, "--yes")
    here.done("evidence", "sql1", "--item", "b", "--sha256", other, *image)
    here.done("step", "sql1", "image", "--result", other)


def test_the_plan_says_which_steps_are_required(here: CommandLine) -> None:
    with_steps(here, 'optional = ["image"]\n[steps.isolate]\nrequired = true')
    answer = here.typed("mark", "sql1", "restored")
    assert "Required and not done on sql1: isolate and rebuild." in answer.err
    required = {step for step, of in steps(here).items() if of["required"]}
    assert {"isolate", "rebuild"} == required


def test_where_the_plan_wants_a_reason_required_steps_are_left_open_for_one(
    here: CommandLine,
) -> None:
    text = here.plan.read_text(encoding="utf-8")
    strict = '[policy.rules]\n"steps.required" = "reason"\n'
    here.plan.write_text(text.replace("[policy.rules]\n", strict), encoding="utf-8")
    assert 3 == here.typed("mark", "sql1", "restored", "--yes").code
    assert 3 == here.typed("mark", "dc1", "sql1", "restored", "--yes").code
    here.done("mark", "dc1", "sql1", "restored", "--override", "steps.required=the vendor did it")
    assert [] == here.done("show", "dc1", "--json").json["overrides"]
    assert "steps.required" == here.done("show", "sql1", "--json").json["overrides"][0]["rule"]
    here.done("mark", "sql1", "verified", "--operator", "ana")


@pytest.mark.parametrize(
    ("kind", "good", "kept", "bad", "said"),
    [
        ("hash", "AB" * 32, "ab" * 32, "abc", "64 hexadecimal digits; this has 3"),
        ("hash", f"{'ab' * 32}  disk.img", "ab" * 32, "xy" * 32, 'has "x y" in it'),
        ("hash", "ab" * 32, "ab" * 32, "see mail, p. 2", 'has "s m i l , p…" in it'),
        ("time", "2021-01-18T02:10", "2021-01-18T01:10:00.000Z", "soon", "is not a time"),
        ("ticket", "INC-4711", "INC-4711", "by phone", "is no ticket"),
        ("restore-point", "monday", "monday", "tuesday", 'no restore point "tuesday"'),
        ("text", "  as it was ", "as it was", "", ""),
    ],
)
def test_what_comes_of_a_step_is_looked_at_by_its_kind(
    here: CommandLine, kind: str, good: str, kept: str, bad: str, said: str
) -> None:
    with_steps(here, f'[steps.isolate]\nresult = "{kind}"')
    here.done("restore-point", "sql1", "monday", "--taken", "2021-01-11T02:00")
    if bad:
        answer = here.typed("step", "sql1", "isolate", "--result", bad, "--yes")
        assert 1 == answer.code
        assert said in answer.err
    untold = here.typed("step", "sql1", "isolate")
    assert 3 == untold.code
    assert "and none is told. Say it with --result." in untold.err
    here.done("step", "sql1", "isolate", "--result", good, "--yes")
    assert kept == steps(here)["isolate"]["result"]


def test_steps_that_were_ticked_within_seconds_are_accepted_and_told(here: CommandLine) -> None:
    for step in ("isolate", "image", "rebuild"):
        here.done("step", "sql1", step)
    assert "3 steps ticked in" in here.done("show", "sql1").out
    (quick,) = here.done("show", "sql1", "--json").json["ticked_quickly"]
    assert ("dba", 3) == (quick["operator"], quick["steps"])


def test_steps_that_are_written_down_later_are_not_told_as_quick(here: CommandLine) -> None:
    for step in ("isolate", "image", "rebuild"):
        here.done("step", "sql1", step, "--at", "2021-01-18T02:10")
    assert [] == here.done("show", "sql1", "--json").json["ticked_quickly"]


def test_a_step_is_not_skipped_and_failed_at_once(here: CommandLine) -> None:
    answer = here.typed("step", "sql1", "image", "--skip", "x", "--failed", "y")
    assert 2 == answer.code
    assert "--skip or --failed" in answer.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('required = ["imag"]', 'there is no step "imag"'),
        ('required = ["image"]\noptional = ["image"]', "is called required too"),
        ('[steps.image]\nresult = "number"', "steps.image.result"),
        ("[steps.image]\ntime = 45", "a duration is written like"),
    ],
)
def test_a_plan_that_says_it_wrongly_is_told_where(here: CommandLine, more: str, said: str) -> None:
    with_steps(here, more)
    answer = here.typed("check")
    assert 1 == answer.code
    assert said in answer.out + answer.err


def test_whose_the_next_step_is_is_found_by_their_trade(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8")
    held = (
        '[steps.isolate]\nholder = "network"\n[steps.image]\nholder = "forensics"\ntime = "45m"\n'
    )
    here.plan.write_text(text + held, encoding="utf-8")
    assert "Next step, sql1: isolate (network)." in here.done("queue", "--for", "network").lines
    said = here.done("queue", "--for", "forensics").err
    assert "Nothing for forensics matches now. Later: sql1: image (forensics and 45 min)." in said
    elsewhere = here.done("queue", "--for", "forensics", "--site", "union").err
    assert "Nothing for forensics matches now.\n" == elsewhere
    here.done("step", "sql1", "isolate")
    answer = here.done("queue", "--for", "Forensics")
    assert "Next step, sql1: image (forensics and 45 min)." in answer.lines
    found = here.done("queue", "--for", "forensics", "--json").json
    assert ["sql1"] == [entry["server"] for entry in found["entries"]]
    here.done("mark", "san1", "restored", "--yes")
    here.done("pin", "sql1", "--reason", "vital", "--yes")
    assert "sql1: image (forensics and 45 min)" in here.done("next").out
    here.done("mark", "sql1", "restored", "--yes")
    assert [] == here.done("queue", "--for", "forensics", "--json").json["entries"]


def test_blanks_around_a_step_of_a_list_are_no_part_of_it(here: CommandLine) -> None:
    assert 0 == here.typed("step", "sql1", " image\r", "--skip", "no disk").code


@pytest.mark.parametrize("more", [(), ("--skip", "no image wanted"), ("--failed", "disk full")])
def test_a_step_of_what_a_colleague_has_in_hand_is_asked_about_and_the_log_says_whose_it_was(
    here: CommandLine, more: tuple[str, ...]
) -> None:
    here.done("take", "sql1", "--operator", "ana")
    answer = here.typed("step", "sql1", "image", *more)
    assert 3 == answer.code
    assert answer.err.startswith("ana has had sql1 in hand since ")
    assert "--yes" in answer.err
    assert "open" == steps(here)["image"]["state"]
    here.done("step", "sql1", "image", *more, "--yes")
    assert "ana had it in hand" in here.done("log").lines[-1]
    here.done("undo")


def test_who_has_a_server_in_hand_is_asked_nothing_about_its_steps(here: CommandLine) -> None:
    here.done("take", "sql1")
    here.done("step", "sql1", "image", "--operator", "DBA")
    assert "had it in hand" not in here.done("log").out


def test_a_trade_does_its_step_on_what_a_restorer_has_in_hand_unasked(here: CommandLine) -> None:
    with_steps(here, '[steps.image]\nholder = "security"')
    here.done("take", "sql1", "--operator", "ana")
    here.done("step", "sql1", "image")
    assert 3 == here.typed("step", "sql1", "rebuild").code


def test_a_tick_of_the_holder_is_not_taken_back_unasked_and_ones_own_is(here: CommandLine) -> None:
    here.done("take", "sql1", "--operator", "ana")
    here.done("step", "sql1", "image", "--operator", "ana")
    theirs = here.events()[-1]["id"]
    answer = here.typed("undo", theirs)
    assert 3 == answer.code
    assert "ana has had sql1 in hand since " in answer.err
    here.done("step", "sql1", "rebuild", "--yes")
    assert "rebuild is open again" in here.done("undo").out
    here.done("undo", theirs, "--yes")
    assert "open" == steps(here)["image"]["state"]


def test_what_came_of_a_step_is_told_with_it_and_a_time_by_the_clock_of_the_plan(
    here: CommandLine,
) -> None:
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        text + '[steps.isolate]\nresult = "time"\n[steps.image]\nresult = "hash"\n',
        encoding="utf-8",
    )
    here.done("step", "sql1", "isolate", "--result", "2021-01-18T03:10")
    assert "1. isolate: done" in (shown := here.done("show", "sql1").out)
    assert "(18/01/2021 03:10)" in shown
    done = here.done("step", "sql1", "image", "--result", "ab" * 32)
    assert "sql1: step image done (abababababab…)" in done.out
    told = here.done("log", "sql1").out
    assert "sql1: step isolate done (18/01/2021 03:10)" in told
    assert "ab" * 32 in here.done("show", "sql1").out, "the runbook has the whole of it"


def test_what_is_restored_is_not_switched_on_once_more_and_told_why(here: CommandLine) -> None:
    plan = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        plan.replace("[sites.imc]", "unplugged = true\n[sites.imc]", 1), encoding="utf-8"
    )
    here.done("mark", "dc1", "restored", "--yes")
    refused = here.typed("mark", "dc1", "on", "--yes")
    assert 3 == refused.code
    assert "dc1 is restored; only what is clean is switched on and reconnected." in refused.err
