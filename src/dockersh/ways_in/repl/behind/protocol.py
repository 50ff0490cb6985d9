"""What the shell behind the prompt is told, and what it answers: after a line its status, folder, jobs and variables."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from dockersh.execute.outcome import HANDED_ON
from dockersh.machine.given import decode
from dockersh.startup.typed import NamedTuple

# Ctrl-Z in the shell's own words is nothing, and never stops the shell.
UNSTOPPABLE = "trap : TSTP\n"
# A zsh waits for a suspended job unless it is interactive; then it must be told to read a script as one: no `!` of its own,
# remarks, no questions at its end.
ZSH_AS_A_SCRIPT = """\
setopt nobanghist interactivecomments nocheckjobs nohup nonotify
[ ! -r "${ZDOTDIR:-$HOME}/.zshenv" ] || . "${ZDOTDIR:-$HOME}/.zshenv"
"""
# A line runs inside a function: Ctrl-C then ends the line, by `return`, and not the shell (dash, bash and zsh agree).
# `(exit N)` gives the line the status of the one before it as `$?`. Where env has no -0 (older macOS), awk knows the names and
# the shell the values; of a name that the shell cannot say only the name is told, for no line of the shell can have changed it.
# Jobs are told in English, since we read what they do;
# of a locale that is not there bash complains, to nobody.
PROLOGUE = """\
__dockersh_run() {{ trap 'return 130' INT; (exit "$__dockersh_status"); eval "$__dockersh_line"; }}
if {env} -0 >/dev/null 2>&1; then
    __dockersh_env() {{ {env} -0; }}
else
    __dockersh_env() {{
        {awk} 'BEGIN {{ for (name in ENVIRON) print name }}' | while IFS= read -r __dockersh_name; do
            case $__dockersh_name in
            [0-9]* | *[!A-Za-z0-9_]*) printf '%s\\0' "$__dockersh_name" ;;
            *) eval "printf '%s=%s\\\\0' \\"\\$__dockersh_name\\" \\"\\$$__dockersh_name\\"" ;;
            esac
        done
    }}
fi
__dockersh_report() {{
    {{
        printf '%s\\0=%s\\0=' "$1" "$PWD"; LC_ALL=C jobs; printf '\\0'; __dockersh_env; printf '\\0'
    }} >/dev/fd/{report} 2>/dev/null
}}
__dockersh_report "${{BASH_VERSION:+1}}${{ZSH_VERSION:+2}}0"
"""
# The report is a line of its own: a bash whose job was ended by Ctrl-C drops what is left of its line.
ONE_LINE = "__dockersh_status={status}; __dockersh_line={line}\n__dockersh_run{outputs}\n__dockersh_report $?\n"
# Between two lines: what became of the jobs.
LOOK = "__dockersh_report 0\n"
# In a function zsh forgets what its jobs are called.
ONE_LINE_OF_ZSH = """\
__dockersh_status={status}; __dockersh_line={line}
{{ (exit $__dockersh_status); eval "$__dockersh_line"{outputs} }} always {{
    __dockersh_status=$?; (( TRY_BLOCK_INTERRUPT )) && __dockersh_status=130; TRY_BLOCK_ERROR=0 TRY_BLOCK_INTERRUPT=0
}}
__dockersh_report $__dockersh_status
"""
END = b"\0\0"
NOT_OURS = frozenset(("_", HANDED_ON))
# The status of the first report; 0 for every other shell.
BASH, ZSH = 10, 20
# A shell prints these changes of its jobs by itself.
TELLS_ITSELF = {0: ("suspended",), ZSH: ("suspended", "running")}


class Report(NamedTuple):
    """What the shell says after a line: status, working folder, its jobs as `jobs` prints them, exported variables."""

    status: int
    folder: str
    jobs: str
    env: dict[str, str]


def one_line(kind: int, line: str, status: int, outputs: str) -> str:
    """A line for a shell of this kind; *outputs* are redirections of what it prints."""
    shape = ONE_LINE_OF_ZSH if kind == ZSH else ONE_LINE
    return shape.format(status=status, line=shlex.quote(line), outputs=outputs)


def parse(out: bytes, before: Mapping[str, str]) -> Report:
    """The report; a name without a value has the one from *before*."""
    status, folder, jobs, *pairs = out.removesuffix(END).split(b"\0")
    split = (decode(pair).partition("=") for pair in pairs if pair)
    env = {name: value if equals else before.get(name, "") for name, equals, value in split if name not in NOT_OURS}
    return Report(int(status), decode(folder[1:]), decode(jobs[1:]), env)
