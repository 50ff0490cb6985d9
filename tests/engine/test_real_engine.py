"""What the notes claim of docker, checked on the real engine."""

from __future__ import annotations

import ipaddress
import time
import urllib.request

from support.private_engine import PrivateEngine
from support.pty_terminal import Terminal


def test_run_pulls_only_a_missing_image(engine: PrivateEngine) -> None:
    """Run downloads when the image is not here, and not again."""
    engine.docker("rmi", "ubuntu:14.04")
    before = time.time()
    engine.docker("run", "--rm", "ubuntu:14.04", "true")
    between = time.time()
    engine.docker("run", "--rm", "ubuntu:14.04", "true")
    assert "image pull" in engine.events(before, between)
    assert "image pull" not in engine.events(between, time.time())


def test_run_attaches_before_it_starts(engine: PrivateEngine) -> None:
    """create, attach, start: in this order."""
    before = time.time()
    engine.docker("run", "ubuntu:14.04", "true")
    actions = [event.split()[1] for event in engine.events(before, time.time()) if event.startswith("container")]
    assert [action for action in actions if action in ("create", "attach", "start")] == ["create", "attach", "start"]


def test_create_does_not_start_and_start_does_not_attach(engine: PrivateEngine) -> None:
    """The two halves of run."""
    engine.docker("create", "-it", "--name", "half", "ubuntu:14.04")
    assert engine.status("half") == "created"
    before = time.time()
    engine.docker("start", "half")
    assert engine.status("half") == "running"
    assert "container attach" not in engine.events(before, time.time())


def test_ps_shows_running_ones_only(engine: PrivateEngine) -> None:
    """-a shows all, -q ids."""
    engine.docker("create", "--name", "still", "ubuntu:14.04")
    engine.docker("run", "-dit", "--name", "up", "ubuntu:14.04")
    assert engine.docker("ps", "--format", "{{.Names}}") == "up"
    assert sorted(engine.docker("ps", "-a", "--format", "{{.Names}}").split()) == ["still", "up"]
    assert all(len(one) == 12 for one in engine.docker("ps", "-aq").split())


def test_a_running_container_is_not_removed(engine: PrivateEngine) -> None:
    """Stop first, or -f."""
    engine.docker("run", "-dit", "--name", "up", "ubuntu:14.04")
    engine.docker("rm", "up", check=False)
    assert engine.status("up") == "running"
    engine.docker("rm", "-f", "up")
    assert engine.status("up") == ""


def test_addresses_come_from_the_default_bridge(engine: PrivateEngine) -> None:
    """172.17.0.0/16, as the notes see with ifconfig."""
    address = engine.docker("run", "--rm", "ubuntu:14.04", "sh", "-c", "ip -4 -o addr show eth0 | awk '{print $4}'")
    assert ipaddress.ip_interface(address).network == ipaddress.ip_network("172.17.0.0/16")


def test_a_published_port_reaches_the_container(engine: PrivateEngine) -> None:
    """-p host:container: the host's port leads in."""
    engine.docker("run", "-d", "--name", "web", "-p", "127.0.0.1::80", "nginx", "httpd", "-f", "-p", "80", "-h", "/etc")
    port = engine.docker("port", "web", "80/tcp").rpartition(":")[2]
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/passwd", timeout=5) as page:
                assert page.read().startswith(b"root:")
                return
        except OSError:
            assert time.monotonic() < deadline


def test_the_terminal_of_docker_itself(engine: PrivateEngine) -> None:
    """Size, resize and Ctrl-P Ctrl-Q, without us: the measure for the hand-over."""
    argv = ["docker", "run", "-it", "--name", "tty", "ubuntu:14.04"]
    with Terminal(argv, engine.env(), rows=30, columns=90) as terminal:
        terminal.expect("/ # ")
        terminal.follows_the_window((30, 90), (40, 100))
        terminal.send("\x10\x11")
        assert terminal.wait() == 0
    assert engine.status("tty") == "running"
