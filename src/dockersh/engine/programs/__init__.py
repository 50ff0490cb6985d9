"""Files that a container or a build starts, judged before they are."""
