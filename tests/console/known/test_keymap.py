"""Keys of one's own: taken from a file, refused where a slow line could press them, and said where
two would clash."""

import os
from pathlib import Path

import pytest

from chwapi_console.console.known.actions import ACTIONS
from chwapi_console.console.known.keymap import MOST_TOLD, keymap, keys_file, remapped
from console.driver import at_console

USUAL = {action.id: action.keys for action in ACTIONS}


def said(wanted: dict[str, object]) -> list[str]:
    return [str(complaint) for complaint in remapped(wanted).complaints]


def test_without_a_file_the_keys_are_the_usual_ones(tmp_path: Path) -> None:
    assert USUAL == {
        id: action.keys for id, action in keymap(tmp_path / "keys.toml").actions.items()
    }
    assert USUAL == {id: action.keys for id, action in keymap().actions.items()}


@pytest.mark.parametrize(
    "line", ['"server.take" = "T"', 'server.take = "T"', '"server.take" = ["T", "ctrl+t"]']
)
def test_a_line_gives_an_action_other_keys(tmp_path: Path, line: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(line, encoding="utf-8")
    keys = keymap(path)
    assert () == tuple(keys.complaints)
    assert "server.take" == keys.by_key["T"].id
    assert "t" not in keys.by_key


def test_two_actions_can_change_places() -> None:
    keys = remapped({"server.take": "d", "server.restored": "t"})
    assert [] == keys.complaints
    assert ("server.restored", "server.take") == (keys.by_key["t"].id, keys.by_key["d"].id)


def test_a_clash_is_said_and_the_usual_keys_stay() -> None:
    keys = remapped({"server.take": "d"})
    assert [
        "keys.toml: d would do server.restored and server.take; server.take keeps its usual key."
    ] == [str(complaint) for complaint in keys.complaints]
    assert USUAL == {id: action.keys for id, action in keys.actions.items()}


def test_what_gives_way_to_a_clash_takes_others_with_it() -> None:
    keys = remapped({"server.take": "T", "server.restored": "t", "server.clean": "T"})
    assert 1 <= len(keys.complaints)
    pressed = [key for action in keys.actions.values() for key in action.keys]
    assert sorted(set(pressed)) == sorted(pressed)


@pytest.mark.parametrize("key", ["A", "~", "[", "O", "3", "Z", "I", ";", "escape"])
def test_no_act_can_be_put_on_a_key_that_a_slow_line_can_press(key: str) -> None:
    assert [
        f"keys.toml: server.take cannot lie on {key}: a slow line can press it by itself."
    ] == said({"server.take": key})
    assert [] == said({"view.messages": "A"})


@pytest.mark.parametrize("key", ["enter", "Backspace", "delete"])
def test_no_act_can_be_put_on_a_key_that_ends_an_answer_or_takes_it_back(key: str) -> None:
    assert [
        f"keys.toml: server.take cannot lie on {key}: questions are answered or taken back with it."
    ] == said({"server.take": ["T", key]})
    assert [] == said({"row.open": ["f2", key]})


@pytest.mark.parametrize(
    "key", ["ctrl+m", "Ctrl+I", "ctrl+h", "ctrl+[", "shift+t", "\0", "\n", "ctrl+\u0007"]
)
def test_a_key_that_no_terminal_sends_by_that_name_is_none(key: str) -> None:
    assert 1 == len(said({"server.take": key}))
    assert [] == said({"server.take": ["ctrl+t", "alt+t", "shift+f2", "T", "é"]})


@pytest.mark.parametrize(
    ("wanted", "complaint"),
    [
        ({"server.tkae": "T"}, "keys.toml: there is no action server.tkae; see the help."),
        ({"server.take": []}, 'keys.toml: write server.take = "T", or a list of keys.'),
        ({"server.take": "foo"}, "keys.toml: foo is no key that the console knows."),
        ({"server.take": "ctrl+foo"}, "keys.toml: ctrl+foo is no key that the console knows."),
        ({"server.take": 3}, 'keys.toml: write server.take = "T", or a list of keys.'),
    ],
)
def test_what_is_not_understood_is_said(wanted: dict[str, object], complaint: str) -> None:
    assert [complaint] == said(wanted)


@pytest.mark.parametrize("theirs", ["mode", "owner", "link"])
def test_keys_are_taken_from_no_file_that_others_may_write_or_that_is_theirs(
    tmp_path: Path, theirs: str
) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('"server.take" = "T"', encoding="utf-8")
    assert ("T",) == keymap(path).actions["server.take"].keys
    if theirs == "mode":
        path.chmod(0o666)
    elif os.geteuid():
        pytest.skip("only root can give a file away")
    elif theirs == "owner":
        os.chown(path, 54_321, 54_321)
    else:
        path.rename(tmp_path / "elsewhere")
        path.symlink_to("elsewhere")
        os.chown(path, 54_321, 54_321, follow_symlinks=False)
    keys = keymap(path)
    assert "keys.toml is not yours alone to write" in str(keys.complaints[0])
    assert USUAL == {id: action.keys for id, action in keys.actions.items()}


@pytest.mark.parametrize("text", ["a." * 16_000 + "b = 1", "[" * 3000, "# " + "x" * 65_536])
def test_a_file_that_nests_without_end_or_has_no_end_is_said_at_once(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text, encoding="utf-8")
    keys = keymap(path)
    assert "keys.toml cannot be read (" in str(keys.complaints[0])
    assert USUAL == {id: action.keys for id, action in keys.actions.items()}


def test_a_file_that_cannot_be_read_is_said_and_the_keys_are_the_usual_ones(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text("server.take = ", encoding="utf-8")
    keys = keymap(path)
    assert "keys.toml cannot be read (" in str(keys.complaints[0])
    assert USUAL == {id: action.keys for id, action in keys.actions.items()}


def test_the_user_directory_is_not_asked_where_the_file_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/somewhere")
    assert Path("/somewhere/chwapi-console/keys.toml") == keys_file()
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", "/house/x")
    assert Path("/house/x/.config/chwapi-console/keys.toml") == keys_file()
    monkeypatch.delenv("HOME")
    assert None is keys_file()


async def test_the_console_uses_and_shows_the_keys_of_the_file(plan: Path) -> None:
    async with at_console(plan, keys=remapped({"server.take": "T"}), size=(80, 60)) as operator:
        assert "T Take" in operator.screen[-1]
        await operator.press("t", "T")
        await operator.sees("san1 taken")
        assert [("oncall-1", "restoring", "san1")] == operator.acts
        await operator.press("question_mark")
        assert operator.row("T              Take")


async def test_what_is_wrong_with_the_file_stands_in_the_message_line_at_the_start(
    plan: Path,
) -> None:
    async with at_console(plan, keys=remapped({"server.take": "A"})) as operator:
        await operator.sees("server.take cannot lie on A")


def test_of_thousands_of_lines_that_mean_nothing_a_few_are_told() -> None:
    told = remapped({f"odd{n}": "T" for n in range(4000)}).complaints
    assert (MOST_TOLD + 1, "… and 3992 more.") == (len(told), str(told[-1]))
