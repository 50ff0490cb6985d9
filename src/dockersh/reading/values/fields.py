"""Comma-separated fields, as docker's client splits the values of --mount, --network, --gpus and their like.

    a=1,b=2      "a=1,2",b=2      a quote stands only around a whole field, and is doubled within
Source: encoding/csv of Go, which docker/cli's opts use without LazyQuotes (28.2.2).
"""

from __future__ import annotations

from dockersh.startup.lazy_regex import pattern

_WHOLE = pattern(r'(?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*')
_FIELD = pattern(r'(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))')


def fields(text: str) -> list[str] | None:
    """The fields of one value, quotes removed; None where Go's reader refuses them (a quote within a bare field).

    Only the first line that is not empty counts.
    """
    if '"' not in text:
        return text.lstrip("\r\n").split("\n")[0].rstrip("\r").split(",")
    text = text.removesuffix("\n")
    if not _WHOLE.fullmatch(text):
        return None
    return [match[1].replace('""', '"') if match[1] is not None else match[2] for match in _FIELD.finditer(text)]
