"""The JSON Schema of a plan as a file (docs/plan.schema.json, and in the wheel): `write` makes it from
the shape of a plan, `check` fails when it is not what that gives."""

import sys

from chwapi_console.inventory.file.json_schema import schema_text
from made_pages import DOCS, run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], {DOCS / "plan.schema.json": schema_text()}, "plans", "schema"))
