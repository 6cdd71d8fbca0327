"""What readers see of a plan, decided once for workbook, page and print. Writers in `export` only write it."""
