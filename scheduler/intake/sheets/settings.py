"""Sheet Settings: the district's own words and figures."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.instance import WEEKDAYS, Settings
from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.intake.sheets.dates import settings as of_dates
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.column_names import singular_or_plural
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import settings as messages
from scheduler.schema.sheets import SETTING_KEYS

_KEYS = {folded(setting.key): setting for setting in SETTING_KEYS}
_FORMS = {form: key for key, setting in _KEYS.items() for form in singular_or_plural(setting.key)}
_MOST_CYCLES = 60


def read_settings(reading: InputWorkbook) -> Settings:
    """The settings of all inputs; a key that stands with two values is said as an error."""
    settings = Settings()
    seen: dict[str, tuple[str, Place]] = {}  # key -> value, place
    for row in reading.rows("Settings"):
        key = _FORMS.get(folded(row.text("key")), folded(row.text("key")))
        if key not in _KEYS:
            _unknown(row)
            continue
        value = row.text("value")
        if not value:
            continue  # the default
        if key in seen:
            if seen[key][0].casefold() != value.casefold():
                row.report(
                    messages.SETTING_TWICE,
                    "value",
                    key=_KEYS[key].key,
                    value=value,
                    other=seen[key][0],
                    place=seen[key][1],
                )
            continue
        seen[key] = value, row.where("value")
        settings = _set(settings, _KEYS[key].key, row)
    if reading.term:
        settings = replace(settings, term=reading.term)
    if settings.first_day and settings.last_day and settings.last_day < settings.first_day:
        _place_last_day(reading, settings)
    _words_twice(reading, settings)
    return settings


def term_row(reading: InputWorkbook) -> Row | None:
    """The row of Settings that chooses a term."""
    rows = (row for row in reading.rows("Settings") if folded(row.text("key")) == "term")
    return next((row for row in rows if row.has("value")), None)


def _unknown(row: Row) -> None:
    """A key that nobody knows: a warning where it is near one that is."""
    text = row.text("key")
    near = cell_values.nearest(text, [s.key for s in SETTING_KEYS], cell_values.NEAR_NAME)
    if near is None:
        row.report(messages.UNKNOWN_SETTING, "key", key=text)
    else:
        row.report(messages.NEAR_SETTING, "key", key=text, near=near)


def _set(settings: Settings, key: str, row: Row) -> Settings:
    text = row.text("value")
    if key == "district":
        return replace(settings, district=text)
    if key == "school year":
        return replace(settings, school_year=text)
    if key == "weeks":
        return replace(
            settings, weeks=row.whole("value", 1, least=1, most=2, message=messages.NOT_A_NUMBER_OF_WEEKS) or 1
        )
    if key == "cycles":
        return replace(settings, cycles=row.whole("value", 1, least=1, most=_MOST_CYCLES) or 1)
    if key == "minutes between sessions":
        minutes = row.whole("value", 5)
        return replace(settings, minutes_between_sessions=5 if minutes is None else minutes)
    if key == "blank means":
        return replace(settings, blank_means="Off" if row.choice("value", ("Prep", "Off")) == "Off" else "Prep")
    if key == "days":
        return replace(settings, days=_days(row))
    if key == "first day":
        return replace(settings, first_day=_date(row))
    if key == "last day":
        return replace(settings, last_day=_date(row))
    if key == "timezone":
        return replace(settings, timezone=_timezone(row))
    if key == "term":
        return replace(settings, term=text)
    if key in of_dates.KEYS:
        return of_dates.with_dates(settings, key, row)
    return _with_words(settings, key, cell_values.parts_of(row.raw("value")))


_WORD_LISTS = {
    "prep words": "prep_words",
    "release words": "release_words",
    "off words": "off_words",
    "duty words": "duty_words",
}


def _with_words(settings: Settings, key: str, given: list[str]) -> Settings:
    """The words of a list added to those that are built in. One that another list has by default moves here."""
    moved = {folded(word) for word in given}
    built_in = Settings()
    for name, field in _WORD_LISTS.items():
        here = getattr(settings, field)
        if name == key:
            known = {folded(word) for word in here}
            words_now = (*here, *(word for word in dict.fromkeys(given) if folded(word) not in known))
        else:
            default = {folded(word) for word in getattr(built_in, field)}
            words_now = tuple(word for word in here if folded(word) not in moved or folded(word) not in default)
        settings = replace(settings, **{field: words_now})  # type: ignore[arg-type]  # a field of words
    return settings


def _days(row: Row) -> tuple[str, ...]:
    labels = cell_values.day_labels(row.raw("value"))
    names = [cell_values.day_word(label) for label in labels]
    if len(set(names)) < len(names) or not labels:
        row.wrong(messages.DAYS_TWICE, "value")
        return tuple({cell_values.day_word(label): label for label in labels}.values()) or WEEKDAYS
    return labels


def _date(row: Row) -> str:
    date = cell_values.date_of(row.raw("value"))
    if date is None:
        row.wrong(messages.NOT_A_DATE, "value")
    return date or ""


def _timezone(row: Row) -> str:
    import zoneinfo

    name = row.text("value")
    known = zoneinfo.available_timezones()
    if known and name not in known:  # a machine without the table of time zones can't judge
        row.wrong(messages.UNKNOWN_TIMEZONE, "value", near=cell_values.near(name, known))
        return Settings().timezone
    return name


def _place_last_day(reading: InputWorkbook, settings: Settings) -> None:
    for row in reading.rows("Settings"):
        if folded(row.text("key")) == "lastday":
            row.report(messages.DATES_REVERSED, "value", last_day=settings.last_day, first_day=settings.first_day)
            return


def _words_twice(reading: InputWorkbook, settings: Settings) -> None:
    """A word that is given in two lists is read as the first of prep, release, off, duty."""
    lists = {name: getattr(settings, field) for name, field in _WORD_LISTS.items()}
    first: dict[str, str] = {}
    for name, texts in lists.items():
        for text in texts:
            other = first.setdefault(folded(text), name)
            if other == name:
                continue
            for row in reading.rows("Settings"):
                if folded(row.text("key")) == folded(name):
                    row.report(messages.WORD_TWICE, "value", text=text, other=other)
