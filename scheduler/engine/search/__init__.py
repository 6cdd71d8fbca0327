"""How a model is searched: budget, level by level, and in which processes."""
