"""Templates: what the real client makes of them on an engine, and what we make of the same object."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from dockersh.practice.standin.golang import TemplateError, compiled
from support.twins import Twins

LINE = (
    "docker run -d --name web -p 18110:80 -p 18111:9000 -p 18112:53/udp --expose 443 -e A=1 -e B=two -v data:/data "
    "--label tier=front --network shop nginx"
)
TEMPLATES = (
    "plain",
    "{{.Name}}",
    "{{ .Name }}",
    "{{.Name}}{{.Name}}",
    "a {{.Name}} b",
    "{{.State.Status}}",
    "{{.State.Running}} {{.State.Pid}}",
    "{{(.State).Status}}",
    "{{(.Config.Env)}}",
    "{{.Config.Env}}",
    "{{.Config.Labels}}",
    "{{.Config.ExposedPorts}}",
    "{{.Config.Tty}}",
    "{{.HostConfig.Memory}}",
    "{{.RestartCount}}",
    "{{$.Name}}",
    "{{$x := .Name}}{{$x}}",
    "{{$x := .State}}{{$x.Status}}",
    "{{$x := 1}}{{$x = 2}}{{$x}}",
    "{{- .Name -}}",
    "  {{- .Name}}",
    "{{.Name -}}   x",
    "{{/* nothing */}}x",
    "a {{- /* nothing */ -}} b",
    '{{"text"}}',
    "{{`raw`}}",
    '{{"a\\tb"}}',
    '{{"\\""}}',
    "{{1}} {{-1}} {{0x10}} {{1.5}}",
    "{{'a'}}",
    "{{true}} {{false}}",
    "{{len .Name}}",
    "{{.Name | len}}",
    "{{len .Config.Env}}",
    "{{len .Config.Labels}}",
    "{{json .Name}}",
    "{{json .Config.Env}}",
    "{{json .NetworkSettings.Ports}}",
    "{{json .HostConfig.PortBindings}}",
    "{{json .Config.ExposedPorts}}",
    "{{json .State}}",
    "{{json .Config.Labels}}",
    "{{json .State.Running}}",
    "{{json .HostConfig.Memory}}",
    "{{.Name | json}}",
    '{{join .Config.Env ","}}',
    '{{split .Name "e"}}',
    '{{index (split .Name "e") 1}}',
    "{{upper .Name}} {{lower .Name}} {{title .State.Status}}",
    "{{.State.Status | upper | lower | title}}",
    "{{pad .State.Status 1 2}}|",
    '{{pad "" 1 2}}|',
    "{{truncate .State.Status 3}}",
    "{{truncate .State.Status 30}}",
    "{{print .Name 1 2}}",
    "{{println .Name}}",
    "{{println .Name .State.Status}}",
    '{{printf "%s" .Name}}',
    '{{printf "%q" .Name}}',
    '{{printf "%10s|%-10s|" .State.Status .State.Status}}',
    '{{printf "%d" .RestartCount}}',
    '{{printf "%05d" .RestartCount}}',
    '{{printf "%v %v" .Name .State.Running}}',
    '{{printf "%t" .State.Running}}',
    '{{printf "100%%"}}',
    '{{.Name | printf "%s-%s" "x"}}',
    "{{slice .Name 1}}",
    "{{slice .Name 1 3}}",
    "{{slice .Config.Env 0 1}}",
    "{{index .Config.Env 0}}",
    '{{index .Config.Labels "tier"}}',
    '{{index .Config.Labels "nosuch"}}|',
    '{{(index (index .NetworkSettings.Ports "80/tcp") 0).HostPort}}',
    '{{index .NetworkSettings.Networks "shop" | printf "%v" | len | lt 0}}',
    '{{with index .NetworkSettings.Ports "80/tcp"}}{{(index . 0).HostPort}}{{end}}',
    "{{if .State.Running}}yes{{end}}",
    "{{if .State.Paused}}yes{{end}}|",
    "{{if .State.Paused}}yes{{else}}no{{end}}",
    "{{if .State.Paused}}a{{else if .State.Running}}b{{else}}c{{end}}",
    "{{if .State.Paused}}a{{else if .State.Dead}}b{{else}}c{{end}}",
    "{{if .Config.Env}}some{{end}}",
    "{{if .Config.User}}some{{else}}none{{end}}",
    "{{if .RestartCount}}some{{else}}none{{end}}",
    "{{if not .State.Paused}}x{{end}}",
    "{{if and .State.Running .State.Paused}}x{{else}}y{{end}}",
    "{{if or .State.Running .State.Paused}}x{{else}}y{{end}}",
    "{{and .Name .State.Status}} {{or .Config.User .Name}}",
    '{{if eq .State.Status "running"}}x{{end}}',
    '{{eq .State.Status "a" "running"}}',
    '{{ne .State.Status "running"}}',
    "{{lt 1 2}} {{le 2 2}} {{gt 1 2}} {{ge 2 1}}",
    "{{gt .State.Pid 0}}",
    "{{with .State}}{{.Status}}{{end}}",
    "{{with .Config.User}}{{.}}{{else}}nobody{{end}}",
    "{{with $x := .Name}}{{$x}}{{end}}",
    "{{with .State}}{{$.Name}}{{end}}",
    "{{range .Config.Env}}{{.}};{{end}}",
    "{{range $e := .Config.Env}}{{$e}};{{end}}",
    "{{range $i, $e := .Config.Env}}{{$i}}={{$e}};{{end}}",
    "{{range .Config.Labels}}{{.}}{{end}}",
    "{{range $k, $v := .Config.Labels}}{{$k}}={{$v}}{{end}}",
    "{{range .Mounts}}{{.Type}} {{.Name}} {{.Destination}} {{.RW}}{{end}}",
    "{{range $k, $v := .NetworkSettings.Networks}}{{$k}} {{$v.IPAddress}} {{$v.Aliases}}{{end}}",
    "{{range $k, $v := .NetworkSettings.Ports}}{{$k}}:{{range $v}}{{.HostPort}} {{end}}{{end}}",
    "{{range .HostConfig.CapAdd}}x{{else}}none{{end}}",
    '{{range .Config.Env}}{{if eq . "A=1"}}{{continue}}{{end}}{{.}};{{end}}',
    "{{range .Config.Env}}{{.}}{{break}}{{end}}",
    "{{range $i, $e := .Config.Env}}{{if $i}}, {{end}}{{$e}}{{end}}",
    "{{range .Config.Env}}{{$.Name}}{{end}}",
    '{{html "<a>"}}',
    '{{urlquery "a b&c"}}',
    "{{.Path}} {{range .Args}}{{.}} {{end}}",
    "{{.Image | len}}",
    "{{.Created | len | lt 10}}",
    "{{not true}} {{not .Name}}",
    "{{if (and (eq 1 1) (eq 2 2))}}x{{end}}",
    '{{(len .Config.Env) | printf "%d"}}',
    "{{.NoSuch}}",
    "{{.State.NoSuch}}",
    "{{.Config.NoSuch.More}}",
    "{{ .Config.Labels.nosuch }}",
    "{{.State.Status.NoSuch}}",
    "x{{.Name}}\n{{.NoSuch}}",
    "{{slice .Name 0 100}}",
    "{{",
    "{{.Name",
    "{{.Name}",
    "{{end}}",
    "{{else}}",
    "{{if .Name}}",
    "{{range .Config.Env}}x",
    "{{if}}x{{end}}",
    "{{range}}x{{end}}",
    "{{with}}x{{end}}",
    "{{}}",
    "{{()}}",
    "{{nosuch .Name}}",
    "{{.Name | nosuch}}",
    '{{"open}}',
    "{{/* open",
)


@pytest.fixture(scope="module", name="web")
def fixture_web(both: Twins) -> dict[str, Any]:
    """A container, as the engine tells it."""
    both.real.empty()
    for line in ("docker network create shop", LINE):
        assert both.real.run(line).status == 0
    found: dict[str, Any] = both.real.engine.get("/containers/web/json")
    return found


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template(both: Twins, web: dict[str, Any], template: str) -> None:
    """The same text, or the same error."""
    argv = ["docker", "inspect", "--format", template, "web"]
    real = subprocess.run(argv, env=both.real.env(), capture_output=True, text=True, check=False)
    assert ours(template, web) == (real.stderr or real.stdout)


def ours(template: str, web: dict[str, Any]) -> str:
    """What we print, or what we say is wrong."""
    try:
        return compiled(template).on(web) + "\n"
    except TemplateError as error:
        return f"template parsing error: {error}\n"
