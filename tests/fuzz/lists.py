"""Lists for `import` and `triage`: tables and objects with the headings that are known and others,
as text in odd encodings, as JSON, as workbooks, as inventories of Ansible and of NetBox; sound ones
with a part changed, and their bytes damaged."""

import csv
import io
import json
import re
import zipfile
from functools import cache
from random import Random
from typing import Any

from openpyxl import Workbook

from chwapi_console.inventory.importers.words.verdict_headings import HEADINGS
from chwapi_console.inventory.importers.words.vocabulary import FIELDS
from fuzz.case import Case, Step, as_bytes
from fuzz.oddities import changed, changed_toml, damaged, text, word
from fuzz.prepared import SERVERS

ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "latin-1",
    "cp1252",
    "utf-7",
    "cp437",
)
NAMED = (*SERVERS, "srv1", "srv2", "srv3.hospital.example", "sql-bs1", "10.0.0.1", "A1")
VERDICTS = (
    "clean",
    "compromised",
    "infected",
    "no threats found",
    "unknown",
    "1",
    "0",
    "yes",
    "quarantined",
    "Sain",
    "clean?",
    "",
)
GROUPS = """\
[groups]
imc = "site"
sql = "role"
pacs = "service 2"
nd = { site = "Notre-Dame" }
bloc = { service = "B", tier = 1 }
"""


def _headings(random: Random, most: int = 8) -> list[str]:
    known = [random.choice(FIELDS["name"])] + [
        random.choice(FIELDS[random.choice(list(FIELDS))]) for _ in range(random.randrange(most))
    ]
    if random.random() < 0.2:
        known.insert(random.randrange(len(known) + 1), text(random))
    if random.random() < 0.3:
        random.shuffle(known)
    return known


def _cell(heading: str, random: Random) -> str:
    if random.random() < 0.15:
        return text(random)
    if heading in FIELDS["name"]:
        return random.choice(NAMED)
    return random.choice(
        (
            "North",
            "S",
            "database",
            "10.0.0.7",
            "10.0.0.1, fe80::1",
            "Windows Server 2019",
            "a1",
            "a1;b1",
            "srv1,srv2",
            "poweredOn",
            "True",
            "",
            "2026-01-02 03:04",
            "45000",
            "esx1",
        )
    )


def table(random: Random, verdicts: bool = False) -> list[list[str]]:
    """Rows of text below a row of headings."""
    headings = _headings(random)
    rows = [
        [_cell(heading, random) for heading in headings]
        for _ in range(random.choice((0, 1, 3, 3, 8)))
    ]
    if verdicts:
        headings = [*headings, random.choice((*HEADINGS, "verdict", "verdict", text(random)))]
        rows = [[*row, random.choice(VERDICTS)] for row in rows]
    made = [headings, *rows]
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        at = random.randrange(len(made))
        match random.randrange(5):
            case 0:
                made.insert(at, [text(random)])
            case 1:
                made[at] = made[at][:-1]
            case 2:
                made[at] = [*made[at], text(random)] * random.choice((1, 1, 40))
            case 3:
                made.insert(at, [])
            case _:
                made.insert(at, headings)
    return made


def as_csv(rows: list[list[str]], random: Random) -> bytes:
    """The rows as text with separators, in some encoding."""
    buffer = io.StringIO()
    writer = csv.writer(
        buffer,
        delimiter=random.choice(",;\t|,;"),
        quotechar=random.choice('"""\''),
        escapechar="\\",
        quoting=random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        lineterminator=random.choice(("\n", "\r\n", "\r")),
    )
    writer.writerows(rows)
    made = random.choice(("", "", "sep=;\n", "#c\n\n")) + buffer.getvalue()
    if random.random() < 0.1:
        at = random.randrange(len(made) + 1)
        made = made[:at] + random.choice(('"', "'", "\x00", "\n", '""', "\t", "\ufeff")) + made[at:]
    encoding = random.choice(ENCODINGS)
    return as_bytes(made) if encoding == "utf-8" else made.encode(encoding, "replace")


def as_objects(rows: list[list[str]], random: Random) -> Any:
    """The rows as objects of JSON, in one of the shapes in which products wrap them."""
    objects: Any = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
    if random.random() < 0.3:
        objects = [
            {"device": {"info": each}, "verdict": random.choice(VERDICTS)} for each in objects
        ]
    match random.randrange(6):
        case 0:
            objects = {"data": objects, "pagination": {"total": len(objects)}}
        case 1:
            objects = {str(number): each for number, each in enumerate(objects)}
        case 2:
            objects = {"value": objects, "@odata.nextLink": "x"}
    return changed(objects, random) if random.random() < 0.6 else objects


def as_json(plain: Any, random: Random) -> bytes:
    """JSON, or something near it."""
    dumped = json.dumps(plain, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.15:
        dumped = (
            "\n".join(json.dumps(each) for each in plain)
            if isinstance(plain, list)
            else dumped.replace('"', "'")
        )
    if random.random() < 0.05:
        dumped = dumped.replace(": ", ": " + "[" * random.choice((200, 600, 3000)), 1)
    return random.choice((b"", b"", b"\xef\xbb\xbf")) + as_bytes(dumped)


@cache
def _book(kind: int) -> bytes:
    book = Workbook()
    assert book.active is not None
    rows: list[list[Any]] = [
        ["Nom", "Site", "Rôle", "Adresse IP", "verdict"],
        ["a1", "North", "x", "10.0.0.1", "clean"],
        ["srv2", "S", 7, 1.5, True],
    ]
    for row in rows[:1] * kind + rows:
        book.active.append(row)
    if kind == 2:
        book.create_sheet("Légende").append(["x"])
        book.active.merge_cells("B2:B3")
    buffer = io.BytesIO()
    book.save(buffer)
    return _packed(
        zipfile.ZIP_DEFLATED,
        {
            part: SAVED_AT.sub(b"2026-01-01T00:00:00Z", data)
            for part, data in _unpacked(buffer.getvalue()).items()
        },
    )


SAVED_AT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
"""The moments that openpyxl writes into a workbook: with the clock's, a case would be another at
each run."""


def _unpacked(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return {part: parts.read(part) for part in parts.namelist()}


def _packed(compression: int, parts: dict[str, bytes]) -> bytes:
    """A workbook of these parts, all of the format's first moment: the clock's is not in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as book:
        for part, data in parts.items():
            book.writestr(zipfile.ZipInfo(part), data, compression)
    return made.getvalue()


def as_workbook(random: Random) -> bytes:
    """A workbook with damage in its bytes or in one of its parts."""
    whole = _book(random.randrange(3))
    if random.random() < 0.4:
        return damaged(whole, random)
    compression = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA))
    parts = _unpacked(whole)
    victim = random.choice(
        [part for part in parts if "sheet" in part or "xl/workbook" in part]
        if random.random() < 0.7
        else list(parts)
    )
    data = random.choice((_other_xml, damaged))(parts[victim], random)
    name = victim if random.random() < 0.9 else victim[:-1]
    return _packed(
        compression,
        {
            name if part == victim else part: data if part == victim else parts[part]
            for part in parts
        },
    )


def _other_xml(data: bytes, random: Random) -> bytes:
    old, new = random.choice(
        (
            (b'<row r="2"', b'<row r="9999999999999"'),
            (b'r="A2"', b'r="XFD1048576"'),
            (b'r="A2"', b'r="ZZZZZZ9"'),
            (b'r="A2"', b""),
            (b"<sheetData>", b"<sheetData>" + b"<row>" * 3000),
            (b"<v>0</v>", b"<v>99999999</v>"),
            (b"<v>0</v>", b"<v>-1</v>"),
            (b"<?xml", b'<!DOCTYPE a [<!ENTITY e "x">]><?xml'),
            (
                b"</sheetData>",
                b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            ),
            (b'sheetId="1"', b'sheetId="999999999999"'),
            (b'name="Sheet"', b'name="&#27;[2J"'),
            (b'<dimension ref="', b'<dimension ref="A1:XFD1048576" x="'),
            (b"<v>", b"<v>1e999"),
            (b't="n"', b't="d"'),
            (b't="n"', b't="zz"'),
            (b'uniqueCount="', b'uniqueCount="4294967'),
            (b'count="', b'count="4294967'),
            (b't="n"', b't="n" s="1"'),
            (b"<v>", b"<v>-1e300"),
            (b"<sheets>", b"<sheets>" + b'<sheet name="S" sheetId="1" r:id="rId1"/>' * 1_100),
        )
    )
    return data.replace(old, new, random.choice((1, -1)))


ANSIBLE: dict[str, Any] = {
    "_meta": {
        "hostvars": {
            "a1": {"ansible_host": "10.0.0.1"},
            "srv1": {"ansible_host": "10.0.0.9", "os": "x"},
        }
    },
    "all": {"children": ["imc", "sql", "ungrouped"]},
    "imc": {"hosts": ["a1", "srv1"], "vars": {"x": 1}},
    "sql": {"children": ["pacs"]},
    "pacs": {"hosts": ["srv1", "b1"]},
}
NETBOX: dict[str, Any] = {
    "count": 2,
    "next": None,
    "previous": None,
    "results": [
        {
            "id": 1,
            "url": "https://netbox.example/api/dcim/devices/1/",
            "name": "srv1",
            "device_type": {"model": "m"},
            "role": {"name": "database", "slug": "database"},
            "site": {"name": "North", "slug": "s"},
            "status": {"value": "active"},
            "primary_ip4": {"address": "10.0.0.4/24"},
            "platform": {"name": "Debian"},
            "tags": [{"name": "t"}],
            "comments": "c",
        },
        {
            "id": 2,
            "name": "b1",
            "cluster": {"name": "c"},
            "device": {"name": "srv1"},
            "site": None,
            "primary_ip": None,
            "vcpus": 2.0,
        },
    ],
}


def _import(random: Random) -> tuple[str, str, bytes]:
    match random.randrange(6):
        case 0 | 1:
            return "csv", "list.csv", as_csv(table(random), random)
        case 2:
            return "json", "list.json", as_json(as_objects(table(random), random), random)
        case 3:
            return "xlsx", "list.xlsx", as_workbook(random)
        case 4:
            return (
                "ansible",
                "list.json",
                as_json(changed(changed(ANSIBLE, random), random), random),
            )
        case _:
            return "netbox", "list.json", as_json(changed(changed(NETBOX, random), random), random)


def list_of_servers(random: Random) -> Case:
    """A list given to `import`: into the plan, beside it, or into a new one."""
    kind, name, data = _import(random)
    if random.random() < 0.12:
        data = damaged(data, random)
    if random.random() < 0.08:
        kind = random.choice(("csv", "xlsx", "json", "rvtools", "vcenter", "ansible", "netbox"))
    files = {name: data}
    words = ["import", kind, name, "--yes", "--new-sites"]
    words += random.choice(
        (["--in-place"], ["--in-place"], ["--output", "out.toml"], [], ["-i", "new.toml"])
    )
    if random.random() < 0.3:
        words += random.choice(
            (
                [
                    "--map",
                    f"{random.choice((*FIELDS, word(random)))}{random.choice(('=', '=='))}{word(random)}",
                ],
                [
                    "--encoding",
                    random.choice(
                        (
                            "utf-16",
                            "undefined",
                            "idna",
                            "rot13",
                            "utf-8",
                            "cp037",
                            "hex",
                            word(random),
                        )
                    ),
                ],
                ["--sheet", word(random)],
                ["--site", word(random)],
                ["--take", random.choice((*FIELDS, "all"))],
                ["--json"],
                ["--incident", word(random), "-i", "n.toml"],
                ["--detected", word(random)],
            )
        )
    if kind == "ansible" and random.random() < 0.6:
        files["groups.toml"] = as_bytes(changed_toml(GROUPS, random))
        words += ["--groups", "groups.toml"]
    steps = [Step(tuple(words))]
    if random.random() < 0.2:
        steps = [Step(tuple("-" if each == name else each for each in words), stdin=data)]
    return Case("import", files, steps=(*steps, Step(("check",))))


def groups(random: Random) -> Case:
    """What says which groups of Ansible's are what, changed as text and as bytes."""
    made = as_bytes(changed_toml(GROUPS, random))
    if random.random() < 0.2:
        made = damaged(made, random)
    return Case(
        "groups",
        {"list.json": as_json(ANSIBLE, random), "groups.toml": made},
        steps=(
            Step(
                (
                    "import",
                    "ansible",
                    "list.json",
                    "--yes",
                    "--new-sites",
                    "--groups",
                    "groups.toml",
                    "--output",
                    "out.toml",
                )
            ),
        ),
    )


def verdicts(random: Random) -> Case:
    """An export of an EDR or a scanner given to `triage`."""
    match random.randrange(5):
        case 0 | 1:
            name, data = "edr.csv", as_csv(table(random, verdicts=True), random)
        case 2 | 3:
            name, data = (
                "edr.json",
                as_json(as_objects(table(random, verdicts=True), random), random),
            )
        case _:
            name, data = "edr.xlsx", as_workbook(random)
    if random.random() < 0.1:
        data = damaged(data, random)
    words = ["triage", "--from", name, "--yes"]
    if random.random() < 0.4:
        words += random.choice(
            (
                ["--clear"],
                ["--reopen"],
                ["--json"],
                ["--sheet", word(random)],
                ["--encoding", word(random)],
                [
                    "--map",
                    f"{random.choice(('name', 'site', 'address', 'verdict', 'seen', word(random)))}={word(random)}",
                ],
                ["--map", "verdict==compromised"],
                ["--verdict", f"{word(random)}={random.choice(('clean', word(random)))}"],
            )
        )
    if random.random() < 0.1:
        return Case(
            "triage", steps=(Step((*words[:2], "-", *words[3:]), stdin=data), Step(("queue",)))
        )
    return Case("triage", {name: data}, steps=(Step(tuple(words)), Step(("queue",))))


def answers(random: Random) -> Case:
    """What somebody at a terminal answers to questions: odd words, too few, none."""
    said = [
        random.choice(
            (
                "y",
                "n",
                "",
                "1",
                "2",
                "0",
                "999",
                "all",
                "none",
                "?",
                "site",
                "service 1",
                "role",
                "skip",
                text(random),
                word(random),
            )
        )
        for _ in range(random.randrange(40))
    ]
    typed = "".join(
        each.replace("\n", " ").encode("utf-8", "replace").decode() + "\n" for each in said
    )
    files: dict[str, bytes] = {
        "list.csv": as_csv(table(random), random),
        "edr.csv": as_csv(table(random, verdicts=True), random),
        "list.json": as_json(ANSIBLE, random),
        "list.xlsx": as_workbook(random),
    }
    words = random.choice(
        (
            ("init", "-i", "new.toml"),
            ("init", "-i", "new.toml", "--names", "fr", "--lang", "fr"),
            ("import", "csv", "list.csv"),
            ("import", "csv", "list.csv", "-i", "new.toml"),
            ("import", "ansible", "list.json"),
            ("triage", "--from", "edr.csv"),
            ("triage", "--from", "edr.csv", "--clear", "--reopen"),
            ("infer",),
            ("infer", "--in-place"),
            ("needs", "v"),
            ("needs",),
            ("pin", "v", "--reason", "r"),
            ("mark", "a1", "restored"),
            ("import", "xlsx", "list.xlsx", "--in-place"),
            ("undo",),
            ("take", "b1"),
            ("export", "evidence", "e.zip", "--purpose", "p"),
            ("infer", "--output", "o.toml", "--lang", "fr"),
        )
    )
    return Case(
        "answers",
        files,
        steps=(
            Step(
                words,
                answers=typed,
                environ={"TERM": "xterm", "COLUMNS": random.choice(("80", "40", "1", "999"))},
            ),
        ),
    )


def environment(random: Random) -> Case:
    """Variables of the environment with odd values, at verbs that read and at verbs that act."""
    names = (
        "LANG",
        "LC_ALL",
        "TZ",
        "TERM",
        "COLUMNS",
        "LINES",
        "HOME",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "NO_COLOR",
        "SUDO_USER",
        "LOGNAME",
        "CHWAPI_OPERATOR",
        "CHWAPI_LANG",
        "CHWAPI_JSON",
        "CHWAPI_THEME",
        "CHWAPI_ASCII",
        "CHWAPI_READ_ONLY",
        "CHWAPI_HUB",
        "CHWAPI_NO_COLOR",
        "CHWAPI_MIRROR",
        "CHWAPI_ALLOW_NETWORK_FS",
        "CHWAPI_INVENTORY",
        "PYTHONTZPATH",
        "LANGUAGE",
        "TEXTUAL_DEBUG",
        "TMPDIR",
        "CI",
        "PYDANTIC_DISABLE_PLUGINS",
        "COLORTERM",
    )
    usual = (
        "C",
        "POSIX",
        "fr_BE.UTF-8",
        "fr",
        "C.UTF-8",
        "Europe/Brussels",
        ":/etc/passwd",
        "../../etc/passwd",
        "UTC-99",
        "<x>3",
        "xterm",
        "vt100",
        "0",
        "1",
        "-1",
        "99999999999",
        "/nonexistent",
        "/dev/null",
        "inventory.toml",
        "eve",
        "root",
    )
    chosen = {
        random.choice(names): random.choice((*usual, word(random)))
        for _ in range(random.randrange(1, 5))
    }
    steps = [
        Step(
            random.choice(
                (
                    ("queue",),
                    ("log",),
                    ("check",),
                    ("show", "a1"),
                    ("forecast",),
                    ("services",),
                    ("next",),
                    ("audit",),
                    ("progress",),
                    ("note", "b1", "x"),
                    ("take", "a1"),
                    ("export", "evidence", "e.zip", "--purpose", "x"),
                    ("queue", "--json"),
                    ("--help",),
                    ("mark", "--help"),
                    ("sync", "stick.journal"),
                )
            ),
            environ=chosen,
            answers=random.choice((None, "y\n", "")),
        )
        for _ in range(3)
    ]
    return Case("environ", steps=tuple(steps))
