"""The services by site: what is down, what is missing, and what to take first."""

from collections.abc import Iterator, Sequence

from chwapi_console.console.filters import Values, matcher
from chwapi_console.console.row import Piece, Row, columns, plain
from chwapi_console.console.styles import STATE_LOOKS
from chwapi_console.recovery.reasons import state_word, still_missing
from chwapi_console.recovery.view import View
from chwapi_console.text import Language, say


def service_rows(view: View, typed: str, width: int, t: Language) -> list[Row]:
    """A heading for each site, then its services by tier and name."""
    matches = matcher(typed)
    rows: list[Row] = []
    for site, services in _by_site(view):
        shown = [s for s in services if matches(_words(view, s, t), _values(view, s, t))]
        if shown:
            name = t(view.plan.sites[site].name) if site else t(say("All sites"))
            up = sum(view.services[s].status == "up" for s in services)
            count = t(say("{up} of {all} up", up=up, all=len(services)))
            rows.append(Row((Piece(f" {name}", "strong"), Piece(f"  {count}", "faint"))))
            rows += [_row(view, service, width, t) for service in shown]
    return rows or [plain(" " + t(say("No service matches the filter. Esc shows all.")))]


def service_heading(width: int, t: Language) -> Row:
    """The names of the columns."""
    return columns([("", 2, ""), (t(say("Service")), _name_width(width), "heading"), (t(say("T")), 2, "heading"),
                    (t(say("State")), _state_width(t), "heading"), (t(say("Missing, and what to take first")), width, "heading")])


def _state_width(t: Language) -> int:
    return max(len(t(state_word(status))) for status in ("down", "partial", "up", "accepted"))


def _name_width(width: int) -> int:
    return 32 if width < 110 else 44


def _by_site(view: View) -> Iterator[tuple[str, Sequence[str]]]:
    """The services of each site in the order of the plan, those without a site last."""
    for site in [*view.plan.sites, ""]:
        of_site = [name for name, service in view.plan.services.items() if (service.site or "") == site]
        if of_site:
            yield site, sorted(of_site, key=lambda name: (view.plan.services[name].tier, view.plan.services[name].name, name))


def _words(view: View, service: str, t: Language) -> str:
    part = view.plan.services[service]
    return f"{service} {part.name} {t(state_word(view.services[service].status))}"


def _values(view: View, service: str, t: Language) -> Values:
    part, status = view.plan.services[service], view.services[service].status
    return {"site": (part.site, view.plan.sites[part.site].name) if part.site else (), "tier": (str(part.tier),),
            "state": (status, t(state_word(status)))}


def _row(view: View, service: str, width: int, t: Language) -> Row:
    part, state = view.plan.services[service], view.services[service]
    name_width, state_width = _name_width(width), _state_width(t)
    return columns([("", 1, ""), (t(part.name), name_width, ""), (str(part.tier), 2, ""),
                    (t(state_word(state.status)), state_width, STATE_LOOKS[state.status]),
                    (t(still_missing(view, service)), width - name_width - state_width - 9, "")], key=f"service:{service}")
