"""Sheets Rules and Travel: how much each rule matters here, and how far the schools are apart."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain.instance import ALL_LEVELS, Level, RuleSetting
from scheduler.domain.matching import folded
from scheduler.intake import words
from scheduler.intake.ids import Ids
from scheduler.intake.reading import InputWorkbook
from scheduler.intake.tables import Row
from scheduler.rules import RULES

_WHOLE = "The score is in whole numbers: multiply the weights of the level by ten, say."


def read_rules(reading: InputWorkbook, site_ids: Ids) -> dict[tuple[str, str], RuleSetting]:
    """(rule, "") for every rule there is, and (rule, site) for every row with a site."""
    settings: dict[tuple[str, str], RuleSetting] = {
        (rule.name, ""): RuleSetting(rule.name, rule.level, rule.value) for rule in RULES.values()
    }
    seen: dict[tuple[str, str], str] = {}
    for row in reading.rows("Rules"):
        name = words.one_of(row.text("rule"), RULES)
        if name is None:
            row.wrong(
                "unknown-rule",
                "rule",
                f"a rule{words.near(row.text('rule'), RULES)}",
                "Write the name as the list of rules has it.",
            )
            continue
        setting = _setting(row, name)
        sites = row.ids("site", site_ids) if row.has("site") else ("",)
        for site in sites:
            if (name, site) in seen:
                row.say(
                    "warning",
                    "rule-twice",
                    "rule",
                    f'"{name}" appears twice for {site or "all sites"}, in {seen[name, site]} too; this row holds.',
                    "Delete the other row.",
                )
            seen[name, site] = reading.place(row, "rule")
            settings[name, site] = setting
    return settings


def _setting(row: Row, name: str) -> RuleSetting:
    rule = RULES[name]
    level = row.choice("level", ALL_LEVELS)
    value = rule.value
    if folded(row.text("value")) == "nolimit":
        value = None
    elif row.has("value"):
        value = row.whole("value", rule.value, mend="Write a whole figure of 0 or more, or no limit.")
        if not rule.unit:
            row.say("note", "value-not-used", "value", f'"{name}" has no value; "{row.text("value")}" is not used.')
    weight = row.whole("weight", 1, mend=_WHOLE)
    return RuleSetting(
        name, _level(level) if level else rule.level, value, 1 if weight is None else weight, row.text("source")
    )


def _level(text: str) -> Level:
    return next(level for level in ALL_LEVELS if level == text)


def read_travel(reading: InputWorkbook, site_ids: Ids) -> Mapping[tuple[str, str], int]:
    """Minutes of the pairs that are listed."""
    travel: dict[tuple[str, str], int] = {}
    seen: dict[tuple[str, str], str] = {}
    for row in reading.rows("Travel"):
        one, other = row.id("from", site_ids), row.id("to", site_ids)
        minutes = row.whole("minutes")
        if one is None or other is None or minutes is None:
            continue
        if one == other:
            row.say("warning", "travel-to-itself", "to", f'"{other}" is the same site as from.', "Delete the row.")
        elif travel.setdefault((one, other), minutes) != minutes:
            row.say(
                "error",
                "travel-twice",
                "minutes",
                f'"{minutes}" from {one} to {other}, and {travel[one, other]} in {seen[one, other]}.',
                "Keep one of the two rows.",
            )
        seen.setdefault((one, other), reading.place(row, "minutes"))
    return travel
