"""Builds the one file that runs with `python3 FILE` where nothing can be installed: no network, no
pip, no folder to write to.

    bundle.py FILE [--machine NAME] [--only-here]

Everything comes from the lock (requirements/run.txt): what is pure from the packages installed
beside this Python, the compiled part for each Python from its own wheel. Byte code is made by each
Python that is found here; on others the file compiles its sources as it loads them. The same
sources and interpreters give the same bytes.
"""

import argparse
import hashlib
import io
import lzma
import marshal
import re
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path

from bundle_boot import is_of_screen

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements" / "run.txt"
HERE = sysconfig.get_platform().rpartition("-")[2]
"""The kind of machine that this is."""

MINORS = (11, 12, 13, 14)
PLATFORMS = ("manylinux2014", "manylinux_2_17", "manylinux_2_28")
COMPILED = {"pydantic-core": "pydantic_core._pydantic_core"}
"""The packages without whose compiled part nothing runs, and what that is called."""

LEFT_OUT = frozenset(
    {
        "python-calamine",
        "markdown-it-py",
        "mdit-py-plugins",
        "linkify-it-py",
        "mdurl",
        "uc-micro-py",
    }
)
"""Packages that the program can do without: the reader of workbooks is compiled, and it is said
where one is given; Textual's page of Markdown is never shown."""

NEVER_LOADED = re.compile(
    r"pygments/(?:lexers/(?!__init__|_mapping|python)|styles/(?!__init__|_mapping|default))|pydantic/v1/"
)
"""Modules of other packages that would take two megabytes and that nothing here ever asks for."""

SUFFIXES = (".py", ".toml", ".mo", ".typed", ".json")
WHEN = (2021, 1, 17, 0, 0, 0)
MOST = 20_000_000
"""Bytes."""

SELDOM = frozenset({"init", "drill", "import", "diff", "triage", "infer", "hub"})
"""Verbs of the days before and after: what they load comes as source, which takes a moment more."""

_LOADED = f"""
import importlib, sys
from chwapi_console.console.terminal.lean_imports import only_what_is_used
with only_what_is_used():
    import chwapi_console.console.app
import pydantic, chwapi_console.inventory.file.schema
from chwapi_console.cli.line.verb_table import VERBS
for name, verb in VERBS.items():
    if name not in {set(SELDOM)}:
        importlib.import_module(f"chwapi_console.cli.verbs.{{verb.home}}")
print(*sys.modules)
"""
_COMPILES = """
import ast, marshal, sys
for name in sys.stdin.read().split("\\n"):
    with open(name, "rb") as file:
        tree = ast.parse(file.read(), name)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            if ast.get_docstring(node, clean=False) is not None:
                first = node.body.pop(0)
                if not node.body:
                    node.body.append(ast.copy_location(ast.Pass(), first))
    with open(name + "c", "wb") as file:
        marshal.dump(compile(tree, name, "exec", dont_inherit=True), file)
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Builds it, and says what is in it."""
    words = argparse.ArgumentParser(description="Builds the one file.")
    words.add_argument("file", type=Path)
    words.add_argument("--machine", default=HERE)
    words.add_argument("--only-here", action="store_true", help="for this Python alone, offline")
    given = words.parse_args(argv)
    minors = (sys.version_info[1],) if given.only_here else MINORS
    parts = dict(sources())
    python = {minor: path for minor in minors if (path := interpreter(minor))}
    loaded = frozenset(modules_loaded())
    code: dict[int, Mapping[str, bytes]] = {
        minor: byte_code(parts, loaded, path, minor) for minor, path in python.items()
    }
    parts.update(
        compiled_here()
        if given.only_here
        else {
            name: data
            for minor in minors
            for name, data in compiled_parts(minor, given.machine).items()
        }
    )
    written = as_large_as_may_be(parts, code)
    given.file.parent.mkdir(parents=True, exist_ok=True)
    given.file.write_bytes(written)
    print(
        f"{given.file}: {len(written) / 1e6:.1f} MB, {given.machine}, "
        f"SHA-256 {hashlib.sha256(written).hexdigest()}"
    )
    print(f"byte code for Python {', '.join(f'3.{minor}' for minor in code)}")
    if len(written) > MOST:
        print(f"that is more than {MOST / 1e6:.0f} MB: what is in it that nobody needs?")
        return 1
    return 0


def as_large_as_may_be(parts: Mapping[str, bytes], code: dict[int, Mapping[str, bytes]]) -> bytes:
    """The file with the byte code of as many Pythons as there is room for; of the newest, which
    servers have last, it is taken out of `code`, and that is said."""
    written = with_byte_code(parts, code)
    while len(written) > MOST and code:
        newest = max(code)
        del code[newest]
        print(
            f"no room for the byte code of Python 3.{newest}: the file takes longer to open there"
        )
        written = with_byte_code(parts, code)
    return written


def with_byte_code(parts: Mapping[str, bytes], code: Mapping[int, Mapping[str, bytes]]) -> bytes:
    """The file of these parts, with the byte code for each of these Pythons."""
    whole = {**parts, "lib/chwapi_console/bundle.txt": contents(code)}
    for of_one in code.values():
        whole.update(of_one)
    whole["names"] = "\n".join(sorted(whole)).encode("ascii")
    whole["__main__.py"] = (ROOT / "tools" / "bundle_boot.py").read_bytes()
    return archive(whole)


def sources() -> Iterator[tuple[str, bytes]]:
    """The program and every package of the lock, as they are named in the file."""
    package = ROOT / "src" / "chwapi_console"
    for path in sorted(package.rglob("*")):
        if path.suffix in SUFFIXES and "__pycache__" not in path.parts:
            yield f"lib/chwapi_console/{path.relative_to(package).as_posix()}", path.read_bytes()
    yield "lib/chwapi_console/drill.toml", (ROOT / "inventory.toml").read_bytes()
    for carries in carried():
        yield from _package(carries)
    for page in sorted((ROOT / "docs").rglob("*.*")):
        if page.suffix in (".md", ".txt"):
            yield page.relative_to(ROOT).as_posix(), page.read_bytes()


def carried() -> list[Distribution]:
    """The packages that are in the file: those of the lock, and what speaks to a hub through the
    libpq of the host."""
    return [distribution(name) for name in sorted({*locked(), "psycopg"} - LEFT_OUT)]


def _package(package: Distribution) -> Iterator[tuple[str, bytes]]:
    for file in sorted(package.files or (), key=str):
        where, path = file.as_posix(), Path(str(package.locate_file(file)))
        if "__pycache__" in where or where.startswith("..") or NEVER_LOADED.match(where):
            continue
        zone = where.startswith("tzdata/zoneinfo/")
        told = ".dist-info/" in where
        licence = told and re.search(r"licen[cs]e|METADATA|notice", where, re.I)
        if (path.suffix in SUFFIXES and not told) or zone or licence:
            yield f"lib/{where}", path.read_bytes()


def locked() -> dict[str, str]:
    """The packages of the lock, each with its line and the hashes below it."""
    entries = re.finditer(r"^([\w.-]+)==.*(?:\n +--hash.*)*", LOCK.read_text("utf-8"), re.M)
    return {entry[1]: entry[0] for entry in entries}


def interpreter(minor: int) -> str | None:
    """The Python of a minor version that is found here; None where none is."""
    if minor == sys.version_info[1]:
        return sys.executable
    home = Path.home() / ".pyenv" / "versions"
    for name in (f"python3.{minor}", *map(str, sorted(home.glob(f"3.{minor}.*/bin/python3")))):
        try:
            asked = subprocess.run(
                [name, "-c", "import sys; print(sys.version_info[1])"],
                capture_output=True,
                check=False,
            )
        except OSError:
            continue
        if asked.stdout.strip() == str(minor).encode():
            return name
    return None


def modules_loaded() -> Sequence[str]:
    """The names of the modules that the console and the verbs load: byte code of others would only
    take room."""
    return subprocess.run(
        [sys.executable, "-P", "-c", _LOADED], capture_output=True, text=True, check=True
    ).stdout.split()


def byte_code(
    parts: Mapping[str, bytes], loaded: frozenset[str], python: str, minor: int
) -> dict[str, bytes]:
    """The byte code of what is loaded, made by that Python; without docstrings, which nobody reads
    there."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for name, data in parts.items():
            module = name.removeprefix("lib/").removesuffix(".py").removesuffix("/__init__")
            if name.endswith(".py") and module.replace("/", ".") in loaded:
                names.append(name)
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        subprocess.run(
            [python, "-I", "-c", _COMPILES],
            input="\n".join(names),
            text=True,
            cwd=folder,
            check=True,
        )
        made = {
            name.removeprefix("lib/"): (Path(folder) / f"{name}c").read_bytes() for name in names
        }
    screen = {name: code for name, code in made.items() if is_of_screen(name)}
    return {
        f"py3{minor}/screen": _packed(marshal.dumps(screen)),
        **{f"py3{minor}/{name}c": code for name, code in made.items() if name not in screen},
    }


def compiled_here() -> dict[str, bytes]:
    """The compiled parts that are installed beside this Python."""
    from importlib.util import find_spec

    found = {}
    for name in COMPILED.values():
        spec = find_spec(name)
        assert spec is not None and spec.origin is not None
        place = _compiled(HERE, sys.version_info[1], name)
        found[place] = _packed(Path(spec.origin).read_bytes())
    return found


def compiled_parts(minor: int, machine: str) -> dict[str, bytes]:
    """The compiled parts for a Python on a machine, out of their wheels."""
    parts: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        lock = locked()
        wanted.write_text("\n".join(lock[name] for name in COMPILED), encoding="utf-8")
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"),
                *("download", "--no-deps", "--only-binary=:all:", "--require-hashes"),
                *("--python-version", f"3.{minor}", "-r", str(wanted), "-d", folder),
                *(f"--platform={platform}_{machine}" for platform in PLATFORMS),
            ],
            check=True,
        )
        for wheel in sorted(Path(folder).glob("*.whl")):
            with zipfile.ZipFile(wheel) as packed:
                for member in packed.namelist():
                    if member.endswith(".so"):
                        module = member.partition(".")[0].replace("/", ".")
                        parts[_compiled(machine, minor, module)] = _packed(packed.read(member))
    return parts


def _compiled(machine: str, minor: int, module: str) -> str:
    return f"native/{machine}/py3{minor}/{module}.so"


def _packed(data: bytes) -> bytes:
    """What `bundle_boot` unpacks by itself, smaller than a zip would have it."""
    return lzma.compress(data, preset=9)


def contents(minors: Iterable[int]) -> bytes:
    """What the file says that it is made of."""
    packages = [f"{package.name} {package.version}" for package in carried()]
    pythons = ", ".join(f"3.{minor}" for minor in minors)
    return "\n".join([*packages, f"byte code for Python {pythons}", ""]).encode()


def archive(parts: Mapping[str, bytes]) -> bytes:
    """The parts in a zip that Python can run; the same parts give the same bytes."""
    written = io.BytesIO(b"#!/usr/bin/env python3\n")
    written.seek(0, io.SEEK_END)
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, data in sorted(parts.items()):
            entry = zipfile.ZipInfo(name, WHEN)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, data)
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
