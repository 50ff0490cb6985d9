"""The nearest known name to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The known name fewest slips away from `word`: none for names too far off, the first of equals."""
    allowed = 1 if len(word.lstrip("-")) <= 6 else 2
    best: tuple[int, str] | None = None
    letters = set(word)
    for name in names:
        # Before the exact count, two that need no table: a slip adds or drops one letter at most.
        if abs(len(name) - len(word)) > allowed or len(letters.symmetric_difference(name)) > 2 * allowed:
            continue
        distance = slips(word, name)
        if distance <= allowed and (best is None or distance < best[0]):
            best = (distance, name)
    return best[1] if best else None


def slips(left: str, right: str) -> int:
    """Letters added, dropped, changed or swapped with a neighbour that turn one word into the other.

    The optimal string alignment distance.
    """
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
