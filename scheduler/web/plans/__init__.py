"""The pages of a finished plan."""
