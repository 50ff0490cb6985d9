"""What listens on this machine, as the kernel tells it in both of its ways."""

from __future__ import annotations

import socket
import sys

import pytest

from dockersh.engine import listeners

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="netlink is Linux's")


@LINUX
def test_both_ways_of_the_kernel_say_the_same() -> None:
    """Every address of four and of six; a connection is no listener."""
    with (
        socket.create_server(("127.0.0.1", 0)) as local,
        socket.create_server(("0.0.0.0", 0)) as every,
        socket.create_server(("::1", 0), family=socket.AF_INET6) as six,
        socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True) as dual,
        socket.create_connection(local.getsockname()) as connection,
    ):
        told = {one for family in listeners.FAMILIES for one in listeners._told(family)}
        assert told == {one for path in listeners.SOCKETS for one in listeners._written(path)}
        assert told == listeners.listening()
        ours = {("127.0.0.1", local.getsockname()[1]), ("0.0.0.0", every.getsockname()[1]), ("0.0.0.0", dual.getsockname()[1])}
        assert ours <= told
        assert {port for address, port in told if len(address) == 32} >= {six.getsockname()[1]}
        assert connection.getsockname()[1] not in {port for _, port in told}


@LINUX
def test_a_kernel_that_says_nothing_is_read_the_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where netlink is not allowed, or the kernel cannot say."""
    with socket.create_server(("127.0.0.1", 0)) as local:
        for name, value in (("NETLINK", 9999), ("BY_FAMILY", 9999)):
            with monkeypatch.context() as patch:
                patch.setattr(listeners, name, value)
                assert local.getsockname() in listeners.listening()
