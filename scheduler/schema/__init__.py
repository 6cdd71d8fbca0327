"""The sheets and their columns: names, meanings, kinds and defaults. Intake, export and the docs read them."""
