"""The docker client of this machine: where it is, its settings and plugins."""
