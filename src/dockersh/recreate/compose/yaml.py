"""A tree of plain values as YAML: block style, strings in quotes where YAML would read something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import Any

# What YAML 1.1 and 1.2 both read as this very string; all else goes into double quotes, which JSON has, too.
PLAIN = pattern(r"[A-Za-z_/.][A-Za-z0-9_./@+:=-]*(?<!:)|[0-9]+[bgkmsu]")
WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", ".inf", ".nan", "nan", "inf", "~", "."))
UNSEEN = pattern("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
NUMBER = pattern(r"\.?[0-9][0-9_.eE+-]*|0[xob].*", 0)


def dumped(tree: Mapping[str, Any]) -> str:
    """The whole document."""
    return "".join(f"{line}\n" for line in _mapping(tree, 0))


def _mapping(tree: Mapping[str, Any], depth: int) -> Iterator[str]:
    for key, value in tree.items():
        yield from _entry(f"{'  ' * depth}{scalar(key)}:", value, depth)


def _entry(head: str, value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield head
        yield from _mapping(value, depth + 1)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        yield head
        yield from _list(value, depth + 1)
    else:
        yield f"{head} {scalar(value)}"


def _list(values: Sequence[Any], depth: int) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            first, *rest = _mapping(value, depth + 1)
            yield f"{'  ' * depth}- {first.strip()}"
            yield from rest
        else:
            yield f"{'  ' * depth}- {scalar(value)}"


def scalar(value: Any) -> str:
    """One value."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if value is None or (not value and not isinstance(value, str)):
        return {type(None): "null", dict: "{}"}.get(type(value), "[]")
    plain = PLAIN.fullmatch(value) and value.lower() not in WORDS and not NUMBER.fullmatch(value)
    return value if plain else _quoted(value)


def _quoted(value: str) -> str:
    import json  # noqa: PLC0415  files only

    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
