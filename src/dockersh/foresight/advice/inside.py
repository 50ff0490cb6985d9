"""What a program in the container is told to do that does not last there, or should not be trusted.

Sources: CIS Docker Benchmark 1.6.0 (section numbers), docker's guide to building images.
"""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.finding import Finding, finding
from dockersh.foresight.plan import Request
from dockersh.reading.syntax import Span
from dockersh.startup.lazy_regex import pattern

INSTALLS = pattern(
    r"\b(?:(?:apt|apt-get|yum|dnf|microdnf|zypper|pip3?|npm|gem|conda)\s+(?:-\S+\s+)*install|apk\s+(?:-\S+\s+)*add)\b"
)
PIPED = pattern(r"\b(?:curl|wget)\b[^|;&]*\|\s*(?:sudo\s+)?(?:ba|da|z)?sh\b")
SSH_SERVER = pattern(r"(?:^|[\s/])sshd\b|\b(?:service|systemctl start)\s+sshd?\b")
RUNS = frozenset(("container run", "container create", "container exec"))


def _told(request: Request) -> tuple[str, Span] | None:
    """What the container is told to run, as one text, and where it stands; None where the shell still has a say in it."""
    words = request.invocation.words()
    if request.invocation.name not in RUNS or not words or not all(part.literal for part in words):
        return None
    return " ".join(part.text for part in words), Span(words[0].span.start, words[-1].span.end)


def install_is_lost(request: Request) -> Iterator[Finding]:
    """`docker exec web apt install …`: gone with the container; the Dockerfile is the place. docker docs, best practices."""
    told = _told(request)
    if told and request.invocation.name == "container exec" and INSTALLS.search(told[0]):
        yield finding("install-is-lost", "tip", told[1])


def piped_to_shell(request: Request) -> Iterator[Finding]:
    """`curl … | sh` runs whatever the server says today. CIS 4.11 (verified packages only)."""
    told = _told(request)
    if told and "|" in told[0] and PIPED.search(told[0]):
        yield finding("piped-to-shell", "warning", told[1])


def ssh_server(request: Request) -> Iterator[Finding]:
    """A container with its own sshd has keys and passwords to keep; `docker exec` needs none. CIS 5.7."""
    told = _told(request)
    if told and "ssh" in told[0] and SSH_SERVER.search(told[0]):
        yield finding("ssh-server", "tip", told[1])


RULES = (install_is_lost, piped_to_shell, ssh_server)
