"""`init`: a first plan for a hospital that has none, and the JSON Schema for its editor."""

import os
from collections.abc import Iterator
from pathlib import Path

from chwapi_console.bounded import read_file
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.asking import somebody_answers
from chwapi_console.cli.verbs.plans.hospital import answers_of, language_of_names
from chwapi_console.cli.verbs.plans.interview import BACK, Interview
from chwapi_console.cli.verbs.plans.plan_file import refuse_to_write
from chwapi_console.errors import Refused, RequestError
from chwapi_console.inventory.edit.replace import clear_left_over, write_new
from chwapi_console.inventory.file.json_schema import schema_text
from chwapi_console.inventory.proposals.catalogue import catalogue
from chwapi_console.inventory.proposals.proposal import Answers, proposed_plan, services_of
from chwapi_console.letters import with_letters
from chwapi_console.text import Sentence, every, language, plural, say, typed, typed_path


def init(context: VerbContext) -> int:
    """Asks a few questions, or none, and writes the plan; with `--schema` the schema alone."""
    refuse_to_write(context)
    path = context.options.inventory
    if not path.name:
        raise RequestError(
            say(
                "{path} is a folder. Name the file of the plan: {typed}",
                path=str(path),
                typed=typed_path(path / "inventory.toml"),
            )
        )
    schema = path.with_suffix(".schema.json")
    if context.given.schema:
        return _schema(context, schema)
    for each in (path, schema):
        clear_left_over(each)
    _refuse_second(path)
    asks = not context.given.yes and somebody_answers(context)
    if not asks and not context.given.yes:
        raise Refused(
            say(
                "Nobody sits at a terminal to be asked. Say --yes to take what is usual, with "
                "--name, --sites, --detected and --services for what you know. See init --help."
            )
        )
    interview = Interview(context) if asks else None
    code, answers = (
        _understood(context, interview)
        if interview is None
        else interview.held(lambda: _asked(context, interview, path))
    )
    services = len(services_of(answers, catalogue(), code))
    text = proposed_plan(answers, catalogue(), language(code), with_letters(schema.name))
    write_new(path, text.encode())
    if not os.path.lexists(schema):
        _write_schema(schema, path)
    _tell(context, path, schema, answers, services)
    return 0


def _refuse_second(path: Path) -> None:
    """RequestError with the ways on where there is a plan already."""
    if os.path.lexists(path):
        old = path.with_name(f"{path.name}.old")
        raise RequestError(
            say(
                "{path} is there already, and stays as it is. Write another one with {another}, or "
                "put it aside "
                "first: {aside}",
                path=str(path),
                another="chwapi-console init -i new.toml",
                aside=typed("mv", "-n", path, old),
            )
        )


def _understood(context: VerbContext, interview: Interview | None) -> tuple[str, Answers]:
    code = language_of_names(context, interview)
    return code, answers_of(context, interview, catalogue(), code)


def _asked(context: VerbContext, interview: Interview, path: Path) -> tuple[str, Answers]:
    """What somebody at the terminal answers and says yes to, as it was understood."""
    interview.say(say("{back}: the question before, once more.", back=BACK))
    code, answers = _understood(context, interview)
    if not _meant(context, interview, path, answers, code):
        raise Refused(say("Nothing was written."))
    return code, answers


def _meant(
    context: VerbContext, interview: Interview, path: Path, answers: Answers, code: str
) -> bool:
    """Whether somebody says yes to what was understood of the answers."""
    services = len(services_of(answers, catalogue(), code))
    context.out.say()
    context.out.say(say("Understood:"))
    context.out.fields(
        [
            (say("  incident"), answers.incident),
            (say("  kind"), say("drill") if answers.drill else say("real")),
            *([(say("  servers"), say("unplugged"))] if answers.unplugged else []),
            (
                say("  detected"),
                say(
                    "{time} ({zone})",
                    time=f"{answers.detected:%Y-%m-%d %H:%M}",
                    zone=answers.timezone,
                ),
            ),
            (say("  sites"), every(list(answers.sites.values()))),
            (say("  crews"), str(answers.crews)),
            (say("  services"), str(services)),
        ]
    )
    return interview.agreed(say("Write it to {path}?", path=str(path)))


def _write_schema(schema: Path, plan: Path) -> None:
    try:
        write_new(schema, schema_text().encode())
    except RequestError as error:
        raise RequestError(
            say(
                "{plan} is written, and whole. {reason} Write the schema alone with: init --schema",
                plan=str(plan),
                reason=error.sentence,
            )
        ) from error


def _schema(context: VerbContext, path: Path) -> int:
    """Writes the schema unless the very same one is there."""
    text = schema_text()
    if not _holds(path, text.encode()):
        write_new(path, text.encode())
    if context.options.as_json:
        context.out.json({"file": None, "schema_file": str(path), "services": 0, "sites": 0})
    else:
        context.out.say(
            say(
                "{path}: the JSON Schema of a plan. Editors find it by the first line of a plan "
                "that init wrote: #:schema ./{name}",
                path=str(path),
                name=path.name,
            )
        )
    return 0


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file is there with these very bytes in it."""
    try:
        return read_file(path, len(content)) == content
    except OSError:
        return False


def _tell(context: VerbContext, path: Path, schema: Path, answers: Answers, services: int) -> None:
    if context.options.as_json:
        context.out.json(
            {
                "file": str(path),
                "schema_file": str(schema),
                "services": services,
                "sites": len(answers.sites),
            }
        )
        return
    for sentence in _told(context, path, answers, services):
        context.out.say(sentence)


def _told(context: VerbContext, path: Path, answers: Answers, services: int) -> Iterator[Sentence]:
    """What was written, what of it is to be looked at, and what comes next."""
    yield say(
        "{path}: {services}, {sites}, no servers yet; detected {time} ({zone}).",
        path=str(path),
        services=plural("{n} service", "{n} services", services),
        time=f"{answers.detected:%Y-%m-%d %H:%M}",
        sites=plural("{n} site", "{n} sites", len(answers.sites)),
        zone=answers.timezone,
    )
    yield plural(
        "Forecasts count on {n} crew that restores; crews in the file says so.",
        "Forecasts count on {n} crews that restore side by side; crews in the file says so.",
        answers.crews,
    )
    if context.given.yes and not context.given.timezone:
        yield say(
            "{zone} is this host's time zone. If the hospital's is another, put it right in "
            "the file.",
            zone=answers.timezone,
        )
    yield say("Sites: {sites}.", sites=every(list(answers.sites.values())))
    yield say("It is a proposal: a clinician must review the tiers, the weights and the fallbacks.")
    yield say(
        "Next: take out what you do not have, add servers by hand or with import, then infer, "
        "then check."
    )
