"""A plan workbook read back: its rows, what it says of itself, and the plan as it was published."""
