"""Whatever stands in names, notes, lists and journals of others: what a verb says as JSON is JSON, in
letters that no terminal obeys, and what it says beside that shows none of them."""

import json
import re
from typing import Any

import pytest

from chwapi_console.cli.line.verb_table import VERBS
from cli.command_line import CommandLine
from journal.forgeries import chained, standing, written

ODD = "\x9b31m\x1b]0;t\x07 \u202egpj.exe\u2066 \u200b\u2028\u3164\U000e0041 \x85\x00\x7f NaN é 日本 \\ \" '"
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
"""What a terminal obeys, or an eye does not see."""

LINES = {
    "next": (),
    "queue": (),
    "services": (),
    "conditions": (),
    "forecast": (),
    "progress": (),
    "handover": (),
    "report": (),
    "sheet": ("next",),
    "clocks": (),
    "draft": ("gdpr-authority",),
    "show": ("sql1",),
    "wait": ("mail", "--timeout", "1s"),
    "log": (),
    "audit": (),
    "check": (),
    "doctor": (),
    "compare": ("dc1", "dc2"),
    "config": (),
    "take": ("dc1",),
    "mark": ("dc2", "blocked", "--reason", "{odd}"),
    "drop": ("dc1",),
    "step": ("sql1", "isolate", "--skip", "{odd}"),
    "note": ("sql1", "{odd}"),
    "settle": ("ex1", "clean", "--reason", "{odd}"),
    "accept": ("mail", "--by", "{odd}", "--tried", "{odd}"),
    "condition": (
        "paper",
        "met",
        "--by",
        "{odd}",
        "--tried",
        "{odd}",
        "--override",
        "condition.needs=x",
    ),
    "pin": ("mail", "--reason", "{odd}"),
    "unpin": ("mail",),
    "restore-point": ("sql1", "{odd}", "--taken", "2021-01-01T00:00"),
    "compromised-since": ("2021-01-11T03:00",),
    "indicators": ("{odd}",),
    "evidence": ("sql1", "--place", "{odd}"),
    "hand-over": (
        "E1",
        "--from",
        "{odd}",
        "--to",
        "{odd}",
        "--place",
        "{odd}",
        "--purpose",
        "{odd}",
    ),
    "custody": (),
    "promise": ("mail", "{odd}", "--by", "9000-01-01"),
    "aware": ("gdpr", "--by", "{odd}"),
    "notified": ("gdpr", "--ref", "{odd}"),
    "undo": (),
    "add": ("nas1", "--site", "imc", "--role", "{odd}"),
    "close": ("--list",),
    "reopen": ("--reason", "{odd}"),
    "sync": ("evil.journal",),
    "enter": ("paper.txt", "--check"),
    "import": ("csv", "list.csv", "--new-sites", "--output", "imported.toml"),
    "triage": ("--from", "verdicts.csv"),
    "diff": ("inventory.toml", "other.toml"),
    "infer": ("--output", "inferred.toml"),
    "needs": ("mail",),
    "export": ("evidence", "e.zip", "--purpose", "{odd}"),
    "init": ("--output", "begun.toml"),
    "drill": ("exercise",),
    "hub": ("status",),
}
"""A line of each verb. `{odd}` stands for what is odd."""

WITHOUT_JSON = {"completion", "do", "help", "sign"}
CONDITION = '[conditions.paper]\nname = "Paper {odd}"\nwho = "{odd}"\nneeds = ["ex1"]\n'


@pytest.fixture
def poisoned(here: CommandLine) -> CommandLine:
    """A plan, a journal beside one of somebody else's, and lists, in all of which something odd
    stands wherever it may."""
    odd = "".join(f"\\U{ord(letter):08x}" for letter in ODD)
    text = here.plan.read_text(encoding="utf-8")
    text = text.replace('"Nuit blanche"', f'"{odd}"').replace('"PACS"', f'"{odd}"')
    text = text.replace('"Messagerie"', f'"Mail {odd}"').replace('"garde 4711"', f'"{odd}"')
    here.plan.write_text(text + CONDITION.replace("{odd}", odd), encoding="utf-8")
    (here.folder / "other.toml").write_text(text.replace('"baie B4"', f'"{odd}"'), encoding="utf-8")
    forged: list[dict[str, Any]] = [
        {"data": {"text": ODD}, "subject": "sql1", "operator": ODD, "host": ODD},
        {"subject": ODD, "kind": ODD, "data": {ODD: ODD}},
        {
            "subject": "ex1",
            "kind": "marked",
            "operator": ODD,
            "data": {
                "before": standing("clean"),
                "after": standing("compromised") | {"reason": ODD, "holder": ODD},
                "note": ODD,
            },
        },
    ]
    written(here.folder / "evil.journal", chained(forged, origin=f"evil {ODD}"))
    cell = ODD.replace('"', "").replace("\x00", "")
    (here.folder / "list.csv").write_text(
        f"name,site,role\nweb{cell},{cell},{cell}\nweb2,imc,{cell}\n", encoding="utf-8"
    )
    (here.folder / "verdicts.csv").write_text(
        f"Hostname,Status,{cell}\nsql1,Infected,{cell}\n{cell},{cell},{cell}\n", encoding="utf-8"
    )
    (here.folder / "paper.txt").write_text(f"02:10 dba note sql1 {cell}\n", encoding="utf-8")
    return here


def is_plain(here: CommandLine, *words: str) -> None:
    answer = here.typed(*words)
    assert answer.code in (0, 1, 2, 3, 4, 5), (words, answer)
    assert not OBEYED.search(answer.out + answer.err), (words, answer)
    if "--json" in words and not answer.code:
        for line in answer.out.splitlines():
            assert line.isascii(), words
            json.loads(line, parse_constant=pytest.fail)


def test_every_verb_is_tried_here() -> None:
    assert set(VERBS) == set(LINES) | WITHOUT_JSON


@pytest.mark.parametrize("journal", ["ours", "theirs"])
def test_no_verb_says_what_a_terminal_obeys(poisoned: CommandLine, journal: str) -> None:
    if journal == "theirs":
        poisoned.typed("sync", "evil.journal")
    for verb, words in LINES.items():
        line = [word.format(odd=ODD.replace("\x00", "")) for word in words]
        meant = [a.name for a in VERBS[verb].arguments if a.name == "--yes"]
        is_plain(poisoned, verb, *line, "--json", *meant)
        is_plain(poisoned, verb, *line)
