"""The picture says what is there, in the width there is, with ASCII where that is all there is."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.practice.changes import Changes, changes
from dockersh.practice.lessons.ask import Engine
from dockersh.practice.picture import only_changed, picture
from dockersh.render.cells import width

WORDS = {
    "marks": "마지막 명령의 결과: + 생겼거나 내려받음, ~ 바뀜, - 삭제됨",
    "containers": "컨테이너",
    "images": "이미지",
    "volumes": "볼륨",
    "networks": "네트워크",
    "unused": "사용 안 함",
}
WEB: dict[str, Any] = {
    "Id": "1" * 64,
    "Names": ["/web"],
    "State": "running",
    "Image": "nginx",
    "Ports": [
        {"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"},
        {"IP": "::", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"},
        {"PrivatePort": 443, "Type": "tcp"},
    ],
    "Mounts": [{"Type": "volume", "Name": "data", "Source": "/x", "Destination": "/data"}],
    "NetworkSettings": {"Networks": {"shop": {"IPAddress": "172.18.0.2"}}},
}
OLD: dict[str, Any] = {
    **WEB,
    "Id": "2" * 64,
    "Names": ["/old"],
    "State": "exited",
    "Ports": [],
    "Mounts": [],
    "NetworkSettings": {"Networks": {}},
}
ANSWERS: dict[str, Any] = {
    "/containers/json?all=1": [WEB, OLD],
    "/images/json": [{"RepoTags": ["nginx:latest", "shop/web:1.0"]}, {"RepoTags": []}],
    "/volumes": {"Volumes": [{"Name": "data"}, {"Name": "left"}]},
    "/networks": [
        {"Name": "shop", "IPAM": {"Config": [{"Subnet": "172.18.0.0/16"}]}},
        {"Name": "host", "IPAM": {"Config": None}},
    ],
}


class Told(Engine):
    """An engine that answers from a table."""

    def get(self, request: str) -> Any:
        """As the table has it."""
        return ANSWERS[request]


def test_everything_is_in_it() -> None:
    """Containers with state, port, volume and address; what is not used says so."""
    assert picture(Told(""), WORDS, 80, plain=False) == (
        "── 컨테이너 ──\n"
        "● web  running  nginx\n"
        "   8080 → 80/tcp\n"
        "   data → /data\n"
        "   shop: 172.18.0.2\n"
        "○ old  exited  nginx\n"
        "── 이미지 ──\n"
        "  nginx:latest\n"
        "  shop/web:1.0\n"
        "  <none>\n"
        "── 볼륨 ──\n"
        "  data\n"
        "  left  (사용 안 함)\n"
        "── 네트워크 ──\n"
        "  host\n"
        "  shop  172.18.0.0/16\n"
    )


@pytest.mark.parametrize("columns", [80, 40, 12])
def test_no_line_is_too_wide(columns: int) -> None:
    """Hangul is two cells wide."""
    drawn = picture(Told(""), WORDS, columns, plain=False)
    assert max(map(width, drawn.split("\n"))) <= columns


def test_ascii_where_that_is_all() -> None:
    """No mark of ours needs more."""
    english = dict(zip(WORDS, ("marks", "containers", "images", "volumes", "networks", "unused"), strict=True))
    assert picture(Told(""), english, 80, plain=True).isascii()


def test_an_engine_that_does_not_answer_has_nothing() -> None:
    """And is no error."""
    assert picture(Engine("/nonexistent"), WORDS, 80, plain=True).count("\n") == 4


def event(kind: str, action: str, about: str, **told: str) -> dict[str, Any]:
    """One of an engine's."""
    return {"Type": kind, "Action": action, "Actor": {"ID": about, "Attributes": told}}


# `docker rm gone; docker run -d --name web nginx`, and a container with --rm that came and went; `old` was stopped meanwhile.
EVENTS = (
    event("container", "destroy", "3" * 64, name="gone"),
    event("image", "pull", "nginx:latest", name="nginx"),
    event("container", "create", "1" * 64, name="web"),
    event("container", "create", "4" * 64, name="data"),
    event("container", "exec_start: ls", "2" * 64, name="old"),
    event("network", "connect", "5" * 64, name="shop", container="1" * 64),
    event("container", "start", "1" * 64, name="web"),
    event("container", "die", "2" * 64, name="old"),
    event("container", "destroy", "4" * 64, name="data"),
    event("volume", "destroy", "spare"),
)


@pytest.mark.parametrize("columns", [80, 40])
def test_what_a_line_changed_is_marked(columns: int) -> None:
    """New, otherwise, gone; a container called data is no volume of that name, and one that came and went is not there."""
    drawn = picture(Told(""), WORDS, columns, plain=False, changed=changes(EVENTS))
    assert max(map(width, drawn.split("\n"))) <= columns
    legend = drawn.split("\n")[-2]
    assert drawn.removesuffix(legend + "\n") == (
        "── 컨테이너 ──\n"
        "+ ● web  running  nginx\n"
        "+    8080 → 80/tcp\n"
        "+    data → /data\n"
        "+    shop: 172.18.0.2\n"
        "~ ○ old  exited  nginx\n"
        "-   gone\n"
        "── 이미지 ──\n"
        "+   nginx:latest\n"
        "    shop/web:1.0\n"
        "    <none>\n"
        "── 볼륨 ──\n"
        "    data\n"
        "    left  (사용 안 함)\n"
        "-   spare\n"
        "── 네트워크 ──\n"
        "    host\n"
        "    shop  172.18.0.0/16\n"
    )
    assert WORDS["marks"].startswith(legend)


def test_beside_a_lesson_stands_what_changed() -> None:
    """And nothing, where nothing did."""
    shown = only_changed(Told(""), WORDS, 80, plain=True, changed=changes(EVENTS[-3:]))
    assert shown == "~ o old  exited  nginx\n-   data\n-   spare\n"
    assert only_changed(Told(""), WORDS, 80, plain=True, changed=Changes()) == ""
