"""Generated `docker run` and `docker create` lines with odd values, in every way of quoting: for the real engine."""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

SECRET = "s3cr3t-Pa55"
VALUES = (
    "",
    "plain",
    "a b",
    "a=b=c",
    "=x",
    "it's",
    'say "hi"',
    "back\\slash\\",
    "$HOME",
    "`id`",
    "$(id)",
    "*",
    "~",
    "#x",
    "!x",
    "한글 값",
    "é\tb",
    "two\nlines\n",
    "-x",
    "--rm",
    "{a,b}",
    "a;b|c&d>e",
    "%s\\n\\0",
    "CONTAINER",
    "•••••••",
    "  led by blanks",
    "x" * 3000,
    "'\"'\"'",
    "<in>",
)
NAMES = ("A", "B_C", "CONTAINER", "DOT.TED", "lower")
COMMANDS = (
    ("true",),
    ("sh", "-c", "exit 3"),
    ("echo", "a  b", "'", '"', "$X"),
    ("sh", "-c", 'echo "$0" $1; exit $#', "CONTAINER", "*"),
)
# Words that the shell decides, with what is exported and lies in the folder: see `surroundings`.
WHOLE = ('"$V"', '"$EXPORTED"', "${V#v  }", "\"$(printf 'a  b')\"", "`printf q`", "*.txt", "~/x", "$((1+2))")  # one word each
EXPANDED = (*WHOLE, "$V", "${NOT_SET:-x y}", "$(printf 'a  b')", "$NOT_SET")


class Generated(NamedTuple):
    """A line for the shell. *detached*: `-d` counts. *file*: where the id is written, if anywhere."""

    text: str
    detached: bool
    file: str | None


def surroundings(folder: Path) -> dict[str, str]:
    """Files that the lines name, in *folder*; the variables they use."""
    for name in ("one.txt", "two words.txt"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "odd.env").write_text(f"F1=a b\nF2='q'\nV\nF3_PASSWORD={SECRET}\n# no\n", encoding="utf-8")
    (folder / "odd.labels").write_text("l1=a b\nl2=\n", encoding="utf-8")
    return {"V": "v  w", "EXPORTED": "from\nhere"}


def line(seed: int, host: str) -> Generated:
    """One line; the same for the same seed."""
    rng = random.Random(seed)
    create = rng.random() < 0.2
    head, globals_ = rng.choice(["create", "container create"] if create else ["run", "run", "run", "container run"]), []
    if rng.random() < 0.2:
        globals_ = rng.choice([["-H", host], [f"--host={host}"], ["--log-level", "error"], ["-l", "error", "-H", host]])
    words = [_typed(rng, word) for word in ["docker", *globals_, *head.split()]]
    attaching, detached = ([], False) if create else _attaching(rng)
    flags, file = _flags(rng, detached=detached, create=create)
    groups = [[_typed(rng, word) for word in group] for group in [*attaching, *flags]]
    groups += [["-e", f"X={rng.choice(WHOLE)}"] for _ in range(rng.choice((0, 0, 0, 1)))]
    rng.shuffle(groups)
    words += [word for group in groups for word in group]
    words.append(_typed(rng, rng.choice(["busybox", "busybox:latest", "docker.io/library/busybox"])))
    words += [_typed(rng, word) for word in (("sleep", "600") if detached else rng.choice(COMMANDS))]
    if not detached and rng.random() < 0.2:
        words.append(rng.choice(EXPANDED))
    assigned = rng.choice(("", "", "", "FOR_IT='a b' ", f"DOCKER_HOST={host} "))
    return Generated(assigned + " ".join(words), detached, file)


def _attaching(rng: random.Random) -> tuple[list[list[str]], bool]:
    """Groups of flag words about detaching, and whether the container is detached."""
    detached = rng.random() < 0.5
    if not detached:
        plain = [[], [["-i"]], [["-t"]], [["--detach=false"]], [["-id=false"]], [["-a", "stdout"]], [["--sig-proxy=false"]]]
        return rng.choice([*plain, [["--detach-keys", "ctrl-x,y"], ["-i"]]]), False
    together = (
        ["-d"],
        ["-dit"],
        ["-itd"],
        ["-d=true"],
        ["--detach"],
        ["-dti=true"],
        ["-tde", "A=c d"],
        ["-dleq==1"],
        ["-ditw/tmp"],
    )
    return [rng.choice(together)], True


def _flags(rng: random.Random, *, detached: bool, create: bool) -> tuple[list[list[str]], str | None]:
    made, file = [_flag(rng) for _ in range(rng.choice((1, 2, 3, 5)))], None
    made.append(["-e", f"DB_PASSWORD={SECRET}{rng.choice(VALUES)}"])
    once: tuple[list[str], ...] = (
        ["--name", "it"],
        ["--name=/it"],
        [],
        [],
        ["--hostname", "h"],
        ["--entrypoint", "/bin/env"],
        ["--entrypoint=/no such"],
    )
    made.append(rng.choice(once))
    if rng.random() < 0.15:
        file = "the id"
        made.append(["--cidfile", file])
    made.append(rng.choice(([], [], ["--restart", "on-failure:3"], ["--rm"], ["--rm=false"])) if detached or create else [])
    return [group for group in made if group], file


def _flag(rng: random.Random) -> list[str]:
    name, value = rng.choice(NAMES), rng.choice(VALUES)
    return rng.choice(
        (
            ["-e", f"{name}={value}"],
            [f"--env={name}={value}"],
            [f"-e{name}={value}"],
            ["-e", rng.choice(("EXPORTED", "NOT_SET", "FOR_IT"))],
            ["-l", f"{name}={value}"],
            [f"--label=token={value}"],
            ["--health-cmd", value or "x"],
            ["--health-cmd", "test \"$(cat /x)\" = 'y z' || exit 1", "--health-interval", "1h"],
            ["--mount", "type=tmpfs,dst=/mnt/a b,tmpfs-size=1m"],
            ["--mount", 'type=volume,"source=v1","dst=/v, 1"'],
            ["-v", "v2:/v2:ro"],
            ["-v", "/anonymous"],
            ["--tmpfs", f"/t{rng.randrange(99)}:size=1m,mode=1777"],
            [f"--ulimit=nofile={rng.randrange(100, 200)}:300"],
            ["-w", rng.choice(("/a b", "/tmp", "/한글"))],
            ["-u", rng.choice(("0:0", "nobody"))],
            ["--add-host", "db:10.0.0.1"],
            ["--log-opt", "max-size=1m"],
            ["--env-file", "odd.env"],
            ["--label-file=odd.labels"],
            ["-p", "127.0.0.1::80"],
            ["-P", "--expose", "8080"],
            ["--stop-signal", "SIGINT", "--stop-timeout=3"],
            ["--cap-add", "NET_ADMIN", "--security-opt", "no-new-privileges"],
            ["--network", "none"],
            ["--pull", rng.choice(("missing", "never"))],
            ["--read-only"],
            ["--shm-size=1m", "--sysctl", "net.ipv4.ip_forward=1"],
        )
    )


def _typed(rng: random.Random, word: str) -> str:
    """A word as somebody might write it."""
    safe = word.replace("_", "").replace("-", "").replace(":", "").replace("/", "").replace(".", "").replace("=", "").isalnum()
    if word and safe and word.isascii() and rng.random() < 0.7:
        return word
    doubled = "".join(f"\\{char}" if char in '$`"\\' else char for char in word)
    singled = word.replace("'", "'\\''")
    escaped = "".join(char if char.isalnum() or char in "/-_=:., \n" else f"\\{char}" for char in word)
    ways = [f"'{singled}'", f'"{doubled}"']
    if word and "\n" not in word:
        ways.append(escaped.replace(" ", "\\ "))
    if len(word) > 2:
        ways.append(f"'{word[:2]}'{_typed(rng, word[2:])}" if "'" not in word[:2] else ways[0])
    return rng.choice(ways)
