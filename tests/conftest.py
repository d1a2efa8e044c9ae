"""What all tests share: Hypothesis without deadlines, and the same examples on every build
machine."""

import atexit
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from postgres import Postgres, skipped_without, started

settings.register_profile("default", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

# Plans that tests find sound are remembered in a folder of the run's own, never in the user's; keys
# and settings are looked for there too.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="chwapi-tests-")
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="chwapi-tests-")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="chwapi-tests-")
for made in (os.environ[f"XDG_{name}_HOME"] for name in ("CACHE", "STATE", "CONFIG")):
    atexit.register(shutil.rmtree, made, ignore_errors=True)


# A suite that a shell runs in the background is started with Ctrl-C ignored, and so would be every
# program that a test starts and interrupts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL of this test process's own."""
    server = started(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, object, object]:
    """As `skipped_without` has it."""
    with skipped_without():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """As `skipped_without` has it."""
    with skipped_without():
        return (yield)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Three workers for each core: most of what tests do is wait, as an operator would, for moments
    to pass."""
    return 3 * (os.cpu_count() or 1)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where coverage is measured, each worker keeps what it saw before it says that it is done: it
    is ended soon after, on a busy machine too soon. Who hands the tests out runs none."""
    coverage = sys.modules.get("coverage")
    if coverage is None or not hasattr(session.config, "workerinput"):
        return
    if (measuring := coverage.Coverage.current()) is not None:
        measuring.save()
