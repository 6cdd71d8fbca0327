"""Whether the page and its parts are well, for those who watch the machine."""
