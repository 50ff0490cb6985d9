"""An image as a Dockerfile: what each builder writes into a history, and the settings that it has apart."""

from __future__ import annotations

from typing import Any

import pytest

from dockersh.recreate.dockerfile import file, settings


def lines(*made: str, **config: Any) -> list[str]:
    """The Dockerfile's lines behind its first, of layers by what made them, the oldest first."""
    layers = [{"CreatedBy": one} for one in reversed(made)]
    return list(file.dockerfile(layers, config))[1:]


# What the builders of docker 20.10 and 28 wrote, and the lines from which they wrote it.
HISTORIES: list[tuple[tuple[str, ...], dict[str, Any], list[str]]] = [
    (("/bin/sh -c #(nop)  ENV A=1 B=two words",), {"Env": ["A=1", "B=two words"]}, ['ENV A=1 B="two words"']),
    (("ENV A=x C=3",), {"Env": ["A=x C=3"]}, ['ENV A="x C=3"']),
    (("ENV A=x C=3",), {"Env": ["A=x", "C=4"]}, ["ENV A=x C=3", "ENV C=4"]),
    ((), {"Env": ["PATH=/bin"]}, ["ENV PATH=/bin"]),
    (
        ("SHELL [/bin/a b -c]", "RUN /bin/a b -c x # buildkit"),
        {"Shell": ["/bin/a b", "-c"]},
        ['SHELL ["/bin/a b", "-c"]', "RUN x"],
    ),
    (("/bin/ash -eu -c #(nop)  USER 1:1",), {"User": "1:1"}, ["USER 1:1"]),
    ((), {"User": "1", "WorkingDir": "/w"}, ["USER 1", "WORKDIR /w"]),
    (("RUN /bin/sh -c echo a > /h\necho b\n # buildkit",), {}, ["RUN <<EOF", "echo a > /h", "echo b", "EOF"]),
    (("RUN touch /a # buildkit",), {}, ['RUN ["touch", "/a"]']),
    (("RUN /bin/sh -c [ -f /a ] # buildkit",), {}, ["RUN [ -f /a ]"]),
    (('/bin/sh -c ["a", "b"]',), {}, ["RUN <<EOF", '["a", "b"]', "EOF"]),
    (("touch /a",), {}, ["# touch /a"]),
    (("/bin/sh -c echo '#(nop) # buildkit'",), {}, ["RUN echo '#(nop) # buildkit'"]),
    (("ARG V=1 2", "|1 V=1 2 /bin/sh -c echo a"), {}, ['ARG V="1 2"', "RUN echo a"]),
    (("ARG W", "|1 W=given so /bin/sh -c echo a"), {}, ['ARG W="given so"', "RUN echo a"]),
    (("ARG A=b", "ARG B=/bin/sh -c x", "|2 A=b B=/bin/sh -c x /bin/sh -c y"), {}, ["ARG A=b", 'ARG B="/bin/sh -c x"', "RUN y"]),
    (("/bin/sh -c #(nop) COPY --chown=1 file:1a in /f ",), {}, ["# COPY --chown=1 file:1a in /f"]),
    (("COPY f /f # buildkit",), {}, ["COPY f /f"]),
    (("HEALTHCHECK &{[\"NONE\"] '\\x00'}",), {"Healthcheck": {"Test": ["NONE"]}}, ["HEALTHCHECK NONE"]),
    (('CMD ["/bin/sh" "-c" "a \\"b\\""]',), {"Cmd": ["/bin/sh", "-c", 'a "b"']}, ['CMD a "b"']),
    (("LABEL a=b c d=e",), {"Labels": {"a": "b", "c d": "e"}}, ["LABEL a=b", 'LABEL "c d"=e']),
    (("EXPOSE map[53/udp:{} 80/tcp:{}]",), {"ExposedPorts": {"80/tcp": {}, "53/udp": {}}}, ["EXPOSE 53/udp 80"]),
]


@pytest.mark.parametrize(("made", "config", "expected"), HISTORIES, ids=str)
def test_lines_of_a_history(made: tuple[str, ...], config: dict[str, Any], expected: list[str]) -> None:
    """What the history joined by blanks stands apart again, each value as a Dockerfile has it."""
    assert lines(*made, **config) == expected


def test_what_no_dockerfile_can_have_is_named() -> None:
    """A value of several lines is left out of the lines, and told."""
    config = {"Env": ["A=1\n2", "B=3"], "Labels": {"l": "x\ny"}}
    assert lines(**config) == ["ENV B=3"]
    assert settings.unsaid(config) == ["A", "l"]
