"""What `--version` says.

Of the one file that carries all, with what else is in it and how it is known again.
"""

import platform
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from chwapi_console import __version__
from chwapi_console.package_data import archive_of, package_data

CONTENTS = Path(__file__).parents[2] / "bundle.txt"
"""What the one file is made of, a line each; it is there and nowhere else."""


def versions() -> Iterator[str]:
    """The lines."""
    yield f"chwapi-console {__version__}"
    try:
        contents = package_data(CONTENTS).decode("utf-8")
    except OSError:
        return
    file = archive_of(CONTENTS)
    yield f"Python {platform.python_version()} on {platform.machine()}"
    yield from contents.splitlines()
    with file.open("rb") as opened:
        yield f"SHA-256 {file_digest(opened, 'sha256').hexdigest()}  {file.name}"
