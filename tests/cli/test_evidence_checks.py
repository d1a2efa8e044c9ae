"""The checks that the evidence brings along hold for every sound record, whatever stands in it, and
fail for every other."""

import json
import os
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from backups import backed_up, put_back
from chwapi_console.journal.record.events import hash_of
from chwapi_console.journal.signing import ssh_keygen
from chwapi_console.journal.signing.signatures import born_with
from chwapi_console.report.evidence_checks import OWN
from cli.command_line import CommandLine
from cli.evidence_page import checked
from journal.forgeries import chained, verdict_on, written

FAKE_END = (
    ',"id":"i","kind":"plan.seen","lamport":7,"operator":"o","origin":"p","prev":"'
    + "0" * 64
    + '","saw":{"q":[1,"'
    + "ab" * 32
    + '"]},"seq":9,"subject":"s"}'
)
"""What an event ends with, for somebody to put it where it is none."""
ODD = (
    'a"saw":{b',
    "x\\",
    'y\\"',
    "{",
    "}],",
    FAKE_END,
    "ligne\u2028suivante",
    "tab\tnew\nline\x7f",
    "\u00c3\u00a9",
    '","seq":3,"subject":"',
    "'$(reboot)`",
    " ",
    "%s %d",
    "-n",
    "ssh-ed25519 AAAA",
)
NESTED = {"z": json.loads("{" + FAKE_END[1:]), "digest": "ab" * 32, "text": "no plan"}
AN_ORIGIN = 200
"""Letters of an odd name that are part of an origin: no name of one has more than 255 bytes."""


def unpacked(here: CommandLine, name: str, *more: str) -> Path:
    here.typed("export", "evidence", f"{name}.zip", "--purpose", 'police "PV 12"', *more)
    with zipfile.ZipFile(here.folder / f"{name}.zip") as archive:
        archive.extractall(here.folder / name)
    return here.folder / name


def sound(evidence: Path) -> None:
    done = checked(evidence)
    assert (0, "") == (done.returncode, done.stderr), done


def fails(evidence: Path) -> bool:
    return checked(evidence).returncode != 0


def summed_anew(evidence: Path) -> None:
    """Makes the sums fit what is there now, as somebody would who changed it."""
    subprocess.run(
        "find . ! -type d ! -name SHA256SUMS ! -name new ! -name '*.tmp' | cut -c 3- | LC_ALL=C sort | xargs "
        "sha256sum > new && mv new SHA256SUMS",
        shell=True,
        cwd=evidence,
        check=True,
    )


def of_odd_people(here: CommandLine) -> None:
    """A peer whose names, subjects, texts and data look like parts of events."""
    rows = [
        row
        for number, odd in enumerate(ODD)
        for row in chained(
            [
                {"host": odd, "operator": odd, "subject": odd, "data": {"text": odd}},
                {"kind": odd or "x", "data": NESTED},
                {"data": {"text": odd}, "subject": odd},
            ],
            origin=f"{odd[:AN_ORIGIN]}-{number:08x}",
        )
    ]
    written(here.folder / "odd.journal", rows)
    assert 0 == here.typed("sync", "odd.journal").code


def resting_on_nothing(here: CommandLine, names: Sequence[str] = ODD) -> None:
    """Peers that claim to have seen what never was."""
    written(
        here.folder / "loose.journal",
        [
            row
            for number, odd in enumerate(names)
            for row in chained(
                [{"saw": {odd: [3, "ab" * 32], "x": [1, "no hash"]}}], origin=f"evil-{number:08x}"
            )
        ],
    )
    assert 0 == here.typed("sync", "loose.journal").code


def of_a_fork(here: CommandLine, *keep: str) -> None:
    """A journal that was put back after a peer had seen more of it; a third one, which knows of it,
    was written meanwhile."""
    here.done("note", "old", "first")
    backup = backed_up(here.journal)
    here.done("note", "old", "lost by the backup")
    here.done("sync", "peer.journal")
    here.done("note", "old", "by the peer", "--journal", "peer.journal")
    put_back(backup, here.journal)
    shutil.rmtree(Path(os.environ["XDG_STATE_HOME"]) / "chwapi-console" / "seen")  # it was meant
    here.done("note", "old", "said after it")
    here.typed("sync", "peer.journal", *keep)


def kept_fork(here: CommandLine) -> None:
    """A fork whose acts were said anew, and acts that rest on them."""
    of_a_fork(here, "--keep-fork")
    here.done("note", "old", "on top of both")


def signed(here: CommandLine) -> None:
    """Journals with keys: ours, a peer's that signs, forged acts, and a key of a host with an odd
    name."""
    if shutil.which("ssh-keygen", path=ssh_keygen.PLACES) is None:
        pytest.skip("needs OpenSSH")
    key = here.done("sign", "--json").json["key"]
    here.done("note", "old", "signed")
    for number, odd in enumerate(ODD):
        origin, birth = born_with(odd[:AN_ORIGIN], key)
        written(
            here.folder / f"key{number}.journal",
            chained(
                [
                    {"kind": birth.kind, "subject": birth.subject, "data": birth.data},
                    verdict_on("dc1"),
                ],
                origin=origin,
            ),
        )
        here.done("sync", f"key{number}.journal")


STORIES: dict[str, Callable[[CommandLine], None]] = {
    "of odd people": of_odd_people,
    "resting on nothing": resting_on_nothing,
    "of a fork": of_a_fork,
    "kept fork": kept_fork,
    "signed": signed,
}


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key lies there."""
    (tmp_path / "state").mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.mark.parametrize("story", STORIES)
def test_the_checks_hold_for_every_sound_record(here: CommandLine, story: str) -> None:
    here.done("mark", "san1", "dc1", "restored")
    STORIES[story](here)
    assert 0 == here.typed("audit").code
    sound(unpacked(here, "night"))


def spoilt(*statements: str) -> Callable[[CommandLine], None]:
    def spoil(here: CommandLine) -> None:
        with closing(sqlite3.connect(here.journal, isolation_level=None)) as connection:
            for trigger in ("event_is_never_updated", "event_is_never_deleted"):
                connection.execute(f"DROP TRIGGER {trigger}")
            for statement in statements:
                connection.execute(statement)

    return spoil


def forged(*parts: dict[str, Any]) -> Callable[[CommandLine], None]:
    """Events that somebody put into the file itself, past the door."""

    def forge(here: CommandLine) -> None:
        with closing(sqlite3.connect(here.journal, isolation_level=None)) as connection:
            connection.executemany(
                "INSERT INTO event (origin, seq, id, hash, body) VALUES (?, ?, ?, ?, ?)",
                chained(parts),
            )

    return forge


UNSOUND: dict[str, Callable[[CommandLine], None]] = {
    "an event was changed": spoilt(
        "UPDATE event SET body = CAST(replace(body, 'restored', 'verified') AS BLOB)"
    ),
    "the last event was changed": spoilt(
        "UPDATE event SET body = CAST(replace(body, 'the last', 'the LAST') AS BLOB)"
    ),
    "its hash was changed": spoilt("UPDATE event SET hash = 'x' WHERE position = 2"),
    "an event was taken out": spoilt("DELETE FROM event WHERE position = 2"),
    "an event of a peer was taken out": spoilt(
        "DELETE FROM event WHERE instr(CAST(body AS TEXT), 'of a peer')"
    ),
    "an entry is none": spoilt("UPDATE event SET body = zeroblob(300) WHERE position = 2"),
    "the last entry is none": spoilt(
        "UPDATE event SET body = zeroblob(300) WHERE position = (SELECT max(position) FROM event)"
    ),
    "triggers are gone": spoilt(),
    "its own origins are gone": spoilt("DROP TABLE own_origin"),
    "it has seen itself": forged({"saw": {"evil-00000001": [1, "ab" * 32]}}),
    "it rests on nothing": forged({"saw": {"nobody": [1, "ab" * 32]}}),
    "a number is left out": forged({}, {"seq": 3}),
    "an id is there twice": forged({"id": "i"}, {"id": "i2", "data": {"text": "i"}}),
    "a clock is wrong": forged({}, {"lamport": 70}),
    "less was seen than before": forged({"saw": {"x": [2, "ab" * 32]}}, {}),
    "other bytes": forged({"spoil": lambda body: body.replace(b'"kind":', b'"kind": ')}),
}


@pytest.mark.parametrize("why", UNSOUND)
def test_the_checks_fail_for_a_record_that_is_not_sound(here: CommandLine, why: str) -> None:
    here.done("mark", "san1", "dc1", "restored")
    here.done("note", "old", "of a peer", "--journal", "peer.journal")
    here.done("sync", "peer.journal")
    here.done("note", "old", "the last")
    UNSOUND[why](here)
    assert "an id is there twice" == why or 5 == here.typed("audit").code
    evidence = unpacked(here, "night")
    if "an id is there twice" == why:
        repeated(evidence)
    assert fails(evidence)


def repeated(evidence: Path) -> None:
    """The journal's table has each id once; what was exported can be given one twice."""
    (file,) = [path for path in evidence.glob("events/*") if b'"id":"i2"' in path.read_bytes()]
    before = hash_of(file.read_bytes().splitlines()[-1])
    file.write_bytes(file.read_bytes().replace(b'"id":"i2"', b'"id":"i"'))
    about = evidence / "about.json"
    about.write_text(
        about.read_text(encoding="utf-8").replace(
            before, hash_of(file.read_bytes().splitlines()[-1])
        ),
        encoding="utf-8",
    )
    summed_anew(evidence)


@pytest.fixture
def evidence(here: CommandLine) -> Path:
    """An export with all that there can be in one."""
    kept_fork(here)
    resting_on_nothing(here, ODD[:1])
    if shutil.which("ssh-keygen", path=ssh_keygen.PLACES) is not None:
        here.done("sign")
    here.done("note", "old", "by us")
    made = unpacked(here, "night")
    sound(made)
    return made


Mutation = tuple[str, Callable[[Path], object]]
Lines = list[bytes]


def changes(evidence: Path) -> Iterator[Mutation]:
    """What can be done to a file, without making the sums anew: at its begin, in it or at its end,
    in turn."""
    files = sorted(path for path in evidence.rglob("*") if path.is_file() and path.suffix != ".tmp")
    for path, at in zip(files, cycle((0.0, 0.5, 1.0)), strict=False):
        name = str(path.relative_to(evidence))
        yield f"{name} is gone", on(name, Path.unlink)
        yield f"{name} is changed at {at}", on(name, partial(_changed, at=at))
        yield f"{name} goes on", on(name, lambda file: file.write_bytes(file.read_bytes() + b"\n"))
        yield f"{name} has a copy", on(name, lambda file: shutil.copy(file, f"{file}.jsonl"))
    yield "sums in another order", on("SHA256SUMS", lines(lambda those: those[::-1]))
    yield "one sum less", on("SHA256SUMS", lines(lambda those: those[:-1]))
    yield "one sum twice", on("SHA256SUMS", lines(lambda those: [*those, those[-1]]))


def on(name: str, change: Callable[[Path], object]) -> Callable[[Path], object]:
    """The change, done to the file of this name in a folder."""
    return lambda folder: change(folder / name)


def lines(change: Callable[[Lines], Lines]) -> Callable[[Path], object]:
    """The change, done to the lines of a file."""
    return lambda file: file.write_bytes(
        b"".join(change(file.read_bytes().splitlines(keepends=True)))
    )


def _changed(file: Path, at: float) -> None:
    content = bytearray(file.read_bytes() or b" ")
    content[round(at * (len(content) - 1))] ^= 1
    file.write_bytes(content)


def edits(evidence: Path) -> Iterator[Mutation]:
    """What can be done to the events; the sums are made anew after it. Each byte is put to each
    place in some file, in turn, and each field is changed in several: a check reads whole lines."""
    for number, path in enumerate(sorted(evidence.glob("events/*"))):
        name, stored = str(path.relative_to(evidence)), path.read_bytes().splitlines(keepends=True)
        yield f"{name} is gone", on(name, Path.unlink)
        places = (0, path.stat().st_size // 2, path.stat().st_size)
        for turn, byte in enumerate((b"\0", b"\r", b"\n", b" ", b"\xff"), number):
            at = places[turn % len(places)]
            yield f"{name} has {byte!r} at {at}", on(name, partial(_inserted, byte, at))
        yield (
            f"{name} is there twice",
            on(name, lambda file: shutil.copy(file, file.with_name("99-x.jsonl"))),
        )
        for n in {0, len(stored) - 1}:
            yield f"{name} {n} is gone", on(name, lines(partial(_without, n=n)))
            yield f"{name} {n} is there twice", on(name, lines(partial(_twice, n=n)))
            if len(stored) > 1:
                yield f"{name} {n} is elsewhere", on(name, lines(partial(_elsewhere, n=n)))
            for field in sorted(json.loads(stored[n]))[(number + n) % 4 :: 4]:
                yield (
                    f"{name} {n}: another {field}",
                    on(name, lines(partial(_edited, n=n, field=field))),
                )


def _inserted(byte: bytes, at: int, file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:at] + byte + content[at:])


def _without(those: Lines, n: int) -> Lines:
    return [*those[:n], *those[n + 1 :]]


def _twice(those: Lines, n: int) -> Lines:
    return [*those[:n], those[n], *those[n:]]


def _elsewhere(those: Lines, n: int) -> Lines:
    return [those[n], *_without(those, n)] if n else [*those[1:], those[0]]


def _edited(those: Lines, n: int, field: str) -> Lines:
    fields = json.loads(those[n])
    value = fields[field]
    more = {**value, "x": [1, "ab" * 32]} if isinstance(value, dict) else f"{value}x"
    fields[field] = value + 1 if isinstance(value, int) else more
    edited = (
        json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        + b"\n"
    )
    return [*those[:n], edited, *those[n + 1 :]]


def survivors(evidence: Path, mutations: Iterator[Mutation], *, sums: bool) -> list[str]:
    """Those of the mutations after which every check still holds."""
    found, page, copy = [], evidence / "READ-ME.txt", evidence.parent / "mutated"
    for what, mutate in mutations:
        shutil.copytree(evidence, copy, ignore=shutil.ignore_patterns("*.tmp"))
        mutate(copy)
        if sums:
            summed_anew(copy)
        if not checked(copy, page).returncode:
            found.append(what)
        shutil.rmtree(copy)
    return found


def test_whatever_is_changed_added_or_taken_away_is_found(evidence: Path) -> None:
    assert [] == survivors(evidence, changes(evidence), sums=False)


def test_whatever_is_changed_about_the_events_is_found_though_the_sums_were_made_to_fit(
    evidence: Path,
) -> None:
    assert [] == survivors(evidence, edits(evidence), sums=True)


def test_a_missing_event_is_not_excused_by_a_line_for_it(evidence: Path) -> None:
    loose = evidence / "loose.txt"
    seen = (evidence / "seen.tmp").read_bytes().splitlines(keepends=True)
    for line in (
        next(line for line in seen if line not in loose.read_bytes().splitlines(keepends=True)),
        b'"x":[1,"y"]\n',
    ):
        copy = evidence.parent / "more"
        shutil.copytree(evidence, copy)
        (copy / "loose.txt").write_bytes(
            b"".join(sorted([*loose.read_bytes().splitlines(keepends=True), line]))
        )
        summed_anew(copy)
        assert fails(copy)
        shutil.rmtree(copy)


def set_aside(evidence: Path) -> list[bytes]:
    """Puts the last acts of a journal that another has seen into the file of what was kept, and
    makes what else says them fit; these acts."""
    file = next(path for path in evidence.glob("events/*") if b"taken out" in path.read_bytes())
    stored = file.read_bytes().splitlines(keepends=True)
    first = next(n for n, line in enumerate(stored) if b"taken out" in line)
    with (evidence / "kept.jsonl").open("ab") as kept:
        kept.writelines(stored[first:])
    file.write_bytes(b"".join(stored[:first]))
    about = evidence / "about.json"
    last, new_last = (hash_of(stored[n].rstrip(b"\n")) for n in (-1, first - 1))
    about.write_text(about.read_text(encoding="utf-8").replace(last, new_last), encoding="utf-8")
    summed_anew(evidence)
    return [line.rstrip(b"\n") for line in stored[first:]]


def said_otherwise(evidence: Path) -> None:
    """Puts an event there which says that it stands for the first of those acts, and says another."""
    kept = (evidence / "kept.jsonl").read_bytes().splitlines()
    act = next(json.loads(line) for line in kept if b"taken out" in line)
    (row,) = chained(
        [
            {
                "kind": "noted",
                "subject": "old",
                "data": {
                    "text": "nothing",
                    "keeps": {
                        "hash": hash_of(next(line for line in kept if b"taken out" in line)),
                        **{name: act[name] for name in ("id", "origin", "prev", "saw", "seq")},
                    },
                },
            }
        ],
        origin=f"{act['origin']}+12345678",
    )
    (evidence / "events" / "99-anew.jsonl").write_bytes(row[-1] + b"\n")
    about = evidence / "about.json"
    said = json.loads(about.read_text(encoding="utf-8"))
    said["origins"][row[0]] = {"events": 1, "last_hash": row[3]}
    about.write_text(json.dumps(said, indent=1), encoding="utf-8")
    summed_anew(evidence)


@pytest.mark.parametrize("is_forked", [True, False])
def test_an_act_that_others_had_seen_is_not_set_aside_as_one_of_a_fork(
    here: CommandLine, is_forked: bool
) -> None:
    if is_forked:
        kept_fork(here)
    here.done("note", "old", "before", "--journal", "other.journal")
    here.done("note", "old", "to be taken out", "--journal", "other.journal")
    here.done("note", "old", "more of it taken out", "--journal", "other.journal")
    here.done("sync", "other.journal")
    here.done("note", "old", "on top")
    evidence = unpacked(here, "night")
    sound(evidence)
    set_aside(evidence)
    assert "an act that no event says anew" in checked(evidence).stdout
    said_otherwise(evidence)
    assert "an act that no event says anew" in checked(evidence).stdout


def test_an_act_that_others_had_seen_is_not_excused_as_one_that_never_came(
    here: CommandLine,
) -> None:
    resting_on_nothing(here, ODD[:3])
    here.done("note", "old", "before", "--journal", "other.journal")
    here.done("note", "old", "to be taken out", "--journal", "other.journal")
    here.done("sync", "other.journal")
    here.done("note", "old", "on top")
    evidence = unpacked(here, "night")
    sound(evidence)
    seen = (evidence / "seen.tmp").read_text(encoding="utf-8").splitlines(keepends=True)
    gone = {hash_of(act) for act in set_aside(evidence)}
    (evidence / "kept.jsonl").unlink()
    loose = (evidence / "loose.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    excuses = [line for line in seen if any(digest in line for digest in gone)]
    assert excuses
    (evidence / "loose.txt").write_text("".join(sorted([*loose, *excuses])), encoding="utf-8")
    summed_anew(evidence)
    assert "loose.txt: no event told of it when it came" in checked(evidence).stdout


def test_no_check_writes_through_a_link_that_came_with_the_evidence(evidence: Path) -> None:
    own = evidence.parent / "somebodys-own"
    own.write_text("precious")
    for name in OWN:
        (evidence / f"{name}.tmp").unlink(missing_ok=True)
        (evidence / f"{name}.tmp").symlink_to(own)
    sound(evidence)
    assert "precious" == own.read_text()
    assert not any((evidence / f"{name}.tmp").is_symlink() for name in OWN)


def test_a_file_that_bears_the_name_of_one_that_the_checks_write_is_found_where_they_do_not(
    evidence: Path,
) -> None:
    (evidence / "other.tmp").write_text("")
    assert fails(evidence)


@pytest.mark.parametrize(
    "name",
    [" ", "a b", "''", "x'y'", '"', "-t", "--help", "events/ x", "log.txt ", "n\nSHA256SUMS", "\\"],
)
def test_whatever_an_added_file_is_called_it_is_found(evidence: Path, name: str) -> None:
    (evidence / name).write_text("")
    assert fails(evidence)


@pytest.mark.parametrize("name", ["events/pipe", "log.txt", "SHA256SUMS"])
def test_a_pipe_that_came_along_is_found_and_not_waited_for(evidence: Path, name: str) -> None:
    (evidence / name).unlink(missing_ok=True)
    os.mkfifo(evidence / name)
    assert "a link, a pipe or a device is here" in checked(evidence).stdout


def test_a_link_to_what_was_exported_is_not_that(evidence: Path) -> None:
    (evidence / "log.txt").rename(evidence.parent / "log.txt")
    (evidence / "log.txt").symlink_to("../log.txt")
    assert fails(evidence)


def test_bytes_of_zero_in_what_a_fork_kept_are_found_though_the_sums_were_made_to_fit(
    evidence: Path,
) -> None:
    _inserted(b"\0", 40, evidence / "kept.jsonl")
    summed_anew(evidence)
    assert fails(evidence)


@pytest.fixture
def with_signatures(here: CommandLine) -> Path:
    """An export of a login that signed three times."""
    if shutil.which("ssh-keygen", path=ssh_keygen.PLACES) is None:
        pytest.skip("needs OpenSSH")
    here.done("sign")
    for text in ("one", "two", "three"):
        here.done("note", "old", text)
    evidence = unpacked(here, "night")
    sound(evidence)
    return evidence


def of_the_key(evidence: Path, end: str) -> Path:
    (file,) = evidence.glob(f"signatures/*.{end}")
    return file


def earlier(evidence: Path) -> None:
    """Puts the first signature that the key gave in the place of its last."""
    events = [
        json.loads(line)
        for path in evidence.glob("events/*")
        for line in path.read_bytes().splitlines()
    ]
    first = next(event["data"] for event in events if event["kind"] == "signed")
    of_the_key(evidence, "hash").write_text(first["hash"] + "\n", encoding="utf-8")
    of_the_key(evidence, "sig").write_text(first["signature"], encoding="utf-8")


def without_its_signature(evidence: Path) -> None:
    for end in ("hash", "sig"):
        of_the_key(evidence, end).unlink()


def without_its_key(evidence: Path) -> None:
    without_its_signature(evidence)
    of_the_key(evidence, "birth").unlink()
    (evidence / "signatures" / "signers").write_bytes(b"")


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (earlier, "what is here for it is not the last"),
        (without_its_signature, "what is here for it is not the last"),
        (without_its_key, "its key is missing"),
    ],
)
def test_another_signature_than_the_last_and_none_are_found_though_the_sums_were_made_to_fit(
    with_signatures: Path, forge: Callable[[Path], None], told: str
) -> None:
    forge(with_signatures)
    summed_anew(with_signatures)
    done = checked(with_signatures)
    assert (1, True) == (done.returncode, told in done.stdout), done


def test_what_somebody_wrote_under_a_name_with_a_key_is_told_by_its_line(
    with_signatures: Path,
) -> None:
    assert "no key stands" not in checked(with_signatures).stdout
    (file,) = with_signatures.glob("events/*-k*")
    stored = file.read_bytes().splitlines()
    last = json.loads(stored[-1])
    (row,) = chained(
        [{**verdict_on("dc1"), "seq": len(stored) + 1, "prev": hash_of(stored[-1])}],
        origin=last["origin"],
    )
    file.write_bytes(file.read_bytes() + row[-1] + b"\n")
    about = with_signatures / "about.json"
    said = about.read_text(encoding="utf-8")
    about.write_text(said.replace(hash_of(stored[-1]), row[3]), encoding="utf-8")
    summed_anew(with_signatures)
    done = checked(with_signatures)
    assert (0, "") == (done.returncode, done.stderr), done
    assert f"{file.parent.name}/{file.name}: no key stands for line" in done.stdout
