"""Who we are, as the docker client asks each plugin whenever it shows its help. Imports nothing that takes time."""

from __future__ import annotations

import os.path

from dockersh.version import __version__

FILE = os.path.join(os.path.dirname(__file__), "metadata.json")


def text() -> str:
    """The metadata as JSON, a line. docker/cli 28.2.2 cli-plugins/manager/metadata.go"""
    with open(FILE, encoding="utf-8") as file:
        return file.read().replace("VERSION", __version__)
