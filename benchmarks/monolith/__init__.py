"""The textbook's way: one model of everything, with a boolean for each session, coach, slot and cycle."""
