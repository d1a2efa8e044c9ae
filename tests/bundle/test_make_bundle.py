"""`make bundle` itself, and what its file says of a hub where the host has no libpq. The target takes
some ten seconds."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 60


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    subprocess.run(
        [
            *("make", "--no-print-directory", "-o", ".venv/dev.stamp", "bundle"),
            *(f"DIST={folder}", f"BIN={Path(sys.executable).parent}", "ARGS=--only-here"),
        ],
        cwd=ROOT,
        check=True,
        timeout=MOST_SECONDS * 5,
        capture_output=True,
    )
    return folder / f"chwapi-console-{platform.machine()}.pyz"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    plan = tmp_path / "inventory.toml"
    plan.write_bytes((ROOT / "inventory.toml").read_bytes())
    return plan


def run(made: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-I", str(made), *words],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "CHWAPI_OPERATOR": "dba"},
        check=False,
    )


def test_the_target_makes_a_file_of_less_than_20_mb_that_runs(made: Path, plan: Path) -> None:
    assert made.stat().st_size < 20_000_000
    assert 0 == run(made, "take", "dc1", "-i", str(plan)).returncode
    assert "dc1" in run(made, "log", "-i", str(plan)).stdout


@pytest.mark.parametrize("words", [("sync",), ("hub", "status"), ("hub", "init")])
def test_a_hub_that_cannot_be_spoken_to_is_one_sentence(
    made: Path, plan: Path, words: tuple[str, ...]
) -> None:
    hub = ("--hub", "postgresql://127.0.0.1:1/none")
    done = run(made, *words, *hub, "-i", str(plan))
    assert (4, "") == (done.returncode, done.stdout)
    assert 1 == len(done.stderr.splitlines())
    assert 0 == run(made, "take", "dc1", *hub, "-i", str(plan)).returncode


def test_without_libpq_hub_commands_are_one_sentence_and_acts_are_written(
    made: Path, plan: Path, tmp_path: Path
) -> None:
    """A loader that finds no library: the driver asks ctypes for it."""
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes.util\nctypes.util.find_library = lambda name: None\n"
    )
    hub = ("--hub", "postgresql://127.0.0.1:1/none", "-i", str(plan))
    for words, code in ((("sync",), 4), (("hub", "status"), 4), (("take", "dc1"), 0)):
        done = subprocess.run(
            [sys.executable, str(made), *words, *hub],
            capture_output=True,
            text=True,
            cwd="/",
            env={
                "PATH": os.defpath,
                "LC_ALL": "C.UTF-8",
                "CHWAPI_OPERATOR": "dba",
                "PYTHONPATH": str(tmp_path),
                "PSYCOPG_IMPL": "python",  # not the compiled one that the tests' Python has
            },
            check=False,
        )
        assert code == done.returncode, done
        assert "Traceback" not in done.stderr
        if code:
            assert 1 == len(done.stderr.splitlines()), done.stderr
            assert "no hub can be spoken to. Install it: apt install libpq5" in done.stderr


def test_the_commands_of_the_page_for_the_night_run_on_the_file(made: Path, plan: Path) -> None:
    page = (ROOT / "docs" / "operator" / "one-file.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (night,) = (block for block in blocks if "--version" in block)
    lines = [re.sub(r"\s+#.*", "", line) for line in night.splitlines()]
    assert "python3 chwapi-console-x86_64.pyz -i inventory.toml" in lines
    (plan.parent / "chwapi-console-x86_64.pyz").symlink_to(made)
    text = "\n".join(lines).replace("python3", f"{sys.executable} -I")
    done = subprocess.run(
        ["sh", "-euc", text],
        cwd=plan.parent,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "CHWAPI_OPERATOR": "dba"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done
    assert "dc1" in done.stdout
