"""Sheets to write on by hand, for the night on which the console cannot be reached.

The servers that come next with their steps, how each system stands, and what was done by whom.
Lines of the first are what `enter` takes afterwards.

The last two have the columns that hospitals know from HICS 2014 (forms 251, "Facility System Status
Report", and 214, "Activity Log").
"""

from collections.abc import Iterator, Mapping, Sequence

from chwapi_console.inventory.model import Server
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.entry import Entry, WorkToDo
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.news import deed
from chwapi_console.recovery.words.things.limits import status_for_others
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.step_words import step_name
from chwapi_console.recovery.words.why.reasons import purpose
from chwapi_console.report.page import PaperPage, Section, foot, moment_in_full, site_title, titled
from chwapi_console.report.page_table import BOX, TICKED, PageColumn, PageTable
from chwapi_console.report.shift import Began, acts_of, worked
from chwapi_console.text import Value, say

ENDS: Mapping[WorkToDo, Sequence[str]] = {
    "restore": ("restored",),
    "look": ("clean", "compromised"),
    "verify": ("verified", "compromised"),
    "connect": ("on",),
}
"""By the work that a server waits for: the states of which one is ticked at its end."""
LEFT_BLANK = 6
"""Rows for what is on no sheet."""


class Functioning(NamedTuple):
    """The services of a site, by how far they function; `site` is None where they serve all.

    What is up, but limited or on a suspect server, functions in part; what is not up does not,
    whatever works of what it needs.
    """

    site: str | None
    fully: Sequence[str]
    partially: Sequence[str]
    not_at_all: Sequence[str]


# The servers that come next


def next_servers(view: View, most: int, site: str | None) -> list[Entry]:
    """The first servers of the queue that somebody can go on with now or has in hand.

    Of a site where one is named.
    """
    wanted = (
        entry
        for entry in view.entries
        if (entry.ready or entry.held_by)
        and (site is None or view.plan.servers[entry.server].site == site)
    )
    return [entry for entry, _ in zip(wanted, range(most), strict=False)]


def next_page(view: View, servers: Sequence[Entry], head: str, by: str) -> PaperPage:
    """A table for each server, with a box, and room for time and name, at each step."""
    how = say(
        "Tick what is done, and write when and who. Afterwards enter takes these lines: "
        "02:10 NAME step SERVER STEP, or 02:10 NAME mark SERVER restored."
    )
    return PaperPage(
        titled(view, say("The next servers: {n}", n=len(servers))),
        [how],
        [
            *(_server(view, entry) for entry in servers),
            Section(say("What else was done"), table=_blank_rows(), together=True),
        ],
        foot(view, head, by),
    )


def _server(view: View, entry: Entry) -> Section:
    part = view.plan.servers[entry.server]
    steps = view.plan.steps_of(entry.server) if entry.work in ("restore", "recheck") else ()
    rows = [_step(view, entry.server, step) for step in steps]
    rows += [
        [say("{server} {state}", server=entry.server, state=state_word(state)), BOX, "", "", ""]
        for state in ENDS.get(entry.work, ())
    ]
    columns = [
        PageColumn(say("Step"), 6),
        PageColumn(say("Done"), 2),
        PageColumn(say("Time"), 3),
        PageColumn(say("Name"), 4),
        PageColumn(say("Remark"), 5),
    ]
    title = say(
        "{rank}. {server}: {role}, {site}",
        rank=entry.rank,
        server=entry.server,
        role=part.role,
        site=view.plan.sites[part.site].name,
    )
    return Section(
        title, list(_about(view, entry, part)), table=PageTable(columns, rows), together=True
    )


def _about(view: View, entry: Entry, part: Server) -> Iterator[Value]:
    """What whoever stands before it wants to know, without a screen."""
    yield say("for: {services}", services=purpose(view, entry))
    if entry.held_by:
        yield say("in hand: {operator}", operator=entry.held_by)
    for title, words in (
        (say("state"), state_word(entry.state)),
        (say("address"), part.address),
        (say("backup"), part.backup),
        (say("contact"), part.contact),
        (say("notes"), part.notes),
    ):
        if words:
            yield say("{what}: {words}", what=title, words=words)


def _step(view: View, server: str, step: str) -> list[Value]:
    """A row: ticked with who and when where the record has it so."""
    name = say("{name} ({step})", name=step_name(view.plan, step), step=step)
    act = view.situation.steps.get((server, step))
    state = view.situation.step_state(server, step)
    if act is None or state == "open":
        return [name, BOX, "", "", ""]
    at = view.clock(act.counts_from)
    word = "" if state == "done" else state_word(state)
    return [name, TICKED if state == "done" else BOX, at, view.by(act), word]


def _blank_rows() -> PageTable:
    columns = [
        PageColumn(say("Time"), 2),
        PageColumn(say("Name"), 3),
        PageColumn(say("What"), 8),
    ]
    return PageTable(columns, [["", "", ""]] * LEFT_BLANK)


# How each system stands


def functioning(view: View) -> list[Functioning]:
    """How far the services of each site function, those of all sites last, the urgent first."""
    services = sorted(view.plan.services, key=lambda name: (view.plan.services[name].tier, name))
    found = []
    for site in (*view.plan.sites, None):
        by_word: dict[str, list[str]] = {"fully": [], "partially": [], "not_at_all": []}
        for service in services:
            if view.plan.services[service].site == site:
                by_word[_how_far(view, service)].append(service)
        found.append(Functioning(site, *by_word.values()))
    return [each for each in found if each.fully or each.partially or each.not_at_all]


def _how_far(view: View, service: str) -> str:
    state = view.services[service]
    if state.is_up and not state.without and not state.suspect:
        return "fully"
    return "partially" if state.is_up else "not_at_all"


def systems_page(view: View, head: str, by: str) -> PaperPage:
    """A row for each service, with one of three boxes ticked, and room for remarks."""
    columns = [
        PageColumn(say("System"), 5),
        PageColumn(say("Fully"), 3),
        PageColumn(say("Partially"), 3),
        PageColumn(say("Not"), 2),
        PageColumn(say("State in the record"), 4),
        PageColumn(say("Remark"), 3),
    ]
    return PaperPage(
        titled(view, say("Systems status (HICS 251)")),
        [say("As of {time}", time=moment_in_full(view, view.now))],
        [
            Section(
                site_title(view, each.site), table=PageTable(columns, list(_systems(view, each)))
            )
            for each in functioning(view)
        ],
        foot(view, head, by),
    )


def _systems(view: View, of: Functioning) -> Iterator[Sequence[Value]]:
    for place, services in enumerate((of.fully, of.partially, of.not_at_all)):
        for service in services:
            boxes = [TICKED if place == each else BOX for each in range(3)]
            name = view.plan.services[service].name
            yield [name, *boxes, status_for_others(view, service, column=True), ""]


# What was done


def shift_acts(view: View, began: Began) -> list[Event]:
    """What people did and meant since a shift began, in reading order."""
    return [event for event in acts_of(view) if began.at <= event.moment <= view.now]


def activity_page(view: View, began: Began, head: str, by: str) -> PaperPage:
    """The log of a shift: when each act was done and recorded, what it was, by whom."""
    acts = shift_acts(view, began)
    return PaperPage(
        titled(view, say("Activity log (HICS 214)")),
        [
            say("From {start}", start=moment_in_full(view, began.at)),
            say("to {end}", end=moment_in_full(view, view.now)),
        ],
        [
            Section(
                say("People: {n}", n=len(people := worked(view, began.at))),
                table=PageTable(
                    [
                        PageColumn(say("Name"), 3),
                        PageColumn(say("Acts")),
                        PageColumn(say("Role"), 4),
                    ],
                    [[each.person, each.acts, ""] for each in people],
                ),
            ),
            Section(
                say("Acts: {n}", n=len(acts)),
                none=say("Nothing was done."),
                table=PageTable(
                    [
                        PageColumn(say("Done"), 3),
                        PageColumn(say("Recorded"), 3),
                        PageColumn(say("Name"), 3),
                        PageColumn(say("What"), 9),
                    ],
                    [_act(view, event) for event in acts],
                ),
            ),
        ],
        foot(view, head, by),
    )


def _act(view: View, event: Event) -> list[Value]:
    what = deed(event, view)
    if event.hash in view.situation.undone:
        what = say("{what} (undone)", what=what)
    if event.note:
        what = say("{what} · {note}", what=what, note=event.note)
    return [
        view.clock(event.counts_from),
        view.clock(event.moment),
        view.by(event),
        what,
    ]
