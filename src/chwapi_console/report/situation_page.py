"""The situation in words, for who reads it.

The direction wants what is up and what comes next, the wards what to do until then, technical
people what stands in the way and what was not done; authorities and the press have pages of their
own, too. Each has a room.
"""

from collections.abc import Callable, Mapping

from chwapi_console.report.authorities_page import for_authorities
from chwapi_console.report.direction_page import for_direction, under_for_direction
from chwapi_console.report.handover import Handover
from chwapi_console.report.page import PaperPage, Section, foot, titled
from chwapi_console.report.press_page import for_press, under_for_press
from chwapi_console.report.situation import SituationReport
from chwapi_console.report.situation_words import under_in_full
from chwapi_console.report.technical_page import for_technical
from chwapi_console.report.wards_page import for_wards, under_for_wards
from chwapi_console.text import say

AUDIENCES = ("direction", "wards", "technical", "authorities", "press")


def situation_page(
    audience: str, of: SituationReport, shift: Handover, head: str, by: str
) -> PaperPage:
    """The page for one of `AUDIENCES`."""
    view = of.view
    sections: Mapping[str, Callable[[], list[Section]]] = {
        "direction": lambda: for_direction(of),
        "wards": lambda: for_wards(of),
        "technical": lambda: for_technical(of, shift),
        "authorities": lambda: for_authorities(of),
        "press": lambda: for_press(view),
    }
    titles = {
        "direction": say("For the direction"),
        "wards": say("Situation for the wards"),
        "technical": say("Technical situation"),
        "authorities": say("Facts for authorities"),
        "press": say("For the press"),
    }
    under = {
        "press": lambda: under_for_press(view),
        "direction": lambda: under_for_direction(of),
        "wards": lambda: under_for_wards(of),
    }
    return PaperPage(
        titled(view, titles[audience]),
        list(under.get(audience, lambda: under_in_full(of))()),
        sections[audience](),
        foot(view, head, "" if audience == "press" else by),  # no person is told to the press
        foot(view, head, by, by_telephone=True) if audience == "direction" else (),
    )
