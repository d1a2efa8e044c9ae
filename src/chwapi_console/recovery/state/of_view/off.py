"""Clean servers that are off: to call them clean once more says nothing."""

from chwapi_console.recovery.state.view.view import View


def is_clean_and_off(view: View, server: str) -> bool:
    """Whether a server is clean, needs nobody to say so again, and is still to be switched on.

    Nobody is to confirm it, no acts disagree about it, and it is no suspect.
    """
    situation = view.situation
    return (
        situation.is_off(server)
        and not situation.is_unconfirmed(server)
        and not situation.servers[server].conflict
        and server not in view.suspects
    )
