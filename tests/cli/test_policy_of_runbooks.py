"""Rules that a runbook sets for its servers: each of them, broken by a verb and by the way that a key
of the console takes, is what the runbook says, and elsewhere what the plan says."""

import re
from contextlib import closing

import pytest

from chwapi_console.errors import ChwapiError, Overridable, Unmeant
from chwapi_console.inventory.model import POLICY_RULES, RULES_OF_SERVERS
from chwapi_console.session.session import Session
from cli.command_line import CommandLine
from cli.test_every_rule import WAYS, Broken, acts

ABOUT_SERVERS = [broken for broken in WAYS if broken.rule in RULES_OF_SERVERS]
SET = [(broken, word) for broken in ABOUT_SERVERS for word in POLICY_RULES[broken.rule]]
EACH = pytest.mark.parametrize(
    ("broken", "word"), SET, ids=[f"{broken.rule} {word}" for broken, word in SET]
)
OTHER = {"off": "reason", "ask": "reason", "reason": "ask"}


def prepared(here: CommandLine, broken: Broken, word: str, *, of_runbook: bool) -> list[str]:
    """The plan with that word for the servers of all runbooks, and another for the rest; or the
    other way round, for a runbook that no server of the act has."""
    plan = here.plan.read_text(encoding="utf-8").replace('"evidence.image" = "off"\n', "")
    if broken.unplugged:
        plan = plan.replace("[sites.imc]", "unplugged = true\n[sites.imc]", 1)
    plan = re.sub(r" \}$", ', runbook = "kit" }', plan, flags=re.MULTILINE)
    plan = re.sub(r'(runbook = "db".*), runbook = "kit" \}', r"\1 }", plan)
    by_plan = OTHER[word] if OTHER[word] in POLICY_RULES[broken.rule] else "reason"
    one, rest = (word, by_plan) if of_runbook else (by_plan, word)
    own = ("db", "kit") if of_runbook else ("nobody's",)
    rules = "".join(
        f'[runbooks."{name}".policy.rules]\n"{broken.rule}" = "{one}"\n' for name in own
    ).replace('"nobody\'s"', "spare")
    evidence = "" if broken.rule == "evidence.image" else "evidence_first = false\n"
    said = broken.policy.replace("evidence_first = false", "")
    here.plan.write_text(
        plan.replace("[policy.rules]\n", f'[policy.rules]\n"{broken.rule}" = "{rest}"\n')
        + '[runbooks.kit]\nsteps = ["isolate"]\n[runbooks.spare]\nsteps = ["isolate"]\n'
        + f"{rules}[policy]\n{evidence}{said}\n",
        encoding="utf-8",
    )
    for line in broken.before:
        meant = ["--yes"] if line.startswith("mark") and "--yes" not in line else []
        here.done(*line.split(), *meant)
    return acts(here)


@EACH
@pytest.mark.parametrize("of_runbook", [True, False], ids=["its own", "the plan's"])
def test_a_verb_does_what_the_runbook_of_the_server_says(
    here: CommandLine, broken: Broken, word: str, of_runbook: bool
) -> None:
    before = prepared(here, broken, word, of_runbook=of_runbook)
    words = [w.strip("'").format("", *before) for w in broken.words.split() if w != "--yes"]
    asked = here.typed(*words)
    told = asked.err.replace("\n", " ")
    meant = here.typed(*words, "--yes")
    match word:
        case "off":
            assert broken.says not in told + meant.err.replace("\n", " ")
            assert 0 == meant.code, meant.err
        case "ask":
            assert (3, True) == (asked.code, broken.says in told), told
            assert 0 == meant.code, meant.err
        case _:
            assert 3 == meant.code
            assert broken.says in meant.err.replace("\n", " ")
            assert f"--override {broken.rule}=" in meant.err
            assert before == acts(here)
            done = here.typed(*words, "--yes", "--override", f"{broken.rule}=no other way")
            assert 0 == done.code, done.err


@EACH
def test_a_key_does_what_the_runbook_of_the_server_says(
    here: CommandLine, broken: Broken, word: str
) -> None:
    before = prepared(here, broken, word, of_runbook=True)
    with closing(Session(here.plan, operator="dba", host="test")) as session:
        try:
            events = broken.act(session, session.look(), before)
        except ChwapiError as refused:
            wanted = {"reason": Overridable, "ask": Unmeant}.get(word)
            if wanted is None:
                assert broken.says not in str(refused)
                return
            said = str(refused)
            assert broken.says in said or isinstance(refused, Unmeant)
            assert not isinstance(refused, Overridable) or word == "reason"
        else:
            assert word in ("off", "ask"), "what wants a reason is not written without one"
            assert not any(event.overridden for event in events)


WINDOWS_AND_LINUX = """
[policy]
second_person = false
[servers]
dc1 = { site = "imc", role = "DC", state = "compromised", runbook = "windows" }
fs1 = { site = "imc", role = "Files", state = "compromised", runbook = "linux" }
[runbooks.windows]
steps = ["rebuild"]
[runbooks.linux]
steps = ["rebuild"]
[runbooks.linux.policy]
evidence_first = false
"""
WAYS_IN = {
    "mark": ((), "mark {server} clean"),
    "settle": (
        (
            "mark {server} unknown --journal b.journal --operator ana",
            "mark {server} blocked --reason tape",
            "sync b.journal",
        ),
        "settle {server} clean --reason seen",
    ),
    "step": ((), "step {server} rebuild"),
    "undo of undo": (
        ("mark {server} clean --yes --override evidence.image=none", "undo"),
        "undo {latest}",
    ),
}


@pytest.mark.parametrize("way", WAYS_IN)
@pytest.mark.parametrize(("server", "code"), [("dc1", 3), ("fs1", 0)])
def test_an_image_is_wanted_first_at_every_way_in_unless_the_runbook_says_otherwise(
    here: CommandLine, way: str, server: str, code: int
) -> None:
    plan = re.sub(r"\[policy\.rules\]\n.*\n", "", here.plan.read_text(encoding="utf-8"))
    here.plan.write_text(
        plan[: plan.index("[services.bloc]")] + WINDOWS_AND_LINUX, encoding="utf-8"
    )
    before, line = WAYS_IN[way]
    for each in before:
        here.done(*each.format(server=server).split())
    latest = ["", *acts(here)][-1]
    answer = here.typed(*line.format(server=server, latest=latest).split(), "--yes")
    assert code == answer.code, answer
    assert ("no image of it is recorded" in answer.err.replace("\n", " ")) == (code == 3)
