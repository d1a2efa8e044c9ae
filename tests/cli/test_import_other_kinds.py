"""`import ansible` and `import netbox` as typed, with a stand-in for Ansible's own program."""

import json
import os
import sys
from pathlib import Path
from time import monotonic

import pytest

from chwapi_console.cli.verbs.lists import ansible_process
from chwapi_console.inventory.file.load import load
from cli.command_line import CommandLine

INVENTORY = json.dumps(
    {"imc": {"hosts": ["sql1"]}, "_meta": {"hostvars": {"sql1": {"ansible_host": "10.0.0.7"}}}}
)


@pytest.fixture
def bare(here: CommandLine) -> CommandLine:
    here.plan.unlink()
    (here.folder / "map.toml").write_text('[groups]\nimc = "site"\n')
    return here


@pytest.fixture
def program(bare: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of Ansible's, which the test writes."""
    folder = bare.folder / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    path = folder / "ansible-inventory"
    path.write_text("#!/bin/sh\nexit 1\n")
    path.chmod(0o755)
    return path


def test_the_json_of_ansible_is_read_from_a_file_or_a_pipe(bare: CommandLine) -> None:
    (bare.folder / "inventory.json").write_text(INVENTORY)
    bare.done("import", "ansible", "inventory.json", "--groups", "map.toml", "--yes")
    server = load(bare.plan).plan.servers["sql1"]
    assert ("imc", "10.0.0.7") == (server.site, server.address)
    answer = bare.shell(
        "cat inventory.json | chwapi import ansible - --yes --output other.toml -i none.toml "
        "--site Union --json"
    )
    assert (0, ["sql1"]) == (answer.code, answer.json["new"])
    assert "Union" == load(bare.folder / "other.toml").plan.sites["union"].name


@pytest.mark.parametrize("what", ["hosts.ini", "folder"])
def test_other_inventories_go_through_ansibles_own_program(
    bare: CommandLine, program: Path, what: str
) -> None:
    (bare.folder / "hosts.ini").write_text("[imc]\nsql1\n")
    (bare.folder / "folder").mkdir()
    program.write_text(
        f"#!/bin/sh\n[ \"$1 $3\" = '-i --list' ] && [ -e \"$2\" ] && echo '{INVENTORY}'\n"
    )
    bare.done("import", "ansible", what, "--groups", "map.toml", "--yes")
    assert {"sql1"} == load(bare.plan).plan.servers.keys()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'no vault password' >&2; exit 4", "cannot read hosts.ini: no vault password"),
        ("echo hello", "is not JSON"),
        ("exec sleep 9", "has not answered within"),
        ("echo '{\"all\": {}}'", "names no host"),
    ],
)
def test_when_that_program_fails_it_is_said(
    bare: CommandLine, program: Path, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    (bare.folder / "hosts.ini").write_text("[imc]\nsql1\n")
    program.write_text(f"#!/bin/sh\n{script}\n")
    monkeypatch.setattr(ansible_process, "SECONDS_FOR_ANSIBLE", 1)
    answer = bare.typed("import", "ansible", "hosts.ini", "--yes")
    assert 1 == answer.code
    assert words in answer.err


def test_where_that_program_is_missing_it_is_said_how_to_go_on(
    bare: CommandLine, program: Path
) -> None:
    program.unlink()
    (bare.folder / "hosts.ini").write_text("[imc]\nsql1\n")
    answer = bare.typed("import", "ansible", "hosts.ini", "--yes")
    assert (1, True) == (answer.code, "--list > inventory.json" in answer.err)


def test_a_mapping_file_that_is_not_there_is_said(bare: CommandLine) -> None:
    (bare.folder / "inventory.json").write_text(INVENTORY)
    answer = bare.typed("import", "ansible", "inventory.json", "--groups", "none.toml", "--yes")
    assert (1, True) == (answer.code, "none.toml: there is no such file." in answer.err)


def test_somebody_at_a_terminal_is_asked_what_each_group_is_until_it_is_understood(
    bare: CommandLine,
) -> None:
    (bare.folder / "inventory.json").write_text(INVENTORY)
    answer = bare.answered("servce 1\nservice 1\ny\n", "import", "ansible", "inventory.json")
    assert (0, 2) == (answer.code, answer.lines.count("imc:"))
    assert any('"servce 1" is none of these' in line for line in answer.lines)
    service = load(bare.plan).plan.services["imc"]
    assert (1, (("sql1",),)) == (service.tier, service.needs)


def test_netbox_is_read_as_json_or_csv(bare: CommandLine) -> None:
    (bare.folder / "n.json").write_text(
        json.dumps({"results": [{"id": 1, "name": "a", "site": {"name": "IMC"}}]})
    )
    (bare.folder / "n.csv").write_text(
        "Name,Status,Site,Role,Manufacturer\nb,Active,IMC,Base,Dell\n"
    )
    said = bare.done("import", "netbox", "n.json", "n.csv", "--yes", "--json").json
    assert (["a", "b"], "NetBox devices") == (said["new"], said["tables"][0]["product"])


LOOP = r"""echo '[WARNING]:  * Failed to parse hosts.ini with yaml plugin: did not find expected node' >&2
echo '[WARNING]:  * Failed to parse hosts.ini with ini plugin: group imc as child to web creates a recursive dependency' >&2
echo '  loop.' >&2
echo '[WARNING]: Unable to parse hosts.ini as an inventory source' >&2
echo '[WARNING]: No inventory was parsed, only implicit localhost is available' >&2
echo '{"_meta": {"hostvars": {}}, "all": {"children": ["ungrouped"]}}'"""


def test_what_ansible_could_not_parse_is_refused_with_its_reason_though_it_ended_well(
    bare: CommandLine, program: Path
) -> None:
    (bare.folder / "hosts.ini").write_text("[imc]\nsql1\n")
    program.write_text(f"#!/bin/sh\n{LOOP}\n")
    answer = bare.typed("import", "ansible", "hosts.ini", "--yes")
    assert (1, True) == (answer.code, "cannot read hosts.ini: " in answer.err)
    assert "group imc as child to web creates a recursive dependency loop." in answer.err


def test_what_ansible_warned_is_told(bare: CommandLine, program: Path) -> None:
    (bare.folder / "hosts.ini").write_text("[imc]\nsql1\n")
    program.write_text(
        "#!/bin/sh\necho '[WARNING]: Invalid characters were found in group' >&2\necho '  names' "
        ">&2\n"
        f"echo '{INVENTORY}'\n"
    )
    said = bare.done("import", "ansible", "hosts.ini", "--yes", "--json").json
    assert "ansible-inventory warns: Invalid characters were found in group names" in [
        each["why"] for each in said["unread"]
    ]


def test_ansible_starts_where_the_locale_that_came_by_ssh_is_not_installed(
    bare: CommandLine, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "xx_YY.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    (bare.folder / "hosts.ini").write_text("[imc]\nsql1\n")
    program.write_text(
        "#!/bin/sh\npython3 -c 'import locale; locale.setlocale(locale.LC_ALL, \"\")' || exit 1\n"
        f"echo '{INVENTORY}'\n"
    )
    assert ["sql1"] == bare.done("import", "ansible", "hosts.ini", "--yes", "--json").json["new"]


def test_an_inventory_of_ansible_is_known_as_one_whatever_was_said(
    bare: CommandLine, program: Path
) -> None:
    (bare.folder / "inventory.json").write_text(INVENTORY)
    assert ["sql1"] == bare.done("import", "csv", "inventory.json", "--yes", "--json").json["new"]
    (bare.folder / "hosts").write_text("# servers\n[imc]\nsql2 ansible_host=192.0.2.1\n")
    program.write_text(f"#!/bin/sh\necho '{INVENTORY}'\n")
    answer = bare.typed("import", "csv", "hosts", "--yes", "--output", "x.toml")
    assert (0, True) == (
        answer.code,
        "hosts is an inventory of Ansible, and is read as that." in answer.err,
    )


def test_a_pipe_in_the_place_of_the_groups_is_refused(bare: CommandLine) -> None:
    (bare.folder / "inventory.json").write_text(INVENTORY)
    os.mkfifo(bare.folder / "fifo")
    answer = bare.typed("import", "ansible", "inventory.json", "--groups", "fifo", "--yes")
    assert (1, True) == (answer.code, "fifo is not a file." in answer.err)


RUNS_WHAT_IT_READS = """#!/bin/sh
case ",${ANSIBLE_INVENTORY_ENABLED:-script,auto}," in *,script,*|*,auto,*) [ -x "$2" ] && exec "$2";; esac
for settings in ${ANSIBLE_CONFIG:-./ansible.cfg "$HOME/.ansible.cfg"}; do [ -s "$settings" ] && . "$settings"; done
echo '{"_meta": {"hostvars": {}}, "g": {"hosts": ["h1"]}}'
"""


def test_nothing_that_lies_in_or_around_an_inventory_is_run(
    bare: CommandLine, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.write_text(RUNS_WHAT_IT_READS, encoding="utf-8")
    monkeypatch.setenv("HOME", str(bare.folder))
    for name in ("hosts", "ansible.cfg", ".ansible.cfg"):
        (bare.folder / name).write_text(f"#!/bin/sh\ntouch '{bare.folder}/ran'\n")
        (bare.folder / name).chmod(0o755)
    bare.done("import", "ansible", "hosts", "--yes")
    assert not list(bare.folder.rglob("ran"))


def test_a_program_of_that_name_in_the_folder_one_stands_in_is_not_run(
    bare: CommandLine, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bare.folder / "ansible-inventory").write_text("#!/bin/sh\ntouch ran\n", encoding="utf-8")
    (bare.folder / "ansible-inventory").chmod(0o755)
    (bare.folder / "hosts").write_text("[g]\nh1\n", encoding="utf-8")
    for path in (".", ":/nowhere", "./"):
        monkeypatch.setenv("PATH", path)
        assert 1 == bare.typed("import", "ansible", "hosts", "--yes").code
    assert not (bare.folder / "ran").exists()


def test_a_name_that_ansible_takes_for_a_list_of_hosts_is_refused(
    bare: CommandLine, program: Path
) -> None:
    (bare.folder / "a,b").write_text("[g]\nh1\n", encoding="utf-8")
    assert "comma" in bare.typed("import", "ansible", "a,b", "--yes").err


@pytest.mark.parametrize("line", ["\n", "\r\n", " " * 40 + "\n"], ids=repr)
def test_a_list_behind_thousands_of_empty_lines_is_read(bare: CommandLine, line: str) -> None:
    bare.folder.joinpath("list.csv").write_text(line * 3_000 + "name,site\ndc1,IMC\n")
    bare.done("import", "csv", "list.csv", "--yes")


@pytest.mark.parametrize(
    "script",
    [
        "exec python3 -c 'x = bytearray(4 << 30)'",
        "exec head -c 60000000 /dev/zero",
        "exec head -c 40000000 /dev/zero",
        "kill -KILL $$",
    ],
)
def test_an_inventory_of_which_ansible_makes_more_than_a_list_has_is_refused(
    bare: CommandLine, program: Path, script: str
) -> None:
    (bare.folder / "hosts.ini").write_text("[imc]\nweb[0:99999999]\n")
    program.write_text(f"#!/bin/sh\n{script}\n")
    answer = bare.typed("import", "ansible", "hosts.ini", "--yes")
    assert (1, True) == (answer.code, "than a list of servers has" in answer.err), answer


@pytest.mark.parametrize(
    ("inventory", "odd"),
    [
        ("hosts.ini", "host_vars/sql1"),
        ("hosts.ini", "group_vars/imc/deep/all.yml"),
        ("hosts.ini", "group_vars"),
        (".", "more.yml"),
    ],
)
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_ansible_would_follow_or_wait_for_is_refused(
    bare: CommandLine, program: Path, inventory: str, odd: str, kind: str
) -> None:
    estate = bare.folder / "estate"
    (estate / odd).parent.mkdir(parents=True)
    (estate / "hosts.ini").write_text("[imc]\nsql1\n")
    if kind == "pipe":
        os.mkfifo(estate / odd)
    else:
        (estate / odd).symlink_to("/etc/passwd")
    program.write_text(f"#!/bin/sh\necho '{INVENTORY}'\n")
    answer = bare.typed("import", "ansible", f"estate/{inventory}", "--yes")
    assert (1, True) == (answer.code, f"{odd} is a link, a pipe" in answer.err), answer
    (estate / odd).unlink()
    bare.done("import", "ansible", f"estate/{inventory}", "--yes")


def test_what_ansible_works_at_without_end_is_ended_by_its_work_and_not_by_the_clock(
    bare: CommandLine, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ansible_process, "SECONDS_OF_WORK", 1)
    program.write_text("#!/bin/sh\nwhile :; do :; done\n")
    (bare.folder / "hosts.ini").write_text("[imc]\nsql1\n")
    begun = monotonic()
    answer = bare.typed("import", "ansible", "hosts.ini", "--yes")
    assert monotonic() - begun < ansible_process.SECONDS_FOR_ANSIBLE / 2
    assert 1 == answer.code
    assert "than a list of servers has, and was ended" in answer.err


def test_ansible_has_no_terminal_to_ask_at(bare: CommandLine, program: Path) -> None:
    program.write_text(
        f"#!{sys.executable}\nimport os\nif os.getsid(0) == os.getpid(): print({INVENTORY!r})\n"
    )
    (bare.folder / "hosts.ini").write_text("[imc]\nsql1\n")
    bare.done("import", "ansible", "hosts.ini", "--groups", "map.toml", "--yes")
