"""The page of an export of evidence, done as whoever was given it does it: without this program."""

import subprocess
from pathlib import Path


def commands(page: str) -> str:
    """The indented lines of the page, as they stand."""
    return "\n".join(line[4:] for line in page.splitlines() if line.startswith("    "))


def checked(evidence: Path, page: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Does exactly what the page says: its own, or the one that was read before."""
    said = (page or evidence / "READ-ME.txt").read_text(encoding="utf-8")
    return subprocess.run(
        ["bash", "-c", "set -e\n" + commands(said)],
        cwd=evidence,
        text=True,
        capture_output=True,
        check=False,
        errors="replace",
        env={"PATH": "/usr/bin:/bin"},
    )
