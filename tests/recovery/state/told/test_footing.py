"""What people vouched for holds only for what they stood on, by the plan as it is now."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.errors import Refused
from chwapi_console.inventory.groups import Group, Needs, enough
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.sync import sync
from chwapi_console.recovery.acts.conditions import Saying
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.of_view.service_course import service_courses
from chwapi_console.recovery.state.of_view.signing import to_sign_off
from chwapi_console.recovery.state.told.footing import Footing
from chwapi_console.recovery.state.told.losses import Losses
from chwapi_console.recovery.state.told.sign_offs import vouched_for
from chwapi_console.recovery.state.told.threshold import Thresholds
from chwapi_console.recovery.words.meant.ending import left_to_end
from chwapi_console.recovery.words.since.plan_edits import moved_by_edit
from chwapi_console.recovery.words.since.sign_off_words import in_a_column, sign_off_in_full
from chwapi_console.session.session import Session
from hospitals import HEAD, MEANT, plan_of

NEEDED = 'needs = ["app", ["dc1", "dc2"], "paper"]'
PLAN = (
    HEAD
    + f"""
[services.bloc]
name = "Bloc"
tier = 1
{NEEDED}
soft = ["nas"]
[services.ward]
name = "Ward"
tier = 2
needs = [{{ accepted = "bloc" }}]
[conditions.paper]
name = "Paper entered"
needs = ["app"]
[servers]
app = {{ site = "imc", role = "x", state = "clean" }}
dc1 = {{ site = "imc", role = "x", state = "clean" }}
dc2 = {{ site = "imc", role = "x", state = "compromised" }}
dc3 = {{ site = "imc", role = "x", state = "clean" }}
nas = {{ site = "imc", role = "x", state = "clean" }}
san = {{ site = "imc", role = "x", state = "clean" }}
"""
)
BY, TRIED = "head of theatre", "two images opened"
MET = Saying("met", "records office", "all of it")


def signed_at(folder: Path, host: str) -> Session:
    folder.mkdir(exist_ok=True)
    (folder / "inventory.toml").write_text(PLAN, encoding="utf-8")
    return Session(folder / "inventory.toml", operator="dba", host=host)


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[Session]:
    session = signed_at(tmp_path, "test")
    session.acts.condition(["paper"], MET)
    session.acts.accept("bloc", BY, TRIED)
    yield session
    session.close()


@pytest.fixture
def edit(tmp_path: Path, signed: Session) -> Callable[[str, str], None]:
    def edit(old: str, new: str) -> None:
        path = tmp_path / "inventory.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


Edit = Callable[[str, str], None]


def status(session: Session, service: str = "bloc") -> str:
    return session.look().services[service].status


@pytest.mark.parametrize(
    "more", ['"dc3"', '["dc3", "dc2"]', '{ at_least = 2, of = ["dc1", "dc3"] }', '"other"']
)
def test_a_need_that_an_edit_of_the_plan_names_wants_a_new_sign_off(
    signed: Session, edit: Edit, more: str
) -> None:
    edit(
        "[services.ward]",
        '[services.other]\nname = "Other"\ntier = 3\nneeds = ["dc3"]\n[services.ward]',
    )
    assert "accepted" == status(signed)
    edit(NEEDED, NEEDED[:-1] + f", {more}]")
    assert ("up", "down") == (status(signed), status(signed, "ward"))
    assert "dc3" in str(sign_off_in_full(signed.look(), "bloc")[-1])
    signed.acts.accept("bloc", BY, TRIED)
    assert ("accepted", "up") == (status(signed), status(signed, "ward"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["dc1", "dc2"]', '["dc1", "dc2", "dc3"]'),
        ('["dc1", "dc2"]', '"dc1"'),
        ('"app", ', ""),
        ('soft = ["nas"]', 'soft = ["nas", "san"]'),
        ('nas = { site = "imc", role = "x"', 'nas = { site = "imc", role = "y", needs = ["san"]'),
        ("tier = 1", "tier = 2"),
    ],
)
def test_an_edit_that_names_nothing_new_beneath_ends_no_sign_off(
    signed: Session, edit: Edit, old: str, new: str
) -> None:
    edit(old, new)
    assert "accepted" == status(signed)


def test_a_need_of_a_server_beneath_counts_as_one_of_the_service(
    signed: Session, edit: Edit
) -> None:
    edit('app = { site = "imc", role = "x"', 'app = { site = "imc", role = "x", needs = ["san"]')
    view = signed.look()
    assert "up" != view.services["bloc"].status
    assert (("san",),) == view.situation.lapsed["bloc"].unknown
    assert "it was met without san, which it needs now" in _how(signed, "paper")


def _how(session: Session, condition: str) -> str:
    from chwapi_console.recovery.words.things.conditions import condition_in_words

    view = session.look()
    return str(condition_in_words(view, view.conditions[condition]))


def test_a_member_that_was_not_there_then_is_a_need_where_it_is_the_only_one_left(
    signed: Session, edit: Edit
) -> None:
    edit('["dc1", "dc2"]', '"dc2"')
    signed.acts.mark(["dc2"], "restored", MEANT)
    assert "up" == status(signed)


def test_a_sign_off_stands_again_once_the_plan_is_edited_back(signed: Session, edit: Edit) -> None:
    edit('"paper"]', '"paper", "dc3"]')
    assert "up" == status(signed)
    edit('"paper", "dc3"]', '"paper"]')
    assert "accepted" == status(signed)


def test_what_an_edit_ended_is_told_wherever_a_sign_off_is(signed: Session, edit: Edit) -> None:
    before = signed.look()
    edit('"paper"]', '"paper", "dc3"]')
    view = signed.look()
    words = [str(sentence) for sentence in moved_by_edit(before, view)]
    assert "To be signed off again: Bloc." in words
    assert "sign off again (given without dc3)" == str(in_a_column(view, "bloc"))
    (left,) = [one for one in left_to_end(view) if one.subject == "bloc"]
    assert "Bloc (bloc: up, signed off without dc3, which it needs now)" == str(left.words)
    assert "open again: it was met without dc3, which it needs now" in _how(signed, "accepted bloc")
    assert ["bloc"] == to_sign_off(view)
    with pytest.raises(Refused, match="signed off without dc3"):
        signed.acts.close({"ward": "later"}, Remarks(reason="done", meant=True))


def test_what_a_sign_off_was_without_is_shown_in_the_course_as_it_is_now(
    signed: Session, edit: Edit
) -> None:
    edit('"paper"]', '"paper", "dc3"]')
    (course,) = service_courses(signed.look(), ["bloc"]).values()
    assert "up" == course[-1].status
    assert all(spell.status != "accepted" for spell in course)


def test_an_undo_of_the_sign_off_leaves_none_and_its_undo_one_without_the_need(
    signed: Session, edit: Edit
) -> None:
    edit('"paper"]', '"paper", "dc3"]')
    accepted = signed.record.events[-1].id
    signed.acts.undo(accepted)
    assert "bloc" not in signed.look().situation.lapsed
    signed.acts.undo(signed.record.events[-1].id)
    assert (("dc3",),) == signed.look().situation.lapsed["bloc"].unknown
    edit('"paper", "dc3"]', '"paper"]')
    assert "accepted" == status(signed)


def test_a_condition_is_met_for_what_it_stood_on_alone(signed: Session, edit: Edit) -> None:
    edit('needs = ["app"]', 'needs = ["app", "dc3"]')
    assert "partial" == status(signed)
    assert "Paper entered: open again: it was met without dc3, which it needs now." == _how(
        signed, "paper"
    )
    signed.acts.condition(["paper"], MET)
    assert signed.look().conditions["paper"].is_met
    assert "up" == status(signed)


def test_a_condition_that_was_met_whatever_it_needs_is_met_whatever_it_needs(
    signed: Session, edit: Edit
) -> None:
    signed.acts.mark(["app"], "compromised")
    by_hand = signed.acts.overriding({"condition.needs": "entered by hand"})
    by_hand.condition(["paper"], MET)
    signed.acts.mark(["app"], "restored", MEANT)
    assert signed.look().conditions["paper"].is_met
    edit('needs = ["app"]', 'needs = ["app", "dc3"]')
    assert signed.look().conditions["paper"].is_met


def test_what_no_longer_replaces_a_server_is_not_what_the_service_stands_on(
    signed: Session,
) -> None:
    signed.acts.mark(["app"], "retired", Remarks(reason="old", replacement="nas", meant=True))
    signed.acts.condition(["paper"], MET)
    signed.acts.accept("bloc", BY, TRIED)
    assert "accepted" == status(signed)
    signed.acts.mark(["app"], "restored", MEANT)
    signed.acts.condition(["paper"], MET)
    assert "up" == status(signed)
    assert (("app",),) == signed.look().situation.lapsed["bloc"].unknown


def test_two_journals_with_one_plan_agree_on_a_need_named_since(
    signed: Session, edit: Edit, tmp_path: Path
) -> None:
    other = signed_at(tmp_path / "other", "other")
    sync(signed.store, other.store)
    assert "accepted" == status(other)
    edit('"paper"]', '"paper", "dc3"]')
    text = (tmp_path / "inventory.toml").read_text(encoding="utf-8")
    (tmp_path / "other" / "inventory.toml").write_text(text, encoding="utf-8")
    signed.acts.note("bloc", "seen")
    sync(signed.store, other.store)
    assert ("up", "up") == (status(signed), status(other))
    assert signed.look().services == other.look().services
    other.close()


# The law

SERVERS = [f"s{number}" for number in range(5)]
SERVICES = [f"v{number}" for number in range(3)]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans of the same few nodes, each of which needs what comes before it."""
    servers = [_table(server, _needs(draw, SERVERS[:n])) for n, server in enumerate(SERVERS)]
    services = [
        f'[services.{service}]\nname = "{service}"\ntier = 1\nneeds = {_written(needs)}'
        for n, service in enumerate(SERVICES)
        for needs in [_needs(draw, [*SERVERS, *SERVICES[:n]]) or [["s0"]]]
    ]
    return plan_of("\n".join([*services, "[servers]", *servers]))


def _needs(draw: st.DrawFn, beneath: Sequence[str]) -> list[list[str]]:
    if not beneath:
        return []
    members = st.lists(st.sampled_from(beneath), min_size=1, max_size=3, unique=True)
    return draw(st.lists(members, max_size=3, unique_by=frozenset))


def _table(server: str, needs: list[list[str]]) -> str:
    return f'{server} = {{ site = "imc", role = "x", needs = {_written(needs)} }}'


def _written(needs: list[list[str]]) -> str:
    return f"[{', '.join(map(_group, needs))}]"


def _group(group: list[str]) -> str:
    match group:
        case [alone]:
            return f'"{alone}"'
        case [_, _]:
            return _listed(group)
    return f"{{ at_least = 2, of = {_listed(group)} }}"


def _listed(group: list[str]) -> str:
    return f"[{', '.join(f'{chr(34)}{member}{chr(34)}' for member in group)}]"


def comes_up(plan: Plan, node: str, usable: set[str]) -> bool:
    """Whether a node comes up by these servers alone, asked need by need."""
    if node in plan.servers and node not in usable:
        return False
    groups: Needs = (plan.servers | plan.services)[node].needs  # type: ignore[operator]
    return all(
        sum(comes_up(plan, member, usable) for member in group) >= enough(group) for group in groups
    )


def unknown(plan: Plan, service: str, servers: Sequence[str]) -> tuple[Group, ...]:
    footing = Footing(plan, {}, Losses({}, Thresholds.of(plan), {}))
    return footing.unknown_needs(service, tuple(servers))


@given(plans(), plans(), st.sets(st.sampled_from(SERVERS)), st.sampled_from(SERVICES))
def test_a_sign_off_stands_where_what_it_stood_on_is_all_that_the_service_needs(
    then: Plan, now: Plan, available: set[str], service: str
) -> None:
    working = then.graph.working_without(set(SERVERS) - available)
    if service not in working:
        return
    servers = vouched_for(then, then.graph, working, service)
    assert () == unknown(then, service, servers)
    tried = set(servers)
    more = unknown(now, service, servers)
    assert comes_up(now, service, tried) == (not more)
    while more:
        members = {member for group in more for member in group}
        assert not members <= tried
        tried |= {
            s for m in members for s in ([m] if m in now.servers else now.graph.reached_from([m]))
        }
        more = unknown(now, service, sorted(tried))
    assert comes_up(now, service, tried)
