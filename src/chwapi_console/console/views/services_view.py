"""The services by site: what is down, what is missing, and what to take first."""

from collections.abc import Callable, Iterator, Sequence

from chwapi_console.console.views.filters import Values, matcher, misunderstood
from chwapi_console.console.views.group_view import group_row
from chwapi_console.console.views.queue_view import SUSPECT, filter_words_of
from chwapi_console.console.widgets.row import Piece, Row, RowKey, cells, columns, paragraph, plain
from chwapi_console.console.widgets.styles import STATE_LOOKS
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.sign_off_words import in_a_column
from chwapi_console.recovery.words.things.conditions import node_name, waited_for
from chwapi_console.recovery.words.things.limits import status_in_a_word
from chwapi_console.recovery.words.things.missing import still_missing
from chwapi_console.recovery.words.things.site_words import shared_title
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.why.caveats import caveats_in_short
from chwapi_console.recovery.words.why.group_words import group_state, state_of_group
from chwapi_console.text import Language, Sentence, Value, plural, say

LEAST_NAME, MOST_NAME = 20, 44
LIMITED = "±"
"""Stands before a service that is up without something that it wishes."""


def service_rows(
    view: View, typed: str, width: int, t: Language, *, operator: str = ""
) -> list[Row]:
    """A heading for each site, then its services by tier and name."""
    if not view.plan.services:
        return list(
            paragraph(
                t(
                    say(
                        "The plan has no service yet: no server is more urgent than another. init "
                        "writes a plan that has those of most hospitals; copy them from there."
                    )
                ),
                width,
            )
        )
    matches, shape = matcher(typed, t), _Shape(view, width, t)
    rows: list[Row] = []
    for site, services in _by_site(view):
        shown = [s for s in services if matches(_words(view, s, t), _values(view, s, operator, t))]
        if shown:
            name = t(view.plan.sites[site].name) if site else t(shared_title(view))
            up = sum(view.services[s].is_up for s in services)
            limited = sum(view.services[s].status == "limited" for s in services)
            count = t(up_count_words(up, len(services), limited))
            rows.append(Row((Piece(f" {name}", "strong"), Piece(f"  {count}", "faint"))))
            rows += [_row(view, service, shape, t) for service in shown]
    rows += _groups(view, matches, width, t)
    if rows or not typed:
        return rows
    why = misunderstood(
        typed, [_values(view, service, operator, t) for service in view.plan.services]
    )
    return [
        *paragraph(t(why or say("No service matches the filter.")), width),
        plain(" " + t(say("Esc shows all."))),
    ]


def _groups(
    view: View, matches: Callable[[str, Values], bool], width: int, t: Language
) -> list[Row]:
    """What opens together, below all services."""
    shown = [
        group
        for group, part in view.plan.groups.items()
        if matches(f"{group} {part.name} {t(state_of_group(group_state(view, group)))}", {})
    ]
    if not shown:
        return []
    heading = Row((Piece(" " + t(say("Opens together")), "strong"),))
    return [heading, *(group_row(view, group, width, t) for group in shown)]


def service_heading(view: View, width: int, t: Language) -> Row:
    """The names of the columns."""
    shape = _Shape(view, width, t)
    return columns(
        [
            ("", 2, ""),
            (t(say("Service")), shape.name, "heading"),
            (t(say("T")), 2, "heading"),
            (t(say("State")), shape.state, "heading"),
            (shape.title, shape.missing, "heading"),
        ]
    )


class _Shape:
    """The widths of the columns.

    What is missing has the room it needs before the names have theirs.
    """

    def __init__(self, view: View, width: int, t: Language) -> None:
        self.state = max(
            *(
                cells(t(state_word(status)))
                for status in ("down", "partial", "limited", "up", "accepted")
            ),
            *(cells(t(status_in_a_word(view, service))) for service in view.stood_on_suspects),
        )
        long, short = t(say("Missing, and what to take first")), t(say("Missing, and first"))
        room = width - self.state - 8
        wanted = max(
            [
                cells(short),
                *(cells(t(still_missing(view, service))) for service in view.plan.services),
            ]
        )
        self.name = max(LEAST_NAME, min(MOST_NAME, room - wanted))
        self.missing = room - self.name
        self.title = long if cells(long) <= self.missing else short


def up_count_words(up: int, of: int, limited: int) -> Sentence:
    """How many services of so many are up, and how many of these do without something."""
    if limited:
        return plural(
            "{up} of {all} up, {n} of them limited",
            "{up} of {all} up, {n} of them limited",
            limited,
            up=up,
            all=of,
        )
    return say("{up} of {all} up", up=up, all=of)


def _by_site(view: View) -> Iterator[tuple[str, Sequence[str]]]:
    """The services of each site in the order of the plan, those without a site last."""
    for site in [*view.plan.sites, ""]:
        of_site = [
            name for name, service in view.plan.services.items() if (service.site or "") == site
        ]
        if of_site:
            yield (
                site,
                sorted(
                    of_site,
                    key=lambda name: (
                        view.plan.services[name].tier,
                        view.plan.services[name].name,
                        name,
                    ),
                ),
            )


def _words(view: View, service: str, t: Language) -> str:
    part = view.plan.services[service]
    return f"{service} {part.name} {t(status_in_a_word(view, service))}"


def _values(view: View, service: str, operator: str, t: Language) -> Values:
    """A service is the operator's, ready, in conflict or blocked when a server that it misses is."""
    part, status = view.plan.services[service], view.services[service].status
    flags = {
        flag for server in view.missing(service) for flag in filter_words_of(view, server, operator)
    }
    beneath = view.stood_on_caveats.get(service, ())
    flags |= {"override"} if not view.overrides.keys().isdisjoint({service, *beneath}) else set()
    flags |= {"shortcut"} if not view.shortcuts.keys().isdisjoint(beneath) else set()
    flags |= {"reserve"} if service in view.reserves else set()
    flags |= {"suspect"} if view.services[service].suspect else set()
    conditions = waited_for(view, service)
    up = ["up"] if status == "limited" else []
    suspect = ["suspect"] if view.services[service].suspect else []
    states = [
        status,
        *up,
        *suspect,
        *({"blocked"} & {view.situation.state(server) for server in view.missing(service)}),
    ]
    return {
        "site": [
            word
            for site in view.written.sites_of(service)
            for word in (site, view.plan.sites[site].name)
        ],
        "tier": (str(part.tier),),
        "state": [*states, *(t(state_word(state)) for state in states)],
        "waits": [
            *view.missing(service),
            *conditions,
            *(t(node_name(view, condition)) for condition in conditions),
        ],
        "is": sorted(flags),
    }


def _row(view: View, service: str, shape: _Shape, t: Language) -> Row:
    part, state = view.plan.services[service], view.services[service]
    sign = SUSPECT if state.suspect else LIMITED if state.status == "limited" else ""
    return columns(
        [
            (sign, 1, "warn" if sign else ""),
            (t(part.name), shape.name, ""),
            (str(part.tier), 2, ""),
            (
                t(status_in_a_word(view, service)),
                shape.state,
                STATE_LOOKS["suspect" if state.suspect else state.status],
            ),
            (t(_rest(view, service)), shape.missing, ""),
        ],
        key=RowKey("service", service),
    )


def _rest(view: View, service: str) -> Value:
    """The last column: what is missing, else what it does without and who signed it off.

    What must be known beside that in front.
    """
    whole = in_a_column(view, service) or still_missing(view, service)
    if (caveats := caveats_in_short(view, service)) is None:
        return whole
    return say("{caveats} · {rest}", caveats=caveats, rest=whole) if whole else caveats
