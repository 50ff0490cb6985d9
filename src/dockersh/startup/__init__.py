"""Python made to start fast: cheap names for types and records, modules and patterns loaded late, tables kept parsed."""
