"""`how NAME with …`: what a new option takes the place of, what `without` means, and the lines that carry it out."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.recreate.asked import find
from dockersh.recreate.change import absent, changed, merged
from dockersh.recreate.wanted import wanted
from dockersh.recreate.written import joined, written
from support import inspected

LINE = (
    ("-dit",),
    ("--name", "web"),
    ("-p", "8080:80"),
    ("-p", "53:53/udp"),
    ("-v", "vol:/d"),
    ("--mount", "type=bind,src=/a,dst=/b"),
    ("-e", "A=1"),
    ("-e", "B=2"),
    ("-m", "64m"),
)
ALL = "-dit --name web -p 8080:80 -p 53:53/udp -v vol:/d --mount type=bind,src=/a,dst=/b -e A=1 -e B=2 -m 64m"
# What is typed behind the name: what of the line becomes what; '' goes, and what stands behind `+` is new.
CHANGES: list[tuple[str, str, str]] = [
    ("with -p 8081:80", "-p 8080:80", "-p 8081:80"),
    ("with --publish=127.0.0.1:8081:80/tcp", "-p 8080:80", "-p 127.0.0.1:8081:80/tcp"),
    ("with -p 81:81", "", "-p 81:81"),
    ("with -p 8080:81", "-p 8080:80", "-p 8080:81"),
    ("with -p 8080:53/udp", "-p 53:53/udp", "-p 8080:53/udp"),
    ("without -p 8080", "-p 8080:80", ""),
    ("without -p", "-p 8080:80 -p 53:53/udp", ""),
    ("without --publish -i", "-dit --name web -p 8080:80 -p 53:53/udp", "-dt --name web"),
    ("with -e A=9", "-e A=1", "-e A=9"),
    ("with -e C=3", "", "-e C=3"),
    ("with -v other:/d", "-v vol:/d", "-v other:/d"),
    ("with --mount type=volume,src=x,dst=/d", "-v vol:/d", "--mount type=volume,src=x,dst=/d"),
    ("with -v /c:/b", "--mount type=bind,src=/a,dst=/b", "-v /c:/b"),
    ("with -m 1g", "-m 64m", "-m 1g"),
    ("with --restart always", "", "--restart always"),
    ("-p 8081:80", "-p 8080:80", "-p 8081:80"),
    ("without -e A", "-e A=1", ""),
    ("without -e A=1", "-e A=1", ""),
    ("without -p 80", "-p 8080:80", ""),
    ("without -p 8080:80", "-p 8080:80", ""),
    ("without -p 53/udp", "-p 53:53/udp", ""),
    ("without -v /d", "-v vol:/d", ""),
    ("without --mount /b", "--mount type=bind,src=/a,dst=/b", ""),
    ("without -m 64m", "-m 64m", ""),
    ("without -t", "-dit", "-di"),
    ("without -i -t", "-dit", "-d"),
    ("with -m 1g without -e B=2", "-m 64m", "-m 1g"),
    ("with --network n1 --network-alias w", "", "--network n1 --network-alias w"),
    ("with --cap-add SYS_TIME", "", "--cap-add SYS_TIME"),
]


@pytest.mark.parametrize(("typed", "old", "new"), CHANGES)
def test_options_take_the_place_of_their_kin(typed: str, old: str, new: str) -> None:
    """A port by the container's, a variable by its name, a mount by where it stands, all others by the option."""
    what = wanted(typed.split())
    assert what.wrong == ""
    found = " ".join(joined(group) for group in merged(LINE, what))
    expected = ALL.replace(old, new) if old else f"{ALL} {new}"
    if "without -e B" in typed:
        expected = expected.replace(" -e B=2", "")
    assert found == " ".join(expected.split())


@pytest.mark.parametrize(
    "typed", ["with --nosuch 1", "with -p 1:2:3:4", "with nginx", "without --nosuch", "with -p", "with -e A=1 -m"]
)
def test_what_docker_does_not_read_is_named(typed: str) -> None:
    """Before anything is asked."""
    assert wanted(typed.split()).wrong != ""


RUNS = {"Status": "running", "StartedAt": "2026-01-01T00:00:00Z"}
DETACHED = {"AttachStdout": False, "AttachStderr": False}
VOLUME = {"Type": "volume", "Name": "f" * 64, "Destination": "/d"}


def lines(typed: str, **more: Any) -> tuple[list[str], list[str]]:
    """The lines, and the codes of what is said about them."""
    told = inspected.engine(inspected.container(**more))
    told.objects["changes", inspected.ID] = [{"Kind": 1, "Path": "/x"}]
    found = changed(find(told, "web"), wanted(typed.split()))
    return [written(line, 10**6) for line in found.lines], [note.key.partition(".")[2] for note in found.notes]


def test_a_running_container_is_made_anew() -> None:
    """Stopped, renamed, run, and the old one removed; its anonymous volume stays with it."""
    made, notes = lines("with -p 1:80", state=RUNS, **DETACHED, Mounts=[VOLUME], Volumes={"/d": {}})
    assert made == [
        "docker stop web",
        "docker rename web web-old",
        f"docker run -d --name web -v {'f' * 64}:/d -p 1:80 nginx",
        "docker rm web-old",
    ]
    assert notes == ["still", "kept", "lost-layer", "way-back"]


def test_a_new_name_is_the_new_containers() -> None:
    """What is checked, and the way back, name the new one; the old one keeps its name until then."""
    told = inspected.engine(inspected.container(state=RUNS, AttachStdout=False, AttachStderr=False))
    found = changed(find(told, "web"), wanted(["with", "--name", "shop"]))
    assert found.name == "shop"
    assert found.notes[-1].args == {"name": "web", "new": "shop", "old": "web-old"}


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("without -e A", ""),
        ("without -e B", "-e B"),
        ("without --rm", "--rm"),
        ("without -m", "-m"),
        ("with -m 1g without -v /d -p 80", "-p 80"),
        ("with -m 1g", ""),
    ],
)
def test_what_is_not_there_cannot_go(typed: str, option: str) -> None:
    """The first option that the container was not made with."""
    told = inspected.engine(inspected.container(Env=["A=1"], Binds=["v:/d"]))
    assert absent(find(told, "web"), wanted(typed.split())) == option


def test_what_docker_can_change_as_it_is() -> None:
    """One line, and nothing is lost."""
    assert lines("with -m 1g --restart always", state=RUNS) == (["docker update -m 1g --restart always web"], ["update"])


def test_one_that_removes_itself_is_gone_once_it_stops() -> None:
    """There is nothing to rename, and no way back."""
    made, notes = lines("with -p 1:80", state=RUNS, **DETACHED, AutoRemove=True)
    assert made == ["docker stop web", "docker run -d --rm --name web -p 1:80 nginx"]
    assert "removes-itself" in notes


def test_one_that_does_not_run_is_not_stopped() -> None:
    """It is renamed, made, and removed."""
    made, notes = lines("with -p 1:80")
    assert made == ["docker rename web web-old", "docker create --name web -p 1:80 nginx", "docker rm web-old"]
    assert "still" not in notes


def test_no_line_waits_for_the_container_to_end() -> None:
    """One that was not run with -d is made and started; with -d it is run."""
    made, _ = lines("with -p 1:80", state=RUNS)
    assert made[2:] == ["docker create --name web -p 1:80 nginx", "docker start web", "docker rm web-old"]
    made, _ = lines("with -d -p 1:80", state=RUNS)
    assert made[2:] == ["docker run --name web -d -p 1:80 nginx", "docker rm web-old"]


def test_what_is_no_longer_mounted_is_not_said_to_be_kept() -> None:
    """The volume is there, and nobody uses it."""
    assert "kept" not in lines("without -v /d", state=RUNS, Mounts=[VOLUME], Volumes={"/d": {}})[1]
