"""The district's calendar as `.ics`: all-day events that mean something for coaching. Timed events are counted."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from scheduler.domain.message import problem_of
from scheduler.domain.place import Place
from scheduler.domain.problem import InputProblems
from scheduler.intake.imports.model import CalendarEvent, Doubt, Export
from scheduler.intake.imports.sources import Sheet
from scheduler.messages import imports as messages

MOST_REPEATS = 400  # of one event: a school year has fewer days
MOST_EVENTS = 20_000
_YEAR = datetime.timedelta(days=400)  # how far a rule without an end is unrolled

_MINIMUM = re.compile(
    r"\b(?:minimum|early (?:release|dismissal|out)|half[- ]day|late start|delayed start|shortened day)\b", re.I
)
_TRAINING = re.compile(
    r"\b(?:staff development|professional (?:development|learning)|p\.?d\.? day|in-?service|"
    r"teacher (?:work|prep)\w* ?day|"
    r"staff (?:work|training|only)\w*|work ?day|pupil[- ]free|student[- ]free|non[- ]student|"
    r"institute day|planning day)\b",
    re.I,
)
_HOLIDAY = re.compile(
    r"\b(?:no school|break|holiday|recess|schools? closed|closed|day off|labor day|veterans'? day|thanksgiving|"
    r"martin luther king|mlk|presidents?['’]? day|memorial day|juneteenth|indigenous peoples|columbus day|"  # noqa: RUF001
    r"independence day|new year'?s|cesar chavez|lincoln'?s|washington'?s|christmas|good friday)\b",
    re.I,
)
_NOT_OFF = re.compile(
    r"\b(?:resumes?|returns?|back (?:from|to)|before|after|begins? again|reopens?|not closed)\b", re.I
)
_LABEL = re.compile(
    r"(?:day\s+([A-Z]|\d{1,2})|([A-Z]|\d{1,2})[\s-]+day|([A-Z]\d)\s+day)(?=\s*(?:$|[-:(,;/\u2013]))", re.I
)
_FIRST = re.compile(
    r"\bfirst day (?:of )?(?:school|class|classes|instruction|the school year)\b|\bschool begins\b", re.I
)
_LAST = re.compile(r"\blast day (?:of )?(?:school|class|classes|instruction|the school year)\b|\bschool ends\b", re.I)
_OF_A_TERM = re.compile(r"\b(?:semester|quarter|trimester|term|kindergarten|summer)\b", re.I)


def read(sheets: Sequence[Sheet]) -> Export:
    """The events of calendars.

    Raises
    ------
    InputProblems
        a file is no calendar
    """
    export = Export("ics")
    for sheet in sheets:
        log = export.log(sheet.file)
        seen: set[CalendarEvent] = set()
        for start, end, title, problem in _occurrences(sheet):
            log.rows += 1
            if problem:
                log.left[problem] += 1
                continue
            event = _meaning(start, end, title)
            if event is None:
                named = _first_or_last(export, start, title)
                log.taken += named
                log.left["all-day events that mean nothing for coaching"] += not named
            elif event in seen:
                log.left["said twice"] += 1
            else:
                seen.add(event)
                log.taken += 1
                export.events.append(event)
    export.events.sort(key=lambda e: (e.date, e.end, e.event))
    return export


def kind_of_event(title: str) -> tuple[str, str]:
    """The kind of Calendar that a title means and the label of its day; ("", "") where it means nothing.

    Minimum days and early releases beat staff development, which beats days without school.
    """
    found = _LABEL.match(title.strip())
    label = (found[1] or found[2] or found[3]).upper() if found else ""
    label = label.lstrip("0") or label
    if _MINIMUM.search(title):
        return "Minimum day", label
    if _TRAINING.search(title):
        return "Training", ""
    if _HOLIDAY.search(title) and not _NOT_OFF.search(title):
        return "Holiday", ""
    return ("School day", label) if label else ("", "")


def _meaning(start: datetime.date, end: datetime.date, title: str) -> CalendarEvent | None:
    kind, day = kind_of_event(title)
    return CalendarEvent(start.isoformat(), end.isoformat(), title, kind, day) if kind else None


def _first_or_last(export: Export, date: datetime.date, title: str) -> bool:
    if _OF_A_TERM.search(title):
        return False
    if _FIRST.search(title) and not export.first_day:
        export.first_day = date.isoformat()
        export.doubts.append(Doubt("Settings", "first day", "value", f'Whether "{title}" is the first day.', str(date)))
        return True
    if _LAST.search(title) and not export.last_day:
        export.last_day = date.isoformat()
        export.doubts.append(Doubt("Settings", "last day", "value", f'Whether "{title}" is the last day.', str(date)))
        return True
    return False


Occurrence = tuple[datetime.date, datetime.date, str, str]  # first day, last day, title, why it is left out


def _occurrences(sheet: Sheet) -> Iterator[Occurrence]:
    """Every event, each repeat of its own; the last day is inclusive."""
    import icalendar

    try:
        calendars = icalendar.Calendar.from_ical(_LINE.sub("\n", sheet.text()), multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as why:
        raise _no_calendar(sheet, str(why)) from why
    events = [e for calendar in calendars for e in calendar.walk("VEVENT")]
    if not events and not any(c.name == "VCALENDAR" for c in calendars):
        raise _no_calendar(sheet, "it holds no calendar")
    moved = {(str(e.get("UID", "")), _day(e.decoded("RECURRENCE-ID"))) for e in events if _has(e, "RECURRENCE-ID")}
    for count, event in enumerate(events):
        if count >= MOST_EVENTS:
            yield _TODAY, _TODAY, "", f"beyond the first {MOST_EVENTS} events"
            continue
        yield from _repeats(event, moved)


_TODAY = datetime.date(2000, 1, 1)
_LINE = re.compile(r"\r\n?")


def _has(event: object, name: str) -> bool:
    return _value(event, name) is not None


def _value(event: object, name: str) -> object:
    """A property of an event as a date or another value; None where it is missing or cannot be read."""
    try:
        found: object = event.decoded(name)  # type: ignore[attr-defined]
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        return None
    return found


def _repeats(event: object, moved: set[tuple[str, datetime.date]]) -> Iterator[Occurrence]:
    get = event.get  # type: ignore[attr-defined]
    title = re.sub(r"\s+", " ", str(get("SUMMARY", ""))).strip()
    if str(get("STATUS", "")).upper() == "CANCELLED":
        yield _TODAY, _TODAY, title, "cancelled events"
        return
    start = _value(event, "DTSTART")
    if not isinstance(start, datetime.date):
        yield _TODAY, _TODAY, title, "events without a date"
        return
    whole = (
        str(get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).upper() == "TRUE"
        or not isinstance(start, datetime.datetime)
        or _of_whole_days(start, _value(event, "DTEND"))
    )
    end = _end(event, start, whole)
    if not whole:
        yield _TODAY, _TODAY, title, "timed events"
        return
    first = _day(start)
    days = max(0, (end - first).days)
    uid = str(get("UID", ""))
    own = _has(event, "RECURRENCE-ID")
    try:
        dates = _unrolled(event, first)
    except ValueError:
        yield _TODAY, _TODAY, title, "repeats by a rule that cannot be read (the first day is taken)"
        dates = [first]
    for date in dates:
        if not own and (uid, date) in moved:
            continue
        yield date, date + datetime.timedelta(days=days), title, ""


def _of_whole_days(start: datetime.datetime, end: object) -> bool:
    """Whether an event goes from midnight to midnight by its own clock: a whole day, written with times. Midnight in
    Greenwich is the afternoon of a district."""
    midnight = datetime.time()
    return (
        str(start.tzinfo) != "UTC"
        and isinstance(end, datetime.datetime)
        and start.time() == end.time() == midnight
        and end.date() > start.date()
    )


def _end(event: object, start: datetime.date, whole: bool) -> datetime.date:
    """The last day of an event: the end is exclusive."""
    end, length = _value(event, "DTEND"), _value(event, "DURATION")
    if not isinstance(end, datetime.date) and isinstance(length, datetime.timedelta):
        end = _day(start) + datetime.timedelta(days=max(1, length.days))
    if not isinstance(end, datetime.date) or not whole:
        return _day(start)
    return max(_day(start), _day(end) - datetime.timedelta(days=1))


def _day(value: object) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else _TODAY


def _unrolled(event: object, first: datetime.date) -> list[datetime.date]:
    """The first days of an event and of its repeats within a school year, without those that are taken out.

    Raises
    ------
    ValueError
        the rule cannot be read, or repeats within a day
    """
    rule, dates = event.get("RRULE"), {first}  # type: ignore[attr-defined]
    if rule is not None:
        dates.update(_by_rule((rule[0] if isinstance(rule, list) else rule).to_ical().decode(), first))
    dates.update(_listed(event, "RDATE"))
    return sorted(dates - set(_listed(event, "EXDATE")))


def _by_rule(text: str, first: datetime.date) -> list[datetime.date]:
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    parts = dict(part.partition("=")[::2] for part in text.upper().split(";"))
    if parts.get("FREQ") not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ValueError("it repeats within a day")
    most = int(parts.pop("COUNT", MOST_REPEATS))
    end = (first + _YEAR).strftime("%Y%m%d")
    parts["UNTIL"] = min(parts.get("UNTIL", end)[:8], end)
    start = datetime.datetime.combine(first, datetime.time())
    try:
        repeats = rrulestr(";".join(f"{k}={v}" for k, v in parts.items()), dtstart=start)
        return [when.date() for when in islice(repeats, min(most, MOST_REPEATS))]
    except (TypeError, KeyError, IndexError, AttributeError, OverflowError) as why:
        raise ValueError(str(why)) from why


def _listed(event: object, name: str) -> Iterator[datetime.date]:
    found = event.get(name)  # type: ignore[attr-defined]
    for one in found if isinstance(found, list) else [found] if found is not None else []:
        for entry in getattr(one, "dts", ()):
            yield _day(entry.dt)


def _no_calendar(sheet: Sheet, why: str) -> InputProblems:
    return InputProblems((problem_of(messages.NO_CALENDAR, Place(file=sheet.file), why=why[:120]),))
