"""What a terminal sends: its answers torn at any places, late and in a row, which press no act; and
any bytes at all, after which keys mean again what they say."""

from collections.abc import Iterator
from random import Random

from textual.events import Key, Paste

from chwapi_console.console.terminal.driver import Keys
from chwapi_console.console.terminal.input_parser import LATE, LONGEST_PASTE, LOST_PASTE, SILENCE
from chwapi_console.letters import letter
from console.terminals import COLOURS, HOSTILE, REPORTS, answers, as_c1
from fuzz.case import Case
from fuzz.warm import place_of

ACT_KEYS = frozenset("tfdvciwbxXezpu") | {"space", "enter"}
PIECES = (
    b"\x1b",
    b"\x1b[",
    b"\x1b[<",
    b"\x1b[M",
    b"\x1bO",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1b]",
    b"\x1bP",
    b"\x1b_",
    b"\x1b^",
    b"\x1bX",
    b"\x1b\\",
    b"\x07",
    b"\x18",
    b"\x1a",
    b"\x9b",
    b"\x9d",
    b"\x90",
    b"\x9c",
    b"\xc2",
    b"\xff\xfe",
    b"\xe2\x82",
    b"\xf0\x9f\x98\x80",
    b"\x00",
    b"\x7f",
    b"\t",
    b"\r",
    b"\n",
    b";",
    b":",
    b"?",
    b"R",
    b"u",
    b"~",
    b"d",
    b"t",
    b"y",
    b"[",
    b"9" * 70,
    b"1;" * 500,
    b"\x1b[97;5u",
    b"\x1b[48;24;80;0;0t",
    b"\x1b[<0;10;10M",
    b"\x1b[1114112u",
    b"\x1b[27;5;9~",
    b"x" * 3000,
    b"\xed\xa0\x80",
    b"e\xcc\x81",
)
ANSWERS = [
    answer
    for _, answer in answers()
    if answer.startswith("\x1b[") and not answer.startswith("\x1b[M")
]
"""Answers of which the rest is told from keys however late it comes; of a string nothing tells, as
of the oldest mouse."""
STRINGS = (
    [answer for _, answer in answers() if answer not in ANSWERS] + list(COLOURS) + list(REPORTS)
)


def terminal(random: Random) -> Case:
    """Answers of terminals, torn; or bytes of any kind."""
    return Case("terminal", pieces=_answers(random) if random.random() < 0.5 else _any(random))


def _answers(random: Random) -> tuple[tuple[bytes, float], ...]:
    """Answers in their 7-bit form, one after another, each torn in up to three places; a pause is
    shorter than what ends one. One begins when the one before it has ended, as a terminal sends
    them."""
    pieces: list[tuple[bytes, float]] = []
    for _ in range(random.randrange(1, 6)):
        whole = random.choice((random.choice(ANSWERS), random.choice(STRINGS)))
        longest = 0.7 if whole in STRINGS else SILENCE - 0.1
        data = whole.encode() if random.random() < 0.7 else as_c1(whole).encode()
        cuts = (
            sorted(random.randrange(1, len(data)) for _ in range(random.choice((0, 1, 1, 3))))
            if len(data) > 1
            else []
        )
        for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True):
            if data[start:end]:
                pieces.append(
                    (data[start:end], random.choice((0.0, 0.03, 0.09, random.random() * longest)))
                )
    return tuple(pieces)


def _any(random: Random) -> tuple[tuple[bytes, float], ...]:
    made = []
    for _ in range(random.randrange(1, 12)):
        match random.randrange(5):
            case 0:
                data = random.randbytes(random.choice((1, 4, 40)))
            case 1:
                data = random.choice(HOSTILE)[:2000].encode()
            case 2:
                answer = random.choice(ANSWERS).encode()
                at = random.randrange(len(answer))
                data = answer[:at] + random.choice(PIECES) + answer[at:]
            case _:
                data = b"".join(random.choice(PIECES) for _ in range(random.choice((1, 1, 3))))
        made.append((data, random.choice((0.0, 0.0, 0.03, 0.2, 1.1, LATE + 1))))
    return tuple(made)


def faults(case: Case) -> Iterator[str]:
    """What is wrong with the keys that come of it."""
    for typing in (False, True):
        found = list(_sent(case.pieces, typing))
        if isinstance(found[-1], str):
            yield found[-1]
            return
        messages, last = found[:-1], found[-1]
        if any(
            isinstance(message, Paste) and len(message.text) > LONGEST_PASTE for message in messages
        ):
            yield "a paste without bound"
        if any(
            isinstance(m, Paste)
            and any(c == "\x1b" or "\x80" <= c < "\xa0" or "\ud800" <= c < "\ue000" for c in m.text)
            for m in messages
        ):
            yield "a paste with a raw character"
        if any(
            isinstance(m, Key) and m.character and "\ud800" <= m.character < "\ue000"
            for m in messages
        ):
            yield "half a surrogate pair as a key"
        if not (isinstance(last, Key) and last.key == "j"):
            yield "afterwards a key means nothing"
        if (
            _is_answers(case)
            and not typing
            and (acts := ACT_KEYS & {m.key for m in messages if isinstance(m, Key)})
        ):
            yield f"an answer presses {sorted(acts)}"


def _is_answers(case: Case) -> bool:
    """Whether the pieces are whole answers, one after another: nothing that a hand might have
    typed."""
    sent = b"".join(data for data, _ in case.pieces)
    known = [answer.encode() for answer in (*ANSWERS, *STRINGS)] + [
        as_c1(answer).encode() for answer in (*ANSWERS, *STRINGS)
    ]
    while sent:
        begin = max((answer for answer in known if sent.startswith(answer)), key=len, default=b"")
        if not begin:
            return False
        sent = sent[len(begin) :]
    return all(pause < SILENCE for _, pause in case.pieces)


def _sent(pieces: tuple[tuple[bytes, float], ...], typing: bool) -> Iterator[object]:
    """The messages of it; the last is that of the key j, once all is quiet again; or words about an
    error."""
    keys, now = Keys(lambda: typing, letter), 100.0
    try:
        for data, pause in pieces:
            yield from keys.feed(data, now)
            until = now + pause
            while now < until:
                now = min(until, now + 0.1)
                yield from keys.tick(now)
        for _ in range(int((LOST_PASTE + LATE + 2) * 10)):
            now += 0.1
            yield from keys.tick(now)
        last: list[object] = [*keys.feed(b"j", now)]
        yield from last or [None]
    except Exception as error:
        yield f"{type(error).__name__} at {place_of(error)}"
