"""Names and numbers as docker makes them: 64 hexadecimal digits, `adjective_scientist`, an address on a hardware level."""

from __future__ import annotations

import functools
import hashlib
import os
import random
import tomllib
from collections.abc import Container

DIGITS = 64


def fresh_id() -> str:
    """A new 64-digit id. Its first 12 digits are never all decimal: a host of that name would be read as a number."""
    while True:
        found = os.urandom(DIGITS // 2).hex()
        if not found[:12].isdecimal():
            return found


def id_of(text: str) -> str:
    """The same id for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()


def fresh_name(taken: Container[str]) -> str:
    """`brave_curie`; with a digit where all of them are taken."""
    words = _words()
    for attempt in range(100):
        name = f"{random.choice(words['adjectives'])}_{random.choice(words['people'])}"  # noqa: S311  no secret
        name += str(attempt % 10) if attempt > 50 else ""
        if name not in taken:
            return name
    return fresh_id()[:12]


def fresh_mac() -> str:
    """A locally administered address, as 28 makes them: random."""
    first, *rest = os.urandom(6)
    return ":".join(f"{byte:02x}" for byte in ((first & 0xFC) | 2, *rest))


@functools.cache
def _words() -> dict[str, list[str]]:
    with open(os.path.join(os.path.dirname(__file__), "names.toml"), "rb") as file:
        return tomllib.load(file)
