"""A folder of one's own is reached by nobody else's choice, and the set-ups that people have
are."""

import os
from pathlib import Path

import pytest

from chwapi_console import own_cache, own_folder
from chwapi_console.cli.line.settings import own_file
from chwapi_console.console.known.keymap import keys_file
from chwapi_console.journal.signing.signing_key import key_path

OTHER = 12345
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def made_in(path: Path) -> list[Path]:
    told: list[Path] = []
    with own_folder.made(path, told.append) as folder:
        assert os.fstat(folder).st_ino == path.stat().st_ino
    return told


def test_a_folder_is_made_with_those_above_it_for_its_owner_alone(tmp_path: Path) -> None:
    assert [tmp_path, tmp_path / "a"] == made_in(tmp_path / "a" / "b")
    assert {0o700} == {
        path.stat().st_mode & 0o777 for path in (tmp_path / "a", tmp_path / "a" / "b")
    }
    assert [] == made_in(tmp_path / "a" / "b")
    with own_folder.held(tmp_path / "a" / "b"):
        pass


def test_nothing_is_made_to_hold_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), own_folder.held(tmp_path / "a" / "b"):
        pass
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("absolute", [True, False])
def test_links_of_ones_own_are_followed_on_the_way_and_not_at_its_end(
    tmp_path: Path, absolute: bool
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "home").symlink_to(
        tmp_path / "data" if absolute else "x/../../" + tmp_path.name + "/data"
    )
    (tmp_path / "x").mkdir()
    made_in(tmp_path / "home" / "me" / "kept")
    assert (tmp_path / "data" / "me" / "kept").is_dir()
    (tmp_path / "end").symlink_to(tmp_path / "data" / "me" / "kept")
    with pytest.raises(own_folder.NotOwn) as refused, own_folder.made(tmp_path / "end"):
        pass
    assert str(tmp_path / "end") == refused.value.filename


@pytest.mark.parametrize("to", ["away", "away/far", "link"])
def test_nothing_is_made_where_a_link_leads_to_nowhere(tmp_path: Path, to: str) -> None:
    """A disk may be missing there."""
    (tmp_path / "home").symlink_to(to)
    (tmp_path / "link").symlink_to(tmp_path / "away")
    with pytest.raises(FileNotFoundError), own_folder.made(tmp_path / "home" / "me" / "kept"):
        pass
    assert {"home", "link"} == {path.name for path in tmp_path.iterdir()}


def test_links_that_lead_round_end(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"), own_folder.made(tmp_path / "a" / "kept"):
        pass


@pytest.mark.parametrize(
    ("mode", "group", "sound"),
    [
        (0o755, OTHER, True),
        (0o775, 0, True),
        (0o775, OTHER, False),
        (0o757, 0, False),
        (0o1777, OTHER, True),
    ],
)
@needs_root
def test_where_others_may_rename_what_stands_nothing_is_made(
    tmp_path: Path, mode: int, group: int, sound: bool
) -> None:
    around = tmp_path / "around"
    around.mkdir()
    os.chown(around, 0, group)
    around.chmod(mode)
    if sound:
        assert [around, around / "a"] == made_in(around / "a" / "b")
        return
    with pytest.raises(own_folder.NotOwn) as refused, own_folder.made(around / "a" / "b"):
        pass
    assert (str(around), []) == (refused.value.filename, list(around.iterdir()))


@pytest.mark.parametrize("where", ["folder", "link in a shared folder", "below"])
@needs_root
def test_what_is_somebody_elses_decides_nothing(tmp_path: Path, where: str) -> None:
    shared, aim = tmp_path / "shared", tmp_path / "aim"
    for folder in (shared, aim):
        folder.mkdir()
    shared.chmod(0o1777)
    planted = shared / "planted"
    if where == "link in a shared folder":
        planted.symlink_to(aim)
    else:
        planted.mkdir()
        (planted / "root").symlink_to(aim)
    os.chown(planted, OTHER, OTHER, follow_symlinks=False)
    way = planted / "root" / "a" if where == "below" else planted / "a"
    with pytest.raises(own_folder.NotOwn) as refused, own_folder.made(way / "b"):
        pass
    assert (str(planted), []) == (refused.value.filename, list(aim.iterdir()))


@pytest.mark.parametrize("home", ["", "here", ".", "~"])
def test_a_home_that_is_relative_is_none_and_nothing_of_ones_own_lies_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, home)
    assert key_path() is None
    assert keys_file() is None
    with pytest.raises(OSError, match="no home"), own_cache.made():
        pass
    assert [] == list(tmp_path.iterdir())
    assert own_file(os.environ) is None


@pytest.mark.parametrize("variable", ["", "here", "/elsewhere"])
def test_what_is_ones_own_lies_where_its_variable_says_and_else_below_the_home(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv("HOME", "/house")
    for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, variable)
    named = variable.startswith("/")
    cache, config, state = (
        Path(variable if named else f"/house/{below}", "chwapi-console")
        for below in (".cache", ".config", ".local/state")
    )
    assert (cache, state) == (own_folder.place_of("cache"), own_folder.place_of("state"))
    assert state / "signing-key" == key_path()
    assert config / "config.toml" == own_file(os.environ)
    assert config / "keys.toml" == keys_file()
