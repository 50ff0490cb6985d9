"""Why here: what the engine, this machine and the line add to a failure. Every function only reads.

Each gives arguments for the sentences of its failure; a sentence whose arguments are not all known is not said.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping

from dockersh.afterwards.failures import credentials, installed, platforms, taken_ports
from dockersh.afterwards.failures.case import Case, Found
from dockersh.afterwards.failures.failure import Failure
from dockersh.engine import Container, Engine, Question
from dockersh.engine.patience import Patient
from dockersh.finding import Say
from dockersh.reading.invocation import Invocation
from dockersh.reading.nearest import nearest
from dockersh.startup.typed import Literal
from dockersh.texts.ages import age


def with_circumstances(failure: Failure, invocation: Invocation, engine: Engine) -> Failure:
    """The failure with all that can be found out about it here."""
    case = Case(failure, invocation, Patient(engine))
    more = LOOKS[failure.code](case) if failure.code in LOOKS else {}
    return failure._replace(
        args={**_of_the_line(invocation), **installed.words(invocation), **more, **failure.args, **_bare_image(failure)}
    )


def _of_the_line(invocation: Invocation) -> Found:
    spelled = f"{invocation.call.program} {invocation.typed}"
    found: Found = {"typed": invocation.typed, "spelled": spelled} if invocation.typed else {}
    for name in ("IMAGE", "CONTAINER"):
        if argument := next((part.value for part in invocation.arguments(name) if part.literal and part.value), None):
            found[name.lower()] = argument
    return found


def _bare_image(failure: Failure) -> Found:
    """`nginx` of `docker.io/library/nginx:tag`, for the address of its page."""
    image = failure.args.get("image")
    if not isinstance(image, str) or failure.code != "tag-missing":
        return {}
    name = image.removeprefix("docker.io/").removeprefix("library/").rpartition(":")[0] or image
    return {"repository": name} if "/" not in name else {}


def _engine_down(case: Case) -> Found:
    endpoint = case.arg("endpoint")
    path = endpoint.removeprefix("unix://")
    if path == endpoint:
        return {}
    socket = Say("failed.socket-there" if os.path.exists(path) else "failed.no-socket", {"path": path})
    return {"socket": socket, **installed.words_at(endpoint)}


def _denied(case: Case) -> Found:
    import grp  # noqa: PLC0415  rare
    import pwd  # noqa: PLC0415

    try:
        owner = grp.getgrgid(os.stat(case.arg("endpoint").removeprefix("unix://")).st_gid).gr_name
        return {"owner": owner, "user": pwd.getpwuid(os.geteuid()).pw_name}
    except (OSError, KeyError):
        return {}


def _name_taken(case: Case) -> Found:
    held = case.ask(Question("containers", (case.arg("name"),))).container(case.arg("name"))
    if not held:
        return {}
    flag = "-f " if held.running else ""
    return {"status": _status(held), "held_image": held.image, "age": age(time.time(), held.created), "rm_flag": flag}


def _status(held: Container) -> Say:
    return Say(f"failed.{held.status}")


def _container_missing(case: Case) -> Found:
    others = case.ask(Question("list", ("containers",))).lists.get("containers", ())
    near = nearest(case.arg("name"), [other.name for other in others])
    if near is None:
        return {}
    status = next(Say(f"failed.{other.status}") for other in others if other.name == near)
    return {"near": near, "near_status": status, "near_line": _line_with(case, case.arg("name"), near)}


def _line_with(case: Case, word: str, other: str) -> str:
    """The line again with one word in place of another."""
    import shlex  # noqa: PLC0415  rare

    words = [other if each.text == word else each.text for each in case.invocation.call.words]
    return shlex.join(words)


def _with_sh(case: Case) -> Found:
    """The line with the shell that every image with a shell has."""
    words, call = case.invocation.words(), case.invocation.call
    if not words or words[0].text != case.arg("program") or not all(word.literal for word in call.words):
        return {}
    import shlex  # noqa: PLC0415  rare

    return {"line": shlex.join("sh" if word.span == words[0].span else word.text for word in call.words)}


def _no_terminal(case: Case) -> Found:
    """The line without -t, letter by letter."""
    call = case.invocation.call
    if not all(word.literal for word in call.words):
        return {}
    spans = [part.span.start for part in case.invocation.flags("tty")]
    import shlex  # noqa: PLC0415  rare

    kept = [_without_t(word.text) if word.span.start in spans else word.text for word in call.words]
    return {"line": shlex.join(word for word in kept if word)}


def _without_t(word: str) -> str:
    if word.startswith("--"):
        return ""
    left = word.replace("t", "", 1)
    return "" if left == "-" else left


def _container(case: Case) -> Found:
    """How long the line's container has been running, or how it ended."""
    name = str(_of_the_line(case.invocation).get("container", ""))
    held = case.ask(Question("containers", (name,))).container(name) if name else None
    if not held:
        return {}
    now = time.time()
    if held.running:
        return {"age": age(now, held.started)}
    return {"age": age(now, held.finished), "code": str(held.exit_code)} if held.finished else {}


def _image_missing(case: Case) -> Found:
    tags = case.ask(Question("list", ("images",))).named("images")
    image = case.arg("image")
    full = image if ":" in image else f"{image}:latest"
    near = nearest(full, tags) or next((tag for tag in tags if tag.rpartition(":")[0] == full.rpartition(":")[0]), None)
    return {"near_image": near} if near else {}


def _program(case: Case) -> Found:
    """Whose word the program is: the line's, behind the image, or the image's own."""
    invocation = case.invocation
    if invocation.name not in ("container run", "container create"):
        return {}
    if not invocation.words() and not invocation.flags("entrypoint"):
        return {"named": Say("failed.program-of-image")}
    runs = _image_runs(case)
    if not runs:
        return {"named": Say("failed.program-after-image")}
    return {"named": Say("failed.program-of-line", {**runs, "image": str(_of_the_line(invocation)["image"])})}


def _image_runs(case: Case) -> Found:
    reference = str(_of_the_line(case.invocation).get("image", ""))
    held = case.ask(Question("image", (reference,))).image(reference) if reference else None
    if not held:
        return {}
    return {"image_runs": " ".join((*held.entrypoint, *held.command))} if held.entrypoint or held.command else {}


def _users(kind: Literal["users", "volume-users", "network-users"], argument: str) -> Callable[[Case], Found]:
    """The containers that use what the failure is about."""

    def look(case: Case) -> Found:
        name = case.arg(argument)
        state = case.ask(Question(kind, (name,)))
        held = {"users": state.users, "volume-users": state.volume_users, "network-users": state.network_users}[kind]
        return {"users": " ".join(one.name for one in held[name])} if held.get(name) else {}

    return look


def _near_command(case: Case) -> Found:
    from dockersh.reading import catalogue  # noqa: PLC0415  rare

    word = case.arg("word")
    near = nearest(word, catalogue.own_children(catalogue.ROOT))
    return {"near": near} if near else {}


def _near_flag(case: Case) -> Found:
    """What was meant; or that this docker is too old for the option, which we know."""
    command = case.invocation.command
    typed = case.arg("flag")
    known = command.flags.get(typed.removeprefix("--")) if command else None
    if command is None or known is not None:
        return {"about": Say("failed.flag-newer", {"version": known.since})} if known and known.since else {}
    near = nearest(typed, (f"--{flag}" for flag in command.flags))
    return {"near": near, "about": Say("failed.flag-near", {"near": near})} if near else {}


LOOKS: Mapping[str, Callable[[Case], Found]] = {
    "engine-down": _engine_down,
    "engine-refused-you": _denied,
    "name-taken": _name_taken,
    "port-taken": taken_ports.port_taken,
    "port-taken-by-program": taken_ports.port_taken,
    "port-needs-privilege": taken_ports.high_port,
    "container-missing": _container_missing,
    "object-missing": lambda case: {"near": near} if (near := _container_missing(case).get("near")) else {},
    "no-terminal": _no_terminal,
    "remove-refused-running": _container,
    "not-running": _container,
    "attach-to-stopped": _container,
    "image-missing": _image_missing,
    "program-not-found": _program,
    "shell-not-found": _with_sh,
    "volume-used": _users("volume-users", "volume"),
    "network-used": _users("network-users", "network"),
    "image-used": _users("users", "image"),
    "pull-denied": credentials.login,
    "push-denied": credentials.login,
    "login-needs-token": credentials.login_line,
    "login-needed": credentials.login_line,
    "credential-helper-missing": credentials.config_file,
    "credential-helper-failed": credentials.config_file,
    "wrong-architecture": platforms.wrong,
    "platform-not-offered": platforms.emulation,
    "command-unknown": _near_command,
    "flag-unknown": _near_flag,
}
