"""From a word of a command line to the value that is meant by it."""

from chwapi_console.letters import with_letters

AROUND_NAMES = " \t\r\n\v\f\ufeff\u00a0"
"""What stands around a name that comes from a file: blanks, the line ends of another system, a byte
order mark."""
ANSWERS = frozenset(("yes", "no", "ok", "oui", "non"))
"""What people type for yes and no, in each of our languages: the parser is made before anybody has said
theirs."""


def stripped_name(text: str) -> str:
    """A name without what stood around it in a file."""
    return text.strip(AROUND_NAMES)


def stripped_words(text: str) -> str:
    """A name in somebody's own letters, without what stood around it in a file."""
    return stripped_name(with_letters(text))


def called(text: str) -> str:
    """What somebody or something is called, in letters. ValueError for what answers yes or no.

    Whoever types that answers a question, and none was asked.
    """
    if (name := with_letters(text)).strip().casefold() in ANSWERS:
        raise ValueError(text)
    return name


def number(text: str) -> int:
    """A whole number from 1. ValueError otherwise."""
    if (value := int(text)) < 1:
        raise ValueError(text)
    return value


def crews(text: str) -> int | list[tuple[str, str, int]]:
    """A number of crews; or names, each with a sign and a number: `windows=1, tape+1`. ValueError otherwise."""
    if text.strip().isdecimal():
        return number(text)
    return [_so_many(each) for each in with_letters(text).split(",")]


def _so_many(text: str) -> tuple[str, str, int]:
    sign = max("=+-", key=text.rfind)
    name, _, count = text.rpartition(sign)
    if not name.strip() or not count.strip().isdecimal():
        raise ValueError(text)
    return name.strip(), sign, int(count)


def tier(text: str) -> int:
    """A tier, 1 to 5. ValueError otherwise."""
    if (value := number(text)) > 5:
        raise ValueError(text)
    return value


def rule_and_reason(text: str) -> tuple[str, str]:
    """A rule that may be overridden, by id, and why it does not hold this time. ValueError otherwise."""
    from chwapi_console.inventory.model import OF_THIS_INCIDENT, POLICY_RULES

    rule, _, reason = with_letters(text).partition("=")
    if rule.strip() not in (*POLICY_RULES, OF_THIS_INCIDENT) or not reason.strip():
        raise ValueError(text)
    return rule.strip(), reason.strip()


def range_of_times(text: str) -> tuple[int, int, int]:
    """Minutes at best, likely and at worst: half to double of one duration, or three.

    ValueError otherwise.
    """
    from chwapi_console.clock import parse_range

    return parse_range(text)


def seconds(text: str) -> float:
    """Seconds of a duration: `30s`, or as it is written elsewhere. ValueError otherwise."""
    from chwapi_console.clock import parse_duration

    said = text.strip()
    if said.endswith("s") and said[:-1].isdecimal() and len(said) < 9:
        return float(said[:-1])
    return 60.0 * parse_duration(said)


def id_and_reason(text: str) -> tuple[str, str]:
    """An id, and why it is an exception. ValueError otherwise."""
    subject, _, reason = with_letters(text).partition("=")
    if not subject.strip() or not reason.strip():
        raise ValueError(text)
    return stripped_name(subject), reason.strip()
