"""Sheets Rules and Travel: how much each rule matters here, and how far the schools are apart."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain.instance import ALL_LEVELS, Level, RuleSetting
from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import settings as messages
from scheduler.rules import RULES


def read_rules(reading: InputWorkbook, site_ids: Ids) -> dict[tuple[str, str], RuleSetting]:
    """(rule, "") for every rule there is, and (rule, site) for every row with a site."""
    settings: dict[tuple[str, str], RuleSetting] = {
        (rule.name, ""): RuleSetting(rule.name, rule.level, rule.value) for rule in RULES.values()
    }
    seen: dict[tuple[str, str], Place] = {}
    for row in reading.rows("Rules"):
        name = cell_values.one_of(row.text("rule"), RULES)
        if name is None:
            row.wrong(messages.UNKNOWN_RULE, "rule", near=cell_values.near(row.text("rule"), RULES))
            continue
        setting = _setting(row, name)
        sites = row.ids("site", site_ids) if row.has("site") else ("",)
        for site in sites:
            if (name, site) in seen:
                row.report(messages.RULE_TWICE, "rule", rule=name, site=site or "all sites", place=seen[name, site])
            seen[name, site] = row.where("rule")
            settings[name, site] = setting
    return settings


def _setting(row: Row, name: str) -> RuleSetting:
    rule = RULES[name]
    level = row.choice("level", ALL_LEVELS)
    value = rule.value
    if folded(row.text("value")) == "nolimit":
        value = None
    elif row.has("value"):
        value = row.whole("value", rule.value, message=messages.NOT_A_VALUE)
        if not rule.unit:
            row.report(messages.VALUE_NOT_USED, "value", rule=name, value=row.text("value"))
    weight = row.whole("weight", 1, message=messages.NOT_A_WEIGHT)
    return RuleSetting(
        name, _level(level) if level else rule.level, value, 1 if weight is None else weight, row.text("source")
    )


def _level(text: str) -> Level:
    return next(level for level in ALL_LEVELS if level == text)


def read_travel(reading: InputWorkbook, site_ids: Ids) -> Mapping[tuple[str, str], int]:
    """Minutes of the pairs that are listed."""
    travel: dict[tuple[str, str], int] = {}
    seen: dict[tuple[str, str], Place] = {}
    for row in reading.rows("Travel"):
        one, other = row.id("from", site_ids), row.id("to", site_ids)
        minutes = row.whole("minutes")
        if one is None or other is None or minutes is None:
            continue
        if one == other:
            row.report(messages.TRAVEL_TO_ITSELF, "to", other=other)
        elif travel.setdefault((one, other), minutes) != minutes:
            row.report(
                messages.TRAVEL_TWICE,
                "minutes",
                minutes=minutes,
                site=one,
                other=other,
                first=travel[one, other],
                place=seen[one, other],
            )
        seen.setdefault((one, other), row.where("minutes"))
    return travel
