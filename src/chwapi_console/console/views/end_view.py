"""The end of the recovery as rows.

What does not hold yet before it is closed, the most urgent first; once it is, how.
"""

from collections.abc import Iterator, Sequence

from chwapi_console.console.widgets.row import Row, RowKey, fit, paragraph, plain
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.ending import (
    APART,
    HEADINGS,
    OPEN_SINCE,
    TO_RESTORE,
    Open,
    by_kind,
    compromised_apart,
    how_it_ended,
    left_to_end,
    open_since_the_end,
    to_restore_first,
)
from chwapi_console.text import Language, Sentence, plural, say


def end_rows(view: View, width: int, t: Language, key: str) -> Sequence[Row]:
    """A row for each thing that does not hold yet; `key` closes and reopens."""
    return list(_rows(view, width, t, key))


def end_title(view: View, t: Language) -> str:
    """How many things do not hold yet, or that the recovery is closed."""
    if view.situation.ended is not None:
        since = len(open_since_the_end(view))
        return t(
            plural(
                "The recovery is closed, and {n} thing does not hold any more",
                "The recovery is closed, and {n} things do not hold any more",
                since,
            )
            if since
            else say("The recovery is closed")
        )
    left = len(left_to_end(view))
    return t(
        plural("The end: {n} thing does not hold yet", "The end: {n} things do not hold yet", left)
        if left
        else say("The end: nothing hinders it")
    )


def _rows(view: View, width: int, t: Language, key: str) -> Iterator[Row]:
    if since := open_since_the_end(view):
        yield from _group(view, OPEN_SINCE, since, width, t)
    for sentence in how_it_ended(view):
        yield from paragraph(t(sentence), width)
    if view.situation.ended is not None:
        yield from paragraph(t(say("Where it goes on: {key} reopens it.", key=key)), width)
        return
    left = left_to_end(view)
    yield from paragraph(
        t(
            say("Done first; what cannot be is named with a reason ({key}).", key=key)
            if left
            else say("All that the end asks for is so: {key} closes.", key=key)
        ),
        width,
    )
    first = to_restore_first(view, left)
    for heading, group in ((TO_RESTORE, first), (APART, compromised_apart(view, first))):
        if group:
            yield from _group(view, heading, group, width, t)
    for kind, group in by_kind(left):
        yield from _group(view, HEADINGS[kind], group, width, t)


def _group(
    view: View, heading: Sentence, group: Sequence[Open], width: int, t: Language
) -> Iterator[Row]:
    title = say("{title}: {n}", title=heading, n=len(group))
    yield plain(fit(f" {t(title)}", width), "heading")
    for one in group:
        yield plain(fit(f"   {t(one.words)}", width), key=_key(view, one.subject))


def _key(view: View, subject: str) -> RowKey:
    plan = view.plan
    if subject in plan.services:
        return RowKey("service", subject)
    return RowKey("condition" if subject in plan.conditions else "server", subject)
