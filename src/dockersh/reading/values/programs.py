"""The program that a container runs first.

    --entrypoint PROGRAM       one word, not split; '' takes the image's own entrypoint away, and its command with it
Source: docker/cli cli/command/container/opts.go; moby daemon/commit.go merge (28.2.2), and what 20.10.24 did.
"""

from __future__ import annotations

from dockersh.reading.values.value import Value, good


def entrypoint(text: str) -> Value:
    """Decode `--entrypoint`: `{program}`, None where the image's is only taken away."""
    return good({"program": text or None}, None if text else "entrypoint-none")
