"""`next --site`: what is told of the site's servers that are more urgent and wait for another site."""

from pathlib import Path

from cli.command_line import CommandLine


def test_next_at_a_site_says_when_more_urgent_servers_there_wait_for_another_site(
    here: CommandLine,
) -> None:
    here.plan.write_bytes((Path(__file__).parents[2] / "inventory.toml").read_bytes())
    told = here.done("next", "--site", "union")
    at_union = here.done("queue", "--site", "union", "--json").json["entries"]
    first = here.done("next", "--site", "union", "--json").json["entry"]["rank"]
    before = [each for each in at_union if each["rank"] < first]
    assert before
    assert (
        f"{len(before)} servers of Union are more urgent, and wait for what is elsewhere: dc1 and dc2."
        == told.lines[-1]
    )
    assert "elsewhere" not in here.done("next", "--site", "imc").out
    assert "elsewhere" not in here.done("next").out
