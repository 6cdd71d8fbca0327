"""What if: scenarios that are written on the page, and comparisons of them."""
