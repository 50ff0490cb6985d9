"""The words of one docker invocation → command, flags and arguments, by the rules of pflag and cobra.

https://pkg.go.dev/github.com/spf13/pflag (1.0.6) and cobra 1.9.1, as docker 28 uses them. Wrong input becomes findings;
reading goes on behind it, since we explain half-typed and mistyped lines too.
"""

from __future__ import annotations

from collections.abc import Mapping

from dockersh.catalogue import Command
from dockersh.invocation.parts import Invocation, Kind, Part
from dockersh.invocation.reader import Reader
from dockersh.invocation.usage import argument_names
from dockersh.syntax import Call

__all__ = ["Invocation", "Kind", "Part", "argument_names", "read"]


def read(call: Call, extra: Mapping[str, Command] | None = None) -> Invocation:
    """Read the words of a call. Never raises; what docker would refuse is in `findings`.

    `extra` are commands as the installed docker has them, where the catalogue lacks them or an option of theirs.
    """
    return Reader(call, extra).read()
