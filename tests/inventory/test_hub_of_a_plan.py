"""The hub that a plan names: an address without a password, of which no fault tells the value."""

import pytest

from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import PlanError, described
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
