"""A docker client of our own, for practice where there is none: the same lines, the same output, over the same API."""
