"""What lists show of a container, an image, a volume and others: a field by its name in a template.

Source: docker/cli cli/command/formatter, network/formatter.go, and container/formatter_*.go (28.5.2).
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from dockersh.practice.standin.golang.functions import Row
from dockersh.practice.standin.shown import measures, ports
from dockersh.startup.typed import Any, ClassVar

Json = dict[str, Any]
NONE = "<none>"
COMMAND, MOUNT, CREATED_BY = 20, 15, 45  # columns


class Listed(Row):
    """A row of a list, from what the API says of it; *trunc*: ids and long texts are cut."""

    def __init__(self, row: Json, *, trunc: bool = True, **more: Any) -> None:
        self.row, self.trunc, self.more = row, trunc, more

    def id(self) -> str:
        """Its id, as far as it is shown."""
        found = str(self.row["Id"])
        return measures.short(found) if self.trunc else found


Field = Callable[[Any], Any]


def _labels(one: Listed) -> str:
    return ",".join(f"{key}={value}" for key, value in sorted((one.row.get("Labels") or {}).items()))


def _names(one: Listed) -> str:
    return ",".join(name[1:] for name in one.row["Names"])


def _image(one: Listed) -> str:
    image = str(one.row.get("Image") or "")
    if not image:
        return "<no image>"
    if not one.trunc:
        return image
    if measures.short(image) == measures.short(one.row.get("ImageID", "")):
        return measures.short(image)
    return image.partition("@")[0]


def _command(one: Listed) -> str:
    command = str(one.row["Command"])
    return measures.quoted(measures.ellipsis(command, COMMAND) if one.trunc else command)


def _sizes(one: Listed) -> str:
    own, whole = one.row.get("SizeRw") or 0, one.row.get("SizeRootFs") or 0
    shown = measures.size(own, 3)
    return f"{shown} (virtual {measures.size(whole, 3)})" if whole > 0 else shown


def _mounts(one: Listed) -> str:
    names = [mount.get("Name") or mount["Source"] for mount in one.row["Mounts"]]
    return ",".join(measures.ellipsis(name, MOUNT) if one.trunc else name for name in names)


class Container(Listed):
    """A line of `docker ps`."""

    kind = "*formatter.ContainerContext"
    fields: ClassVar[dict[str, Field]] = {
        "ID": Listed.id,
        "Names": _names,
        "Image": _image,
        "Command": _command,
        "CreatedAt": lambda one: measures.at(one.row["Created"]),
        "RunningFor": lambda one: measures.since(one.row["Created"]),
        "Ports": lambda one: ports.shown(one.row["Ports"]),
        "State": lambda one: one.row["State"],
        "Status": lambda one: one.row["Status"],
        "Size": _sizes,
        "Labels": _labels,
        "Mounts": _mounts,
        "LocalVolumes": lambda one: str(sum(mount.get("Driver") == "local" for mount in one.row["Mounts"])),
        "Networks": lambda one: ",".join(one.row["NetworkSettings"]["Networks"]),
        "Platform": lambda _one: None,
        "Labels of": lambda one: one.row.get("Labels") or {},
    }


class Image(Listed):
    """A line of `docker images`; *more* has its repository, tag and digest."""

    kind = "*formatter.imageContext"
    fields: ClassVar[dict[str, Field]] = {
        "ID": Listed.id,
        "Repository": lambda one: one.more["repository"],
        "Tag": lambda one: one.more["tag"],
        "Digest": lambda one: one.more.get("digest", NONE),
        "CreatedSince": lambda one: measures.since(one.row["Created"]),
        "CreatedAt": lambda one: measures.at(one.row["Created"]),
        "Size": lambda one: measures.size(one.row["Size"], 3),
        "Containers": lambda one: _counted(one.row["Containers"], str),
        "VirtualSize": lambda one: measures.size(one.row["Size"]),
        "SharedSize": lambda one: _counted(one.row["SharedSize"], measures.size),
        "UniqueSize": lambda one: _counted(one.row["SharedSize"], lambda shared: measures.size(one.row["Size"] - shared)),
    }


def _counted(number: int, shown: Callable[[int], str]) -> str:
    return "N/A" if number == -1 else shown(number)


class Volume(Listed):
    """A line of `docker volume ls`."""

    kind = "*formatter.volumeContext"
    fields: ClassVar[dict[str, Field]] = {
        "Name": lambda one: one.row["Name"],
        "Driver": lambda one: one.row["Driver"],
        "Scope": lambda one: one.row["Scope"],
        "Mountpoint": lambda one: one.row["Mountpoint"],
        "Labels": _labels,
        "Links": lambda one: _used(one, "RefCount", str),
        "Size": lambda one: _used(one, "Size", measures.size),
        "Group": lambda _one: "N/A",
        "Availability": lambda _one: "N/A",
        "Status": lambda _one: "N/A",
        "Labels of": lambda one: one.row.get("Labels") or {},
    }


def _used(one: Listed, name: str, shown: Callable[[int], str]) -> str:
    usage = one.row.get("UsageData")
    return shown(usage[name]) if usage else "N/A"


class Network(Listed):
    """A line of `docker network ls`."""

    kind = "*network.networkContext"
    fields: ClassVar[dict[str, Field]] = {
        "ID": Listed.id,
        "Name": lambda one: one.row["Name"],
        "Driver": lambda one: one.row["Driver"],
        "Scope": lambda one: one.row["Scope"],
        "IPv4": lambda one: str(one.row["EnableIPv4"]).lower(),
        "IPv6": lambda one: str(one.row["EnableIPv6"]).lower(),
        "Internal": lambda one: str(one.row["Internal"]).lower(),
        "Labels": _labels,
        "CreatedAt": lambda one: one.row["Created"].replace("T", " ").rstrip("Z").rstrip("0") + " +0000 UTC",
        "Labels of": lambda one: one.row.get("Labels") or {},
    }


class Layer(Listed):
    """A line of `docker history`; *more* says whether times and sizes are for people."""

    kind = "*image.historyContext"
    fields: ClassVar[dict[str, Field]] = {
        "ID": lambda one: one.row["Id"] if one.row["Id"].startswith("<") else one.id(),
        "CreatedAt": lambda one: measures.stamp(one.row["Created"]),
        "CreatedSince": lambda one: (
            measures.since(one.row["Created"]) if one.more["human"] else measures.stamp(one.row["Created"])
        ),
        "CreatedBy": lambda one: _created_by(one),  # noqa: PLW0108  it stands below
        "Size": lambda one: measures.size(one.row["Size"], 3) if one.more["human"] else str(one.row["Size"]),
        "Comment": lambda one: one.row["Comment"],
    }


def _created_by(one: Listed) -> str:
    text = one.row["CreatedBy"].replace("\t", " ")
    return measures.ellipsis(text, CREATED_BY) if one.trunc else text


class Change(Listed):
    """A line of `docker diff`."""

    kind = "*container.diffContext"
    fields: ClassVar[dict[str, Field]] = {"Type": lambda one: "CAD"[one.row["Kind"]], "Path": lambda one: one.row["Path"]}


def _cells(*names: str) -> dict[str, Field]:
    """Fields that were worked out before."""
    return {name: functools.partial(_cell, name) for name in names}


def _cell(name: str, one: Listed) -> Any:
    return one.row[name]


class Usage(Listed):
    """A line of `docker system df`: its cells were counted already."""

    kind = "*formatter.diskUsageImagesContext"
    fields: ClassVar[dict[str, Field]] = _cells("Type", "TotalCount", "Active", "Size", "Reclaimable")


class Statistics(Listed):
    """A line of `docker stats`: its cells were counted already."""

    kind = "*container.statsContext"
    fields: ClassVar[dict[str, Field]] = _cells(
        "Container", "Name", "ID", "CPUPerc", "MemUsage", "MemPerc", "NetIO", "BlockIO", "PIDs"
    )
