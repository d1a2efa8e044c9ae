"""`python tools/parts.py FILE`: the parts of the program with their licences, as CycloneDX 1.6 (ECMA-424)
in JSON: what a hospital's lawyer and its scanner ask for. Made from what is installed here, without a
network; the same parts give the same bytes."""

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
CLASSIFIER = "License :: OSI Approved :: "


def bill(extras: Sequence[str] = ("postgres",)) -> dict[str, Any]:
    """The whole list: the program and, by name, all that it needs, with these extras."""
    needs = dict(sorted(_needed(extras).items()))
    own = f"pkg:pypi/{PROJECT['name']}@{PROJECT['version']}"
    components = [_component(distribution(name)) for name in needs]
    listed = json.dumps(components, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, own + listed)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": PROJECT["name"],
                "version": PROJECT["version"],
                "purl": own,
                "licenses": [{"expression": PROJECT["license"]}],
            }
        },
        "components": components,
        "dependencies": [
            {
                "ref": own,
                "dependsOn": [_ref(distribution(name)) for name in sorted(_direct(extras))],
            },
            *(
                {
                    "ref": _ref(distribution(name)),
                    "dependsOn": [_ref(distribution(needed)) for needed in sorted(needs[name])],
                }
                for name in needs
            ),
        ],
    }


def _direct(extras: Sequence[str]) -> Iterator[str]:
    lines = [
        *PROJECT["dependencies"],
        *(line for extra in extras for line in PROJECT["optional-dependencies"][extra]),
    ]
    for line in lines:
        requirement = Requirement(line)
        yield from (canonicalize_name(requirement.name), *_of_extras(requirement))


def _of_extras(requirement: Requirement) -> Iterator[str]:
    """What the extras that are asked for add."""
    for line in distribution(requirement.name).requires or ():
        needed = Requirement(line)
        if needed.marker and any(
            needed.marker.evaluate({"extra": extra}) and not needed.marker.evaluate({"extra": ""})
            for extra in requirement.extras
        ):
            yield canonicalize_name(needed.name)


def _needed(extras: Sequence[str]) -> dict[str, set[str]]:
    """By name what each part needs itself."""
    found, left = dict[str, set[str]](), list(_direct(extras))
    while left:
        name = left.pop()
        if name in found:
            continue
        found[name] = {
            each
            for line in distribution(name).requires or ()
            if not (needed := Requirement(line)).marker or needed.marker.evaluate({"extra": ""})
            for each in (canonicalize_name(needed.name), *_of_extras(needed))
        }
        left += found[name]
    return found


def _ref(part: Distribution) -> str:
    return f"pkg:pypi/{canonicalize_name(part.name)}@{part.version}"


def _component(part: Distribution) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _ref(part),
        "name": part.name,
        "version": part.version,
        "purl": _ref(part),
        "licenses": licence(part),
    }


def licence(part: Distribution) -> list[dict[str, Any]]:
    """The licence that a part names: as an SPDX expression, else by the name it has among
    classifiers, else in its own words. SystemExit where it names none."""
    told = part.metadata
    if "License-Expression" in told:
        return [{"expression": told["License-Expression"]}]
    names = [
        line.removeprefix(CLASSIFIER)
        for line in told.get_all("Classifier", [])
        if line.startswith(CLASSIFIER)
    ]
    if not names and "License" in told:
        names = told["License"].strip().splitlines()[:1]
    if not names:
        raise SystemExit(
            f"{part.name} {part.version} names no licence; look it up, and say it here"
        )
    return [{"license": {"name": name}} for name in names]


def main(arguments: Sequence[str]) -> int:
    """Writes the list, and prints each part with its licence."""
    listed = bill()
    path = Path(arguments[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(listed, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for part in listed["components"]:
        licences = [each.get("expression") or each["license"]["name"] for each in part["licenses"]]
        print(f"{part['name']} {part['version']}: {', '.join(licences)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
