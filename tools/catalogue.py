"""The gettext catalogues: `update` takes the program's sentences into the .po files, `compile`
makes the .mo files, `check` fails, naming each, when a sentence is missing, stale, fuzzy,
untranslated or has other {names}, or an .mo is old.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from chwapi_console.text import unbroken

SOURCE = Path(__file__).parent.parent / "src" / "chwapi_console"
DOMAIN = "chwapi_console"
LANGUAGES = ("fr",)
FORMS = {"say": 1, "plural": 2, "word": 2, "_": 1, "gettext": 1}
"""The functions that make sentences, and how many of their first arguments are text: two of `plural`
are one and many, the first of `word` is its context."""
NAMES = re.compile(r"\{(\w+)\}|%\((\w+)\)s|%s")


def extracted() -> Catalog:
    """Every sentence of the program, with the file it stands in; also one that stands within the
    arguments of another, which the extractor of babel passes over where a comprehension makes it."""
    catalog = Catalog()
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for called in ast.walk(tree):
            if texts := _texts(called):
                context = texts.pop(0) if _name(called) == "word" else None
                message = texts[0] if len(texts) == 1 else tuple(texts)
                place = str(path.relative_to(SOURCE))
                catalog.add(message, None, [(place, 0)], context=context)
    return catalog


def _name(node: ast.AST) -> str:
    """The name of the function that is called; empty for anything else."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _texts(node: ast.AST) -> list[str]:
    """The texts of a call that makes a sentence; none of anything else, and of one whose text is
    worked out."""
    wanted = FORMS.get(_name(node), 0)
    if not isinstance(node, ast.Call) or not wanted:
        return []
    first = [each.value for each in node.args[:wanted] if isinstance(each, ast.Constant)]
    texts = [text for text in first if isinstance(text, str)]
    return texts if len(texts) == wanted else []


def po_file(language: str) -> Path:
    """Where the translations into a language are kept."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def translated(language: str) -> Catalog:
    """The translations into a language, as they stand in the file."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """The bytes that gettext reads; a fixed date, so that the same sentences make the same
    bytes."""
    catalog.creation_date = datetime(2021, 1, 17, tzinfo=UTC)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def sentences(catalog: Catalog) -> dict[tuple[object, ...], tuple[str, ...]]:
    """What a catalogue says, without the dates and versions of its header."""
    return {
        (*forms(message.id), _context(message)): forms(message.string)
        for message in catalog
        if message.id
    }


def _context(message: Message) -> str | None:
    """What tells a word from another written alike; babel's `read_mo` leaves it in bytes."""
    context: str | bytes | None = message.context
    return context.decode() if isinstance(context, bytes) else context


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The singular, and the plural where there is one."""
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)


def update() -> None:
    """Takes new sentences into every catalogue, and drops those that the program no longer says."""
    for language in LANGUAGES:
        fresh, old = Catalog(locale=language, fuzzy=False), translated(language)
        for message in sorted(extracted(), key=_place):
            if message.id:
                known = old.get(message.id, message.context)
                fresh.add(
                    message.id,
                    _typeset(message, known.string, language) if known else None,
                    message.locations,
                    flags={"fuzzy"} if known and known.fuzzy else (),
                    auto_comments=message.auto_comments,
                    context=message.context,
                )
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        write_po(
            buffer, fresh, width=120, omit_header=False, include_lineno=False, sort_by_file=True
        )
        lines = [line for line in buffer.getvalue().decode().splitlines() if not _is_dated(line)]
        po_file(language).write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _typeset(
    message: Message, string: str | list[str] | tuple[str, ...] | None, language: str
) -> str | tuple[str, ...] | None:
    """A translation with the no-break spaces that French has, so that nobody need type them. A
    sentence that has come to have a plural begins with what it had; one that has lost it begins
    anew."""
    typeset = [unbroken(form) if language == "fr" else form for form in forms(string)]
    if len(forms(message.id)) > 1:
        return (typeset[0], typeset[-1])
    return typeset[0] if len(typeset) == 1 else None


def _place(message: Message) -> tuple[str, str]:
    return (str(message.locations[0][0]) if message.locations else "", str(message.id))


def _is_dated(line: str) -> bool:
    return line.startswith(
        (
            "# ",
            "#\n",
            '"POT-Creation',
            '"PO-Revision',
            '"Generated-By',
            '"Last-Translator',
            '"Report-Msgid',
        )
    )


def compile_all() -> None:
    """Makes the .mo file of every language."""
    for language in LANGUAGES:
        po_file(language).with_suffix(".mo").write_bytes(compiled(translated(language)))


def problems() -> Iterator[str]:
    """What is wrong with the catalogues, a line each."""
    source = extracted()
    for language in LANGUAGES:
        catalog = translated(language)
        for message in source:
            if message.id and catalog.get(message.id, message.context) is None:
                yield f"{language}: missing: {message.id!r}"
        for message in catalog:
            if message.id and source.get(message.id, message.context) is None:
                yield f"{language}: stale: {message.id!r}"
            elif message.id:
                yield from (f"{language}: {what}: {message.id!r}" for what in _faults(message))
        yield from (f"{language}: stale: {message.id!r}" for message in catalog.obsolete.values())
        mo_file = po_file(language).with_suffix(".mo")
        if not mo_file.exists() or sentences(
            read_mo(io.BytesIO(mo_file.read_bytes()))
        ) != sentences(catalog):
            yield (
                f"{language}: {mo_file.name} is not what the .po file compiles to; run make locale"
            )


def _faults(message: Message) -> Iterator[str]:
    ids, strings = forms(message.id), forms(message.string)
    if not all(strings):
        yield "untranslated"
    if message.fuzzy:
        yield "fuzzy"
    wanted = {name for text in ids for name in NAMES.findall(text)}
    if any(
        set(NAMES.findall(string)) - wanted
        or (len(ids) == 1 and set(NAMES.findall(string)) != wanted)
        for string in strings
        if string
    ):
        yield "other names in braces"


def main(argv: list[str]) -> int:
    """Runs one command."""
    match argv:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = list(problems())
            print("\n".join(found), file=sys.stderr, end="\n" if found else "")
            return 1 if found else 0
        case _:
            print("usage: catalogue.py update | compile | check", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
