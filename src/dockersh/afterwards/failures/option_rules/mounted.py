"""Files that a program cannot read or write by how its folders are joined."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Mapping

from dockersh.afterwards.failures.case import Case, Found
from dockersh.afterwards.failures.option_rules.rights import effective_user, is_root
from dockersh.engine import Question
from dockersh.engine.installation import of_line
from dockersh.foresight.refusals.engine.mounts import below, over
from dockersh.reading.invocation.questions import assignments, global_options
from dockersh.reading.values.mounts import Mount

SELINUX = "/sys/fs/selinux/enforce"
OURS = frozenset(("systemd", "service", "snap", "wsl"))  # engines whose folders are this machine's


def placed(case: Case, named: Mapping[str, str]) -> Mapping[str, str]:
    """What a program named, with a path below the folder it runs in as a whole path; without one whose folder nobody knows."""
    path = named.get("path", "")
    if not path or path.startswith("/"):
        return named
    folder = _workdir(case)
    kept = {name: value for name, value in named.items() if name != "path"}
    return {**kept, "path": posixpath.normpath(posixpath.join(folder, path))} if folder.startswith("/") else kept


def _workdir(case: Case) -> str:
    """The folder that the program runs in: the line's, else the image's; '' where nobody knows."""
    last = case.invocation.last("workdir")
    if last is not None:
        return last.text if last.literal else ""
    part = next(iter(case.invocation.arguments("IMAGE")), None)
    held = case.ask(Question("image", (part.text,))).image(part.text) if part and part.literal else None
    return (held.folder or "/") if held else ""


def read_only(case: Case, named: Mapping[str, str]) -> Found | None:
    """A mount with `:ro`."""
    mount = _over(case, named)
    return {"target": mount.target, "source": mount.source or ""} if mount and mount.readonly else None


def root_read_only(case: Case, named: Mapping[str, str]) -> Found | None:
    """`--read-only`: everything that nothing is mounted on."""
    if not case.invocation.on("read-only") or _over(case, named) is not None:
        return None
    folder = posixpath.dirname(named.get("path", ""))
    return {"folder": folder} if folder not in ("", "/") else {}


def volume_of_root(case: Case, named: Mapping[str, str]) -> Found | None:
    """A new volume is root's; docker gives it away only where the image has that folder, with its owner."""
    mount, user = _over(case, named), effective_user(case)
    if mount is None or mount.type != "volume" or mount.source is None or is_root(user):
        return None
    return {"volume": mount.source, "target": mount.target, "user": user, **_image(case)}


def _image(case: Case) -> Found:
    part = next(iter(case.invocation.arguments("IMAGE")), None)
    return {"image": part.text} if part and part.literal else {}


def bind_of_another(case: Case, named: Mapping[str, str]) -> Found | None:
    """A folder of this machine whose owner is somebody else than the container's user."""
    mount, user = _over(case, named), effective_user(case)
    owner = _owner(case, mount)
    if mount is None or owner is None or is_root(user) or user.partition(":")[0] == str(owner):
        return None
    return {"source": mount.source or "", "target": mount.target, "user": user, "owner": str(owner)}


def _owner(case: Case, mount: Mount | None) -> int | None:
    """Whose the folder is, where the engine sees this machine's."""
    if mount is None or mount.type != "bind" or not mount.source or not _ours(case):
        return None
    try:
        held = os.stat(mount.source)
        return held.st_uid if stat.S_ISDIR(held.st_mode) or stat.S_ISREG(held.st_mode) else None  # a socket is no folder to own
    except (OSError, ValueError):
        return None


def _ours(case: Case) -> bool:
    return of_line(global_options(case.invocation), assignments(case.invocation.call), os.environ).kind in OURS


def bind_selinux(case: Case, named: Mapping[str, str]) -> Found | None:
    """Root is denied, and SELinux labels the folder for nobody's container."""
    mount = _over(case, named)
    labelled = mount is not None and {"z", "Z"} & set(mount.options)
    if mount is None or mount.type != "bind" or labelled or not is_root(effective_user(case)) or not os.path.exists(SELINUX):
        return None
    return {"source": mount.source or "", "target": mount.target} if _ours(case) else None


def tmpfs_noexec(case: Case, named: Mapping[str, str]) -> Found | None:
    """`--tmpfs` is noexec unless it says `exec`. docker docs, tmpfs mounts."""
    path = named.get("path", "")
    for part in case.invocation.flags("tmpfs"):
        target, _, options = part.text.partition(":")
        if below(path, target) and "exec" not in options.split(",") and is_root(effective_user(case)):
            return {"target": target}
    return None


def hides(case: Case, named: Mapping[str, str]) -> Found | None:
    """A file of the image below a folder of this machine that has no such file."""
    mount, path = _over(case, named), named.get("path", "")
    if mount is None or mount.type != "bind" or not mount.source or not _ours(case):
        return None
    here = os.path.join(mount.source, posixpath.relpath(path, mount.target))
    return None if os.path.lexists(here) else {"source": mount.source, "target": mount.target}


def _over(case: Case, named: Mapping[str, str]) -> Mount | None:
    """The mount of the line that a path lies in."""
    flags = (part for name in ("volume", "mount") for part in case.invocation.flags(name))
    return over((part.decoded for part in flags if isinstance(part.decoded, Mount)), named.get("path", ""))
