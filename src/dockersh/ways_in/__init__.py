"""The ways in: lines, scripts, words, Tab, the interactive shell, documents; and our own commands and settings."""
