"""Plans and comparisons that are asked for, made and published."""
