"""What a terminal says by itself is never a key: whole, torn at any byte, late, in its 7-bit and
its C1 form; real keys are."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest
from textual.events import Key, Paste
from textual.message import Message

from chwapi_console.console.terminal.driver import REST_OF_A_LETTER, Keys
from chwapi_console.console.terminal.input_parser import (
    LATE,
    LONGEST_REST,
    LOST_PASTE,
    REST_OF_A_KEY,
    SILENCE,
)
from chwapi_console.letters import letter
from console.terminals import ANSWERS, HOSTILE, answers, as_c1

ALL = list(answers())
FORMS: dict[str, Callable[[str], bytes]] = {
    "7 bits": lambda answer: answer.encode(),
    "C1": lambda answer: as_c1(answer).encode("latin-1"),
    "C1 in UTF-8": lambda answer: as_c1(answer).encode(),
}
HARMLESS = {"escape"}
"""The key that a lone escape byte is when nothing of a sequence follows it in time: it acts
nowhere."""


class Hand:
    """A terminal and who types at it. `messages` are what came of it."""

    def __init__(self, *, typing: bool = False) -> None:
        self.now, self.messages = 100.0, list[Message]()
        self._keys = Keys(lambda: typing, letter)

    def sends(self, data: bytes) -> None:
        self.messages += self._keys.feed(data, self.now)

    def waits(self, seconds: float) -> None:
        """Lets time pass, as the driver's thread does: with a look ten times a second."""
        until = self.now + seconds
        while self.now < until:
            self.now = min(until, self.now + 0.1)
            self.messages += self._keys.tick(self.now)

    @property
    def keys(self) -> list[str]:
        return [message.key for message in self.messages if isinstance(message, Key)]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages if isinstance(message, Paste)]


def torn(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The data in two parts, torn at each byte; of a long one at those near its ends, of one as long
    as a book at those nearest."""
    end, near = len(data), 50 if len(data) < 10_000 else 5
    cuts = range(1, end) if end < 200 else [*range(1, near), *range(end - near, end)]
    return ((data[:cut], data[cut:]) for cut in cuts)


def pressed_by(parts: Iterable[bytes], pause: float, *, typing: bool = False) -> list[str]:
    """The keys that parts with pauses between them press, but for a lone Escape."""
    hand = Hand(typing=typing)
    for part in parts:
        hand.sends(part)
        hand.waits(pause)
    return [key for key in hand.keys if key not in HARMLESS]


def test_at_least_twenty_terminals_are_spoken_for() -> None:
    assert len(ANSWERS) >= 20


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("typing", [False, True])
def test_no_answer_presses_a_key_whole_or_torn(form: str, typing: bool) -> None:
    for name, answer in ALL:
        if typing and form == "C1" and answer[1] in "_^X":
            continue  # as bytes these are letters, in an answer
        data = FORMS[form](answer)
        assert [] == pressed_by([data], 0, typing=typing) == pressed_by([data], 2, typing=typing), (
            name,
            answer,
        )
        for parts in torn(data):
            for pause in (0, 0.03, 0.3, 0.7):
                if typing and pause >= 0.1 and parts[0] == b"\x1b":
                    continue  # the lone Escape has ended the answer by then
                assert [] == pressed_by(parts, pause, typing=typing), (name, answer, parts, pause)


def test_no_answer_presses_a_key_that_is_torn_after_its_escape_byte_and_comes_seconds_late() -> (
    None
):
    for name, answer in ALL:
        for pause in (0.1, 1.0, LATE - 0.1):
            assert [] == pressed_by([b"\x1b", answer[1:].encode()], pause), (name, answer)


def test_no_answer_acts_that_comes_later_than_anybody_waits() -> None:
    acts = set("tfdvciwbxXezpu") | {"space"}
    for name, answer in ALL:
        if answer[1] != "[" or answer.startswith("\x1b[M"):
            # of a string, as of a mouse in the oldest form, nothing tells the rest from keys
            continue
        for parts in torn(answer.encode()):
            assert not acts & set(pressed_by(parts, SILENCE + 0.5)), (name, answer, parts)


def test_no_answer_presses_a_key_that_comes_byte_by_byte() -> None:
    for name, answer in ALL:
        assert [] == pressed_by([bytes([byte]) for byte in answer.encode()], 0.09), (name, answer)


def test_answers_in_a_row_and_between_real_keys_leave_the_keys_alone() -> None:
    for name, answer in ALL:
        data = answer.encode()
        mixed = data * 3 + b"j" + data + b"k" + data + b"\x1b[A" + data
        assert ["j", "k", "up", "d"] == pressed_by([mixed, b"d"], 0.3), (name, answer)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: ascii(hostile[:12]))
def test_what_no_terminal_should_say_presses_nothing_and_ends_nothing(hostile: str) -> None:
    for data in (hostile.encode(), as_c1(hostile).encode()):
        assert [] == [key for key in pressed_by([data], 2) if key not in ("ctrl+@", "a", "A")]
        for parts in torn(data):
            hand = Hand()
            for part in parts:
                hand.sends(part)
                hand.waits(0.2)
            hand.waits(2)
            hand.sends(b"j")
            assert "j" == hand.keys[-1]


@pytest.mark.parametrize(
    ("unfinished", "seconds"),
    [
        ("\x1b[?65;1", SILENCE),
        ("\x1b[", SILENCE),
        ("\x1b[M", SILENCE),
        *((string, SILENCE + LATE) for string in ("\x1b]11;rgb:", "\x1bP>|", "\x1b_G", "\x9d")),
        ("\x1b[200~x", LOST_PASTE + LATE),
    ],
)
def test_keys_mean_something_again_a_while_after_an_answer_without_an_end(
    unfinished: str, seconds: float
) -> None:
    hand = Hand()
    hand.sends(unfinished.encode())
    hand.waits(seconds + 0.2)
    for key in "ntd":
        hand.sends(key.encode())
        hand.waits(0.2)
    assert ["n", "t", "d"] == hand.keys


def test_escape_and_arrows_get_out_of_an_answer_without_an_end() -> None:
    hand = Hand()
    hand.sends(b"\x1b]11;rgb:")
    hand.sends(b"\x1b[A")
    hand.sends(b"d")
    assert ["up", "d"] == hand.keys


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1b[A", "up"),
        ("\x1bOB", "down"),
        ("\x1b[5~", "pageup"),
        ("\x1b[1~", "home"),
        ("\x1b[8~", "end"),
        ("\x1b[[A", "f1"),
        ("\x1bOP", "f1"),
        ("\x1b[1;5C", "ctrl+right"),
        ("\x1b[100;;100u", "d"),
        ("\x1b[27u", "escape"),
        ("\x1b[13u", "enter"),
        ("\x1b[97;5u", "ctrl+a"),
        ("\x9bA", "up"),
        ("\x1bOq", "1"),
        ("é", "é"),
        ("\r", "enter"),
        ("\x7f", "backspace"),
        (" ", "space"),
        ("\x1a", "ctrl+z"),
        ("X", "X"),
    ],
)
def test_real_keys_are_keys(sequence: str, key: str) -> None:
    hand = Hand()
    hand.sends(sequence.encode())
    assert [key] == hand.keys


def test_a_lone_escape_byte_is_the_key_and_so_is_what_is_pressed_after_it() -> None:
    hand = Hand()
    for key in (b"\x1b", b"j", b"\x1b", b"X", b"\x1b", b"2"):
        hand.sends(key)
        hand.waits(0.3)
    assert ["escape", "j", "escape", "X", "escape", "2"] == hand.keys


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize("tail", ["[A", "[B", "OB", "[5~", "[1;5C", "[3~"])
def test_an_arrow_that_the_line_tears_behind_its_escape_byte_is_the_arrow(
    tail: str, typing: bool
) -> None:
    whole = Hand(typing=typing)
    whole.sends(b"\x1b" + tail.encode())
    for pause in (0.08, 0.1, 0.12, 0.19):
        hand = Hand(typing=typing)
        for _ in range(3):
            hand.sends(b"\x1b")
            hand.waits(pause)
            hand.sends(tail.encode())
            hand.waits(0.3)
        assert whole.keys * 3 == hand.keys, pause


def test_a_line_that_tears_arrows_by_more_is_waited_for_from_then_on() -> None:
    hand = Hand()
    for pause in (0.24, 0.24, 0.3, 0.45):
        hand.sends(b"\x1b")
        hand.waits(pause)
        hand.sends(b"[B")
        hand.waits(1)
    assert ["escape", "down", "down", "down"] == hand.keys
    hand.sends(b"\x1b")
    hand.waits(LONGEST_REST)
    assert "escape" == hand.keys[-1]


def test_a_lone_escape_answers_soon_and_bears_the_moment_when_it_was_pressed() -> None:
    hand = Hand()
    pressed_at = hand.now
    hand.sends(b"\x1b")
    hand.waits(REST_OF_A_KEY)
    assert (["escape"], pressed_at) == (hand.keys, hand.messages[0].time)
    assert REST_OF_A_KEY <= 0.25


@pytest.mark.parametrize("key", ["j", "d", "\r", "X", "2", "é", "\x1b"])
def test_escape_and_another_key_soon_behind_it_are_two_keys_with_their_own_moments(
    key: str,
) -> None:
    slow, brisk = Hand(), Hand()
    for hand, pause in ((slow, 0.4), (brisk, 0.15)):
        hand.sends(b"\x1b")
        hand.waits(pause)
        hand.sends(key.encode())
        hand.waits(0.4)
    assert slow.keys == brisk.keys and "escape" == brisk.keys[0]
    first, second = (message.time for message in brisk.messages)
    assert pytest.approx(0.15) == second - first


def test_escape_and_a_key_in_one_piece_are_told_as_such() -> None:
    hand = Hand()
    hand.sends(b"\x1bj\x1b\r")
    assert ["escape+j", "escape+enter"] == hand.keys


def test_the_number_pad_whose_escape_byte_came_first_presses_nothing() -> None:
    for final in "pqrstuvwxyjklmnoXM":
        assert [] == pressed_by([b"\x1b", b"O" + final.encode()], 0.3)


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_paste_is_one_text_without_an_escape_byte_however_the_line_cuts_it(cut: int) -> None:
    sent = "a\x1b[A\x1b[200~x\x1b[31md\x1b[20\x9b1~\nt\x1b[201~b".encode()
    hand = Hand()
    hand.sends(sent[:cut])
    hand.waits(0.05)
    hand.sends(sent[cut:])
    assert ["a", "up", "b"] == hand.keys
    assert ["x�[31md�[20�1~\nt"] == hand.texts


def test_a_paste_that_begins_late_is_a_paste() -> None:
    hand = Hand()
    hand.sends(b"\x1b")
    hand.waits(0.3)
    hand.sends(b"[200~dd\r\x1b[201~")
    assert (["escape"], ["dd\r"]) == (hand.keys, hand.texts)


def test_a_paste_whose_end_was_lost_ends_by_itself() -> None:
    hand = Hand()
    hand.sends(b"\x1b[200~lost")
    hand.waits(LOST_PASTE - 0.2)
    assert [] == hand.texts
    hand.waits(0.4)
    hand.sends(b"d")
    assert (["lost"], []) == (hand.texts, hand.keys)
    hand.waits(LATE)
    hand.sends(b"d")
    assert ["d"] == hand.keys


@pytest.mark.parametrize(
    "whole",
    [
        "\x1b]11;rgb:1c1c/1c1c/1c1c\x07",
        "\x1b]52;c;aGVsbG8gdGhlcmU=\x1b\\",
        "\x1bP>|tmux 3.4 dict\x1b\\",
        "\x1b_Gi=31;duty\x1b\\",
    ],
)
@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_string_that_is_torn_twice_presses_no_key_that_acts(whole: str, length: int) -> None:
    data = whole.encode()
    for cut in range(2, len(data) - length):
        hand = Hand()
        for part in (data[:cut], data[cut : cut + length], data[cut + length :]):
            hand.sends(part)
            hand.waits(SILENCE + 0.2)
        hand.sends(b"d")
        assert ["d"] == [key for key in hand.keys if key not in {*HARMLESS, "backslash"}], (
            data[:cut],
            hand.keys,
        )


def test_keys_act_at_once_after_a_late_end_and_control_keys_always() -> None:
    hand = Hand()
    hand.sends(b"\x1b[200~cron.daily/syn")
    hand.waits(LOST_PASTE + 0.3)
    hand.sends(b"c\x1b[201~d")
    assert (["cron.daily/syn"], ["d"]) == (hand.texts, hand.keys)
    hand.sends(b"\x1b]52;c;aG")
    hand.waits(SILENCE + 0.2)
    hand.sends(b"t")
    hand.sends(b"\x03\r\x1b[A")
    assert ["d", "ctrl+c", "enter", "up"] == hand.keys


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        (b"red\xe9marr\xe9", "redémarré"),
        ("redémarré".encode(), "redémarré"),
        (b"s\x9cur", "sœur"),
        (b"L'Ha\xff-les-Roses \x9f", "L'Haÿ-les-Roses Ÿ"),
        (b"\x8eena \x9eena", "Žena žena"),
        (b"\x80", "€"),
    ],
)
def test_letters_of_an_older_encoding_are_letters(
    monkeypatch: pytest.MonkeyPatch, typed: bytes, letters: str
) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for parts in ([typed], [bytes([byte]) for byte in typed]):
        hand = Hand(typing=True)
        for part in parts:
            hand.sends(part)
        hand.waits(REST_OF_A_LETTER + 0.1)
        assert letters == "".join(_characters(hand.messages))


def test_a_letter_in_utf_8_that_the_line_tears_is_whole() -> None:
    hand = Hand(typing=True)
    hand.sends("é".encode()[:1])
    hand.waits(REST_OF_A_LETTER / 2)
    hand.sends("é".encode()[1:])
    assert ["é"] == _characters(hand.messages)


def _characters(messages: Sequence[Message]) -> list[str]:
    return [message.character or "" for message in messages if isinstance(message, Key)]
