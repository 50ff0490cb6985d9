"""`why NAME` on a real engine: each state is brought about, and told as what it is."""

from __future__ import annotations

import subprocess
import sys
import time

from support.private_engine import PrivateEngine

# How it is made, and words of its page; `SICK` waits for its first failed check.
WORLD = """
docker run --name failed ubuntu:14.04 sh -c 'echo no config; exit 3'
docker run -d --name shell ubuntu:14.04
docker run -d --name loop --restart always ubuntu:14.04 sh -c 'exit 7'
docker run -d --name sick --health-cmd 'echo bad; exit 1' --health-interval 1s --health-retries 1 ubuntu:14.04 sleep 1000
docker create --name made ubuntu:14.04
docker run -d --name frozen ubuntu:14.04 sleep 1000
docker pause frozen
docker run --rm --name gone ubuntu:14.04 true
docker run -d --name killed ubuntu:14.04 sleep 1000
docker kill killed
docker run -d --name absent ubuntu:14.04 nosuch
docker run -d --name first -p 18080:80 ubuntu:14.04 sleep 1000
docker run -d --name clash -p 18080:80 ubuntu:14.04 sleep 1000
docker run -d --name well ubuntu:14.04 sleep 1000
"""
SAYS = {
    "failed": ("exited with status 3", "no config", "docker start -a failed"),
    "shell": ("exited with status 0", "docker run -it"),
    "loop": ("keeps restarting", "status 7", "docker update --restart=no loop"),
    "sick": ("unhealthy", "it said: bad", "docker exec sick"),
    "made": ("never started", "docker start made"),
    "frozen": ("paused", "docker unpause frozen"),
    "gone": ("gone was removed", "status 0"),
    "killed": ("exited with status 137", "signal KILL"),
    "absent": ("could not start it", "no program nosuch", "--entrypoint sh"),
    "clash": ("could not start it", "port 18080 is already in use", "first (ubuntu:14.04) publishes it", "docker stop first"),
    "well": ("well is running",),
}


def why(engine: PrivateEngine, name: str) -> str:
    """What `dockersh why NAME` prints."""
    argv = [sys.executable, "-m", "dockersh", "why", name]
    return subprocess.run(argv, env=engine.env(), capture_output=True, text=True, check=False).stdout


def told(engine: PrivateEngine, name: str) -> str:
    """The page that says it, asked for again for a moment: what restarts also runs in between."""
    until = time.monotonic() + 10
    while not all(word in (page := why(engine, name)) for word in SAYS[name]) and time.monotonic() < until:
        time.sleep(0.1)
    return page


def test_each_state_is_told(engine: PrivateEngine) -> None:
    """Running, ended, restarting, unhealthy, created, paused, gone."""
    subprocess.run(["sh", "-c", WORLD], env=engine.env(), capture_output=True, check=False)
    until = time.monotonic() + 20
    while engine.docker("inspect", "-f", "{{.State.Health.Status}}", "sick") != "unhealthy" and time.monotonic() < until:
        time.sleep(0.1)
    while engine.status("loop") != "restarting" and time.monotonic() < until:
        time.sleep(0.05)
    pages = {name: told(engine, name) for name in SAYS}
    missing = {name: pages[name] for name, words in SAYS.items() if not all(word in pages[name] for word in words)}
    assert missing == {}
