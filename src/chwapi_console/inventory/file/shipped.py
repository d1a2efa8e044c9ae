"""The exercise that comes with the program: in a wheel beside the modules, in a checkout where it
is edited."""

from pathlib import Path

IN_THE_WHEEL = Path(__file__).parents[2] / "drill.toml"
IN_THE_CHECKOUT = Path(__file__).parents[4] / "inventory.toml"


def shipped_drill() -> bytes:
    """The plan of the exercise, as it is written."""
    return (IN_THE_WHEEL if IN_THE_WHEEL.exists() else IN_THE_CHECKOUT).read_bytes()
