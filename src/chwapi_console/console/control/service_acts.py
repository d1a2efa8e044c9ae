"""The act on a service: a named clinician's sign-off."""

from collections.abc import Sequence

from chwapi_console.console.control.acting import Acting
from chwapi_console.people import too_short
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.limits import names_of
from chwapi_console.recovery.words.reasons import in_one, service_name
from chwapi_console.text import Sentence, say


class ServiceActs:
    """One method for each action, by its name."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._picture, self._dialogue = acting, acting.picture, acting.dialogue

    def service_accept(self) -> None:
        """Signs a service off that is up: asks who does, again where that is no name, and what they
        tried. It is held to what was shown when the key was pressed: a server lost while somebody
        types makes what was tried worth nothing."""
        service, shown = self._picture.at.subject, self._acting.known.view

        def ask(why_not: Sequence[Sentence] = ()) -> None:
            self._dialogue.ask(in_one([*why_not, _who_signs(shown, service)]), answered)

        def answered(by: str) -> None:
            if why_none := too_short(by):
                ask([why_none])
            else:
                self._tried(service, by, shown)

        self._acting.named("service.accept", service, ask)

    def _tried(self, service: str, by: str, shown: View) -> None:
        self._dialogue.ask(
            say(
                "What did {by} try in {service} (Esc: no)?",
                by=by,
                service=service_name(shown, service),
            ),
            lambda tried: self._acting.act(
                service, lambda session: session.accept(service, by, tried, shown, meant=True)
            ),
        )


def _who_signs(view: View, service: str) -> Sentence:
    """The question; of a service that is up without something it says without what, for that is
    what is signed off."""
    if without := view.services[service].without:
        return say(
            "Which clinician signs {service} off, up without {without} (Esc: none)?",
            service=service_name(view, service),
            without=names_of(view, without),
        )
    return say(
        "Which clinician signs {service} off (Esc: none)?", service=service_name(view, service)
    )
