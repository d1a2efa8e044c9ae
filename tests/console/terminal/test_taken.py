"""Whether a terminal has taken what it was sent is told by its answers, in their order."""

from chwapi_console.console.terminal.driver import Keys, Shown
from chwapi_console.console.terminal.taken import IN_VAIN, LONGEST, Taken


def answering() -> Taken:
    """A terminal that has answered once, at the first second."""
    taken = Taken()
    taken.asked(0.9)
    assert taken.answered()
    return taken


def test_of_one_that_never_answered_nothing_is_awaited_and_soon_it_is_asked_no_more() -> None:
    taken = Taken()
    for at in range(IN_VAIN):
        assert taken.is_worth_asking
        taken.asked(at)
        assert not taken.is_awaited(at)
    assert not taken.is_worth_asking


def test_an_answer_is_awaited_until_it_comes_or_was_lost() -> None:
    taken = answering()
    taken.asked(2.0)
    assert taken.is_awaited(2.0 + LONGEST - 0.1)
    assert not taken.is_awaited(2.0 + LONGEST)
    assert taken.answered()
    assert not taken.is_awaited(2.1)


def test_of_two_questions_the_second_answer_tells() -> None:
    taken = answering()
    taken.asked(2.0)
    taken.asked(2.5)
    assert not taken.answered()
    assert taken.is_awaited(3.0)
    assert taken.answered()


def test_an_answer_that_was_lost_is_not_counted_on_and_one_that_nobody_asked_for_tells_nothing() -> (
    None
):
    taken = answering()
    assert not taken.answered()
    taken.asked(2.0)
    taken.asked(2.0 + LONGEST)
    assert taken.answered()


def test_an_answer_is_no_key_and_comes_before_the_keys_behind_it() -> None:
    keys = Keys(lambda: False, chr)
    messages = keys.feed(b"\x1b[0n", 1.0)
    assert [Shown] == [type(message) for message in messages]
    assert [Shown] == [type(message) for message in keys.feed("\x9b0n".encode(), 2.0)]
