"""A hub with a standby: the one that writes dies, the other is promoted, also where it lagged and had
lost acts that were acknowledged; then it holds every act of every journal once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chwapi_console.session import hub_exchange
from chwapi_console.session.session import Session
from hospitals import HEAD
from journal.hubs import a_hub
from journal.processes import wait_for
from postgres import Postgres, started

PLAN = HEAD + '[servers]\nsan1 = { site = "imc", role = "SAN" }\n'
SITES = ("imc", "union")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that was away is asked again soon."""
    monkeypatch.setattr(hub_exchange, "LONGEST_PAUSE", 0.2)


@pytest.fixture
def primary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = started(tmp_path_factory.mktemp("primary"))
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
