"""Names of images as docker shortens them: `docker.io/library/ubuntu` is `ubuntu:latest`.

Source: distribution/reference, normalize.go.
"""

from __future__ import annotations

import re

from dockersh.practice.engine.refusal import Refused

COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
PATTERN = re.compile(
    rf"(?:(?P<host>(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+(?::\d+)?|localhost(?::\d+)?|[a-zA-Z0-9-]+:\d+)/)?"
    rf"(?P<path>{COMPONENT}(?:/{COMPONENT})*)(?::(?P<tag>[\w][\w.-]{{0,127}}))?(?:@(?P<digest>sha256:[0-9a-f]{{64}}))?"
)
HOSTS = ("docker.io/", "index.docker.io/")


def familiar(text: str, tag: str = "latest") -> str:
    """`name:tag`, or `name@digest`, without docker.io and library. Raises Refused for what is no reference."""
    for host in HOSTS:
        text = text.removeprefix(host)
    text = text.removeprefix("library/")
    found = PATTERN.fullmatch(text)
    if found is None:
        raise Refused("reference-invalid")
    if found["digest"]:
        return text
    return text if found["tag"] else f"{text}:{tag}"


def repository(name: str) -> str:
    """The name without tag and digest."""
    return re.sub(r"(?::[^:/@]+)?(?:@.*)?$", "", name)
