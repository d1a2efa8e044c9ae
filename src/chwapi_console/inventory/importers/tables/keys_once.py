"""JSON in which no object says two things under one key.

Readers keep the last, and what is lost might be an infection.
"""

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from chwapi_console.errors import RequestError
from chwapi_console.text import say

_LONGEST = 60
"""Letters of a key that are told."""


def decoder(name: str) -> json.JSONDecoder:
    """Decodes JSON of a file of that name.

    RequestError for an object that says two things under one key.
    """
    return json.JSONDecoder(object_pairs_hook=partial(_object, name))


def _object(name: str, pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else keys_once(pairs, name)


def keys_once(pairs: Iterable[tuple[str, Any]], name: str) -> dict[str, Any]:
    """The pairs as an object.

    The same said twice, or nothing beside something, is no harm, nor what has no name. RequestError
    for two things.
    """
    found: dict[str, Any] = {}
    for key, said in pairs:
        if key.strip() and _is_said(found.get(key)) and _is_said(said) and found[key] != said:
            raise RequestError(
                say(
                    "{path} says two things of one machine or list under the same key, {key}: only "
                    "one of them "
                    "would be read. Export it as CSV, or give them two names.",
                    path=name,
                    key=key[:_LONGEST],
                )
            )
        if key not in found or _is_said(said):
            found[key] = said
    return found


def _is_said(value: Any) -> bool:
    return value is not None and value != ""
