"""The hub that a plan names: an address without a password, of which no fault tells the value."""

from pathlib import Path

import pytest

from chwapi_console.hub_address import as_a_plan_may_say_it
from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import PlanError, described
from chwapi_console.inventory.file.check import check
from chwapi_console.session.session import Session
from hospitals import plan_of

SECRET = "geheim-4711"


def test_a_plan_names_its_hub_and_none_has_none() -> None:
    assert "" == plan_of("").hub.url
    plan = plan_of('[hub]\nurl = "postgresql://hub/chwapi"\n')
    assert "postgresql://hub/chwapi" == plan.hub.url
    assert 'url = "postgresql://hub/chwapi"' in toml_text(plan)
    assert "[hub]" not in toml_text(plan_of(""))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f'url = "postgresql://chwapi:{SECRET}@hub/chwapi"', "A password does not belong"),
        (f'url = "postgresql://hub/chwapi?password={SECRET}"', "A password does not belong"),
        (f'url = "mysql://chwapi:{SECRET}@hub/chwapi"', "That is no address of a hub."),
        (f'url = ["postgresql://chwapi:{SECRET}@hub/x"]', "must be text in quotes."),
        (f'url = "postgresql://hub/x"\npassword = "{SECRET}"', "is not a key of a plan."),
        ("", "is missing."),
    ],
)
def test_what_is_no_address_is_a_fault_that_tells_no_secret(lines: str, said: str) -> None:
    with pytest.raises(PlanError) as refused:
        plan_of(f"[hub]\n{lines}\n")
    told = " ".join(str(described(f, refused.value.path)) for f in refused.value.findings)
    assert said in told
    assert SECRET not in told
    assert ".." not in told.replace("postgresql://…", "")


@pytest.mark.parametrize(
    "option",
    [
        "sslmode=disable",
        "sslmode=prefer",
        "ssl%6Dode=disable",
        "sslrootcert=system",
        "sslrootcert=/media/stick/ca.pem",
        "sslkeylogfile=/etc/cron.d/x",
        "passfile=/media/stick/pass",
        "service=theirs",
        "gssdelegation=1",
        "gssencmode=prefer",
        "oauth_issuer=https://evil.example",
        "sslmode=verify-full&sslmode=disable",
    ],
)
def test_a_plan_from_elsewhere_makes_the_line_no_weaker_and_names_no_file(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)
    plan = tmp_path / "inventory.toml"
    url = f"postgresql://a,b/x?{option}&target_session_attrs=any"
    lines = f'[hub]\nurl = "{url}"\n'
    assert ["hub.url"] == [found.dotted for found in check(plan_of(lines))]
    plan.write_text(toml_text(plan_of(lines)), encoding="utf-8")
    session = Session(plan, operator="dba", read_only=True)
    session.close()
    assert session.hub is not None
    said = session.hub.url.partition("?")[2].split("&")
    assert "target_session_attrs=any" in said
    assert {"target_session_attrs=any", "sslmode=verify-full"} >= set(said)
    assert "verify-full" in (session.hub.settings.get("sslmode"), *said[0].split("="))


def test_what_a_plan_may_say_of_the_line_stands() -> None:
    said = "postgresql://u@a:1,b:2/x?connect_timeout=9&options=-c%20a%3Db+c&sslmode=verify-full"
    assert said == as_a_plan_may_say_it(said)
    assert [] == check(plan_of(f'[hub]\nurl = "{said}"\n'))
