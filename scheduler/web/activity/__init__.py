"""What people did on the page, and when."""
