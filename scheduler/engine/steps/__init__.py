"""The steps of a solve, each from an instance and what is fixed to an answer."""
