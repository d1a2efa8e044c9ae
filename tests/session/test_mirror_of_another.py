"""A mirror's folder is used again: by last year's night, by an exercise."""

from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.journal.opening import opened
from chwapi_console.session.session import Session
from hospitals import HEAD, MEANT

SERVERS = '[servers]\napp1 = { site = "imc", role = "Application", state = "unknown" }\n'
TONIGHT = HEAD + SERVERS
LAST_YEAR = TONIGHT.replace('"Essai"', '"Last year"').replace("2021-", "2020-")
EXERCISE = TONIGHT.replace('name = "Essai"', 'name = "Essai"\ndrill = true')


def laid(folder: Path, text: str) -> Path:
    folder.mkdir()
    plan = folder / "inventory.toml"
    plan.write_text(text)
    return plan


def said(session: Session) -> str:
    return " ".join(str(trouble) for trouble in session.health.troubles)


def kinds(folder: Path) -> list[str]:
    with closing(opened(folder / "inventory.journal")) as store:
        return [event.kind for event in store.record.events]


@pytest.mark.parametrize("other", [LAST_YEAR, EXERCISE], ids=["last year", "exercise"])
def test_nothing_of_another_incident_comes_from_a_mirror_and_nothing_goes_there(
    tmp_path: Path, other: str
) -> None:
    mirror = tmp_path / "stick"
    mirror.mkdir()
    before = Session(laid(tmp_path / "before", other), mirror=mirror, operator="dba")
    before.acts.mark(["app1"], "restored", MEANT)
    before.close()
    there = (mirror / "inventory.journal").read_bytes()

    tonight = Session(laid(tmp_path / "now", TONIGHT), mirror=mirror, operator="dba")
    tonight.acts.note("app1", "seen from the door")
    assert "holds the record of another incident" in said(tonight)
    tonight.close()
    assert ["plan.seen", "noted"] == kinds(tmp_path / "now")
    assert there == (mirror / "inventory.journal").read_bytes()


def test_a_mirror_that_is_said_to_be_of_the_same_incident_is_kept_up_to_date(
    tmp_path: Path,
) -> None:
    mirror = tmp_path / "stick"
    mirror.mkdir()
    before = Session(laid(tmp_path / "before", LAST_YEAR), mirror=mirror, operator="dba")
    before.acts.note("app1", "by the name of last year")
    before.close()
    plan = laid(tmp_path / "now", TONIGHT)
    tonight = Session(plan, operator="dba")
    tonight.acts.note("app1", "seen from the door")
    tonight.keeping.sync(mirror / "inventory.journal", meant=True)
    tonight.close()
    mirrored = Session(plan, mirror=mirror, operator="dba")
    mirrored.acts.note("app1", "seen again")
    assert "mirror" not in said(mirrored)
    mirrored.close()
    assert 2 == kinds(tmp_path / "now").count("noted") - 1 == kinds(mirror).count("noted") - 1
