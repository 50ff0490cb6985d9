"""The one way to open a file that a line names, or that lies where docker or we look for it: regular files, up to a size.

A pipe, a socket or a device is not even opened: opening one wakes who waits at its other end, and reading it takes what is
meant for the command. `/dev/null` counts as an empty file. What the kernel makes up while it is read (`/proc/kmsg`) has no
size, and so is read as empty, too.
"""

from __future__ import annotations

import errno
import os
import stat

# What these names lead to is an input or output of ours, also where it is a regular file: `docker build -f /dev/stdin < FILE`.
STREAMS = ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/")
MOST_LINKS = 40  # as the kernel follows them
# O_NONBLOCK and the second look are for what is exchanged between the two.
CAREFULLY = os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


class NotRegularError(OSError):
    """There is something of that name, but it is a pipe, a socket or a device."""


class TooLargeError(OSError):
    """A regular file of more bytes than we read."""


def read(path: str, most: int) -> bytes:
    """The bytes of a regular file. Raises TooLargeError over *most* bytes, NotRegularError, OSError as `open`."""
    descriptor, size = _opened(path)
    try:
        if size > most:
            raise TooLargeError(errno.EFBIG, os.strerror(errno.EFBIG), path)
        return _bytes(descriptor, size)
    finally:
        os.close(descriptor)


def head(path: str, most: int) -> bytes:
    """The first bytes of a regular file. Raises NotRegularError, OSError as `open`."""
    descriptor, size = _opened(path)
    try:
        return _bytes(descriptor, min(size, most))
    finally:
        os.close(descriptor)


def tail(path: str, most: int) -> bytes:
    """The last bytes of a regular file. Raises NotRegularError, OSError as `open`."""
    descriptor, size = _opened(path)
    try:
        os.lseek(descriptor, max(0, size - most), os.SEEK_SET)
        return _bytes(descriptor, min(size, most))
    finally:
        os.close(descriptor)


def text(path: str, most: int) -> str:
    """As `read`, decoded; bytes that are not UTF-8 become U+FFFD, and every line ends with a newline alone."""
    return read(path, most).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def open_to_write(path: str, more: int = 0) -> int:
    """A descriptor of a regular file, made readable by its owner only where there is none; *more* are flags of `os.open`.

    Raises NotRegularError, OSError as `open`.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | CAREFULLY | more, 0o600)
    try:
        _check(os.fstat(descriptor), path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def special(path: str) -> bool:
    """Whether something lies there that is neither a regular file nor a folder."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return False
    return _is_stream(path) or not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode) or _is_null(found))


def _is_stream(path: str) -> bool:
    """Whether a name, or a link that it is, stands for an open file of this process."""
    for _ in range(MOST_LINKS):
        path = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
        if path.startswith(STREAMS) or (path.startswith("/proc/") and "/fd/" in path):
            return True
        try:
            path = os.path.join(os.path.dirname(path), os.readlink(path))
        except OSError:
            return False
    return False


def _opened(path: str) -> tuple[int, int]:
    """A descriptor and the size. A word with a NUL is the name of no file."""
    if "\0" in path:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    if _is_stream(path):
        raise NotRegularError(errno.EINVAL, os.strerror(errno.EINVAL), path)
    _check(os.stat(path), path)
    descriptor = os.open(path, os.O_RDONLY | CAREFULLY)
    try:
        return descriptor, _check(os.fstat(descriptor), path)
    except OSError:
        os.close(descriptor)
        raise


def _check(found: os.stat_result, path: str) -> int:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(found.st_mode) and not _is_null(found):
        raise NotRegularError(errno.EINVAL, os.strerror(errno.EINVAL), path)
    return found.st_size


def _is_null(found: os.stat_result) -> bool:
    """Whether it is `/dev/null`, which people put in the place of an empty file."""
    return stat.S_ISCHR(found.st_mode) and found.st_rdev == os.stat(os.devnull).st_rdev


def _bytes(descriptor: int, size: int) -> bytes:
    """No more than the size told, whatever is written meanwhile."""
    found = []
    while size > 0 and (piece := os.read(descriptor, size)):
        found.append(piece)
        size -= len(piece)
    return b"".join(found)
