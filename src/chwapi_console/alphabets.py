"""Letters of several alphabets that look alike, and texts that mix alphabets.

Who reads a name sees shapes: the Cyrillic `а` is our `a` to every eye. Texts are compared by what is
seen where the alphabets of our neighbours have a letter of the same shape; what looks alike and
stands in no list here is told by the alphabets that a text mixes (the "highly restrictive" level
of Unicode Technical Standard 39, section 5.2).
"""

from collections import Counter

from chwapi_console.marks import normalized

_SHAPES = str.maketrans(
    # Cyrillic; Greek, by its small letters where a capital has another shape; Armenian; then ours
    # from phonetics, and small capitals
    "авекмнорстухіјѕԁԛԝһӏьгґпѵαβεζηικμνοσρτυχγօոսհցքյզլɑɡɩǀᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "abekmhopctyxijsdqwhlbrrnvabeznikuvooptuxyonuhgpjqlagilabcdefghijklmnoprstuvwyz",
)
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
"""Scripts that are written together, and beside ours, none of whose signs is taken for a letter."""


def as_shaped(text: str) -> str:
    """A text in small letters, each in ours where it has the shape of one; digits in ours."""
    if text.isascii():
        return text
    from unicodedata import decimal

    shaped = text.translate(_SHAPES)
    return "".join(
        c if c.isascii() or (digit := decimal(c, None)) is None else str(digit) for c in shaped
    )


def strange_letters(text: str) -> str:
    """The letters of a text that are of another alphabet than most of it, each once.

    Empty where all are of one, or of ours and of those of East Asia.
    """
    if text.isascii():
        return ""
    letters = normalized("NFKC", text)
    found = Counter(alphabet for c in letters if (alphabet := _alphabet(c)))
    if len(found) < 2 or found.keys() <= {"LATIN", "east"}:
        return ""
    usual = max(found, key=lambda alphabet: (found[alphabet], alphabet == "LATIN"))
    strange = (c for c in letters if (alphabet := _alphabet(c)) and alphabet != usual)
    return "".join(dict.fromkeys(strange))


def _alphabet(letter: str) -> str:
    """The alphabet of a letter or a digit, by its name in Unicode; empty for what all have."""
    from unicodedata import category, name

    if category(letter) not in ("Lu", "Ll", "Lt", "Lo", "Nd"):
        return ""
    script = name(letter, "").partition(" ")[0]
    return "" if script == "DIGIT" else "east" if script in _EAST_ASIAN else script
