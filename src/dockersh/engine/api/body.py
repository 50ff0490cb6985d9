"""JSON of the engine, read with the scanner that `json` itself uses, without the import of `json`: 1 ms of a start-up of 10."""

from __future__ import annotations

from dockersh.startup.typed import Any, cast

SPACE = " \t\r\n"


class _Context:
    """What the scanner looks at: the settings of `json.JSONDecoder()`."""

    strict = False
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


try:
    from _json import encode_basestring_ascii, make_scanner

    scan: Any = make_scanner(cast("Any", _Context))
except ImportError:  # another Python than CPython
    from json import JSONDecoder
    from json.encoder import encode_basestring_ascii

    scan = cast("Any", JSONDecoder(strict=False)).scan_once


def parsed(body: bytes) -> Any:
    """The value that is written there. Raises ValueError where it is not JSON."""
    text = body.decode("utf-8", "replace").strip(SPACE)
    try:
        value, end = scan(text, 0)
    except (StopIteration, RecursionError) as problem:
        raise ValueError("not JSON") from problem
    if end != len(text):
        raise ValueError("more than one value")
    return value


def rows(body: bytes) -> list[Any]:
    """A value a line, as the engine tells what happens."""
    return [parsed(line) for line in body.split(b"\n") if line.strip()]


def written(text: str) -> str:
    """A string as JSON."""
    return encode_basestring_ascii(text)
