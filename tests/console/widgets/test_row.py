"""Words of a row in the cells that there are."""

from chwapi_console.console.widgets.row import cells, fit_words, told_apart


def test_names_that_would_be_cut_alike_are_told_apart_by_their_ends() -> None:
    long = "Images read and signed at the emergency of "
    names = [f"{long}IMC", f"{long}Union", "Paper records typed in again", "Short"]
    shown = told_apart(names, 22)
    assert ["Images read and … IMC", "Images read and… Union"] == [
        shown[each] for each in names[:2]
    ]
    assert "Short" == shown["Short"]
    assert len(set(shown.values())) == len(names)
    assert all(cells(each) <= 22 for each in shown.values())


def test_words_are_cut_between_two_of_them() -> None:
    line = "To take over: handover accept --take pacs-archive-1."
    assert "To take over: handover accept --take …" == fit_words(line, 44).rstrip()
    assert line == fit_words(line, 60).rstrip()
    assert "a-word-that-is-wi…" == fit_words("a-word-that-is-wider-than-that", 18)
