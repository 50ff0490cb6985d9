"""Which program answers to docker's name: docker itself, or podman by a link or a start script, as podman-docker has one.

The start script as its packages have it (Debian podman-docker 5.8, Fedora podman-docker 5): a shell script whose last line is
`exec /usr/bin/podman "$@"`. Nothing is started to find out: `docker --version` would be podman's own answer, too.
"""

from __future__ import annotations

import os
import re

from dockersh.machine import regular_files
from dockersh.startup.lazy_regex import pattern

PODMAN = frozenset(("podman", "podman-remote"))
HEAD = 2048  # bytes of a start script; podman-docker's has 228
HANDS_ON = pattern(r'^[ \t]*(?:exec[ \t]+)?"?(?:[\w./-]*/)?podman(?:-remote)?"?[ \t]+(?:[^\n"#]*[ \t])?"\$@"', re.MULTILINE)


def maker(program: str | None) -> str:
    """`podman` where the program at a path is podman by another name; '' for docker itself, and for what we do not know."""
    if not program:
        return ""
    if os.path.basename(os.path.realpath(program)) in PODMAN:
        return "podman"
    try:
        head = regular_files.head(program, HEAD)
    except OSError:
        return ""
    return "podman" if head.startswith(b"#!") and HANDS_ON.search(head.decode("utf-8", "replace")) else ""
