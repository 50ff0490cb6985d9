"""The TCP ports of this machine that something listens on.

Linux tells them in `/proc/net/tcp`, for which it walks through the table of all connections: 8 ms here, as long as Python takes
to start. Asked over netlink, as `ss` does, it walks through the listeners alone. Sources: sock_diag(7), netlink(7), proc(5).
"""

from __future__ import annotations

import _socket
import sys
from collections.abc import Iterator

ANY = "0.0.0.0"  # noqa: S104  compared with, not listened on
SOCKETS = ("/proc/net/tcp", "/proc/net/tcp6")
LISTENING = "0A"
NETLINK, RAW, SOCK_DIAG = 16, 3, 4  # AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG
BY_FAMILY, DUMP = 20, 0x301  # SOCK_DIAG_BY_FAMILY; NLM_F_REQUEST, NLM_F_DUMP
ERROR, DONE = 2, 3
HEAD = 16  # bytes of a message's head
FAMILIES = {2: 4, 10: 16}  # AF_INET, AF_INET6: how long an address is
TCP = 6
LISTEN = 1 << 10
PATIENCE = 0.1  # seconds


def listening() -> frozenset[tuple[str, int]]:
    """Address and port of each: `127.0.0.1`; any address is 0.0.0.0; others of IPv6 as `/proc/net/tcp6` writes them."""
    try:
        return frozenset(one for family in FAMILIES for one in _told(family))
    except (OSError, ValueError, IndexError):  # not Linux, or not allowed
        return frozenset(one for path in SOCKETS for one in _written(path))


def listening_of(pid: int) -> frozenset[tuple[str, int]]:
    """Those of the network that a process lives in. Source: proc(5), /proc/PID/net."""
    folder = f"/proc/{pid}/net"
    return frozenset(one for name in ("tcp", "tcp6") for one in _written(f"{folder}/{name}"))


def is_of(pid: int, container: str) -> bool:
    """Whether a process of this machine is in a container, by its control group, which bears the container's id."""
    try:
        with open(f"/proc/{pid}/cgroup", encoding="utf-8", errors="replace") as file:
            return container in file.read(65536)
    except OSError:
        return False


def _told(family: int) -> Iterator[tuple[str, int]]:
    with _Netlink(family) as messages:
        for kind, body in messages:
            if kind == ERROR or (kind == DONE and _number(body[:4], signed=True) < 0):
                raise OSError("no answer of the kernel's")
            if kind == DONE:
                return
            yield _address(_words(body[8 : 8 + FAMILIES[family]])), int.from_bytes(body[4:6], "big")


class _Netlink:
    """The kernel's messages about the listeners of a family: their kinds and bodies."""

    def __init__(self, family: int) -> None:
        self.socket = _socket.socket(NETLINK, RAW, SOCK_DIAG)
        self.socket.settimeout(PATIENCE)
        wanted = bytes((family, TCP, 0, 0)) + _bytes(LISTEN, 4) + bytes(48)
        head = _bytes(HEAD + len(wanted), 4) + _bytes(BY_FAMILY, 2) + _bytes(DUMP, 2) + bytes(8)
        self.request = head + wanted

    def __enter__(self) -> Iterator[tuple[int, bytes]]:
        return self._messages()

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def _messages(self) -> Iterator[tuple[int, bytes]]:
        self.socket.send(self.request)
        while True:
            held = self.socket.recv(65536)
            while held:
                size = max(_number(held[:4]), HEAD)
                yield _number(held[4:6]), held[HEAD:size]
                held = held[(size + 3) & ~3 :]


def _written(path: str) -> list[tuple[str, int]]:
    try:
        with open(path, encoding="ascii") as file:
            lines = [line.split() for line in file.readlines()[1:]]
    except OSError:
        return []
    pairs = (words[1].split(":") for words in lines if words[3] == LISTENING)
    return [(_address(address), int(port, 16)) for address, port in pairs]


def _address(text: str) -> str:
    """`0100007F` → 127.0.0.1; any address of IPv6 that is not all zeros stays as it is written there."""
    if not text.strip("0"):
        return ANY
    return ".".join(str(int(text[at : at + 2], 16)) for at in (6, 4, 2, 0)) if len(text) == 8 else text


def _words(raw: bytes) -> str:
    """An address as /proc writes it: words of four bytes, each a number of this machine's."""
    return "".join(f"{_number(raw[at : at + 4]):08X}" for at in range(0, len(raw), 4))


def _number(raw: bytes, *, signed: bool = False) -> int:
    return int.from_bytes(raw, sys.byteorder, signed=signed)


def _bytes(number: int, size: int) -> bytes:
    return number.to_bytes(size, sys.byteorder)
