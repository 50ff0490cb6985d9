"""What a template fills in before any shell sees the line: `${{ matrix.image }}` of a workflow, `{{ name }}` of a playbook."""

from __future__ import annotations

from dockersh.startup.lazy_regex import pattern

WORKFLOW = pattern(r"\$\{\{[^{}\n]*\}\}")
# Go's templates, as in `-f {{.Id}}`, begin with a dot or a function, and are docker's.
FILLED_IN = pattern(r"\$\{\{[^{}\n]*\}\}|\{\{ ?[A-Za-z_][\w.]*(?: ?\|[^{}\n]*)? ?\}\}")
