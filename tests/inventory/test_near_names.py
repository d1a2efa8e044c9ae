"""A refusal offers the name that was probably meant, and none where nothing is near."""

from chwapi_console.inventory.near_names import beside_nearest, nearest, with_nearest
from chwapi_console.text import say


def test_a_slip_finds_its_name() -> None:
    assert say('Did you mean "{name}"?', name="database") == nearest(
        "databases", ["directory", "database"]
    )


def test_capitals_make_no_name_unlike() -> None:
    assert say('Did you mean "{name}"?', name="dc1") == nearest("DC1", ["dc2", "dc1"])


def test_what_begins_so_was_meant_before_what_is_merely_like_it() -> None:
    known = ["srv-onco", "srv-bloc-clinique-du-parc", "srv-bloc-ch-sainte-elisabeth"]
    for typed in ("srv-bloc", "SRV-Bloc", "srv-bloc-", " srv-bloc"):
        assert 'Did you mean "srv-bloc-ch-sainte-elisabeth" or "srv-bloc-clinique-du-parc"?' == str(
            nearest(typed, known)
        )
    assert 'Did you mean "srv-bloc-clinique-du-parc"?' == str(nearest("srv-bloc-cl", known))


def test_a_beginning_is_meant_though_it_is_mistyped_or_its_parts_are_written_otherwise() -> None:
    known = ["srv-onco", "srv-bloc-clinique-du-parc", "srv-bloc-ch-sainte-elisabeth"]
    for typed in ("srv_bloc", "srv bloc", "srv-blocc", "srv-bolc", "srv.blco", "bloc"):
        assert 'Did you mean "srv-bloc-ch-sainte-elisabeth" or "srv-bloc-clinique-du-parc"?' == str(
            nearest(typed, known)
        ), typed
    assert 'Did you mean "srv-onco"?' == str(nearest("srv-onoc", known))
    assert 'Did you mean "dc1" or "dc2"?' == str(nearest("dcx", ["dc1", "dc2", "adt-1"]))
    assert 'Did you mean "srv-onco"?' == str(nearest("onco", known))


def test_of_many_that_begin_so_a_few_are_named_and_the_rest_counted() -> None:
    assert 'Several are near: "app1", "app2", "app3", "app4" and 2 more.' == str(
        nearest("app", [f"app{number}" for number in range(1, 7)])
    )


def test_accents_and_the_end_of_a_full_name_make_no_name_unlike() -> None:
    assert 'Did you mean "stérile-1"?' == str(nearest("STERILE-1", ["dc1", "stérile-1"]))
    assert 'Did you mean "dc1"?' == str(nearest("dc1.chw.example", ["dc1", "dc2"]))


def test_where_nothing_is_near_nothing_is_offered() -> None:
    assert (None, "No x.") == (nearest("x", ["dc1"]), str(with_nearest(say("No x."), "x", ["dc1"])))


def test_a_person_is_near_to_another_by_more_than_some_letters() -> None:
    unknown, known = say("?"), ["marie", "paul", "claire"]
    assert unknown == beside_nearest(unknown, "karim", known)
    for typed in ("paull", "fclaire", "claier", "mrie"):
        assert unknown != beside_nearest(unknown, typed, known), typed
