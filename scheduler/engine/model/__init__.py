"""The exact model: variables, constraints and objective of staffing and weeks."""
