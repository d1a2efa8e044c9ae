"""What is wrong with a plan is said in the words of a sysadmin: no type of Python, the value as it
stands in the file."""

from pathlib import Path

import pytest

from chwapi_console.inventory.faults import Gravity, PlanError
from chwapi_console.inventory.file.load import parse
from hospitals import HEAD

SOUND = """
[services.bloc]
name = "Bloc"
tier = 1
needs = ["sql1"]
[servers]
sql1 = { site = "imc", role = "SQL", runbook = "w" }
[runbooks.w]
steps = ["isolate", "image"]
"""


def refused(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(PlanError) as caught:
        parse(text, Path("plan.toml"))
    return [(f.line, f.dotted, str(f.sentence)) for f in caught.value.findings]


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)


@pytest.mark.parametrize(
    ("old", "new", "key", "sentence"),
    [
        (
            "tier = 1",
            "tier = true",
            "services.bloc.tier",
            "must be a whole number. Here stands true.",
        ),
        (
            "tier = 1",
            "tier = 1.0",
            "services.bloc.tier",
            "must be a whole number. Here stands 1.0.",
        ),
        (
            "tier = 1",
            'tier = "1"',
            "services.bloc.tier",
            'must be a whole number. Here stands "1".',
        ),
        (
            "tier = 1",
            "tier = 0x6",
            "services.bloc.tier",
            "must be 1, 2, 3, 4 or 5. Here stands 0x6.",
        ),
        ("schema = 1", "schema = true", "schema", "must be a whole number. Here stands true."),
        ("schema = 1", "schema = 1.0", "schema", "must be a whole number. Here stands 1.0."),
        (
            "tier = 1",
            "tier = 1\nweight = true",
            "services.bloc.weight",
            "must be a whole number. Here stands true.",
        ),
        (
            "tier = 1",
            "tier = 1\nsoft = 'b'",
            "services.bloc.soft",
            'must be a list, like ["a", "b"]. Here stands \'b\'.',
        ),
        (
            "tier = 1",
            "tier = 1\nsoft = [\n'b', 3]",
            "services.bloc.soft",
            "must be text in quotes. Here stands 3.",
        ),
        (
            '["isolate", "image"]',
            "[]",
            "runbooks.w.steps",
            "must be a list with something in it. Here stands [].",
        ),
        (
            "20:46:00+01:00",
            "20:46:00",
            "incident.detected",
            (
                "write the offset too, like 2021-01-17T20:46:00+01:00. Here stands "
                "2021-01-17T20:46:00."
            ),
        ),
        (
            "2021-01-17T20:46:00+01:00",
            "2021-01-17",
            "incident.detected",
            "must be a date and time like 2021-01-17T20:46:00+01:00. Here stands 2021-01-17.",
        ),
        (
            "2021-01-17T20:46:00+01:00",
            "2021-13-17T20:46:00+01:00",
            "",
            (
                "must be a date and time like 2021-01-17T20:46:00+01:00. Here stands "
                "2021-13-17T20:46:00+01:00."
            ),
        ),
        (
            "2021-01-17T20:46:00+01:00",
            "2021-02-30T20:46:00+01:00",
            "",
            (
                "must be a date and time like 2021-01-17T20:46:00+01:00. Here stands "
                "2021-02-30T20:46:00+01:00."
            ),
        ),
        (
            "2021-01-17T20:46:00+01:00",
            "0001-01-01T00:00:00+01:00",
            "incident.detected",
            "a time of the year 2000 or later is expected. Here stands 0001-01-01T00:00:00+01:00.",
        ),
        (
            "2021-01-17T20:46:00+01:00",
            "9999-12-31T23:59:59-12:00",
            "incident.detected",
            "a time of the year 2000 or later is expected. Here stands 9999-12-31T23:59:59-12:00.",
        ),
        (
            "[servers]",
            '[servers]\n"a b" = { site = "imc", role = "x" }',
            "servers.a b",
            (
                "an id has no spaces, quotes, slashes or brackets and does not begin with a hyphen. "
                'Here stands "a b".'
            ),
        ),
        (
            "[servers]",
            "[services.bloc]\n[servers]",
            "",
            "services.bloc stands twice. Take one of them out, or rename it.",
        ),
        (
            "[servers]",
            '[servers]\nsql1 = { site = "imc", role = "SQL" }',
            "",
            "a key stands twice. Take one of them out, or rename it.",
        ),
        (
            "[servers]",
            "[servers]\na = { role = 1, role = 2 }",
            "",
            "role stands twice. Take one of them out, or rename it.",
        ),
        (
            "tier = 1",
            "tier = ",
            "",
            "the value after the = is missing or is none. Text is written in quotes.",
        ),
        ("tier = 1", "tier", "", "an = is expected after the key."),
        ("tier = 1", "tier = 1 2", "", "more stands on the line than one key and its value."),
        (
            'name = "Bloc"',
            'name = "Bloc',
            "",
            "a text in quotes does not end. Add the quotes that close it.",
        ),
        (
            'name = "Bloc"',
            "name = 'Bloc",
            "",
            "a text in quotes does not end. Add the quotes that close it.",
        ),
        (
            'name = "Bloc"',
            "name = '''Bloc",
            "",
            "a text in quotes does not end. Add the quotes that close it.",
        ),
        ("[servers]", "[servers", "", "a heading is not closed. It is written like [servers]."),
        ("[servers]", "[[servers]", "", "a heading is not closed. It is written like [servers]."),
        (
            'needs = ["sql1"]',
            'needs = ["sql1"',
            "",
            "a list is not closed, or lacks a comma between two entries.",
        ),
        (
            'name = "Bloc"',
            'name = "C:\\dossier"',
            "",
            "a backslash in quotes must be written twice, or the text in 'single quotes'.",
        ),
        pytest.param(
            "tier = 1",
            f"tier = {'9' * 5000}",
            "",
            "a number is too long.",
            id="thousands of digits",
        ),
        pytest.param(
            "tier = 1",
            f"tier = 0x{'f' * 5000}",
            "services.bloc.tier",
            f"must be a smaller number. Here stands 0x{'f' * 55}….",
            id="thousands of hexadecimal digits",
        ),
    ],
)
def test_a_fault_is_said_in_plain_words_with_the_value_as_it_is_written(
    old: str, new: str, key: str, sentence: str
) -> None:
    text = (HEAD + SOUND).replace(old, new, 1)
    (told,) = refused(text)
    assert (key, sentence) == told[1:]
    assert text.split("\n")[told[0] - 1].strip()


@pytest.mark.parametrize("quotes", ['"', "'", '"""', "'''"])
def test_a_text_that_does_not_end_is_told_where_it_begins(quotes: str) -> None:
    text = (HEAD + SOUND).replace('name = "Bloc"', f"name = {quotes}Bloc")
    ((line, _, sentence),) = refused(text)
    assert (
        line_of(text, "Bloc"),
        "a text in quotes does not end. Add the quotes that close it.",
    ) == (line, sentence)


def test_a_number_too_long_is_told_with_its_line() -> None:
    text = (HEAD + SOUND).replace("tier = 1", f"tier = {'9' * 5000}")
    assert [line_of(text, "tier")] == [line for line, _, _ in refused(text)]


def test_an_entry_of_a_list_is_told_with_its_own_line() -> None:
    text = (HEAD + SOUND).replace("tier = 1", "tier = 1\nsoft = [\n'b',\n3]")
    assert [line_of(text, "3]")] == [line for line, _, _ in refused(text)]


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ('["a", "b", "a"]', 'the step "a" stands twice. Take one of them out, or rename it.'),
        (
            '["é", "e\\u0301"]',
            'the step "e\u0301" stands twice. Take one of them out, or rename it.',
        ),
        ('["a", "  "]', "a step without a name. Name it, or take it out."),
        ('["a", "12"]', 'the step "12" could be taken for a step\'s number. Use words.'),
    ],
)
def test_steps_can_be_told_apart(steps: str, sentence: str) -> None:
    text = (HEAD + SOUND).replace('["isolate", "image"]', steps)
    assert [(line_of(text, "steps ="), "runbooks.w.steps", sentence)] == refused(text)


@pytest.mark.parametrize(("one", "other"), [("caf\u00e9", "cafe\u0301")])
def test_ids_that_are_the_same_letters_are_a_fault(one: str, other: str) -> None:
    text = HEAD + SOUND.replace(
        "[runbooks",
        f'"{one}" = {{ site = "imc", role = "x" }}\n"{other}" = {{ site = "imc", '
        'role = "x" }\n[runbooks',
    )
    (_, key, sentence) = next(told for told in refused(text) if "looks the same" in told[2])
    assert key.startswith("servers.caf")
    assert "Rename one of them." in sentence


def test_ids_that_differ_in_capitals_only_are_a_warning() -> None:
    text = HEAD + SOUND.replace("[runbooks", 'SQL1 = { site = "imc", role = "x" }\n[runbooks')
    warned = [
        (f.dotted, str(f.sentence))
        for f in parse(text, Path("p")).findings
        if f.gravity is Gravity.WARNING
    ]
    assert [
        ("servers.sql1", '"SQL1" differs from it in capitals only. Rename one of them.')
    ] == warned


@pytest.mark.parametrize("needs", ["[[]]", '[["sql1"]]'])
def test_a_choice_of_nothing_does_not_make_servers_look_unneeded(needs: str) -> None:
    text = (HEAD + SOUND).replace('needs = ["sql1"]', f"needs = {needs}")
    assert ["services.bloc.needs"] == [key for _, key, _ in refused(text)]


def test_the_tables_of_a_misspelt_name_are_told_where_they_stand() -> None:
    text = (HEAD + SOUND).replace("[sites.imc]", "[site.imc]")
    assert (
        line_of(text, "[site.imc]"),
        "site",
        'is not a key of a plan. Did you mean "sites"?',
    ) in refused(text)


@pytest.mark.parametrize(
    "other, words",
    [
        ("dc1\u3164", "looks the same"),
        ("dc1\ufe0f", "looks the same"),
        ("dc\u034f1", "looks the same"),
        ("dc\u00b9", "in signs of another shape"),
        ("DC1", "in capitals only"),
        ("dс1", "in other letters or hyphens"),
    ],
)
def test_ids_that_differ_in_what_nobody_sees_or_hardly_are_told(other: str, words: str) -> None:
    text = HEAD + "".join(
        f'[servers."{name}"]\nsite = "imc"\nrole = "r"\n' for name in ("dc1", other)
    )
    try:
        told = parse(text, Path("plan.toml")).findings
    except PlanError as error:
        told = error.findings
    assert [
        words in str(finding.sentence) for finding in told if finding.gravity is not Gravity.NOTE
    ] == [True]


def test_names_of_services_that_only_look_the_same_are_told() -> None:
    def named(name: str) -> str:
        services = (
            f'[services.{id}]\nname = "{said}"\ntier = 1\nneeds = ["dc1"]\n'
            for id, said in (("a", "Bloc"), ("b", name))
        )
        return HEAD + "".join(services) + '[servers]\ndc1 = { site = "imc", role = "r" }\n'

    assert [] == [
        each for each in parse(named("Bloc"), Path("plan.toml")).findings if each.key[-1] == "name"
    ]
    (told,) = (
        each
        for each in parse(named("Bl\N{ZERO WIDTH SPACE}oc"), Path("plan.toml")).findings
        if each.key[-1] == "name"
    )
    assert "looks the same as the name of a" in str(told.sentence)


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\u2013", "\u2212", "\ufe58"])
def test_ids_that_differ_in_a_hyphen_are_told(hyphen: str) -> None:
    text = HEAD + "".join(
        f'[servers."{name}"]\nsite = "imc"\nrole = "r"\n' for name in ("dc-1", f"dc{hyphen}1")
    )
    assert any(
        "in other letters or hyphens" in str(found.sentence)
        for found in parse(text, Path("plan.toml")).findings
    )


def test_an_address_that_many_servers_share_is_told_once() -> None:
    text = (
        HEAD
        + "[servers]\n"
        + "".join(
            f's{n:03} = {{ site = "imc", role = "r", address = "DHCP" }}\n' for n in range(300)
        )
    )
    (told,) = (
        each for each in parse(text, Path("plan.toml")).findings if each.key[-1] == "address"
    )
    assert "DHCP is also the address of s000, s002, s003" in str(told.sentence)
    assert str(told.sentence).endswith("and 291 more.")
