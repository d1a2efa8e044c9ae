"""What is printed of the keys: `write` makes the table in docs/keys.md and the one-page sheets in
docs/operator from the registry of actions, `check` fails when they are not what that gives.

The sheets are tools/sheet/*.txt with the keys and the words of the screen put in: plain text, for
it prints from any machine that still has a printer, and reads with `cat`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from chwapi_console.console.known.actions import ACTIONS, ACTS, GROUPS
from chwapi_console.recovery.acts.marks import STATES
from chwapi_console.text import LANGUAGES, language, say
from made_pages import DOCS, run

SHEETS = Path(__file__).parent / "sheet"
LINES, COLUMNS = 62, 80
"""What a sheet of A4 takes in a printer's own type."""
WORDS = (*STATES, "down", "partial", "limited", "up", "accepted", "DRILL")
BEFORE = """# The keys of the console

Made by `make keys` from the registry of actions; do not edit. `?` shows the same in the console, in the operator's language
and with the operator's own keys.

Other keys are given in `~/.config/chwapi-console/keys.toml` (or below `$XDG_CONFIG_HOME`), with a line for each action:

```toml
"server.take" = "T"
"row.page_down" = ["pagedown", "ctrl+n"]
```

What is not understood, or would give two actions the same key, is said when the console opens, and the usual keys stay. An
act (•) cannot be put on a capital A to F, H, I, M, O to S or Z, on a digit, or on any of `[ ~ ; < ?`: the pieces of a key
that a slow line tears apart look like these.
"""


def pages() -> dict[Path, str]:
    """The pages and what they say."""
    sheets = {DOCS / "operator" / f"sheet-{code}.txt": _sheet(code) for code in LANGUAGES}
    return {DOCS / "keys.md": BEFORE + "\n".join(_tables()) + "\n", **sheets}


def _sheet(code: str) -> str:
    said = language(code)
    words = {word: said(say(word)) for word in WORDS}
    sheet = (
        (SHEETS / f"{code}.txt")
        .read_text(encoding="utf-8")
        .format_map({**words, **{action.method: action.key(said) for action in ACTIONS}})
    )
    lines = sheet.splitlines()
    if len(lines) > LINES or max(map(len, lines)) > COLUMNS:
        long = [number for number, line in enumerate(lines, 1) if len(line) > COLUMNS]
        raise SystemExit(
            f"sheet {code} is no longer one page: {len(lines)} lines of {LINES}; too long: lines "
            f"{long}"
        )
    return sheet


def _tables() -> Iterator[str]:
    french = language("fr")
    assert "fr" in LANGUAGES
    for title, actions in GROUPS:
        yield f"\n## {title}\n"
        yield "| key | does | fait | action |"
        yield "|---|---|---|---|"
        for action in actions:
            keys = " ".join(f"`{key}`" for key in action.all_keys().split(" "))
            yield (
                f"| {keys} | {action.label} | {french(action.label)} | "
                f"`{action.id}`{' •' if action.id in ACTS else ''} |"
            )


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], pages(), "keys", "keys"))
