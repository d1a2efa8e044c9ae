"""The exercise that comes with the program.

In a wheel beside the modules, in a checkout where it is edited.
"""

from pathlib import Path

from chwapi_console.package_data import package_data

IN_THE_WHEEL = Path(__file__).parents[2] / "drill.toml"
IN_THE_CHECKOUT = Path(__file__).parents[4] / "inventory.toml"


def shipped_drill() -> bytes:
    """The plan of the exercise, as it is written."""
    try:
        return package_data(IN_THE_WHEEL)
    except OSError:
        return IN_THE_CHECKOUT.read_bytes()
