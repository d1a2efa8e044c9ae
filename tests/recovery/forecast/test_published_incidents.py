"""The incidents that `--why` names are those that the forecast was measured on."""

from bench.published import INCIDENTS, times_added_up

from chwapi_console.recovery.forecast.pace import WHOLE
from chwapi_console.recovery.forecast.published import PUBLISHED


def test_each_incident_that_is_named_is_played_by_the_bench_with_the_same_servers_and_hours() -> (
    None
):
    played = {(of.detected.year, of.servers): {m.hours for m in of.milestones} for of in INCIDENTS}
    named = {(of.year, of.servers): {hours for _, hours in of.course} for of in PUBLISHED}
    assert played.keys() == named.keys()
    for incident, hours in named.items():
        assert hours <= played[incident]
        assert {min(played[incident]), max(played[incident])} == {min(hours), max(hours)}


def test_none_of_them_is_of_fewer_servers_than_those_from_which_on_they_count_whole() -> None:
    assert min(of.servers for of in PUBLISHED) >= WHOLE


def test_the_page_says_how_many_times_as_long_they_took_by_the_model_of_today() -> None:
    tournai = {of.name: round(times, 1) for of, times in times_added_up(INCIDENTS[0])}
    assert {"bloc-imc": 2.3, "bloc-notre-dame": 2.3, "bloc-union": 3.2} == tournai
