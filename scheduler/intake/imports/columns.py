"""Which column of an export is which: by the names that systems use, by hand, or by likeness, which asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scheduler.domain.imported import MapRow

_OF_ANY_SYSTEM = ("other", "skyward")
LEFT_ALONE = ""  # of a column that is known and means nothing for an import
LIKELY = 78  # of 100: a header that is less alike is no suggestion

# The two tables below are read as tables: a line a field, with all its headers.
# fmt: off
# Field -> the headers that mean it wherever they stand. Compared by letters and figures alone, without `[02]`,
# `[Courses]` or `sectionInfo.` before them.
COMMON: Mapping[str, tuple[str, ...]] = {
    "site": ("school id", "schoolid", "school", "site", "campus", "building", "school code", "building code",
             "schoolsourcedid", "orgsourcedid", "school sis id", "calendarid", "sc", "school number", "site id",
             "entity", "entity id", "entityid"),
    "site name": ("school name", "schoolname", "site name", "building name", "calendar name", "entity name"),
    "section": ("section id", "sectionid", "section key", "section sis id", "crs-sec", "classid", "class id", "se",
                "section number", "section no", "section", "section code", "class number", "sec", "sourcedid",
                "sectionnumber", "sis id", "section num", "class section"),
    "course": ("course name", "course title", "title", "course", "coursename", "class name", "class title", "co",
               "course description", "class", "section name", "name", "description", "short description", "course desc",
               "coursetitle", "crs title", "class desc"),
    "course number": ("course number", "course id", "courseid", "course code", "cn", "course no", "course num",
                      "coursesourcedid", "course sis id", "coursenumber", "course key", "crs", "coursecode"),
    "teacher": ("teacher id", "teacherid", "teacher number", "teachernumber", "tn", "tn1", "teachernumber1",
                "teacher number 1", "teacher no", "staff id", "staffid", "usersourcedid", "employee id",
                "instructor id",
                "teacher 1 id", "teacher code", "tchr id", "staff number", "primary teacher id", "badge number",
                "employee number", "teacher num", "faculty id", "name id"),
    "teacher 2": ("teacher 2 id", "tn2", "teachernumber2", "teacher number 2", "co-teacher id", "teacher 2"),
    "teacher 3": ("teacher 3 id", "tn3", "teachernumber3", "teacher number 3", "teacher 3"),
    "teacher 4": ("teacher 4 id", "tn4", "teachernumber4", "teacher number 4", "teacher 4"),
    "teacher name": ("teacher name", "teachername", "teacherdisplay", "teacher display", "lastfirst", "teacher",
                     "teachers", "instructor", "instructor name", "staff name", "primary teacher", "teacher full name",
                     "te", "faculty", "full name", "teacher last first", "staff", "teacher display name", "tchr name"),
    "last name": ("last name", "lastname", "ln", "family name", "familyname", "surname", "teacher last name",
                  "staff last name"),
    "first name": ("first name", "firstname", "fn", "given name", "givenname", "teacher first name",
                   "staff first name"),
    "middle name": ("middle name", "middlename", "mn", "middle initial", "middle"),
    "email": ("email", "email address", "emailaddress", "email addr", "em", "teacher email", "staff email", "mail",
              "e-mail", "work email"),
    "job": ("job title", "position", "ti", "staff title", "staff type", "role", "assignment"),
    "room": ("room", "room number", "roomnumber", "room name", "roomname", "rm", "location", "room no", "room id",
             "roomid", "room num"),
    "period": ("period", "periods", "period start", "periodstart", "pd", "per", "prd", "period name", "periodname",
               "class period", "begin period", "period number", "start period", "period id", "periodid", "hour",
               "block", "block period", "period no", "meeting period"),
    "period end": ("period end", "periodend", "end period", "last period", "to period"),
    "block length": ("bl", "period block", "periodblock", "number of periods", "length", "block length"),
    "days": ("days", "day", "schedules", "schedule", "schedule name", "schedulename", "meeting days", "days scheduled",
             "days of week", "split term", "splitterm", "day rotation", "rotation", "day code", "day pattern",
             "meeting pattern", "st", "class calendar", "days met", "cycle days", "dy", "block day"),
    "expression": ("expression", "exp", "schedule expression", "section expression", "meeting expression"),
    "expression shown": ("external expression", "external_expression"),
    "term": ("terms", "term", "abbreviation", "term name", "termname", "trm", "termid", "term id", "semester", "sm",
             "termsourcedids", "termsourcedid", "term sis id", "sem", "term code", "duration", "trm code",
             "term abbreviation", "length of course"),
    "term start": ("term start", "term startdate", "firstday", "first day", "term start date", "start date"),
    "term end": ("term end", "term enddate", "lastday", "last day", "term end date", "end date"),
    "grade": ("grade", "grades", "grade level", "gradelevel", "grade levels", "gr"),
    "low grade": ("lo", "low grade", "lowgrade", "grade low", "min grade"),
    "high grade": ("hi", "high grade", "highgrade", "grade high", "max grade"),
    "department": ("department", "department name", "departmentname", "dept", "subject", "subjects", "dc",
                   "course subject", "subject area", "subjectarea", "sched department", "department code",
                   "content area",
                   "department desc"),
    "students": ("student count", "studentcount", "no of students", "noofstudents", "total student", "total students",
                 "ts", "enrolled", "enrollment", "number of students", "class size", "students enrolled", "grand total",
                 "current enrollment", "seats taken", "num students", "students"),
    "status": ("status", "record status"),
    "deleted": ("del", "deleted", "is deleted"),
    LEFT_ALONE: (
        "datelastmodified", "enableduser", "username", "userids", "identifier", "sms", "phone", "agentsourcedids",
        "password", "classcode", "classtype", "subjectcodes", "max students", "maxstudents", "maxenrollment", "mx",
        "maximum students", "left", "enroll", "leave", "trialid", "schedgroupid", "groupname", "roomcapacity",
        "lunchid",
        "lunchname", "homeroomsection", "multipleteachercode", "termseq", "periodseq", "scheduleseq",
        "state teacher id",
        "state id", "nces id", "school address", "school city", "school state", "school zip", "school phone",
        "principal",
        "principal email", "id", "fulltimepercentage", "gradebooktype", "team", "schoolyearsourcedid", "student id",
        "student", "student name", "student number", "stateid", "students sets", "activity tags", "activity id",
        "comments",
        "parentsourcedid", "begindate", "enddate", "dcid", "flex period sequence number",
    ),
}

# What a kind means otherwise by a header.
OWN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "oneroster": {
        "site": ("schoolsourcedid", "orgsourcedid", "orgsourcedids", "primaryorgsourcedid"),
        "course": ("title",),
        "course number": ("coursesourcedid", "courseid"),
        "teacher": ("usersourcedid", "userid"),
        "role": ("role",),
        "primary": ("primary", "isprimary"),
        "begin": ("begindate",),
        "end": ("enddate",),
        "start date": ("startdate",),
        "name": ("name",),
        "type": ("type", "roletype"),
        "parent": ("parentsourcedid",),
        "year": ("schoolyear",),
        "class": ("classsourcedid", "classid"),
        "id": ("sourcedid",),
        "class type": ("classtype",),
    },
    "clever": {
        "course": ("course name",),
        "section name": ("name", "section name"),
        "job": ("title",),
        "section": ("section id", "section sis id"),
        "department": ("subject", "department"),
        LEFT_ALONE: ("section number", "course description", "teacher number"),
    },
    "powerschool": {
        "course": ("course name", "coursename"),
        "term": ("abbreviation", "trm"),
        "term id": ("termid", "term id"),
        "section": ("id", "section id", "dcid", "crs-sec"),
        "teacher": ("teachernumber", "teacher number"),
        "teacher id": ("teacher",),
        "teacher name": ("lastfirst", "last first", "teacher name"),
        "job": ("title",),
        "department": ("sched department", "department", "credittype", "credit type"),
        "staff status": ("staffstatus",),
        LEFT_ALONE: ("section number",),
    },
    "campus": {
        "section": ("sectionid", "section id"),
        "section number": ("sectionnumber", "section number"),
        "period end": ("periodend", "period end"),
        "course": ("coursename", "course name"),
        "site name": ("schoolname", "school name", "calendarname", "calendar name"),
        "homeroom": ("homeroomsection", "homeroom section", "homeroom"),
        "term": ("terms", "termname", "term name", "term"),
        "days": ("schedules", "schedulename", "schedule name", "schedule", "days"),
        "period": ("periodstart", "periodname", "period start", "period name", "period"),
        LEFT_ALONE: ("periodid", "termid", "roomid", "courseid", "number", "structureid", "schedulestructureid"),
    },
    "aeries": {
        "block length": ("bl", "block", "period block", "periodblock"),
        "course": ("co", "course title", "title", "course name"),
        "section": ("se", "section number", "sectionnumber", "section"),
        "teacher name": ("te", "teacher name", "teacher"),
        "staff id": ("id", "staff id", "staffid"),
        "job": ("ti", "title", "job title"),
        "site": ("sc", "school code", "schoolcode", "school", "primaryaeriesschool"),
        LEFT_ALONE: ("left", "max", "mx"),
    },
    "aeries staff": {
        "staff id": ("id", "staff id", "staffid"),
        "job": ("ti", "title", "job title"),
        "site": ("primaryaeriesschool", "sc", "school code"),
    },
    "skyward": {
        "site": ("entity", "entity id", "school"),
        "course": ("course description", "course desc", "short description", "description", "course name",
                     "class desc"),
        "days": ("days met", "meeting days", "days", "day"),
    },
    "sds": {
        "section": ("sis id",),
        "course": ("course name", "section name"),
    },
}
# fmt: on


# Fields of whoever teaches; in a list of students the same headers are the students'.
_OF_A_PERSON = frozenset(("last name", "first name", "middle name", "email", "staff id", "job"))
_STAFF = re.compile(r"teacher|tchr|tch|staff|instructor|faculty|employee")
_STUDENT = re.compile(r"student|pupil|learner|child|parent|guardian|stu(?:id|num|no)")


def _may_be_a_students(text: str, header: Sequence[str], kind: str) -> bool:
    """Whether a header of a list of a system that is not known may name a student's data: it does not say whose it is,
    and another header names the teacher, or a student. Not one student's name or address is taken."""
    if _STUDENT.search(folded_header(text)):
        return True
    if kind not in _OF_ANY_SYSTEM or _STAFF.search(folded_header(text)):
        return False
    others = [folded_header(other) for other in header if other != text]
    return any(_STUDENT.search(other) for other in others) or any(
        (found := suggest(other, kind)).accepted and found.field == "teacher name" for other in header if other != text
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a header may mean. `accepted`: it is known, so nobody is asked. `field` None: nothing is near."""

    field: str | None
    accepted: bool
    score: float


@lru_cache(maxsize=8192)
def folded_header(text: str) -> str:
    """A header as it is compared: without the table before it, case, blanks and punctuation."""
    plain = re.sub(r"^\s*\[[^\]]*\]\s*", "", text)
    if re.fullmatch(r"(?!metadata\.|ext\.)[A-Za-z]\w*(?:\.\w+)+", plain.strip(), re.IGNORECASE):
        plain = plain.rsplit(".", 1)[1]
    return re.sub(r"[^0-9a-z]+", "", plain.casefold())


@lru_cache(maxsize=32)
def _known(kind: str) -> dict[str, str]:
    """Folded header -> field, in one kind of export."""
    known: dict[str, str] = {}
    for table in (OWN.get(kind, {}), COMMON):
        for field, names in table.items():
            for name in names:
                known.setdefault(folded_header(name), field)
    return known


def suggest(header: str, kind: str = "other") -> Suggestion:
    """The field that a header means: known by name, or the most alike of all known names.

    Parameters
    ----------
    header
        as it stands in the file
    kind
        the kind of export; "other" knows only what is common to all
    """
    from rapidfuzz import fuzz, process

    folded = folded_header(header)
    known = _known(kind)
    if folded in known:
        return Suggestion(known[folded], True, 100.0)
    if len(folded) < 3:
        return Suggestion(None, False, 0.0)
    found = process.extractOne(folded, list(known), scorer=fuzz.ratio)
    if found is None or found[1] < LIKELY:
        return Suggestion(None, False, 0.0 if found is None else float(found[1]))
    return Suggestion(known[found[0]], False, float(found[1]))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one file: field -> place, and each header as it was understood."""

    places: dict[str, int]
    understood: tuple[MapRow, ...]

    def get(self, row: Sequence[str], field: str) -> str:
        """The cell of a field; "" where the file has no such column or the row is short."""
        at = self.places.get(field)
        return row[at] if at is not None and at < len(row) else ""

    def __contains__(self, field: str) -> bool:
        return field in self.places


def columns_of(header: Sequence[str], kind: str, file: str, by_hand: Mapping[tuple[str, str], str]) -> Columns:
    """The columns of a file by its header; `by_hand` (file, header) -> field comes first, "" leaves a column alone.

    A known name beats one that is alike; of two known names of one field the first listed in the table wins.

    Parameters
    ----------
    header
        the cells of the header row
    kind
        the kind of export
    file
        the file's name
    by_hand
        what the sheet Map of an earlier import says
    """
    places: dict[str, int] = {}
    rank: dict[str, int] = {}
    read: list[tuple[str, str]] = []
    order = {name: i for i, name in enumerate(_known(kind))}
    for at, text in enumerate(header):
        hand = by_hand.get((folded_header(file), folded_header(text)), by_hand.get(("", folded_header(text))))
        found = suggest(text, kind)
        if hand is not None:
            field, how, weight = hand, "by hand", -1
        elif found.field is None:
            field, how, weight = LEFT_ALONE, "left alone", 0
        else:
            field = found.field
            how = "known" if found.accepted else "likely"
            weight = order.get(folded_header(text), 10_000)
        if field in _OF_A_PERSON and how != "by hand" and _may_be_a_students(text, header, kind):
            field, how = LEFT_ALONE, "left alone"
        read.append((field, how))
        if field and (field not in places or weight < rank[field]):
            places[field], rank[field] = at, weight
    rows = [
        MapRow(
            "Column",
            file,
            text,
            field if field == LEFT_ALONE or places.get(field) == at else LEFT_ALONE,
            how if field and places.get(field) == at else "left alone",
        )
        for at, (text, (field, how)) in enumerate(zip(header, read, strict=True))
        if text
    ]
    return Columns(places, tuple(rows))
