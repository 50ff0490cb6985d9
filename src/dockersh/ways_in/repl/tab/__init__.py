"""Tab at the prompt: docker's words as everywhere, our own, what is kept under a name, whole lines where nothing is typed."""
