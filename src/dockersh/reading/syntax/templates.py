"""What a template fills in before any shell sees the line: `${{ matrix.image }}` of a workflow, `{{ name }}` of a playbook."""

from __future__ import annotations

from dockersh.startup.lazy_regex import pattern

# A string in it may hold braces: `${{ x && '${NAME}' || 'y' }}`.
WORKFLOW = pattern(r"\$\{\{(?:[^{}'\n]|'[^'\n]*')*+\}\}")
# Go's templates, as in `-f {{.Id}}`, begin with a dot or a function, and are docker's.
FILLED_IN = pattern(r"\$\{\{[^{}\n]*\}\}|\{\{ ?[A-Za-z_][\w.]*(?: ?\|[^{}\n]*)? ?\}\}")
