"""The words of one docker invocation → command, flags and arguments, by the rules of pflag and cobra.

https://pkg.go.dev/github.com/spf13/pflag (1.0.6) and cobra 1.9.1, as docker 28 uses them. Wrong input becomes findings;
reading goes on behind it, since we explain half-typed and mistyped lines too.
"""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.reading.catalogue import Command
from dockersh.reading.invocation.decoding import decode
from dockersh.reading.invocation.parts import Invocation, Kind, Part
from dockersh.reading.invocation.reader import Reader
from dockersh.reading.invocation.usage import argument_names
from dockersh.reading.syntax import Call

__all__ = ["Invocation", "Kind", "Part", "argument_names", "decode", "read", "skim"]


def read(call: Call, extra: Mapping[str, Command] | None = None) -> Invocation:
    """Read the words of a call, and what their values mean. Never raises; what docker would refuse is in `findings`.

    `extra` are commands as the installed docker has them, where the catalogue lacks them or an option of theirs.
    """
    return decode(Reader(call, extra).read())


def skim(call: Call, extra: Mapping[str, Command] | None = None) -> Invocation:
    """The same without what the values mean: for highlighting, completing and masking, which ask only where they stand.

    `decode` makes of it what `read` gives.
    """
    return Reader(call, extra).read()
