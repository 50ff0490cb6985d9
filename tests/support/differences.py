"""Where two answers of an engine differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Each field that is not the same, by its path; what stands only on one side, too."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            yield from differences(one.get(key), other.get(key), f"{path}.{key}")
    elif one != other:
        yield f"{path}: {one!r} != {other!r}"


def without_empty(found: Any) -> Any:
    """An old engine keeps `BindOptions: {}` of fields that it does not know, compose sends empty lists: the same as none."""
    if isinstance(found, list):
        return [without_empty(one) for one in found]
    if not isinstance(found, dict):
        return found
    return {key: kept for key, value in found.items() if (kept := without_empty(value)) not in ({}, [], None, "")}
