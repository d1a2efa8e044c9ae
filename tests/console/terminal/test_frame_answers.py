"""Whether a terminal has frames what it was sent is told by its answers, in their order."""

from chwapi_console.console.terminal.driver import FrameShown, Keys
from chwapi_console.console.terminal.frame_answers import FAR, IN_VAIN, LONGEST, LOST, FrameAnswers


def answering() -> FrameAnswers:
    """A terminal that has answered once, at the first second."""
    frames = FrameAnswers()
    frames.asked(0.9)
    assert frames.answered(1.0)
    return frames


def test_of_one_that_never_answered_nothing_is_awaited_and_soon_it_is_asked_no_more() -> None:
    frames = FrameAnswers()
    for at in range(IN_VAIN):
        assert frames.is_worth_asking
        frames.asked(at)
        assert not frames.is_awaited(at)
    assert not frames.is_worth_asking


def test_an_answer_is_awaited_until_it_comes_or_was_lost() -> None:
    frames = answering()
    frames.asked(2.0)
    assert frames.is_awaited(2.0 + LONGEST - 0.1)
    assert not frames.is_awaited(2.0 + LONGEST)
    assert frames.answered(2.1)
    assert not frames.is_awaited(2.1)


def test_of_two_questions_the_second_answer_tells() -> None:
    frames = answering()
    frames.asked(2.0)
    frames.asked(2.5)
    assert not frames.answered(2.6)
    assert frames.is_awaited(3.0)
    assert frames.answered(3.0)


def test_an_answer_that_was_lost_is_not_counted_on_and_one_that_nobody_asked_for_tells_nothing() -> (
    None
):
    frames = answering()
    assert not frames.answered(1.5)
    frames.asked(2.0)
    frames.asked(2.0 + LONGEST)
    assert frames.answered(3.0 + LONGEST)


def test_what_answers_at_once_may_be_a_program_between_us_and_who_looks() -> None:
    frames = FrameAnswers()
    for took, far in ((1.1 * FAR, True), (4.0, True), (0.9 * FAR, False), (4.0, False)):
        frames.asked(5.0)
        assert frames.answered(5.0 + took)
        assert far == frames.is_far


def test_an_answer_is_no_key_and_comes_before_the_keys_behind_it() -> None:
    keys = Keys(lambda: False, chr)
    messages = keys.feed(b"\x1b[0n", 1.0)
    assert [FrameShown] == [type(message) for message in messages]
    assert [FrameShown] == [type(message) for message in keys.feed("\x9b0n".encode(), 2.0)]


def test_where_a_program_on_our_own_host_answers_for_it_no_answer_is_the_terminal_s() -> None:
    frames = FrameAnswers(answers_for_it=True)
    frames.asked(5.0)
    assert frames.answered(6.0)
    assert not frames.is_far


def test_while_an_answer_is_awaited_it_is_asked_behind_that() -> None:
    frames = answering()
    assert frames.is_asked_now(2.0)
    assert not frames.is_asked_now(2.1)
    assert frames.has_more
    assert frames.is_awaited(2.2)
    assert frames.answered(3.0)
    assert frames.is_asked_now(3.0)
    assert not frames.has_more


def test_an_answer_that_is_lost_stops_nobody_who_goes_on() -> None:
    frames = answering()
    assert frames.is_asked_now(2.0)
    assert frames.is_awaited(2.0 + LOST)
    assert frames.is_asked_now(2.0 + LOST)
    assert frames.answered(3.0 + LOST)
    assert not frames.is_awaited(3.0 + LOST)


def test_one_that_answers_no_more_is_asked_no_more_and_tells_nothing() -> None:
    frames = answering()
    for number in range(IN_VAIN):
        assert frames.is_asked_now(2.0 + number * LOST)
    after = 2.0 + IN_VAIN * LOST
    assert not frames.is_asked_now(after)
    assert not frames.is_awaited(after)
    assert not frames.is_far
