"""From text to values: shell words, docker's vocabulary, the flags and arguments of a call, what each value means."""
