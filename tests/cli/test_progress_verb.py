"""`progress`: the picture as text, in ASCII where that is asked for or all that can be written, and
as JSON."""

from cli.command_line import CommandLine


def test_it_draws_servers_and_services_over_time_and_the_bars_of_sites_and_tiers(
    here: CommandLine,
) -> None:
    here.done("mark", "san1", "dc2", "restored", "--at", "2021-01-18T02:46")
    here.done("mark", "sql1", "restored", "--at", "2021-01-18T06:46")
    lines = here.done("progress").lines
    assert "Servers back: 3 of 5 hit" in lines
    assert "Services up: 2 of 3, 1 limited (up again: 2 of 3 that were down)" in lines
    assert lines[1].startswith("Progress since 17/01/2021 20:46, one column is ")
    (imc,) = (line for line in lines if line.startswith("IMC "))
    assert ["3/3", "2/2"] == [word for word in imc.split("1 vital")[0].split() if "/" in word]
    (vital,) = (line.partition("1 vital")[2] for line in lines if "1 vital" in line)
    assert ["3/4", "1/1"] == [word for word in vital.split() if "/" in word]


def test_in_ascii_there_is_nothing_else_and_the_numbers_are_the_same(here: CommandLine) -> None:
    here.done("mark", "san1", "restored")
    drawn, plain = here.done("progress").out, here.done("progress", "--ascii").out
    assert "█" in drawn
    assert plain.replace("·", "").isascii()
    assert "#" in plain
    numbers = [[word for word in text.split() if "/" in word] for text in (drawn, plain)]
    assert numbers[0] == numbers[1]


def test_where_the_encoding_has_no_blocks_it_draws_in_ascii(here: CommandLine) -> None:
    here.done("mark", "san1", "restored")
    answer = here.run("progress", environ={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert (0, "") == (answer.code, answer.err)
    assert "#" in answer.out
    assert "?" not in "".join(answer.lines[1:])


def test_as_json_it_tells_each_moment_and_what_was_lost_again(here: CommandLine) -> None:
    here.done("mark", "san1", "restored", "--at", "2021-01-18T02:46")
    here.done("mark", "san1", "compromised", "--at", "2021-01-18T03:46")
    answer = here.done("progress", "--json").json
    assert [
        ("2021-01-17T19:46:00.000Z", 0),
        ("2021-01-18T01:46:00.000Z", 1),
        ("2021-01-18T02:46:00.000Z", 0),
    ] == [(moment["at"], moment["back"]) for moment in answer["moments"]]
    assert (0, 5, 0, 3) == (answer["back"], answer["hit"], answer["up"], answer["services"])
    assert [1, 2, 4] == [tier["tier"] for tier in answer["tiers"]]


def test_it_writes_nothing(here: CommandLine) -> None:
    here.done("progress")
    assert not here.journal.exists()
