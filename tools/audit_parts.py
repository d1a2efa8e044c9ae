"""Asks pip-audit whether a hole is known in a part of the lock, and says so in a line: of how many that
is known, and of which nobody could say anything. pip-audit itself says "no known vulnerabilities"
also where it could ask about nothing."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parent.parent / "requirements" / "run.txt"
MOST_NAMED = 5


def main(options: Sequence[str]) -> int:
    """1 where a hole is known or pip-audit failed; 0 else, also where nobody could be asked."""
    if shutil.which("pip-audit") is None:
        print("pip-audit is not here, so no part was asked about: pipx install pip-audit")
        return 0
    asked = subprocess.run(
        [
            *("pip-audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip"),
            *("--format", "json", "--progress-spinner", "off", *options),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        parts = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (asked.stderr.strip() or "it said nothing").splitlines()[-1]
        print(f"No part was asked about, pip-audit failed: {last}")
        return 1 if _has_a_service(asked.stderr) else 0
    for line in told(parts):
        print(line)
    return 1 if any(part.get("vulns") for part in parts) else 0


def _has_a_service(complaint: str) -> bool:
    """Whether it failed for another reason than that nobody answered."""
    return not any(word in complaint for word in ("Connection", "timed out", "resolve", "SSL"))


def told(parts: Sequence[dict[str, Any]]) -> list[str]:
    """What came of it, a line for each part with a hole, and a line about all."""
    holes = [
        f"{part['name']} {part['version']}: {', '.join(hole['id'] for hole in part['vulns'])}"
        for part in parts
        if part.get("vulns")
    ]
    unasked = [part["name"] for part in parts if "skip_reason" in part]
    asked = len(parts) - len(unasked)
    if not asked:
        return ["No part could be asked about: the index that is reached here knows of no holes."]
    about = f"{asked} of {len(parts)} parts were asked about; with a known hole: {len(holes)}"
    more = f" and {len(unasked) - MOST_NAMED} more" if len(unasked) > MOST_NAMED else ""
    left = f"; not asked about: {', '.join(unasked[:MOST_NAMED])}{more}" if unasked else ""
    return [*holes, f"{about}{left}."]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
