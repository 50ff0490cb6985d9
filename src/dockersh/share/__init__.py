"""What is installed beside the program: manual pages and completions."""
