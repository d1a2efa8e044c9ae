"""Telling of restore points, since when the attacker was in, and which indicators are the newest."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from chwapi_console.clock import iso
from chwapi_console.journal.kinds.point_kinds import (
    INDICATORS_KEY,
    CompromisedSince,
    IndicatorsKnown,
    PointTerms,
    PointTold,
    point_key,
    since_key,
)
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.rules.cases import (
    COMPROMISED_SINCE,
    INDICATORS,
    RESTORE_POINT,
    IndicatorsCase,
    PointCase,
    SinceCase,
)
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.state.of_view.own_words import said_by
from chwapi_console.recovery.state.told.restore_points import OF_ALL, set_said, since_said
from chwapi_console.recovery.state.view.view import View


class ToldOfPoint(TypedDict, total=False):
    """What can be told of a restore point, and beside it."""

    taken: datetime | None
    verdict: str
    by: str
    tool: str
    indicators: str
    tested: bool
    remarks: Remarks


def restore_point(
    view: View, server: str, point: str, operator: str, **told: Unpack[ToldOfPoint]
) -> Act:
    """Tells of a restore point; of one that is known only what is said anew.

    Who gives a verdict gives all of it: by whom, with which tool, for which indicators; by the
    operator where nobody is named.
    """
    (server,) = known_servers(view, [server])
    known = view.situation.points.of.get(server, {}).get(point)
    before, remarks = known.terms if known else None, told.get("remarks", NO_REMARKS)
    undated = before is None and told.get("taken") is None
    terms = as_told(before or PointTerms(iso(view.now)), operator, told)
    drafting = Drafting(view, operator)
    one = drafting.admit(
        PointCase(view, RESTORE_POINT, server, point, terms, undated, operator, remarks)
    )
    if terms != before or (known and known.in_conflict):
        key = point_key(server, point)
        drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
        drafting.add(one, PointTold(point, before, terms), remarks.data())
    return drafting.done()


def as_told(terms: PointTerms, operator: str, told_of_point: ToldOfPoint) -> PointTerms:
    """A point as it will stand."""
    taken = told_of_point.get("taken")
    if taken is not None:
        terms = terms._replace(taken=iso(taken))
    given = {name: told_of_point.get(name, "") for name in ("verdict", "by", "tool", "indicators")}
    if any(given.values()):
        verdict = str(given["verdict"] or terms.verdict)
        by = str(given["by"] or ("" if verdict == "unknown" else operator))
        terms = terms._replace(
            verdict=verdict,
            by=by,
            tool=told_of_point.get("tool", ""),
            indicators=told_of_point.get("indicators", ""),
        )
    return terms._replace(tested=terms.tested or told_of_point.get("tested", False))


def compromised_since(
    view: View,
    at: datetime,
    servers: Sequence[str],
    operator: str,
    remarks: Remarks = NO_REMARKS,
) -> Act:
    """Says since when servers count as compromised, or every one where none is named."""
    drafting, servers = Drafting(view, operator), known_servers(view, servers)
    for server in servers or [""]:
        subject, key, after = server or OF_ALL, since_key(server), iso(at)
        case = SinceCase(view, COMPROMISED_SINCE, subject, at, servers, operator, remarks)
        one = drafting.admit(case)
        heads = view.situation.points.since_acts.get(server, ())
        said = [since_said(head) for head in heads]
        theirs = said_by(view, subject, heads, operator, lambda act: since_said(act) == iso(at))
        if said != [after] or not theirs:
            drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
            drafting.add(
                one, CompromisedSince(server, min(said, default=""), after), remarks.data()
            )
    return drafting.done()


def indicators(view: View, name: str, operator: str, remarks: Remarks = NO_REMARKS) -> Act:
    """Says which set of indicators is the newest."""
    drafting, name = Drafting(view, operator), " ".join(name.split())
    one = drafting.admit(IndicatorsCase(view, INDICATORS, OF_ALL, name, operator, remarks))
    heads = view.situation.points.sets
    said = [set_said(head) for head in heads]
    theirs = said_by(view, OF_ALL, heads, operator, lambda act: set_said(act) == name)
    if said != [name] or not theirs:
        drafting.shown[INDICATORS_KEY] = view.situation.head_ids.get(INDICATORS_KEY, frozenset())
        drafting.add(one, IndicatorsKnown(min(said, default=""), name), remarks.data())
    return drafting.done()
