"""The sheet Scenarios: inputs made of one input by changes of its cells and rows."""
