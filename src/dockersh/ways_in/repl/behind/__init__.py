"""The shell behind the prompt: what it is told, what it answers, and its jobs."""
