"""Lines that make an object again: what an engine tells of a container, an image, a volume, a network, as words one can type.

seen        what was asked about the object, in one value
options/    one question of `docker run` a module: its options, in the order people write them
container   the whole line of a container, and what a line cannot say
written     words as lines of a shell, one option a line where long
"""
