"""The dated year in plain code: what every date is at every site. Below intake and checker; no solver.

`events` says which rows of Calendar count for a site on a date, `weekdays` and `school_days` give labels in the two
ways that there are, `labels` puts on top what a row says of one date alone, `cycles` turns cycles into ranges of dates,
and `year` is the road through them. What a plan's sessions come to on these dates (occurrences, lost and owed) is for
a later version, and goes beside them.
"""

from __future__ import annotations

from scheduler.dates.days import day_rows
from scheduler.dates.year import days_of_rotation, has_year, label_year

__all__ = ["day_rows", "days_of_rotation", "has_year", "label_year"]
