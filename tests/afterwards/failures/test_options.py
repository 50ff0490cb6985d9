"""What a program printed and an option of its line, told together; and only where both are there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from afterwards.failures.test_known import invocation
from dockersh import texts
from dockersh.afterwards.failures.found import found
from dockersh.afterwards.failures.option_rules import mounted
from dockersh.afterwards.failures.options import RULES, words
from dockersh.afterwards.failures.page import Page, page
from dockersh.engine.installation import Installation
from dockersh.execute.outcome import Outcome
from support.state import WrittenEngine

CAPABILITY = "option-capability-missing"
DB: dict[str, Any] = {"containers": {"db": {"networks": ["bridge"]}, "api": {"networks": ["shop"]}}}


@pytest.fixture(autouse=True)
def _local_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that sees this machine's folders, without SELinux."""
    monkeypatch.setattr(mounted, "of_line", lambda *_: Installation("systemd"))
    monkeypatch.setattr(mounted, "SELINUX", "/nowhere")


def told(line: str, errors: str, status: int = 1, state: dict[str, Any] | None = None, lang: str = "en") -> list[Page]:
    """The pages of what is told of a line."""
    return [page(lang, one) for one in found([invocation(line)], Outcome(status, errors=errors), WrittenEngine(state or {}))]


# As the programs print it: busybox, coreutils, dash, Python, node, nginx, Go, Java, psql, curl, redis, MySQL, PHP.
FITS = [
    ("docker run --rm --read-only x touch /x", "touch: /x: Read-only file system", "option-read-only", "--tmpfs FOLDER"),
    ("docker run --read-only x", "touch: cannot touch '/run/x': Read-only file system", "option-read-only", "--tmpfs /run"),
    ("docker run --read-only x", "OSError: [Errno 30] Read-only file system: '/app/x'", "option-read-only", "--tmpfs /app"),
    ("docker run --read-only x", "Error: EROFS: read-only file system, open '/app/x'", "option-read-only", "--tmpfs /app"),
    (
        "docker run --read-only nginx",
        'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
        "option-read-only",
        "--tmpfs /var/cache/nginx",
    ),
    ("docker run -v dat:/data:ro x", "sh: can't create /data/x: Read-only file system", "option-mount-read-only", "/data"),
    ("docker run --read-only -v dat:/data:ro x", "touch: /data/x: Read-only file system", "option-mount-read-only", "/data"),
    (
        "docker run -u 1000 -v vol:/data busybox touch /data/x",
        "touch: /data/x: Permission denied",
        "option-volume-of-root",
        "docker run --rm -u 0 -v vol:/data --entrypoint chown busybox -R 1000 /data",
    ),
    ("docker run -u 1000 x", "PermissionError: [Errno 13] Permission denied: '/app/log'", "option-user-denied", "1000 /app"),
    ("docker run -u app x", "Error: EACCES: permission denied, open '/app/log'", "option-user-denied", "app /app"),
    ("docker run --tmpfs /tmp x sh /tmp/a", "sh: /tmp/a: Permission denied", "option-tmpfs-noexec", "/tmp:exec"),
    ("docker run --network none x ping db", "ping: bad address 'db'", "option-network-none", "--network none"),
    ("docker run --net none x", "connect: Network is unreachable", "option-network-none", "--network none"),
    ("docker run x ping -c1 db", "ping: bad address 'db'", "option-default-bridge", "docker network connect NET db"),
    ("docker run x", "curl: (6) Could not resolve host: db", "option-default-bridge", "NET db"),
    ("docker run x", "Error: getaddrinfo ENOTFOUND db", "option-default-bridge", "NET db"),
    ("docker run x", "dial tcp: lookup db on 10.0.0.2:53: no such host", "option-default-bridge", "NET db"),
    ("docker run x", 'could not translate host name "db" to address: Name does not resolve', "option-default-bridge", "NET db"),
    ("docker run x", "Could not connect to Redis at db:6379: Name does not resolve", "option-default-bridge", "NET db"),
    ("docker run x", "ERROR 2005 (HY000): Unknown MySQL server host 'db' (-2)", "option-default-bridge", "NET db"),
    ("docker run x", "java.net.UnknownHostException: db", "option-default-bridge", "NET db"),
    ("docker run x", "wget: unable to resolve host address ‘db’", "option-default-bridge", "NET db"),
    ("docker run --network shop x", "ping: bad address 'db'", "option-other-network", "docker network connect shop db"),
    (
        "docker run x ping host.docker.internal",
        "ping: bad address 'host.docker.internal'",
        "option-host-internal",
        "--add-host host.docker.internal:host-gateway",
    ),
    (
        "docker run -e DATABASE_URL=postgres://u:p@localhost:5432/x app",
        "Error: connect ECONNREFUSED 127.0.0.1:5432",
        "option-localhost",
        "host.docker.internal",
    ),
    (
        "docker run -e DB_HOST=127.0.0.1 app",
        'connection to server at "127.0.0.1", port 5432 failed: Connection refused',
        "option-localhost",
        "host-gateway",
    ),
    ("docker run --cap-drop ALL x chown 1 /x", "chown: /x: Operation not permitted", "option-cap-dropped", "--cap-add"),
    (
        "docker run x mount -t tmpfs t /mnt",
        "mount: permission denied (are you root?)",
        CAPABILITY,
        "SYS_ADMIN",
    ),
    (
        "docker run x ip link add d type dummy",
        "ip: RTNETLINK answers: Operation not permitted",
        CAPABILITY,
        "NET_ADMIN",
    ),
    (
        "docker run x strace ls",
        "strace: ptrace(PTRACE_TRACEME): Operation not permitted",
        CAPABILITY,
        "SYS_PTRACE",
    ),
    ("docker run -m 64m node", "FATAL ERROR: Reached heap limit - JavaScript heap out of memory", "option-memory", "larger -m"),
    # github.com/spujadas/elk-docker/issues/334, github.com/dockhippie/elasticsearch/issues/64
    (
        "docker run -p 9200:9200 x",
        "[1]: max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]",
        "option-kernel-setting",
        "sysctl -w vm.max_map_count=262144",
    ),
    (
        "docker run x",
        "sysctl: error setting key 'vm.max_map_count': Read-only file system",
        "option-kernel-setting",
        "a container cannot",
    ),
    # github.com/MESAHub/MESA-Docker/issues/17, github.com/moby/moby/issues/33839
    (
        "docker run -u 1000 -w /data -v vol:/data x mkdir test",
        "mkdir: cannot create directory 'test': Permission denied",
        "option-volume-of-root",
        "chown x -R 1000 /data",
    ),
    (
        "docker run -u 1000 -w /data -v vol:/data x touch a",
        "touch: a: Permission denied",
        "option-volume-of-root",
        "1000 /data",
    ),
    (
        "docker run -u 1000 -w /data -v vol:/data x",
        "PermissionError: [Errno 13] Permission denied: 'out/a.txt'",
        "option-volume-of-root",
        "1000 /data",
    ),
    (
        "docker run -u 1000 -w /data -v vol:/data node:20",
        "Error: EACCES: permission denied, open 'out.txt'",
        "option-volume-of-root",
        "1000 /data",
    ),
    ("docker run --pids-limit 5 x", "sh: can't fork: Resource temporarily unavailable", "option-pids-limit", "--pids-limit"),
    ("docker run --ulimit nofile=10 x", "OSError: [Errno 24] Too many open files", "option-ulimit-files", "nofile"),
    ("docker run postgres", 'ERROR: could not resize shared memory segment "/x": No space left', "option-shm-size", "256m"),
    (
        "docker run --security-opt no-new-privileges x sudo ls",
        'sudo: The "no new privileges" flag is set, which prevents sudo from running as root.',
        "option-no-new-privileges",
        "-u 0",
    ),
]


@pytest.mark.parametrize(("line", "errors", "code", "cure"), FITS, ids=[f"{code} {line}" for line, _, code, _ in FITS])
def test_known_words_and_the_option_that_fits(line: str, errors: str, code: str, cure: str) -> None:
    """Both are there: it is told, in each language, with the line's own words."""
    for lang in texts.complete():
        (one,) = told(line, f"first words\n{errors}\n", state=DB, lang=lang)
        assert one.code == code
        assert cure in str(one.fix) or lang != "en"
        assert not texts.PLACEHOLDER.search(f"{one.text}{one.fix}")


# The same words where the line has no such option, or there is no such container.
ALONE = [
    ("docker run x touch /x", "touch: /x: Read-only file system"),
    ("docker run -v vol:/data -u 1000 x touch a", "touch: a: Permission denied"),  # nobody knows the image's folder
    ("docker run -v vol:/data -w $W x touch a", "touch: a: Permission denied"),
    ("docker run -v vol:/data -w /data -u 1000 git push", "git@github.com: Permission denied (publickey)."),
    ("docker run --read-only -v dat:/data x", "touch: /data/x: Read-only file system"),
    ("docker run x", "touch: /data/x: Permission denied"),
    ("docker run -u 0 -v dat:/data x", "touch: /data/x: Permission denied"),
    ("docker run --tmpfs /tmp:exec x", "sh: /tmp/a: Permission denied"),
    ("docker run x ping nosuch", "ping: bad address 'nosuch'"),
    ("docker run --network shop x", "ping: bad address 'api'"),
    ("docker run --network host x", "ping: bad address 'db'"),
    ("docker run --add-host host.docker.internal:host-gateway x", "ping: bad address 'host.docker.internal'"),
    ("docker run -e URL=http://db:80 x", "connect ECONNREFUSED 127.0.0.1:5432"),
    ("docker run --network host -e DB=localhost:1 x", "connect ECONNREFUSED 127.0.0.1:1"),
    ("docker run x chown 1 /x", "chown: /x: Operation not permitted"),
    ("docker run --cap-add SYS_ADMIN x mount /x", "mount: permission denied (are you root?)"),
    ("docker run --privileged x mount /x", "mount: permission denied (are you root?)"),
    ("docker run node", "FATAL ERROR: JavaScript heap out of memory"),
    ("docker run x", "sh: can't fork: Resource temporarily unavailable"),
    ("docker run x", "Too many open files"),
    ("docker run --ipc host x", "could not resize shared memory segment"),
    ("docker run x sudo ls", 'sudo: The "no new privileges" flag is set'),
    ("docker run x", "something else"),
    ("docker exec web touch /x", "touch: /x: Read-only file system"),
]


@pytest.mark.parametrize(("line", "errors"), ALONE, ids=[line for line, _ in ALONE])
def test_words_alone_are_the_programs_own_affair(line: str, errors: str) -> None:
    """Without the option that fits nothing is said."""
    assert told(line, f"{errors}\n", state=DB) == []


def test_a_program_that_ended_well_is_left_alone() -> None:
    """Its warnings are no failure; nor is what docker itself refused."""
    assert told("docker run --read-only x", "touch: /x: Read-only file system\n", 0) == []
    assert told("docker run --read-only x", "touch: /x: Read-only file system\n", 125) == []


def test_the_image_s_own_user_counts() -> None:
    """Without `-u` the user is the image's."""
    (one,) = told("docker run -v vol:/data x", "touch: /data/x: Permission denied\n", state={"images": {"x": {"user": "node"}}})
    assert "user node" in one.text


def test_a_path_is_looked_for_in_the_folder_that_the_program_runs_in(tmp_path: Path) -> None:
    """The line's `-w`, else the image's WORKDIR, else the root."""
    line = f"docker run -u 4242 -v {tmp_path}:/out x touch made"
    errors = "touch: cannot touch 'made': Permission denied\n"
    (one,) = told(line, errors, state={"images": {"x": {"folder": "/out"}}})
    assert one.code == "option-bind-of-another"
    assert [page.code for page in told(line, errors, state={"images": {"x": {}}})] == ["option-user-denied"]


def test_a_folder_of_this_machine_has_an_owner(tmp_path: Path) -> None:
    """Of a bind mount the owner is told, and the user that could write there."""
    line = f"docker run -u 4242 -v {tmp_path}:/out x"
    (one,) = told(line, "touch: /out/x: Permission denied\n")
    assert one.code == "option-bind-of-another"
    assert f"-u {os.getuid()}" in str(one.fix)


def test_selinux_denies_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may do everything but what SELinux keeps from it; `:z` and `:Z` label the folder."""
    monkeypatch.setattr(mounted, "SELINUX", str(tmp_path))
    (one,) = told(f"docker run -v {tmp_path}:/out x", "ls: can't open '/out': Permission denied\n")
    assert f"{tmp_path}:/out:Z" in str(one.fix)
    assert told(f"docker run -v {tmp_path}:/out:z x", "ls: can't open '/out': Permission denied\n") == []


def test_a_mount_hides_what_the_image_has(tmp_path: Path) -> None:
    """A file that is missing below a folder of this machine which does not have it."""
    line = f"docker run -v {tmp_path}:/app x"
    (one,) = told(line, "Error: Cannot find module '/app/server.js'\n")
    assert one.code == "option-mount-hides"
    tmp_path.joinpath("server.js").touch()
    assert told(line, "Error: Cannot find module '/app/server.js'\n") == []


def test_every_rule_has_its_words_and_its_page() -> None:
    """The kinds of words are those of the rules; each code has a page in each language."""
    assert set(RULES) == set(words())
    for lang in texts.complete():
        for rules in RULES.values():
            assert [rule.code for rule in rules if not texts.raw(lang, f"findings/failed-{rule.code}", "fix")] == []
