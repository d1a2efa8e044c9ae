"""Answers that are kept beyond the end of a console: in a folder of one's own, of one journal, for a
day."""

import os
import time
from pathlib import Path

import pytest

from chwapi_console.console.known.kept_answers import LONGEST, AnswersOf, Kept, KeptAnswers

IMAGE = AnswersOf("oncall-1", "evidence.record", "san1")
ANSWERS = Kept({"Where does it lie?": "coffre 2, étagère à gauche"})


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that answers are kept in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "chwapi-console"


def kept(journal: str, of: AnswersOf = IMAGE, answers: Kept = ANSWERS) -> None:
    beyond = KeptAnswers(Path(journal))
    beyond.keep(of, answers)
    beyond.stop()


def read(journal: str = "a.journal") -> list[tuple[AnswersOf, Kept]]:
    return list(KeptAnswers(Path(journal)).read())


def test_they_are_read_by_the_next_console_on_the_same_journal_alone(cache: Path) -> None:
    kept("a.journal")
    assert [(IMAGE, ANSWERS)] == read()
    assert [] == read("b.journal")
    (file,) = cache.iterdir()
    assert 0o600 == file.stat().st_mode & 0o777


def test_later_answers_take_the_place_of_earlier_ones_and_none_take_them_away(cache: Path) -> None:
    beyond = KeptAnswers(Path("a.journal"))
    for answers in (ANSWERS, ANSWERS._replace(told=True)):
        beyond.keep(IMAGE, answers)
    beyond.stop()
    assert [(IMAGE, ANSWERS._replace(told=True))] == read()
    beyond = KeptAnswers(Path("a.journal"))
    assert [(IMAGE, ANSWERS._replace(told=True))] == list(beyond.read())
    beyond.keep(IMAGE, Kept({}))
    beyond.stop()
    assert [] == read()
    assert [] == [*cache.iterdir()]


def test_what_is_older_than_a_day_or_cut_short_is_not_offered(cache: Path) -> None:
    kept("a.journal")
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    half = b'{"of": ["a", "b", "\\ud800"], "answers": {"q": "x"}, "told": false}'
    for damaged in (whole[:40], b"", b"[]", b'{"of": ["a"], "answers": {}}', b"[" * 5_000, half):
        file.write_bytes(damaged)
        assert [] == read()
    file.write_bytes(whole)
    old = time.time() - LONGEST - 60
    os.utime(file, (old, old))
    assert [] == read()
    assert [] == [*cache.iterdir()]


def test_in_a_folder_where_others_write_they_are_done_without(cache: Path) -> None:
    cache.mkdir(mode=0o700)
    kept("a.journal")
    cache.chmod(0o777)
    assert [] == read()
    kept("b.journal")
    assert 1 == len([*cache.iterdir()])


def test_a_link_or_an_old_folder_among_them_keeps_no_other_from_being_read(cache: Path) -> None:
    kept("a.journal")
    (file,) = cache.iterdir()
    beginning = file.name.partition("-")[0]
    (cache / f"{beginning}-0.answers").symlink_to(os.devnull)
    folder = cache / f"{beginning}-1.answers"
    folder.mkdir()
    for _ in range(2):
        assert [(IMAGE, ANSWERS)] == read()
        os.utime(folder, (0, 0))
