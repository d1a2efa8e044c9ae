"""Words for people: made safe, put together, and put into the reader's language at the very end.

A `Sentence` is a template and the values to fill it with. It travels through the program as data,
so that pure code can say why without knowing a language, and `--json` stays English. Values come
from files, hosts and people: `Language` passes each of them through `safe` while it fills the
template, so nothing they contain can reach a terminal as a command; what is to be typed is quoted
there too, so nothing in it reaches a shell as one.
"""

import gettext
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from shlex import quote
from types import MappingProxyType

from chwapi_console.marks import without_heaps
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.package_data import package_data
from chwapi_console.signs import AS_IT_IS, ASCII, Spelling

DOMAIN = "chwapi_console"
LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("en", "fr")
NO_BREAK = "\N{NO-BREAK SPACE}"

_STUCK = re.compile(r" (?=[»:;?!…])|(?<=«) ")
"""The blanks at which French never breaks a line: those before a sign of two parts, and those
inside its quotes."""
_TIED = re.compile(
    r"(?<=\d) (?=(?:h|min|d|j|s|%|[kMG]o|[kMG]B|UTC)\b)|(?<=\d [hdj]) (?=\d)|(?<=\d) (?=/ \w)|(?<=\d /) (?=\w)"
)
"""The blanks inside a quantity: between its number and its unit, and between the parts of a
duration or a rate."""
_QUOTED = re.compile(r"""((?<![\w'"])\$?'[^']*(?:'"'"'[^']*)*')""")
"""A word in a shell's quotes, as `Typed` spells it; an apostrophe has a letter before it."""
_TIE = "\N{WORD JOINER}"
"""Stands for such a blank while lines are broken; what people copy from them has the blank
again."""

_BEFORE_NAMES = re.compile(r"\b([Dd]|[Qq]u)e \{(\w+)\}")
"""The French words that lose their vowel before another, where a value follows them."""
_BEFORE_MOMENTS = re.compile(
    r"(?:\{(\w+)\} )?\b([Jj]usqu'à|[Aa]vant|[Dd]epuis|[Dd]ès|[Vv]ers|[Pp]our|[Dd]e|[Àà]) (?=\{(\w+)\})"
)
"""The French words that go with another before a date, where a value follows them; the value before."""
_MOMENT = re.compile(
    r"((?:\w{3}\. )?)(?:(\d\d/\d\d(?:/\d{4})?)(?: (\d\d:\d\d))?|(\d\d:\d\d))((?: \(.+\))?)"
)
"""A moment as `clock` writes it: the day of the week, the date with its time, or a time alone, and
what is said of it in brackets."""
_BEFORE_DATES = {"à": "le", "jusqu'à": "jusqu'au", "de": "du"}
_VOWELS = re.compile(
    r"[aeiouœæ]|y(?=[^aeiouy\W\d])|hab[ei]|hebdo|heberg|helen|heli[co]|hem[aio]|henri|hepat|herit|herve|heur|hilaire|hippo|hist|hiver"
    r"|hom[mo]|honn|honor|hopi|hor[ailt][a-z]|hosp|hote|hubert|huil|hum[aei]|hyd[a-z]|hyg|hyp[a-z]|hys"
)
"""How a word begins, without capitals and accents, that is said with a vowel first: one whose h is
silent too (Hôpital, Hygiène), but no letter that is called by its name (`h2`, `hv1`)."""


def safe(text: str) -> str:
    """The text with every control, escape, bidi and other unprintable character replaced.

    White space of any kind becomes a space, all else that does not print becomes U+FFFD; so the
    result is one line. Of marks that are heaped on one letter a few are left, for they take
    bytes without end and one cell.
    """
    text = without_heaps(text)
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def unbroken(text: str) -> str:
    """The text with a no-break space wherever a line must not end, by French typography.

    Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, "ponctuation".
    """
    return _STUCK.sub(NO_BREAK, text)


def wrapped(
    text: str, width: int, first: str = "", later: str | None = None, *, whole_words: bool = False
) -> list[str]:
    """The text on as many lines of so many cells as it takes, none of which begins with » : .

    ? or ! or ends with «; `first` and `later` stand before the first line and before the others.
    Where no cell is left for it each letter has a line. With `whole_words` nothing is broken but at
    blanks, so that ids stay whole, be they wider than a line. No name is broken at its hyphen, no
    number from its unit, and a word in a shell's quotes is kept to the letter: broken or respelled
    it would be another word.
    """
    from textwrap import wrap

    parts = _QUOTED.split(text)
    parts[::2] = [_TIED.sub(_TIE, unbroken(part)) for part in parts[::2]]
    parts[1::2] = [part.replace(" ", _TIE) for part in parts[1::2]]
    lines = wrap(
        "".join(parts),
        max(width, 1),
        initial_indent=first,
        subsequent_indent=first if later is None else later,
        break_long_words=not whole_words,
        break_on_hyphens=False,
    )
    return [line.replace(_TIE, " ") for line in lines]


def _said_with_a_vowel(word: str) -> bool:
    """Whether a French word begins with a vowel for the ear."""
    from unicodedata import normalize

    beginning = "".join(filter(str.isprintable, normalize("NFKD", word[:8]).casefold()))
    return _VOWELS.match("".join(c for c in beginning if not _is_accent(c))) is not None


def _is_accent(character: str) -> bool:
    from unicodedata import combining

    return combining(character) != 0


class Sentence(NamedTuple):
    """A template in English and the values that fill its `{names}`.

    `many` is its plural, chosen by the value `n`.
    """

    template: str
    values: "Mapping[str, Value]" = MappingProxyType({})
    many: str | None = None
    context: str | None = None

    def __str__(self) -> str:
        return ENGLISH(self)


class Listing(NamedTuple):
    """Several values said in a row: "a, b and c", or with *or* where any one of them will do."""

    items: "Sequence[Value]"
    any_of: bool = False


class Typed(NamedTuple):
    """Words that somebody types into a shell.

    They are quoted for it when they are spelled, and not before: a sign's twin may be a quote. As
    text without a language they are in ASCII, so that no spelling finds anything to change in them.
    """

    words: tuple[str, ...]

    def __str__(self) -> str:
        return self.spelled(ASCII)

    def spelled(self, spelling: Spelling) -> str:
        """The words in quotes where they must be, so that nothing in them is a command.

        Each that the terminal cannot show as it is has its bytes told instead, as POSIX has it
        (Shell Command Language, 2.2.4).
        """
        return " ".join(
            quote(each) if _is_shown(each, spelling) else f"$'{_in_bytes(each)}'"
            for each in self.words
        )


def _is_shown(text: str, spelling: Spelling) -> bool:
    return text == safe(text) == spelling.words(text) == spelling.drawn(text)


def _in_bytes(text: str) -> str:
    """The text with each byte in octal that is not plain, a quote and a backslash too.

    A shell that knows no `$'` then takes all of it for one word still.
    """
    return "".join(
        letter if " " <= letter <= "~" and letter not in "'\\" else _octal(letter)
        for letter in text
    )


def _octal(letter: str) -> str:
    """The bytes of a letter; of one that stands for a byte of a name that is no UTF-8, that byte."""
    errors = "surrogateescape" if "\udc80" <= letter <= "\udcff" else "surrogatepass"
    return "".join(f"\\{byte:03o}" for byte in letter.encode("utf-8", errors))


Value = str | int | Sentence | Listing | Typed


def say(template: str, /, **values: Value) -> Sentence:
    """A sentence, marked for translation by this very name."""
    return Sentence(template, values)


def plural(one: str, many: str, /, n: int, **values: Value) -> Sentence:
    """A sentence whose form depends on the number `n`, which it can also show."""
    return Sentence(one, {"n": n, **values}, many=many)


def word(context: str, text: str, /) -> Sentence:
    """A word that means different things in different places: `context` tells the translator which."""
    return Sentence(text, context=context)


def quoted(name: Value) -> Sentence:
    """A name between the quotes of the language, for where several stand in a row."""
    return say('"{name}"', name=name)


def typed(*words: str | Path) -> Typed:
    """Words for a shell, in which nothing is a command.

    A path among them is never taken for an option.
    """
    return Typed(tuple(_no_option(each) if isinstance(each, Path) else each for each in words))


def typed_path(path: str | Path) -> Typed:
    """A path as somebody types it.

    Quoted where it must be, and never what a command takes for an option.
    """
    return Typed((_no_option(path),))


def _no_option(path: str | Path) -> str:
    return f"./{path}" if str(path).startswith("-") else str(path)


def renamed(value: Value, names: Mapping[str, str]) -> Value:
    """A value in which each text that is one of these names is said by the other name."""
    if isinstance(value, Sentence):
        return value._replace(
            values={key: renamed(part, names) for key, part in value.values.items()}
        )
    if isinstance(value, Listing):
        return value._replace(items=tuple(renamed(part, names) for part in value.items))
    if isinstance(value, Typed):
        return Typed(tuple(names.get(each, each) for each in value.words))
    return names.get(value, value) if isinstance(value, str) else value


def every(items: Sequence[Value]) -> Listing:
    """All of them: "a, b and c"."""
    return Listing(tuple(items))


def some(items: Sequence[Value], most: int) -> Listing:
    """The first so many of them, and how many more there are: "a, b and 3 more"."""
    more = len(items) - most
    return every([*items[:most], plural("{n} more", "{n} more", more)] if more > 0 else items)


def beginning(text: str, most: int = 120) -> str:
    """What is shown of a name that others chose, and that no line need have whole: so many letters."""
    return text if len(text) <= most else f"{text[:most]}…"


def shortened(value: Value, most: int) -> Value:
    """The same with so many letters of each text in it, for where many such stand together."""
    if isinstance(value, Sentence):
        return value._replace(
            values={key: shortened(part, most) for key, part in value.values.items()}
        )
    if isinstance(value, Listing):
        return value._replace(items=tuple(shortened(part, most) for part in value.items))
    return beginning(value, most) if isinstance(value, str) else value


def either(items: Sequence[Value]) -> Listing:
    """Any of them: "a, b or c"."""
    return Listing(tuple(items), any_of=True)


def side_by_side(items: Sequence[Value]) -> Sentence:
    """Facts in a row, with the semicolon of the language between them; there is one at least."""
    first, *others = items
    said = first if isinstance(first, Sentence) else say("{name}", name=first)
    for item in others:
        said = say("{one}; {other}", one=said, other=item)
    return said


def in_one(sentences: Sequence[Sentence]) -> Sentence:
    """Several sentences as one text.

    Halved, and halved again: of thousands, one within the other would be deeper than any stack.
    """
    if len(sentences) < 2:
        return sentences[0] if sentences else say("No reason is known.")
    middle = len(sentences) // 2
    first, rest = in_one(sentences[:middle]), in_one(sentences[middle:])
    return say("{first} {rest}", first=first, rest=rest)


def all_in_one(told: Iterable[Sentence | None]) -> Sentence | None:
    """Those of the sentences that are told as one text; None where none is."""
    sentences = [sentence for sentence in told if sentence is not None]
    return in_one(sentences) if sentences else None


class Language:
    """Puts sentences into one language and one spelling; calling it gives the words."""

    def __init__(
        self, code: str, translations: gettext.NullTranslations, spelling: Spelling = AS_IT_IS
    ) -> None:
        self.code, self.spelling = code, spelling
        self._translations = translations

    @property
    def ascii(self) -> bool:
        """Whether the reader's terminal is to be shown no signs but those of ASCII."""
        return self.spelling.ascii_signs

    def spelled(self, spelling: Spelling = AS_IT_IS) -> "Language":
        """The same language in another spelling; as it is unless one is given."""
        return Language(self.code, self._translations, spelling)

    def __call__(self, value: Value) -> str:
        """The words for a value, everything in it made safe."""
        if isinstance(value, Sentence):
            template = self._template(value)
            filled = {name: self(inner) for name, inner in value.values.items()}
            if filled and self.code == "fr":
                template, filled = _with_dates(template, filled)
                template = _elided(template, filled)
            return template.format_map(filled) if filled else template
        if isinstance(value, Listing):
            return self._join([self(item) for item in value.items], value.any_of)
        if isinstance(value, Typed):
            return value.spelled(self.spelling)
        return self.spelling.words(safe(value)) if isinstance(value, str) else str(value)

    def _template(self, sentence: Sentence) -> str:
        return self.spelling.words(self._translated(sentence))

    def _translated(self, sentence: Sentence) -> str:
        if sentence.many is not None:
            n = sentence.values["n"]
            assert isinstance(n, int)
            return self._translations.ngettext(sentence.template, sentence.many, n)
        if sentence.context is not None:
            return self._translations.pgettext(sentence.context, sentence.template)
        return self._translations.gettext(sentence.template)

    def _join(self, parts: Sequence[str], any_of: bool) -> str:
        if len(parts) < 2:
            return "".join(parts)
        last = say("{these} or {this}") if any_of else say("{these} and {this}")
        return self._template(last).format(these=", ".join(parts[:-1]), this=parts[-1])


def _elided(template: str, filled: Mapping[str, str]) -> str:
    """The template with "d'" and "qu'" where French has them before the words that fill it in."""
    if "e {" not in template:
        return template
    return _BEFORE_NAMES.sub(
        lambda found: (
            f"{found[1]}'{{{found[2]}}}" if _said_with_a_vowel(filled[found[2]]) else found[0]
        ),
        template,
    )


def _with_dates(template: str, filled: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The template and the words that fill it in, as French has a date behind a preposition.

    Not "à 28/11 23:30" but "le 28/11 à 23:30", not "jusqu'à 28/11" but "jusqu'au 28/11", and from
    one moment "au" another; of a day of the week without a date only the time has an "à".
    """
    words = dict(filled)

    def fitted(found: re.Match[str]) -> str:
        before, word, name = found.groups()
        moment = _MOMENT.fullmatch(filled[name])
        if moment is None or not (moment[1] or moment[2]):
            return found[0]
        day, date, time, alone, of_it = moment.groups()
        is_end = word == "à" and before and _MOMENT.fullmatch(filled[before])
        lead = f"{{{before}}} " if before else ""
        if date:
            words[name] = f"{day}{date} à {time}{of_it}" if time else f"{day}{date}{of_it}"
            plain = "au" if is_end else _BEFORE_DATES.get(word.lower(), f"{word.lower()} le")
            return lead + (plain.capitalize() if word[0].isupper() else plain) + " "
        if word not in ("à", "À") or is_end:
            return found[0]
        words[name] = f"{day}à {alone}{of_it}"
        return lead

    return _BEFORE_MOMENTS.sub(fitted, template), words


ENGLISH = Language("en", gettext.NullTranslations())


def language(code: str) -> Language:
    """The language with that code, one of `LANGUAGES`.

    English stands in where its catalogue is missing.
    """
    return ENGLISH if code == "en" else Language(code, translations(code))


@cache
def translations(code: str) -> gettext.NullTranslations:
    """The catalogue of a language; none of it is translated where there is none."""
    try:
        return gettext.GNUTranslations(
            BytesIO(package_data(LOCALE_DIR / code / "LC_MESSAGES" / f"{DOMAIN}.mo"))
        )
    except OSError:
        return gettext.NullTranslations()


def language_code(environ: Mapping[str, str]) -> str:
    """The code that the environment asks for.

    `CHWAPI_LANG`, else the POSIX order LC_ALL, LC_MESSAGES, LANG.
    """
    for name in ("CHWAPI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if asked := environ.get(name):
            code = asked[:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"
