"""The manual pages in all languages: `write` makes docs/man from the table of verbs, `check` fails
when they are not what that gives."""

import sys
from pathlib import Path

from chwapi_console.cli.line.manual import manual
from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.text import LANGUAGES, language
from made_pages import DOCS, run


def pages() -> dict[Path, str]:
    """Every page by its file, where man(1) looks for it below a folder."""
    return {
        DOCS / "man" / ("" if code == "en" else code) / "man1" / f"{PROGRAM}.1": manual(
            language(code)
        )
        for code in LANGUAGES
    }


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], pages(), "verbs", "man"))
