"""What the client says is wrong with a line, and whether one of our findings says the same of the same word."""

from __future__ import annotations

import re
from typing import NamedTuple

from dockersh.finding import Finding, Say

# The client's words (28.2.2, 29.7.2), and what of ours means the same: a finding's code, or the reason for a bad value.
# Groups: `flag` is its long name, `word` what is at fault. The first that fits counts.
FLAG = r'^invalid argument "(?P<word>.*?)" for "(?:-\w, )?--(?P<flag>[\w-]+)" flag: '
CAUSES: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (pattern, frozenset(reasons.split()))
    for pattern, reasons in (
        (r"^unknown flag: --(?P<word>\S*)", "unknown-flag unknown-flag-near"),
        (r"^unknown shorthand flag: '(?P<word>.)' in -", "unknown-shorthand unknown-shorthand-near one-dash"),
        (r"^bad flag syntax: (?P<word>\S+)", "unknown-flag unknown-flag-near"),
        (r"^flag needs an argument: (?:--(?P<flag>[\w-]+)|'\w' in)", "flag-needs-value"),
        (r"the input device is not a TTY|because stdin is not a terminal", "not-a-terminal"),
        (r"requires at least \d+ argument", "missing-argument argument-swallowed build-needs-context"),
        (r'^"--(?P<flag>[\w-]+)" is only supported on a Docker daemon running on windows', "windows-only"),
        (FLAG + r"strconv.ParseBool", "bad-boolean"),
        (FLAG + r"strconv.Parse(?:Int|Uint)", "integer device-limit device-rate ulimit mode size swappiness retries interval"),
        (FLAG + r"(?:invalid size|invalid suffix|strconv.ParseFloat)", "size number device-rate"),
        (FLAG + r"time: ", "duration interval"),
        (FLAG + r"(?:failed to parse .* as a rational|value is too precise)", "number cpus-too-fine"),
        (FLAG + r"(?:invalid label|label .* contains whitespaces)", "label"),
        (FLAG + r"invalid environment variable", "env"),
        (FLAG + r"valid streams are", "stream"),
        (FLAG + r"sysctl ", "sysctl"),
        (FLAG + r"(?:bad format for links|empty string specified for links)", "link"),
        (FLAG + r".*add-host", "add-host add-host-address"),
        (FLAG + r"(?:failed to parse IP|ParseAddr)", "ip4 ip6 network-field"),
        (FLAG + r"bind-nonrecursive is deprecated", "until-docker-newer"),
        (FLAG + r"invalid value for '.*?': value is empty", "until-docker mount-field mount-value mount-target mount-source"),
        # Behind an empty type= docker 28 names the next thing it does not know; 29 names the empty one.
        (r'^invalid argument "(?P<word>[^"]*type=,.*?)" for "--(?P<flag>mount)" flag: unexpected key', "mount-field mount-key"),
        (r"^invalid detach keys", "detach-keys"),
        (FLAG + r"IP address is not correctly", "dns"),
        (FLAG + r".*is not a valid domain", "dns-search"),
        (FLAG + r"(?:invalid device cgroup)", "device-rule"),
        (FLAG + r"(?:bad format for device path)", "device-limit-path"),
        (FLAG + r"(?:bad format|invalid rate for device|invalid weight for device)", "device-limit device-rate device-weight"),
        (FLAG + r".*ulimit|^.*too many limit value|^.*limit value", "ulimit ulimit-type ulimit-order"),
        (
            FLAG + r"(?:network name/id|invalid field|.*network)",
            "network-name network-field mount-field mount-key gpus-key since-docker",
        ),
        (FLAG + r"(?:invalid count|gpu request|unexpected key|count of)", "gpus-count gpus-key mount-key gpus"),
        (FLAG + r"(?:parse error on line)", "quotes"),
        (FLAG + r"invalid (?:gw-priority|key value pair format in driver options)", "network-field"),
        (FLAG + r"EOF", "mount-key gpus gpus-key gpus-count network-name"),
        (
            FLAG + r"(?:.*mount|invalid value for|target is required|field|type is required|cannot mix|option 'bind"
            r"|unknown option|value is empty|.*should not have whitespace)",
            "mount-value mount-target mount-mixed mount-field mount-key since-docker",
        ),
        (r"invalid reference format|repository name", "image-format image-upper-case image-too-long"),
        (r"invalid repository name|refusing to create a tag|cannot specify 64-byte", "image-is-an-id image-format"),
        (r"--(?P<flag>cgroupns|userns|uts|pid): invalid", "mode"),
        (r"invalid pull option: '(?P<word>.*?)'", "pull-policy pull-policy-near"),
        (r"Valid memory swappiness range", "swappiness"),
        (r"invalid restart policy format|maximum retry count", "restart-format"),
        (r"invalid storage option", "pair"),
        (r"is not a valid mac address", "mac"),
        (r"Invalid --security-opt|security-opt", "security-opt"),
        (r"for --expose", "expose-format"),
        (r"--(?P<flag>health-[\w-]+) cannot be negative", "interval"),
        (
            r"--no-healthcheck conflicts|conflicting options|logging opts for driver none",
            "conflicting-options detach-with-attach networks-mixed rm-with-restart",
        ),
        (r"network-scoped alias", "alias-needs-network"),
        (r"no name set for network", "network-name"),
        (r"network .* is specified multiple times|attached multiple times", "network-twice"),
        (r"conflicts? with|container cannot be connected", "networks-mixed rm-with-restart"),
        (r"invalid (?:empty )?volume spec|invalid spec|too many colons", "volume-sections volume-empty volume-mode"),
        (r"parsing specified platform|platform specifier|OSAndVersion specifier|unknown operating system", "platform"),
        (r"not an absolute path", "device-path volume-target"),
        (r"bad format for path|bad mode specified|invalid device", "device device-mode"),
        (
            r"invalid publish opts format",
            "port-field port-container port-missing port-protocol port-protocol-early port-network port-localhost",
        ),
        (r"invalid proto", "port-protocol port-colon port-protocol-early port-network"),
        (
            r"invalid (?:containerPort|container port)|No port specified|no port specified",
            "port-container port-missing port-protocol",
        ),
        (
            r"invalid (?:hostPort|host port|port)|invalid ranges?|invalid IP address|[Ii]nvalid (?:hostPort|port)",
            "port-host port-ranges port-address port-container port-protocol port-colon port-localhost port-network",
        ),
    )
)


class Cause(NamedTuple):
    """What the client complains of: the reasons of ours that would mean it, the flag and the word at fault (None: not told)."""

    reasons: frozenset[str]
    flag: str | None
    word: str | None


def cause(error: str) -> Cause | None:
    """The first line of the client's error, read by the table; None where no row fits."""
    first = error.strip().removeprefix("docker: ").split("\n")[0]
    for pattern, reasons in CAUSES:
        if found := re.search(pattern, first):
            groups = found.groupdict()
            return Cause(reasons, groups.get("flag"), groups.get("word"))
    return None


def says_the_same(one: Finding, theirs: Cause, line: str) -> bool:
    """Whether a finding of ours names the client's cause, and its flag and word where the client names them."""
    why = one.args.get("why")
    reason = why.key.removeprefix("bad-values.") if isinstance(why, Say) else one.code
    flag = str(one.args.get("flag", "")).lstrip("-")
    same_flag = theirs.flag is None or not flag or flag == theirs.flag
    said = [line[one.span.start : one.span.end] if one.span else "", *(str(value) for value in one.args.values())]
    word = theirs.word or ""
    same_word = "\\" in word or any(word in text for text in said)  # the client escapes some characters
    return reason in theirs.reasons and same_flag and same_word
