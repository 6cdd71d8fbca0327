"""People, their roles, and the ways in which they sign in."""
