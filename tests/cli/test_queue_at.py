"""`queue --at TIME`: the queue as it is then if nobody acts, and what changes by itself until then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cli.command_line import CommandLine, stop_the_clock
from hospitals import HEAD

EVENING = datetime(2021, 1, 18, 17, 30, tzinfo=UTC)
PLAN = """[crews.windows]
name = "Windows"
os = ["windows"]
hours = "07:00-17:00"
[crews.night]
hours = "20:00-02:00"
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["dc1"]
[services.consult]
name = "Consultations"
tier = 3
tier_when = [{ tier = 1, weekdays = ["tue"], from = "05:00", until = "12:00", reason = "listes" }]
needs = ["con1", "papier"]
[services.mail]
name = "Messagerie"
tier = 2
needs = ["ex1"]
[conditions.papier]
name = "Papier saisi"
who = "secrétariat"
promised = 2021-01-19T04:00:00+01:00
[servers]
dc1 = { site = "imc", role = "x", os = "windows", restore = "4h", state = "compromised" }
con1 = { site = "imc", role = "x", os = "linux", restore = "2h", state = "compromised" }
ex1 = { site = "imc", role = "x", os = "linux", restore = "9h", not_before = 2021-01-19T04:30:00+01:00, state = "compromised" }
"""


@pytest.fixture
def evening(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Monday 18:30 by the clock of the incident."""
    here.plan.write_text(HEAD + PLAN, encoding="utf-8")
    stop_the_clock(monkeypatch, EVENING)
    return here


def test_what_changes_by_itself_is_told_in_turn_and_what_that_moves(evening: CommandLine) -> None:
    lines = evening.done("queue", "--at", "tomorrow 12:00").lines
    assert [
        "The queue as it is on Tue 12:00 if nobody acts until then.",
        "Today 20:00: night begins work.",
        "Tomorrow 02:00: night ends work.",
        "Tomorrow 04:00: this is to be there: Papier saisi.",
        "Tomorrow 04:30: ex1 may be begun.",
        "Tomorrow 05:00: Consultations rises to tier 1 (listes).",
        "Tomorrow 07:00: Windows begins work.",
        "Tomorrow 12:00: Consultations is back at tier 3.",
    ] == lines[1:9]
    said = evening.done("queue", "--at", "tomorrow 05:00").out
    assert "con1 moves up 2: Consultations makes it tier 1." in said
    assert "dc1 and ex1 move down 1: Consultations goes before." in said


@pytest.mark.parametrize("microsecond", [1, 123_000, 499_999, 999_999])
@pytest.mark.parametrize(
    ("at", "turns"),
    [
        ("today 20:00", ["Today 20:00: night begins work."]),
        ("today 19:59", []),
        ("tomorrow 02:00", ["Today 20:00: night begins work.", "Tomorrow 02:00: night ends work."]),
    ],
)
def test_what_changes_at_that_very_minute_is_told_whatever_the_second_now(
    evening: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    microsecond: int,
    at: str,
    turns: list[str],
) -> None:
    stop_the_clock(monkeypatch, EVENING.replace(second=41, microsecond=microsecond))
    lines = evening.done("queue", "--at", at).lines
    assert turns == [line for line in lines if line.endswith(" work.")]


def test_the_queue_is_the_one_that_stands_at_that_moment(
    evening: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = evening.done("queue", "--at", "tomorrow 05:00", "--json").json
    assert ("2021-01-19T04:00:00.000Z", 5) == (told["at"], len(told["to_come"]))
    stop_the_clock(monkeypatch, datetime(2021, 1, 19, 4, 0, tzinfo=UTC))
    then = evening.done("queue", "--json").json
    assert then["entries"] == told["entries"]
    assert ["con1", "dc1", "ex1"] == [entry["server"] for entry in then["entries"]]


def test_blocks_pins_and_reserves_end_by_themselves(evening: CommandLine) -> None:
    evening.done("mark", "con1", "blocked", "--reason", "disque", "--until", "4h")
    evening.done("pin", "mail", "--reason", "crise", "--until", "3h", "--yes")
    evening.done(
        *("condition", "papier", "met", "--by", "lead", "--tried", "lu"),
        *("--reserve", "à relire", "--until", "5h"),
    )
    said = evening.done("queue", "--at", "6h").out
    assert "Today 21:30: the pin of Messagerie ends." in said
    assert "Today 22:30: con1, which is blocked, is to be asked about." in said
    assert "Today 23:30: the reserve of Papier saisi ends." in said


def test_where_nothing_changes_that_is_said_and_the_past_is_told_as_such(
    evening: CommandLine,
) -> None:
    assert "Nothing changes by itself until then." in evening.done("queue", "--at", "30 min").out
    assert "The queue as it was on Sun" in evening.done("queue", "--at", "yesterday").out
    far = evening.typed("queue", "--at", "31/12/2022")
    assert (1, True) == (far.code, "of the next 40 days" in far.err)


def test_it_goes_by_filters_and_can_be_heard(evening: CommandLine) -> None:
    at = ("queue", "--at", "tomorrow 05:00")
    told = evening.done(*at, "--tier", "1", "--json").json
    assert ["con1", "dc1"] == [entry["server"] for entry in told["entries"]]
    assert "Server 1: con1" in evening.done(*at, "--plain").out
    assert "Waits" not in evening.done(*at, "--why").out


@pytest.fixture
def clock(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], CommandLine]:
    """The command line at a time of that Monday, UTC."""
    here.plan.write_text(HEAD + PLAN, encoding="utf-8")

    def at(time: str) -> CommandLine:
        hour, minute = map(int, time.split(":"))
        stop_the_clock(monkeypatch, EVENING.replace(hour=hour, minute=minute))
        return here

    return at


At = Callable[[str], CommandLine]


def test_the_queue_of_a_time_that_is_over_is_as_it_was_and_tells_what_changed_it(clock: At) -> None:
    clock("08:00").done("take", "dc1", "--operator", "oncall-1")
    clock("10:00").done("mark", "ex1", "blocked", "--reason", "part ordered", "--operator", "dba")
    clock("11:00").done("mark", "dc1", "restored", "--operator", "oncall-1", "--yes")
    then = clock("17:30").done("queue", "--at", "today 10:30")
    assert "The queue as it was on Mon 10:30, by what the record has of that time." == then.lines[1]
    assert any("ex1 blocked" in line for line in then.lines)
    assert "No longer in the queue: dc1 (restored by oncall-1)." in then.lines
    entries = clock("17:30").done("queue", "--at", "today 09:30", "--json").json
    assert ["dc1", "ex1"] == [each["server"] for each in entries["entries"]][:2]
    assert "restoring" == entries["entries"][0]["state"]
    assert entries["past"] is True
    assert ["dc1"] == entries["since"]["left"]


def test_since_a_time_tells_the_same_above_the_queue_of_now(clock: At) -> None:
    clock("08:00").done("take", "dc1", "--operator", "oncall-1")
    clock("10:00").done("mark", "ex1", "blocked", "--reason", "part ordered", "--operator", "dba")
    since = clock("17:30").done("queue", "--since", "10:30")
    assert "Since Mon 10:30:" == since.lines[1]
    assert any(line.endswith("dba: ex1 blocked (part ordered)") for line in since.lines)
    assert "The queue now:" in since.lines
    nothing = clock("17:30").done("queue", "--since", "18:00").lines
    assert "Since then nothing changed that the order hangs on." == nothing[1]


def test_what_was_entered_afterwards_in_turn_counts_when_it_was_done(clock: At) -> None:
    here = clock("17:00")
    paper = here.folder / "night.txt"
    paper.write_text("08:00 dba take dc1\n09:00 dba mark dc1 restored --yes\n", encoding="utf-8")
    here.done("enter", str(paper), "--yes")
    then = clock("17:30").done("queue", "--at", "today 08:30", "--json").json
    assert "restoring" == then["entries"][0]["state"]
    assert 0 == then["entered_later"]


def test_what_was_entered_out_of_turn_is_said_to_be_missing(clock: At) -> None:
    clock("09:00").done("take", "con1", "--operator", "dba")
    clock("10:00").done("take", "dc1", "--operator", "dba", "--at", "08:30")
    told = clock("17:30").done("queue", "--at", "today 08:45").lines
    assert any("entered later, out of turn" in line for line in told)


def test_an_edit_of_the_plan_is_told_with_what_it_moved_and_the_old_order_is_shown(
    clock: At,
) -> None:
    here = clock("08:00")
    here.done("take", "con1", "--operator", "dba")
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(text.replace("tier = 2\nneeds", "tier = 1\nweight = 90\nneeds"), "utf-8")
    clock("09:00").done("note", "con1", "text", "--operator", "dba")
    told = clock("17:30").done("queue", "--at", "today 08:30")
    assert "The plan says otherwise of tier: mail 2 → 1." in told.out
    then = clock("17:30").done("queue", "--at", "today 08:30", "--json").json
    ids = [each["server"] for each in then["entries"]]
    assert ids.index("dc1") < ids.index("ex1")


def test_a_plan_that_another_seat_takes_up_later_is_not_the_one_in_force_before(clock: At) -> None:
    """The first act there comes right behind it, and a plan is nothing that is done at a time."""
    here = clock("08:00")
    here.done("take", "con1", "--operator", "dba")
    copied = here.folder / "copied.journal"
    copied.write_bytes(here.journal.read_bytes())
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(text.replace("tier = 2\nneeds", "tier = 1\nweight = 90\nneeds"), "utf-8")
    journal = ["--journal", str(copied)]
    clock("09:00").done("note", "con1", "text", "--operator", "ana", *journal)
    told = clock("17:30").done("queue", "--since", "09:30", *journal)
    assert "The plan says otherwise of tier: mail 2 → 1." in told.out
    asked = ["forecast", "mail", "--since", "09:30", "--json", *journal]
    assert clock("17:30").done(*asked).json["since"]["by_edit"] is not None


def test_an_edit_that_nobody_acted_by_yet_has_no_time_in_the_record(clock: At) -> None:
    here = clock("08:00")
    here.done("take", "con1", "--operator", "dba")
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(text.replace("tier = 2\nneeds", "tier = 1\nneeds"), encoding="utf-8")
    told = clock("17:30").done("queue", "--since", "08:30").out
    assert "The plan's file was edited after the last act. When, the record does not know" in told


def test_an_hour_that_comes_again_says_how_to_ask_about_the_one_that_is_over(clock: At) -> None:
    told = clock("17:30").done("queue", "--at", "10:00").lines
    assert "As it was at that time which is over: queue --at '18/01 10:00'." in told
    assert 2 == clock("17:30").typed("queue", "--at", "10:00", "--since", "10:00").code


def test_a_server_that_has_more_work_left_and_fell_behind_is_told_with_how_much(clock: At) -> None:
    here = clock("08:00")
    text = here.plan.read_text(encoding="utf-8").replace(
        '[services.mail]\nname = "Messagerie"\ntier = 2',
        '[services.mail]\nname = "Messagerie"\ntier = 1',
    )
    text = text.replace('restore = "4h", state = "compromised"', 'restore = "4h"').replace(
        'needs = ["con1", "papier"]', 'needs = ["con1"]'
    )
    text = text.replace(
        'tier = 3\ntier_when = [{ tier = 1, weekdays = ["tue"], from = "05:00", until = "12:00", reason = "listes" }]',
        "tier = 1",
    )
    here.plan.write_text(text, encoding="utf-8")
    here.done("note", "con1", "plan of the day")
    assert here.done("queue", "--json").json["entries"][0]["server"] == "dc1"
    clock("10:00").done("mark", "dc1", "compromised")
    since = clock("17:30").done("queue", "--since", "08:30").out
    assert "dc1 moves down 1: Bloc IMC has 4 h of work left, and had" in since
    assert "stands in the same order" not in since


CAMPUS = """[groups.campus]
name = "Campus"
services = ["theatre", "ward"]
weight = 3
[services.theatre]
name = "Theatre"
tier = 2
needs = ["th1"]
[services.ward]
name = "Ward"
tier = 2
needs = ["wa1"]
[services.lab]
name = "Laboratory"
tier = 2
needs = ["la1"]
weight = 2
[services.images]
name = "Images"
tier = 2
needs = ["im1"]
weight = 2
[servers]
th1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
wa1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
la1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
im1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
"""


def test_a_block_that_is_due_is_named_with_all_that_moves_by_it(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.plan.write_text(HEAD + CAMPUS, encoding="utf-8")
    stop_the_clock(monkeypatch, EVENING)
    here.done("mark", "th1", "blocked", "--reason", "dongle", "--until", "2h", "--yes")
    lines = here.done("queue", "--at", "3h").lines
    assert [
        "th1 moves up 3: what it waits for was to be there.",
        "wa1 moves up 1: Campus opens as a whole, and what th1 waits for was to be there.",
    ] == sorted(line for line in lines if " moves " in line)


PAYS = (
    HEAD
    + """
[services.bloc]
name = "Bloc"
tier = 2
weight = 9
tier_when = [{ tier = 1, weekdays = ["tue"], from = "05:00", until = "12:00", reason = "lists" }]
needs = ["a1", "a2"]
[services.phone]
name = "Phone"
tier = 1
weight = 2
needs = ["p1"]
[services.urg]
name = "Urgences"
tier = 1
weight = 2
needs = ["u1", "u2"]
[servers]
a1 = { site = "imc", role = "x", restore = "1h", state = "compromised" }
a2 = { site = "imc", role = "x", restore = "1h", state = "compromised" }
p1 = { site = "imc", role = "x", restore = "3h", state = "compromised" }
u1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
u2 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
"""
)


def test_who_pays_for_what_rises_is_told_with_what_goes_before_and_told_alike_in_one_line(
    evening: CommandLine,
) -> None:
    evening.plan.write_text(PAYS, encoding="utf-8")
    said = evening.done("queue", "--at", "tomorrow 05:00").lines
    assert [line for line in said if " move" in line] == [
        "a1 moves up 3: Bloc makes it tier 1.",
        "a2 moves up 3: Bloc makes it tier 1.",
        "p1, u1 and u2 move down 2: Bloc goes before.",
    ]


WARDS = "".join(
    f"""
[services.w{n}]
name = "Ward {n}"
tier = 2
tier_when = [{{ tier = 1, weekdays = ["tue"], from = "05:00", until = "12:00", reason = "lists" }}]
needs = ["m{n}"]
[servers.m{n}]
site = "imc"
role = "x"
restore = "{n + 5}m"
state = "compromised"
"""
    for n in range(12)
)


def test_who_pays_is_told_beside_what_rises_where_not_all_moves_are(evening: CommandLine) -> None:
    evening.plan.write_text(PAYS.replace("p1 = {", "px1 = {").replace('"p1"', '"px1"') + WARDS)
    said = evening.done("queue", "--at", "tomorrow 05:00").lines
    lines = [line for line in said if " move" in line]
    assert any(line.startswith("px1, u1 and u2 move down ") for line in lines), lines
    assert any(line.endswith(" more change places.") for line in said)


FALLS = (
    HEAD
    + """
[services]
scan = { name = "Scanner", tier = 1, needs = ["scan1"] }
lab = { name = "Laboratory", tier = 1, needs = ["lab1"] }
ward = { name = "Ward", tier = 1, needs = ["ward1"] }
[servers]
scan1 = { site = "imc", role = "x", restore = "9h", state = "unknown" }
lab1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
ward1 = { site = "imc", role = "x", restore = "3h", state = "compromised" }
"""
)


def test_what_took_the_place_of_what_fell_is_not_told_with_the_work_that_it_has_left(
    evening: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.plan.write_text(FALLS, encoding="utf-8")
    evening.done("take", "lab1", "--yes", "--override", "evidence.image=none")
    stop_the_clock(monkeypatch, EVENING + timedelta(hours=1))
    evening.done("mark", "scan1", "compromised")
    stop_the_clock(monkeypatch, EVENING + timedelta(hours=1, minutes=30))
    said = evening.done("queue", "--since", "1h15m").lines
    assert [line for line in said if " move" in line] == [
        "scan1 moves down 2: Scanner has 9 h of work left, and had 10 min."
    ]


RUNBOOK = """
[runbooks.book]
steps = ["isolate", "image", "rebuild"]
[steps.image]
time = "90m"
required = true
"""


def test_a_step_that_moved_something_is_among_the_acts_and_what_it_passed_is_told(
    evening: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = PAYS.replace("u2 = { site", 'u2 = { runbook = "book", site') + RUNBOOK
    evening.plan.write_text(books, encoding="utf-8")
    evening.done("take", "u2", "--yes")
    stop_the_clock(monkeypatch, EVENING + timedelta(hours=1))
    evening.done("step", "u2", "image", "--yes")
    stop_the_clock(monkeypatch, EVENING + timedelta(hours=2))
    said = evening.done("queue", "--since", "1h30m").lines
    assert "19:30 dba: u2: step image done" in said
    assert "p1 moves down 2: Urgences goes before." in said
    stop_the_clock(monkeypatch, EVENING + timedelta(hours=3))
    evening.done("mark", "u2", "clean", "--yes", "--override", "evidence.image=none")
    assert "step image done" not in evening.done("queue", "--since", "2h30m").out


def test_who_is_held_up_is_told_beside_a_pin(evening: CommandLine) -> None:
    heavy = PAYS.replace(
        'name = "Urgences"\ntier = 1\nweight = 2', 'name = "Urgences"\ntier = 1\nweight = 9'
    )
    evening.plan.write_text(heavy, encoding="utf-8")
    evening.done("mark", "u1", "blocked", "--reason", "no disk", "--until", "in 20 hours")
    evening.done("pin", "bloc", "--reason", "lists", "--yes")
    said = evening.done("queue", "--since", "2021-01-18T12:00").lines
    assert [line for line in said if " moves down " in line] == [
        "u1 moves down 3: blocked.",
        "u2 moves down 3: Urgences is held up by u1.",
    ]  # p1 only made way for the pin


def test_a_move_that_an_edit_made_is_told_once(evening: CommandLine) -> None:
    evening.plan.write_text(PAYS, encoding="utf-8")
    evening.done("note", "bloc", "ward calls", "--yes")
    evening.plan.write_text(PAYS.replace("tier = 2", "tier = 1"), encoding="utf-8")
    said = evening.done("queue", "--since", "2021-01-18T12:00").out
    assert (said.count("a1 moves up"), "In the queue" in said) == (1, False), said


def test_what_may_not_begin_yet_says_so_in_the_column_that_says_what_is_ready(
    evening: CommandLine,
) -> None:
    row = next(line for line in evening.done("queue").lines if " ex1 " in line)
    assert row.endswith("not before Tue 04:30")


def test_what_comes_into_the_queue_is_told_with_its_place_and_who_waits_for_it(
    evening: CommandLine,
) -> None:
    evening.done("mark", "dc1", "restored", "--yes")
    told = evening.done("mark", "dc1", "compromised", "--yes", "--reason", "again").out
    assert "In the queue, dc1 is new at place 1, for Bloc IMC." in told


def test_a_step_by_which_less_is_left_is_among_the_acts_since(clock: At) -> None:
    plan = clock("08:00").plan
    runbook = '[runbooks.box]\nsteps = ["isolate", "image", "test"]\n[steps.isolate]\ntime = "2h"\n'
    text = plan.read_text(encoding="utf-8").replace('os = "windows", r', 'runbook = "box", r')
    plan.write_text(text.replace("[servers]", f"{runbook}[servers]"), encoding="utf-8")
    clock("08:00").done("take", "dc1", "--operator", "bert")
    clock("09:00").done("step", "dc1", "isolate", "--operator", "bert")
    since = clock("09:05").done("queue", "--since", "08:30").out
    assert "bert: dc1: step isolate done" in since


def test_of_many_acts_those_are_told_on_which_the_order_hangs_most(
    evening: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ticks in a row are one line, whose a server is stands behind what was found out of it."""
    stepped = evening.plan.read_text(encoding="utf-8").replace(
        'dc1 = { site = "imc",', 'dc1 = { site = "imc", runbook = "w",'
    )
    runbook = (
        '[policy]\nevidence_first = false\n[runbooks.w]\nsteps = ["isolate", "rebuild", "patch"]\n'
    )
    evening.plan.write_text(stepped + runbook, encoding="utf-8")
    for minute in range(1, 15):
        stop_the_clock(monkeypatch, EVENING + timedelta(minutes=minute))
        evening.done("take" if minute % 2 else "drop", "con1")
    for step in ("isolate", "rebuild", "patch"):
        evening.done("step", "dc1", step)
    stop_the_clock(monkeypatch, EVENING + timedelta(minutes=20))
    evening.done("mark", "con1", "clean")
    stop_the_clock(monkeypatch, EVENING + timedelta(minutes=30))
    told = evening.done("queue", "--since", "18:30").out
    assert "18:50 dba: con1 clean" in told
    assert "… and 4 more." in told
    everything = evening.done("queue", "--since", "18:43").lines
    assert "18:44 dba: dc1: 3 steps done (isolate to patch)" in everything
