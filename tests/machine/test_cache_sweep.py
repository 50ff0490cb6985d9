"""The cache is kept clean: what is old, left over, too much or of an installation that is gone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from dockersh.machine import cache_sweep, folders


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our folder in a cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(folders, "_safe", {})
    return tmp_path / "dockersh"


def put(path: Path, age: float = 0, size: int = 10) -> Path:
    """A file of an age in days."""
    folders.write(str(path), b"x" * size)
    then = time.time() - age * cache_sweep.DAY
    os.utime(path, (then, then))
    return path


def left(cache: Path) -> set[str]:
    """The names of what is there."""
    return {path.name for path in cache.rglob("*") if path.is_file() and path.name != cache_sweep.STAMP}


def test_what_is_of_no_use_goes(cache: Path, tmp_path: Path) -> None:
    """Tables of files that are gone, what is older than 90 days, what a killed process left."""
    source = tmp_path / "site-packages" / "a.toml"
    source.parent.mkdir()
    source.touch()
    put(cache / "cpython-311" / str(source).replace("/", "%"))
    put(cache / "cpython-311" / "%gone%environment%a.toml")
    put(cache / "help" / "fresh")
    put(cache / "help" / "old", age=91)
    put(cache / "help" / "left.4711", age=1)
    put(cache / "help" / "being-written.4712")
    put(cache / "services-old", age=100)
    cache_sweep.sweep()
    assert left(cache) == {str(source).replace("/", "%"), "fresh", "being-written.4712"}


def test_the_newest_stay_where_it_is_too_much(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to a size."""
    monkeypatch.setattr(cache_sweep, "MOST", 250)
    for day in range(5):
        put(cache / f"services-{day}", age=day, size=100)
    cache_sweep.sweep()
    assert left(cache) == {"services-0", "services-1"}


def test_once_a_day(cache: Path) -> None:
    """The second time nothing is looked at."""
    put(cache / "services-a")
    cache_sweep.sweep()
    put(cache / "services-old", age=100)
    cache_sweep.sweep()
    assert "services-old" in left(cache)
    os.utime(cache / cache_sweep.STAMP, (0, 0))
    cache_sweep.sweep()
    assert left(cache) == {"services-a"}


def test_no_cache_is_no_trouble(cache: Path) -> None:
    """Nothing is made for it."""
    cache_sweep.sweep()
    assert not cache.exists()
