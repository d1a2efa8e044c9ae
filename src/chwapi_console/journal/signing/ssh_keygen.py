"""Keys and signatures by OpenSSH's `ssh-keygen`, which every host of an estate has.

Nothing of the kind is loaded or asked for where no origin has a key.

A login's key (`signing_key`) has no passphrase, for nobody could be asked for one by an act.
`ssh-keygen` is found in the system's folders alone, is given no terminal and no agent, and only so
long: it looks the login up in the user directory, which may be dead.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from chwapi_console import own_folder
from chwapi_console.durable import sync_file, sync_folder
from chwapi_console.errors import JournalError
from chwapi_console.journal.signing.signatures import NAMESPACE
from chwapi_console.journal.signing.signing_key import is_usable, key_path, own_key, public_half
from chwapi_console.text import Sentence, say

PATIENCE, PATIENCE_FOR_A_CHECK = 3.0, 2.0
"""Seconds that one call may take; somebody waits for a check."""

PLACES = "/usr/bin:/bin:/usr/local/bin"
_SIGNER = "origin"
_GOOD, _BAD = b"Good ", b"Could not verify signature"
_NOT_LOOKED_AT = (b"Unable to open allowed keys file", b"Couldn't read signature file")
"""What is said on stderr beside that it could not be verified where nothing was read, as where the
system has no /dev/fd."""


class Unsigned(JournalError):
    """A signature could not be made, or not be looked at."""


def make_key() -> Path:
    """Makes this login's key, unless it has one.

    Where it lies, on disk: an origin born with it must not outlive it. Unsigned where it cannot be
    made.
    """
    path = key_path()
    if path is None:
        raise Unsigned(say("No key can be made: the environment names no home (HOME)."))
    try:
        _make_at(path)
    except own_folder.NotOwn as error:
        raise Unsigned(
            say(
                "{path}: no key can be made there: {place} is a link, somebody else's, or for "
                "others to write. Set "
                "HOME to your own home (sudo -H does), or XDG_STATE_HOME to a folder that is yours "
                "alone.",
                path=str(path),
                place=str(error.filename),
            )
        ) from error
    except OSError as error:
        raise Unsigned(
            say(
                "{path}: no key can be made there: {reason}.",
                path=str(path),
                reason=error.strerror or str(error),
            )
        ) from error
    if not own_key():
        raise Unsigned(
            say(
                "{path}: the key there is none that this login can sign with. It and its folder "
                "must be yours, no link, and for nobody else to read or write.",
                path=str(path),
            )
        )
    return path


def _make_at(path: Path) -> None:
    """Makes both halves of the key, on disk; of one that is there already the public half alone.

    Of what lies in a key's place and is none nothing is made.
    """
    with (
        own_folder.made(path.parent, sync_folder),
        tempfile.TemporaryDirectory(dir=path.parent) as folder,
    ):
        made = Path(folder) / path.name
        if not os.path.lexists(path):
            _called(["-q", "-t", "ed25519", "-N", "", "-C", NAMESPACE, "-f", str(made)])
            sync_file(made)
            with suppress(FileExistsError):
                os.link(made, path)  # never over a key that somebody made meanwhile
        if not is_usable(path):
            return
        public_half(made).write_bytes(_called(["-y", "-f", str(path)]).stdout)
        sync_file(public_half(made))
        public_half(made).replace(public_half(path))
    sync_folder(path.parent)


def signature(digest: str) -> str:
    """This login's signature over a hash, armoured.

    The hash is hex with a line end, as `sha256sum | cut` gives it. Unsigned where it cannot be
    made.
    """
    made = _called(
        ["-q", "-Y", "sign", "-f", str(key_path()), "-n", NAMESPACE], f"{digest}\n".encode()
    )
    return made.stdout.decode("ascii", "replace")


def is_signed(key: str, digest: str, armoured: str) -> bool:
    """Whether a signature over a hash is by this key.

    Unsigned where that cannot be found out here.
    """
    with _lent(f'{_SIGNER} namespaces="{NAMESPACE}" {key}\n') as signers, _lent(armoured) as text:
        done = _run(
            [
                "-Y",
                "verify",
                "-f",
                f"/dev/fd/{signers}",
                "-I",
                _SIGNER,
                "-n",
                NAMESPACE,
                "-s",
                f"/dev/fd/{text}",
            ],
            f"{digest}\n".encode(),
            PATIENCE_FOR_A_CHECK,
            (signers, text),
        )
    if not done.returncode and done.stdout.startswith(_GOOD):
        return True
    if _BAD in done.stdout and not any(each in done.stderr for each in _NOT_LOOKED_AT):
        return False
    raise _failed(done)


@contextmanager
def _lent(text: str) -> Iterator[int]:
    """A descriptor from which a program that is called reads a short text.

    Nothing of it is on a disk, which may be full.
    """
    reader, writer = os.pipe()
    try:
        os.write(writer, text.encode())
        os.close(writer)
        yield reader
    finally:
        os.close(reader)


def _called(words: Sequence[str], given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    done = _run(words, given, PATIENCE)
    if done.returncode:
        raise _failed(done)
    return done


def _run(
    words: Sequence[str], given: bytes, patience: float, lent: Sequence[int] = ()
) -> "subprocess.CompletedProcess[bytes]":
    program = shutil.which("ssh-keygen", path=PLACES)
    if program is None:
        raise Unsigned(say("ssh-keygen (OpenSSH) is not on this machine."))
    try:
        return subprocess.run(
            [program, *words],
            input=given,
            capture_output=True,
            pass_fds=lent,
            start_new_session=True,
            timeout=patience,
            check=False,
            env={"PATH": PLACES, "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired as error:
        raise Unsigned(
            say("ssh-keygen did not answer within {seconds} s.", seconds=round(patience))
        ) from error
    except OSError as error:
        raise Unsigned(
            say("ssh-keygen cannot be run: {reason}.", reason=error.strerror or str(error))
        ) from error


def _failed(done: "subprocess.CompletedProcess[bytes]") -> Unsigned:
    lines = done.stderr.decode("utf-8", "replace").split("\n")
    reason: Sentence | str = next(
        (line.strip() for line in lines if line.strip()), say("no reason was given")
    )
    return Unsigned(say("ssh-keygen failed: {reason}.", reason=reason))
