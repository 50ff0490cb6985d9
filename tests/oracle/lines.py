"""Lines of `docker run -d` and `docker create`, valid and broken: every flag of the catalogue in every form."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

from dockersh.reading import catalogue
from dockersh.reading.catalogue import Flag

POOLS: dict[str, dict[str, list[str]]] = tomllib.loads((Path(__file__).parent / "pools.toml").read_text(encoding="utf-8"))
IMAGES = ["ubuntu", "ubuntu:14.04", "ghcr.io/a/b:1", "localhost:5000/x", "nginx@sha256:" + "a" * 64, "a" * 64]
BAD_IMAGES = ["Ubuntu", "a::b", "a/B", "-", "x:", "a@b", "sha256:" + "a" * 63, "a//b", "u_-x", "a" * 256]
BOOLEANS = ["true", "false", "1", "0", "T", "F", "t", "f", "TRUE", "False"]
BAD_BOOLEANS = ["yes", "no", "on", "tRue", "2", ""]
TAILS = [[], [], [], ["ls"], ["ls", "-l"], ["sh", "-c", "echo hi"], ["--rm"], ["-x", "--y=z"], ["--", "a"]]
# They change what the container is beyond its body, or ask a registry.
LEFT_OUT = frozenset(("use-api-socket", "disable-content-trust", "help"))

# A file's content, or that it is there, is not to be seen from the word.
FILES = frozenset(("env-file", "label-file", "security-opt", "cidfile"))


def line(rng: random.Random) -> list[str]:
    """The words of one line."""
    verb = rng.choice(["create", "create", "container create", "run", "container run"])
    command = catalogue.find(verb)
    assert command is not None
    words = ["docker", *verb.split()] + (["-d"] if verb.endswith("run") else [])
    flags = [flag for flag in command.flags.values() if flag.name not in LEFT_OUT and not flag.since]
    broken = rng.random() < 0.4
    for _ in range(rng.choice([1, 1, 2, 2, 3, 4, 6])):
        words += use(rng, rng.choice(flags), broken=broken and rng.random() < 0.4)
    if broken and rng.random() < 0.08:
        words.append(rng.choice(["--nope", "-Z", "--nam=x", "-itZ", "-t=", "-it-", "--=x", "---rm", "-p"]))
    if rng.random() < 0.05:
        words.append("--")
    if not (broken and rng.random() < 0.03):
        pulls = any("always" in word for word in words)
        words.append(rng.choice(BAD_IMAGES if broken and rng.random() < 0.1 else IMAGES[:-1] if pulls else IMAGES))
        words += rng.choice(TAILS)
    return words


def use(rng: random.Random, flag: Flag, *, broken: bool) -> list[str]:
    """One use of a flag, in one of its forms; a cluster of it with booleans now and then."""
    if flag.type == "bool":
        value = rng.choice(BAD_BOOLEANS if broken else BOOLEANS)
        forms = [[f"--{flag.name}"], [f"--{flag.name}={value}"]]
        forms += [[f"-{flag.short}"], [f"-{flag.short}={value}"]] if flag.short else []
        return rng.choice(forms)
    value = pick(rng, flag, broken=broken)
    forms = [[f"--{flag.name}={value}"], [f"--{flag.name}", value]]
    if flag.short:
        letters = rng.choice(["", "it", "t", "i"]) + flag.short
        forms += [[f"-{letters}", value], [f"-{letters}={value}"], [f"-{letters}{value}"]]
    return rng.choice(forms)


def pick(rng: random.Random, flag: Flag, *, broken: bool) -> str:
    """A value of the flag from the pool of its name, grammar or type, now and then mutated."""
    pool = POOLS.get(flag.name) or POOLS.get(flag.value or "") or POOLS.get(flag.type) or POOLS["string"]
    good = pool["good"]
    value = rng.choice((pool.get("bad") or good) if broken else good)
    if broken and flag.name not in FILES and rng.random() < 0.25:
        at = rng.randrange(len(value) + 1)
        value = rng.choice([value[:at] + rng.choice("=:/,-.0a @") + value[at:], value[:at], value[:at] + value[at + 1 :]])
    return value
