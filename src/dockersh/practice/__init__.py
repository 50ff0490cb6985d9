"""A practice engine: Docker's API answered by objects in memory, so that every line can be tried where nothing is installed."""
