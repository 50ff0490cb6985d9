"""Our tables are parsed once; what is kept counts as long as its file stays as it was."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dockersh.startup import toml_cache

TOML = '[a]\nb = "é"\nlist = [1, 2.5, true]\nlong = """\none\ntwo"""\n'
TABLE = {"a": {"b": "é", "list": [1, 2.5, True], "long": "one\ntwo"}}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table, and a cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = tmp_path / "words.toml"
    found.write_text(TOML, encoding="utf-8")
    return found


def kept(tmp_path: Path) -> list[Path]:
    """What is in the cache folder."""
    return [path for path in (tmp_path / "cache").rglob("%*") if path.is_file()]


def test_the_second_time_nothing_is_parsed(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same table, without tomllib."""
    assert toml_cache.load(str(file)) == TABLE
    monkeypatch.setitem(sys.modules, "tomllib", None)
    assert toml_cache.load(str(file)) == TABLE
    assert len(kept(tmp_path)) == 1


def test_a_python_that_writes_no_bytecode_keeps_tables(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is not to write stands beside modules; our cache is elsewhere."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    test_the_second_time_nothing_is_parsed(file.parent, file, monkeypatch)


def test_a_changed_file_is_read_anew(file: Path) -> None:
    """By its time of change, even when its size is the same."""
    toml_cache.load(str(file))
    told = file.stat()
    file.write_text(TOML.replace("one", "ONE"), encoding="utf-8")
    os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns + 1))
    assert toml_cache.load(str(file))["a"]["long"] == "ONE\ntwo"


@pytest.mark.parametrize("damage", [b"", b"garbage", b"\xff" * 100, b"N"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, file: Path, damage: bytes) -> None:
    """Whatever stands there."""
    toml_cache.load(str(file))
    kept(tmp_path)[0].write_bytes(damage)
    assert toml_cache.load(str(file)) == TABLE
    assert kept(tmp_path)[0].read_bytes() != damage


def test_without_a_place_to_keep_it(tmp_path: Path, file: Path) -> None:
    """A folder that cannot be made."""
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    assert toml_cache.load(str(file)) == TABLE
    assert kept(tmp_path) == []


def test_what_is_wrong_is_raised(tmp_path: Path, file: Path) -> None:
    """No file, no TOML."""
    with pytest.raises(FileNotFoundError):
        toml_cache.load(str(tmp_path / "none.toml"))
    file.write_text("a = ", encoding="utf-8")
    with pytest.raises(ValueError, match="Invalid value"):
        toml_cache.load(str(file))
