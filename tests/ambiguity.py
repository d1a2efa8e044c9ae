"""Whether a regular expression may take more than a time in line with its text, told from the
expression alone.

A backtracking matcher goes over the same letters again and again where one word can lead it both
around a loop and from that loop into a later one, and what follows may fail: `a*a*b` within itself,
`\\s*,` because a search begins anew at each letter (Weber and Seidl, "On the degree of ambiguity of
finite automata", 1991: such a pair of loops is what makes it grow with the square or worse). Loops up
to a hundred turns are bounded; what looks ahead or behind counts as nothing, but for what stands at the
beginning, which says where a search may begin at all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

LONG = 100
"""Turns of a loop up to which it is bounded."""

PROBES = "aZm09_ \n\t-.,;:/\\()[]<>\"'éß字€│\x1b"

Node = tuple[Any, Any]


class Letters(NamedTuple):
    """A place that takes one of these letters."""

    letters: frozenset[str]


class Automaton:
    """States by number: `moves` of each with the letters that it takes, `free` those without;
    `kept` are in loops that never give a letter back, `unsure` the moves that may fail."""

    def __init__(self, alphabet: Sequence[str], flags: int) -> None:
        self.alphabet, self.flags = alphabet, flags
        self.moves: list[list[tuple[frozenset[str], int]]] = []
        self.free: list[list[tuple[int, bool]]] = []
        self.kept: set[int] = set()
        self.ahead: list[Sequence[Node]] = []

    def state(self) -> int:
        self.moves.append([])
        self.free.append([])
        return len(self.moves) - 1

    def takes(self, node: Node) -> frozenset[str]:
        """The letters of the alphabet that a node takes."""
        return frozenset(letter for letter in self.alphabet if _takes(node, letter, self.flags))

    def build(self, nodes: Sequence[Node], begin: int) -> int:
        """Adds nodes one after the other from a state on; the state behind them."""
        for node in nodes:
            begin = self._one(node, begin)
        return begin

    def _one(self, node: Node, begin: int) -> int:
        kind, value = node
        end = self.state()
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            self.moves[begin].append((self.takes(node), end))
        elif kind is sre.SUBPATTERN:
            self.free[self.build(value[-1], begin)].append((end, True))
        elif kind is sre.BRANCH:
            for branch in value[1]:
                first = self.state()
                self.free[begin].append((first, True))
                self.free[self.build(branch, first)].append((end, True))
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            self._repeat(node, begin, end)
        elif kind is sre.ATOMIC_GROUP:
            self.free[self.build(value, begin)].append((end, True))
        else:
            if kind in (sre.ASSERT, sre.ASSERT_NOT) and value[0] > 0:
                self.ahead.append(value[1])
            self.free[begin].append((end, kind is sre.AT and value in (sre.AT_BEGINNING,)))
        return end

    def _repeat(self, node: Node, begin: int, end: int) -> None:
        kind, (least, most, body) = node
        first = len(self.moves)
        for _ in range(min(least, 2)):
            begin = self.build(body, begin)
        if most > LONG:
            loop = self.state()
            self.free[begin].append((loop, True))
            self.free[self.build(body, loop)].append((loop, True))
            begin = loop
        else:
            for _ in range(min(most - least, 2)):
                self.free[begin].append((end, True))
                begin = self.build(body, begin)
        self.free[begin].append((end, True))
        if kind is sre.POSSESSIVE_REPEAT:
            self.kept |= {*range(first, len(self.moves))}

    def reached(self, state: int, *, surely: bool = False) -> set[int]:
        """The states that are reached without a letter; `surely`, by moves that cannot fail."""
        found, left = {state}, [state]
        while left:
            fresh = {other for other, sure in self.free[left.pop()] if sure or not surely} - found
            found |= fresh
            left += fresh
        return found


def _takes(node: Node, letter: str, flags: int) -> bool:
    kind, value = node
    if kind is sre.ANY:
        return letter != "\n" or bool(flags & re.DOTALL)
    if kind is sre.LITERAL:
        return _same(chr(value), letter, flags)
    if kind is sre.NOT_LITERAL:
        return not _same(chr(value), letter, flags)
    if kind is sre.IN:
        negated = value[0][0] is sre.NEGATE
        return any(_takes(part, letter, flags) for part in value[negated:]) != negated
    if kind is sre.RANGE:
        return any(value[0] <= ord(each) <= value[1] for each in _cases(letter, flags))
    if kind is sre.CATEGORY:
        name = str(value).rpartition("CATEGORY_")[2]
        sign = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[name.removeprefix("NOT_")]
        ascii_only = re.ASCII if flags & re.ASCII else 0
        return bool(re.match(rf"\{sign}", letter, ascii_only)) != name.startswith("NOT_")
    raise NotImplementedError(kind)


def _cases(letter: str, flags: int) -> set[str]:
    cases = {letter, letter.lower(), letter.upper()} if flags & re.IGNORECASE else {letter}
    return {each for each in cases if len(each) == 1}


def _same(one: str, other: str, flags: int) -> bool:
    return one in _cases(other, flags)


def ambiguous(pattern: str | bytes, flags: int = 0, how: str = "search") -> str | None:
    """A letter of a text on which it may take a time that grows with the square; None where there
    is none. `how` is `search` (split, sub, findall and finditer too), `match` or `fullmatch`."""
    parsed = parser.parse(pattern, flags)
    flags = parsed.state.flags
    nodes = list(parsed)
    alphabet = sorted({*PROBES, *_spelled(nodes)})
    if isinstance(pattern, bytes):
        alphabet = [letter for letter in alphabet if letter.isascii()]
    return next(filter(None, _each(nodes, alphabet, flags, how)), None)


def _each(
    nodes: Sequence[Node], alphabet: Sequence[str], flags: int, how: str
) -> Iterator[str | None]:
    automaton = Automaton(alphabet, flags)
    begins = []
    for branch in _branches(nodes):
        start = automaton.state()
        end = automaton.build(branch, start)
        begins.append((branch, start, end))
    final = automaton.state()
    for _, _, end in begins:
        automaton.free[end].append((final, True))
    if how == "search":
        for branch, start, _ in begins:
            _may_begin_anywhere(automaton, branch, start)
    yield _looped_twice(automaton, final if how != "fullmatch" else None)
    for ahead in automaton.ahead:
        yield from _each(list(ahead), alphabet, flags, "search" if how == "search" else "match")


def _branches(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    """The alternatives that a pattern begins with, each with what follows."""
    if nodes and nodes[0][0] is sre.BRANCH:
        for branch in nodes[0][1][1]:
            yield from _branches([*branch, *nodes[1:]])
    elif nodes and nodes[0][0] is sre.MAX_REPEAT and nodes[0][1][:2] == (0, 1):
        yield from _branches([*nodes[0][1][2], *nodes[1:]])
        yield from _branches(nodes[1:])
    elif nodes and nodes[0][0] is sre.SUBPATTERN:
        yield from _branches([*nodes[0][1][-1], *nodes[1:]])
    else:
        yield nodes


def _may_begin_anywhere(automaton: Automaton, branch: Sequence[Node], start: int) -> None:
    """Puts before a branch that a search tries it at each letter which may stand before it."""
    before = _before(automaton, branch)
    if before is None:
        return
    everywhere = automaton.state()
    automaton.moves[everywhere] += [(frozenset(automaton.alphabet), everywhere), (before, start)]


def _before(automaton: Automaton, branch: Sequence[Node]) -> frozenset[str] | None:
    """The letters after which a branch may begin; None where it begins at the beginning only."""
    letters = frozenset(automaton.alphabet)
    for number, (kind, value) in enumerate(branch):
        if kind is sre.AT and value in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING):
            if value is sre.AT_BEGINNING_STRING or not automaton.flags & re.MULTILINE:
                return None
            letters &= {"\n"}
        elif kind is sre.AT and value is sre.AT_BOUNDARY:
            words = frozenset(a for a in automaton.alphabet if re.match(r"\w", a))
            first = _first(automaton, branch[number + 1 :])
            if first <= words:
                letters -= words
            elif not first & words:
                letters &= words
        elif kind in (sre.ASSERT, sre.ASSERT_NOT) and value[0] < 0 and len(value[1]) == 1:
            taken = _first(automaton, list(value[1]))
            letters = letters & taken if kind is sre.ASSERT else letters - taken
        elif kind not in (sre.ASSERT, sre.ASSERT_NOT):
            break
    return letters


def _first(automaton: Automaton, nodes: Sequence[Node]) -> frozenset[str]:
    """The letters that nodes may begin with."""
    one = Automaton(automaton.alphabet, automaton.flags)
    begin = one.state()
    one.build(nodes, begin)
    return frozenset(
        letter
        for state in one.reached(begin)
        for letters, _ in one.moves[state]
        for letter in letters
    )


def _spelled(nodes: Any) -> Iterator[str]:
    """The letters that a pattern names, and the ends of its ranges, in whatever part of it."""
    if isinstance(nodes, tuple) and len(nodes) == 2 and nodes[0] in (sre.LITERAL, sre.NOT_LITERAL):
        yield chr(nodes[1])
    elif isinstance(nodes, tuple) and len(nodes) == 2 and nodes[0] is sre.RANGE:
        yield from map(chr, nodes[1])
    elif isinstance(nodes, tuple | list | parser.SubPattern):
        for node in nodes:
            yield from _spelled(node)


def _looped_twice(automaton: Automaton, final: int | None) -> str | None:
    """A letter at which a word leads around one loop, from it to another, and around that."""
    steps = [
        {
            (letter, after)
            for state in automaton.reached(begin)
            for letters, after in automaton.moves[state]
            for letter in letters
        }
        for begin in range(len(automaton.moves))
    ]
    by_letter = [_by_letter(step) for step in steps]
    looping = [state for state in range(len(steps)) if _comes_back(steps, state)]
    enders = {
        state
        for state in range(len(steps))
        if final is not None and final in automaton.reached(state, surely=True)
    }
    for one, other in product(looping, looping):
        if one == other or one in automaton.kept or other in enders:
            continue
        if letter := _pumped(by_letter, one, other, enders):
            return letter
    return None


def _by_letter(step: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for letter, after in step:
        found.setdefault(letter, []).append(after)
    return found


def _comes_back(steps: Sequence[set[tuple[str, int]]], state: int) -> bool:
    found, left = set[int](), [state]
    while left:
        fresh = {after for _, after in steps[left.pop()]} - found
        found |= fresh
        left += fresh
    return state in found


def _pumped(
    moves: Sequence[dict[str, list[int]]], one: int, other: int, enders: AbstractSet[int]
) -> str | None:
    """The first letter of a word that leads from `one` to itself and to `other`, and from that to
    itself by no state in which the whole may end; None where there is no such word."""
    begin = (one, one, other)
    left: list[tuple[tuple[int, int, int], str]] = [(begin, "")]
    found = set[tuple[int, int, int]]()
    while left:
        (a, b, c), first = left.pop()
        for letter in sorted(moves[a].keys() & moves[b].keys() & moves[c].keys()):
            for after in product(moves[a][letter], moves[b][letter], moves[c][letter]):
                if after == (one, other, other):
                    return first or letter
                if after not in found and after[2] not in enders:
                    found.add(after)
                    left.append((after, first or letter))
    return None
