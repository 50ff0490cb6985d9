"""Programs that serve until they are told to end: what they log at their start, and which signals they end by.

Sources: the official images of nginx, httpd, redis and postgres (their entrypoints, STOPSIGNAL and first lines of log).
"""

from __future__ import annotations

import time

from dockersh.practice.inside.job import Job
from dockersh.practice.inside.process import INT, TERM
from dockersh.practice.inside.streams import STDERR, STDOUT
from dockersh.startup.typed import NamedTuple

QUIT, WINCH = 3, 28


class Server(NamedTuple):
    """What it says when it is up, on which stream, and the signals with the status each leads to."""

    lines: tuple[str, ...]
    stream: int
    signals: dict[int, int]
    port: int
    root: str = ""  # of the pages it serves
    needs: str = ""  # a variable without which it does not start


NO_NAME = (
    "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using {address}."
    " Set the 'ServerName' directive globally to suppress this message"
)
SERVERS = {
    "nginx": Server(
        (
            "/docker-entrypoint.sh: Configuration complete; ready for start up",
            "{slashed} [notice] 1#1: nginx/1.27.3",
            "{slashed} [notice] 1#1: start worker processes",
        ),
        STDERR,
        {TERM: 0, QUIT: 0, INT: 0},
        80,
        "/usr/share/nginx/html",
    ),
    "httpd-foreground": Server(
        (NO_NAME,),
        STDERR,
        {TERM: 0, WINCH: 0, INT: 0},
        80,
        "/usr/local/apache2/htdocs",
    ),
    "redis-server": Server(
        (
            "1:C {redis} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
            "1:M {redis} * Server initialized",
            "1:M {redis} * Ready to accept connections tcp",
        ),
        STDOUT,
        {TERM: 0, INT: 0},
        6379,
    ),
    "postgres": Server(
        (
            "PostgreSQL init process complete; ready for start up.",
            "",
            "{dashed} UTC [1] LOG:  database system is ready to accept connections",
        ),
        STDERR,
        {TERM: 0, INT: 0, QUIT: 0},
        5432,
        "",
        "POSTGRES_PASSWORD",
    ),
}
UNPROTECTED = """Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
"""


def serve(job: Job) -> int:
    """Say that it is up, and serve until a signal."""
    server = SERVERS[job.argv[0].rpartition("/")[2]]
    process = job.process
    if server.needs and not process.env.get(server.needs) and process.env.get("POSTGRES_HOST_AUTH_METHOD") != "trust":
        job.complain(UNPROTECTED)
        return 1
    process.handles.update(server.signals)
    now = time.gmtime()
    values = {
        "slashed": time.strftime("%Y/%m/%d %H:%M:%S", now),
        "dashed": time.strftime("%Y-%m-%d %H:%M:%S.000", now),
        "redis": time.strftime("%d %b %Y %H:%M:%S.000", now),
        "address": next(iter(process.place.addresses()), "127.0.0.1"),
    }
    for line in server.lines:
        (job.complain if server.stream == STDERR else job.write)(line.format(**values) + "\n")
    process.place.serves(server.port, server.root)
    process.idle()
    return 0


def busybox_httpd(job: Job) -> int:
    """The small web server of busybox, as web server, which handles no signal."""
    options, _ = job.parted("ph")
    if "f" not in options:
        return 0  # in the background of a container that ends with it
    job.process.place.serves(int(options.get("p") or 80), job.path(options.get("h") or "."))
    job.process.idle()
    return 0


PROGRAMS = {**dict.fromkeys(SERVERS, serve), "httpd": busybox_httpd}
