"""What happened, and why it failed."""
