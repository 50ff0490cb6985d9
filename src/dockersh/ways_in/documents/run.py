"""`dockersh --explain-script FILE…`: reads the files, explains their docker lines, writes a report, gives an exit status."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from dockersh.explanation import Explanation
from dockersh.finding import SEVERITIES
from dockersh.machine import folders, limits, regular_files
from dockersh.startup.typed import TYPE_CHECKING, NamedTuple
from dockersh.texts import SOURCE
from dockersh.ways_in.documents import fixes, walk
from dockersh.ways_in.documents.check import Checked, check, worst
from dockersh.ways_in.documents.kinds import UnreadableError, kind_of
from dockersh.ways_in.documents.policy import Policy
from dockersh.ways_in.documents.reports import report

if TYPE_CHECKING:
    from dockersh.ways_in.documents.foretold import Simulation

STDIN = "-"
UNREADABLE = 2
FIX, DIFF = "fix", "diff"


class Wanted(NamedTuple):
    """What was asked for. *quiet*: only the lines with something to mind; *change*: `fix` the files, or show the `diff`."""

    names: Sequence[str]
    policy: Policy = Policy()
    lang: str = SOURCE
    form: str = "text"
    quiet: bool = False
    change: str = ""


class Desk(NamedTuple):
    """Who explains a line, where the report goes, who is told that a file is not read, and why; who foretells."""

    explain: Callable[[str], Explanation]
    write: Callable[[str], None]
    complain: Callable[[str, Unread], object]
    simulation: Simulation | None = None


class Unread(NamedTuple):
    """Why nothing is said of a file: *key* is the text's, *reason* what goes into it."""

    key: str
    reason: str = ""


class _Document(NamedTuple):
    """A file that was read."""

    name: str
    text: str
    checked: list[Checked]


def run(wanted: Wanted, desk: Desk) -> int:
    """Write the report. The exit status: 0 fine, 1 a finding as grave as `fail_on`, 2 a file is not read."""
    documents: list[_Document] = []
    unread = False
    for name in walk.files(wanted.names, wanted.policy.exclude, wanted.policy.also):
        found = _document(name, wanted.policy, desk)
        if isinstance(found, Unread):
            unread = True
            desk.complain(name, found)
        elif found is not None:
            documents.append(found)
    if wanted.change:
        documents = list(_changed(documents, wanted, desk))
    checked = [one for document in documents for one in document.checked]
    if wanted.change != DIFF:
        shown = [one for one in checked if one.findings] if wanted.quiet else checked
        desk.write("".join(f"{line}\n" for line in report(wanted.form, shown, wanted.lang, len(checked))))
    return UNREADABLE if unread else _status(checked, wanted.policy.fail_on)


def _status(checked: list[Checked], fail_on: str) -> int:
    limit = next((rank for rank, word in enumerate(SEVERITIES) if word == fail_on), -1)
    found = worst(checked)
    return int(found is not None and SEVERITIES.index(found) <= limit)


def _changed(documents: Iterable[_Document], wanted: Wanted, desk: Desk) -> Iterator[_Document]:
    """Each file with what is mechanical mended: shown as a difference, or written and looked at again."""
    for document in documents:
        new = fixes.mended(document.name, document.text, document.checked)
        if new == document.text or document.name == STDIN:
            yield document
        elif wanted.change == DIFF:
            desk.write("".join(f"{line}\n" for line in fixes.diff(document.name, document.text, new)))
            yield document
        else:
            folders.write(os.path.abspath(document.name), new.encode("utf-8", "surrogateescape"))
            again = _document(document.name, wanted.policy, desk)
            yield again if isinstance(again, _Document) else document


def _document(name: str, policy: Policy, desk: Desk) -> _Document | Unread | None:
    """The docker lines of one file, or why there are none to tell of; None for a kind that is not wanted."""
    shown = "<stdin>" if name == STDIN else name
    try:
        text = _read(name)
        kind = kind_of(shown, text, policy.also)
        if kind is None:
            return Unread("kind-not-read")
        if policy.kinds and kind.name not in policy.kinds:
            return None
        found = check(shown, text, desk.explain, policy.also, desk.simulation)
        return _Document(name, text, [policy.applied(one) for one in found])
    except regular_files.NotRegularError:
        return Unread("not-regular")
    except UnreadableError as error:
        return Unread("not-its-kind", str(error.line))
    except OSError as error:
        return Unread("unreadable", error.strerror or str(error))


def _read(name: str) -> str:
    """The text of a file, or of standard input; bytes that are no UTF-8 are kept as they are. Raises OSError."""
    data = _standard_input() if name == STDIN else regular_files.read(name, limits.DOCUMENT)
    return data.decode("utf-8", "surrogateescape")


def _standard_input() -> bytes:
    found = bytearray()
    while piece := os.read(0, 65536):
        found += piece
        if len(found) > limits.DOCUMENT:
            raise regular_files.TooLargeError(errno.EFBIG, os.strerror(errno.EFBIG))
    return bytes(found)
