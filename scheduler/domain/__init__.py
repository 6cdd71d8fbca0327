"""What a district is, and what a plan is: frozen dataclasses of the standard library, and nothing else."""
