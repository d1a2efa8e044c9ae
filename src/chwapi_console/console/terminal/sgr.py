"""Looks, as SGR codes: what a look comes to, and the shortest way from one to another."""

from functools import lru_cache

_OFF = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "21": "24",
    "51": "54",
    "52": "54",
    "53": "55",
}


@lru_cache(maxsize=4096)
def canonical(sgr: str) -> str:
    """The same look without what a plain pen has already: a terminal's own colours."""
    weights, ink, paper = _parts(sgr)
    return ";".join([*weights, *(colour for colour in (ink, paper) if colour)])


@lru_cache(maxsize=4096)
def _parts(sgr: str) -> tuple[tuple[str, ...], str, str]:
    """The weights, the ink and the paper of a look; an empty colour is the terminal's own."""
    codes = [code for code in sgr.split(";") if code]
    weights, ink, paper, at = [], "", "", 0
    while at < len(codes):
        length = (
            {"5": 3, "2": 5}.get(codes[at + 1], 1)
            if codes[at] in ("38", "48") and at + 1 < len(codes)
            else 1
        )
        code = ";".join(codes[at : at + length])
        if codes[at] in _OFF:
            weights.append(code)
        elif _is_paper(codes[at]):
            paper = "" if code == "49" else code
        else:
            ink = "" if code == "39" else code
        at += length
    return tuple(dict.fromkeys(weights)), ink, paper


def _is_paper(code: str) -> bool:
    return 40 <= int(code) <= 49 or 100 <= int(code) <= 107


_SEEN_ON_BLANKS = frozenset(("4", "5", "6", "7", "9", "21", "51", "52", "53"))


@lru_cache(maxsize=4096)
def of_a_blank(sgr: str) -> str:
    """What of a look can be seen where no letter stands: the paper, unless a line or the ink shows."""
    weights, _, paper = _parts(sgr)
    return sgr if _SEEN_ON_BLANKS.intersection(weights) else paper


@lru_cache(maxsize=4096)
def turn(before: str, after: str) -> str:
    """The shortest sequence that turns a pen of one look into a pen of another."""
    if before == after:
        return ""
    if not after:
        return "\x1b[m"
    whole = f"\x1b[0;{after}m" if before else f"\x1b[{after}m"
    changed = f"\x1b[{';'.join(_changes(before, after))}m"
    return min(whole, changed, key=len)


def _changes(before: str, after: str) -> list[str]:
    weights, ink, paper = _parts(before)
    new_weights, new_ink, new_paper = _parts(after)
    off = list(dict.fromkeys(_OFF[weight] for weight in weights if weight not in new_weights))
    on = [weight for weight in new_weights if weight not in weights or _OFF[weight] in off]
    ink_change = [new_ink or "39"] if ink != new_ink else []
    paper_change = [new_paper or "49"] if paper != new_paper else []
    return off + on + ink_change + paper_change
