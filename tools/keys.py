"""The table of keys: `write` makes docs/keys.md from the registry of actions, `check` fails when it is not what that gives."""

import sys
from collections.abc import Iterator
from pathlib import Path

from chwapi_console.console.actions import ACTS, GROUPS
from chwapi_console.text import LANGUAGES, language

PAGE = Path(__file__).parent.parent / "docs" / "keys.md"
BEFORE = """# The keys of the console

Made by `make keys` from the registry of actions; do not edit. `?` shows the same in the console, in the operator's language
and with the operator's own keys.

Other keys are given in `~/.config/chwapi-console/keys.toml` (or below `$XDG_CONFIG_HOME`), with a line for each action:

```toml
"server.take" = "y"
"row.page_down" = ["pagedown", "ctrl+n"]
```

What is not understood, or would give two actions the same key, is said when the console opens, and the usual keys stay. An
act (•) cannot be put on a capital A to F, H, I, M, O to S or Z, on a digit, or on any of `[ ~ ; < ?`: the pieces of a key
that a slow line tears apart look like these.
"""


def page() -> str:
    """The whole page."""
    return BEFORE + "\n".join(_tables()) + "\n"


def _tables() -> Iterator[str]:
    french = language("fr")
    assert "fr" in LANGUAGES
    for title, actions in GROUPS:
        yield f"\n## {title}\n"
        yield "| key | does | fait | action |"
        yield "|---|---|---|---|"
        for action in actions:
            keys = " ".join(f"`{key}`" for key in action.all_keys().split(" "))
            yield f"| {keys} | {action.label} | {french(action.label)} | `{action.id}`{' •' if action.id in ACTS else ''} |"


def main(argv: list[str]) -> int:
    """Runs one command."""
    match argv:
        case ["write"]:
            PAGE.write_text(page(), encoding="utf-8")
            return 0
        case ["check"]:
            if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page():
                return 0
            print("docs/keys.md is not what the registry of keys gives; run make keys", file=sys.stderr)
            return 1
    print("usage: keys.py write | check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
