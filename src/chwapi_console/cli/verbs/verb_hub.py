"""`hub init` and `hub status`: for whoever runs the PostgreSQL that several hosts share, and for who
wants to know how it stands (`hub_status`)."""

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.asking import somebody_answers
from chwapi_console.cli.verbs.hub_named import address_of_hub, print_sql
from chwapi_console.cli.verbs.hub_password import typed_secret, with_password
from chwapi_console.errors import UsageError
from chwapi_console.hub_address import USER
from chwapi_console.journal.hub.driver import with_driver
from chwapi_console.text import say, typed


def hub(desk: VerbContext) -> int:
    """Does what is asked for."""
    match desk.given.what:
        case "init":
            return _init(desk)
        case "status":
            from chwapi_console.cli.verbs.hub_status import status

            return status(desk)
    raise UsageError(
        say('A hub has no "{word}". Write: hub init, or hub status.', word=desk.given.what)
    )


# Making one


def _init(desk: VerbContext) -> int:
    role = desk.given.role or USER
    with with_driver():
        from chwapi_console.journal.hub.care import check_role, give_password, make, statements
        from chwapi_console.journal.hub.connection import HubConnection
    check_role(role)
    if desk.given.sql:
        print_sql(desk, statements(role))
        return 0
    address = address_of_hub(desk)
    connection = HubConnection(address, is_made=False)

    def made(password: str | None) -> bool:
        connection.password = password
        return make(connection, role)

    try:
        is_new = with_password(desk, made)
        secret = ""
        if is_new and somebody_answers(desk):
            secret = typed_secret(
                desk, say("A password for the new role {role} (Enter: none now): ", role=role)
            )
            if secret:
                give_password(connection, role, secret)
    finally:
        connection.close()
    seen = HubConnection(address)
    seen.password = connection.password
    try:
        seen.how_far()
    finally:
        seen.close()
    if desk.options.as_json:
        desk.out.json({"hub": seen.id, "address": seen.name, "role": role, "role_is_new": is_new})
        return 0
    desk.out.say(say("{name} is a hub: {id}.", name=seen.name, id=seen.id))
    desk.out.say(say("The role {role} may read and add acts there, and nothing else.", role=role))
    if is_new and not secret:
        desk.out.say(
            say(
                "It has no password yet. Where it needs one, type in psql: \\password {role}",
                role=role,
            )
        )
    desk.out.say(
        say(
            "On each host, with the password in ~/.pgpass: {command}",
            command=typed(PROGRAM, "--hub", _of_role(seen.name, role)),
        )
    )
    return 0


def _of_role(name: str, role: str) -> str:
    """The address as that role uses it."""
    scheme, _, rest = name.partition("://")
    return f"{scheme}://{role}@{rest.partition('@')[2]}"
