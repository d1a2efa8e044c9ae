"""Evidence, restore points, since when and indicators at the console: asked for one after the other,
shown whole, and written only by a yes."""

from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.console.control.keys.answer_guard import LEFT_ALONE
from chwapi_console.journal.kinds.evidence_kinds import EvidenceTaken
from chwapi_console.recovery.state.told.evidence_items import handed
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from console.driver import at_console

DIGITS = "ab" * 32


@pytest.fixture
def imaged(plan: Path) -> Path:
    """A plan whose databases are imaged before they are rebuilt."""
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace('steps = ["isolate", ', 'steps = ["image", '),
        encoding="utf-8",
    )
    assert '"image"' in plan.read_text(encoding="utf-8")
    return plan


def recorded(plan: Path) -> View:
    with closing(Session(plan, operator="dba", host="test")) as session:
        return session.look()


async def test_the_step_image_asks_for_the_image_and_records_it_with_the_tick(imaged: Path) -> None:
    async with at_console(imaged) as operator:
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("Paste the SHA-256 of the image of sql1 (64 digits) to record it")
        await operator.type("abc")
        await operator.sees("this has 3")
        await operator.press("ctrl+u")
        await operator.type(DIGITS)
        await operator.sees("With which tool was it taken? Enter: later")
        await operator.type("dd 9.1")
        await operator.sees("Where does it lie? Enter: later")
        await operator.type("safe, shelf 2")
        await operator.sees("Is it write-protected there, yes or no?")
        await operator.type("yes")
        await operator.sees("When was it taken?")
        await operator.type("2021-01-18 02:10")
        await operator.sees("Write that, and tick image: sql1: evidence, taken")
        await operator.press("y")
        await operator.sees("[x] 1  image")
    (item,) = recorded(imaged).situation.evidence["sql1"].values()
    assert ([], "2021-01-18T01:10:00.000Z") == (item.lacks, item.terms.taken)
    assert (DIGITS, "dd 9.1", "safe, shelf 2", "yes", "oncall-1") == (
        item.terms.sha256,
        item.terms.tool,
        item.terms.place,
        item.terms.protected,
        item.terms.by,
    )


async def test_who_has_no_image_at_hand_only_ticks(imaged: Path) -> None:
    async with at_console(imaged) as operator:
        await operator.has_in_hand("sql1")
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("it only ticks the step")
        await operator.press("enter")
        await operator.sees("sql1: step image done")
    assert {} == recorded(imaged).situation.evidence


async def test_what_is_not_known_yet_of_an_image_is_told_later_of_the_same(imaged: Path) -> None:
    async with at_console(imaged) as operator:
        await operator.opens("sql1")
        await operator.press("W")
        await operator.sees("sql1: write down what: image, restore point, compromised since,")
        await operator.type("i")
        assert not operator.row("Image of sql1")  # image or indicators?
        await operator.sees("write down what")
        await operator.press("ctrl+u")
        await operator.type("im")
        await operator.sees("Paste the SHA-256 of the image of sql1")
        await operator.type(DIGITS)
        for question in (
            "With which tool",
            "Where does it lie",
            "Is it write-protected",
            "When was it taken",
        ):
            await operator.sees(question)
            await operator.press("enter")
        await operator.sees("Write that: sql1: evidence, taken")
        await operator.press("y")
        await operator.sees("told: Tool, Place and Write-protected")
        await operator.press("W")
        await operator.sees("write down what")
        await operator.type("image")
        await operator.sees("Paste the SHA-256 of the image of sql1")
        await operator.type(DIGITS)
        await operator.sees("With which tool")
        await operator.type("dd")
        await operator.sees("Where does it lie")
        await operator.type("safe")
        await operator.sees("Is it write-protected")
        await operator.type("no")
        await operator.sees("When was it taken")
        await operator.press("enter")
        await operator.sees("Write that: sql1: evidence, taken")
        await operator.press("y")
        await operator.sees("put right")
    (item,) = recorded(imaged).situation.evidence["sql1"].values()
    assert ([], "no") == (item.lacks, item.terms.protected)


async def test_a_restore_point_is_told_of_and_a_no_writes_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.opens("sql1")
        for answer in ("n", "y"):
            await operator.press("W")
            await operator.sees("write down what")
            await operator.type("point")
            await operator.sees("Which restore point of sql1? Its name (Esc: no):")
            await operator.type("monday")
            await operator.sees("When was monday taken?")
            await operator.type("2021-01-11 02:00")
            await operator.sees("What is known of monday: unknown, verified")
            await operator.type("verified")
            await operator.sees("With what was it scanned?")
            await operator.type("yara")
            await operator.sees("For which set of indicators? Enter: none")
            await operator.type("CERT 3")
            await operator.sees("Was a restoration from it tried")
            await operator.type("yes")
            await operator.sees("Write that: monday of sql1: taken 11/01/2021 02:00")
            await operator.press(answer)
            if answer == "n":
                await operator.sees("nothing was written")
                assert {} == recorded(plan).situation.points.of
        await operator.sees("restore point monday: taken 11/01/2021 02:00")
    terms = recorded(plan).situation.points.of["sql1"]["monday"].terms
    assert ("verified", "oncall-1", "yara", "CERT 3", True) == terms[1:6]


async def test_since_when_and_the_newest_indicators_are_told_and_a_later_time_is_asked_about(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.opens("sql1")
        await operator.press("W")
        await operator.sees("write down what")
        await operator.type("indicators")
        await operator.sees("What is the newest set of indicators called")
        await operator.type("CERT 3")
        await operator.sees("Write that: the newest set of indicators is CERT 3?")
        await operator.press("y")
        await operator.no_longer_sees("Write that")
        for told, doubt in (("2021-01-10 03:00", ""), ("2021-01-12 03:00", "already:")):
            await operator.press("W")
            await operator.sees("write down what")
            await operator.type("since")
            await operator.sees("Since when was the attacker in")
            await operator.type(told)
            await operator.sees("Does that hold for sql1 alone")
            await operator.press("enter")
            await operator.sees("Write that: the attacker was in since")
            await operator.sees(doubt)
            await operator.press("y")
            await operator.no_longer_sees("Write that")
    points = recorded(plan).situation.points
    assert ["CERT 3"] == points.indicators
    since = points.since("san1")
    assert since is not None
    assert 12 == since.at.day


async def test_an_item_goes_from_hand_to_hand_by_keys(imaged: Path) -> None:
    async with at_console(imaged) as operator:
        await operator.opens("sql1")
        await operator.press("W")
        await operator.type("hand")
        await operator.sees("No evidence of sql1 is recorded yet.")
    with closing(Session(imaged, operator="dba", host="test")) as session:
        session.acts.evidence("sql1", "disk", {"sha256": DIGITS}, session.look())
    async with at_console(imaged) as operator:
        await operator.opens("sql1")
        await operator.press("W")
        await operator.type("hand-over")
        await operator.sees("Who gives disk away? Enter: dba")
        await operator.press("enter")
        await operator.sees("Who receives it")
        await operator.type("police")
        await operator.sees("Where does it go")
        await operator.type("their lab")
        await operator.sees("What for")
        await operator.type("analysis")
        await operator.sees("When?")
        await operator.press("enter")
        await operator.sees("Its SHA-256 before that")
        await operator.type("abc")
        await operator.sees("this has 3")
        await operator.press("ctrl+u")
        await operator.type("cd" * 32)
        await operator.sees("Its SHA-256 after that")
        await operator.press("enter")
        await operator.sees("The SHA-256 of disk does not match")
        await operator.press("y")
        await operator.sees("with police")
    (chain,) = handed(recorded(imaged).situation, "sql1").values()
    (event,) = chain
    assert {"released": "dba", "received": "police", "purpose": "analysis"}.items() <= event.data[
        "after"
    ].items()


async def test_of_several_items_it_is_asked_which_is_handed_over(imaged: Path) -> None:
    with closing(Session(imaged, operator="dba", host="test")) as session:
        for item, digits in (("disk", DIGITS), ("dump", "12" * 32)):
            session.acts.evidence("sql1", item, {"sha256": digits}, session.look())
    async with at_console(imaged) as operator:
        await operator.opens("sql1")
        await operator.press("W")
        await operator.type("hand-over")
        await operator.sees("Which item of sql1: disk and dump")
        await operator.type("d")
        await operator.sees('"d" is the name of no single one.')
        await operator.type("ump")
        await operator.sees("Who gives dump away?")


async def test_a_yes_or_no_is_no_name_of_a_scanner_or_of_a_set_of_indicators_unasked(
    plan: Path,
) -> None:
    async with at_console(plan, lang="fr", size=(120, 30)) as operator:
        await operator.press("W")
        for answer in ("point", "dimanche", "11/01 02:00", "verifie"):
            await operator.type(answer)
        await operator.sees("Avec quoi a-t-il été analysé")
        await operator.type("oui")
        await operator.sees("Ni oui ni non n'est attendu ici")
        await operator.press("n", "ctrl+u")
        await operator.no_longer_sees("Ni oui ni non n'est attendu ici")
        await operator.type("defender")
        await operator.sees("Pour quel jeu d'indicateurs")
        await operator.type("non")
        await operator.sees("Ni oui ni non n'est attendu ici")
        await operator.press("n", "ctrl+u", "enter")
        await operator.sees("a-t-elle été essayée")
        await operator.type("non")
        await operator.sees("vérifié sain (oncall-1 et defender)")


async def test_an_answer_of_before_that_enter_takes_is_said_beside_what_enter_alone_means(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("W")
        for answer in ("point", "sunday", "11/01 02:00", "verified", "defender", "CERT 3"):
            await operator.type(answer)
        await operator.press("escape", "W", "enter", "enter", "enter", "enter", "enter")
        await operator.sees("set of indicators? Enter: none (as before: Enter takes it")
        await operator.press("ctrl+u", "enter")
        await operator.sees("Was a restoration from it tried")
        await operator.press("enter")
        await operator.sees("and defender)")


async def test_who_completes_an_image_leaves_the_time_that_is_recorded(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("W")
        for answer in ("image", DIGITS, "", "", "", "02:10"):
            await operator.type(answer)
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == 1, "no image was recorded")
        await operator.press("W")
        for answer in ("image", DIGITS, "FTK Imager", "safe B4", "yes"):
            await operator.type(answer)
        await operator.sees("02:10, as recorded")
        await operator.press("enter", "y")
        await operator.until(lambda: len(operator.acts) == 2, "it was not completed")
        first, second = (
            e.payload for e in operator.session.record.events if e.kind == "evidence.taken"
        )
        assert isinstance(first, EvidenceTaken)
        assert isinstance(second, EvidenceTaken)
        assert first.after is not None
        assert second.after is not None
        assert (first.after.taken, "FTK Imager") == (second.after.taken, second.after.tool)


async def test_enter_that_wakes_a_screen_ticks_no_step(imaged: Path) -> None:
    async with at_console(imaged) as operator:
        await operator.has_in_hand("sql1")
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("Paste the SHA-256 of the image of sql1")
        operator.looks(LEFT_ALONE)
        await operator.press("enter")
        await operator.sees(
            "Enter came 20 s after the key before. If it was meant, press it again now."
        )
        assert [] == operator.acts
        await operator.press("enter")
        await operator.sees("step image done")


@pytest.mark.parametrize(
    ("file", "taken"), [("  dc1.img", False), ("  sql1-dc1.img", True), ("  data.img", True)]
)
async def test_a_sum_of_another_servers_file_is_no_image_of_this_one(
    imaged: Path, file: str, taken: bool
) -> None:
    async with at_console(imaged) as operator:
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("Paste the SHA-256 of the image of sql1")
        await operator.paste(f"{DIGITS}{file}")
        operator.looks()
        await operator.press("enter")
        other = "The file beside the digits is called dc1, and this is sql1."
        await operator.sees("With which tool was it taken?" if taken else other)


async def test_an_undo_takes_back_the_image_and_the_tick_that_one_answer_wrote(
    imaged: Path,
) -> None:
    async with at_console(imaged) as operator:
        await operator.opens("sql1")
        await operator.press("space")
        for answer in (DIGITS, "dd", "nas2", "yes"):
            operator.looks(12 if answer != "yes" else 2)
            await operator.type(answer)
        await operator.sees("When was it taken?")
        await operator.press("enter", "y")
        await operator.sees("[x] 1  image")
        assert "(u takes that back)" in operator.app.dialogue.prompt.said
        await operator.press("u")
        if operator.app.dialogue.prompt.asking:
            await operator.press("y")
        await operator.sees("[ ] 1  image")
    seen = recorded(imaged).situation
    assert not seen.evidence.get("sql1")
    assert seen.is_to_do("sql1", "image")


async def test_a_blank_that_comes_first_after_a_quiet_is_asked_about(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.opens("sql1")
        operator.looks(LEFT_ALONE)
        await operator.press("space")
        await operator.sees('Tick: "isolate" on sql1? (y/n)')
        await operator.press("space", "space")
        await operator.sees('Tick: "isolate" on sql1? (y/n)')
        assert not [kind for _, kind, _ in operator.acts if kind.startswith("step")]
        operator.looks(2)
        await operator.press("y")
        await operator.sees("sql1: step isolate done")


@pytest.mark.parametrize("typed", ["dd if", "ddx", "dd", "fd"])
async def test_an_answer_that_begins_as_the_one_of_before_is_taken_as_typed(
    imaged: Path, typed: str
) -> None:
    async with at_console(imaged) as operator:
        await operator.opens("sql1")
        await operator.press("space")
        for answer in (DIGITS, "dd"):
            await operator.type(answer)
        await operator.press("escape", "space", "enter")
        await operator.sees("With which tool")
        for letter in typed:
            await operator.press_behind(letter if letter != " " else "space", 0.3)
        assert typed == operator.app.dialogue.prompt.text
