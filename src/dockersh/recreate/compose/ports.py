"""`--publish` and `--expose`, spelled as compose reads them."""

from __future__ import annotations

from collections.abc import Iterator

TCP = "tcp"


def published(text: str) -> tuple[str]:
    """`published=8080,target=80` in the short form, as docker's client rewrites it. Source: docker/cli container/opts.go."""
    if "=" not in text:
        return (text,)
    given = {"protocol": TCP} | dict(field.partition("=")[::2] for field in text.split(","))
    ports = ":".join(filter(None, (given.get("published"), given.get("target"))))
    return (ports if given["protocol"] == TCP else f"{ports}/{given['protocol']}",)


def exposed(text: str) -> Iterator[str]:
    """Each port by its number and its protocol: compose asks the engine for what stands there, and knows no ranges."""
    ports, protocol, *_ = (*text.split("/"), "")
    first, dash, last = ports.partition("-")
    if dash and first.isdecimal() and last.isdecimal():
        yield from (f"{port}/{protocol or TCP}" for port in range(int(first), int(last) + 1))
    else:
        yield f"{ports}/{protocol or TCP}"
