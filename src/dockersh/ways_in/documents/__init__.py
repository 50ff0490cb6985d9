"""Docker lines in files: scripts, Makefiles, Markdown pages and workflow files, each line explained where it stands."""
