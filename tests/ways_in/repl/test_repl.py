"""The interactive shell in a real terminal: typed into, read from the screen."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from dockersh import texts
from support.programs import DOCKERSH, environment, recording_docker, script
from support.pty_terminal import Terminal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose docker prints the words it gets."""
    recording_docker(tmp_path)
    return tmp_path


@pytest.fixture
def shell(home: Path) -> Iterator[Terminal]:
    """A dockersh waiting for its first line."""
    with Terminal([*DOCKERSH, "--no-engine"], environment(home), home, rows=40) as terminal:
        terminal.expect("dockersh explains it, then runs it")
        terminal.expect("dockersh>")
        yield terminal


def test_a_docker_line_is_explained_and_run(shell: Terminal) -> None:
    """The explanation, then docker's own words."""
    shell.line("docker run -it ubuntu:14.04")
    shell.expect("What will happen")
    shell.expect(r"\[run\]\n\[-it\]\n\[ubuntu:14.04\]")
    shell.expect("dockersh>")


def test_other_lines_are_the_shells(shell: Terminal) -> None:
    """Pipes, quotes and variables work; a status other than 0 stands in the prompt."""
    shell.line('x=5; echo "a $x" | tr a b')
    shell.expect("\nb 5\n")
    shell.line("exit_status() { return 3; }; exit_status")
    shell.expect(r"dockersh \[3\]>")


def test_cd_lasts(shell: Terminal, home: Path) -> None:
    """cd, cd -, cd to nowhere."""
    (home / "sub").mkdir()
    shell.line("cd sub")
    shell.expect("dockersh>")
    shell.line("pwd")
    shell.expect(f"\n{home}/sub\n")
    shell.line("cd -")
    shell.expect("dockersh>")
    shell.line("pwd")
    shell.expect(f"\n{home}\n")
    shell.line("cd nowhere")
    shell.expect("nowhere")
    shell.expect(r"dockersh \[[12]\]>")


def test_an_unfinished_line_goes_on(shell: Terminal) -> None:
    """Enter in an open quote, or behind a backslash, waits for more."""
    shell.line("echo 'one")
    shell.line("two'")
    shell.expect("\none\ntwo\n")
    shell.line("docker ps \\")
    shell.line("-a")
    shell.expect(r"\[ps\]\n\[-a\]")


def test_ctrl_c_drops_the_line_and_ctrl_d_leaves(shell: Terminal) -> None:
    """Ctrl-C never ends the shell; Ctrl-D on an empty line does, with the last status."""
    shell.send("garbage")
    shell.expect("garbage")
    shell.send("\x03")
    shell.expect("dockersh>")
    shell.line("false")
    shell.expect(r"dockersh \[1\]>")
    shell.send("\x04")
    assert shell.wait() == 1


@pytest.mark.parametrize(("line", "status"), [("exit", 0), ("exit 7", 7), ("quit", 0)])
def test_exit_leaves(shell: Terminal, line: str, status: int) -> None:
    """exit, exit N and quit."""
    shell.line(line)
    assert shell.wait() == status


def test_ctrl_c_in_a_command_comes_back(shell: Terminal) -> None:
    """The command ends, the shell stays. One program says that it is up and is then the one that waits."""
    shell.line("sh -c 'echo up; exec cat'")
    shell.expect("\nup\n")
    shell.send("\x03")
    shell.expect(r"dockersh \[130\]>")


def test_what_was_seen_often_gets_shorter(shell: Terminal) -> None:
    """How to read the result is said once, what a command does twice; then a line that only reads is silent."""
    for line in ("docker ps", "docker images"):
        shell.line(line)
        shell.expect("reading it")
        shell.expect("from-docker")
        shell.expect("dockersh>")
    for told in (True, False, False):
        before = len(shell.text)
        shell.line("docker ps")
        shell.expect("from-docker")
        assert ("lists the running containers" in shell.text[before:], "reading it" in shell.text[before:]) == (told, False)
        shell.expect("dockersh>")


def test_history_is_private_and_knows_no_secrets(shell: Terminal, home: Path) -> None:
    """Mode 600; secrets and lines with a leading space stay out; Up brings the last line back."""
    shell.line("docker run -e DB_PASSWORD=hunter2 x")
    shell.expect("from-docker")
    shell.line(" echo hidden")
    shell.expect("\nhidden\n")
    shell.line("echo kept")
    shell.expect("\nkept\n")
    shell.send("\x1b[A\r")
    shell.expect("\nkept\n")
    file = home / ".local/state/dockersh/history"
    text = file.read_text(encoding="utf-8")
    assert ("hunter2" in text, "hidden" in text, "echo kept" in text) == (False, False, True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_unwritable_home_costs_the_history_only(home: Path) -> None:
    """A state folder that cannot be made is no reason to stop."""
    (home / "blocked").write_text("a file", encoding="utf-8")
    env = environment(home, XDG_STATE_HOME=str(home / "blocked"))
    with Terminal([*DOCKERSH, "--no-engine", "-q"], env, home) as terminal:
        terminal.expect("dockersh>")
        terminal.line("echo fine")
        terminal.expect("\nfine\n")


def test_korean(home: Path) -> None:
    """The shell speaks Korean, and reads it."""
    with Terminal([*DOCKERSH, "--no-engine", "--lang", "ko"], environment(home), home) as terminal:
        terminal.expect("설명한 뒤 실행합니다")
        terminal.line("echo 안녕")
        terminal.expect("\n안녕\n")


def test_variables_functions_and_status_last(shell: Terminal) -> None:
    """As in any shell: variables, export, unset, functions, $?."""
    shell.line("greet() { echo hi $1; }; name=kim; export OUT=side")
    shell.expect("dockersh>")
    shell.line("greet $name; env | grep ^OUT; (exit 9)")
    shell.expect("\nhi kim\nOUT=side\n")
    shell.expect(r"dockersh \[9\]>")
    shell.line("echo was $?")
    shell.expect("\nwas 9\n")
    shell.line("unset OUT; env | grep -c ^OUT=")
    shell.expect("\n0\n")


def test_ctrl_c_ends_a_loop_and_keeps_the_variables(shell: Terminal) -> None:
    """The line ends, what the shell knew stays."""
    shell.line("kept=yes; echo up; while :; do sleep 0.1; done")
    shell.expect("\nup\n")
    shell.send("\x03")
    shell.expect(r"dockersh \[130\]>")
    shell.line("echo $kept")
    shell.expect("\nyes\n")


def test_an_exported_variable_counts_for_docker(shell: Terminal) -> None:
    """Docker is started in the shell's own world."""
    shell.line("export PATH=/nowhere")
    shell.expect("dockersh>")
    shell.line("docker ps")
    shell.expect(r"dockersh \[127\]>")


def test_an_alias_is_kept_and_what_it_means_is_explained(shell: Terminal, home: Path) -> None:
    """In the settings file, for the next session too."""
    shell.line("alias dps='docker ps -a'")
    shell.expect("dockersh>")
    shell.line("dps -q")
    shell.expect("docker ps")
    shell.expect(r"\[ps\]\n\[-a\]\n\[-q\]")
    assert 'dps = "docker ps -a"' in (home / ".config/dockersh/config.toml").read_text(encoding="utf-8")
    shell.line("unalias dps")
    shell.expect("dockersh>")
    shell.line("unalias dps")
    shell.expect("there is no alias named dps")


def test_docker_may_be_left_out_when_asked_for(shell: Terminal) -> None:
    """`images` is `docker images` after `set implicit on`, and never before."""
    shell.line("images")
    shell.expect(r"dockersh \[127\]>")
    shell.line("set implicit on")
    shell.expect("dockersh>")
    shell.line("images")
    shell.expect(r"\[images\]")


def test_settings_are_shown_changed_and_refused(shell: Terminal) -> None:
    """One clear line for what cannot be."""
    shell.line("set detail off")
    shell.expect("dockersh>")
    shell.line("set detail")
    shell.expect("detail +off")
    shell.line("set detail loud")
    shell.expect("detail does not accept loud")
    shell.line("set colour red")
    shell.expect("no setting colour")
    shell.line("docker ps")
    shell.expect("from-docker")
    assert "What will happen" not in shell.text


def test_own_commands(shell: Terminal) -> None:
    """explain, help, topics, history; why has nothing to say yet."""
    shell.line("explain run -it ubuntu")
    shell.expect("docker run   creates a new container")
    shell.expect("dockersh>")
    shell.line("help run -p")
    shell.expect("docker container run -p, --publish")
    shell.expect("dockersh>")
    shell.line("help portz")
    shell.expect("did you mean help port")
    shell.line("topics")
    shell.expect("ports +publishing ports")
    shell.expect("q back")  # longer than the screen: the pager says how to leave
    shell.send("q")
    shell.expect("dockersh>")
    shell.line("why")
    shell.expect("nothing has failed yet")
    shell.line("history 2")
    shell.expect(r"\d+  why   # exit 1.*\n +\d+  history 2")


@pytest.mark.parametrize(("lang", "hint"), [("en", "q back · space next page"), ("ko", "q 돌아가기 · 스페이스 다음 쪽")])
def test_the_pager_says_how_to_leave(shell: Terminal, lang: str, hint: str) -> None:
    """In the letters of each language."""
    shell.line(f"set lang {lang}")
    shell.expect("dockersh>")
    shell.line("topics")
    shell.expect(hint)
    shell.send("q")
    shell.expect("dockersh>")


def test_a_pasted_block_runs_line_by_line(shell: Terminal) -> None:
    """Several lines at once, a continued one among them."""
    shell.send("\x1b[200~echo one\ndocker ps \\\n  -a\necho two\x1b[201~\r")
    shell.expect("\none\n")
    shell.expect(r"\[ps\]\n\[-a\]")
    shell.expect("\ntwo\n")


def test_the_bar_says_what_the_word_at_the_cursor_means(shell: Terminal) -> None:
    """Before Enter: a flag's meaning, then what is wrong."""
    shell.send("docker run --rm")
    said = texts.flag_text("en", ("container_run", "sets/create-options"), "rm")
    assert said
    shell.expect(re.escape(f"--rm  {texts.short(said)}"))
    shell.send(" -p 99999:80 ")
    shell.expect("✗ .*99999")


def test_function_keys(shell: Terminal) -> None:
    """F2 goes through the details, F3 and F4 switch, F1 shows the page of the word. Only what changes is drawn anew."""
    shell.send("\x1bOQ")
    shell.expect("full")
    shell.send("\x1bOS")
    shell.expect("vi")
    shell.send("\x1bOS")
    shell.expect("emacs")
    shell.send("docker run --rm\x1bOP")
    shell.expect("docker container run")


def test_tab_completes(shell: Terminal) -> None:
    """A command, a flag."""
    shell.send("docker netw\t")
    shell.expect("docker network")


def test_a_broken_settings_file_is_reported_and_survived(home: Path) -> None:
    """With its place; the session goes on."""
    file = home / ".config/dockersh/config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("lang = \ntheme = 3\n", encoding="utf-8")
    with Terminal([*DOCKERSH, "--no-engine"], environment(home), home) as terminal:
        terminal.expect("not valid TOML.*line 1, column 8")
        terminal.line("echo fine")
        terminal.expect("\nfine\n")


def test_what_was_seen_is_known_in_the_next_session(home: Path) -> None:
    """Counts are kept; the file is the owner's alone."""
    for session in range(4):
        with Terminal([*DOCKERSH, "--no-engine"], environment(home), home) as terminal:
            terminal.line("docker ps")
            terminal.expect("from-docker")
            assert ("lists the running containers" in terminal.text) == (session < 2)
            terminal.expect("dockersh>")
            terminal.send("\x04")
            terminal.wait()
    assert stat.S_IMODE((home / ".local/state/dockersh/seen.json").stat().st_mode) == 0o600


def test_enter_alone_runs_the_line_that_was_meant(shell: Terminal) -> None:
    """It stands in grey; whatever is typed instead is what runs, and what the shell knows runs as it is."""
    for typed, ran in (("dokcer ps", r"\[ps\]\n"), ("$ docker images", r"\[images\]\n")):
        shell.line(typed)
        shell.expect("you probably meant: docker")
        shell.expect(r"dockersh \[127\]>")
        shell.line("")
        shell.expect(ran)
        shell.expect("dockersh>")
    shell.line("images() { echo mine; }")
    shell.expect("dockersh>")
    shell.line("images")
    shell.expect("\nmine\n")


def test_words_of_earlier_lines(shell: Terminal) -> None:
    """Shown before they run; what is not there runs nothing; `set expand off` leaves them to the shell."""
    shell.line("echo one two")
    shell.expect("\none two\n")
    shell.line("echo !$ again")
    shell.expect("echo two again\n(?:.*\n)*two again\n")
    shell.line("^again^twice^")
    shell.expect("\ntwo twice\n")
    shell.line("echo !99")
    shell.expect("no earlier line for !99")
    shell.line(" echo ke''pt out")
    shell.expect("kept out")
    shell.line("!!")
    shell.expect("\n echo ke''pt out\nkept out\n")
    shell.line("!-2")
    shell.expect("\necho two twice\ntwo twice\n")
    shell.line("set expand off")
    shell.expect("dockersh>")
    shell.line("echo '!!' !$")
    shell.expect(r"\n!! !\$\n")


def test_another_sessions_lines_are_not_recalled(shell: Terminal, home: Path) -> None:
    """`!!` is the last line of this session, as in every shell, though the history is shared."""
    shell.line("echo mi''ne")
    shell.expect("mine")
    with Terminal([*DOCKERSH, "--no-engine"], environment(home), home, rows=40) as other:
        other.expect("dockersh>")
        other.line("echo oth''ers")
        other.expect("others")
        other.expect("dockersh>")
    shell.line("!!")
    shell.expect("\necho mi''ne\nmine\n")
    shell.line("history")
    shell.expect("echo oth''ers")


def test_why_after_every_kind_of_failure(shell: Terminal, home: Path) -> None:
    """The last docker line that failed: what docker said, else what its status tells, else that there is no docker."""
    script(
        home / "docker", 'case "$1" in stop) echo "Error response from daemon: No such container: x" >&2; exit 1;; esac; exit 7'
    )
    shell.line("why")
    shell.expect("nothing has failed yet")
    shell.line("docker stop x")
    shell.expect(r"dockersh \[1\]>")
    shell.line("why")
    shell.expect("no container x|no container named x")
    shell.line("docker top x")
    shell.expect(r"dockersh \[7\]>")
    shell.line("why")
    shell.expect("exit status 7")
    (home / "docker").unlink()
    shell.line("PATH=/nowhere; export PATH; docker ps")
    shell.expect(r"dockersh \[127\]>")
    shell.line("why")
    shell.expect("status 127|not on PATH")


def test_the_prompt_is_the_persons(shell: Terminal, home: Path) -> None:
    """The folder stands in it; its shape is a setting."""
    (home / "deep").mkdir()
    shell.line("cd deep")
    shell.expect("~/deep dockersh>")
    shell.line("set prompt 'at {folder}$ '")
    shell.expect(r"at ~/deep\$")


@pytest.mark.parametrize("word", ["?", "도움말", "help"])
def test_help_by_any_name(shell: Terminal, word: str) -> None:
    """Whoever looks for a way in finds it."""
    shell.line(word)
    shell.expect("type a docker command to have it explained")


def test_a_line_under_a_name(shell: Terminal, home: Path) -> None:
    """Filled in, shown, explained, run; a secret among its words is in no file; a program of the name is meant instead."""
    shell.line("keep up_db 'docker run -d -e DB_PASSWORD=$2 -p $1:5432 postgres:${3:-16}'")
    shell.expect(r"run it with: up_db \$1 \$2 \[\$3\]")
    shell.expect("dockersh>")
    shell.line("up_db 5433 hunter2")
    shell.expect(r"\ndocker run -d -e DB_PASSWORD=•+ -p 5433:5432 postgres:16\n")
    shell.expect("What will happen")
    shell.expect(r"\[DB_PASSWORD=hunter2\]\n\[-p\]\n\[5433:5432\]\n\[postgres:16\]")
    shell.expect("dockersh>")
    shell.line("up_db 5433")
    shell.expect(r"write up_db \$1 \$2 \[\$3\]")
    shell.expect(r"dockersh \[1\]>")
    kept = (home / ".local/state/dockersh/history").read_text(encoding="utf-8")
    assert ("hunter2" in kept, "up_db 5433\n" in kept) == (False, True)
    shell.line("up_db() { echo mine; }")
    shell.expect("dockersh>")
    shell.line("up_db 5433 x")
    shell.expect("\nmine\n")
