"""Which services wait to be signed off, and by whom services are."""

from chwapi_console.recovery.state.view import View


def to_sign_off(view: View) -> list[str]:
    """The services that were down, are up again, and wait for a clinician's word."""
    return [
        service
        for service, state in view.services.items()
        if state.status in ("up", "limited") and service in view.fallen
    ]


def signers(view: View) -> list[str]:
    """Who signs off by the plan, and who has."""
    return [
        *(service.signs for service in view.plan.services.values() if service.signs),
        *(signed.by for signed in view.situation.sign_offs.values()),
    ]
