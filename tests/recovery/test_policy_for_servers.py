"""Which policy holds for a server: what its runbook says, else what the plan says; at every way in
and for everything that reads it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.errors import Overridable, Refused, Unmeant
from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.file.plan_cache import recall, remember
from chwapi_console.inventory.model import (
    POLICY_RULES,
    RULES_OF_SERVERS,
    Policy,
    RunbookPolicy,
)
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.recovery.acts import claims
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.rules.cases import (
    EvidenceCase,
    HandOverCase,
    PointCase,
    ServerCase,
    StepCase,
    UndoCase,
)
from chwapi_console.recovery.rules.registry import every_rule
from chwapi_console.recovery.state.view.view import view
from chwapi_console.recovery.words.since.plan_edits import moved_by_edit
from chwapi_console.recovery.words.things.policy_words import policy_settings, policy_words
from chwapi_console.session.session import Session
from hospitals import HEAD, MEANT, NOW, plan_of
from journal.memory_store import MemoryStore

PLAN = """
[policy]
stale = "2h"
[services.mail]
name = "Mail"
tier = 2
needs = ["ex1"]
[services.files]
name = "Files"
tier = 2
needs = ["fs1"]
[servers]
dc1 = { site = "imc", role = "DC", state = "compromised", runbook = "windows" }
ex1 = { site = "imc", role = "Mail", state = "compromised", runbook = "windows", needs = ["dc1"] }
fs1 = { site = "imc", role = "Files", state = "compromised", runbook = "linux" }
sw1 = { site = "imc", role = "Switch" }
[runbooks.windows]
steps = ["rebuild"]
[runbooks.windows.policy]
second_person = ["restored", "clean"]
stale = "4h"
triage = "1h"
rules = { "steps.required" = "reason" }
[runbooks.linux]
steps = ["rebuild"]
[runbooks.linux.policy]
evidence_first = false
"""
WHY = {"evidence.image": "no disk", "steps.required": "the vendor did it"}
OF_SERVERS = {ServerCase, StepCase, EvidenceCase, HandOverCase, PointCase, UndoCase}
Opened = Callable[..., Session]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    sessions: list[Session] = []

    def by(who: str, plan: str = PLAN) -> Session:
        file = tmp_path / "inventory.toml"
        file.write_text(HEAD + plan, encoding="utf-8")
        sessions.append(Session(file, operator=who, host="test", clock=lambda: NOW))
        return sessions[-1]

    yield by
    for session in sessions:
        session.close()


# What holds for whom


def test_a_runbook_s_word_holds_for_its_servers_and_the_plan_s_for_all_else() -> None:
    plan = plan_of(PLAN)
    assert (("restored", "clean"), 240) == plan.policy_for("dc1")[2:4]
    assert ((), 120) == plan.policy_for("fs1")[2:4]
    for node in ("sw1", "mail", "nobody"):
        assert plan.policy is plan.policy_for(node)
    assert plan.evidence_comes_first("dc1")
    assert not plan.evidence_comes_first("fs1")


def test_a_runbook_may_ask_for_less_than_the_plan() -> None:
    strict = "[policy]\nsecond_person = true\nevidence_first = true\n" + PLAN.replace(
        '[policy]\nstale = "2h"\n', ""
    ).replace("evidence_first = false", "evidence_first = false\nsecond_person = false")
    plan = plan_of(strict)
    assert () == plan.policy_for("fs1").second_person
    assert ("restored",) == plan.policy_for("sw1").second_person
    assert not plan.evidence_comes_first("fs1")


def test_a_rule_is_for_a_runbook_where_all_that_it_is_asked_about_is_of_one_server() -> None:
    abouts = {
        rule.id: set(rule.about if isinstance(rule.about, tuple) else (rule.about,))
        for rule in every_rule()
    }
    also_of_servers = {"role.act", "role.holder"}  # and of all that people do or are given
    of_servers = {rule for rule in POLICY_RULES if abouts[rule] <= OF_SERVERS}
    assert of_servers | also_of_servers == RULES_OF_SERVERS


# Restored and clean, by runbook


def test_what_is_restored_counts_at_once_or_by_a_second_person_as_its_runbook_says(
    opened: Opened,
) -> None:
    opened("dba").acts.overriding(WHY).mark(["dc1", "fs1"], "restored", MEANT)
    now = opened("ana").look()
    assert (False, True) == (now.situation.available("dc1"), now.situation.available("fs1"))
    assert "up" == now.services["files"].status
    entry = now.entry["dc1"]
    assert ("verify", frozenset({"dba"})) == (entry.work, entry.restorers)
    opened("ana").acts.mark(["dc1"], "verified", MEANT)
    assert opened("ana").look().situation.available("dc1")


def test_who_restored_calls_it_clean_where_their_runbook_asks_for_nobody_else(
    opened: Opened,
) -> None:
    session = opened("dba")
    session.acts.overriding(WHY).mark(["dc1", "fs1"], "restored", MEANT)
    session.acts.mark(["fs1"], "clean", MEANT)
    with pytest.raises(Refused, match="somebody else must say that it is clean"):
        session.acts.mark(["dc1"], "clean", MEANT)
    with pytest.raises(Refused, match="somebody else must say that it is clean"):
        session.acts.judge({"dc1": "clean"})


def test_a_clean_server_is_confirmed_by_another_where_its_runbook_says_so(opened: Opened) -> None:
    session = opened("dba")
    session.acts.overriding(WHY).mark(["dc1", "fs1"], "clean", MEANT)
    assert session.look().situation.is_unconfirmed("dc1")
    assert not session.look().situation.is_unconfirmed("fs1")
    with pytest.raises(Refused, match="dba said that dc1 is clean; somebody else"):
        session.acts.mark(["dc1"], "verified", MEANT)
    opened("ana").acts.mark(["dc1"], "verified", MEANT)
    assert opened("ana").look().situation.available("dc1")


# Whose it is, and how long a look takes, by runbook


def test_what_is_in_hand_is_free_for_others_when_its_runbook_says() -> None:
    plan, store = plan_of(PLAN), MemoryStore()

    def take(server: str, operator: str, hours: int) -> object:
        act = claims.take(
            view(plan, store.record, NOW + timedelta(hours=hours)), [server], operator
        )
        return store.append(act.drafts, Actor(operator, "test"), act.shown)

    assert all(take(server, "dba", 0) for server in ("dc1", "fs1"))
    assert take("fs1", "ana", 1), "the clock of the record is an hour behind"
    with pytest.raises(Refused, match="others take it from 07:00"):
        take("dc1", "ana", 2)
    assert take("dc1", "ana", 3)


def test_a_look_takes_what_the_runbook_says() -> None:
    unknown = PLAN.replace('state = "compromised", ', "")
    problem = view(plan_of(unknown), MemoryStore().record, NOW).problem
    assert {"dc1": 60, "ex1": 60, "fs1": 10, "sw1": 10} == problem.minutes


def test_the_forecast_reckons_with_the_second_person_of_the_runbook() -> None:
    record = MemoryStore().record
    without = PLAN.replace('second_person = ["restored", "clean"]\n', "")
    then = [
        forecast(view(plan_of(text), record, NOW), ["mail", "files"]).services
        for text in (PLAN, without)
    ]
    (mail, files), (mail_alone, files_alone) = ((of["mail"], of["files"]) for of in then)
    assert mail.p50 and mail_alone.p50 and mail.p50 > mail_alone.p50
    assert files.p50 == files_alone.p50


# Acts on several servers


def test_one_act_asks_for_each_server_what_holds_for_it(opened: Opened) -> None:
    plan = PLAN.replace('stale = "2h"', 'stale = "2h"\nevidence_first = false')
    session = opened("dba", plan)
    with pytest.raises(Overridable) as refused:
        session.acts.mark(["fs1", "dc1"], "restored", MEANT)
    assert "Required and not done on dc1: rebuild." == str(refused.value)
    with pytest.raises(Unmeant, match="Required and not done on fs1: rebuild"):
        session.acts.overriding(WHY).mark(["fs1", "dc1"], "restored")
    on_fs1, on_dc1 = session.acts.overriding(WHY).mark(["fs1", "dc1"], "restored", MEANT)
    assert ({}, ["steps.required"]) == (on_fs1.overridden, list(on_dc1.overridden))


# Written, read, kept, edited


POLICIES = st.builds(
    RunbookPolicy,
    st.sampled_from([None, (), ("restored",), ("clean",), ("restored", "clean")]),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, 60, 90, 2880]),
    st.sampled_from([None, 10]),
    st.sampled_from([None, 5]),
    st.dictionaries(st.sampled_from(sorted(RULES_OF_SERVERS)), st.just("reason"), max_size=3),
)


@given(POLICIES)
def test_what_a_runbook_says_of_its_policy_is_written_and_read_back(own: RunbookPolicy) -> None:
    plan = plan_of(PLAN)
    policy = own if own != RunbookPolicy() else None
    runbook = plan.runbooks["windows"]._replace(policy=policy)
    wanted = plan._replace(runbooks={**plan.runbooks, "windows": runbook})
    assert wanted == parse(toml_text(wanted), Path("plan.toml")).plan
    assert wanted.policy_for("dc1") == own.over(plan.policy)
    assert wanted.policy_for("fs1") == RunbookPolicy(evidence_first=False).over(plan.policy)


def test_an_empty_table_says_nothing() -> None:
    plan = plan_of(PLAN.replace("evidence_first = false", ""))
    assert plan.runbooks["linux"].policy is None


def test_what_a_runbook_says_is_kept_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    plan = plan_of(PLAN)
    remember("0" * 64, plan)
    recalled = recall("0" * 64)
    assert recalled == plan
    assert recalled is not None
    assert recalled.policy_for("dc1") == plan.policy_for("dc1")


def test_an_edit_of_what_holds_is_told_whoever_says_it() -> None:
    edited = (
        PLAN.replace('stale = "2h"', 'stale = "3h"')
        .replace('"steps.required" = "reason"', '"point.late" = "ask"')
        .replace("evidence_first = false", "evidence_first = true")
        .replace('steps = ["rebuild"]\n[runbooks.linux', 'steps = ["image"]\n[runbooks.linux')
    )
    record = MemoryStore().record
    before, after = (view(plan_of(text), record, NOW) for text in (PLAN, edited))
    policy = (
        'The plan says otherwise of policy: policy.stale "2h" → "3h", '
        "runbooks.linux.policy.evidence_first false → true, "
        'runbooks.windows.policy.rules.point.late not said → "ask" and '
        'runbooks.windows.policy.rules.steps.required "reason" → not said.'
    )
    assert [policy, "The plan says otherwise of runbooks: linux."] == [
        str(sentence) for sentence in moved_by_edit(before, after)
    ]


# Said


def test_it_is_said_which_policy_holds_and_where_that_stands() -> None:
    plan = plan_of(PLAN)
    words = (
        "By the runbook windows: a second person for what is restored or clean, free for others "
        "when untouched for 4 h, a look at it takes 1 h and steps.required wants a reason."
    )
    assert [words] == [str(sentence) for sentence in policy_words(plan, "dc1")]
    assert [] == policy_words(plan, "sw1")
    sources = {of.key: (of.value, of.source) for of in policy_settings(plan, "fs1")}
    assert (False, "runbook") == sources["evidence_first"]
    assert (120, "usual") == sources["stale"]
    assert set(RunbookPolicy._fields) - {"rules"} == set(sources)


def test_what_a_runbook_may_say_is_said_of_a_server_by_the_plan_too() -> None:
    assert set(RunbookPolicy._fields) < set(Policy._fields)
