"""Recording items of evidence, and their way from hand to hand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chwapi_console.clock import iso
from chwapi_console.errors import RequestError
from chwapi_console.inventory.near_names import nearest
from chwapi_console.journal.kinds.evidence_kinds import (
    EvidenceHanded,
    EvidenceTaken,
    EvidenceTerms,
    HandOverChange,
    HandOverTerms,
    evidence_key,
    hand_over_key,
)
from chwapi_console.journal.record.events import new_id
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.rules.cases import EVIDENCE, HAND_OVER, EvidenceCase, HandOverCase
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.rules.results import sha256_of
from chwapi_console.recovery.state.told.evidence_items import Item, handed
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import in_one, say

SIGNS_OF_AN_ID = 4
"""Hexadecimal digits that tell an item from others of its server, where nobody names it."""


def evidence(
    view: View,
    server: str,
    item: str,
    told: Mapping[str, str],
    operator: str,
    taken: datetime | None = None,
    remarks: Remarks = NO_REMARKS,
) -> Act:
    """Records an item of evidence of a server, or puts right what is told of one.

    `told` has fields of `EvidenceTerms`. An item without an id gets one.
    """
    (server,) = known_servers(view, [server])
    known = view.situation.evidence.get(server, {}).get(item) if item else None
    item = item or f"{server}-{new_id()[:SIGNS_OF_AN_ID]}"
    if known is None:
        terms = EvidenceTerms("image", by=operator, taken=iso(taken) if taken else "")
    else:
        terms = known.terms._replace(taken=iso(taken)) if taken else known.terms
    given: dict[str, Any] = {name: value for name, value in told.items() if value}
    if "sha256" in given:
        given["sha256"] = sha256_of(given["sha256"])
    terms = terms._replace(**given)
    drafting = Drafting(view, operator)
    case = EvidenceCase(view, EVIDENCE, server, item, terms, operator, remarks)
    one = drafting.admit(case)
    if known is None or known.told != [terms]:
        key = evidence_key(server, item)
        drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
        drafting.add(one, EvidenceTaken(item, known and known.terms, terms), remarks.data())
    return drafting.done()


def hand_over(
    view: View, item: str, terms: HandOverTerms, operator: str, remarks: Remarks = NO_REMARKS
) -> Act:
    """Records that an item of evidence went from one hand to another."""
    of = item_named(view, item)
    drafting, key = Drafting(view, operator), hand_over_key(of.server, of.id)
    terms = terms._replace(before=sha256_of(terms.before), after=sha256_of(terms.after))
    case = HandOverCase(view, HAND_OVER, of.server, of.id, terms, operator, remarks)
    one = drafting.admit(case)
    chain = handed(view.situation, of.server).get(of.id, ())
    before = chain[-1].payload if chain else None
    last = before.after if isinstance(before, HandOverChange) else None
    if terms != last:
        drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
        drafting.add(one, EvidenceHanded(of.id, last, terms), remarks.data())
    return drafting.done()


def item_named(view: View, name: str) -> Item:
    """The item with an id, which may be written as SERVER/ITEM.

    RequestError where there is none, or where several servers have one.
    """
    server, slash, id = name.rpartition("/")
    found = [
        items[id]
        for of, items in view.situation.evidence.items()
        if id in items and (not slash or of == server)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        ways = " or ".join(f"{item.server}/{item.id}" for item in found[:2])
        raise RequestError(
            say('Several servers have an item "{id}". Write {ways}.', id=id, ways=ways)
        )
    known = [item for items in view.situation.evidence.values() for item in items]
    hint = nearest(id, known)
    lacking = say('There is no item of evidence "{id}". See custody.', id=name)
    raise RequestError(in_one([lacking, hint]) if hint else lacking)
