"""What this process was given, byte for byte: its words and its environment.

Python has the C library decode the words and encodes them with a codec of its own. In many a locale (EUC-KR, EUC-JP, Big5) the
two disagree, and what came cannot be given on. Text of ours is always made by `decode`, whose way back is `os.fsencode`.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping

# What Python sets for itself where the locale is C (PEP 538), and every program of ours would inherit.
COERCED = ("C.UTF-8", "C.utf8", "UTF-8")


def decode(data: bytes) -> str:
    """Bytes as text that `os.fsencode` makes the same bytes of, in every locale.

    Some codecs read two spellings of a character and write one of them; then every byte that is not ASCII stays a byte.
    """
    text = os.fsdecode(data)
    return text if os.fsencode(text) == data else data.decode("ascii", "surrogateescape")


def restore() -> None:
    """Put right what Python's start made of the words and the environment; where /proc is missing (macOS), nothing.

    macOS has UTF-8 for both ways: https://docs.python.org/3/glossary.html#term-filesystem-encoding-and-error-handler
    """
    if not all(word.isascii() for word in sys.argv[1:]):
        sys.argv[1:] = words(sys.argv[1:])
    if os.environ.get("LC_CTYPE") in COERCED:
        _put_back(b"LC_CTYPE")


def words(decoded: list[str]) -> list[str]:
    """The last words of the command line as they came; *decoded* are the same as Python has them."""
    came = _read("cmdline")
    if len(came) != len(sys.orig_argv) or sys.orig_argv[-len(decoded) :] != decoded:
        return decoded
    return [decode(word) for word in came[-len(decoded) :]]


def environment() -> dict[str, str]:
    """The environment as it is now."""
    return {decode(name): decode(value) for name, value in os.environb.items()}


def folder(env: Mapping[str, str]) -> str:
    """The folder that a shell started here calls its own: $PWD where that is this folder, as POSIX has it, else what the system
    says; '' where the folder is gone.
    """
    named = env.get("PWD", "")
    with contextlib.suppress(OSError):
        if named.startswith("/") and os.path.samefile(named, "."):
            return named
    with contextlib.suppress(OSError):
        return os.getcwd()
    return ""


def _put_back(name: bytes) -> None:
    """A variable as it came."""
    came = _read("environ")
    value = next((pair[len(name) + 1 :] for pair in came if pair.startswith(name + b"=")), None)
    if value is not None:
        os.environb[name] = value
    elif came:
        del os.environb[name]


def _read(file: str) -> list[bytes]:
    """The strings of a file of /proc/self; none where there is no such file."""
    try:
        with open(f"/proc/self/{file}", "rb") as source:
            return source.read().split(b"\0")[:-1]
    except OSError:
        return []
