"""A hub that fails: the one that writes dies and its standby is promoted, also where it lagged and
had lost acts that were acknowledged; an old base backup takes its place; an empty database does. Then
it holds every act of every journal once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chwapi_console.session import hub_exchange
from chwapi_console.session.session import Session
from hospitals import HEAD
from journal.hubs import a_hub
from journal.processes import wait_for
from postgres import Postgres, programs_of_the_system, started

PLAN = HEAD + '[servers]\nsan1 = { site = "imc", role = "SAN" }\n'
SITES = ("imc", "union")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that was away is asked again soon."""
    monkeypatch.setattr(hub_exchange, "LONGEST_PAUSE", 0.2)


MAJORS = {
    "the package's": None,
    **{f"Debian's {programs.parent.name}": programs for programs in programs_of_the_system()},
}


@pytest.fixture(params=list(MAJORS.values()), ids=list(MAJORS))
def primary(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Postgres]:
    """A server of each PostgreSQL that is here."""
    server = started(tmp_path_factory.mktemp("primary"), programs=request.param)
    yield server
    server.stop()


def at(site: str, url: str, folder: Path) -> Session:
    place = folder / site
    place.mkdir(exist_ok=True)
    (place / "inventory.toml").write_text(PLAN, encoding="utf-8")
    session = Session(place / "inventory.toml", operator="dba", host=site, hub=url)
    assert session.exchange is not None
    session.exchange.start()
    return session


def trouble(session: Session) -> str:
    assert session.exchange is not None
    return str(session.exchange.trouble or "")


def notes(session: Session) -> set[str]:
    session.look()
    return {event.said[0] for event in session.record.events if event.kind == "noted"}


def ids_in(server: Postgres, schema: str) -> list[str]:
    rows = server.tell(f"SELECT convert_from(body, 'UTF8') FROM {schema}.event")
    return sorted(json.loads(body)["id"] for (body,) in rows)


@pytest.mark.parametrize("lags", [False, True], ids=["in step", "lagging"])
def test_a_standby_that_is_promoted_holds_every_act_once(
    primary: Postgres, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, lags: bool
) -> None:
    first = a_hub(primary)
    schema = first.rpartition("%3D")[2]
    standby = primary.standby(tmp_path_factory.mktemp("copy") / "standby")
    both = first.replace(
        f"127.0.0.1:{primary.port}", f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
    )
    if not lags:
        standby.start()
    sites = [at(site, both, tmp_path) for site in SITES]
    for number in range(3):
        for site in sites:
            site.acts.note("san1", f"{site.host} {number}")
    wait_for(lambda: all(6 == len(notes(site)) for site in sites))
    if not lags:
        wait_for(lambda: ids_in(standby, schema) == ids_in(primary, schema))
    primary.kill()
    sites[0].acts.note("san1", "nobody writes")
    wait_for(lambda: "No hub since" in trouble(sites[0]))
    if lags:
        standby.start()
        assert [] == ids_in(standby, schema)
    wait_for(lambda: "1 act waits here" in trouble(sites[0]))
    standby.tell("SELECT pg_promote()")
    sites[1].acts.note("san1", "written by the other")
    wait_for(lambda: all(8 == len(notes(site)) for site in sites))
    wait_for(lambda: not any("No hub since" in trouble(site) for site in sites))
    for site in sites:
        site.close()
    there = ids_in(standby, schema)
    assert there == sorted(event.id for event in sites[0].record.events)
    assert there == sorted(set(there))
    standby.stop()


def test_a_base_backup_of_an_hour_ago_gets_again_all_that_came_since(
    primary: Postgres, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    url = a_hub(primary)
    schema = url.rpartition("%3D")[2]
    sites = [at(site, url, tmp_path) for site in SITES]
    sites[0].acts.note("san1", "in the backup")
    wait_for(lambda: all(1 == len(notes(site)) for site in sites))
    old = primary.backup(tmp_path_factory.mktemp("copy") / "backup")
    for number in range(3):
        for site in sites:
            site.acts.note("san1", f"{site.host} {number}")
    wait_for(lambda: all(7 == len(notes(site)) for site in sites))
    wait_for(lambda: len(ids_in(primary, schema)) == len(sites[0].record.events))
    primary.kill()
    sites[0].acts.note("san1", "while nobody answers")
    wait_for(lambda: "1 act waits here" in trouble(sites[0]))
    old.start()
    wait_for(lambda: all(8 == len(notes(site)) for site in sites))
    wait_for(lambda: any("put back to an earlier state" in trouble(site) for site in sites))
    for site in sites:
        site.close()
    there = ids_in(old, schema)
    assert there == sorted({event.id for event in sites[0].record.events})
    old.stop()


def test_an_empty_database_in_the_place_of_a_hub_has_all_once_each_host_means_it(
    primary: Postgres, tmp_path: Path
) -> None:
    """Made anew by `hub init`, it is another hub: nobody hands it anything unasked."""
    url = a_hub(primary)
    schema = url.rpartition("%3D")[2]
    sites = [at(site, url, tmp_path) for site in SITES]
    for site in sites:
        site.acts.note("san1", f"{site.host} before")
    wait_for(lambda: all(2 == len(notes(site)) for site in sites))
    primary.kill()
    primary.start()
    again = a_hub(primary).rpartition("%3D")[2]
    primary.tell(
        f"BEGIN; ALTER SCHEMA {schema} RENAME TO old_{schema}; "
        f"ALTER SCHEMA {again} RENAME TO {schema}; "
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid != pg_backend_pid() AND application_name = 'chwapi-console'; COMMIT"
    )
    for site in sites:
        site.acts.note("san1", f"{site.host} after")
    for site in sites:
        wait_for(lambda site=site: "another hub" in trouble(site))  # type: ignore[misc]
    assert [] == ids_in(primary, schema)
    for site in sites:
        site.keeping.sync_with_hub()
    wait_for(lambda: all(4 == len(notes(site)) for site in sites))
    for site in sites:
        site.close()
    there = ids_in(primary, schema)
    assert there == sorted({event.id for event in sites[0].record.events})
