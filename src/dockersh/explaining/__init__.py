"""What was read and foreseen, put into words."""
