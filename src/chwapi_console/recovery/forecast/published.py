"""The published incidents by which a forecast begins until this one's own restorations say better.

What newspapers and reports told of when something was up again; sources, and what a forecast would
have said of each: `bench/published.py` and docs/design/forecast.md, "How incidents really go".
"""

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say

HOURS_A_DAY = 24


class PublishedIncident(NamedTuple):
    """An incident: who, in which year, how many servers were to restore; what was up after how long."""

    name: str
    year: int
    servers: int
    course: tuple[tuple[Sentence, float], ...]


PUBLISHED = (
    PublishedIncident(
        "CHwapi Tournai", 2021, 80, ((say("first theatre"), 36), (say("all theatres"), 60))
    ),
    PublishedIncident(
        "CHU Rouen", 2019, 200, ((say("45 % of programs"), 71), (say("all of them"), 240))
    ),
    PublishedIncident(
        "CH Dax",
        2021,
        110,
        ((say("telephones"), 52), (say("sessions of staff"), 34 * HOURS_A_DAY)),
    ),
    PublishedIncident(
        "HSE Ireland", 2021, 2240, ((say("75 % of servers"), 964), (say("95 % of servers"), 2162))
    ),
    PublishedIncident("Lukaskrankenhaus Neuss", 2016, 100, ((say("laboratory"), 150),)),
    PublishedIncident(
        "CHSF Corbeil-Essonnes", 2022, 350, ((say("stroke care"), 50.5 * HOURS_A_DAY),)
    ),
)
