"""The programs of practice containers, by name. What is not among them is said to be missing, as in a small image."""

from __future__ import annotations

from collections.abc import Callable

from dockersh.practice.inside.job import Job
from dockersh.practice.inside.programs import addresses, folders, machine, servers, shells, texts, visits

Program = Callable[[Job], int]
TABLE: dict[str, Program] = {
    **texts.PROGRAMS,
    **folders.PROGRAMS,
    **machine.PROGRAMS,
    **addresses.PROGRAMS,
    **visits.PROGRAMS,
    **servers.PROGRAMS,
    **shells.PROGRAMS,
}
