"""How the one file starts: it becomes `__main__.py` in it. Everything is read from the file itself;
nothing is written, and no folder is needed.

Modules come as byte code where the file has that for the Python it runs on, else from their source.
The one compiled part is put into memory and loaded from there (memfd_create(2)); where the system
forbids that, from a folder that `CHWAPI_UNPACK` names, for the moment in which it is loaded.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # the file is given to whatever Python there is
    sys.exit(
        "chwapi-console: this is Python %d.%d; 3.11 or newer is needed. Another may be here: "  # noqa: UP031
        "python3.11, python3.12, python3.13" % sys.version_info[:2]
    )

import marshal
import os
import zipimport
import zlib
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from types import CodeType, ModuleType
from zipimport import zipimporter

MINOR = sys.version_info[1]
MACHINE = os.uname().machine
BYTE_CODE, SOURCES, COMPILED = f"py3{MINOR}", "lib", f"native/{MACHINE}/py3{MINOR}"
SCREEN = ("textual", "rich", "pydantic", "typing_extensions", "chwapi_console/console")
"""What the console loads whole, by its path: its byte code is packed as one, which takes two thirds
of the room."""

NAMES = "names"
"""The names of all that is in the file, one a line."""

UNPACK = "CHWAPI_UNPACK"

OF_A_NIGHT = (
    "chwapi_console.console",
    *(f"chwapi_console.cli.verbs.verb_{verb}" for verb in ("do", "wait")),
)
"""What is loaded by whoever stays: modules are loaded for the rest of the night."""


def is_of_screen(entry: str) -> bool:
    """Whether a source, by its path, is of what the console loads whole."""
    return any(entry == f"{part}.py" or entry.startswith(f"{part}/") for part in SCREEN)


def _code(data: bytes) -> CodeType:
    code = marshal.loads(data)
    assert isinstance(code, CodeType)
    return code


class OneFile:
    """Finds and loads all modules that the file has. They are named as in a folder of packages, so
    that what is beside a module can be asked for by its path."""

    def __init__(self, archive: str) -> None:
        self.archive = archive
        self._zip = zipimporter(archive)
        self._is_kept = False
        self._for_screen: dict[str, bytes] | None = None
        self._names: frozenset[str] = frozenset()
        self._names = frozenset(self.get_data(f"{archive}/{NAMES}").decode("ascii").split("\n"))

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Where a module is; None where it is not in the file."""
        if name in OF_A_NIGHT and not self._is_kept:
            self._keep()
        stem = name.replace(".", "/")
        for entry in (f"{stem}/__init__", stem):
            if f"{SOURCES}/{entry}.py" in self._names:
                where = f"{self.archive}/{SOURCES}/{entry}.py"
                spec = ModuleSpec(name, self, origin=where, is_package=entry != stem)  # type: ignore[arg-type]
                spec.has_location = True
                if entry != stem:
                    spec.submodule_search_locations = [f"{self.archive}/{SOURCES}/{stem}"]
                return spec
        if f"{COMPILED}/{name}.so" in self._names:
            return ModuleSpec(name, Compiled(self, name))  # type: ignore[arg-type]
        if name in self._compiled_elsewhere():
            sys.exit(
                f"chwapi-console: this file has no part for Python 3.{MINOR} on {MACHINE}, only for "
                f"{', '.join(self._made_for())}. Another Python may be here: python3.11, python3.12"
            )
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As usual."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Runs a module's code."""
        exec(self.get_code(module.__name__), module.__dict__)

    def get_code(self, name: str) -> CodeType:
        """The code of a module."""
        where = self._path(name)
        entry = where.removeprefix(f"{self.archive}/{SOURCES}/")
        if f"{BYTE_CODE}/{entry}c" in self._names:
            return _code(self.get_data(f"{self.archive}/{BYTE_CODE}/{entry}c"))
        if is_of_screen(entry) and entry in self._screen():
            return _code(self._screen()[entry])
        return compile(self.get_data(where), where, "exec", dont_inherit=True)

    def get_source(self, name: str) -> str:
        """The text of a module."""
        return self.get_data(self._path(name)).decode("utf-8")

    def is_package(self, name: str) -> bool:
        """Whether it has modules of its own."""
        return self._path(name).endswith("/__init__.py")

    def get_data(self, path: str) -> bytes:
        """The bytes of what lies in the file at a path; OSError where nothing does.

        A file that was damaged on its way ends the program in a sentence, before any of that runs:
        the importer itself compares no sums.
        """
        entry = path.removeprefix(f"{self.archive}/")
        try:
            data = self._zip.get_data(entry)
        except (ImportError, EOFError, ValueError, zlib.error):
            raise self._damaged(entry) from None
        except OSError:
            if entry in self._names:
                raise self._damaged(entry) from None
            raise
        if zlib.crc32(data) != self._sum(entry):
            raise self._damaged(entry)
        return data

    def _sum(self, entry: str) -> int:
        """The CRC-32 that the directory of the file has of an entry."""
        directory = vars(zipimport)["_zip_directory_cache"][self._zip.archive]
        return int(directory[entry][7])

    def _damaged(self, entry: str) -> SystemExit:
        return SystemExit(
            f"chwapi-console: {self.archive} is damaged (in {entry}). Copy it here anew, and compare "
            "its SHA-256 with the one that came with it."
        )

    def get_resource_reader(self, name: str) -> object:
        """What `importlib.resources` reads the files of a package by: the time zones, here."""
        from importlib.readers import ZipReader

        parent = name.rpartition(".")[0].replace(".", "/")
        where = f"{self._zip.archive}/{SOURCES}/{parent}"
        return ZipReader(zipimporter(where.rstrip("/")), name)

    def _keep(self) -> None:
        """Goes on from a copy in memory: the stick with the file may be pulled out, and another file
        may be put in its place, while a console is open."""
        self._is_kept = True
        try:
            with open(self.archive, "rb") as file:
                data = file.read()
            held = os.memfd_create("chwapi-console")
            with open(held, "wb", closefd=False) as copy:
                copy.write(data)
            self._zip = zipimporter(f"/proc/self/fd/{held}")
        except (OSError, ImportError):
            pass  # it is read from where it lies

    def _path(self, name: str) -> str:
        spec = self.find_spec(name)
        if spec is None or spec.origin is None:
            raise ImportError(name)
        return spec.origin

    def _screen(self) -> dict[str, bytes]:
        """The byte code of what the console draws with, by the path of its source."""
        if self._for_screen is None:
            self._for_screen = {}
            if f"{BYTE_CODE}/screen" in self._names:
                from lzma import decompress

                packed = self.get_data(f"{self.archive}/{BYTE_CODE}/screen")
                self._for_screen = marshal.loads(decompress(packed))
        assert self._for_screen is not None
        return self._for_screen

    def _compiled_elsewhere(self) -> set[str]:
        return {
            name.rpartition("/")[2].removesuffix(".so")
            for name in self._names
            if name.startswith("native/")
        }

    def _made_for(self) -> list[str]:
        parts = (name.split("/") for name in sorted(self._names) if name.startswith("native/"))
        return list(dict.fromkeys(f"3.{part[2][3:]} on {part[1]}" for part in parts))


class Compiled:
    """Loads a compiled module from memory, or from the folder that somebody named."""

    def __init__(self, of: OneFile, name: str) -> None:
        self._of, self._name = of, name

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """The module, with its code loaded."""
        from lzma import decompress

        packed = self._of.get_data(f"{self._of.archive}/{COMPILED}/{self._name}.so")
        data = decompress(packed)
        folder = os.environ.get(UNPACK)
        try:
            return self._from_folder(data, folder) if folder else self._from_memory(data)
        except (OSError, ImportError) as error:
            sys.exit(
                f"chwapi-console: the compiled part cannot be loaded from "
                f"{folder or 'memory'}: {error}. Name a folder in which programs may run: "
                f"{UNPACK}=/a/folder python3 {self._of.archive}"
            )

    def exec_module(self, module: ModuleType) -> None:
        """What is compiled runs when it is made; a second phase, where it has one, here."""
        self._loader.exec_module(module)

    def _from_memory(self, data: bytes) -> ModuleType:
        return self._from_open_file(os.memfd_create(self._name), data)

    def _from_folder(self, data: bytes, folder: str) -> ModuleType:
        """From a file that has no name any more once it has content, so that nobody who may write in
        the folder can put another in its place."""
        path = os.path.join(folder, f".chwapi-console-{os.getpid()}-{os.urandom(4).hex()}.so")
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o700)
        try:
            os.unlink(path)
            return self._from_open_file(held, data)
        finally:
            os.close(held)

    def _from_open_file(self, held: int, data: bytes) -> ModuleType:
        with open(held, "wb", closefd=False) as file:
            file.write(data)
        return self._loaded(f"/proc/self/fd/{held}")

    def _loaded(self, path: str) -> ModuleType:
        self._loader = ExtensionFileLoader(self._name, path)
        spec = ModuleSpec(self._name, self._loader, origin=path)
        spec.has_location = True
        return self._loader.create_module(spec)


def begin() -> int:
    """Runs the program that is in this file."""
    try:
        archive = os.path.dirname(os.path.abspath(__file__))
        named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        left_out = {archive, *(os.path.abspath(name) for name in named if not os.path.isabs(name))}
        first = len(named) + 1  # an empty one is the folder that somebody is in
        others = [
            entry
            for number, entry in enumerate(sys.path)
            if number >= first or os.path.abspath(entry) not in left_out
        ]
    except FileNotFoundError:
        sys.exit(
            "chwapi-console: the folder that you are in is not there any more. Go to the folder with "
            "the plan (cd), and do it again."
        )
    sys.meta_path.insert(0, OneFile(archive))
    sys.path[:] = others
    from chwapi_console.__main__ import main

    return main()


if __name__ == "__main__":
    sys.exit(begin())
