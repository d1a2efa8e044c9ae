"""A short run of every fuzzer, always the same tries; and every input that ever went wrong,
again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzz.case import from_json, stored, to_json
from fuzz.known import KNOWN, known, unknown
from fuzz.prepared import forget
from fuzz.targets import TARGETS

CORPUS = stored(Path(__file__).parent / "corpus")


@pytest.fixture(scope="module", autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    forget()


@pytest.mark.parametrize("name", TARGETS)
def test_no_odd_input_ends_hangs_deceives_or_stops_the_program(name: str) -> None:
    target = TARGETS[name]
    cases = ((number, target.case("tests", number)) for number in range(target.in_tests))
    assert {} == {
        number: wrong for number, case in cases if (wrong := unknown(target.outcome(case).faults))
    }


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_what_once_went_wrong_is_right_now_or_known(path: Path) -> None:
    case = from_json(path.read_text(encoding="utf-8"))
    assert [] == unknown(TARGETS[case.target].outcome(case).faults)


def test_of_what_is_known_there_is_an_input() -> None:
    cases = [
        from_json(path.read_text(encoding="utf-8"))
        for path in CORPUS
        if path.stem.startswith("known-")
    ]
    assert KNOWN.keys() == {
        known(fault) for case in cases for fault in TARGETS[case.target].outcome(case).faults
    }


@pytest.mark.parametrize("name", TARGETS)
def test_a_case_is_made_by_its_number_alone_and_is_the_same_after_it_was_kept(name: str) -> None:
    for number in range(5):
        case = TARGETS[name].case(1, number)
        assert case == TARGETS[name].case(1, number)
        assert to_json(case) == to_json(from_json(to_json(case)))
