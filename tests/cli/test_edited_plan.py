"""A plan that was edited between two acts: the record has it with the next act, and what it moved is
told."""

from cli.command_line import CommandLine


def edited(here: CommandLine, old: str, new: str) -> None:
    text = here.plan.read_text(encoding="utf-8")
    assert old in text
    here.plan.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_an_edit_moved_is_told_with_the_next_act_and_only_then(here: CommandLine) -> None:
    assert "plan" not in here.done("note", "dc1", "x").err
    edited(here, 'name = "Messagerie"\ntier = 4', 'name = "Messagerie"\ntier = 1\nweight = 50')
    assert "" == here.done("queue").err
    told = here.done("note", "dc1", "y").err
    assert "The plan says otherwise of tier: mail 4 → 1." in told
    assert "The plan says otherwise of weight: mail 1 → 50." in told
    assert "In the queue, dc1 moves up" in told
    assert "" == here.done("note", "dc1", "z").err
    plans = [line for line in here.done("log").lines if "a plan was taken up" in line]
    assert 2 == len(plans)


def test_servers_that_came_and_went_are_named(here: CommandLine) -> None:
    here.done("note", "dc1", "x")
    edited(here, "old = {", 'new1 = { site = "imc", role = "x" }\nolder = {')
    told = here.done("note", "dc1", "y").err
    assert "New in the plan: new1 and older." in told
    assert "No longer in the plan: old." in told


def test_an_edit_that_moves_nothing_is_not_told(here: CommandLine) -> None:
    here.done("note", "dc1", "x")
    edited(here, 'notes = "baie B4"', 'notes = "baie B5"')
    assert "" == here.done("note", "dc1", "y").err
