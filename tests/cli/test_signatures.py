"""Acts of an origin with a key: what its holder signed, what others forged under its name, and how
a third person checks it."""

import json
import os
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from backups import backed_up, put_back
from chwapi_console.journal.opening import opened
from chwapi_console.journal.record.events import GENESIS
from chwapi_console.journal.signing import checked_before, ssh_keygen
from chwapi_console.journal.signing.checked_before import MOST_OF_A_KEY
from chwapi_console.journal.signing.signatures import Signatures, is_keyed
from cli.command_line import CommandLine, loaded_modules
from journal.forgeries import chained, verdict_on, written

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen", path=ssh_keygen.PLACES) is None, reason="needs OpenSSH"
)
Row = tuple[str, int, str, str, bytes]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own, with no key in it, and a cache that knows nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return home_of(tmp_path / "state", monkeypatch)


def home_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


def rows(journal: Path) -> list[Row]:
    with closing(sqlite3.connect(journal)) as connection:
        return connection.execute(
            "SELECT origin, seq, id, hash, body FROM event ORDER BY position"
        ).fetchall()


def events(journal: Path) -> list[dict[str, Any]]:
    return [json.loads(row[4]) | {"hash": row[3]} for row in rows(journal)]


def origin_with_key(journal: Path) -> str:
    return next(str(event["origin"]) for event in events(journal) if event["kind"] == "key.made")


@pytest.fixture
def site(here: CommandLine) -> Path:
    """The journal of another site, that signs: a plan, an act and what was signed."""
    here.done("sign", "--journal", "site.journal")
    here.done("mark", "san1", "restored", "--journal", "site.journal")
    return here.folder / "site.journal"


def forged_after(
    site: Path, peer: Path, parts: Sequence[Mapping[str, Any]], *, cut: int = 0
) -> Path:
    """A peer's journal with what the site wrote, less its last events, and more under its name."""
    true = rows(site)[: len(rows(site)) - cut]
    last = [row for row in true if row[0] == origin_with_key(site)][-1]
    more = chained(
        parts, origin=last[0], seq=last[1], prev=last[3], lamport=json.loads(last[4])["lamport"]
    )
    return written(peer, [*true, *more])


def signature_by(key: Path, digest: str) -> str:
    return subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "chwapi-console"],
        input=f"{digest}\n",
        text=True,
        capture_output=True,
        check=True,
    ).stdout


def anothers_key(folder: Path) -> tuple[Path, str]:
    key = folder / "evil-key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    return key, " ".join(key.with_suffix(".pub").read_text().split()[:2])


def told_as_forged(here: CommandLine, peer: Path, origin: str, subject: str = "dc1") -> None:
    """Brings a peer's journal in; its act is named by every way in, and the record is sound."""
    synced = here.done("sync", str(peer))
    assert f"said to be of {origin}" in synced.err
    assert "not signed by its key" in synced.err
    (forged,) = [event for event in events(here.journal) if event["subject"] == subject]
    audited, found = here.done("audit"), here.done("audit", "--json").json
    assert any(f"said to be of {origin}" in line for line in audited.lines), audited.lines
    assert (True, True) == (found["sound"], forged["id"] in found["unsigned"])
    assert any(
        line.endswith("(not signed)") and forged["id"][:8] in line
        for line in here.done("log").lines
    )
    logged = here.events()
    assert [False] == [event["signed"] for event in logged if event["id"] == forged["id"]]
    assert any(line.endswith("(not signed)") for line in here.done("show", subject).lines)
    assert [forged["id"]] == here.done("show", subject, "--json").json["unsigned"]
    assert 0 == here.typed("note", "old", "we go on").code


def test_what_a_login_with_a_key_does_is_signed_and_anybody_can_check_it(
    here: CommandLine, site: Path, state: Path
) -> None:
    origin = origin_with_key(site)
    birth, *between, signed = [event for event in events(site) if event["origin"] == origin]
    assert ["plan.seen", "signed", "marked"] == [event["kind"] for event in between]
    assert "signed" == signed["kind"]
    assert (between[-1]["seq"], between[-1]["hash"]) == (
        signed["data"]["seq"],
        signed["data"]["hash"],
    )
    (here.folder / "signers").write_text(f"it {birth['data']['key']}\n")
    (here.folder / "it.sig").write_text(signed["data"]["signature"])
    checked = subprocess.run(
        [
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            "signers",
            "-I",
            "it",
            "-n",
            "chwapi-console",
            "-s",
            "it.sig",
        ],
        input=f"{between[-1]['hash']}\n",
        text=True,
        capture_output=True,
        cwd=here.folder,
        check=False,
    )
    assert (0, True) == (
        checked.returncode,
        checked.stdout.startswith('Good "chwapi-console" signature'),
    )
    synced = here.done("sync", str(site))
    assert "" == synced.err
    assert [] == here.done("audit", "--json").json["unsigned"]
    assert {True, None} == {
        json.loads(line).get("signed") for line in here.done("log", "--json").lines
    }
    assert not any(
        "signed up to" in line or "not signed" in line for line in here.done("log").lines
    )
    key = state / "chwapi-console" / "signing-key"
    assert (0o600, 0o700) == (key.stat().st_mode & 0o777, key.parent.stat().st_mode & 0o777)
    private = b"".join(key.read_bytes().split(b"\n")[1:3])
    assert not any(private[:60] in path.read_bytes() for path in here.folder.glob("*.journal*"))


def test_who_does_not_sign_pays_nothing_and_is_told_nothing(here: CommandLine, state: Path) -> None:
    here.done("note", "old", "x")
    assert ["plan.seen", "noted"] == [event["kind"] for event in events(here.journal)]
    assert ["seen"] == [path.name for path in (state / "chwapi-console").iterdir()]
    of_signing = {
        "subprocess",
        "chwapi_console.journal.signing.ssh_keygen",
        "chwapi_console.journal.signing.checked_before",
    }
    for words in (
        ["note", "old", "y"],
        ["log"],
        ["show", "old"],
        ["sync", "peer.journal"],
        ["audit"],
    ):
        assert not of_signing & loaded_modules(words, here.folder), words
    assert not any("sign" in line for line in here.done("audit").lines)


def test_an_act_under_the_name_of_a_journal_with_a_key_is_named(
    here: CommandLine, site: Path
) -> None:
    peer = forged_after(site, here.folder / "peer.journal", [verdict_on("dc1", "clean")])
    told_as_forged(here, peer, origin_with_key(site))
    assert not any("san1" in line and "not signed" in line for line in here.done("log").lines)


def test_a_signature_of_another_key_is_none(here: CommandLine, site: Path) -> None:
    key, _ = anothers_key(here.folder)
    (act,) = [
        row
        for row in rows(
            forged_after(site, here.folder / "draft", [verdict_on("dc1", "clean") | {"id": "e1"}])
        )
        if row[2] == "e1"
    ]
    of_evil = {
        "subject": "record",
        "kind": "signed",
        "data": {"seq": act[1], "hash": act[3], "signature": signature_by(key, act[3])},
    }
    peer = forged_after(
        site, here.folder / "peer.journal", [verdict_on("dc1", "clean") | {"id": "e1"}]
    )
    rest = chained(
        [of_evil], origin=act[0], seq=act[1], prev=act[3], lamport=json.loads(act[4])["lamport"]
    )
    told_as_forged(here, _with(peer, rest, here.folder / "peer2.journal"), origin_with_key(site))


def _with(journal: Path, more: Sequence[Row], path: Path) -> Path:
    return written(path, [*rows(journal), *more])


def _forged(of_key: str, key: Path, origin: str, seq: int, prev: str, lamport: int) -> list[Row]:
    """A key, an act, and a signature of that act by the key, as the program writes them."""
    acts = chained(
        [
            {"subject": "record", "kind": "key.made", "data": {"key": of_key, "salt": "x"}},
            verdict_on("dc1", "clean"),
        ],
        origin=origin,
        seq=seq,
        prev=prev,
        lamport=lamport,
    )
    made = {
        "subject": "record",
        "kind": "signed",
        "data": {
            "seq": acts[-1][1],
            "hash": acts[-1][3],
            "signature": signature_by(key, acts[-1][3]),
        },
    }
    return [
        *acts,
        *chained([made], origin=origin, seq=acts[-1][1], prev=acts[-1][3], lamport=lamport + 2),
    ]


def test_a_key_that_comes_later_is_not_the_key_of_its_origin(here: CommandLine, site: Path) -> None:
    key, public = anothers_key(here.folder)
    last = rows(site)[-1]
    forged = _forged(public, key, last[0], last[1], last[3], json.loads(last[4])["lamport"])
    told_as_forged(here, _with(site, forged, here.folder / "peer.journal"), origin_with_key(site))


def test_a_key_that_comes_before_the_true_one_is_not_the_key_of_its_origin(
    here: CommandLine, site: Path
) -> None:
    key, public = anothers_key(here.folder)
    origin = origin_with_key(site)
    told_as_forged(
        here,
        written(here.folder / "peer.journal", _forged(public, key, origin, 0, GENESIS, 0)),
        origin,
    )
    true = here.typed("sync", str(site))
    assert (5, True) == (true.code, f"{origin} was forked: its event 1" in true.err)
    assert 0 == here.typed("sync", str(site), "--keep-fork").code
    unsigned = here.done("audit", "--json").json["unsigned"]
    assert {"dc1"} == {
        event["subject"] for event in events(here.journal) if event["id"] in unsigned
    } - {"record"}


def test_a_true_signature_over_something_else_is_none(here: CommandLine, site: Path) -> None:
    true = next(event for event in reversed(events(site)) if event["kind"] == "signed")["data"][
        "signature"
    ]
    draft = forged_after(site, here.folder / "draft", [verdict_on("dc1", "clean") | {"id": "e1"}])
    act = rows(draft)[-1]
    replayed = chained(
        [
            {
                "subject": "record",
                "kind": "signed",
                "data": {"seq": act[1], "hash": act[3], "signature": true},
            }
        ],
        origin=act[0],
        seq=act[1],
        prev=act[3],
        lamport=json.loads(act[4])["lamport"],
    )
    told_as_forged(
        here, _with(draft, replayed, here.folder / "peer.journal"), origin_with_key(site)
    )


def test_a_key_and_its_signatures_are_worth_nothing_under_another_name(
    here: CommandLine, site: Path
) -> None:
    birth = events(site)[0]
    true = next(event for event in events(site) if event["kind"] == "signed")
    name = "evil" + birth["origin"][birth["origin"].rindex("-k") :]
    for origin in (name, birth["origin"].replace("-k", "-k-k"), f"a+b{birth['origin']}+deadbeef"):
        parts = [
            {key: event[key] for key in ("subject", "kind", "data")} for event in (birth, true)
        ]
        peer = written(
            here.folder / f"{origin}.journal",
            chained([*parts, verdict_on("dc1", "clean")], origin=origin),
        )
        assert (
            f"2 acts said to be of {origin} are not signed by its key"
            in here.done("sync", str(peer)).err
        )


ARMOURED = "-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"seq": "1"},
        {"seq": 1, "hash": 7, "signature": "x"},
        {"seq": 3, "hash": "ab" * 32, "signature": "x" * 5000},
        {"seq": 3, "hash": "ab" * 32, "signature": ARMOURED.format("A" * 400)},
    ],
)
def test_a_signature_that_is_none_stops_nobody(
    here: CommandLine, site: Path, data: dict[str, Any]
) -> None:
    part = {"subject": "record", "kind": "signed", "data": data}
    told_as_forged(
        here,
        forged_after(site, here.folder / "peer.journal", [verdict_on("dc1", "clean"), part]),
        origin_with_key(site),
    )


def test_a_peer_that_keeps_the_last_signature_back_is_told_until_it_has_come(
    here: CommandLine, site: Path
) -> None:
    stripped = forged_after(site, here.folder / "peer.journal", [], cut=1)
    synced = here.done("sync", str(stripped))
    assert "1 act said to be of" in synced.err
    assert "san1 restored. Its signature did not come along" in synced.err
    assert "" == here.done("sync", str(site)).err
    assert [] == here.done("audit", "--json").json["unsigned"]


def test_what_an_earlier_program_writes_under_a_name_with_a_key_is_not_signed_until_its_holder_signs_again(
    here: CommandLine, site: Path
) -> None:
    """An earlier program knows no keys: it goes on under the latest origin of the file, and keeps
    kinds that it does not know."""
    with closing(sqlite3.connect(site, isolation_level=None)) as connection:
        last = rows(site)[-1]
        (row,) = chained(
            [verdict_on("dc1", "unknown")],
            origin=last[0],
            seq=last[1],
            prev=last[3],
            lamport=json.loads(last[4])["lamport"],
        )
        connection.execute(
            "INSERT INTO event (origin, seq, id, hash, body) VALUES (?, ?, ?, ?, ?)", row
        )
    assert 1 == len(here.done("audit", "--json", "--journal", str(site)).json["unsigned"])
    here.done("note", "old", "by its holder", "--journal", str(site))
    assert [] == here.done("audit", "--json", "--journal", str(site)).json["unsigned"]


def test_a_forger_with_thousands_of_signatures_costs_a_few_checks_and_hides_no_true_one(
    site: Path, here: CommandLine
) -> None:
    true = next(event for event in events(site) if event["kind"] == "signed")["data"]["signature"]
    last = rows(site)[-1]
    bogus = [
        {
            "subject": "record",
            "kind": "signed",
            "data": {"seq": last[1], "hash": last[3], "signature": true},
        }
    ] * 3000
    store = opened(
        forged_after(site, here.folder / "peer.journal", [*bogus, verdict_on("dc1", "clean")])
    )
    asked = []

    def is_signed(key: str, digest: str, signature: str) -> bool:
        asked.append(digest)
        return ssh_keygen.is_signed(key, digest, signature)

    unsigned = Signatures(store.record, is_signed).unsigned(store.record.events)
    assert (["dc1"], True) == ([event.subject for event in unsigned], len(asked) < 20)
    store.close()


def test_false_signatures_without_end_are_checked_a_few_at_a_time_and_never_again(
    here: CommandLine, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin, last = origin_with_key(site), rows(site)[-1]
    numbers = iter(range(10**6))
    branches = [
        row
        for branch in range(20)
        for row in chained(
            [
                verdict_on("dc1", "clean"),
                *(
                    {
                        "subject": "record",
                        "kind": "signed",
                        "data": {
                            "seq": last[1] - 1,
                            "hash": json.loads(last[4])["prev"],
                            "signature": ARMOURED.format(f"{next(numbers):0400}"),
                        },
                    }
                    for _ in range(60)
                ),
            ],
            origin=f"{origin}+{branch:08x}",
        )
    ]
    written(here.folder / "peer.journal", [*rows(site), *branches])
    runs = list[str]()

    def is_signed(key: str, digest: str, signature: str) -> bool:
        runs.append(key)
        return "U1NIU0lH" in signature  # as each true one begins

    monkeypatch.setattr(ssh_keygen, "is_signed", is_signed)
    here.done("sync", "peer.journal")
    costs = [len(runs)]
    while costs[-1]:
        runs.clear()
        logged = here.done("log")
        costs.append(len(runs))
        assert (costs[-1] == MOST_OF_A_KEY) == (
            f"Not all signatures of {origin} were checked" in logged.err
        ), (costs, logged.err)
        assert not any("san1" in line and "(not signed)" in line for line in logged.lines)
        assert 20 == logged.out.count("(not signed)")
    assert [MOST_OF_A_KEY] * 2 == costs[:2]
    assert 100 < sum(costs) < 200


def test_json_says_where_not_all_signatures_were_checked(
    here: CommandLine, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = origin_with_key(site)
    written(here.folder / "peer.journal", rows(site))
    monkeypatch.setattr(checked_before, "MOST_CHECKS", 0)
    told = [
        json.loads(here.done(*words, "--json").out)
        for words in (
            ("sync", "peer.journal"),
            ("audit",),
            ("show", "san1"),
            ("export", "evidence", "e.zip", "--purpose", "x"),
        )
    ]
    assert [[origin]] * 3 == [one["unchecked"] for one in told[:3]]
    assert origin in told[3]["unchecked"]
    with zipfile.ZipFile(here.folder / "e.zip") as archive:
        assert told[3]["unchecked"] == json.loads(archive.read("about.json"))["unchecked"]
    logged = here.events()
    of_the_key = [event for event in logged if "signed" in event]
    assert of_the_key
    assert all((False, True) == (event["signed"], event["unchecked"]) for event in of_the_key)
    monkeypatch.setattr(checked_before, "MOST_CHECKS", 200)
    logged = here.events()
    assert not any("unchecked" in event for event in logged)
    assert [] == json.loads(here.done("audit", "--json").out)["unchecked"]


def test_a_signature_that_was_checked_is_not_checked_again_and_damage_to_what_is_kept_is_read_past(
    here: CommandLine, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    forged_after(site, here.folder / "peer.journal", [verdict_on("dc1", "clean")])
    here.done("sync", "peer.journal")
    kept = tmp_path / "cache" / "chwapi-console" / "signatures"
    assert 65 == len(kept.read_text())
    with monkeypatch.context() as patched:
        patched.setattr(ssh_keygen, "PLACES", "/nowhere")
        answer = here.done("log")
        assert ("", 1) == (answer.err, answer.out.count("(not signed)"))
    for content in (b"", b"\xff" * 65, b"0" * 65, b"x" * 2_000_000):
        kept.write_bytes(content)
        answer = here.done("log")
        assert ("", 1) == (answer.err, answer.out.count("(not signed)"))
    kept.chmod(0o666)
    kept.write_bytes(kept.read_bytes().replace(b"1", b"0"))
    assert 1 == here.done("log").out.count("(not signed)")


def test_each_login_that_shares_a_journal_signs_under_a_name_of_its_own(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here.done("note", "old", "nobody signs yet")
    here.done("sign")
    here.done("note", "old", "by one")
    home_of(tmp_path / "another", monkeypatch)
    here.done("note", "old", "by one who does not sign")
    here.done("sign")
    here.done("note", "old", "by another")
    home_of(tmp_path / "state", monkeypatch)
    here.done("note", "old", "by one again")
    told: dict[str, list[str]] = {}
    for event in events(here.journal):
        if event["kind"] == "noted":
            told.setdefault(event["origin"], []).append(event["data"]["text"])
    assert [
        ["nobody signs yet", "by one who does not sign"],
        ["by one", "by one again"],
        ["by another"],
    ] == list(told.values())
    assert [] == here.done("audit", "--json").json["unsigned"]
    assert not here.done("audit", "--json").json["copied"]


def test_who_begins_to_sign_takes_back_what_they_did_before_and_is_not_taken_for_others(
    here: CommandLine,
) -> None:
    here.done("take", "san1")
    here.done("sign")
    here.plan.write_text(here.plan.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    assert "" == here.done("queue").err
    assert [] == here.done("sync", "peer.journal", "--json").json["other_plans"]
    assert "san1" in here.done("undo").out
    assert "compromised" == here.state("san1")


def test_a_copied_folder_has_no_key_and_goes_on_under_another_name(
    here: CommandLine, tmp_path: Path
) -> None:
    here.done("sign")
    shutil.copytree(here.folder, here.folder / "stolen", ignore=shutil.ignore_patterns("state"))
    assert not list((here.folder / "stolen").rglob("*signing*"))
    here.done("note", "old", "x", "--journal", "stolen/inventory.journal")
    origins = {event["origin"] for event in events(here.folder / "stolen" / "inventory.journal")}
    assert 2 == len(origins)


def test_a_key_that_is_lost_is_followed_by_a_new_one_under_a_new_name(
    here: CommandLine, state: Path
) -> None:
    here.done("sign")
    shutil.rmtree(state / "chwapi-console")
    here.done("note", "old", "without a key")
    assert not events(here.journal)[-1]["origin"].endswith(origin_with_key(here.journal)[-17:])
    assert here.done("sign", "--json").json["made"]
    here.done("note", "old", "with another")
    assert 2 == sum(event["kind"] == "key.made" for event in events(here.journal))
    assert [] == here.done("audit", "--json").json["unsigned"]


def test_a_public_half_that_is_lost_is_made_again(here: CommandLine, state: Path) -> None:
    first = here.done("sign", "--json").json
    (state / "chwapi-console" / "signing-key.pub").unlink()
    again = here.done("sign", "--json").json
    assert (first["origin"], first["key"]) == (again["origin"], again["key"])


@pytest.mark.parametrize("spoil", ["readable", "a link", "no key", "another's folder"])
def test_a_key_that_is_not_this_logins_own_is_not_used(
    here: CommandLine, state: Path, spoil: str
) -> None:
    here.done("sign")
    key = state / "chwapi-console" / "signing-key"
    match spoil:
        case "readable":
            key.chmod(0o640)
        case "a link":
            key.rename(state / "moved")
            key.symlink_to(state / "moved")
        case "no key":
            key.with_name("signing-key.pub").write_text("ssh-ed25519 x\n")
        case "another's folder":
            key.parent.chmod(0o770)
    here.done("note", "old", "x")
    assert events(here.journal)[-1]["origin"] != origin_with_key(here.journal)


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("", "ssh-keygen (OpenSSH) is not on this machine."),
        ("echo 'no entropy' >&2; exit 1", "ssh-keygen failed: no entropy."),
        ("sleep 5", "ssh-keygen did not answer within 0 s."),
        (
            "echo 'Could not verify signature.'; echo 'Unable to open allowed keys file' >&2; exit 255",
            "ssh-keygen failed: Unable to open allowed keys file.",
        ),
        (
            """echo 'Could not verify signature.'; echo "Couldn't read signature file" >&2; exit 255""",
            "ssh-keygen failed: Couldn't read signature file.",
        ),
    ],
)
def test_a_signer_that_fails_stops_no_act_and_is_told(
    here: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, why: str
) -> None:
    here.done("sign")
    (tmp_path / "bin").mkdir()
    if program:
        (tmp_path / "bin" / "ssh-keygen").write_text(f"#!/bin/sh\n{program}\n")
        (tmp_path / "bin" / "ssh-keygen").chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setattr(
            ssh_keygen, "PLACES", f"{tmp_path / 'bin'}{':/usr/bin:/bin' if program else ''}"
        )
        patched.setattr(ssh_keygen, "PATIENCE", 0.3)
        patched.setattr(ssh_keygen, "PATIENCE_FOR_A_CHECK", 0.3)
        acted = here.done("note", "old", "kept all the same")
        assert f"What was done is written, but not signed. {why}\n" == acted.err
        looked = here.done("log")
        assert (True, f"Signatures were not looked at. {why}\n") == (
            "kept all the same" in looked.out,
            looked.err,
        )
        assert "unsigned" not in here.done("audit", "--json").json
        assert 0 == here.typed("sync", "peer.journal").code
    here.done("note", "old", "and signed again")
    assert [] == here.done("audit", "--json").json["unsigned"]


def test_a_true_signature_is_not_called_false_where_nothing_can_be_lent_to_who_checks_it(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As without /proc, in a rescue shell: there is no /dev/fd then."""
    here.done("sign")
    here.done("note", "old", "signed")

    run = ssh_keygen._run
    with monkeypatch.context() as patched:
        patched.setattr(ssh_keygen, "_run", lambda *given: run(*given[:3]))
        looked = here.done("log")
        assert ("(not signed)" in looked.out, "not looked at" in looked.err) == (False, True)
    assert [] == here.done("audit", "--json").json["unsigned"]


def test_a_key_that_asks_for_words_is_never_waited_for(here: CommandLine, state: Path) -> None:
    here.done("sign")
    key = state / "chwapi-console" / "signing-key"
    subprocess.run(
        ["ssh-keygen", "-q", "-p", "-N", "secret", "-f", str(key)], check=True, capture_output=True
    )
    acted = here.done("note", "old", "x")
    assert "What was done is written, but not signed. ssh-keygen failed: " in acted.err


def test_both_branches_of_a_fork_stay_signed_when_they_are_said_anew(here: CommandLine) -> None:
    here.done("sign")
    here.done("note", "old", "first")
    backup = backed_up(here.journal)
    here.done("note", "old", "lost by the backup")
    here.done("sync", "peer.journal")
    put_back(backup, here.journal)
    here.done("note", "old", "said after it")
    here.done("sync", "peer.journal", "--keep-fork")
    assert any("kept from a fork" in line for line in here.done("log").lines)
    for journal in ("inventory.journal", "peer.journal"):
        found = here.done("audit", "--json", "--journal", journal).json
        assert (True, []) == (found["sound"], found["unsigned"])


def test_a_damaged_entry_takes_no_signature_from_what_stands_before_it(
    here: CommandLine, site: Path
) -> None:
    with closing(sqlite3.connect(site, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER event_is_never_updated")
        connection.execute("UPDATE event SET body = zeroblob(100) WHERE seq = 4")
    found = here.typed("audit", "--json", "--journal", str(site))
    assert (5, []) == (found.code, found.json["unsigned"])


def test_a_login_without_a_name_or_a_home_cannot_begin_to_sign(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 3 == here.typed("sign", "--operator", "root").code
    assert 4 == here.typed("sign", "--read-only").code
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("HOME", raising=False)
    refused = here.typed("sign")
    assert (4, "No key can be made: the environment names no home (HOME).\n") == (
        refused.code,
        refused.err,
    )
    assert not here.journal.exists()


def test_a_folder_of_somebody_else_gets_no_key(here: CommandLine, state: Path) -> None:
    if os.geteuid():
        pytest.skip("needs root")
    os.chown(state, 12345, 12345)
    refused = here.typed("sign")
    assert (4, True) == (refused.code, "no key can be made there" in refused.err)


@pytest.mark.parametrize(
    "planted", [".local", ".local/state", ".local/state/chwapi-console", ".cache"]
)
def test_root_in_somebodys_home_makes_and_replaces_nothing_where_their_links_lead(
    here: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    if os.geteuid():
        pytest.skip("needs root")
    home, roots = tmp_path / "bob", tmp_path / "etc"
    (home / planted).parent.mkdir(parents=True)
    roots.mkdir()
    (roots / "signing-key.pub").write_text("root's own")
    (home / planted).symlink_to(roots)
    for path in (home, *home.rglob("*")):
        os.chown(path, 12345, 12345, follow_symlinks=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("XDG_CACHE_HOME")
    before = sorted(home.rglob("*"))
    refused = here.typed("sign")
    assert (4, True) == (
        refused.code,
        f"no key can be made there: {home} is a link, somebody else's, or" in refused.err,
    )
    assert "" == here.done("next").err
    assert ["signing-key.pub"] == [path.name for path in roots.iterdir()]
    assert "root's own" == (roots / "signing-key.pub").read_text()
    assert before == sorted(home.rglob("*"))


def test_a_home_that_a_link_of_ones_own_leads_to_gets_a_key(
    here: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data" / "home").mkdir(parents=True)
    (tmp_path / "home").symlink_to("data/home")
    monkeypatch.setenv("HOME", str(tmp_path / "home" / "me"))
    monkeypatch.delenv("XDG_STATE_HOME")
    here.done("sign")
    assert (
        tmp_path / "data" / "home" / "me" / ".local" / "state" / "chwapi-console" / "signing-key"
    ).is_file()


def test_a_key_and_its_names_are_on_disk_before_an_origin_is_born_with_it(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, fsync = list[tuple[str, list[str]]](), os.fsync

    def noted(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        synced.append(
            (path.name, sorted(each.name for each in path.iterdir()) if path.is_dir() else [])
        )
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    ssh_keygen.make_key()
    assert [
        ("state", ["chwapi-console"]),
        ("signing-key", []),
        ("signing-key.pub", []),
        ("chwapi-console", ["signing-key", "signing-key.pub"]),
    ] == synced


KEY = Path("chwapi-console") / "signing-key"


def _in_its_place(what: str, path: Path, kept: Path) -> None:
    path.replace(kept)
    match what:
        case "a pipe":
            os.mkfifo(path)
        case "a giant":
            with path.open("wb") as file:
                file.truncate(1 << 40)
        case "a device":
            path.symlink_to("/dev/zero")
        case "a folder":
            path.mkdir()
        case "a link":
            path.symlink_to(kept)


@pytest.mark.parametrize("what", ["a pipe", "a giant", "a device", "a folder"])
def test_what_lies_in_the_place_of_a_public_half_holds_no_verb_up_and_is_told(
    here: CommandLine, state: Path, tmp_path: Path, what: str
) -> None:
    here.done("sign")
    _in_its_place(what, state / KEY.with_suffix(".pub"), tmp_path / "kept")
    for words in (("log",), ("audit",)):
        assert "" == here.done(*words).err
    written = here.done("note", "san1", "x")
    assert "written, but not signed" in written.err
    assert "chwapi-console sign" in written.err


@pytest.mark.parametrize("what", ["a pipe", "a giant", "a device", "a folder", "a link"])
def test_what_lies_in_the_place_of_a_key_signs_nothing_and_that_is_told_with_each_act(
    here: CommandLine, state: Path, tmp_path: Path, what: str
) -> None:
    here.done("sign")
    _in_its_place(what, state / KEY, tmp_path / "kept")
    for _ in range(2):
        assert "written, but not signed" in here.done("note", "san1", "x").err
    assert "" == here.done("log").err
    found = {each["id"]: each["state"] for each in here.typed("doctor", "--json").json["findings"]}
    assert "wrong" == found["signing"]
    assert "none that this login can sign with" in here.typed("sign").err


def test_a_key_that_is_open_to_others_signs_nothing_until_it_is_closed(
    here: CommandLine, state: Path
) -> None:
    here.done("sign")
    (state / KEY).chmod(0o640)
    told = here.done("note", "san1", "x").err
    assert f"chmod go-rwx {state / KEY}" in told
    (state / KEY).chmod(0o600)
    assert "" == here.done("note", "san1", "y").err
    assert is_keyed(events(here.journal)[-1]["origin"])


def test_that_a_key_is_gone_is_told_once_and_by_doctor_until_there_is_another(
    here: CommandLine, state: Path
) -> None:
    def signing() -> list[str]:
        findings = here.typed("doctor", "--json").json["findings"]
        return [each["state"] for each in findings if each["id"] == "signing"]

    here.done("note", "san1", "before")
    assert [] == signing()
    here.done("sign")
    assert ["right"] == signing()
    (state / KEY).unlink()
    first, second = (here.done("note", "san1", "x").err for _ in range(2))
    assert f"{origin_with_key(here.journal)}, and that key is not in" in first
    assert "" == second
    assert ["odd"] == signing()
    here.done("sign")
    assert ["right"] == signing()
    assert "" == here.done("note", "san1", "y").err


def test_who_never_signed_is_told_nothing_of_the_key_of_another(
    here: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.done("sign")
    home_of(tmp_path / "another-login", monkeypatch)
    assert "" == here.done("note", "san1", "x", "--operator", "somebody-else").err
