"""The product and its peers on the same inputs, in one run: `python -m benchmarks`. No part of what is installed."""
