"""Lessons on the practice engine: a level is data, its goal is a state, its texts stand with all others."""
