"""A script on standard input: each logical line explained, then run by one shell that lives through the script."""

from __future__ import annotations

from dockersh import syntax
from dockersh.outcome import HANDED_ON, Outcome
from dockersh.script import logical_lines
from dockersh.session import ShellSession
from dockersh.shell import Shell


def run_script(shell: Shell) -> Outcome:
    """Run (or with `explain_only` or `json` only explain) standard input; the status of its last line."""
    if shell.settings.explain_only or shell.settings.json:
        for text in logical_lines():
            if text.strip():
                shell.say_explanation(text, syntax.parse(text))
        return Outcome(0)
    outcome = Outcome(0)
    with ShellSession({**shell.env, HANDED_ON: "1"}, options=shell.settings.shell_options) as session:
        for text in logical_lines():
            parsed = syntax.parse(text)
            if parsed.calls and not text.lstrip().startswith("#"):  # in a script, `# docker ps` is a remark
                refused = shell.say_explanation(text, parsed)
                if refused is not None:
                    return refused
            outcome = session.run(text)
            shell.say_aftermath(parsed, outcome)
            if session.ended is not None:
                return Outcome(session.ended)
    return outcome
