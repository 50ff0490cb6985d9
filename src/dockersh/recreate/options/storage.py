"""What is mounted: `-v` as it was given, `--mount` field by field, anonymous volumes, memory."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.recreate.option import Option, fields, size
from dockersh.recreate.options import api_socket
from dockersh.recreate.options.plain import one
from dockersh.recreate.seen import Row, Seen

Pairs = list[tuple[str, str]]


def mounts(seen: Seen) -> Iterator[Option]:
    """Every mount of the line."""
    by_socket = api_socket.asked(seen)
    yield from (Option("volume", bind) for bind in seen.host.get("Binds") or ())
    yield from (Option("volume", path) for path in anonymous(seen))
    yield from one(seen, "volumes-from")
    yield from (_mount(mount) for mount in seen.host.get("Mounts") or () if not (by_socket and api_socket.is_its_own(mount)))
    for path, options in sorted((seen.host.get("Tmpfs") or {}).items()):
        yield Option("tmpfs", f"{path}:{options}" if options else path)


def anonymous(seen: Seen) -> list[str]:
    """The paths of anonymous volumes that the line asked for, and not the image."""
    taken = {bind.split(":")[1] for bind in seen.host.get("Binds") or () if ":" in bind}
    taken |= {mount.get("Target", "") for mount in seen.host.get("Mounts") or ()}
    own = set(seen.config.get("Volumes") or ()) - set(seen.of_image.get("Volumes") or ())
    return sorted(own - taken)


def _mount(mount: Row) -> Option:
    """`--mount`; a bind that makes its folder is what `-v` means, and no field says it in clients before 29."""
    kind = mount.get("Type", "volume")
    bind = mount.get("BindOptions") or {}
    if kind == "bind" and bind.get("CreateMountpoint"):
        modes = [*(("ro",) if mount.get("ReadOnly") else ()), *filter(None, (bind.get("Propagation"),))]
        return Option("volume", ":".join([mount["Source"], mount["Target"], *([",".join(modes)] if modes else [])]))
    source = [("src", mount["Source"])] if mount.get("Source") else []
    pairs: Pairs = [("type", kind), *source, ("dst", mount["Target"])]
    if mount.get("ReadOnly"):
        pairs.append(("readonly", ""))
    if mount.get("Consistency"):
        pairs.append(("consistency", mount["Consistency"]))
    more = (_of_bind(bind), _of_volume(mount.get("VolumeOptions") or {}), _of_memory(mount.get("TmpfsOptions") or {}))
    image = mount.get("ImageOptions") or {}
    subpath = [("image-subpath", image["Subpath"])] if image.get("Subpath") else []
    return Option("mount", fields([*pairs, *(pair for part in more for pair in part), *subpath]))


def _of_bind(options: Row) -> Pairs:
    """Source: docker/cli opts/mount.go."""
    pairs: Pairs = []
    if options.get("Propagation"):
        pairs.append(("bind-propagation", options["Propagation"]))
    recursive = (("NonRecursive", "disabled"), ("ReadOnlyNonRecursive", "writable"), ("ReadOnlyForceRecursive", "readonly"))
    return pairs + [("bind-recursive", word) for key, word in recursive if options.get(key)]


def _of_volume(options: Row) -> Pairs:
    pairs: Pairs = [("volume-nocopy", "true")] if options.get("NoCopy") else []
    pairs += [("volume-label", f"{name}={value}") for name, value in sorted((options.get("Labels") or {}).items())]
    if options.get("Subpath"):
        pairs.append(("volume-subpath", options["Subpath"]))
    driver = options.get("DriverConfig") or {}
    if driver.get("Name"):
        pairs.append(("volume-driver", driver["Name"]))
    return pairs + [("volume-opt", f"{name}={value}") for name, value in sorted((driver.get("Options") or {}).items())]


def _of_memory(options: Row) -> Pairs:
    pairs: Pairs = [("tmpfs-size", size(options["SizeBytes"]))] if options.get("SizeBytes") else []
    return pairs + ([("tmpfs-mode", f"{options['Mode']:o}")] if options.get("Mode") else [])
