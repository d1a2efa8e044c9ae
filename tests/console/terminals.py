"""What terminals say by themselves: for each by its name the answers that it gives to questions
which programs ask.

Written from the control sequences that each documents (xterm's ctlseqs, the kitty protocols,
ECMA-48); no capture of a session.
"""

from collections.abc import Iterator

_GREY, _WHITE = "rgb:1e1e/1e1e/1e1e", "rgb:dcdc/dcdc/dcdc"
BEL, ST = "\x07", "\x1b\\"

ANSWERS: dict[str, tuple[str, ...]] = {
    "xterm": (
        "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
        "\x1b[>41;390;0c",
        "\x1bP!|00000000\x1b\\",
        "\x1bP>|XTerm(390)\x1b\\",
        "\x1b[?1;2c",
        "\x1b[24;80R",
        "\x1b[?24;80;1R",
        "\x1b[8;24;80t",
        "\x1b[4;480;640t",
        "\x1b[6;20;10t",
        "\x1b[3;12;34t",
        "\x1b[1t",
        "\x1b]Ltitle of dcdc\x1b\\",
        "\x1b]lcdtui\x1b\\",
        "\x1bP1$r0m\x1b\\",
        "\x1bP1+r544e=787465726d\x1b\\",
        "\x1bP0+r\x1b\\",
        "\x1b[?1;0;256S",
        "\x1b[2;1;1;112;112;1;0x",
        "\x1b[>4;2m",
        "\x1b[0n",
        "\x1b[?13n",
    ),
    "VTE (GNOME Terminal)": (
        "\x1b[?65;1;9c",
        "\x1b[>65;7602;1c",
        "\x1bP!|7E565445\x1b\\",
        "\x1bP>|VTE(7602)\x1b\\",
        "\x1b[?61;1;21;22c",
    ),
    "kitty": (
        "\x1b[?0u",
        "\x1b[?31u",
        "\x1b[?62;c",
        "\x1b[>1;4000;38c",
        "\x1bP>|kitty(0.38.1)\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b_Gi=1;ENODATA:cdtui\x1b\\",
        "\x1b[?997;1n",
        "\x1b]21;foreground=rgb:dd/dd/dd\x1b\\",
        "\x1b[?2026;2$y",
    ),
    "foot": (
        "\x1b[?62;4;22;28;29c",
        "\x1b[>1;11601;0c",
        "\x1bP>|foot(1.16.1)\x1b\\",
        "\x1bP!|464f4f54\x1b\\",
        "\x1b[?0u",
    ),
    "Alacritty": ("\x1b[?6c", "\x1b[>0;2402;1c", "\x1b[?1u", "\x1b[?2026;2$y"),
    "WezTerm": (
        "\x1b[?65;4;6;18;22;52c",
        "\x1b[>1;277;0c",
        "\x1bP>|WezTerm 20240203-110809-5046fc22\x1b\\",
        "\x1b[=0;0u",
    ),
    "Windows Terminal": (
        "\x1b[?61;4;6;7;14;21;22;23;24;28;32;42;52c",
        "\x1b[>0;10;1c",
        "\x1bP!|00000000\x1b\\",
        "\x1b[?9001;1$y",
    ),
    "ConPTY": (
        "\x1b[?1;0c",
        "\x1b[0;0R",
        "\x1b[I",
        "\x1b[O",
        "\x1b[?61;6;7;21;22;23;24;28;32;42c" * 2,
    ),
    "PuTTY": ("\x1b[?6c", "\x1b[>0;136;0c", "\x1b[?1;2c", "\x1b[3;0;0t", "\x1b]lPuTTY\x1b\\"),
    "mintty": (
        "\x1b[?64;1;2;4;6;9;15;21;22;28;29c",
        "\x1b[>77;30601;0c",
        "\x1bP>|mintty 3.6.1\x1b\\",
        "\x1b]7771;!;x\x07",
    ),
    "iTerm2": (
        "\x1b[?62;4c",
        "\x1b[>0;95;0c",
        "\x1bP>|iTerm2 3.5.0\x1b\\",
        "\x1b]1337;ReportCellSize=17.0;8.0;2.0\x1b\\",
        "\x1b[1337;3;2t",
    ),
    "Terminal.app": ("\x1b[?1;2c", "\x1b[>1;95;0c", "\x1b[0n"),
    "Konsole": (
        "\x1b[?62;1;4c",
        "\x1b[>1;220401;0c",
        "\x1bP!|7E4B4445\x1b\\",
        "\x1bP>|Konsole 22.04.1\x1b\\",
    ),
    "tmux": ("\x1b[?1;2;4c", "\x1b[>84;0;0c", "\x1bP>|tmux 3.4\x1b\\", "\x1b[?2026;1$y"),
    "GNU screen": ("\x1b[?1;2c", "\x1b[>83;40900;0c", "\x1b[?24;1R"),
    "Linux console": ("\x1b[?6c", "\x1b[12;40R", "\x1b[0n"),
    "rxvt-unicode": ("\x1b[?1;2c", "\x1b[>85;95;0c", "\x1b]11;[90]#000000\x1b\\", "\x1b[0n"),
    "st": ("\x1b[?6c", "\x1b[5;7R", "\x1b]4;1;rgb:cdcd/0000/0000\x07"),
    "mlterm": (
        "\x1b[?63;1;2;3;4;6;7;15;18;22;29c",
        "\x1b[>24;279;0c",
        "\x1bP>|mlterm(3.9.3)\x1b\\",
        "\x1bP!|000000\x1b\\",
    ),
    "contour": (
        "\x1b[?65;1;2;3;4;6;8;9;14;15;18;22;28;29;52;314c",
        "\x1b[>65;319;0c",
        "\x1bP>|contour 0.4.3\x1b\\",
        "\x1b[?997;2n",
        "\x1b[48;24;80;480;640t",
    ),
    "Ghostty": (
        "\x1b[?62;22;52c",
        "\x1b[>1;10;0c",
        "\x1bP>|ghostty 1.0.1\x1b\\",
        "\x1b[48;24:6;80:1;0;0t",
        "\x1b[?0u",
    ),
    "Terminology": (
        "\x1b[?64;1;9;15;18;21;22c",
        "\x1b[>61;337;0c",
        "\x1bP!|7E7E5459\x1b\\",
        "\x1bP>|terminology 1.13.0\x1b\\",
    ),
    "VT320": (
        "\x1b[?63;1;2;8;9c",
        "\x1bP2$u9/17/25\x1b\\",
        "\x1bP1$u1;1;1;@;@;@;0;2;@;BB\x1b\\",
        "\x1b[?10n",
        "\x1b[?20n",
    ),
}
COLOURS = tuple(
    f"\x1b]{which};{colour}{end}"
    for which in ("4;0", "10", "11", "12", "17")
    for colour in (_GREY, _WHITE)
    for end in (BEL, ST)
)
"""What most of them say of their colours."""
REPORTS = (
    "\x1b[<0;10;5M",
    "\x1b[<35;10;5m",
    "\x1b[M tc",
    "\x1b[35;10;5M",
    "\x1b[?2026;0$y",
    "\x1b[4;1$y",
    "\x1b^pm cdtui\x1b\\",
    "\x1bXsos cdtui\x1b\\",
)
"""Mouse, modes, and strings that hold nothing."""
HOSTILE = (
    "\x1b[:R",
    "\x1b[" + "9" * 5000 + "R",
    "\x1b[" + "9" * 5000 + "u",
    "\x1b[48;0;0;0;0t\x1b[<0;3;4M",
    "\x1b[1114112u",
    "\x1b[55296;;55296u",
    "\x1b[97;;99999999u",
    "\x1b[97:65;5:1;97u",
    "\x1b[;;u",
    "\x1b[?" + ";" * 500 + "c",
    "\x1bO999999999999x",
    "\x1b]" + "dcdc" * 20_000 + BEL,
)
"""What no terminal should say."""


def answers() -> Iterator[tuple[str, str]]:
    """Each answer with the name of who gives it."""
    yield from ((name, answer) for name, known in ANSWERS.items() for answer in known)
    yield from (("colours", answer) for answer in COLOURS)
    yield from (("reports", answer) for answer in REPORTS)


def as_c1(answer: str) -> str:
    """The answer with its introducers and ends as one C1 character each."""
    for behind, code in {
        "[": 0x9B,
        "]": 0x9D,
        "P": 0x90,
        "_": 0x9F,
        "^": 0x9E,
        "X": 0x98,
        "\\": 0x9C,
    }.items():
        answer = answer.replace("\x1b" + behind, chr(code))
    return answer
