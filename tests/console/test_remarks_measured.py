"""How often a reason or a note is asked about that is one, and how seldom a text is not that was meant
for somebody else."""

import pytest

from chwapi_console.addressed import speaks_to_somebody
from chwapi_console.lone_words import says_of_what
from chwapi_console.other_windows import (
    is_chat,
    is_for_another_window,
    is_mail_address,
    is_secret,
    says_too_little,
)
from remarks_corpus import FOREIGN, FOREIGN_LATER, REAL, REAL_LATER


def is_asked_about(text: str) -> bool:
    """Whether the console asks once more before it writes this down as a remark."""
    return (
        is_for_another_window(text)
        or is_mail_address(text)
        or is_secret(text)
        or is_chat(text)
        or speaks_to_somebody(text)
    )


def asked_of(texts: tuple[str, ...]) -> float:
    return sum(map(is_asked_about, texts)) / len(texts)


def test_hardly_a_real_reason_or_note_is_asked_about() -> None:
    assert asked_of(REAL) <= 0.01
    assert asked_of(REAL_LATER) <= 0.02


def test_hardly_a_text_for_somebody_else_is_written_down_unasked() -> None:
    assert asked_of(FOREIGN) >= 0.99
    assert asked_of(FOREIGN_LATER) >= 0.8


@pytest.mark.parametrize("text", ["t'es où", "T’ES OÙ", "t es ou", "Tes où?", "cat x"])
def test_a_short_line_is_asked_about_however_it_is_spelled(text: str) -> None:
    assert is_asked_about(text)


@pytest.mark.parametrize(
    "text",
    [
        "merci de ne pas redémarrer",
        "please do not reboot",
        "svp ne pas toucher",
        "rendez-vous avec Dell à 14h",
        "j'ai remplacé le disque",
        "I replaced the disk",
        "ping ne répond pas",
        "",
        "...",
    ],
)
def test_a_rule_for_the_next_shift_and_what_somebody_did_are_remarks(text: str) -> None:
    assert not is_asked_about(text)


@pytest.mark.parametrize(
    "text", ["xd", "12", "4512", "069 33 11 22", "w", "--", "uL9d", "nt4x", "0rd", "d3bian"]
)
def test_a_number_and_two_letters_hardly_say_anything(text: str) -> None:
    assert says_too_little(text)


@pytest.mark.parametrize("text", ["HS", "ko", "SAN", "12 h", "dc1", "KB5034441", "B4", "e1"])
def test_what_is_said_of_a_machine_in_short_is_a_remark(text: str) -> None:
    assert not says_too_little(text)


def test_no_real_reason_or_note_says_too_little() -> None:
    assert not [text for text in (*REAL, *REAL_LATER) if says_too_little(text)]


@pytest.mark.parametrize(
    "text", ["sans doute", "bof", "ben voilà", "pas encore", "maybe", "zcat a.gz", "tmux a"]
)
def test_a_word_of_answer_and_a_line_for_a_tool_are_asked_about(text: str) -> None:
    assert is_asked_about(text)


@pytest.mark.parametrize(
    "text", ["marche pas", "pas de réseau", "sans disque", "gzip failed", "wbadmin error 0x8"]
)
def test_a_reason_of_the_same_words_is_a_remark(text: str) -> None:
    assert not is_asked_about(text)


def test_a_thought_before_a_reason_is_hardly_asked_about_and_hardly_lets_a_chat_through() -> None:
    def is_taken(text: str) -> bool:
        return not is_asked_about(text) and says_of_what(text, frozenset())

    assert sum(map(is_taken, (*REAL, *REAL_LATER))) >= 0.98 * len((*REAL, *REAL_LATER))
    assert sum(map(is_taken, (*FOREIGN, *FOREIGN_LATER))) <= 0.03 * len((*FOREIGN, *FOREIGN_LATER))
