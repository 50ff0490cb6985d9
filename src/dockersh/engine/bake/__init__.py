"""What `docker buildx bake` would build, read from its own files: a bounded reader, which leaves out what it cannot read."""
