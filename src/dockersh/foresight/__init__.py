"""What will happen, what will be refused, what to mind: all of it before the line runs."""
