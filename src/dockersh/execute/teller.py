"""Stands in docker's place once: writes down the words and the environment that the shell gave it.

A program of its own (`python teller.py FILE WORD…`): only what the shell starts sees what the shell makes of a line.
FILE gets, each with a NUL behind it: how many words, the words, the environment.
"""

from __future__ import annotations

import os
import sys


def main(file: str, words: list[str]) -> None:
    """Write *file*, for its owner alone. The environment is the one that came: Python may have changed its own by now."""
    try:
        with open("/proc/self/environ", "rb") as source:
            environment = source.read()
    except OSError:
        environment = b"".join(name + b"=" + value + b"\0" for name, value in os.environb.items())
    told = b"".join(os.fsencode(word) + b"\0" for word in (str(len(words)), *words))
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(told + environment)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
