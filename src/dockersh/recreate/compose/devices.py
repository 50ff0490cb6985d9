"""`--gpus` and `--device` as a service's keys, spelled as compose reads them."""

from __future__ import annotations

from dockersh.reading.invocation import Invocation
from dockersh.reading.values.fields import fields
from dockersh.recreate.compose.draft import Draft
from dockersh.startup.typed import Any

RIGHTS = frozenset("rwm")


def gpus(invocation: Invocation, draft: Draft) -> None:
    """Each use of the option is a request of its own."""
    texts = [text for part in invocation.flags("gpus") if (text := draft.text(part))]
    if texts:
        draft.keys["gpus"] = "all" if texts == ["all"] else [_request(text) for text in texts]


def _request(text: str) -> dict[str, Any]:
    """Docker asks for one processor where no number is given, compose for all. Both add the capability `gpu` themselves.

    Source: docker/cli opts/gpus.go; compose-go transform/gpus.go.
    """
    given = {key if equals else "count": value if equals else key for key, equals, value in _fields(text)}
    row: dict[str, Any] = {"driver": given["driver"]} if given.get("driver") else {}
    if given.get("device"):
        row["device_ids"] = given["device"].split(",")
    else:
        count = given.get("count", "1")
        row["count"] = int(count) if count.lstrip("+-").isdecimal() else count
    if "capabilities" in given:
        row["capabilities"] = given["capabilities"].split(",")
    if "options" in given:
        row["options"] = {key: value for key, _, value in _fields(given["options"])}
    return row


def _fields(text: str) -> list[tuple[str, str, str]]:
    return [field.partition("=") for field in fields(text) or ()]


def device(text: str) -> tuple[str]:
    """`/dev/a:r` are rights to docker, and a path in the container to compose."""
    host, _, rest = text.partition(":")
    return (f"{host}:{host}:{rest}" if rest and RIGHTS.issuperset(rest) else text,)
