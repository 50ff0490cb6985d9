"""What was explained how often: whatever the file holds, counting goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dockersh.explaining.foresee import foresee
from dockersh.explaining.word import word
from dockersh.reading import syntax
from dockersh.ways_in.seen import Seen


def shown(seen: Seen, line: str) -> int:
    """How many of the line's commands are still explained."""
    foreseen = foresee(syntax.parse(line))
    return len(seen.news(word(foreseen, "en"), foreseen).commands)


DAMAGED = [
    "",
    "{",
    "[" * 100_000,
    "[]",
    "3",
    '{"container ls": "many"}',
    '{"container ls": 1e400}',
    '{"container ls": -5}',
    '{"container ls": true}',
    '{"container ls": [3]}',
    '{"container ls": {"a": 1}}',
    "\ufeff{}",
]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_is_survived(tmp_path: Path, content: str) -> None:
    """Nothing was seen; afterwards the file is right."""
    file = tmp_path / "seen.json"
    file.write_text(content, encoding="utf-8")
    seen = Seen(str(file))
    assert [shown(seen, "docker ps") for _ in range(4)] == [1, 1, 0, 0]
    seen.save()
    assert json.loads(file.read_text(encoding="utf-8"))["container ls"] == 2


def test_two_shells_add_up(tmp_path: Path) -> None:
    """Neither forgets what the other has seen."""
    file = tmp_path / "deep" / "seen.json"
    one, other = Seen(str(file)), Seen(str(file))
    shown(one, "docker ps")
    shown(other, "docker images")
    one.save()
    other.save()
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert (kept["container ls"], kept["image ls"]) == (1, 1)
    assert not [path for path in file.parent.iterdir() if path.name not in ("seen.json", "seen.json.lock")]
