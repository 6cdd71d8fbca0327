"""From raw sheets to tables: where the header is, which column is which, and what the text of a cell means."""
