"""The manual page: made from the table of verbs, sound for whatever shows it."""

import re
import shutil
import subprocess

import pytest

from chwapi_console.cli.line.manual import manual
from chwapi_console.cli.line.options import GLOBAL_OPTIONS
from chwapi_console.cli.line.verb_table import VERBS
from chwapi_console.text import LANGUAGES, language


def shown(code: str) -> str:
    """The page as roff shows it, without overstrikes."""
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-P-cbou"],
        input=manual(language(code)).encode("ascii"),
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_verb_and_every_option_is_in_it(code: str) -> None:
    page = manual(language(code)).replace("\\-", "-")
    assert [] == [name for name in VERBS if not re.search(rf"^\.SS {name}\b", page, re.M)]
    assert [] == [flag for option in GLOBAL_OPTIONS for flag in option.flags if flag not in page]


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_ascii_and_no_line_is_a_request_that_man_does_not_know(code: str) -> None:
    page = manual(language(code))
    assert page.isascii()
    requests = {line.split()[0] for line in page.splitlines() if line[:1] in (".", "'")}
    assert requests <= {".TH", ".SH", ".SS", ".TP", ".PP", ".B"}


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed here")
def test_roff_shows_it_without_a_complaint_and_with_its_letters() -> None:
    assert "remettre les serveurs d'un hôpital" in " ".join(shown("fr").split())
    assert "--inventory" in shown("en")
