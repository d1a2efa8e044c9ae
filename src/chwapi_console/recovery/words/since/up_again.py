"""How many services were brought back, in words."""

from chwapi_console.recovery.state.judged.fallen import Fallen
from chwapi_console.text import Sentence, plural, say


def up_again_words(fallen_services: Fallen) -> Sentence:
    """How many services were brought back.

    "9 of 46 services that were down are up again; 2 never fell".
    """
    if not fallen_services.fell:
        return say("no service was ever down")
    again = (
        _some_up_again(fallen_services)
        if fallen_services.up_again
        else plural(
            "the {n} service that was down is not up again",
            "none of {n} services that were down is up again",
            fallen_services.fell,
        )
    )
    return (
        plural(
            "{again}; {n} never fell",
            "{again}; {n} never fell",
            fallen_services.never_fell,
            again=again,
        )
        if fallen_services.never_fell
        else again
    )


def _some_up_again(fallen_services: Fallen) -> Sentence:
    those = plural(
        "{up} of {n} service that was down",
        "{up} of {n} services that were down",
        fallen_services.fell,
        up=fallen_services.up_again,
    )
    return plural(
        "{those} is up again", "{those} are up again", fallen_services.up_again, those=those
    )
