"""The system of a server, as lists write it, and the runbook that goes with it."""

import pytest

from chwapi_console.inventory.faults import Gravity
from chwapi_console.inventory.file.check import check
from chwapi_console.inventory.systems import family, fitting_runbook
from hospitals import plan_of


@pytest.mark.parametrize(
    ("os", "named"),
    [
        ("Microsoft Windows Server 2016 (64-bit)", "windows"),
        ("win2012r2", "windows"),
        ("WS2019", "windows"),
        ("W2K8", "windows"),
        ("Red Hat Enterprise Linux 7 (64-bit)", "linux"),
        ("ubuntu-22.04", "linux"),
        ("SLES 15", "linux"),
        ("AlmaLinux", "linux"),
        ("VMware ESXi 6.7", ""),
        ("darwin", ""),
        ("", ""),
        ("AIX 7.2", ""),
    ],
)
def test_the_family_of_a_system(os: str, named: str) -> None:
    assert named == family(os)


def test_a_runbook_fits_only_where_the_plan_has_one_of_that_name() -> None:
    assert "windows" == fitting_runbook("Windows Server 2016", {"windows", "sql"})
    assert None is fitting_runbook("Windows Server 2016", {"linux"})
    assert None is fitting_runbook("VMware ESXi", {"windows", "linux", ""})


@pytest.mark.parametrize(
    ("os", "runbook", "odd"),
    [
        ("Windows Server 2016", "linux", True),
        ("Windows Server 2016", "windows", False),
        ("Debian 9", "windows", True),
        ("Windows Server 2016", "sql", False),
        ("AIX", "windows", False),
    ],
)
def test_a_runbook_of_another_family_is_a_warning(os: str, runbook: str, odd: bool) -> None:
    plan = plan_of(
        f'[servers]\na = {{ site = "imc", role = "x", os = "{os}", runbook = "{runbook}" }}\n'
        f'[runbooks.{runbook}]\nsteps = ["image"]\n'
    )
    told = [f.dotted for f in check(plan) if f.gravity is Gravity.WARNING]
    assert (["servers.a.runbook"] if odd else []) == told
