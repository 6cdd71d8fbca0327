"""A plan anew from one that is kept: what can stay is a constant, and what is free grows by rings.

Each ring is solved exactly, Change being a level of its own. In the innermost one everything that can stay does; a plan
that meets the Required bound there is proven on all levels, since every other plan with so little Change has the same
constants (docs/model.md).
"""
