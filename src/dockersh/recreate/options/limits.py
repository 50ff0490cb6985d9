"""What it may use of the machine."""

from __future__ import annotations

from collections.abc import Iterator

from dockersh.recreate.option import Option, cpus, size
from dockersh.recreate.options.plain import one
from dockersh.recreate.seen import Row, Seen

SHARED_MEMORY = 64 << 20  # what the engine gives by itself
RATES = (
    ("device-read-bps", "BlkioDeviceReadBps"),
    ("device-write-bps", "BlkioDeviceWriteBps"),
    ("device-read-iops", "BlkioDeviceReadIOps"),
    ("device-write-iops", "BlkioDeviceWriteIOps"),
)


def limits(seen: Seen) -> Iterator[Option]:
    """Memory, processors, disks, files."""
    host = seen.host
    yield from one(seen, "memory")
    yield from _swap(host)
    if host.get("NanoCpus"):
        yield Option("cpus", cpus(host["NanoCpus"]))
    if host.get("ShmSize") not in (None, 0, SHARED_MEMORY):
        yield Option("shm-size", size(host["ShmSize"]))
    if host.get("MemorySwappiness") not in (None, -1):
        yield Option("memory-swappiness", str(host["MemorySwappiness"]))
    yield from (Option("ulimit", _ulimit(row)) for row in host.get("Ulimits") or ())
    yield from (Option("blkio-weight-device", f"{row['Path']}:{row['Weight']}") for row in host.get("BlkioWeightDevice") or ())
    for name, key in RATES:
        yield from (Option(name, f"{row['Path']}:{row['Rate']}") for row in host.get(key) or ())


def _swap(host: Row) -> Iterator[Option]:
    """The engine makes it twice the memory where only that is given."""
    given, memory = host.get("MemorySwap") or 0, host.get("Memory") or 0
    if given and not (memory and given == 2 * memory):
        yield Option("memory-swap", "-1" if given < 0 else size(given))


def _ulimit(row: Row) -> str:
    soft, hard = row["Soft"], row["Hard"]
    return f"{row['Name']}={soft}" if soft == hard else f"{row['Name']}={soft}:{hard}"
