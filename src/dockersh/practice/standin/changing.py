"""What changes containers, one after the other: start, stop, restart, kill, rm, pause, unpause, rename, update, wait."""

from __future__ import annotations

from dockersh.practice.standin.failing import Answered, failed
from dockersh.practice.standin.job import Job, err, given_up
from dockersh.practice.standin.shown.tables import out
from dockersh.practice.standin.wire import named


def _post(job: Job, action: str, **query: str) -> int:
    return job.each(job.arguments, lambda name: job.wire.ask("POST", f"/containers/{named(name)}/{action}", query))


def _patience(job: Job) -> dict[str, str]:
    """How long stop waits, and the signal, where they were typed."""
    time = job.value("timeout") or job.value("time")
    return {**({"signal": job.value("signal")} if job.value("signal") else {}), **({"t": time} if time else {})}


def start(job: Job) -> int:
    """`docker start`, with or without the terminal."""
    if job.on("attach") or job.on("interactive"):
        from dockersh.practice.standin.running import start_attached  # noqa: PLC0415  with streams

        return start_attached(job)
    problems = []
    for name in job.arguments:
        try:
            job.wire.ask("POST", f"/containers/{named(name)}/start")
        except Answered as answered:
            err(answered.text)
            problems.append(name)
            continue
        out(f"{name}\n")
    if problems:
        raise failed("failed-start", names=", ".join(problems))
    return 0


def stop(job: Job) -> int:
    """`docker stop`."""
    return _post(job, "stop", **_patience(job))


def restart(job: Job) -> int:
    """`docker restart`."""
    return _post(job, "restart", **_patience(job))


def kill(job: Job) -> int:
    """`docker kill`."""
    signal = job.value("signal")
    return _post(job, "kill", **({"signal": signal} if signal else {}))


def pause(job: Job) -> int:
    """`docker pause`."""
    return _post(job, "pause")


def unpause(job: Job) -> int:
    """`docker unpause`."""
    return _post(job, "unpause")


def remove(job: Job) -> int:
    """`docker rm`."""
    query = {key: "1" for key, flag in (("force", "force"), ("link", "link"), ("v", "volumes")) if job.on(flag)}

    def gone(name: str) -> None:
        bare = name.strip("/")
        if not bare:
            raise failed("empty-name")
        job.wire.ask("DELETE", f"/containers/{named(bare)}", query)

    return job.each(job.arguments, gone, missing_is_fine=job.on("force"))


def rename(job: Job) -> int:
    """`docker rename`."""
    old, new = (word.strip() for word in job.arguments)
    if not old or not new:
        raise failed("no-new-name")
    try:
        job.wire.ask("POST", f"/containers/{named(old)}/rename", {"name": new})
    except Answered as answered:
        err(answered.text)
        raise failed("failed-rename", name=old) from answered
    return 0


def wait(job: Job) -> int:
    """`docker wait`: the status of each."""
    problems = []
    for name in job.arguments:
        try:
            reply = job.wire.open("POST", f"/containers/{named(name)}/wait")
        except Answered as answered:
            problems.append(answered.text)
            continue
        out(f"{next(reply.rows())['StatusCode']}\n")
    return given_up(problems)


def update(job: Job) -> int:
    """`docker update`: limits and the restart policy."""
    from dockersh.practice.standin.asked import limits, restart_policy  # noqa: PLC0415  seldom

    if not job.invocation.uses:
        raise failed("update-nothing")
    body = limits(job)
    if job.given("restart"):
        body["RestartPolicy"] = restart_policy(job)
    problems = []
    for name in job.arguments:
        try:
            job.wire.ask("POST", f"/containers/{named(name)}/update", body=body)
        except Answered as answered:
            problems.append(answered.text)
            continue
        out(f"{name}\n")
    return given_up(problems)


__all__ = ["kill", "pause", "remove", "rename", "restart", "start", "stop", "unpause", "update", "wait"]
