"""What a terminal says that it can do is understood, also inside tmux and screen and on a host that
does not know it."""

from collections.abc import Mapping

import pytest

from chwapi_console.console.terminal.abilities import TRUECOLOUR, Abilities, abilities, terminfo

KNOWN = {
    "xterm": Abilities(8, True),
    "xterm-256color": Abilities(256, True),
    "screen": Abilities(8, False),
    "tmux-256color": Abilities(256, False),
    "screen.xterm-256color": Abilities(256, False),
    "xterm-direct": Abilities(TRUECOLOUR, True),
    "vt220": Abilities(-1, False),
    "linux": Abilities(8, True),
    "screen-256color": Abilities(256, False),
}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm"}, (8, True)),
        ({"TERM": "xterm-256color"}, (256, True)),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, (TRUECOLOUR, True)),
        ({"TERM": "xterm-256color", "COLORTERM": " 24bit "}, (TRUECOLOUR, True)),
        ({"TERM": "xterm-256color", "COLORTERM": "yes"}, (256, True)),
        ({"TERM": "xterm-direct"}, (TRUECOLOUR, True)),
        ({"TERM": "vt220"}, (-1, False)),
        ({"TERM": "linux"}, (8, True)),
        ({"TERM": "screen"}, (8, False)),
        ({"TERM": "screen", "STY": "4711.pts-0", "COLORTERM": "truecolor"}, (8, False)),
        ({"TERM": "screen.xterm-256color", "COLORTERM": "truecolor"}, (256, False)),
        (
            {"TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0", "COLORTERM": "truecolor"},
            (TRUECOLOUR, False),
        ),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"}, (256, False)),
        ({"TERM": "young-256color"}, (256, False)),
        ({"TERM": "xterm-kitty"}, (256, False)),
        ({"TERM": "young-direct"}, (TRUECOLOUR, False)),
        ({"TERM": "young"}, (16, False)),
        ({}, (16, False)),
    ],
)
def test_a_terminal_is_known_by_its_entry_else_by_its_name(
    environ: Mapping[str, str], expected: tuple[int, bool]
) -> None:
    assert Abilities(*expected) == abilities(environ, KNOWN.get)


def test_a_terminal_that_the_host_does_not_know_has_no_entry() -> None:
    assert terminfo("no-such-terminal") is None
