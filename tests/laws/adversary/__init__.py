"""An adversary of the engine: inputs over the whole contract, and an exact model of its own.

`draw` makes the district of a seed, `exact` finds its best plan minute by minute, `verdict` compares that with what the
engine claims. `PYTHONPATH=tests:tests/helpers python -m laws.adversary 0 1000` runs a range of seeds.
"""
