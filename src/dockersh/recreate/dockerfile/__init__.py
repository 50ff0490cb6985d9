"""An image as a Dockerfile, from its history and its settings.

history     one layer: the instruction that made it, and how each builder writes it down
spelled     words as a Dockerfile has them
settings    what an image says of itself, as instructions
file        the whole: what changes files in the history's order, then the settings
"""
