"""Why something is not in a plan: slot by slot, each with the cell that says so. It knows no solver."""
