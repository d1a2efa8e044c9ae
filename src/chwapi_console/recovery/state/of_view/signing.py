"""Which services wait to be signed off, and by whom services are."""

from chwapi_console.recovery.state.view.view import View


def to_sign_off(view: View) -> list[str]:
    """The services that are up and wait for a clinician's word.

    They were down, or were signed off once, which holds no longer.
    """
    signed = view.situation.lapsed.keys() | view.situation.sign_offs.keys()
    return [
        service
        for service, state in view.services.items()
        if state.status in ("up", "limited") and (service in view.fallen or service in signed)
    ]


def signers(view: View) -> list[str]:
    """Who signs off by the plan, and who has."""
    return [
        *(service.signs for service in view.plan.services.values() if service.signs),
        *(signed.by for signed in view.situation.sign_offs.values()),
    ]
