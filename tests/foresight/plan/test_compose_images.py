"""What the images of services bring: health checks that others wait for, files changed since, programs that will not start."""

from __future__ import annotations

from typing import Any

import pytest

from foresight.plan.test_compose import BUILT, DB, IMAGES, WEB, codes, engine, needs

TEST = {"test": ["CMD", "redis-cli", "ping"]}
CHECKED = {**IMAGES, "redis:7": {"checked": True}}
NONE = "compose-no-healthcheck"
PERHAPS = "compose-healthcheck-of-image"


def waiting(**db: Any) -> dict[str, Any]:
    """A web that waits until its db is healthy, which has these settings more."""
    return {**needs("service_healthy"), "db": {**DB, **db}}


HEALTH = [
    ("up -d", waiting(), {}, NONE),
    ("up -d web", waiting(), {}, NONE),
    ("create", waiting(), {}, NONE),
    ("run --rm web", waiting(), {}, NONE),
    ("up -d", waiting(healthcheck={"disable": True}), {"images": CHECKED}, NONE),
    ("up -d", waiting(healthcheck={"test": ["NONE"]}), {"images": CHECKED}, NONE),
    ("up -d", waiting(healthcheck={"interval": "5s"}), {}, NONE),
    ("up -d", waiting(), {"images": {"nginx:1": {}}}, PERHAPS),
    ("up -d", waiting(image="shop-db", build=BUILT), {"build": {"dockerfile": "FROM x\n"}}, PERHAPS),
    ("up -d", waiting(image="shop-db", build=BUILT), {"build": {"dockerfile": "FROM x\nHEALTHCHECK CMD true\n"}}, ""),
    ("up -d", waiting(image="shop-db", build=BUILT), {}, ""),
    ("up -d", waiting(healthcheck=TEST), {}, ""),
    ("up -d", waiting(), {"images": CHECKED}, ""),
    ("up -d --no-deps web", waiting(), {}, ""),
    ("up -d db", waiting(), {}, ""),
    ("up -d", needs("service_started"), {}, ""),
    ("stop", waiting(), {}, ""),
]


@pytest.mark.parametrize(("line", "services", "held", "expected"), HEALTH)
def test_who_waits_for_health_needs_a_check(line: str, services: dict[str, Any], held: dict[str, Any], expected: str) -> None:
    """In the files or in the image; where the image is not here, it may have one."""
    assert [code for code in codes(line, engine(services, **held)) if code in (NONE, PERHAPS)] == (
        [expected] if expected else []
    )


SHOP = {"web": {**WEB, "image": "shop-web", "build": BUILT}}
THERE: dict[str, Any] = {**IMAGES, "shop-web": {}, "shop-web:latest": {}}
BEFORE, AFTER = -30, -1  # days; images are 21 days old
MOUNTED = [{"type": "bind", "source": "/srv/web/src", "target": "/app/src", "bind": {"create_host_path": True}}]
CHANGES = [
    ("up -d", SHOP, [(AFTER, "Dockerfile"), (BEFORE, "app.py")], True),
    ("up -d web", SHOP, [(BEFORE, "Dockerfile"), (AFTER, "app.py")], True),
    ("create", SHOP, [(AFTER, "Dockerfile")], True),
    ("up -d", SHOP, [(BEFORE, "Dockerfile"), (BEFORE, "app.py")], False),
    ("up -d --build", SHOP, [(AFTER, "Dockerfile")], False),
    ("restart", SHOP, [(AFTER, "Dockerfile")], False),
    ("up -d", {"web": {**SHOP["web"], "pull_policy": "build"}}, [(AFTER, "Dockerfile")], False),
    ("up -d", {"web": {**SHOP["web"], "volumes": MOUNTED}}, [(BEFORE, "Dockerfile"), (AFTER, "src/app.py")], False),
    ("up -d", {"web": {**SHOP["web"], "volumes": MOUNTED}}, [(AFTER, "Dockerfile"), (AFTER, "src/app.py")], True),
]


@pytest.mark.parametrize(("line", "services", "changed", "expected"), CHANGES)
def test_up_builds_nothing_again(line: str, services: dict[str, Any], changed: list[Any], expected: bool) -> None:
    """A file is newer than the image; what is mounted needs no build."""
    held = engine(services, images=THERE, build={"dockerfile": "FROM x\nCOPY . .\n", "changed": changed})
    assert ("compose-image-older" in codes(line, held)) == expected


FAULTY = {"dockerfile": "FROM x\n", "faults": [["CMD", "/start.sh", "start.sh", "not-executable"]]}
BUILDS = [
    ("build", THERE, True),
    ("up --build", THERE, True),
    ("up -d", IMAGES, True),
    ("up -d", THERE, False),
    ("stop", IMAGES, False),
]


@pytest.mark.parametrize(("line", "images", "expected"), BUILDS)
def test_programs_of_what_is_built(line: str, images: dict[str, Any], expected: bool) -> None:
    """Where the image is built, and nowhere else."""
    assert ("program-not-executable" in codes(line, engine(SHOP, images=images, build=FAULTY))) == expected


def test_services_that_ask_for_a_card() -> None:
    """In either spelling, on an engine without the toolkit."""
    absent = {f"{folder}/nvidia-container-runtime-hook": "missing" for folder in ("/usr/bin", "/usr/local/bin")}
    absent |= dict.fromkeys(("/run/current-system/sw/bin/nvidia-container-runtime-hook", "/etc/cdi", "/var/run/cdi"), "missing")
    devices = [{"driver": "nvidia", "capabilities": ["gpu"]}]
    reserved = {"deploy": {"resources": {"reservations": {"devices": devices}}}}
    for asked in (reserved, {"gpus": [{"count": -1}]}):
        held = {"web": {**WEB, **asked}}
        assert "no-gpu-driver" in codes("up -d", engine(held, here=True, paths=absent))
        assert "no-gpu-driver" not in codes("up -d", engine(held, here=True, paths=absent, runtimes=["nvidia"]))
