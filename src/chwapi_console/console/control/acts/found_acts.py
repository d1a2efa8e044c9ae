"""A server that was found tonight.

Added to the plan by the record, with one question after the other. What is said last is shown whole
before it is written.
"""

from collections.abc import Mapping, Sequence

from chwapi_console.answers import KEYS
from chwapi_console.clock import parse_range, span
from chwapi_console.console.control.acts.acting import Acting
from chwapi_console.console.control.asking.certain import reads, reads_digits, spelled
from chwapi_console.console.control.asking.conversation import (
    Ask,
    Confirm,
    Conversation,
    Do,
    StillToAsk,
    asked_for,
)
from chwapi_console.inventory.group_words import as_written, needs_in_words
from chwapi_console.inventory.groups import Needs
from chwapi_console.inventory.near_names import no_such_node, with_nearest
from chwapi_console.inventory.plain_words import plain
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.recovery.rules.adding import ADDED_BY_AN_ID, ADDED_ONCE
from chwapi_console.recovery.rules.cases import ADD, FoundCase
from chwapi_console.recovery.rules.door import doubts
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, Value, either, every, in_one, say

NOBODY_KNOWS = FoundServer("", "")
SERVER = say("a server")


class FoundActs:
    """One method for its action, by its name."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def server_add(self) -> Conversation[None]:
        """Asks for all that is known of a server that was found, one question after the other.

        Its name, site and role, what it needs, what needs it, its runbook, and how long that takes.
        """
        shown = self._acting.known.view
        yield from self._acting.who.named("server.add", SERVER)
        who = self._acting.known.operator
        yield from self._acting.unless_for_others(FoundCase(shown, ADD, "", NOBODY_KNOWS, who))
        server = yield from self._called(shown)
        yield StillToAsk(7 if shown.plan.runbooks else 6)
        site = yield from self._site(shown, server)
        role = (yield Ask(say("What does {server} do (Esc: no)?", server=server))).strip()
        needs = yield from self._groups(
            shown,
            say(
                "What does {server} need? Ids with blanks between; a,b: any of them. Enter: nothing "
                "that is known (Esc: no)",
                server=server,
            ),
        )
        needed_by = yield from self._needed_by(shown, server)
        runbook = yield from self._runbook(shown, server)
        restore = yield from self._restore(server)
        found = FoundServer(
            site, role, tuple(as_written(group) for group in needs), needed_by, restore, runbook
        )
        case = FoundCase(shown, ADD, server, found, self._acting.known.operator)
        told = doubts(case)
        question = say(
            "Write that: {what}? ({yes})", what=_told(shown, server, found, needs), yes=KEYS
        )
        yield Confirm(question, in_one(told) if told else None)
        yield Do(server, lambda acts: acts.add(server, found, Remarks(meant=True), shown))

    def _called(self, shown: View) -> Conversation[str]:
        def id_of(text: str) -> str | Sentence:
            case = FoundCase(shown, ADD, text, NOBODY_KNOWS, self._acting.known.operator)
            why_not = (rule.broken(case) for rule in (ADDED_BY_AN_ID, ADDED_ONCE))
            return next((why for why in why_not if why is not None), text)

        return (yield from asked_for(say("Which server was found? Its id (Esc: none):"), id_of))

    def _site(self, shown: View, server: str) -> Conversation[str]:
        sites = {id: part.name for id, part in shown.plan.sites.items()}
        question = say(
            "At which site is {server}: {sites} (Esc: no)?",
            server=server,
            sites=either(list(sites.values())),
        )
        return (
            yield from asked_for(
                question,
                lambda text: _one_of(text, sites, say('There is no site "{name}".', name=text)),
                certain=spelled(sites),
            )
        )

    def _groups(self, shown: View, question: Sentence) -> Conversation[Needs]:
        from chwapi_console.inventory.edit.need_edits import needs_said

        def groups(text: str) -> Needs | Sentence:
            found = needs_said(text.split())
            lacking = _not_in_plan(shown, [member for group in found for member in group])
            return found if lacking is None else lacking

        return (yield from asked_for(question, groups, empty=True, certain=reads(groups)))

    def _needed_by(self, shown: View, server: str) -> Conversation[tuple[str, ...]]:
        question = say(
            "What needs {server}? Ids of servers or services with blanks between. Enter: nobody "
            "knows yet (Esc: no)",
            server=server,
        )

        def nodes(text: str) -> tuple[str, ...] | Sentence:
            return _not_in_plan(shown, text.split()) or tuple(dict.fromkeys(text.split()))

        return (yield from asked_for(question, nodes, empty=True, certain=reads(nodes)))

    def _runbook(self, shown: View, server: str) -> Conversation[str]:
        runbooks = {id: part.name or id for id, part in shown.plan.runbooks.items()}
        if not runbooks:
            return ""
        question = say(
            "By which runbook is {server} restored: {runbooks}? Enter: none (Esc: no)",
            server=server,
            runbooks=either(list(runbooks)),
        )

        def runbook(text: str) -> str | Sentence:
            none = say('There is no runbook "{name}".', name=text)
            return _one_of(text, runbooks, none) if text else ""

        return (yield from asked_for(question, runbook, empty=True, certain=spelled(runbooks)))

    def _restore(self, server: str) -> Conversation[tuple[int, ...]]:
        question = say(
            "How long does restoring {server} take? 2h, or at best, likely and at worst: 1h,2h,6h. "
            "Enter: nobody knows (Esc: no)",
            server=server,
        )

        def minutes(text: str) -> tuple[int, ...] | Sentence:
            try:
                return parse_range(text) if text else ()
            except ValueError:
                return say('"{text}" is no duration.', text=text)

        return (yield from asked_for(question, minutes, empty=True, certain=reads_digits(minutes)))


def _one_of(text: str, known: Mapping[str, str], lacking: Sentence) -> str | Sentence:
    """The id that a text means: by id or by name, whole or by a beginning that only one has."""
    wanted = plain(text)
    exact = [id for id, name in known.items() if wanted in (plain(id), plain(name))]
    begun = [
        id
        for id, name in known.items()
        if wanted and (plain(id).startswith(wanted) or plain(name).startswith(wanted))
    ]
    found = exact or begun
    return found[0] if len(found) == 1 else with_nearest(lacking, text, known)


def _not_in_plan(shown: View, names: Sequence[str]) -> Sentence | None:
    """That the plan has none of one of these names; None where it has all."""
    plan = shown.plan
    known = [*plan.servers, *plan.services, *plan.conditions]
    lacking = next((name for name in names if name not in known), None)
    return None if lacking is None else no_such_node(lacking, known)


def _told(shown: View, server: str, found_server: FoundServer, needs: Needs) -> Sentence:
    """All that was said of it."""
    said: list[Value] = [
        say(
            "{role} at {site}",
            role=found_server.role,
            site=shown.plan.sites[found_server.site].name,
        )
    ]
    if needs:
        said.append(say("needs {needs}", needs=needs_in_words(needs)))
    if found_server.needed_by:
        nodes = every([node_name(shown, node) for node in found_server.needed_by])
        said.append(say("needed by {nodes}", nodes=nodes))
    if found_server.runbook:
        said.append(say("runbook {runbook}", runbook=found_server.runbook))
    if found_server.restore:
        low, likely, high = map(span, found_server.restore)
        said.append(say("{low} to {high}, likely {likely}", low=low, high=high, likely=likely))
    return say("{server}: {told}", server=server, told=every(said))
