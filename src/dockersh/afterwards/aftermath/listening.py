"""Whether anybody listens on a container's published ports: the kernel's tables of its own network, by its process.

Only on this machine, where the process of that number is the container's. In doubt nothing is said: a program that opens no
port at all may still be starting, and one that listens elsewhere, too, until it had its time.
"""

from __future__ import annotations

from dockersh.engine import Container
from dockersh.engine.listeners import is_of, listening_of
from dockersh.finding import Say, say

DNS = "127.0.0.11"  # docker's own name server, in every network that somebody made
LOOPBACK = frozenset(("127.0.0.1", "00000000000000000000000001000000"))


def wrong(held: Container, *, later: bool) -> tuple[Say, ...]:
    """A port that is published, and on which only the container itself, or nobody, is heard."""
    published = [bind.container_port for bind in held.ports if bind.protocol == "tcp"]
    if not published or not held.running or not held.pid or not is_of(held.pid, held.id):
        return ()
    return _told(held.name, published, _open(held.pid), later=later)


def _open(pid: int) -> dict[int, set[str]]:
    """The ports that something listens on in the container, each with its addresses."""
    found: dict[int, set[str]] = {}
    for address, port in listening_of(pid):
        if address != DNS:
            found.setdefault(port, set()).add(address)
    return found


def _told(name: str, published: list[int], heard: dict[int, set[str]], *, later: bool) -> tuple[Say, ...]:
    for port in dict.fromkeys(published):
        if port in heard and heard[port] <= LOOPBACK:
            return (say("aftermath.listens-on-loopback", name=name, port=str(port)),)
        others = sorted(one for one, addresses in heard.items() if not addresses <= LOOPBACK)
        if later and others and port not in heard:
            shown = ", ".join(str(one) for one in others)
            return (say("aftermath.nothing-listens", name=name, port=str(port), others=shown, other=str(others[0])),)
    return ()
