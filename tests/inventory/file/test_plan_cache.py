"""A plan found sound is known again, and nothing else passes for it."""

import hashlib
import marshal
import os
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.inventory import model
from chwapi_console.inventory.file import schema as shape
from chwapi_console.inventory.file.load import load, parse
from chwapi_console.inventory.file.plan_cache import MOST_KEPT, recall, remember

INVENTORY = Path(__file__).parents[3] / "inventory.toml"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "chwapi-console"


def test_a_plan_remembered_is_recalled_equal(cache: Path) -> None:
    fresh = load(INVENTORY)
    assert 1 == len(list(cache.iterdir()))
    assert fresh.plan == recall(fresh.digest)
    again = load(INVENTORY)
    assert (fresh.plan, fresh.findings) == (again.plan, again.findings)


def test_another_text_is_not_known() -> None:
    load(INVENTORY)
    assert recall("0" * 64) is None


@pytest.mark.parametrize("damage", [b"", b"not a plan", b"\xff" * 40])
def test_a_damaged_cache_is_read_past(cache: Path, damage: bytes) -> None:
    digest = load(INVENTORY).digest
    (kept,) = cache.iterdir()
    kept.write_bytes(damage)
    assert recall(digest) is None
    assert 300 == len(load(INVENTORY).plan.servers)


def test_no_damage_to_an_entry_passes_for_a_plan(cache: Path) -> None:
    loaded = load(INVENTORY)
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    for place in range(0, len(whole), len(whole) // 50):
        for entry in (
            whole[:place],
            whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
        ):
            kept.write_bytes(entry)
            assert recall(loaded.digest) is None
    kept.write_bytes(whole)
    assert loaded.plan == recall(loaded.digest)


def test_an_entry_under_the_name_of_another_is_not_taken_for_it(cache: Path) -> None:
    digest = load(INVENTORY).digest
    (kept,) = cache.iterdir()
    kept.rename(cache / kept.name.replace(digest, "0" * 64))
    assert recall("0" * 64) is None


@pytest.mark.parametrize(
    "values",
    [
        None,
        (),
        (1, 2, 3),
        ({}, {}, {}, {}, {}, {}),
        (("n", "never", "UTC", False), (), {}, {}, {}, {}),
    ],
)
def test_an_entry_of_another_make_is_read_past(cache: Path, values: Any) -> None:
    digest = load(INVENTORY).digest
    (kept,) = cache.iterdir()
    body = marshal.dumps(values)
    kept.write_bytes(hashlib.sha256(digest.encode() + body).digest() + body)
    assert recall(digest) is None


def test_a_relative_cache_folder_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    load(INVENTORY)
    assert ["home"] == [path.name for path in tmp_path.iterdir()]
    assert 1 == len(list((tmp_path / "home" / ".cache" / "chwapi-console").iterdir()))


def test_a_cache_that_others_could_write_is_not_trusted(cache: Path) -> None:
    digest = load(INVENTORY).digest
    (kept,) = cache.iterdir()
    kept.chmod(0o666)
    assert recall(digest) is None


def test_without_a_home_or_with_a_file_in_the_way_plans_are_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert 300 == len(load(INVENTORY).plan.servers)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME", raising=False)
    assert 300 == len(load(INVENTORY).plan.servers)


def test_only_the_latest_plans_are_kept(cache: Path) -> None:
    plan = parse(INVENTORY.read_text(encoding="utf-8"), INVENTORY).plan
    for number in range(MOST_KEPT + 3):
        remember(f"{number:064}", plan)
    assert MOST_KEPT == len(list(cache.iterdir()))


@pytest.mark.parametrize(
    "name",
    ["Incident", "Policy", "Site", "Service", "Server", "Runbook", "Lane", "Crew", "Operator"],
)
def test_what_a_file_may_say_and_what_the_program_works_with_are_the_same_fields_and_defaults(
    name: str,
) -> None:
    said, known = getattr(shape, name).model_fields, getattr(model, name)
    assert set(said) == set(known._fields)
    assert {
        key: field.get_default(call_default_factory=True)
        for key, field in said.items()
        if not field.is_required()
    } == known._field_defaults


def test_what_a_plan_says_often_is_there_once_also_when_it_is_recalled(cache: Path) -> None:
    plan = parse(INVENTORY.read_text(encoding="utf-8"), INVENTORY).plan
    remember("often", plan)
    recalled = recall("often")
    assert recalled is not None
    for known in (plan, recalled):
        ids = {id(name) for name in known.servers}
        needed = {
            id(member)
            for part in known.servers.values()
            for group in part.needs
            for member in group
        }
        assert set() == needed - ids
        roles = [part.role for part in known.servers.values()]
        assert len(set(roles)) == len({id(role) for role in roles})
        ranges = [part.restore for part in known.servers.values()]
        assert len(set(ranges)) == len({id(estimate) for estimate in ranges})


def _old_files(folder: Path) -> list[Path]:
    files = [folder / f"{number}.txt" for number in range(MOST_KEPT + 5)]
    for age, file in enumerate(files):
        file.write_text("precious", encoding="utf-8")
        os.utime(file, (10**9 + age, 10**9 + age))
    return files


def test_a_link_in_the_place_of_the_cache_is_not_followed(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "precious").mkdir()
    files = _old_files(tmp_path / "precious")
    cache.symlink_to(tmp_path / "precious")
    fresh = load(INVENTORY)
    assert recall(fresh.digest) is None
    assert files == sorted((tmp_path / "precious").iterdir(), key=lambda path: int(path.stem))


def test_files_that_are_no_entries_stay(cache: Path) -> None:
    cache.mkdir(mode=0o700)
    files = _old_files(cache)
    load(INVENTORY)
    assert all(file.exists() for file in files)
    assert MOST_KEPT + 6 == len(list(cache.iterdir()))


def test_a_cache_that_others_may_write_is_done_without(cache: Path) -> None:
    cache.mkdir()
    cache.chmod(0o777)
    load(INVENTORY)
    assert [] == list(cache.iterdir())


def test_an_entry_that_is_a_link_is_not_read(cache: Path, tmp_path: Path) -> None:
    digest = load(INVENTORY).digest
    (kept,) = cache.iterdir()
    kept.rename(tmp_path / "elsewhere")
    kept.symlink_to(tmp_path / "elsewhere")
    assert recall(digest) is None
