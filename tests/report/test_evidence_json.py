"""The JSON of the evidence is JSON, and nothing in it can command a terminal."""

import json

from chwapi_console.report.evidence import _json


def test_letters_stay_and_what_does_not_print_is_escaped() -> None:
    value = {"purpose": "café \x9b\u202e\x7f\U000e0041\ud800 ok"}
    written = _json(value)
    assert value == json.loads(written)
    assert "café" in written.decode()
    assert [] == [sign for sign in written.decode() if not sign.isprintable() and sign != "\n"]
