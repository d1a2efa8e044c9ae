"""A bad plan is told all at once, by line, key and remedy; it never opens half-way and never ends
in anything else."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import Gravity, PlanError
from chwapi_console.inventory.file.load import load, parse
from hospitals import HEAD

SOUND = """
[services.bloc]
name = "Bloc"
site = "imc"
tier = 1
needs = ["sql1"]
[servers]
sql1 = { site = "imc", role = "SQL", restore = ["1h", "2h", "6h"] }
"""


def findings(text: str) -> list[tuple[int, str, str]]:
    """Line, key and sentence of everything wrong with a plan."""
    with pytest.raises(PlanError) as caught:
        parse(text, Path("plan.toml"))
    return [
        (f.line, f.dotted, str(f.sentence))
        for f in caught.value.findings
        if f.gravity is Gravity.FAULT
    ]


def one(text: str) -> tuple[int, str, str]:
    (finding,) = findings(text)
    return finding


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def needing(**needs: str) -> str:
    return "".join(
        f'{server} = {{ site = "imc", role = "x", needs = [{need}] }}\n'
        for server, need in needs.items()
    )


def test_a_sound_plan_has_no_faults() -> None:
    assert () == parse(HEAD + SOUND, Path("plan.toml")).findings


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (('needs = ["sql1"]', 'needs = ["sgl1"]'), "services.bloc.needs", 'Did you mean "sql1"?'),
        (('needs = ["sql1"]', 'needs = ["bloc"]'), "services.bloc.needs", "it needs itself"),
        *(
            (('needs = ["sql1"]', f'needs = ["sql1", {need}]'), "services.bloc.needs", words)
            for need, words in (
                ('{ at_least = 0, of = ["dc1", "dc2"] }', "at_least is a whole number from 1 to 2"),
                ('{ at_least = 3, of = ["dc1", "dc2"] }', "at_least is a whole number from 1 to 2"),
                (
                    '{ at_least = true, of = ["dc1", "dc2"] }',
                    "at_least is a whole number from 1 to 2",
                ),
                (
                    '{ at_least = "2", of = ["dc1", "dc2"] }',
                    "at_least is a whole number from 1 to 2",
                ),
                ('{ at_least = 2, of = ["dc1", "dc1", "dc2"] }', '"dc1" stands twice in of'),
                ('{ at_least = 1, of = ["dc1"] }', "of names two ids or more"),
                ("{ at_least = 1 }", "it has both keys"),
                ('{ at_least = 2, off = ["dc1", "dc2"] }', '"off" is not a key of it'),
                (
                    '{ at_least = 2, of = ["dc1", ["dc2", "sql1"]] }',
                    "of is a list of ids in quotes",
                ),
                ('{ at_least = 2, of = ["sql1", "dc9"] }', 'there is no server or service "dc9"'),
            )
        ),
        (('needs = ["sql1"]', 'needs = [["sql1"]]'), "services.bloc.needs", "two or more members"),
        (
            ('needs = ["sql1"]', 'needs = ["sql1", []]'),
            "services.bloc.needs",
            "two or more members",
        ),
        (
            ('needs = ["sql1"]', 'needs = "sql1"'),
            "services.bloc.needs",
            "a list of ids is expected",
        ),
        (("tier = 1", "tier = 9"), "services.bloc.tier", "must be 1, 2, 3, 4 or 5"),
        (("tier = 1", ""), "services.bloc.tier", "is missing"),
        (("tier = 1", "teir = 1\ntier = 1"), "services.bloc.teir", 'Did you mean "tier"?'),
        (("tier = 1", 'tier = 1\nrto = "soon"'), "services.bloc.rto", "a duration is written like"),
        (("tier = 1", "tier = 1\nweight = 0"), "services.bloc.weight", "at least 1"),
        (('site = "imc"\ntier', 'site = "icm"\ntier'), "services.bloc.site", 'Did you mean "imc"?'),
        (('role = "SQL"', "role = 3"), "servers.sql1.role", "must be text"),
        (
            ('role = "SQL"', 'role = "SQL", runbook = "w"'),
            "servers.sql1.runbook",
            "there is no runbook",
        ),
        (('role = "SQL"', 'role = "SQL", state = "dead"'), "servers.sql1.state", "must be"),
        (
            ('["1h", "2h", "6h"]', '["3h", "2h", "6h"]'),
            "servers.sql1.restore",
            "shortest to the longest",
        ),
        (('["1h", "2h", "6h"]', '["3h"]'), "servers.sql1.restore", "three durations"),
        (
            ("sql1 = {", 'bloc = { site = "imc", role = "x" }\nsql1 = {'),
            "servers.bloc",
            "has this id too",
        ),
        (('"Europe/Brussels"', '"Europe/Tournai"'), "incident.timezone", "not a time zone"),
        (("20:46:00+01:00", "20:46:00"), "incident.detected", "write the offset"),
        (("schema = 1", "schema = 2"), "schema", "must be 1"),
        (
            ("[servers]", '[servers]\n"a b" = { site = "imc", role = "x" }'),
            "servers.a b",
            "an id has no spaces",
        ),
    ],
)
def test_each_fault_is_told_with_its_key_line_and_remedy(
    change: tuple[str, str], key: str, words: str
) -> None:
    text = (HEAD + SOUND).replace(*change, 1)
    line, told_key, sentence = one(text)
    assert key == told_key
    assert words in sentence
    last = key.rsplit(".", maxsplit=1)[-1]
    assert last in text.splitlines()[line - 1] or key.split(".")[1] in text.splitlines()[line - 1]


MORE = """
[conditions.open]
name = "Theatre may be used"
who = "head of theatre"
[runbooks.windows]
steps = ["image", "restore"]
"""


@pytest.mark.parametrize(
    ("said", "key", "words"),
    [
        (
            '[conditions.bloc]\nname = "x"\nwho = "y"',
            "conditions.bloc",
            "a service has this id too",
        ),
        ('[conditions.sql1]\nname = "x"\nwho = "y"', "conditions.sql1", "a server has this id too"),
        (
            '[groups.open]\nname = "x"\nsites = ["imc"]',
            "groups.open",
            "a condition has this id too",
        ),
        ('[conditions.paper]\nname = " "\nwho = "y"', "conditions.paper.name", "what must be true"),
        (
            '[runbooks.unix]\nsteps = ["image"]\nrequired = ["imgae"]',
            "runbooks.unix.required",
            'Did you mean "image"?',
        ),
        (
            '[runbooks.unix]\nsteps = ["a", "b"]\nrequired = ["a"]\noptional = ["a"]',
            "runbooks.unix.optional",
            'the step "a" is called required too',
        ),
        ('[operators.lead]\nroles = ["lead"]\n[operators.root]\nroles = ["lead"]', "", "person"),
        (
            '[operators."An Na"]\nroles = ["lead"]\n[operators."an na"]\nroles = ["lead"]',
            "operators.an na",
            'it is one person with "An Na"',
        ),
        (
            '[servers.web]\nsite = "imc"\nrole = "x"\nsoft = ["open"]',
            "servers.web.soft",
            '"open" is a condition; what it holds up needs it',
        ),
        (
            '[servers.web]\nsite = "imc"\nrole = "x"\nsoft = ["sgl1"]',
            "servers.web.soft",
            'Did you mean "sql1"?',
        ),
        (
            '[servers.web]\nsite = "imc"\nrole = "x"\nneeds = [{ accepted = "blok" }]',
            "servers.web.needs",
            'Did you mean "bloc"?',
        ),
        (
            '[servers.web]\nsite = "imc"\nrole = "x"\nneeds = [{ accepted = "" }]',
            "servers.web.needs",
            "a need for a sign-off names one service",
        ),
        (
            '[servers.web]\nsite = "imc"\nrole = "x"\nneeds = ["accepted bloc"]',
            "servers.web.needs",
            "a need for a sign-off is written in braces",
        ),
        ('[policy]\nsecond_person = ["often"]', "policy.second_person", "write true, false, or"),
        ("[crews.night]\nat_once = 2\nhours = 7", "crews.night.hours", "hours are written like"),
    ],
)
def test_what_is_said_beside_a_sound_plan_is_told_with_its_key_and_remedy(
    said: str, key: str, words: str
) -> None:
    _, told_key, sentence = one(HEAD + SOUND + MORE + said)
    assert not key or key == told_key
    assert words in sentence


def test_a_name_for_a_step_that_no_runbook_has_is_told_with_the_step_that_was_meant() -> None:
    text = HEAD + SOUND + MORE + '[steps.imgae]\nname = "Take an image"'
    (odd,) = (f for f in parse(text, Path("plan.toml")).findings if f.dotted == "steps.imgae")
    assert Gravity.WARNING == odd.gravity
    assert 'Did you mean "image"?' in str(odd.sentence)


def test_a_server_that_waits_for_the_sign_off_of_what_stands_on_it_is_a_cycle() -> None:
    text = (HEAD + SOUND).replace('role = "SQL"', 'role = "SQL", needs = [{ accepted = "bloc" }]')
    _, key, sentence = one(text)
    assert "services.bloc" == key
    assert "{ accepted = bloc } → bloc → sql1 → { accepted = bloc }" in sentence


def test_a_cycle_is_named_step_by_step_the_shortest_first() -> None:
    text = HEAD + SOUND + needing(a='"b"', b='"c"', c='"a"')
    line, key, sentence = one(text)
    assert (line_of(text, "a = {"), "servers.a.needs") == (line, key)
    assert "a → b → c → a" in sentence


def test_a_cycle_that_an_any_of_can_break_is_only_a_warning() -> None:
    text = HEAD + SOUND + needing(a='["b", "sql1"]', b='"a"')
    loaded = parse(text, Path("plan.toml"))
    assert [
        "a → b → a" in str(f.sentence) for f in loaded.findings if f.gravity is Gravity.WARNING
    ] == [True]


def test_warnings_and_notes_do_not_keep_a_plan_from_opening() -> None:
    text = (
        (HEAD + SOUND)
        .replace("tier = 1", 'tier = 1\nrto = "1h"')
        .replace(
            'restore = ["1h", "2h", "6h"]',
            'state = "compromised", restore = "2h", address = "10.0.0.1"',
        )
    )
    text += 'web = { site = "imc", role = "x", address = "10.0.0.1" }\n'
    told = {(f.gravity.name, f.key[-1]) for f in parse(text, Path("plan.toml")).findings}
    assert {("WARNING", "rto"), ("WARNING", "address"), ("NOTE", "web")} == told


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = (HEAD + SOUND).replace("tier = 1", "tier = 9").replace('role = "SQL"', "role = 3")
    text = text.replace("IMC", 'IMC"\nnmae = "x', 1)
    told = findings(text)
    assert ["sites.imc.nmae", "services.bloc.tier", "servers.sql1.role"] == [
        key for _, key, _ in told
    ]
    assert sorted(line for line, _, _ in told) == [line for line, _, _ in told]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"schema = = 1", "the value after the = is missing"),
        (HEAD.encode() + b"# caf\xe9\n", "not UTF-8"),
        (b"", "is missing"),
        (b"[" * 5000, "TOML"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "nested"),
        (b"\x00\x01\x02", "this is not TOML"),
        (b"servers = 3\nsites = []\nschema = 1\n", "must be a table"),
    ],
)
def test_whatever_is_in_the_file_ends_in_findings(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(content)
    with pytest.raises(PlanError) as caught:
        load(path)
    assert any(words in str(finding.sentence) for finding in caught.value.findings)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + SOUND).encode())
    assert "Essai" == load(path).plan.incident.name


@pytest.mark.parametrize(
    "make",
    [
        lambda path: None,
        lambda path: path.mkdir(),
        os.mkfifo,
        lambda path: path.symlink_to("/dev/zero"),
    ],
)
def test_a_plan_that_is_not_there_is_said(tmp_path: Path, make: object) -> None:
    path = tmp_path / "plan.toml"
    make(path)  # type: ignore[operator]
    with pytest.raises(PlanError) as caught:
        load(path)
    assert 1 == len(caught.value.findings)


def test_a_link_to_a_plan_is_a_plan(tmp_path: Path) -> None:
    (tmp_path / "kept.toml").write_text(HEAD + SOUND)
    (tmp_path / "plan.toml").symlink_to("kept.toml")
    assert "Essai" == load(tmp_path / "plan.toml").plan.incident.name


@given(st.binary(max_size=300))
def test_no_bytes_make_the_loader_fail_in_any_other_way(content: bytes) -> None:
    try:
        parse((HEAD + content.decode("utf-8", "replace")), Path("plan.toml"))
    except PlanError as error:
        assert error.findings


NAMES = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)
IDS = st.from_regex(r"[a-z][a-z0-9.-]{0,8}", fullmatch=True)


STATES = st.sampled_from(["unknown", "clean", "compromised"])


@given(st.dictionaries(IDS, st.tuples(NAMES, st.integers(1, 9000), STATES), max_size=5))
def test_a_plan_written_is_read_back_equal(servers: dict[str, tuple[str, int, str]]) -> None:
    lines = [
        f'"{name}" = {{ site = "imc", role = {_quoted(role)}, restore = "{minutes}m", state = '
        f'"{state}" }}'
        for name, (role, minutes, state) in servers.items()
    ]
    plan = parse(HEAD + "[servers]\n" + "\n".join(lines), Path("plan.toml")).plan
    assert plan == parse(toml_text(plan), Path("plan.toml")).plan


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize(
    "text, line",
    [
        ('k = ["x"\n# why\n# so\nc = 1\n', 3),
        ('k = ["x",\n\n[servers]\na = 1\n', 3),
        ('k = ["x",\n\n\n', 3),
        ("k = { a = 1\n\n[s]\n", 3),
        ('k = ["x",\n"y"\n"z"]\n', 5),
        ('k = [\n["a"],\n["b"\n\n[s]\n', 5),
    ],
)
def test_what_is_never_closed_is_told_where_it_begins_and_a_missing_comma_where_it_is_missed(
    text: str, line: int
) -> None:
    with pytest.raises(PlanError) as refused:
        parse("schema = 1\n[a]\n" + text, Path("plan.toml"))
    assert [line] == [finding.line for finding in refused.value.findings]
