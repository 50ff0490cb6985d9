"""Korean is never older than its English: a hash tells which English each Korean file was last read beside.

DOCKERSH_REWRITE_TRANSLATED=1 writes the hashes anew, to be run when the Korean says again what the English says.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from dockersh import texts

# One line a file, sorted, so that work on different texts merges by itself. Where both sides of a merge changed a line both may
# stand, and either counts; the next rewriting keeps the true one.
KEPT = Path(__file__).parent / "translated.txt"


def stems(lang: str) -> list[str]:
    """Every file of texts in a language, by its path without `.toml`."""
    folder = Path(texts.FOLDER) / lang
    return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.toml"))


def mark(stem: str) -> str:
    """A short hash of what the English file says; comments and layout do not count."""
    said = json.dumps(texts.load("en", stem), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:10]


def stale(marks: dict[str, str], lines: Iterable[str]) -> list[str]:
    """Files whose English is another one than the Korean was read beside, new ones, and lines of files that are gone."""
    kept = {tuple(line.split()) for line in lines}
    changed = {stem for stem, each in marks.items() if (stem, each) not in kept}
    return sorted(changed | ({line[0] for line in kept} - marks.keys()))


def test_both_languages_have_the_same_files() -> None:
    """No file is missing in Korean, none is left there alone."""
    assert stems("en") == stems("ko")


def test_korean_is_not_older_than_its_english() -> None:
    """Somebody who changes an English text reads the Korean beside it; then the hash is written anew."""
    marks = {stem: mark(stem) for stem in stems("en")}
    if os.environ.get("DOCKERSH_REWRITE_TRANSLATED"):
        KEPT.write_text("".join(f"{stem} {each}\n" for stem, each in marks.items()), encoding="utf-8")
    old = stale(marks, KEPT.read_text(encoding="utf-8").splitlines())
    assert old == [], (
        "read ko/ beside en/ for these, then: DOCKERSH_REWRITE_TRANSLATED=1 tests/run tests/texts/test_translations.py"
    )


def test_what_counts_as_stale() -> None:
    """A changed file, a new one and one that is gone; of two lines that a merge left, one true one is enough."""
    assert stale({"a": "1", "b": "2"}, ["a 1", "b 2"]) == []
    assert stale({"a": "1", "b": "2", "new": "3"}, ["a 1", "b 0", "gone 4"]) == ["b", "gone", "new"]
    assert stale({"a": "1"}, ["a 0", "a 1"]) == []
