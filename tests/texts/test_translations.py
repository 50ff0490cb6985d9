"""No translation is older than its English: a hash tells which English each file was last read beside.

DOCKERSH_REWRITE_TRANSLATED=1 writes the hashes anew, to be run when the complete languages say again what the English says.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from dockersh import texts
from dockersh.texts import languages, places

# One line a file, sorted, so that work on different texts merges by itself. Where both sides of a merge changed a line both may
# stand, and either counts; the next rewriting keeps the true one.
KEPT = Path(__file__).parent / "translated.txt"


def stems(lang: str) -> list[str]:
    """Every file of texts in a language, by its path without `.toml`."""
    folder = Path(texts.FOLDER) / lang
    files = (path for path in folder.rglob("*.toml") if path.name != languages.FILE)
    return sorted(_stem(path.relative_to(folder)) for path in files)


def _stem(path: Path) -> str:
    """`labels` of ui/labels.toml, `container_run` of commands/container/container_run.toml, else with the folder."""
    return path.stem if path.parts[0] in ("commands", *places.PLACES.values()) else path.with_suffix("").as_posix()


def mark(stem: str) -> str:
    """A short hash of what the English file says; comments and layout do not count."""
    said = json.dumps(texts.load(texts.SOURCE, stem), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:10]


def stale(marks: dict[str, str], lines: Iterable[str]) -> list[str]:
    """Files whose English is another one than the translation was read beside, new ones, and lines of files that are gone."""
    kept = {tuple(line.split()) for line in lines}
    changed = {stem for stem, each in marks.items() if (stem, each) not in kept}
    return sorted(changed | ({line[0] for line in kept} - marks.keys()))


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_a_language_has_the_same_files(lang: str) -> None:
    """No file is missing in a complete language, none is left alone in any."""
    missing, alone = {*stems(texts.SOURCE)} - {*stems(lang)}, {*stems(lang)} - {*stems(texts.SOURCE)}
    assert (missing if lang in texts.complete() else set(), alone) == (set(), set())


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_a_file_lies_where_its_stem_says(lang: str) -> None:
    """What lies anywhere else would never be said; and no folder is a heap."""
    folder = Path(texts.FOLDER) / lang
    assert [stem for stem in stems(lang) if not (folder / f"{places.place(stem)}.toml").is_file()] == []
    heaps = {str(path) for path in folder.rglob("*") if path.is_dir() and len(list(path.iterdir())) > 80}
    assert heaps <= {str(folder / "findings")}


def test_no_translation_is_older_than_its_english() -> None:
    """Somebody who changes an English text reads the translations beside it; then the hash is written anew."""
    marks = {stem: mark(stem) for stem in stems(texts.SOURCE)}
    if os.environ.get("DOCKERSH_REWRITE_TRANSLATED"):
        KEPT.write_text("".join(f"{stem} {each}\n" for stem, each in marks.items()), encoding="utf-8")
    old = stale(marks, KEPT.read_text(encoding="utf-8").splitlines())
    assert old == [], (
        "read them beside en/ for these, then: DOCKERSH_REWRITE_TRANSLATED=1 tests/run tests/texts/test_translations.py"
    )


def test_what_counts_as_stale() -> None:
    """A changed file, a new one and one that is gone; of two lines that a merge left, one true one is enough."""
    assert stale({"a": "1", "b": "2"}, ["a 1", "b 2"]) == []
    assert stale({"a": "1", "b": "2", "new": "3"}, ["a 1", "b 0", "gone 4"]) == ["b", "gone", "new"]
    assert stale({"a": "1"}, ["a 0", "a 1"]) == []
