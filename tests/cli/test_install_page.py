"""docs/operator/install.md: its lines for a folder of wheels, typed with the program's own wheel in it.
What the program needs is that of the tests, for a test has no index to fill the folder from."""

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operator" / "install.md").read_text(encoding="utf-8")


def test_the_program_is_installed_from_a_folder_without_an_index(tmp_path: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (lines,) = [block for block in blocks if "--no-index" in block]
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "wheelhouse"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for said, meant in (
        ("python3", sys.executable),
        ("/opt/", f"{tmp_path}/"),
        ("/usr/local/bin/", f"{tmp_path}/"),
        ("pip install", "pip install --no-deps"),
        (f"{tmp_path}/\n", f"{tmp_path}/started\n"),
    ):
        lines = lines.replace(said, meant)
    environ = {"PATH": os.defpath, "HOME": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    done = subprocess.run(
        [
            "sh",
            "-euc",
            f"{lines}\n{tmp_path}/started drill here\n{tmp_path}/started check -i here/inventory.toml",
        ],
        cwd=tmp_path,
        env={**environ, "PYTHONPATH": sysconfig.get_path("purelib"), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done
    assert (tmp_path / "chwapi-console" / "share" / "man" / "man1" / "chwapi-console.1").exists()
