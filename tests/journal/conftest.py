"""A small plan for real processes, and an environment without anything of the person's who runs the
tests."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hospitals import HEAD

SERVERS = 60


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan of 60 servers in a folder of its own; commands act as `dba` unless told otherwise, in
    English."""
    for name in [
        *(n for n in os.environ if n.startswith("CHWAPI_")),
        "SUDO_USER",
        "LOGNAME",
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
    ]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CHWAPI_OPERATOR", "dba")
    lines = [
        f's{number:02} = {{ site = "imc", role = "x", state = "compromised" }}'
        for number in range(SERVERS)
    ]
    path = tmp_path / "inventory.toml"
    path.write_text(HEAD + "[servers]\n" + "\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every login can walk to: those of pytest are closed to all but their owner, and
    closed again by each run."""
    folder = Path(tempfile.mkdtemp(prefix="chwapi-logins-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
