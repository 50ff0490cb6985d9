"""dockersh's command line: chooses the way in. The only `sys.exit`."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence

from dockersh.client.real_docker import real_docker
from dockersh.execute.outcome import HANDED_ON, Outcome
from dockersh.finding import SEVERITIES, Arg, Say, say
from dockersh.reading.syntax.words import DOCKER
from dockersh.render import DETAILS, Detail
from dockersh.render.choose import Colour, style
from dockersh.startup.typed import TYPE_CHECKING, cast
from dockersh.texts import language
from dockersh.texts.wording import sentence
from dockersh.version import __version__
from dockersh.ways_in import options
from dockersh.ways_in.options import Chosen, UsageError
from dockersh.ways_in.shell import Settings, Shell
from dockersh.ways_in.streams import stdin_is_terminal, write

if TYPE_CHECKING:
    from dockersh.ways_in.confirm import Confirm

USAGE = 2
OWN = frozenset(
    ("explain", "step", "why", "help", "topics", "how", "to-compose", "to-run", "undo")
)  # of our own commands, those that work with -c
# What docker's own completion and plugins ask of `docker`: answered by docker alone, in silence.
HIDDEN = frozenset(("__complete", "__completeNoDesc", "docker-cli-plugin-metadata"))


def main() -> None:
    """The `dockersh` command."""
    argv = sys.argv[1:]
    try:
        outcome = CALLED.get(os.path.basename(sys.argv[0]), run)(argv)
    except KeyboardInterrupt:
        outcome = Outcome(130, 2)
    if outcome.signal is not None:
        from dockersh.execute.foreground import die_like  # noqa: PLC0415  most lines end by themselves

        die_like(outcome)
    sys.exit(outcome.status)


def as_docker(argv: Sequence[str]) -> Outcome:
    """Installed under the name docker: every word is docker's. Nested calls and docker's own questions are passed through."""
    docker = real_docker()
    if docker and (HANDED_ON in os.environ or (argv and argv[0] in HIDDEN) or not os.isatty(2)):
        os.execv(docker, ["docker", *argv])  # noqa: S606  the real docker, with its own words
    return Shell(Settings(language(None, os.environ), _detail(None) or "full")).argv(["docker", *argv])


def as_plugin(argv: Sequence[str]) -> Outcome:
    """Called by docker as its plugin."""
    from dockersh.ways_in.plugin import call  # noqa: PLC0415  only for docker

    return call.answer(list(argv))


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
        from dockersh.share.completions import script  # noqa: PLC0415  only where it is asked for

        write(sys.stdout, script(chosen.completion))
        return Outcome(0)
    if chosen.version:
        write(sys.stdout, f"dockersh {__version__}\n")
        return Outcome(0)
    if chosen.command is None and chosen.words[:1] == ["learn"]:
        if "--real" in chosen.words:
            return _learn_real(chosen, lang)
        chosen.practice = True
    own = next((way for option, way in OF_OPTIONS.items() if getattr(chosen, option)), None)
    return own(chosen, lang) if own else _way_in(chosen, settings(chosen, lang))


def _way_in(chosen: Chosen, chosen_settings: Settings) -> Outcome:
    words: list[str] = chosen.words
    if chosen.to or (chosen.command is None and words[:1] and words[0] in OWN):
        return _ours(Shell(chosen_settings), chosen, words)
    if chosen.step and (chosen.command is not None or words):
        return _step(Shell(chosen_settings), chosen.command, words)
    if chosen.command is not None:
        return _one_line(Shell(chosen_settings), chosen.command, words)
    if words and not chosen.from_input:
        if os.path.basename(words[0]) in DOCKER:
            return Shell(chosen_settings).argv(words)
        return (
            _script(Shell(chosen_settings), words) if os.path.isfile(words[0]) else _complain("cannot-explain", word=words[0])
        )
    return _from_input(chosen, chosen_settings)


def _script(shell: Shell, words: list[str]) -> Outcome:
    """`dockersh FILE ARG…`, also of a file that begins with `#!/usr/bin/env dockersh`."""
    from dockersh.ways_in.script import run_file  # noqa: PLC0415  for scripts only

    try:
        return run_file(shell, words)
    except OSError as error:
        return _complain("unreadable", file=words[0], reason=error.strerror or "")


def _from_input(chosen: Chosen, chosen_settings: Settings) -> Outcome:
    """Lines from the terminal, of a script, or of a page that is replayed."""
    if chosen.replay:
        from dockersh.ways_in.replay import replay  # noqa: PLC0415  this way in only

        return replay(Shell(chosen_settings), chosen.replay)
    if stdin_is_terminal() and not chosen_settings.json:
        from dockersh.ways_in import repl  # noqa: PLC0415  prompt_toolkit only where it is needed: 100 ms

        asked = {
            "detail": "off" if chosen.quiet else _detail(chosen.detail),
            "confirm": chosen.confirm,
            "color": chosen.color,
            "private": chosen.private,
        }
        return Outcome(repl.run(Shell(chosen_settings), {key: value for key, value in asked.items() if value}))
    from dockersh.ways_in.script import run_script  # noqa: PLC0415  for scripts only

    return run_script(Shell(chosen_settings), arguments=chosen.words)


def _practise(chosen: Chosen, lang: str) -> Outcome:
    """Everything as ever, in a practice session; or the lessons."""
    from dockersh.practice import fence, session  # noqa: PLC0415  most sessions are real

    if not chosen.practice:
        return _complain("usage-error", message=say("options.reset-without-practice"))
    try:
        if chosen.reset:
            session.forget(os.environ)
        begun = session.begin(os.environ)
    except OSError as error:
        return _complain("no-practice", reason=error.strerror or str(error))
    fence.close_off(begun.engine, os.environ)
    begun.environment(os.environ)
    os.chdir(begun.home)
    chosen_settings = settings(chosen, lang)._replace(practice=begun.home)
    if chosen.words[:1] == ["learn"] and chosen.command is None:
        from dockersh.ways_in.lessons import learn  # noqa: PLC0415  for those who learn

        return learn(Shell(chosen_settings), chosen.words[1:])
    return _way_in(chosen, chosen_settings)


def _learn_real(chosen: Chosen, lang: str) -> Outcome:
    """The lessons on the person's own engine, where a line that loses something is asked about."""
    from dockersh.ways_in.lessons import learn_real  # noqa: PLC0415  for those who learn

    return learn_real(Shell(settings(chosen, lang)), chosen.words[1:])


def _ours(shell: Shell, chosen: Chosen, words: list[str]) -> Outcome:
    """`dockersh how web`; `--to compose` for a line, words or standard input, `--to run` for a service of a compose file."""
    if words and words[0] == "why":  # a text in quotes or not; one word is a name
        words = ["why", " ".join(words[1:])] if words[1:] else words
    if not chosen.to:
        return _one_line(shell, shlex.join(words), [], ours=True)
    from dockersh.ways_in import builtin, config  # noqa: PLC0415  only for our own commands
    from dockersh.ways_in.builtin import translate  # noqa: PLC0415

    desk = builtin.Desk(shell, config.Config(config.defaults()))
    if chosen.to == "run":
        return Outcome(translate.to_run(desk, shlex.join(words)))
    line = chosen.command if chosen.command is not None else shlex.join(words)
    return Outcome(translate.to_compose(desk, line or sys.stdin.read()))


def _explain_script(chosen: Chosen, lang: str) -> Outcome:
    """The docker lines of files."""
    from dockersh.ways_in.documents import command  # noqa: PLC0415  this way in only

    return Outcome(command.command(chosen, lang, lambda file, why: _complain(why.key, file=file, reason=why.reason)))


def _plugin(chosen: Chosen, lang: str) -> Outcome:
    """Install us among docker's plugins, or take us out of them."""
    from dockersh.ways_in.plugin import install  # noqa: PLC0415  once in a machine's life

    try:
        if chosen.uninstall_plugin:
            said = Say("as-plugin.uninstalled", {"path": install.uninstall(os.environ)})
        else:
            path = install.install(os.environ, hook=chosen.hook)
            said = Say("as-plugin.hooked" if chosen.hook else "as-plugin.installed", {"path": path})
    except install.RefusedError as error:
        write(sys.stderr, sentence(lang, Say(error.key, error.args_of_text)) + "\n")
        return Outcome(USAGE)
    except OSError as error:
        path, reason = str(error.filename or ""), error.strerror or str(error)
        write(sys.stderr, sentence(lang, Say("as-plugin.cannot-write", {"path": path, "reason": reason})) + "\n")
        return Outcome(USAGE)
    write(sys.stdout, sentence(lang, said) + "\n")
    return Outcome(0)


def _step(shell: Shell, line: str | None, words: list[str]) -> Outcome:
    """`--step`: as the built-in, for a line or for words."""
    from dockersh.ways_in.step import Stepper  # noqa: PLC0415

    stepper = Stepper(shell)
    return Outcome(stepper.words(words) if line is None else stepper.line(line, words))


def _one_line(shell: Shell, line: str, words: list[str], *, ours: bool = False) -> Outcome:
    """A line for docker and the shell, or one of our own commands."""
    if next(iter(line.split(maxsplit=1)), "") in OWN:
        from dockersh.ways_in import builtin, config  # noqa: PLC0415  only for our own commands

        found = builtin.find(line, interactive=False, ours=ours)
        if found is not None:
            return Outcome(found[0].run(builtin.Desk(shell, config.Config(config.defaults())), found[1]))
    return shell.line(line, words)


def settings(chosen: Chosen, lang: str) -> Settings:
    """The settings that the options ask for."""
    detail: Detail = "off" if chosen.quiet else _detail(chosen.detail) or "full"
    colour = cast("Colour", chosen.color or "auto")
    confirm = cast("Confirm", chosen.confirm or "never")
    shell_options = (*chosen.switches, *(word for name in chosen.shell_option for word in ("-o", name)))
    fail_on = SEVERITIES[: SEVERITIES.index(chosen.fail_on) + 1] if chosen.fail_on in SEVERITIES else ()
    asks = not chosen.no_engine
    known = Settings(lang, detail, colour, asks, chosen.explain_only, chosen.json, confirm, shell_options, fail_on)
    return known._replace(private=chosen.private)


def _detail(option: str | None) -> Detail | None:
    """`--detail`, else DOCKERSH_DETAIL, which reaches where no option can: make, cron, an alias."""
    wanted = option or os.environ.get("DOCKERSH_DETAIL")
    return next((detail for detail in DETAILS if detail == wanted), None)


# What an option asks for that is no line.
OF_OPTIONS = {
    "install_plugin": _plugin,
    "uninstall_plugin": _plugin,
    "explain_script": _explain_script,
    "practice": _practise,
    "reset": _practise,
}
# What we do under another name.
CALLED = {"docker": as_docker, "docker-explain": as_plugin}


def _complain(key: str, **args: Arg) -> Outcome:
    write(sys.stderr, sentence(language(None, os.environ), Say(f"options.{key}", args)) + "\n")
    return Outcome(USAGE)
