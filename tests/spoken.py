"""How many words a text has when it is read aloud: numbers, times and dates as people say them, the
letters of short abbreviations two to a word, those of a head code one by one."""

import re

WORDS_A_MINUTE = 150
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-\S")
_YEAR = re.compile(r"\b(\d\d)/(\d\d)/(\d{4})\b")
_DAY = re.compile(r"\b(\d\d)/(\d\d)\b")
_TIME = re.compile(r"\b(\d+):(\d\d)\b")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_LETTERS = 4


def spoken_words(text: str, language: str) -> int:
    """Words of a text read aloud in English (`en`) or French (`fr`)."""
    plain = _CODE.sub("x " * 13, text)
    plain = _YEAR.sub(r"\1 month \3", plain)
    plain = _DAY.sub(r"\1 month", plain)
    hours = " hours " if language == "fr" else " "
    plain = _TIME.sub(lambda time: f"{time[1]}{hours}{time[2]}", plain)
    return sum(_words_of(part, language) for part in _WORD.findall(plain))


def _words_of(part: str, language: str) -> int:
    if part.isdigit():
        return number_words(int(part), language)
    return (len(part) + 1) // 2 if part.isupper() and len(part) <= _LETTERS else 1


def number_words(number: int, language: str) -> int:
    """Words of a number; of one below a hundred each part counts: `forty-six` has two."""
    if number >= 1000:
        rest = number_words(number % 1000, language) if number % 1000 else 0
        return number_words(number // 1000, language) + 1 + rest
    if number >= 100:
        rest = number_words(number % 100, language) if number % 100 else 0
        return (1 if language == "fr" and number < 200 else 2) + rest
    return _french_below_a_hundred(number) if language == "fr" else _english_below_a_hundred(number)


def _english_below_a_hundred(number: int) -> int:
    return 1 if number <= 20 or number % 10 == 0 else 2


def _french_below_a_hundred(number: int) -> int:
    if number >= 80:
        return 2 + (_french_below_a_hundred(number - 80) if number > 80 else 0)
    if number >= 70:
        return 1 + _french_below_a_hundred(number - 60) + (number == 71)
    if number >= 17 and number % 10:
        return 3 if number % 10 == 1 and number > 20 else 2
    return 1
