"""Evidence by verb: recorded, put right, handed on, printed; and nothing is rebuilt before."""

import pytest

from chwapi_console.text import NO_BREAK
from cli.command_line import CommandLine

DIGITS, OTHER = "ab" * 32, "cd" * 32
TOLD = ("--sha256", DIGITS, "--tool", "dd 9.1", "--place", "safe, shelf 2", "--protected", "yes")
HANDED = ("--from", "lead", "--to", "police", "--place", "their lab", "--purpose", "analysis")


@pytest.fixture
def strict(here: CommandLine) -> CommandLine:
    """A plan that asks for evidence first, as outside exercises by itself."""
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(text.replace('"evidence.image" = "off"\n', ""), encoding="utf-8")
    return here


WAYS = (
    ("step", "sql1", "rebuild"),
    ("step", "sql1", "rebuild", "--skip", "bought anew"),
    ("step", "sql1", "rebuild", "--failed", "disk full"),
    ("step", "sql1", "image", "--result", "done"),
    ("mark", "sql1", "clean", "--yes"),
    ("mark", "sql1", "restored", "--yes"),
    ("mark", "dc1", "sql1", "restored", "--yes"),
)


@pytest.mark.parametrize("words", [way for way in WAYS if way[2:3] != ("image",)], ids=" ".join)
def test_a_compromised_server_passes_by_no_way_before_an_image_is_recorded(
    strict: CommandLine, words: tuple[str, ...]
) -> None:
    answer = strict.typed(*words)
    assert 3 == answer.code
    assert "sql1 is compromised, and no image of it is recorded" in answer.err
    assert "--override evidence.image=REASON" in answer.err
    assert [] == strict.done("log").lines
    strict.done("evidence", "sql1", "--item", "E1", *TOLD)
    assert 0 == strict.typed(*words).code


def test_an_image_of_which_half_is_told_is_none_yet(strict: CommandLine) -> None:
    answer = strict.done("evidence", "sql1", "--item", "E1", "--sha256", DIGITS)
    assert "it is not told yet: Tool, Place and Write-protected." in answer.err
    refused = strict.typed("step", "sql1", "rebuild")
    assert (3, True) == (refused.code, "of its image E1 it is not told yet" in refused.err)
    strict.done("evidence", "sql1", "--item", "E1", *TOLD)
    strict.done("step", "sql1", "rebuild")


def test_who_skips_the_image_says_why_and_that_overrides_the_rule(strict: CommandLine) -> None:
    strict.done("step", "sql1", "image", "--skip", "disks are shredded")
    strict.done("step", "sql1", "rebuild")
    page = strict.done("show", "sql1", "--json").json
    (override,) = page["overrides"]
    assert ("evidence.image", "disks are shredded") == (override["rule"], override["reason"])
    assert ["step_skipped"] == [one["kind"] for one in page["shortcuts"]]
    assert "step skipped" in strict.done("show", "sql1").lines[0]


def test_the_page_of_a_service_tells_what_to_mind_of_the_servers_beneath(
    strict: CommandLine,
) -> None:
    strict.done("step", "sql1", "image", "--skip", "disks are shredded")
    strict.done("mark", "san1", "sql1", "dc1", "restored")
    page = strict.done("show", "pacs").out
    assert "It stands on sql1 (* override and step skipped)." in page
    assert "It stands on" not in strict.done("show", "mail").out


def test_who_finds_it_compromised_again_needs_another_image(strict: CommandLine) -> None:
    strict.done("evidence", "sql1", "--item", "E1", *TOLD)
    strict.done("mark", "sql1", "restored")
    strict.done("mark", "sql1", "compromised")
    assert 3 == strict.typed("step", "sql1", "rebuild").code
    strict.done("evidence", "sql1", "--item", "E2", *TOLD, "--sha256", OTHER)
    strict.done("step", "sql1", "rebuild")


FORGOTTEN = (
    (("mark", "sql1", "unknown"),),
    (("mark", "sql1", "unknown"), ("take", "sql1")),
    (
        ("mark", "sql1", "unknown"),
        ("mark", "sql1", "blocked", "--reason", "disk"),
        ("drop", "sql1"),
    ),
    (("take", "sql1"), ("drop", "sql1"), ("mark", "sql1", "unknown")),
)


@pytest.mark.parametrize("before", FORGOTTEN, ids=lambda acts: " ".join(acts[-1]))
@pytest.mark.parametrize("found_by", ["plan", "mark"])
def test_a_compromise_that_is_said_to_be_unknown_again_wants_its_image_still(
    strict: CommandLine, before: tuple[tuple[str, ...], ...], found_by: str
) -> None:
    if found_by == "mark":
        text = strict.plan.read_text(encoding="utf-8")
        lines = [
            line.replace("compromised", "unknown") if line.startswith("sql1 =") else line
            for line in text.splitlines()
        ]
        strict.plan.write_text("\n".join(lines), encoding="utf-8")
        strict.done("step", "sql1", "image")
        strict.done("mark", "sql1", "compromised")
    for words in before:
        strict.done(*words)
    for words in WAYS[:3] + WAYS[4:6]:
        answer = strict.typed(*words)
        assert 3 == answer.code, words
        assert "sql1 was found compromised, and nothing ended that since" in answer.err
    strict.done("evidence", "sql1", "--item", "E1", *TOLD)
    strict.done("step", "sql1", "rebuild")


ENDS = (
    ("mark", "sql1", "clean", "--yes", "--override", "evidence.image=no disk left"),
    ("step", "sql1", "image", "--skip", "no disk left"),
    ("step", "sql1", "rebuild", "--override", "evidence.image=no disk left"),
)


@pytest.mark.parametrize("words", ENDS, ids=lambda words: " ".join(words[:3]))
def test_what_ended_a_compromise_once_ends_the_want_of_an_image(
    strict: CommandLine, words: tuple[str, ...]
) -> None:
    strict.done("mark", "sql1", "unknown")
    strict.done(*words)
    strict.done("mark", "sql1", "unknown")
    strict.done("step", "sql1", "rebuild")
    strict.done("mark", "sql1", "compromised")
    strict.done("mark", "sql1", "unknown")
    assert 3 == strict.typed("step", "sql1", "rebuild").code


def test_a_finding_that_was_taken_back_wants_no_image(strict: CommandLine) -> None:
    strict.done("mark", "app1", "compromised", "--yes")
    strict.done("undo")
    strict.done("mark", "app1", "unknown", "--yes")
    strict.done("mark", "app1", "restored", "--yes")


def test_the_image_by_which_a_server_was_rebuilt_is_put_right_and_not_taken_back(
    strict: CommandLine,
) -> None:
    strict.done("evidence", "sql1", "--item", "E1", *TOLD)
    strict.done("step", "sql1", "rebuild", "--operator", "ana")
    refused = strict.typed("undo")
    assert 3 == refused.code
    assert "sql1 was rebuilt since image E1 was recorded." in refused.err
    assert 3 == strict.typed("evidence", "sql1", "--item", "E1", "--what", "logs").code
    strict.done("evidence", "sql1", "--item", "E1", "--seal", "4711")


def test_an_exercise_does_not_ask_for_evidence_unless_the_plan_does(strict: CommandLine) -> None:
    text = strict.plan.read_text(encoding="utf-8")
    drill = text.replace("[sites.imc]", "drill = true\n[sites.imc]", 1)
    strict.plan.write_text(drill, encoding="utf-8")
    strict.done("step", "sql1", "rebuild")
    strict.done("undo")
    strict.plan.write_text(f"{drill}[policy]\nevidence_first = true\n", encoding="utf-8")
    assert 3 == strict.typed("step", "sql1", "rebuild").code


def test_the_sheet_of_an_item_has_its_way_from_hand_to_hand(here: CommandLine) -> None:
    here.done(
        "evidence", "sql1", "--item", "E1", *TOLD, "--source", "disk 0", "--asset", "A-17",
        "--seal", "4711", "--method", "write blocker", "--taken", "2021-01-18T02:10",
    )  # fmt: skip
    here.done("evidence", "sql1", "--item", "E2", "--copy", "working-copy", "--of", "E1")
    here.done("hand-over", "E1", *HANDED, "--before", DIGITS, "--after", DIGITS)
    sheet = here.done("custody", "E1")
    assert all(len(line) <= 80 for line in sheet.lines)
    for part in ("disk 0", "A-17", "write blocker", "dd 9.1", "safe, shelf 2", "4711", DIGITS):
        assert part in sheet.out
    for part in ("lead", "police", "their lab", "analysis", "18/01/2021 02:10", "sql1/E2"):
        assert part in sheet.out
    assert "they match" in sheet.out
    assert "THEY DO NOT MATCH" not in sheet.out
    (item,) = here.done("custody", "E1", "--json").json["items"]
    assert (True, ["sql1/E2"]) == (item["match"], item["made_of_it"])
    assert ["E1", "E2"] == [i["item"] for i in here.done("custody", "--json").json["items"]]


def test_a_hand_over_that_is_recorded_later_has_the_time_at_which_it_was_done(
    here: CommandLine,
) -> None:
    here.done("evidence", "sql1", "--item", "E1", *TOLD)
    here.done("hand-over", "E1", *HANDED, "--at", "2021-01-18T03:20")
    here.done("hand-over", "E1", *HANDED, "--at", "2021-01-18T05:20", "--taken", "2021-01-18T04:20")
    sheet = here.done("custody", "E1").lines
    times = [line.split(":", 1)[1].strip() for line in sheet if line.startswith("At:")]
    assert ["18/01/2021 03:20 (UTC+01:00)", "18/01/2021 04:20 (UTC+01:00)"] == times


def test_a_hash_that_differs_after_a_hand_over_is_asked_about_kept_and_shown(
    here: CommandLine,
) -> None:
    here.done("evidence", "sql1", "--item", "E1", *TOLD)
    words = ("hand-over", "E1", *HANDED, "--before", DIGITS, "--after", OTHER)
    assert "does not match" in here.typed(*words).err
    here.done(*words, "--yes")
    assert "THEY DO NOT MATCH" in here.done("custody", "E1").out
    assert False is here.done("custody", "--json").json["items"][0]["match"]
    here.done("undo")
    assert "Hand-overs\n- no hand-over" in here.done("custody", "E1").out
    assert "does not match" in here.typed("undo", here.latest()).err
    here.done("undo", here.latest(), "--yes")
    assert "THEY DO NOT MATCH" in here.done("custody", "E1").out


def test_no_hash_of_an_item_is_made_to_fit_a_hand_over_unsaid(here: CommandLine) -> None:
    here.done("evidence", "sql1", "--item", "E1", *TOLD)
    other = ("evidence", "sql1", "--item", "E1", "--sha256", OTHER)
    assert "does not match: abababababab… and cdcdcdcdcdcd…." in here.typed(*other).err
    here.done(*other, "--yes")
    here.done("hand-over", "E1", *HANDED, "--before", OTHER, "--after", OTHER)
    back = here.typed("evidence", "sql1", "--item", "E1", "--sha256", DIGITS)
    assert (3, True) == (back.code, "does not match" in back.err)
    here.done("evidence", "sql1", "--item", "E1", "--place", "shelf 3")


def test_a_hash_that_one_hand_over_found_is_compared_with_the_next(here: CommandLine) -> None:
    here.done("evidence", "sql1", "--item", "E1", "--tool", "dd")
    here.done("hand-over", "E1", *HANDED, "--before", DIGITS, "--after", DIGITS)
    on = ("hand-over", "E1", "--from", "police", "--to", "ana", "--place", "x", "--purpose", "y")
    assert "does not match" in here.typed(*on, "--before", OTHER, "--after", OTHER).err
    here.done(*on)
    late = here.typed("evidence", "sql1", "--item", "E1", "--sha256", OTHER)
    assert (3, True) == (late.code, "does not match" in late.err)
    here.done("evidence", "sql1", "--item", "E1", "--sha256", DIGITS)


@pytest.mark.parametrize(
    "pasted",
    [DIGITS.upper(), f"{DIGITS}  disk0.img", f"SHA256 (disk0.img) = {DIGITS}", f"sha256:{DIGITS}"],
)
def test_a_hash_is_taken_as_people_paste_it(here: CommandLine, pasted: str) -> None:
    here.done("evidence", "sql1", "--item", "E1", "--sha256", pasted)
    assert DIGITS == here.done("custody", "--json").json["items"][0]["sha256"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("evidence", "dc9"), 1),
        (("evidence", "dc1", "--what", "disk"), 2),
        (("evidence", "dc1", "--protected", "maybe"), 2),
        (("evidence", "dc1", "--copy", "derived", "--of", "E9"), 1),
        (("hand-over", "E9", *HANDED), 1),
        (("custody", "E9"), 1),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    here: CommandLine, words: tuple[str, ...], code: int
) -> None:
    assert code == here.typed(*words).code
    assert [] == here.done("log").lines


def test_items_without_a_name_get_one_each(here: CommandLine) -> None:
    for digits in ("12" * 32, "34" * 32, "56" * 32):
        here.done("evidence", "dc1", *TOLD, "--sha256", digits)
    items = here.done("custody", "dc1", "--json").json["items"]
    assert 3 == len({item["item"] for item in items})
    assert all(item["item"].startswith("dc1-") for item in items)


def test_the_same_item_given_twice_is_told_and_not_recorded_twice(here: CommandLine) -> None:
    here.done("evidence", "dc1", *TOLD)
    (item,) = here.done("custody", "dc1", "--json").json["items"]
    again = here.typed("evidence", "dc1", *TOLD)
    assert 3 == again.code
    assert f"recorded already, as item {item['item']} of dc1" in again.err
    here.done("evidence", "dc1", "--item", item["item"], *TOLD)
    here.done("evidence", "dc1", *TOLD, "--copy", "working-copy", "--of", item["item"])
    here.done("evidence", "sql1", *TOLD)
    assert 2 == len(here.done("custody", "dc1", "--json").json["items"])
    here.done("evidence", "dc1", *TOLD, "--yes")
    assert 3 == len(here.done("custody", "dc1", "--json").json["items"])


def test_what_the_screen_says_can_be_typed_in_both_languages(here: CommandLine) -> None:
    for said, kept in (
        ("oui", True),
        ("Non", False),
        ("protégée en écriture", True),
        ("YES", True),
    ):
        here.done("evidence", "sql1", "--item", "E1", "--protected", said, "--lang", "fr")
        (item,) = here.done("custody", "E1", "--json").json["items"]
        assert kept is item["write_protected"], said
    for said, what in (("mémoire", "memory"), ("journaux", "logs"), ("Image", "image")):
        here.done("evidence", "sql1", "--item", "E1", "--what", said, "--lang", "fr")
        assert what == here.done("custody", "E1", "--json").json["items"][0]["what"]
    here.done("evidence", "sql1", "--item", "E0")
    copied = ("--copy", "copie de travail", "--of", "E0")
    here.done("evidence", "sql1", "--item", "E1", *copied, "--lang", "fr")
    assert "working-copy" == here.done("custody", "E1", "--json").json["items"][0]["copy"]
    answer = here.typed("evidence", "sql1", "--protected", "peut-être", "--lang", "fr")
    assert (2, True) == (answer.code, "oui (yes) ou non (no)" in answer.err)
    here.done("restore-point", "sql1", "lundi", "--taken", "2021-01-11T02:00")
    for said, verdict in (
        ("Vérifié", "verified"),
        ("chiffree", "encrypted"),
        ("inconnu", "unknown"),
    ):
        here.done("restore-point", "sql1", "lundi", "--verdict", said, "--lang", "fr")
        assert verdict == here.done("show", "sql1", "--json").json["restore_points"][0]["verdict"]


def test_a_sheet_tells_when_an_item_was_acquired_from_when_that_was_recorded(
    here: CommandLine,
) -> None:
    here.done("evidence", "sql1", "--item", "E1", *TOLD)
    here.done("evidence", "dc1", "--item", "E2", *TOLD, "--taken", "2021-01-18T02:10")
    (unsaid,) = here.done("custody", "E1", "--json").json["items"]
    assert None is unsaid["acquired_at"]
    sheet = [line.split(":", 1) for line in here.done("custody", "E2").lines if ":" in line]
    told = {words[0].strip(): words[1].strip() for words in reversed(sheet)}
    assert "18/01/2021 02:10 (UTC+01:00)" == told["Acquired at"]
    assert told["First recorded"].endswith(")")
    assert told["First recorded"] != told["Acquired at"]
    assert "Acquired at:         not said" in here.done("custody", "E1").lines


def test_what_is_put_right_is_told_by_the_clock_of_the_incident_and_in_words(
    here: CommandLine,
) -> None:
    here.done("evidence", "sql1", "--item", "E1", *TOLD, "--taken", "18/01/2021 02:10")
    right = ("evidence", "sql1", "--item", "E1", "--taken", "18/01/2021 03:15", "--protected", "no")
    here.done(*right)
    line = here.done("log", "--lang", "fr").lines[-1].replace(NO_BREAK, " ")
    assert "18/01/2021 03:15" in line
    assert "2021-01-18T" not in line
    assert "Protection en écriture : non" in line


def test_an_item_whose_sha_256_differs_says_so_wherever_it_is_told(here: CommandLine) -> None:
    here.done("evidence", "sql1", "--item", "E1", *TOLD, "--sha256", DIGITS)
    handed = ("hand-over", "E1", "--from", "lead", "--to", "police", "--place", "lab")
    here.done(*handed, "--purpose", "analysis", "--before", DIGITS)
    assert "SHA-256: they match" in here.done("log").lines[-1]
    assert "DO NOT MATCH" not in here.done("show", "sql1").out
    again = ("hand-over", "E1", "--from", "police", "--to", "insurer", "--place", "safe")
    here.done(*again, "--purpose", "claim", "--before", OTHER, "--yes")
    assert "SHA-256: THEY DO NOT MATCH" in here.done("log").lines[-1]
    assert "its SHA-256s DO NOT MATCH" in here.done("show", "sql1").out
