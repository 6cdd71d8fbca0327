"""Files that people upload: checked, corrected, and taken into a plan."""
