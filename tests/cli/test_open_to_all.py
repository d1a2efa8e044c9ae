"""A plan or a journal that everybody on the machine may write is told, and hinders nobody."""

import json

import pytest

from cli.command_line import CommandLine


@pytest.mark.parametrize("name", ["inventory.toml", "inventory.journal"])
def test_a_file_for_everybody_to_write_is_told_by_check_and_audit(
    here: CommandLine, name: str
) -> None:
    here.done("note", "dc1", "x")
    assert "Everybody" not in here.done("check").out + here.done("audit").out
    (here.folder / name).chmod(0o666)
    for verb in ("check", "audit"):
        assert f"chmod o-w {name}" in here.done(verb).out
    told = json.loads(here.done("audit", "--json").out)
    assert told["sound"]
    assert [name in sentence for sentence in told["open_to_all"]] == [True]


def test_a_folder_where_everybody_may_put_another_plan_is_told_unless_it_is_sticky(
    here: CommandLine,
) -> None:
    here.folder.chmod(0o777)
    assert "put another file in the place of inventory.toml" in here.done("check").out
    here.folder.chmod(0o1777)
    assert "Everybody" not in here.done("check").out
