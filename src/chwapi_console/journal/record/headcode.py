"""Head codes: the prefix of an event's hash, made to be read over a telephone.

Crockford's base 32 (no I, L, O, U; what sounds or looks alike reads as the same) with his check
character modulo 37, in groups of four: `7K3M-9QTX-2B4D-6`. Twelve characters are 60 bits of the
hash. Source: D. Crockford, "Base 32", crockford.com/base32.html.
"""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = _ALPHABET + "*~$=U"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
_LENGTH = 12
_BITS = 5 * _LENGTH


def head_code(event_hash: str) -> str:
    """The code of an event with this SHA-256 (hex)."""
    number = int(event_hash, 16) >> (256 - _BITS)
    digits = "".join(_ALPHABET[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
    return "-".join((digits[:4], digits[4:8], digits[8:], _CHECKS[number % 37]))


def hash_prefix(code: str) -> str:
    """The first 60 bits (15 hex digits) of the hash that a code, as somebody typed it, stands for.

    ValueError when it is not a code, or when the check character says that it was misheard.
    """
    typed = code.upper().translate(_READ_AS)
    digits, check = typed[:-1], typed[-1:]
    if len(digits) != _LENGTH or any(digit not in _ALPHABET for digit in digits):
        raise ValueError(code)
    number = sum(
        _ALPHABET.index(digit) << 5 * place for place, digit in enumerate(reversed(digits))
    )
    if _CHECKS[number % 37] != check:
        raise ValueError(code)
    return f"{number:0{_BITS // 4}x}"
