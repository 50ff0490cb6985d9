"""Where our files are, and how they are written: the one place that knows.

    config    $XDG_CONFIG_HOME/dockersh    ~/.config/dockersh        config.toml
    state     $XDG_STATE_HOME/dockersh     ~/.local/state/dockersh   history, seen.json
    cache     $XDG_CACHE_HOME/dockersh     ~/.cache/dockersh         parsed tables, docker's help, compose's services

A variable that is no absolute path is ignored, as the XDG specification wants; without HOME the home folder is that of the
password file. Where there is none, nothing is kept: no file of ours is ever looked for in the folder somebody stands in.
https://specifications.freedesktop.org/basedir-spec/latest/
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Mapping

OURS = "dockersh"
KINDS = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
    "data": ("XDG_DATA_HOME", ".local/share"),  # of others: nothing of ours is there
}
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
LONGEST = 30  # characters of a folder that is shown; of a longer one the last two names
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_safe: dict[str, bool] = {}  # what was found of a folder of the cache


def home(env: Mapping[str, str] | None = None) -> str | None:
    """The person's home folder, an absolute path; None where nobody knows one."""
    named = (os.environ if env is None else env).get("HOME", "")
    if named.startswith("/"):
        return named
    import pwd  # noqa: PLC0415  HOME is nearly always set

    try:
        found = pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:  # a number without a name, as in containers
        return None
    return found if found.startswith("/") else None


def place(kind: str, *names: str, env: Mapping[str, str] | None = None) -> str | None:
    """The path of a file or folder of ours of a *kind* (`config`, `state`, `cache`); None where nothing can be kept."""
    found = base(kind, env)
    return None if found is None else os.path.join(found, OURS, *names)


def base(kind: str, env: Mapping[str, str] | None = None) -> str | None:
    """The folder in which every program has one of its own for this *kind*; None where nothing can be kept."""
    variable, below = KINDS[kind]
    named = (os.environ if env is None else env).get(variable, "")
    if named.startswith("/"):
        return named
    own = home(env)
    return None if own is None else os.path.join(own, below)


def make(folder: str) -> None:
    """A folder, and those above it, for the person alone, whatever the umask. Raises OSError."""
    if not os.path.isdir(folder):
        make(os.path.dirname(folder))
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, PRIVATE_FOLDER)


def write(path: str, data: bytes, *, private: bool = False) -> None:
    """Put a file in place, whole or not at all: 0600 where it is new or *private*, else as it was; a link to it stays one.

    Raises OSError (a full disk, a folder that is read-only); then the old file is as it was, and nothing is left beside it.
    """
    make(os.path.dirname(path))
    target = os.path.realpath(path)
    fresh = f"{target}.{os.getpid()}"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(fresh)  # of a process of this number that was killed
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if not private:
                _like(target, descriptor)
            file.write(data)
        os.replace(fresh, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(fresh)
        raise


def _like(target: str, descriptor: int) -> None:
    """The mode and the owner of the file that is replaced."""
    with contextlib.suppress(OSError):
        found = os.stat(target)
        os.fchmod(descriptor, stat.S_IMODE(found.st_mode))
        if (found.st_uid, found.st_gid) != (os.geteuid(), os.getegid()):
            os.fchown(descriptor, found.st_uid, found.st_gid)


def cached(path: str | None, most: int) -> bytes | None:
    """What a file of the cache holds, at most *most* bytes; None for one that is not there, or that another could have written.

    The cache stands for texts and answers of ours: it counts only where file and folders are the person's own.
    """
    if path is None or not _safe_folders(os.path.dirname(path)):
        return None
    try:
        descriptor = quietly(path, os.O_RDONLY)
    except (OSError, ValueError):
        return None
    try:
        told = os.fstat(descriptor)
        fine = stat.S_ISREG(told.st_mode) and _own(told) and told.st_size <= most
        return _content(descriptor, told.st_size) if fine else None
    except (OSError, MemoryError):
        return None
    finally:
        os.close(descriptor)


def _content(descriptor: int, size: int) -> bytes:
    """So many bytes, or fewer; a file object would ask four times what it is that it reads."""
    found = os.read(descriptor, size)
    while len(found) < size and (more := os.read(descriptor, size - len(found))):
        found += more
    return found


def keep(path: str | None, data: bytes) -> None:
    """Put a file into the cache, where that is possible and safe."""
    if path is None:
        return
    with contextlib.suppress(OSError, ValueError):
        make(os.path.dirname(path))
        _safe.clear()
        if _safe_folders(os.path.dirname(path)):
            write(path, data, private=True)


def appended(path: str) -> int:
    """A descriptor to add to a file of ours with; a new one is 0600. Raises OSError."""
    make(os.path.dirname(path))
    return os.open(path, os.O_CREAT | os.O_APPEND | os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY, PRIVATE_FILE)


def writable(folder: str | None) -> bool:
    """Whether something could be kept in a folder of ours, be it there already or not."""
    while folder and not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    return folder is not None and os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)


def nowhere() -> OSError:
    """Why nothing is kept where there is no home folder."""
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def quietly(path: str, flags: int) -> int:
    """Opens for `open`: waits for nobody at the other end of a pipe, and takes no terminal."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)


def _safe_folders(folder: str) -> bool:
    """Whether a folder of the cache is the person's alone, from our own on down; never one that is not below ours."""
    known = _safe.get(folder)
    if known is None:
        above = os.path.dirname(folder)
        inside = os.path.basename(folder) == OURS or (above != folder and _safe_folders(above))
        known = _safe[folder] = inside and _closed(folder)
    return known


def _closed(folder: str) -> bool:
    """Whether nobody else can write here; one of ours that is open to others (an old umask) is closed."""
    try:
        found = os.stat(folder)
        if found.st_uid == os.geteuid() and found.st_mode & OTHERS_WRITE:
            os.chmod(folder, PRIVATE_FOLDER)
    except OSError:
        return False
    return found.st_uid == os.geteuid()


def _own(told: os.stat_result) -> bool:
    return told.st_uid == os.geteuid() and not told.st_mode & OTHERS_WRITE


def shortened(folder: str, home: str) -> str:
    """`~` for the home folder; `…/app/src` for what is deep."""
    home = home.rstrip("/")
    inside = bool(home) and (folder == home or folder.startswith(f"{home}/"))
    short = "~" + folder[len(home) :] if inside else folder
    names = short.split(os.sep)
    return short if len(short) <= LONGEST or len(names) < 4 else os.sep.join(["…", *names[-2:]])
