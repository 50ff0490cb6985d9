"""What a program may not do, by its user and by the kernel's powers that it was given."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from dockersh.afterwards.failures.case import Case, Found
from dockersh.engine import Question

# Programs that need a power which docker gives no container by itself. capabilities(7); docker docs, runtime privileges
NEEDS = {
    **dict.fromkeys(("mount", "umount", "losetup", "swapon", "mkswap"), "SYS_ADMIN"),
    **dict.fromkeys(("ip", "iptables", "ip6tables", "nft", "tc", "ifconfig", "route", "brctl", "wg"), "NET_ADMIN"),
    **dict.fromkeys(("strace", "gdb", "ltrace"), "SYS_PTRACE"),
    **dict.fromkeys(("date", "hwclock"), "SYS_TIME"),
    "perf": "PERFMON",
}


def effective_user(case: Case) -> str:
    """The user of the container's program: the line's, else the image's; '' is root, or what we do not know."""
    last = case.invocation.last("user")
    if last is not None:
        return last.text if last.literal else ""
    reference = next((part.text for part in case.invocation.arguments("IMAGE") if part.literal and part.value), "")
    held = case.ask(Question("image", (reference,))).image(reference) if reference else None
    return held.user if held else ""


def is_root(user: str) -> bool:
    """Whether a user is root."""
    return user.partition(":")[0] in ("", "0", "root")


def user(case: Case, named: Mapping[str, str]) -> Found | None:
    """`-u`: whoever it is, the image's files are another's."""
    who = effective_user(case)
    if not case.invocation.flags("user") or is_root(who) or "path" not in named:
        return None
    return {"user": who, "folder": posixpath.dirname(named.get("path", "")) or "/"}


def dropped(case: Case, _named: Mapping[str, str]) -> Found | None:
    """`--cap-drop`: what was taken away."""
    taken = [part.text for part in case.invocation.flags("cap-drop") if part.literal]
    needed = _needed(case)
    return {"dropped": " ".join(taken), "needed": needed or "CHOWN, SETUID, NET_BIND_SERVICE…"} if taken else None


def missing(case: Case, _named: Mapping[str, str]) -> Found | None:
    """A program that needs a power which nothing on the line gives."""
    needed = _needed(case)
    given = {part.text.upper().removeprefix("CAP_") for part in case.invocation.flags("cap-add")}
    if not needed or case.invocation.on("privileged") or given & {needed, "ALL"}:
        return None
    return {"capability": needed}


def _needed(case: Case) -> str:
    """The power that the command needs, by the programs that its words name."""
    text = " ".join(part.text for part in case.invocation.words())
    programs = (posixpath.basename(word) for word in re.split(r"[\s;&|()]+", text))
    return next((NEEDS[program] for program in programs if program in NEEDS), "")


def kernel(_case: Case, named: Mapping[str, str]) -> Found | None:
    """A setting of the kernel itself: no option of a container's line can change it. docker docs, --sysctl"""
    return {} if named.get("setting") else None


def no_new(case: Case, _named: Mapping[str, str]) -> Found | None:
    """`--security-opt no-new-privileges`: sudo and su gain nothing."""
    given = (part.text for part in case.invocation.flags("security-opt"))
    return {} if any(one.startswith("no-new-privileges") and not one.endswith("false") for one in given) else None
