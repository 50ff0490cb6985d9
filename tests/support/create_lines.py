"""Lines of `docker create` made at random: most options of it, alone and together, as an engine on any Linux takes them."""

from __future__ import annotations

import random
from collections.abc import Iterator

IMAGES = ("busybox:latest", "redis:latest", "nginx:latest", "ubuntu:14.04")
COMMANDS = ((), ("sleep", "5"), ("sh", "-c", "echo 'a b' \"$X\"; exit 3"), ("echo", "-n", ""), ("한글", "a,b"))
# Each row is a question; a line has an answer to some of them. A `{n}` is a number that differs from line to line.
ROWS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("-i",), ("-t",), ("-it",), ("--interactive", "--tty"), ("-a", "stdout"), ("-a", "stderr", "-i"), ("-a", "stdin", "-it")),
    (("--restart", "always"), ("--restart=on-failure:3",), ("--rm",), ("--restart", "unless-stopped"), ("--restart", "no")),
    (("--hostname", "h{n}"), ("-h", "h", "--domainname", "d.example"), ("--uts", "host")),
    (
        ("--network", "n1"),
        ("--network", "n1", "--ip", "10.88.0.9", "--network-alias", "one", "--network-alias", "two"),
        ("--network", "host"),
        ("--network", "none"),
        ("--net", "n1", "--net-alias", "x"),
        ("--network", "name=n1,alias=w,alias=v,ip=10.88.0.11"),
        ("--network", "bridge"),
        ("--network", "n1", "--link-local-ip", "169.254.9.9"),
        ("--network", "container:source"),
        ("--network", "n1", "--network", "n2"),
        ("--network", "n1", "--network", "name=n2,alias=x,ip=10.89.0.7"),
        ("--network", "n1", "--mac-address", "02:42:ac:11:00:0{d}"),
    ),
    (("-p", "80"), ("-p80{n:02}:80",), ("-p", "127.0.0.1:90{n:02}:53/udp"), ("-p", "127.0.0.1::80", "-p", "[::1]:81{n:02}:80")),
    (("-P",), ("--expose", "99", "--expose", "98/udp"), ("-p", "9000-9003:9000-9003"), ("-p", "9500-9510:80"), ("-p", "0:80")),
    (("-v", "/data"), ("-v", "vol:/v:ro"), ("-v", "/tmp:/host:ro,rslave", "-v", "other:/o"), ("-v", "/srv/x y:/x y")),
    (("-v", "/tmp:/data"), ("-v", "a:/data:nocopy"), ("-v", "/p", "-v", "/q/r"), ("--volumes-from", "source:ro")),
    (
        ("--mount", "type=volume,src=mv,dst=/mv,readonly,volume-nocopy,volume-label=a=b"),
        ("--mount", "type=bind,source=/tmp,target=/mb,bind-propagation=rslave"),
        ("--mount", "type=bind,src=/tmp,dst=/mb,readonly"),
        ("--mount", "type=tmpfs,dst=/mt,tmpfs-size=1m,tmpfs-mode=1770"),
        ("--mount", 'type=volume,dst=/any,"volume-opt=o=size=10m,uid=1000",volume-opt=type=tmpfs,volume-opt=device=tmpfs'),
        ("--mount", "dst=/plain"),
    ),
    (("--tmpfs", "/run"), ("--tmpfs", "/run:rw,size=64m,mode=1777")),
    (("-e", "A=1", "-e", "B=two words"), ("-eX=",), ("--env", "PATH=/bin"), ("-e", 'Q=it\'s "q" $HOME', "-e", "N=a\nb")),
    (("-l", "a=b", "-l", "empty"), ("--label", "com.example.x=y=z"), ("--label", "stage=")),
    (("-w", "/work dir"), ("-u", "1000:1000"), ("-u", "nobody", "-w", "/"), ("--entrypoint", "/bin/sh"), ("--entrypoint", "")),
    (
        ("--health-cmd", "true || exit 1"),
        ("--health-cmd", "x", "--health-interval", "90s", "--health-timeout", "1500ms", "--health-retries", "2"),
        ("--no-healthcheck",),
        ("--health-cmd", "x", "--health-start-period", "1h"),
    ),
    (
        ("-m", "64m"),
        ("-m", "64m", "--memory-swap", "-1"),
        ("-m", "100m", "--memory-swap", "150m", "--memory-reservation", "32m"),
    ),
    (("--cpus", "0.5"), ("--cpu-shares", "512"), ("--cpu-period", "50000", "--cpu-quota", "25000"), ("--cpuset-cpus", "0")),
    (
        ("--pids-limit", "50"),
        ("--pids-limit", "-1"),
        ("--ulimit", "nofile=10:20", "--ulimit", "core=0"),
        ("--shm-size", "1000000"),
    ),
    (("--oom-score-adj", "500"), ("--oom-kill-disable",), ("--blkio-weight", "100"), ("--cgroup-parent", "/some")),
    (("--device", "/dev/null"), ("--device", "/dev/null:/dev/x:r"), ("--device-cgroup-rule", "c 1:3 rwm")),
    (
        ("--cap-add", "NET_ADMIN", "--cap-drop", "MKNOD"),
        ("--cap-drop", "all"),
        ("--cap-add", "CAP_SYS_TIME"),
        ("--privileged",),
    ),
    (
        ("--security-opt", "no-new-privileges"),
        ("--security-opt", "seccomp=unconfined"),
        ("--security-opt", "label=disable"),
        ("--security-opt", "systempaths=unconfined"),
        ("--security-opt", "apparmor=unconfined", "--security-opt", "no-new-privileges=true"),
    ),
    (
        ("--pid", "host"),
        ("--pid", "container:source"),
        ("--ipc", "container:source"),
        ("--ipc", "shareable"),
        ("--ipc", "host"),
        ("--ipc", "none"),
        ("--userns", "host"),
        ("--cgroupns", "host"),
    ),
    (
        ("--stop-signal", "INT"),
        ("--stop-timeout", "5"),
        ("--stop-timeout", "-1"),
        ("--stop-timeout", "0", "--stop-signal", "9"),
    ),
    (("--log-driver", "local"), ("--log-driver", "none"), ("--log-opt", "max-size=1m", "--log-opt", "max-file=2")),
    (("--dns", "8.8.8.8", "--dns-search", "a.b"), ("--dns-option", "ndots:2"), ("--dns-opt", "rotate"), ("--dns-search", ".")),
    (("--add-host", "a:1.2.3.4", "--add-host", "b=::1"), ("--add-host", "host.docker.internal:host-gateway")),
    (("--init",), ("--init=false",), ("--read-only",), ("--init", "--read-only")),
    (("--group-add", "10", "--group-add", "audio"), ("--sysctl", "net.ipv4.ip_forward=1"), ("--runtime", "runc")),
    (("--link", "source:other"), ("--link", "source")),
    # What few write, or only some engines and clients take.
    (("--annotation", "a=b"), ("--health-cmd", "x", "--health-start-interval", "5s"), ("--use-api-socket",)),
    (("--memory-swappiness", "10"), ("--cpuset-mems", "0"), ("--cpu-rt-runtime", "950"), ("--kernel-memory", "8m")),
    (
        ("--device-read-bps", "/dev/loop0:1mb"),
        ("--device-write-iops", "/dev/loop0:9"),
        ("--blkio-weight-device", "/dev/loop0:10"),
    ),
    (("--gpus", "all"), ("--gpus", "2"), ("--gpus", '"device=0,1",capabilities=utility'), ("--device", "vendor.com/class=x")),
    (("--volume-driver", "local", "-v", "driven:/d"), ("--platform", "linux/amd64"), ("--pull", "never")),
    (("--expose", "3000-3002"), ("-p", "127.0.0.1:70{n:02}-70{n:02}:80"), ("-p", "[::]:82{n:02}:80/udp"), ("-p", "::90")),
    (
        ("--mount", "type=bind,src=/tmp,dst=/r,readonly,bind-recursive=writable"),
        ("--mount", "type=bind,src=/tmp,dst=/r,bind-recursive=disabled"),
        ("--mount", "type=volume,src=sub,dst=/s,volume-subpath=a"),
        ("--mount", "type=image,src=busybox,dst=/i"),
        ("--mount", "type=tmpfs,dst=/with space"),
        ("--mount", "type=volume,src=mv2,dst=/mv2,volume-driver=local,consistency=cached"),
    ),
)


def lines(count: int, seed: int) -> Iterator[list[str]]:
    """So many lines, the words behind `docker create`; the same for the same seed. Every answer of every row comes in turn."""
    chance = random.Random(seed)
    answers = [answer for row in ROWS for answer in row]
    for number in range(count):
        first = answers[number % len(answers)]
        rows = [row for row in ROWS if first not in row]
        chosen = [first, *(chance.choice(row) for row in chance.sample(rows, chance.randrange(7)))]
        chance.shuffle(chosen)
        words = [
            word.replace("{n:02}", f"{number % 100:02}").replace("{n}", str(number)).replace("{d}", str(number % 10))
            for one in chosen
            for word in one
        ]
        yield [*words, chance.choice(IMAGES), *chance.choice(COMMANDS)]
