"""Lists in words, from what an engine tells: which rows, which of them are odd, what to type."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.afterwards.answers import happenings, images, layers, networks, usage, volumes
from dockersh.afterwards.answers.row import Row, ordered
from dockersh.engine import Listed, Network, State
from dockersh.engine.state import Event
from dockersh.finding import Say
from dockersh.texts.wording import sentence

NOW = 1_000_000.0
WEEK = NOW - 8 * 24 * 3600
A, B, C = ("a" * 64, "b" * 64, "c" * 64)
CONTAINERS = (
    Listed("1", "web", image="nginx", status="running", networks=("shop",), mounts=("data", "d" * 64)),
    Listed("2", "old", status="exited", image=f"sha256:{B}", networks=("shop", "left", "bridge")),
)


def told(rows: Any, lang: str = "en") -> list[str]:
    """The sentences in their order; odd ones with a mark, and what to type."""
    return [f"{'! ' * one.odd}{sentence(lang, one.told)}{' → ' * bool(one.line)}{one.line}" for one in ordered(rows)]


def state(**more: Any) -> State:
    """An engine with two containers."""
    return State("up", lists={"containers": CONTAINERS}, **more)


def test_images() -> None:
    """What lost its name is odd; a second name is no second image."""
    listed = (
        Listed(A, "nginx:latest", size=2_000_000, created=WEEK),
        Listed(A, "other:1", size=2_000_000, created=WEEK),
        Listed(B, "", size=1000),
        Listed(C, "", size=1500),
        Listed("e" * 64, "alone:2", size=10, created=WEEK),
    )
    assert told(images.rows(listed, state(), NOW)) == [
        "! 1 image without a name or a container: left over from builds and pulls, 1.5kB → docker image prune",
        "! image bbbbbbbbbbbb has lost its name to a newer image; still used by old",
        "nginx:latest: 2MB, built 1 week ago, used by web",
        "other:1 is another name of nginx:latest",
        "alone:2: 10B, built 1 week ago, used by no container",
    ]


def test_volumes() -> None:
    """Anonymous ones without a container are left over."""
    listed = (
        Listed("data", "data"),
        Listed("d" * 64, "d" * 64, anonymous=True),
        Listed("e" * 64, "e" * 64, anonymous=True),
        Listed("f", "f"),
    )
    sizes = {"data": 5000, "e" * 64: 7}
    new = state(sizes=sizes, version="23.0.1")
    assert told(volumes.rows(listed, new, NOW)) == [
        "! 1 anonymous volume without a container: left over from removed containers, 7B → docker volume prune",
        "data: 5kB, used by web",
        "an anonymous volume of web: size unknown",
        "f: size unknown, used by no container; its data stays until you remove the volume",
    ]
    old = told(volumes.rows(listed, state(version="20.10.24"), NOW))[0]  # it would delete those with a name, too
    assert old.endswith(" → docker volume ls --filter dangling=true")


def test_networks() -> None:
    """Empty ones that somebody made are odd; docker's own never are."""
    found = {
        "shop": Network("1", "shop", "bridge", subnets=("10.0.0.0/24",)),
        "empty": Network("2", "empty", "bridge"),
        "inside": Network("3", "inside", "bridge", joined=("db",), internal=True),
        "left": Network("6", "left", "bridge"),
        "bridge": Network("4", "bridge", "bridge"),
        "host": Network("5", "host", "host"),
    }
    listed = [Listed(one.id, name) for name, one in found.items()]
    assert told(networks.rows(listed, state(networks=found), NOW)) == [
        "! no container is on empty → docker network prune",
        "shop (10.0.0.0/24): only web is on it, with access to the outside",
        "inside (bridge): only db is on it, without access to the outside",
        "left (bridge): only stopped containers belong to it: old",
        "bridge: the default network, 0 running containers; names do not work on it, only addresses",
        "host: 0 running containers, on the ports of the host itself",
    ]
    members = {"Name": "shop", "Containers": {"1": {"Name": "web", "IPv4Address": "10.0.0.2/24"}, "2": {"Name": "db"}}}
    assert told(networks.members(members)) == ["db has –", "web has 10.0.0.2"]
    assert told(networks.members({"Name": "shop"})) == ["! no running container is on shop"]


def test_history() -> None:
    """A secret is odd and not repeated; the large steps come first."""
    history: list[dict[str, Any]] = [
        {"CreatedBy": "CMD x", "Size": 0},
        {"CreatedBy": "RUN /bin/sh -c make # buildkit", "Size": "3000"},
        {"CreatedBy": "ENV DB_PASSWORD=hunter22secret", "Size": 0},
        {"CreatedBy": "/bin/sh -c curl -u me:hunter22secret https://x", "Size": 1000},
        {"CreatedBy": "", "Comment": "Imported from -", "Size": 6000},
    ]
    found = told(layers.rows(history))
    assert found[:2] == [
        "! anyone with the image can read the secret in this step: ENV DB_PASSWORD",
        "! anyone with the image can read the secret in this step: RUN curl",
    ]
    assert found[2:] == [
        "5 steps, 10kB in all, 2 without files",
        "6kB (60%): # Imported from -",
        "3kB (30%): RUN make",
        "1kB (10%): a step with a secret",
    ]


def test_usage() -> None:
    """What can be freed is odd; data is looked at first."""
    found = [
        {"Type": "Images", "TotalCount": "5", "Active": "2", "Size": "1.2GB", "Reclaimable": "1GB (80%)"},
        {"Type": "Containers", "TotalCount": "1", "Active": "1", "Size": "2B", "Reclaimable": "0B (0%)"},
        {"Type": "Local Volumes", "TotalCount": "3", "Active": "1", "Size": "2kB", "Reclaimable": "1kB (50%)"},
        {"Type": "Build Cache", "TotalCount": "0", "Active": "0", "Size": "0B", "Reclaimable": "0B"},
        {"Type": "Something", "TotalCount": "1"},
    ]
    assert told(usage.rows(found)) == [
        "! images: 5, 2 in use, 1.2GB; the others take 1GB → docker image prune -a",
        (
            "! volumes: 3, 1 in use, 2kB; no container uses 1kB of it, but you may need that data: check first"
            " → docker volume ls -f dangling=true"
        ),
        "containers: 1, 1 running, 2B; nothing to free",
        "build cache: 0B; nothing to free",
    ]


def event(name: str, action: str, at: float, kind: str = "container", **more: str) -> Event:
    """One of the engine's."""
    return Event(kind, action, name, {"name": name, **more}, at)


def test_events() -> None:
    """A row a thing; what ended badly is odd, what happens all the time goes by."""
    found = [
        event("nginx", "pull", 1, "image"),
        event("web", "create", 2),
        event("web", "start", 3),
        event("web", "exec_create: sh", 4),
        event("bad", "start", 5),
        event("bad", "die", 6, exitCode="137"),
        event("bad", "oom", 7),
        event("web", "health_status: healthy", 8),
        event("web", "health_status: healthy", 9),
        event("sha256:" + A, "untag", 10, "image"),
        Event("network", "prune"),
    ]
    assert told(happenings.rows(found)) == [
        "! container bad: started, exited with status 137, ran out of memory → why bad",
        "container web: created, started, healthy",
        "image aaaaaaaaaaaa: untagged",
        "image nginx: pulled",
    ]


def test_a_long_story_is_cut() -> None:
    """The last events of a thing are told; a volume that nobody named is called by the start of its name."""
    found = [event("web", ("start", "stop")[at % 2], at) for at in range(9)]
    assert told(happenings.rows(found)) == [
        "container web: after 3 earlier events: stopped, started, stopped, started, stopped, started"
    ]
    assert told(happenings.rows([event(A, "create", 1, "volume")])) == ["volume aaaaaaaaaaaa: created"]


def test_many_names_are_cut() -> None:
    """A row stays a row."""
    many = tuple(Listed(str(at), f"c{at}", image="nginx") for at in range(6))
    listed = (Listed(A, "nginx:latest", size=1, created=WEEK),)
    assert told(images.rows(listed, State("up", lists={"containers": many}), NOW)) == [
        "nginx:latest: 1B, built 1 week ago, used by c0, c1, c2, c3 and 2 more"
    ]


def test_odd_rows_come_first_in_their_order() -> None:
    """Docker's order holds within both."""
    rows = [Row(Say(key), odd=odd) for key, odd in (("a", False), ("b", True), ("c", False), ("d", True))]
    assert [one.told.key for one in ordered(rows)] == ["b", "d", "a", "c"]


@pytest.mark.parametrize("action", sorted(happenings.TOLD))
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_action_has_words(action: str, lang: str) -> None:
    """None is told by its key."""
    assert "answers." not in told(happenings.rows([event("x", action, 1)]), lang)[0]
