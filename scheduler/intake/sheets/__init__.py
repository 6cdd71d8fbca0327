"""One module for each input sheet, from its table to what it says of the district."""
