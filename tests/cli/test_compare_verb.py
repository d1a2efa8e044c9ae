"""`compare`, and what `show` and `services` tell of groups: every term has its sentence."""

from pathlib import Path

import pytest

from cli.command_line import CommandLine

PLAN = """schema = 1
[incident]
name = "Nuit"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[sites.imc]
name = "IMC"
[services.bloc]
name = "Theatre"
tier = 1
weight = 9
needs = ["adt", "bloc1"]
[services.adt]
name = "Admissions"
tier = 1
needs = ["sql1"]
[services.labo]
name = "Laboratory"
tier = 2
needs = ["lab1"]
[services.call]
name = "Nurse call"
tier = 2
needs = ["call1"]
[services.ward]
name = "Ward"
tier = 3
weight = 90
needs = ["ward1"]
soft = ["labo", "print1"]
[services.north]
name = "North"
tier = 5
needs = ["north1"]
[services.south]
name = "South"
tier = 5
needs = ["south1", ["a1", "a2"]]
[services.lone]
name = "Lone"
tier = 5
needs = ["lone1"]
[groups.campus]
name = "Campus"
services = ["north", "south"]
weight = 9
[servers]
sql1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
bloc1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
lab1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
call1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
ward1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
north1 = { site = "imc", role = "x", restore = "3h", state = "compromised" }
south1 = { site = "imc", role = "x", restore = "3h", state = "compromised" }
lone1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
a1 = { site = "imc", role = "x", state = "clean" }
a2 = { site = "imc", role = "x", state = "compromised" }
print1 = { site = "imc", role = "x", state = "compromised" }
old1 = { site = "imc", role = "x", state = "compromised" }
ok1 = { site = "imc", role = "x", state = "clean" }
"""


@pytest.fixture
def ward(here: CommandLine) -> CommandLine:
    (here.folder / "inventory.toml").write_text(PLAN, encoding="utf-8")
    return here


@pytest.mark.parametrize(
    ("one", "other", "first", "terms", "why"),
    [
        ("bloc", "sql1", "sql1", ["need"], "sql1 stands before Theatre: Theatre waits for it."),
        ("labo", "adt", "adt", ["tier"], "Admissions stands before Laboratory: tier 1 against tier 2."),
        ("lab1", "bloc1", "bloc1", ["tier"],
         "bloc1 stands before lab1: tier 1, for Theatre waits for it, against tier 2."),
        ("call", "labo", "labo", ["wish"],
         "Laboratory stands before Nurse call: 1 service wishes for it."),
        ("lone", "north", "north", ["group"],
         "North stands before Lone: Campus opens as a whole, with 2 services."),
        ("a2", "lone1", "lone1", ["part"], "lone1 stands before a2: a2 is a spare."),
        ("old1", "print1", "print1", ["part"], "print1 stands before old1: no service needs old1."),
        ("print1", "lone1", "lone1", ["part"],
         "lone1 stands before print1: no service waits for print1, some only wish for it."),
        ("bloc1", "sql1", "sql1", ["way"],
         "sql1 stands before bloc1: both are for Theatre, and with it Admissions is up on the way."),
    ],
)  # fmt: skip
def test_every_term_has_its_sentence(
    ward: CommandLine, one: str, other: str, first: str, terms: list[str], why: str
) -> None:
    said = ward.done("compare", one, other).lines[0]
    assert said.startswith(why)
    turned = ward.done("compare", other, one, "--json").json
    assert (first, terms, said) == (turned["first"], turned["terms"], turned["why"])


def test_a_pin_is_named_with_its_reason(ward: CommandLine) -> None:
    ward.done("pin", "lone", "--reason", "transfer", "--yes")
    assert ["Lone stands before Theatre: dba pinned Lone: transfer."] == ward.done(
        "compare", "bloc", "lone"
    ).lines


def test_of_two_that_are_pinned_the_pin_in_front_is_named_though_the_rule_agrees(
    ward: CommandLine,
) -> None:
    ward.done("pin", "lone", "--reason", "transfer", "--yes")
    ward.done("pin", "bloc", "--before", "lone", "--reason", "twelve wait", "--yes")
    told = ward.done("compare", "bloc", "lone").lines
    assert ["Theatre stands before Lone: dba pinned Theatre: twelve wait."] == told


def test_a_pin_is_named_too_where_the_rule_alone_would_have_it_so(ward: CommandLine) -> None:
    ward.done("pin", "labo", "--reason", "samples", "--yes")
    said = ward.done("compare", "labo", "call").lines[0]
    assert said.startswith("Laboratory stands before Nurse call: 1 service wishes for it. ")
    assert said.endswith(
        "dba pinned Laboratory: samples; without that it would stand before it too."
    )
    assert "without that" not in ward.done("compare", "labo", "sql1").out


def test_it_says_the_same_in_french(ward: CommandLine) -> None:
    said = ward.done("--lang", "fr", "compare", "call", "labo").out
    assert (
        said.replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
        .startswith(
            "Laboratory passe avant Nurse call : 1 service le souhaite. Tous deux de priorité 2 : valeur "
            "8,8 par heure de travail contre 2,0."
        )
    )


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("labo", "labo", "These are the same."),
        ("labo", "cal", 'There is no server or service "cal" in the plan.'),
        ("ok1", "labo", "ok1 has no work left; it stands in no order."),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_sentence(
    ward: CommandLine, one: str, other: str, said: str
) -> None:
    answer = ward.typed("compare", one, other)
    assert answer.code == 1
    assert said in answer.err


def test_whoever_only_reads_may_say_what_people_call_it(ward: CommandLine) -> None:
    asked = ward.done("compare", "nurse CALL", "Laboratory").lines
    assert asked == ward.done("compare", "call", "labo").lines
    assert "Laboratory · labo" in ward.done("show", "LABORATORY").out
    assert ward.done("forecast", "laboratory", "--json").json["services"][0]["service"] == "labo"


def test_for_an_act_what_people_call_it_is_only_offered(ward: CommandLine) -> None:
    answer = ward.typed("note", "Laboratory", "x")
    assert 1 == answer.code
    assert 'no server or service "Laboratory" in the plan. Did you mean "labo"?' in answer.err
    assert 1 == ward.typed("pin", "Laboratory", "--reason", "x", "--yes").code


def test_what_only_waits_to_be_verified_is_not_said_to_have_nothing_left(ward: CommandLine) -> None:
    ward.done("mark", "print1", "restored", "--yes")
    answer = ward.typed("compare", "print1", "labo")
    assert answer.code == 1
    assert "only that a second person verifies it is left" in answer.err


def test_a_group_has_a_page_and_its_turn_a_sentence(ward: CommandLine) -> None:
    lines = ward.done("show", "campus").lines
    assert "Campus · campus · 0 of 2 services up" == lines[0]
    assert {"campus"} == {g["group"] for g in ward.done("services", "--json").json["groups"]}
    page = ward.done("show", "campus", "--json").json
    assert ("group", False, ["north1", "south1"]) == (page["kind"], page["whole"], page["missing"])
    why = {e["server"]: e["why"] for e in ward.done("queue", "--json").json["entries"]}
    assert "Campus opens with North and South." in why["north1"]
    assert "1 service wishes for Laboratory." in why["lab1"]
    assert "No service waits for it; 1 service wishes for it." in why["print1"]


def test_the_page_of_a_group_names_the_conditions_that_its_services_wait_for(
    ward: CommandLine,
) -> None:
    signed = '[conditions.signed]\nname = "Rooms signed"\nwho = "ward"\n[groups.campus]'
    text = PLAN.replace("[groups.campus]", signed).replace('"south1", [', '"south1", "signed", [')
    (ward.folder / "inventory.toml").write_text(text, encoding="utf-8")
    assert "Conditions:      Rooms signed (open)" in ward.done("show", "campus").lines


def test_all_groups_have_a_page(ward: CommandLine) -> None:
    lines = ward.done("show", "groups").lines
    [campus] = [line for line in lines if line.startswith("campus")]
    assert "0 of 2 services up" in campus and "north1" in campus and " at worst " in campus
    assert lines == ward.done("show", "GROUPS").lines
    page = ward.done("show", "groups", "--json").json
    assert ("groups", ["campus"]) == (page["kind"], [of["id"] for of in page["groups"]])
    assert 1 == ward.typed("show", "groups", "--without").code
    (ward.folder / "inventory.toml").write_text(
        PLAN[: PLAN.index("[groups.campus]")] + PLAN[PLAN.index("[servers]") :], encoding="utf-8"
    )
    assert "The plan has no groups." in ward.done("show", "groups").lines


def test_a_group_that_nobody_wrote_is_offered_when_it_is_near(ward: CommandLine) -> None:
    answer = ward.typed("show", "campu")
    assert answer.code == 1
    assert 'Did you mean "campus"?' in answer.err


def test_the_plan_is_left_alone(ward: CommandLine) -> None:
    ward.done("compare", "call", "labo")
    assert PLAN == Path(ward.folder / "inventory.toml").read_text(encoding="utf-8")


def test_what_speaks_against_the_first_of_two_is_told_too(here: CommandLine) -> None:
    here.plan.write_bytes((Path(__file__).parents[2] / "inventory.toml").read_bytes())
    told = here.done("compare", "banque-sang", "laboratoire").out.strip()
    assert told.startswith("Banque de sang stands before Laboratoire: ")
    assert ", although: weight 4 against 5 and 11 services wish for the other." in told


def test_the_page_of_the_last_of_its_tier_says_why_it_stands_there(ward: CommandLine) -> None:
    last = [
        service
        for service in ("labo", "call", "lone", "north", "south")
        if "Order:           The last of its tier. " in ward.typed("show", service).out
    ]
    assert ["call", "lone"] == last


def test_a_group_is_compared_by_its_first_service_that_misses_a_server(ward: CommandLine) -> None:
    told = ward.done("compare", "campus", "lone").lines
    assert told[0].startswith("Campus has no place of its own: the order goes service by service.")
    assert told[1].startswith("North stands before Lone: Campus opens as a whole, with 2 services.")
    assert told[-1] == (
        "All of Campus first, and who pays: chwapi-console queue --suppose 'campus first'"
    )
    said = ward.done("compare", "lone", "campus", "--json").json
    assert {"campus": "north"} == said["stand_for"]
    assert (
        "campus is a group of services that open together." in ward.typed("forecast", "campus").err
    )


def test_of_a_service_that_comes_with_another_it_is_said_in_whose_turn_its_server_stands(
    ward: CommandLine,
) -> None:
    text = ward.plan.read_text(encoding="utf-8")
    more = '[services.guest]\nname = "Guest"\ntier = 1\nneeds = ["sql1", "bloc1"]\n[servers]\n'
    slow = 'slow1 = { site = "imc", role = "x", restore = "9h", state = "compromised" }\n'
    other = '[services.slow]\nname = "Slow"\ntier = 1\nneeds = ["slow1"]\n'
    ward.plan.write_text(text.replace("[servers]\n", other + more) + slow, encoding="utf-8")
    told = ward.done("compare", "guest", "slow").lines[0]
    assert told.startswith(
        "Guest stands before Slow: Guest comes back with bloc1, which stands there for Theatre; "
        "Slow has a turn of its own. Theatre stands before Slow: "
    )


def test_two_sites_are_compared_by_the_first_service_that_each_misses(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8")
    here.plan.write_text(
        text.replace('name = "Messagerie"', 'name = "Messagerie"\nsite = "union"'), encoding="utf-8"
    )
    told = here.done("compare", "IMC", "union").lines
    assert told[0].startswith("IMC has no place of its own: the order goes service by service.")
    assert told[1].startswith("Union has no place of its own")
    assert any(line.startswith("Bloc IMC stands before Messagerie: ") for line in told)
    said = here.done("compare", "union", "imc", "--json").json
    assert ("bloc", "mail") == (said["first"], said["second"])
    assert {"union": "mail", "imc": "bloc"} == said["stand_for"]


def test_a_site_that_misses_nothing_stands_in_no_order(here: CommandLine) -> None:
    refused = here.typed("compare", "imc", "union")
    assert (1, True) == (refused.code, "No service of Union misses a server" in refused.err)
