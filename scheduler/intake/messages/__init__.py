"""The catalogue: every problem that can be reported, once, with its code, its level, its text and its fix."""
