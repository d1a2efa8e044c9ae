"""What the package carries beside its modules: catalogues, tables of words, the exercise."""

from pathlib import Path
from typing import Protocol, cast


class _Loader(Protocol):
    def get_data(self, path: str) -> bytes: ...


def package_data(path: Path) -> bytes:
    """The bytes of a file that lies beside a module; OSError where none does.

    Whatever loaded the modules reads it, so it may lie in a folder or in an archive.
    """
    assert __spec__ is not None
    return cast(_Loader, __spec__.loader).get_data(str(path))


def archive_of(path: Path) -> Path:
    """The file of which a path names a part, as it does where the modules lie in an archive."""
    return next(parent for parent in (path, *path.parents) if parent.is_file())
