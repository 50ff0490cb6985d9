"""A wheel ships our tables parsed: each is what its TOML says, and an installation parses none."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh.startup import shipped, toml_cache
from support.paths import SOURCE

TOMLS = {"a.toml": 'b = "é"\nlist = [1, 2.5, true]\n', "words/c.toml": "[d]\ne = 3\n", "facts/f.toml": "", "plain.txt": "no"}


@pytest.fixture(name="package")
def fixture_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with shipped tables, where nothing can be kept or parsed."""
    package = tmp_path / "package"
    for name, text in TOMLS.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text, encoding="utf-8")
    (tmp_path / "tables").write_bytes(shipped.written(str(package)))
    monkeypatch.setattr(shipped, "PACKAGE", str(package))
    monkeypatch.setattr(shipped, "FILE", str(tmp_path / "tables"))
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    shipped._index.cache_clear()
    yield package
    shipped._index.cache_clear()


def test_every_table_is_what_its_toml_says(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without tomllib, by whatever path it is asked for."""
    monkeypatch.setitem(sys.modules, "tomllib", None)
    assert toml_cache.load(str(package / "a.toml")) == {"b": "é", "list": [1, 2.5, True]}
    assert toml_cache.load(f"{package}/facts/../words/c.toml") == {"d": {"e": 3}}
    assert toml_cache.load(str(package / "facts/f.toml")) == {}


def test_a_toml_that_was_changed_counts(package: Path) -> None:
    """Somebody mended a word where we are installed."""
    (package / "a.toml").write_text("mended = true", encoding="utf-8")
    (package / "new.toml").write_text("new = true", encoding="utf-8")
    assert toml_cache.load(str(package / "a.toml")) == {"mended": True}
    assert toml_cache.load(str(package / "new.toml")) == {"new": True}
    with pytest.raises(FileNotFoundError):
        toml_cache.load(str(package / "none.toml"))


@pytest.mark.parametrize("damage", [b"", b"garbage" * 9, b"\xff" * 100, bytes(8) + b"N"])
def test_a_damaged_file_is_passed_over(package: Path, damage: bytes) -> None:
    """The TOML stands beside it."""
    Path(shipped.FILE).write_bytes(damage)
    assert toml_cache.load(str(package / "words/c.toml")) == {"d": {"e": 3}}


def test_a_file_cut_short_is_passed_over(package: Path) -> None:
    """Also behind its index."""
    whole = Path(shipped.FILE).read_bytes()
    Path(shipped.FILE).write_bytes(whole[:-2])
    assert toml_cache.load(str(package / "words/c.toml")) == {"d": {"e": 3}}


def test_all_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each TOML of the package, as the build writes it."""
    (tmp_path / "tables").write_bytes(shipped.written(str(SOURCE)))
    monkeypatch.setattr(shipped, "FILE", str(tmp_path / "tables"))
    shipped._index.cache_clear()
    paths = list(SOURCE.rglob("*.toml"))
    for path in paths:
        text = path.read_bytes()
        assert shipped.table(str(path), len(text)) == tomllib.loads(text.decode("utf-8"))
    shipped._index.cache_clear()
    assert len(paths) > 700
