"""What lists say of a small plan, in a word for each server; for the tests of lists of verdicts."""

from datetime import UTC, datetime

from chwapi_console.inventory.importers.exports.objects import grids_of_json, looks_like_json
from chwapi_console.inventory.importers.servers.matching import Register
from chwapi_console.inventory.importers.tables.tables import grid_of_text
from chwapi_console.inventory.importers.verdicts.beside_plan import Findings, findings, with_near
from chwapi_console.inventory.importers.verdicts.side_by_side import tables_of
from chwapi_console.inventory.importers.verdicts.verdicts import taking
from hospitals import plan_of

NOW = datetime(2021, 1, 18, 3, 0, tzinfo=UTC)
PLAN = plan_of("""
[servers]
adt1 = { site = "imc", role = "x", address = "192.0.2.11/24" }
pacs1 = { site = "union", role = "x", address = "192.0.2.12" }
dc1 = { site = "imc", role = "x", address = "192.0.2.2, 2001:db8::2" }
file1 = { site = "union", role = "x" }
web-imc = { site = "imc", role = "x" }
web-union = { site = "union", role = "x" }
""")


def laid(
    text: str, *maps: str, meanings: tuple[str, ...] = (), made: datetime | None = None
) -> Findings:
    """What a list says of the plan above, whose incident began on 2021-01-17 at 20:46."""
    data, register = text.encode(), Register(PLAN)
    grids = grids_of_json(data, "list.json") if looks_like_json(data) else [grid_of_text(data)]
    grids = [table for grid in grids for table in tables_of(grid, register.named)]
    found = findings(
        [(grid, taking(grid, maps, meanings, register.knows)) for grid in grids],
        PLAN,
        register,
        NOW,
        made,
    )
    return found._replace(hits=tuple(with_near(found.hits, register)))


def outcome(
    text: str, *maps: str, meanings: tuple[str, ...] = (), made: datetime | None = None
) -> dict[str, str]:
    """By server what would be written; `held` for a clean that is not taken, and `hit`, `asked`
    where nothing would be."""
    found = laid(text, *maps, meanings=meanings, made=made)
    told = {
        server: "held" if server in found.held and verdict == "clean" else verdict
        for server, verdict in found.verdicts.items()
    }
    asked = {name: "asked" for each in found.strange for name in each.names if name not in told}
    return {**asked, **{hit.name: "hit" for hit in found.hits}, **told}
