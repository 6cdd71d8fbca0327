"""Re-planning from a published plan, in plain code: what of it could stay, what did not, and why. Never the solver."""
