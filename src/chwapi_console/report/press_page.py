"""What the press is told.

Services to the public by their names, as far as the plan lists them (`public`). No server, no tool,
no cause, no person and no time to come: nothing that helps an attacker, and nothing better than is
known.
"""

from collections.abc import Iterator, Mapping, Sequence

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View
from chwapi_console.report.page import Section, site_title
from chwapi_console.text import Sentence, Value, every, plural, say


class PublicServices(NamedTuple):
    """The public services of a site by how they stand; `site` is None where they serve all.

    `limited` has those too that stand on a server which may be infected.
    """

    site: str | None
    works: Sequence[str]
    limited: Sequence[str]
    not_as_usual: Sequence[str]


def told_to_press(view: View) -> list[PublicServices]:
    """What is told of each site, in the plan's order; nothing of one without such a service."""
    return [
        PublicServices(site, *(its.get(word, ()) for word in ("works", "limited", "not_as_usual")))
        for site in (*view.plan.sites, None)
        if (its := _by_word(view, site))
    ]


def _by_word(view: View, site: str | None) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for service, part in view.plan.services.items():
        if part.public and part.site == site:
            found.setdefault(_word(view, service), []).append(part.name)
    return found


def _word(view: View, service: str) -> str:
    """Whoever is told that something works goes there: what is limited or suspect does not."""
    state = view.services[service]
    if not state.is_up:
        return "not_as_usual"
    return "limited" if state.is_limited or state.suspect else "works"


class Again(NamedTuple):
    """Of the public services: how many were interrupted, and of these how many work again.

    As usual, and with restrictions.
    """

    fell: int
    works: int
    limited: int


def again(view: View) -> Again:
    """What of the public services was brought back."""
    fell = [
        name for name, part in view.plan.services.items() if part.public and name in view.fallen
    ]
    words = [_word(view, service) for service in fell]
    return Again(len(fell), words.count("works"), words.count("limited"))


def under_for_press(view: View) -> Iterator[Sentence]:
    """What stands below the title: how many services are back of those that were down."""
    counted = again(view)
    if counted.fell:
        yield plural(
            "Of the services named here {n} was interrupted. Of these work again as usual: "
            "{works}; with restrictions: {limited}.",
            "Of the services named here {n} were interrupted. Of these work again as usual: "
            "{works}; with restrictions: {limited}.",
            counted.fell,
            works=counted.works,
            limited=counted.limited,
        )


def for_press(view: View) -> list[Section]:
    """A section for each site."""
    sections = [
        Section(
            site_title(view, told.site),
            list(_lines(told)),
            whole=True,
        )
        for told in told_to_press(view)
    ]
    return sections or [
        Section(say("Services"), none=say("The plan names no service that the press is told of."))
    ]


def _lines(told: PublicServices) -> Iterator[Value]:
    if told.works:
        yield say("Works: {services}", services=every(told.works))
    if told.limited:
        yield say("Works with restrictions: {services}", services=every(told.limited))
    if told.not_as_usual:
        yield say("Not as usual: {services}", services=every(told.not_as_usual))
