"""`hub init` and `hub status`.

For whoever runs the PostgreSQL that several hosts share, and for who wants to know how it stands
(`hub_status`).
"""

import os
from typing import TYPE_CHECKING

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.asking import somebody_answers
from chwapi_console.cli.verbs.hubs.hub_named import address_of_hub, print_sql
from chwapi_console.cli.verbs.hubs.hub_password import typed_secret, with_password
from chwapi_console.cli.verbs.plans.plan_file import refuse_to_write
from chwapi_console.errors import UsageError
from chwapi_console.hub_address import USER
from chwapi_console.journal.hub.driver import with_driver
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say, typed

if TYPE_CHECKING:
    from chwapi_console.journal.hub.connection import HubConnection


def hub(context: VerbContext) -> int:
    """Does what is asked for."""
    match context.given.what:
        case "init":
            return _init(context)
        case "status":
            from chwapi_console.cli.verbs.hubs.hub_status import status

            return status(context)
    raise UsageError(
        say('A hub has no "{word}". Write: hub init, or hub status.', word=context.given.what)
    )


# Making one


def _init(context: VerbContext) -> int:
    role = context.given.role or USER
    with with_driver():
        from chwapi_console.journal.hub.care import check_role, statements
        from chwapi_console.journal.hub.connection import HubConnection
    check_role(role)
    if context.given.sql:
        print_sql(context, statements(role))
        return 0
    refuse_to_write(context)
    address = address_of_hub(context)
    hub = _made(context, HubConnection(address, is_made=False), HubConnection(address), role)
    if context.options.as_json:
        context.out.json(
            {
                "hub": hub.id,
                "address": hub.name,
                "role": role,
                "role_is_new": hub.role_is_new,
                **({"role_may_more": True} if hub.role_may_more else {}),
            }
        )
        return 0
    context.out.say(say("{name} is a hub: {id}.", name=hub.name, id=hub.id))
    context.out.say(_what_it_may(role, more=hub.role_may_more))
    if hub.role_lacks_password:
        context.out.say(
            say(
                "It has no password yet. Where it needs one, type in psql: \\password {role}",
                role=role,
            )
        )
    context.out.say(
        say(
            "On each host, with the password in ~/.pgpass: {command}",
            command=typed(PROGRAM, "--hub", _of_role(hub.name, role)),
        )
    )
    return 0


def _what_it_may(role: str, *, more: bool) -> Sentence:
    if more:
        return say(
            "The role {role} was there before, and may do more than read and add acts. Take its other "
            "rights away, or name another: hub init --role NAME",
            role=role,
        )
    return say("The role {role} may read and add acts there, and nothing else.", role=role)


class _Made(NamedTuple):
    """A hub as it answers once it is made, and its role.

    Whether it was made now, and whether it plainly has no password, and may more than it should.
    """

    id: str
    name: str
    role_is_new: bool
    role_lacks_password: bool
    role_may_more: bool


def _made(context: VerbContext, maker: "HubConnection", user: "HubConnection", role: str) -> _Made:
    """Makes the hub by one connection, and asks by the other whether it is one now.

    Its role gets a password where somebody types one.
    """
    from chwapi_console.journal.hub.care import give_password, lacks_password, make, may_more

    def made(password: str | None) -> bool:
        maker.password = password
        return make(maker, role)

    try:
        is_new = with_password(context, made)
        if is_new and somebody_answers(context):
            question = say("A password for the new role {role} (Enter: none now): ", role=role)
            if secret := typed_secret(context, question):
                give_password(maker, role, secret)
        lacks, more = lacks_password(maker, role), may_more(maker, role)
    finally:
        maker.close()
    user.password = maker.password
    try:
        user.how_far()
    finally:
        user.close()
    return _Made(user.id, user.name, is_new, lacks, more)


def _of_role(name: str, role: str) -> str:
    """The address as that role uses it; a socket is one of this host, which the others name."""
    scheme, _, rest = name.partition("://")
    where = rest.partition("@")[2]
    if where.startswith(("/", "%2F")):
        where = f"{os.uname().nodename}/{where.rpartition('/')[2]}"
    return f"{scheme}://{role}@{where}"
