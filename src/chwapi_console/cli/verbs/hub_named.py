"""Which hub is meant, and its statements for whoever has a DBA put them."""

import os
from collections.abc import Sequence

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import RequestError
from chwapi_console.hub_address import HubAddress, hub_address
from chwapi_console.session.record_keeping import NO_HUB
from chwapi_console.session.session import Session


def address_of_hub(desk: VerbContext, session: Session | None = None) -> HubAddress:
    """The hub that is meant: as it was given, else as the plan says. RequestError where none is."""
    if desk.options.hub:
        return hub_address(desk.options.hub, os.environ, may_hold_a_password=True)
    if session is not None:
        if session.hub is None:
            raise RequestError(NO_HUB)
        return session.hub
    if not desk.options.inventory.exists():
        raise RequestError(NO_HUB)
    with desk.session() as opened:
        return address_of_hub(desk, opened)


def print_sql(desk: VerbContext, of: Sequence[str]) -> None:
    """Prints statements, as JSON where that is asked for."""
    if desk.options.as_json:
        desk.out.json({"sql": list(of)})
        return
    for statement in of:
        desk.out.text(f"{statement};\n")
