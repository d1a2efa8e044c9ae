"""What comes from a terminal, cut into keys, pastes, and what the terminal says by itself.

The last is never a key.

A terminal answers questions that nobody here asked: a shell or an editor that was left asked them,
and on a slow line the answer comes late, in parts, or after its first byte was already taken for
the key Escape. So everything passes one state machine, after ECMA-48 (section 5) and the parser of
Paul Williams (vt100.net/emu/dec_ansi_parser): a sequence that is no known key is swallowed whole,
in its 7-bit and its C1 form, to its end, or until the line was quiet for `SILENCE`. Where the head
of a sequence is lost the tail is still told by what a hand does not type: `[` and `;` mean nothing
outside an answer, so what follows them is a tail. The bounds: an unfinished sequence costs the keys
of a second, an unfinished string or paste those of `LATE` more where nothing is typed, never an
act; of a sequence 64 characters are kept, of a paste `LONGEST_PASTE`. Time is an argument, in
seconds; the machine reads no clock.
"""

import re
from collections.abc import Callable, Container
from typing import NamedTuple

ESCAPE_DELAY = 0.1
"""Seconds after which a letter behind an escape byte is a key of its own, and that byte the key
Escape."""
REST_OF_A_KEY = 0.2
"""Seconds for which the rest of an arrow is waited for behind its escape byte. Nothing else is kept
waiting by it: whatever no sequence begins with shows that Escape was pressed."""
LONGEST_REST = 0.5
"""The same at most, on a line that was seen to tear keys by more."""
SILENCE = 1.0
"""Seconds without a byte after which a sequence that has no end is given up."""
LATE = 5.0
"""Seconds within which the rest of a sequence still comes, after its head was given up or was taken
for Escape."""
BURST = 0.05
"""Seconds between two characters that no hand typed one after another."""
LOST_PASTE = 5.0
"""Seconds without a byte after which a paste that has no end is taken to have ended."""
LONGEST_PASTE = 100_000
LONGEST_SEQUENCE = 64
FEWEST_OF_A_TAIL = 4
"""Characters that come at once and go on with a string that was given up; a hand does not type so
many. Fewer may be a torn part of it, and are ignored."""

ESC, CAN, SUB, BEL = "\x1b", "\x18", "\x1a", "\x07"
CSI, SS3, OSC, DCS, APC, PM, SOS = "[", "O", "]", "P", "_", "^", "X"
C1 = {0x9B: CSI, 0x8F: SS3, 0x9D: OSC, 0x90: DCS, 0x9F: APC, 0x9E: PM, 0x98: SOS}
"""The introducers as one byte each, and what stands for them behind an escape byte."""
BEGINNINGS = frozenset((CSI, SS3, OSC, DCS, APC, PM))
"""What shows, behind an escape byte, that a sequence has begun; SOS is also a key."""
C1_ST = 0x9C
ALSO_LETTERS = (0x98, 0x9C, 0x9E, 0x9F)
"""C1 bytes that Windows-1252 has letters for (œ, ž, Ÿ, ˜): in an answer they are these, unless they
came as UTF-8."""
STRINGS = (OSC, DCS, APC, PM, SOS)
PASTE = "200~"
BEGINS = {OSC: "0123456789lLI", DCS: "0123456789>!$+|;", APC: "G"}
"""What a string begins with that some terminal sends; for one whose escape byte is lost."""
TORN_HEADS = frozenset("[;]P_^")
"""Keys that mean nothing outside an answer: there they begin the rest of a sequence whose head is
lost."""
FINALS = "cutxy"
"""What an answer ends with that would act as a key; the rest of what they end with only looks or
asks."""
PASTE_ENDS = ("\x1b[201~", "\x9b201~", "\udc9b201~")
KEY = re.compile(r"\x1b\[(\d{0,7})(;\d{0,3}(;(\d{1,7}(?::\d{1,7}){0,15})?)?)?[u~A-FHPQS]")
"""Keys with modifiers and text, as xterm and the kitty keyboard protocol write them."""
SYNCHRONISED = re.compile(r"\x1b\[\?2026;[1-4]\$y")


class Pressed(NamedTuple):
    """A key: one character, or a whole sequence, and the moment when it came.

    `escaped` where an escape byte came right before it: Alt and that key, or Escape and then that
    key on a line that put both together.
    """

    sequence: str
    at: float
    escaped: bool = False


class Pasted(NamedTuple):
    """A text that was pasted; no escape or C1 character is left in it."""

    text: str


class Synchronises(NamedTuple):
    """The terminal can draw a whole frame at once (DEC mode 2026)."""


class DeviceReady(NamedTuple):
    """The terminal has taken all that was sent before it was asked (DSR 5)."""


Arrival = Pressed | Pasted | Synchronises | DeviceReady


class InputParser:
    """The state machine.

    `known` holds the sequences that are keys; `letter` gives what a byte that is no UTF-8 means,
    which comes in as a lone surrogate (`surrogateescape`).
    """

    def __init__(self, known: Container[str], letter: Callable[[int], str]) -> None:
        self._known, self._letter = known, letter
        self._state: Callable[[str], None] = self._ground
        self._kind, self._text, self._orphan = "", "", False
        self._now = self._last = 0.0
        self._rest_of_a_key = REST_OF_A_KEY
        self._typing = False
        self._rest = ""
        self._given_up, self._given_up_at = "", float("-inf")
        self._out: list[Arrival] = []

    def feed(self, text: str, now: float, *, typing: bool = False) -> list[Arrival]:
        """What came at a moment.

        `typing` says that an answer is being typed, in which any character may stand.
        """
        self.tick(now, keep=True)
        self._now, self._typing = now, typing
        for at, character in enumerate(text):
            self._rest = text[at:]
            self._state(character)
            self._last = now
        return self._taken()

    def tick(self, now: float, *, keep: bool = False) -> list[Arrival]:
        """What a pause has decided.

        A lone Escape, a sequence without an end, a paste whose end was lost.
        """
        self._now = now
        pause = now - self._last
        if self._state == self._escape and pause >= self._rest_of_a_key:
            self._was_escape()
        elif self._state == self._orphaned and pause >= BURST and self._kind == SOS:
            self._out.append(Pressed(self._kind, self._last))
            self._back()
        elif self._state == self._paste:
            if pause >= LOST_PASTE:
                self._end_paste(self._text)
                self._give_up(PASTE)
        elif self._state != self._ground and pause >= SILENCE:
            self._give_up(self._kind)
        return [] if keep else self._taken()

    def _taken(self) -> list[Arrival]:
        out, self._out = self._out, []
        return out

    # States: one method for each, given the next character

    def _ground(self, character: str) -> None:
        """Outside of any sequence."""
        code, raw = _code(character)
        if self._given_up == ESC and character == CSI:
            self._tears_by(self._now - self._last)
        was_given_up = self._given_up if self._now - self._given_up_at < LATE else ""
        self._given_up = was_given_up if was_given_up in (*STRINGS, PASTE) else ""
        if character == ESC:
            self._begin(self._escape)
        elif code in C1 and not (raw and self._typing and self._is_letter(code)):
            self._introduce(C1[code])
        elif 0x80 <= code < 0xA0 and not raw:
            pass  # another control character; nothing that somebody types
        elif was_given_up and self._goes_on(was_given_up, character):
            pass
        elif character in TORN_HEADS and not self._typing:
            self._orphan_of(character)
        elif character == CSI and self._rest[1:2] in tuple("?><="):
            self._introduce(CSI, orphan=True)
        else:
            self._out.append(Pressed(self._letter(code) if raw else character, self._now))

    def _is_letter(self, byte: int) -> bool:
        """Whether a C1 byte within an answer is a letter.

        One that Windows-1252 has, unless kitty's graphics begin with it.
        """
        return byte in ALSO_LETTERS and not (
            C1.get(byte) == APC and self._rest[1:2] in tuple(BEGINS[APC])
        )

    def _goes_on(self, given_up: str, character: str) -> bool:
        """Whether a character goes on with what was given up; then it is dealt with."""
        if given_up == ESC:
            if character in (SS3, SOS) and not self._typing:
                self._orphan_of(character)
                return True
            return False
        if given_up in STRINGS:
            ended = any(end in self._rest for end in (BEL, "\x1b\\", "\x9c", "\udc9c"))
            if (goes_on := ended or len(self._rest) >= FEWEST_OF_A_TAIL) and not self._typing:
                self._given_up = ""
                self._introduce(given_up, orphan=True)
                self._string(character)
            return not self._typing and (goes_on or character.isprintable())
        if self._typing:
            return False
        if given_up == PASTE:
            return character.isprintable()
        if goes_on := character in "0123456789:;<=>?$" or (character == "M" and not self._text):
            self._introduce(CSI, orphan=True)
            self._sequence(character)
        return goes_on or given_up == SS3 or (bool(self._text) and character in FINALS)

    def _escape(self, character: str) -> None:
        """After an escape byte."""
        code, raw = _code(character)
        pause = self._now - self._last
        if pause >= ESCAPE_DELAY and character not in BEGINNINGS:
            self._was_escape()
            self._ground(character)
            return
        self._back()
        if character == ESC:
            self._out.append(Pressed(ESC, self._last))
            self._begin(self._escape)
        elif character in (CSI, SS3, *STRINGS):
            self._tears_by(pause)
            self._introduce(character)
        elif character == "\\":
            self._given_up = ""  # the end of a string that was given up
        elif code in C1:
            self._out.append(Pressed(ESC, self._last))
            self._introduce(C1[code])
        elif raw or not 0x80 <= code < 0xA0:
            letter = self._letter(code) if raw else character
            self._out.append(Pressed(letter, self._now, escaped=True))

    def _sequence(self, character: str) -> None:
        """Within CSI … or SS3 …, up to the final byte."""
        code, _ = _code(character)
        if 0x20 <= code < 0x40 or (character == CSI and self._kind == CSI and not self._text):
            if len(self._text) < LONGEST_SEQUENCE:
                self._text += character
        elif 0x40 <= code < 0x7F:
            self._end_sequence(character)
        else:
            self._back()
            if character not in (CAN, SUB):
                self._ground(character)

    def _mouse(self, character: str) -> None:
        """The three characters that tell what a mouse did, in the oldest form."""
        self._text += character
        if len(self._text) == 3:
            self._back()

    def _string(self, character: str) -> None:
        """Within OSC, DCS, APC, PM or SOS, up to their end."""
        code, _ = _code(character)
        if character == ESC:
            self._state = self._string_escape
        elif (
            character in (CAN, SUB, "\x03")
            or code == C1_ST
            or (character == BEL and self._kind == OSC)
        ):
            self._back()
            if character == "\x03":
                self._ground(character)

    def _string_escape(self, character: str) -> None:
        """After an escape byte within a string: its end, or the beginning of something else."""
        self._back()
        if character != "\\":
            self._begin(self._escape)
            self._escape(character)

    def _orphaned(self, character: str) -> None:
        """After what may be the head of a string without its escape byte.

        Goes on only with what such strings hold.
        """
        kind = self._kind
        begins = character in BEGINS[kind] if kind in BEGINS else self._now - self._last < BURST
        self._back()
        if begins and character != ESC:
            self._introduce(kind, orphan=True)
            self._string(character)
        else:
            if kind == SOS:
                self._out.append(Pressed(kind, self._last))
            self._ground(character)

    def _paste(self, character: str) -> None:
        """Within a paste."""
        self._text += character
        if character == "~" and (
            end := next((end for end in PASTE_ENDS if self._text.endswith(end)), "")
        ):
            self._end_paste(self._text[: -len(end)])
        elif len(self._text) > LONGEST_PASTE + LONGEST_SEQUENCE:
            self._text = self._text[:LONGEST_PASTE] + self._text[-len(PASTE_ENDS[0]) :]

    # Steps

    def _was_escape(self) -> None:
        """Nothing that belongs to the escape byte came: it was the key."""
        self._out.append(Pressed(ESC, self._last))
        self._give_up(ESC)

    def _tears_by(self, pause: float) -> None:
        """The line brought the rest of a sequence so many seconds behind its escape byte.

        From now on the rest is waited for twice as long, within bounds.
        """
        if pause < LONGEST_REST:
            self._rest_of_a_key = min(max(self._rest_of_a_key, 2 * pause), LONGEST_REST)

    def _back(self) -> None:
        self._state, self._kind, self._text = self._ground, "", ""

    def _begin(self, state: Callable[[str], None], kind: str = "", *, orphan: bool = False) -> None:
        self._state, self._kind, self._text, self._orphan = state, kind, "", orphan

    def _introduce(self, kind: str, *, orphan: bool = False) -> None:
        self._begin(self._string if kind in STRINGS else self._sequence, kind, orphan=orphan)

    def _orphan_of(self, character: str) -> None:
        """A head without its escape byte."""
        if character in STRINGS:
            self._begin(self._orphaned, character, orphan=True)
        else:
            self._introduce(SS3 if character == SS3 else CSI, orphan=True)
            self._text = ";" if character == ";" else ""

    def _give_up(self, kind: str) -> None:
        """Nothing comes any more; what comes late may still go on with it."""
        text = self._text
        self._back()
        self._text, self._given_up, self._given_up_at = text, kind, self._now

    def _end_sequence(self, final: str) -> None:
        kind, text, orphan = self._kind, self._text, self._orphan
        self._back()
        if kind == CSI and (text, final) == ("200", "~"):
            self._begin(self._paste)
        elif kind == CSI and (text, final) == ("201", "~"):
            self._given_up = ""
        elif kind == CSI and text == "[":
            if not orphan:
                self._pass_on(f"\x1b[[{final}")
        elif kind == CSI and (text, final) == ("", "M"):
            self._begin(self._mouse, CSI)
        elif kind == CSI and (text, final) == ("0", "n"):
            self._out.append(DeviceReady())
        elif SYNCHRONISED.fullmatch(f"\x1b[{text}{final}"):
            self._out.append(Synchronises())
        elif not orphan:
            self._pass_on(f"\x1b{kind}{text}{final}")

    def _pass_on(self, sequence: str) -> None:
        """A sequence that is a key.

        A place of the cursor (`CSI row;column R`) is none, though it looks like Shift and F3.
        """
        if (
            sequence[2:3] not in tuple("?><=")
            and not (";" in sequence and sequence.endswith("R"))
            and (sequence in self._known or _is_key(sequence))
        ):
            self._out.append(Pressed(sequence, self._now))

    def _end_paste(self, text: str) -> None:
        self._back()
        self._out.append(Pasted("".join(map(self._plain, text[:LONGEST_PASTE]))))

    def _plain(self, character: str) -> str:
        """A character of a paste as it may be kept.

        No escape byte, no C1, no half of a surrogate pair.
        """
        code, raw = _code(character)
        if raw:
            return self._letter(code)
        return (
            ""
            if not code
            else "\N{REPLACEMENT CHARACTER}"
            if character == ESC or 0x80 <= code < 0xA0
            else character
        )


def _code(character: str) -> tuple[int, bool]:
    """The code of a character, and whether it is a byte that is no UTF-8."""
    code = ord(character)
    return (code - 0xDC00, True) if 0xDC80 <= code < 0xDD00 else (code, False)


def _is_key(sequence: str) -> bool:
    """Whether a sequence is a key with numbers that a character can have."""
    if (match := KEY.fullmatch(sequence)) is None or sequence[2] in ";u":
        return False
    return all(
        _is_character(int(code)) for code in (match[1] or "1", *(match[4] or "").split(":")) if code
    )


def _is_character(code: int) -> bool:
    return 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 and not 0x80 <= code < 0xA0
