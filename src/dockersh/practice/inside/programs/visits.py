"""`ping`, `wget`, `curl`, `nslookup`: one container visits another."""

from __future__ import annotations

import re

from dockersh.practice.inside.job import Job
from dockersh.practice.inside.process import INT

PACKET = "64 bytes from {address}: seq={number} ttl=64 time=0.{micro:03d} ms\n"


def ping(job: Job) -> int:
    """As busybox's; without -c until Ctrl-C."""
    options, names = job.parted("cWwi")
    name = names[0] if names else ""
    address = job.process.place.resolve(name)
    if address is None:
        job.complain(f"ping: bad address '{name}'\n")
        return 1
    job.process.handles.setdefault(INT, 0)
    count = int(options["c"]) if options.get("c", "").isdecimal() else 0
    job.write(f"PING {name} ({address}): 56 data bytes\n")
    answered = job.process.place.answers(address)
    sent = 0
    while not count or sent < count:
        if answered:
            job.write(PACKET.format(address=address, number=sent, micro=80 + sent % 9))
        sent += 1
        if not count or sent < count:
            job.process.sleep(1)
    job.process.handles.pop(INT, None)
    _summary(job, name, sent, sent if answered else 0)
    return 0 if answered else 1


def _summary(job: Job, name: str, sent: int, back: int) -> None:
    lost = 100 * (sent - back) // max(sent, 1)
    job.write(f"\n--- {name} ping statistics ---\n")
    job.write(f"{sent} packets transmitted, {back} packets received, {lost}% packet loss\n")
    if back:
        job.write("round-trip min/avg/max = 0.080/0.084/0.088 ms\n")


def parted_url(url: str) -> tuple[str, int, str]:
    """Host, port and path."""
    found = re.fullmatch(r"(?:https?://)?([^/:]+)(?::(\d+))?(/.*)?", url)
    return (found[1], int(found[2] or 80), found[3] or "/") if found else (url, 80, "/")


def wget(job: Job) -> int:
    """A page, to a file or with -O -."""
    options, names = job.parted("OTt")
    host, port, path = parted_url(names[0] if names else "")
    address = job.process.place.resolve(host)
    if address is None:
        job.complain(f"wget: bad address '{host}'\n")
        return 1
    quiet = "q" in options
    if not quiet:
        job.complain(f"Connecting to {host}{'' if port == 80 else f':{port}'} ({address}:{port})\n")
    page = job.process.place.page(address, port, path)
    if page is None:
        job.complain(f"wget: can't connect to remote host ({address}): Connection refused\n")
        return 1
    where = options.get("O") or path.rpartition("/")[2] or "index.html"
    if where == "-":
        job.write(page)
    else:
        job.files.write(job.path(where), page)
    return 0


def curl(job: Job) -> int:
    """A page, to standard output."""
    _, names = job.parted("omw")
    host, port, path = parted_url(names[0] if names else "")
    address = job.process.place.resolve(host)
    if address is None:
        job.complain(f"curl: (6) Could not resolve host: {host}\n")
        return 6
    page = job.process.place.page(address, port, path)
    if page is None:
        job.complain(f"curl: (7) Failed to connect to {host} port {port} after 0 ms: Couldn't connect to server\n")
        return 7
    job.write(page)
    return 0


def nslookup(job: Job) -> int:
    """The address of a name."""
    name = job.argv[1] if len(job.argv) > 1 else ""
    address = job.process.place.resolve(name)
    job.write("Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\n")
    if address is None:
        job.complain(f"** server can't find {name}: NXDOMAIN\n\n")
        return 1
    job.write(f"Non-authoritative answer:\nName:\t{name}\nAddress: {address}\n\n")
    return 0


PROGRAMS = {"ping": ping, "wget": wget, "curl": curl, "nslookup": nslookup}
