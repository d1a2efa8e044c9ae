"""The line to a hub on another host: nothing is sent unless its certificate is one to trust."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from chwapi_console.hub_address import hub_address
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.faults import HubError
from journal.hubs import a_hub
from journal.proxy import Proxy
from postgres import Postgres


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of `localhost`, signed by itself, with its key beside it."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    return made_certificate(tmp_path_factory.mktemp("tls") / "server.crt")


def made_certificate(place: Path) -> Path:
    words = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run(
        ["openssl", *words, "-keyout", str(place.with_suffix(".key")), "-out", str(place)],
        check=True,
        capture_output=True,
    )
    return place


@pytest.fixture
def in_tls(postgres: Postgres, certificate: Path) -> Iterator[int]:
    """A port of this host that speaks TLS with that certificate, and leads to the server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    proxy = Proxy(postgres.port, tls=context)
    yield proxy.port
    proxy.close()


def asked(url: str, host: str, **options: str) -> HubConnection:
    query = "".join(f"&{name}={value}" for name, value in options.items())
    hub = HubConnection(hub_address(url.replace("127.0.0.1", host) + query, {}))
    try:
        hub.how_far()
    finally:
        hub.close()
    return hub


def test_a_certificate_that_fits_is_taken_and_no_other(
    postgres: Postgres,
    in_tls: int,
    certificate: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    url = a_hub(postgres).replace(f":{postgres.port}", f":{in_tls}")
    verified = {"sslmode": "verify-full", "sslrootcert": str(certificate)}
    assert asked(url, "localhost", **verified).id
    with pytest.raises(HubError, match="is for another host, so nothing was sent there"):
        asked(url, "127.0.0.1", **verified)
    with pytest.raises(HubError, match="Nothing is here to check the certificate"):
        asked(url, "localhost", sslmode="verify-full")
    stranger = made_certificate(tmp_path / "stranger.crt")
    with pytest.raises(HubError, match="is not one to trust, so nothing was sent there"):
        asked(url, "localhost", sslmode="verify-full", sslrootcert=str(stranger))


def test_a_server_without_tls_is_sent_nothing(postgres: Postgres, certificate: Path) -> None:
    with pytest.raises(HubError, match="speaks no TLS, so nothing was sent there"):
        asked(a_hub(postgres), "127.0.0.1", sslmode="verify-full", sslrootcert=str(certificate))
