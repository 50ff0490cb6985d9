"""Go's text/template, as far as `--format` of docker uses it: text, actions, pipelines, range, if, with, variables, functions.

Source: pkg.go.dev/text/template, and docker/cli templates/templates.go for docker's own functions.
"""

from __future__ import annotations

from dockersh.practice.standin.golang.running import Template, TemplateError
from dockersh.practice.standin.golang.syntax import parse

__all__ = ["Template", "TemplateError", "compiled"]


def compiled(text: str) -> Template:
    """A template that can be carried out. Raises TemplateError for what Go does not parse."""
    return Template(parse(text), text)
