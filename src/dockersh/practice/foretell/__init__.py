"""What a script would do on an engine: carried out on objects that stand still, so that nothing of it runs."""
