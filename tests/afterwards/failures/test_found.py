"""What is handed on of a failure: ids as docker itself shows them."""

from __future__ import annotations

from dockersh.afterwards.failures.found import found
from dockersh.engine import NoEngine
from dockersh.execute.outcome import Outcome
from dockersh.reading import syntax
from dockersh.reading.invocation import read

ID = "0123456789ab" + "cd" * 26


def args(line: str, said: str) -> dict[str, object]:
    """The values of the one failure of a line."""
    (call,) = syntax.parse(line).calls
    (one,) = found((read(call),), Outcome(1, errors=said), NoEngine())
    return dict(one.args)


def test_a_containers_id_is_shortened() -> None:
    """It goes into a line to type, where twelve letters do."""
    said = f"Error response from daemon: Could not find the file /x in container {ID}\n"
    assert args("docker compose cp web:/x .", said)["name"] == "0123456789ab"


def test_a_digest_is_not() -> None:
    """Half of one names no image."""
    image = f"me/app@sha256:{ID}"
    said = f"Error response from daemon: No such image: {image}\n"
    assert args(f"docker rmi {image}", said)["image"] == image
