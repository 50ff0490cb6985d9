"""Who the process runs as, and where it starts.

    -u name|uid[:group|gid]      a name is looked up in the image's own /etc/passwd
    -w /absolute/path            created, owned by root, when it is missing; a relative one is refused by the engine
Source: moby daemon/oci_linux.go, docker-facts observations on 20.10 and 28.
"""

from __future__ import annotations

from dockersh.reading.values.value import Bad, Value, bad, good


def user(text: str) -> Value | Bad:
    """Decode `-u`: `{user, group}`."""
    who, _, group = text.partition(":")
    shape = {"user": who, "group": group or None}
    if who in ("0", "root"):
        return good(shape, "user-root")
    if who.isdecimal():
        return good(shape, "user-number-group" if group else "user-number", user=who, group=group)
    return good(shape, "user-name", user=who)


def workdir(text: str) -> Value | Bad:
    """Decode `-w`: `{path}`; empty: the image's own."""
    if not text:
        return good({"path": text})
    if not text.startswith("/"):
        return bad("workdir", value=text)
    return good({"path": text}, "workdir", path=text)


def workdir_of_exec(text: str) -> Value | Bad:
    """Decode `-w` of exec: the folder must be there; observed on 20.10 and 28.5.2, where nothing is made."""
    found = workdir(text)
    return found if isinstance(found, Bad) or not text else good({"path": text}, "workdir-exec", path=text)
