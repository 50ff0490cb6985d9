"""This machine, touched with care: files up to a size, programs within a time, our own folders, the screen."""
