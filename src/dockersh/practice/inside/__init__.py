"""What goes on inside a container: its files, its process, and a small shell with the programs that people try first."""
