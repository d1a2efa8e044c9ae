"""Pages that are made from a registry: written anew, or checked to be what the registry gives."""

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def run(argv: list[str], pages: Mapping[Path, str], registry: str, target: str) -> int:
    """Runs `write` or `check`; the exit code. `registry` says what the pages are made from, `target`
    which one of `make` makes them."""
    match argv:
        case ["write"]:
            for path, text in pages.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return 0
        case ["check"]:
            old = [
                path
                for path, text in pages.items()
                if not path.exists() or path.read_text(encoding="utf-8") != text
            ]
            for path in old:
                print(
                    f"{path.relative_to(ROOT)} is not what the registry of {registry} gives; run "
                    f"make {target}",
                    file=sys.stderr,
                )
            return 1 if old else 0
    print("usage: write | check", file=sys.stderr)
    return 2
