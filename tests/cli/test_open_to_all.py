"""A plan or a journal that everybody on the machine may write is told, and hinders nobody; one that is
reached by somebody else's link is neither read nor written."""

import json
import os
from pathlib import Path

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


OTHER, THIRD = 65534, 65533

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")


@needs_root
@pytest.mark.parametrize("name", ["inventory.toml", "inventory.journal"])
@pytest.mark.parametrize("by_a_folder", [False, True])
def test_somebody_elses_link_leads_no_act_and_no_page_elsewhere(
    here: CommandLine, tmp_path: Path, name: str, by_a_folder: bool
) -> None:
    here.done("note", "dc1", "x")
    planted = tmp_path / "planted"
    if by_a_folder:
        planted.symlink_to(here.folder)
        link = planted
    else:
        planted.mkdir()
        link = planted / name
        link.symlink_to(here.folder / name)
    os.chown(link, OTHER, -1, follow_symlinks=False)
    option = "--journal" if name.endswith("journal") else "--inventory"
    named = ["--inventory", str(here.plan), "--journal", str(here.journal)]
    for words in (["note", "dc1", "y"], ["handover"], ["queue"]):
        answer = here.typed(*words, *named, option, str(planted / name))
        assert answer.code in (1, 4), answer
        assert f"reached by {link}, a link that is neither yours nor root" in answer.err
        assert f"{option} {here.folder / name}" in answer.err
    assert 1 == here.done("log").out.count("note: ")
    os.chown(link, 0, -1, follow_symlinks=False)
    os.chown(here.folder / name, OTHER, -1)
    here.done("queue", *named, option, str(planted / name))
    os.chown(link, OTHER, -1, follow_symlinks=False)
    here.done("queue", *named, option, str(planted / name))
    os.chown(link, THIRD, -1, follow_symlinks=False)
    assert 0 != here.typed("queue", *named, option, str(planted / name)).code


@needs_root
@pytest.mark.parametrize(
    "words",
    [("import", "csv", "list.csv"), ("triage", "--from", "list.csv"), ("enter", "list.csv")],
)
def test_no_list_is_read_by_somebody_elses_link(here: CommandLine, words: tuple[str, ...]) -> None:
    (here.folder / "secret").write_text("name,site\nhidden,North\n")
    (here.folder / "list.csv").symlink_to(here.folder / "secret")
    os.chown(here.folder / "list.csv", OTHER, -1, follow_symlinks=False)
    answer = here.typed(*words, "--yes")
    assert 1 == answer.code
    assert "a link that is neither yours nor root" in answer.err
    assert "hidden" not in answer.out + answer.err
    os.chown(here.folder / "list.csv", 0, -1, follow_symlinks=False)
    assert "neither yours" not in here.typed(*words, "--yes").err


@needs_root
def test_a_mirror_behind_somebody_elses_link_gets_nothing(
    here: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "mirror").symlink_to(tmp_path / "elsewhere")
    os.chown(tmp_path / "mirror", OTHER, -1, follow_symlinks=False)
    answer = here.done("note", "dc1", "x", "--mirror", str(tmp_path / "mirror"))
    assert "a link that is neither yours nor root" in answer.err
    assert [] == list((tmp_path / "elsewhere").iterdir())
