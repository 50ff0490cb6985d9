"""The real docker, by its older place."""

from __future__ import annotations

from dockersh.binary import real_docker

__all__ = ["real_docker"]
