"""Staffing scenarios side by side: tasks on one pool, figures, the matrix, and who may see what."""
