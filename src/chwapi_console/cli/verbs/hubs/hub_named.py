"""Which hub is meant, what was seen of it, and its statements for whoever has a DBA put them."""

import os
from collections.abc import Sequence

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import RequestError
from chwapi_console.hub_address import HubAddress, hub_address
from chwapi_console.recovery.words.things.at_consoles import since_when
from chwapi_console.session.record_keeping import NO_HUB
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, say


def address_of_hub(context: VerbContext, session: Session | None = None) -> HubAddress:
    """The hub that is meant: as it was given, else as the plan says. RequestError where none is."""
    if context.options.hub:
        return hub_address(context.options.hub, os.environ, may_hold_a_password=True)
    if session is not None:
        if session.hub is None:
            raise RequestError(NO_HUB)
        return session.hub
    if not context.options.inventory.exists():
        raise RequestError(NO_HUB)
    with context.session() as opened:
        return address_of_hub(context, opened)


def was_put_back(session: Session, at: str) -> Sentence:
    """That somebody who looked first, at a time (ISO 8601 UTC), handed a hub its acts again."""
    return say(
        "The hub was put back to an earlier state: at {time} it lacked acts that it had had, "
        "and was handed them again.",
        time=since_when(session.seen(), at, session.now()) or "?",
    )


def print_sql(context: VerbContext, of: Sequence[str]) -> None:
    """Prints statements, as JSON where that is asked for."""
    if context.options.as_json:
        context.out.json({"sql": list(of)})
        return
    for statement in of:
        context.out.text(f"{statement};\n")
