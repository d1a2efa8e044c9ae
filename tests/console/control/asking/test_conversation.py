"""Conversations: they are held while a question stands, go on with its answer, and end where the
operator does not want to."""

from contextvars import Context
from pathlib import Path
from threading import current_thread

import pytest

from chwapi_console.answers import KEYS
from chwapi_console.console.control.acts.acting import Acting
from chwapi_console.console.control.acts.subject_acts import SubjectActs
from chwapi_console.console.control.asking.conversation import (
    Ask,
    Confirm,
    Conversation,
    Refuse,
    thought,
)
from chwapi_console.errors import Refused
from chwapi_console.session.acts import Acts
from chwapi_console.text import say
from console.driver import Operator, at_console


def talk(heard: list[str]) -> Conversation[None]:
    """Asks for a colour and whether it is meant, and notes how far it came."""
    try:
        colour = yield Ask(say("Which colour?"))
        heard.append(colour)
        yield Confirm(say("Paint it? ({yes})", yes=KEYS))
        heard.append("painted")
    finally:
        heard.append("over")


async def is_begun(operator: Operator, conversation: Conversation[None]) -> None:
    operator.app._conversations.begin(conversation)
    operator.app._keyboard.sees_question()
    await operator.pilot.pause()


async def test_it_goes_on_with_each_answer(plan: Path) -> None:
    heard: list[str] = []
    async with at_console(plan) as operator:
        await is_begun(operator, talk(heard))
        await operator.sees("Which colour?")
        assert [] == heard
        await operator.type("red")
        await operator.sees("Paint it?")
        assert ["red"] == heard
        await operator.press("y")
        assert ["red", "painted", "over"] == heard


@pytest.mark.parametrize(
    ("keys", "heard"),
    [
        (["escape"], ["over"]),
        (["r", "enter", "n"], ["r", "over"]),
        (["r", "enter", "escape"], ["r", "over"]),
    ],
)
async def test_whoever_does_not_want_to_ends_it_there_and_at_once(
    plan: Path, keys: list[str], heard: list[str]
) -> None:
    said: list[str] = []
    async with at_console(plan) as operator:
        conversation = talk(said)
        await is_begun(operator, conversation)
        await operator.press(*keys)
        assert not operator.app.dialogue.prompt.asking
        assert heard == said


async def test_an_answer_that_does_not_count_ends_it_with_a_sentence(plan: Path) -> None:
    def refusing() -> Conversation[None]:
        yield Refuse(say("Red is no colour here."))
        raise AssertionError("nothing comes after a refusal")

    async with at_console(plan) as operator:
        await is_begun(operator, refusing())
        await operator.sees("Red is no colour here.")


async def test_what_was_thought_out_is_what_it_goes_on_with(plan: Path) -> None:
    names: list[str] = []

    def thinking() -> Conversation[None]:
        names.append((yield from thought(lambda _: current_thread().name)))

    async with at_console(plan) as operator:
        await is_begun(operator, thinking())
        await operator.until(lambda: bool(names), "it never went on")
        assert [operator.app._session_thread.name] == names


async def test_it_ends_where_thinking_is_refused(plan: Path) -> None:
    def refused(_: Acts) -> None:
        raise Refused(say("That cannot be known."))

    def thinking() -> Conversation[None]:
        yield from thought(refused)
        raise AssertionError("nothing comes after a refusal")

    async with at_console(plan) as operator:
        await is_begun(operator, thinking())
        await operator.sees("That cannot be known.")


async def test_a_console_that_ends_under_a_question_shows_nothing_more(plan: Path) -> None:
    async with at_console(plan) as operator:
        app = operator.app
        conversation = SubjectActs(Acting(app.picture, app.router, app._who)).subject_pin()
        await operator.press("2", "down")
        await is_begun(operator, conversation)
        await operator.sees("What a pin on")
    Context().run(conversation.close)  # as when it is forgotten, outside of any app
