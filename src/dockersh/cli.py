"""dockersh's command line: chooses the way in. The only `sys.exit`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from dockersh import options
from dockersh.binary import real_docker
from dockersh.finding import Arg, Say
from dockersh.options import Chosen, UsageError
from dockersh.outcome import HANDED_ON, Outcome
from dockersh.render import DETAILS, Detail
from dockersh.render.choose import Colour, style
from dockersh.shell import Settings, Shell, stdin_is_terminal, write
from dockersh.syntax.words import DOCKER
from dockersh.texts import language
from dockersh.typed import TYPE_CHECKING, cast
from dockersh.version import __version__
from dockersh.wording import sentence

if TYPE_CHECKING:
    from dockersh.confirm import Confirm

USAGE = 2
OWN = frozenset(("explain", "step", "why", "help", "topics"))  # of our own commands, those that work with -c
# What docker's own completion and plugins ask of `docker`: answered by docker alone, in silence.
HIDDEN = frozenset(("__complete", "__completeNoDesc", "docker-cli-plugin-metadata"))


def main() -> None:
    """The `dockersh` command."""
    argv = sys.argv[1:]
    try:
        outcome = as_docker(argv) if os.path.basename(sys.argv[0]) == "docker" else run(argv)
    except KeyboardInterrupt:
        outcome = Outcome(130, 2)
    if outcome.signal is not None:
        from dockersh.delegate import die_like  # noqa: PLC0415  most lines end by themselves

        die_like(outcome)
    sys.exit(outcome.status)


def as_docker(argv: Sequence[str]) -> Outcome:
    """Installed under the name docker: every word is docker's. Nested calls and docker's own questions are passed through."""
    docker = real_docker()
    if docker and (HANDED_ON in os.environ or (argv and argv[0] in HIDDEN) or not os.isatty(2)):
        os.execv(docker, ["docker", *argv])  # noqa: S606  the real docker, with its own words
    return Shell(Settings(language(None, os.environ), _detail(None) or "full")).argv(["docker", *argv])


def run(argv: Sequence[str]) -> Outcome:
    """Choose by our own options. Bad ones give one line on standard error and status 2."""
    try:
        chosen = options.parse(argv)
    except UsageError as error:
        return _complain("usage-error", message=error.what)
    lang = language(chosen.lang, os.environ)
    if chosen.help:
        write(sys.stdout, options.usage(lang, style(1, "auto", os.environ).columns))
        return Outcome(0)
    if chosen.completion:
        from dockersh.completions import script  # noqa: PLC0415  only where it is asked for

        write(sys.stdout, script(chosen.completion))
        return Outcome(0)
    if chosen.version:
        write(sys.stdout, f"dockersh {__version__}\n")
        return Outcome(0)
    if chosen.explain_script:
        return _explain_script(chosen, lang)
    return _way_in(chosen, settings(chosen, lang))


def _way_in(chosen: Chosen, chosen_settings: Settings) -> Outcome:
    words: list[str] = chosen.words
    if chosen.step and (chosen.command is not None or words):
        return _step(Shell(chosen_settings), chosen.command, words)
    if chosen.command is not None:
        return _one_line(Shell(chosen_settings), chosen.command, words)
    if words:
        if os.path.basename(words[0]) not in DOCKER:
            return _complain("cannot-explain", word=words[0])
        return Shell(chosen_settings).argv(words)
    if stdin_is_terminal() and not chosen_settings.json:
        from dockersh import repl  # noqa: PLC0415  prompt_toolkit only where it is needed: 100 ms

        asked = {"detail": "off" if chosen.quiet else _detail(chosen.detail), "confirm": chosen.confirm}
        return Outcome(repl.run(Shell(chosen_settings), {key: value for key, value in asked.items() if value}))
    from dockersh.batch import run_script  # noqa: PLC0415  for scripts only

    return run_script(Shell(chosen_settings))


def _explain_script(chosen: Chosen, lang: str) -> Outcome:
    """The docker lines of files. No engine is asked: what a document says is true on every machine."""
    from dockersh.documents import run as documents  # noqa: PLC0415  this way in only
    from dockersh.pipeline import explain  # noqa: PLC0415

    form = "json" if chosen.json else chosen.format or "text"

    def complain(file: str, reason: str) -> None:
        _complain("unreadable", file=file, reason=reason)

    desk = documents.Desk(lambda line: explain(line, lang=lang), lambda text: write(sys.stdout, text), complain)
    return Outcome(documents.run(documents.Wanted(chosen.words, lang, form, chosen.fail_on or "error", chosen.quiet), desk))


def _step(shell: Shell, line: str | None, words: list[str]) -> Outcome:
    """`--step`: as the built-in, for a line or for words."""
    import shlex  # noqa: PLC0415  this way in only

    from dockersh.stepping import Stepper  # noqa: PLC0415

    return Outcome(Stepper(shell).run(line if line is not None else shlex.join(words)))


def _one_line(shell: Shell, line: str, words: list[str]) -> Outcome:
    """A line for docker and the shell, or one of our own commands."""
    if line.split(" ", 1)[0] in OWN:
        from dockersh import builtin, config  # noqa: PLC0415  only for our own commands

        found = builtin.find(line, interactive=False)
        if found is not None:
            return Outcome(found[0].run(builtin.Desk(shell, config.Config(config.defaults())), found[1]))
    return shell.line(line, words)


def settings(chosen: Chosen, lang: str) -> Settings:
    """The settings that the options ask for."""
    detail: Detail = "off" if chosen.quiet else _detail(chosen.detail) or "full"
    colour = cast("Colour", chosen.color or "auto")
    confirm = cast("Confirm", chosen.confirm or "never")
    shell_options = (*chosen.switches, *(word for name in chosen.shell_option for word in ("-o", name)))
    return Settings(lang, detail, colour, not chosen.no_engine, chosen.explain_only, chosen.json, confirm, shell_options)


def _detail(option: str | None) -> Detail | None:
    """`--detail`, else DOCKERSH_DETAIL, which reaches where no option can: make, cron, an alias."""
    wanted = option or os.environ.get("DOCKERSH_DETAIL")
    return next((detail for detail in DETAILS if detail == wanted), None)


def _complain(key: str, **args: Arg) -> Outcome:
    write(sys.stderr, sentence(language(None, os.environ), Say(f"options.{key}", args)) + "\n")
    return Outcome(USAGE)
