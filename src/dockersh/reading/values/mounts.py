"""What a container's folders are joined to.

    -v [SRC:]DST[:opts]     SRC with a leading / or . is a host path; another SRC is a named volume; none is anonymous
    --mount type=…,src=…,dst=…[,readonly]…     comma-separated, no spaces
    --tmpfs DST[:opts]
opts: ro rw z Z nocopy, propagation, consistency; one of each kind.
A one-letter SRC is read as a Windows drive: `-v x:/x` is an anonymous volume at `x:/x` (observed on 20.10 and 28).
Source: docker/cli cli/compose/loader ParseVolume, opts/mount.go (28.2.2), moby volume/mounts/linux_parser.go.
"""

from __future__ import annotations

import re

from dockersh.finding import Say, say
from dockersh.reading.values.fields import fields
from dockersh.reading.values.quantities import binary, rate
from dockersh.reading.values.value import Bad, Value, bad
from dockersh.startup.lazy_regex import pattern
from dockersh.startup.typed import Any, NamedTuple

VOLUME_NAME = pattern(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")
MODES = frozenset(
    [
        "ro",
        "rw",
        "z",
        "Z",
        "nocopy",
        "private",
        "rprivate",
        "shared",
        "rshared",
        "slave",
        "rslave",
        "consistent",
        "cached",
        "delegated",
        "default",
    ]
)
TYPES = ("volume", "bind", "tmpfs", "npipe", "image", "cluster")
KEYS = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly"}
FIELDS = frozenset(
    [
        "type",
        "source",
        "target",
        "readonly",
        "consistency",
        "bind-propagation",
        "bind-recursive",
        "bind-nonrecursive",
        "volume-nocopy",
        "volume-label",
        "volume-driver",
        "volume-opt",
        "volume-subpath",
        "image-subpath",
        "tmpfs-size",
        "tmpfs-mode",
        "bind-create-src",
    ]
)
BOOLEANS = frozenset("1 t T TRUE true True 0 f F FALSE false False".split())  # noqa: SIM905  strconv.ParseBool's words
RECURSIVE = frozenset(("enabled", "disabled", "writable", "readonly"))
# What an option of -v, --mount or --tmpfs adds: the sentence `mount-KEY`, and the options that say it.
OPTIONS = {
    "selinux-shared": ("z",),
    "selinux-own": ("Z",),
    "nocopy": ("nocopy", "volume-nocopy"),
    "propagation": ("shared", "rshared", "slave", "rslave"),
    "subpath": ("volume-subpath", "image-subpath"),
    "size": ("size",),
    "mode": ("mode",),
    "noexec": ("noexec",),
    "exec": ("exec",),
    "readonly": ("ro",),
}
BARE = frozenset(("readonly", "volume-nocopy", "bind-nonrecursive", "bind-create-src"))


class Mount(NamedTuple):
    """One mount: `type` bind, volume or tmpfs; `source` None for an anonymous volume or tmpfs.

    *flag* is the one it came by (`volume`, `mount`, `tmpfs`): docker makes a missing folder for -v, and refuses it for --mount.
    *fields* are those of --mount as they were typed.
    """

    type: str
    source: str | None
    target: str
    readonly: bool
    options: tuple[str, ...] = ()
    flag: str = "volume"
    fields: tuple[str, ...] = ()

    @property
    def shape(self) -> dict[str, Any]:
        """As JSON has it: `{type, source, target, readonly, options}`."""
        found = {**self._asdict(), "options": list(self.options)}
        del found["flag"], found["fields"]
        return found


def volume(text: str) -> Value | Bad:
    """Decode `-v` to a Mount."""
    found = parse(text)
    return found if isinstance(found, Bad) else _said(found)


def parse(text: str) -> Mount | Bad:
    """The same as a Mount."""
    fields = _fields(text) if len(text) > 2 else [text]
    if not all(fields) or len(fields) > 3:
        return bad("volume-sections" if text else "volume-empty", value=text)
    if len(fields) == 1:
        return Mount("volume", None, fields[0], readonly=False)
    source, target, *modes = fields
    options = tuple(modes[0].split(",")) if modes else ()
    if (options and not set(options) <= MODES) or {"ro", "rw"} <= set(options):
        return bad("volume-mode", value=",".join(options) or text)
    kind = "bind" if source.startswith(("/", ".")) else "volume"
    if kind == "volume" and source and not VOLUME_NAME.fullmatch(source):
        return bad(_no_volume(source), value=source)
    if not target.startswith("/"):
        return bad("volume-target", value=target)
    return Mount(kind, source or None, target, "ro" in options, tuple(mode for mode in options if mode not in ("ro", "rw")))


def _no_volume(source: str) -> str:
    """Why a source is none; a `~` that no shell filled in docker hands on."""
    if source.startswith("~"):
        return "volume-home"
    return "volume-relative" if "/" in source else "volume-name"


def _fields(text: str) -> list[str]:
    """Split at colons; a single letter is a drive to docker, and the colon behind it does not split."""
    fields: list[str] = []
    drive = False
    for piece in text.split(":"):
        if drive:
            fields[-1] += f":{piece}"
        else:
            fields.append(piece)
        drive = not drive and len(piece) == 1 and piece.isalpha()
    return fields


def _said(found: Mount) -> Value:
    key = f"mount-{found.type}" + ("-readonly" if found.readonly and found.type != "tmpfs" else "")
    if found.type != "tmpfs" and found.source is None:
        key = "volume-anonymous"
    says = say(f"values.{key}", source=found.source or "", target=found.target)
    more: dict[str, str] = {}  # what is given twice counts, and is said, as it was given last
    for option in found.options:
        name, _, value = option.partition("=")
        name = name.removeprefix("tmpfs-")
        more |= {key: name + "=" + value for key, names in OPTIONS.items() if name in names}
    for key, option in more.items():
        says = _and(says, key, option)
    return Value(found, says)


def _and(says: Say, key: str, option: str) -> Say:
    """The sentence with what an option adds to it."""
    name, _, value = option.partition("=")
    size = rate(value) if name == "size" else None
    shown = binary(size) if size is not None else value
    return say("values.mount-and", text=says, more=say(f"values.mount-{key}", value=shown))


def mount(text: str) -> Value | Bad:
    """Decode `--mount` to a Mount."""
    found = parse_mount(text)
    return found if isinstance(found, Bad) else _said(found)


def parse_mount(text: str) -> Mount | Bad:
    """The same as a Mount."""
    given: dict[str, str] = {"type": "volume"}
    pieces = fields(text)
    if pieces is None:
        return bad("quotes", value=text)
    for field in pieces:
        key, equals, value = field.partition("=")
        key = KEYS.get(key.lower(), key.lower())
        if key not in FIELDS:
            return bad("mount-key", value=key)
        if (not equals and key not in BARE) or (key == "type" and not value):
            return bad("mount-field", value=field)
        if not _fits(key, value if equals else "true"):
            return bad("mount-value", value=value, key=key)
        given[key] = value if equals else "true"
    found = _mount(given, text)
    return found if isinstance(found, Bad) else found._replace(fields=tuple(pieces))


def _fits(key: str, value: str) -> bool:
    """Whether a field takes the value: switches, words, sizes and modes are checked by the client."""
    if key in BARE:
        return value in BOOLEANS
    if key == "bind-recursive":
        return value in RECURSIVE
    if key == "tmpfs-size":
        return rate(value) is not None
    return key != "tmpfs-mode" or re.fullmatch(r"[0-7]{1,10}", value) is not None


def _mount(fields: dict[str, str], text: str) -> Mount | Bad:
    kind = fields["type"].lower()
    if not fields.get("target"):
        return bad("mount-target", value=text)
    if kind == "bind" and not fields.get("source"):
        return bad("mount-source", value=text)
    for prefix in ("bind", "volume", "tmpfs"):
        if kind != prefix and any(key.startswith(f"{prefix}-") for key in fields):
            return bad("mount-mixed", value=f"{prefix}-*", type=kind)
    readonly = fields.get("readonly", "false") in ("true", "1", "t", "T", "TRUE", "True")
    if fields.get("bind-recursive") == "readonly" and not readonly:
        return bad("mount-value", value="readonly", key="bind-recursive")
    options = tuple(f"{key}={value}" for key, value in fields.items() if "-" in key)
    return Mount(kind, fields.get("source"), fields["target"], readonly, options, "mount")


def tmpfs(text: str) -> Value | Bad:
    """Decode `--tmpfs` to a Mount."""
    target, _, options = text.partition(":")
    if not target.startswith("/"):
        return bad("volume-target", value=target)
    given = tuple(filter(None, options.split(",")))
    return _said(Mount("tmpfs", None, target, readonly=False, options=given, flag="tmpfs"))
