"""`help questions`: what people ask of the order and of the times, each with what to type for it.

For whoever has to answer for the order and has never typed a verb. The examples are of the shipped
plan, and a test types each of them.
"""

from collections.abc import Iterator

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import example
from chwapi_console.text import Language, Sentence, say, wrapped

WORD = "questions"
"""What is asked for behind `help`."""

WIDTH = 80

QUESTIONS: tuple[tuple[Sentence, tuple[tuple[Sentence, tuple[str, ...]], ...]], ...] = (
    (
        say("Why this order"),
        (
            (
                say("Why is one before the other? Servers, services or sites"),
                (
                    "compare bloc-imc bloc-union",
                    "compare dc1 san-imc3",
                    "compare sql-bs1 bloc-union",
                    "compare imc union",
                ),
            ),
            (
                say("Why does it stand there, what does it wait for, why is it not begun"),
                ("show sql-adt1", "show bloc-union"),
            ),
            (say("Why each of them, in turn"), ("queue --why", "queue --tier 1 --why")),
            (say("Why is a spare so late, is anything in hand for nothing"), ("show dc2", "queue")),
            (
                say("Who decided that: tier, weight, needs, and where that is written"),
                ("show bloc-imc",),
            ),
            (
                say("What was put first against the rule, and what that costs"),
                ("queue", "log --kind pin"),
            ),
            (
                say("What was the order then, and what changed it since"),
                ('queue --at "today 03:00"', "queue --since 03:00"),
            ),
        ),
    ),
    (
        say("What now"),
        (
            (say("What is next, and what to type"), ("next", "next --why", "queue --ready")),
            (say("Who could do it, and who is at what"), ("show sql-adt1", "show oncall-1")),
            (say("How do the crews stand: who works until when, who is full"), ("show crews",)),
            (
                say("What is down at a site, and when is all of it up"),
                ("show union", "services --missing"),
            ),
        ),
    ),
    (
        say("When"),
        (
            (
                say("When is a service up, and when is everything"),
                ("forecast bloc-imc", "forecast"),
            ),
            (
                say("Why so late, what would make it sooner, what goes ahead of it and why"),
                ("forecast urgences-imc --why",),
            ),
            (
                say("Why later than yesterday, or than told this morning: which acts moved it"),
                ("forecast urgences-imc --since 24h", "forecast --since 06:00"),
            ),
            (
                say("How likely is it up by a time, or a promise kept; what is likely up by then"),
                ("forecast bloc-imc --by 14:00", "forecast --by 14:00"),
            ),
            (say("What would more people change"), ("forecast --crews 9 --all",)),
            (say("What changes by itself, as tiers and shifts"), ('queue --at "tomorrow 05:00"',)),
        ),
    ),
    (
        say("What if"),
        (
            (
                say("What if it were of another tier or weight, or did without something"),
                ('queue --suppose "bloc-union tier 2"', 'queue --suppose "dialyse weight 20"'),
            ),
            (
                say("What if it, or a whole site, went first: who pays for that"),
                ('queue --suppose "dialyse first"', 'queue --suppose "union first"'),
            ),
            (
                say("What if what was promised comes later, or a crew had more hands"),
                ('queue --suppose "images-urgences-imc until 18:00"', "forecast --crews 9 --all"),
            ),
            (
                say("What if a site or a ward were shut: who comes sooner by that"),
                ('queue --suppose "union shut"',),
            ),
            (
                say("What if what is in hand takes longer"),
                ('queue --suppose "dc1 takes 18h"',),
            ),
            (
                say("What if we leave it out"),
                ("show sql-adt1 --without", 'queue --suppose "dc2 retired"'),
            ),
            (
                say("What if it is found compromised, or restored now"),
                ('queue --suppose "dc1 compromised"', 'queue --suppose "dc1 restored"'),
            ),
        ),
    ),
)


def questions_page(language: Language) -> Iterator[str]:
    """The page, as lines."""
    yield from wrapped(
        language(
            say(
                "What people ask of the order and of the times, and what to type. None of it writes "
                "anything. Names are those of the plan that comes with the program."
            )
        ),
        WIDTH,
    )
    for title, asked in QUESTIONS:
        yield ""
        yield language(title)
        for question, commands in asked:
            yield from wrapped(language(question), WIDTH, "  ")
            yield from (f"      {PROGRAM} {example(each, language)}" for each in commands)
