"""Sheets Cycles, Calendar and Meetings, the settings of dates, and what the labels of dates show to be wrong."""
