"""Where in the console somebody is. What is shown there, and how, is said in `pages`."""

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal[
    "queue",
    "services",
    "triage",
    "journal",
    "progress",
    "conditions",
    "end",
    "report",
    "next",
    "why",
    "group",
    "help",
    "messages",
    "page",
    "price",
]


@dataclass(frozen=True)
class Place:
    """A view, the page of a subject or of a group, or a page for others by its name."""

    kind: PlaceKind
    subject: str = ""


QUEUE, SERVICES, TRIAGE, JOURNAL, PROGRESS, CONDITIONS, END, NEXT, HELP, MESSAGES = (
    Place("queue"),
    Place("services"),
    Place("triage"),
    Place("journal"),
    Place("progress"),
    Place("conditions"),
    Place("end"),
    Place("next"),
    Place("help"),
    Place("messages"),
)
