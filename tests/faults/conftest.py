"""An interpreter behind the shim, one for all tests of a process."""

import os
from collections.abc import Iterator

import pytest

from faults.calls import compiler
from faults.rig import Bench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    if compiler() is None and not os.environ.get("CI"):
        pytest.skip(
            "no faults are tried: there is no C compiler (cc) to build what makes calls fail"
        )
    bench = Bench(tmp_path_factory.mktemp("faults"))
    yield bench
    bench.close()
