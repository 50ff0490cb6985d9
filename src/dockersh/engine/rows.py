"""How what one question found becomes the row of a list, whichever way the engine was asked."""

from __future__ import annotations

from dockersh.engine.state import Container, Listed


def of_container(container: Container) -> Listed:
    """A container as the row of a list, whichever way the engine was asked for it."""
    return Listed(
        container.id,
        container.name,
        status=container.status,
        created=container.created,
        image=container.image,
        networks=container.networks,
        mounts=container.mounts,
        labels=container.labels,
    )
