"""`dockersh --explain-script FILE…`: reads the files, explains their docker lines, writes a report, gives an exit status."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from dockersh.documents.check import Checked, check, worst
from dockersh.documents.reports import report
from dockersh.explanation import Explanation
from dockersh.finding import SEVERITIES
from dockersh.typed import NamedTuple

STDIN = "-"
UNREADABLE = 2


class Wanted(NamedTuple):
    """What was asked for. *fail_on* is the mildest severity that makes the status 1, or `never`.

    *quiet*: only the lines with something to mind.
    """

    files: Sequence[str]
    lang: str = "en"
    form: str = "text"
    fail_on: str = "error"
    quiet: bool = False


class Desk(NamedTuple):
    """Who explains a line, where the report goes, and who is told that a file cannot be read, and why."""

    explain: Callable[[str], Explanation]
    write: Callable[[str], None]
    complain: Callable[[str, str], None]


def run(wanted: Wanted, desk: Desk) -> int:
    """Write the report. The exit status: 0 fine, 1 a finding as grave as `fail_on`, 2 a file cannot be read."""
    checked: list[Checked] = []
    unreadable = False
    for name in wanted.files:
        try:
            text = _read(name)
        except OSError as error:
            unreadable = True
            desk.complain(name, error.strerror or str(error))
            continue
        checked += check("<stdin>" if name == STDIN else name, text, desk.explain)
    shown = [one for one in checked if one.findings] if wanted.quiet else checked
    desk.write("".join(f"{line}\n" for line in report(wanted.form, shown, wanted.lang)))
    if unreadable:
        return UNREADABLE
    limit = next((rank for rank, word in enumerate(SEVERITIES) if word == wanted.fail_on), -1)
    found = worst(checked)
    return int(found is not None and SEVERITIES.index(found) <= limit)


def _read(name: str) -> str:
    """The text of a file, or of standard input; bytes that are no UTF-8 are kept as they are."""
    if name == STDIN:
        data = b"".join(iter(lambda: os.read(0, 65536), b""))
    else:
        with open(name, "rb") as file:
            data = file.read()
    return data.decode("utf-8", "surrogateescape")
