"""Three hundred headers, labelled by hand: what each column of an export is."""

from __future__ import annotations

import pytest

from scheduler.intake.imports.columns import suggest

# kind: field: headers. "" is a column that means nothing for an import.
LABELLED: dict[str, dict[str, str]] = {
    "oneroster": {
        "id": "sourcedId|SOURCEDID|sourcedid|SourcedID",
        "course": "title|Title",
        "grade": "grades|Grades|grade",
        "course number": "courseSourcedId|coursesourcedid",
        "room": "location|Location",
        "site": "schoolSourcedId|orgSourcedIds|primaryOrgSourcedId|orgSourcedId",
        "term": "termSourcedIds|termSourcedId|TERMSOURCEDIDS",
        "department": "subjects|Subjects",
        "period": "periods|Periods",
        "role": "role|Role",
        "first name": "givenName|GIVENNAME",
        "last name": "familyName|familyname",
        "middle name": "middleName",
        "email": "email|Email",
        "class": "classSourcedId",
        "class type": "classType",
        "teacher": "userSourcedId",
        "primary": "primary",
        "begin": "beginDate",
        "end": "endDate",
        "start date": "startDate",
        "name": "name",
        "type": "type|roleType",
        "status": "status",
        "year": "schoolYear",
        "parent": "parentSourcedId",
        "": "dateLastModified|enabledUser|username|userIds|identifier|sms|phone|agentSourcedIds|password|"
        "classCode|"
        "subjectCodes|courseCode_x",
    },
    "clever": {
        "site": "School_id|school_id|School id",
        "section": "Section_id|SECTION_ID|section id",
        "teacher": "Teacher_id|teacher_id|Staff_id",
        "teacher 2": "Teacher_2_id|teacher_2_id",
        "teacher 3": "Teacher_3_id",
        "teacher 4": "Teacher_4_id",
        "section name": "Name",
        "grade": "Grade",
        "course": "Course_name|course_name",
        "course number": "Course_number",
        "period": "Period|period",
        "department": "Subject",
        "term": "Term_name",
        "term start": "Term_start",
        "term end": "Term_end",
        "first name": "First_name",
        "last name": "Last_name",
        "middle name": "Middle_name",
        "email": "Teacher_email|Staff_email",
        "job": "Title",
        "site name": "School_name",
        "low grade": "Low_grade",
        "high grade": "High_grade",
        "": "State_teacher_id|Username|Password|State_id|Nces_id|School_address|School_city|School_state|School_zip|"
        "School_phone|Principal|Principal_email|Course_description|Section_number|Student_id",
    },
    "powerschool": {
        "section": "ID|[Sections]ID|DCID",
        "site": "SchoolID|[39]SchoolID|School_ID",
        "course number": "Course_Number|[02]Course_Number|[Courses]Course_Number",
        "course": "[02]Course_Name|Course_Name|[Courses]Course_Name|Course Name",
        "term id": "TermID|Term_ID",
        "term": "[13]Abbreviation|[Terms]Abbreviation|Abbreviation|Trm",
        "term start": "[13]FirstDay|FirstDay",
        "term end": "[13]LastDay|LastDay",
        "expression": "Expression|EXPRESSION|Exp",
        "expression shown": "External_Expression|External Expression",
        "room": "Room|[Sections]Room",
        "teacher id": "Teacher",
        "teacher": "[05]TeacherNumber|TeacherNumber|[Teachers]TeacherNumber",
        "teacher name": "[05]LastFirst|LastFirst|[Teachers]LastFirst",
        "last name": "[05]Last_Name|Last_Name",
        "first name": "First_Name|[05]First_Name",
        "middle name": "Middle_Name",
        "email": "Email_Addr|[05]Email_Addr",
        "grade": "Grade_Level|Grade Level",
        "students": "No_of_Students|No of Students",
        "job": "Title",
        "status": "Status",
        "staff status": "StaffStatus",
        "department": "Sched_Department|[02]Sched_Department|Department",
        "": "MaxEnrollment|Section_Number|GradebookType|Enroll|Leave",
    },
    "campus": {
        "section": "sectionInfo.sectionID|sectionID",
        "section number": "sectionInfo.sectionNumber|sectionNumber",
        "homeroom": "homeroomSection",
        "course number": "courseInfo.courseNumber|courseNumber|courseID_x",
        "course": "courseInfo.courseName|courseName",
        "teacher name": "sectionInfo.teacherDisplay|teacherDisplay|Teacher Display",
        "room": "sectionInfo.roomName|roomName|Room Name",
        "period": "sectionSchedule.periodStart|periodStart|periodName|Period Name",
        "period end": "sectionSchedule.periodEnd|periodEnd",
        "term": "sectionSchedule.terms|terms|termName",
        "days": "sectionSchedule.schedules|schedules|scheduleName",
        "department": "courseInfo.departmentName|departmentName",
        "students": "sectionInfo.studentCount|studentCount",
        "site name": "schoolName|calendarName",
        "": "trialID|maxStudents|classType|schedGroupID|"
        "groupName|roomID|roomCapacity|lunchID|lunchName|"
        "multipleTeacherCode|termSeq|periodSeq|scheduleSeq|termID|periodID",
    },
    "aeries": {
        "site": "SC|SchoolCode|School Code",
        "section": "SE|SectionNumber|Section Number",
        "period": "PD|Period",
        "block length": "BL|PeriodBlock|Period Block|Block",
        "term": "SM|Semester|Term",
        "days": "SplitTerm|Split Term|Days Scheduled|ST",
        "course number": "CN|CourseID|Course ID",
        "course": "CO|Course Title|CourseTitle",
        "teacher": "TN|TN1|TeacherNumber1|Teacher Number|TeacherNumber",
        "teacher 2": "TN2|TeacherNumber2",
        "teacher 3": "TN3|TeacherNumber3",
        "room": "RM|Room|Room Number|RoomNumber",
        "low grade": "LO|LowGrade|Low Grade",
        "high grade": "HI|HighGrade",
        "students": "TS|Total Student|Total Students",
        "teacher name": "TE|Teacher Name",
        "staff id": "ID|StaffID|Staff ID",
        "first name": "FN|FirstName",
        "last name": "LN|LastName",
        "email": "EM|EmailAddress|Email Address",
        "job": "TI|Job Title",
        "department": "DC",
        "": "MX|MaxStudents|Maximum Students|Left|FullTimePercentage|Flex Period Sequence Number",
    },
    "aeries staff": {
        "job": "Title|TI",
        "staff id": "ID|StaffID",
        "first name": "FN|FirstName",
        "last name": "LN|LastName",
    },
    "other": {
        "teacher name": "Teacher|Instructor|Teacher Name|Staff Name|Instructor Name|Primary Teacher|Faculty|Teachers",
        "teacher": "Teacher ID|Teacher No|Employee ID|Staff ID|Instructor ID|Teacher Code",
        "course": "Course|Class|Course Title|Course Name|Class Name|Course Description|Title",
        "course number": "Course Code|Course ID|Course No|Course Number",
        "section": "Section|Section ID|Section No|Section Code",
        "period": "Period|Per|Pd|Prd|Hour|Class Period|Period Name|Periods",
        "days": "Days|Day|Meeting Days|Days Met|Rotation|Meeting Pattern|Day Pattern",
        "term": "Term|Semester|Trm|Sem|Term Code|Terms",
        "room": "Room|Rm|Room Number|Room No|Location|Room Name",
        "department": "Department|Dept|Subject|Subject Area|Content Area",
        "grade": "Grade|Grades|Grade Level|Grade Levels",
        "site": "School|Campus|Building|Site|School ID|School Code",
        "email": "Email|Email Address|E-mail|Mail",
        "students": "Class Size|Students Enrolled|Number of Students|Total Students|Enrolled",
        "first name": "First Name|First|Given Name",
        "last name": "Last Name|Surname|Family Name",
        "period end": "End Period|Last Period",
        "": "Student|Student Name|Student ID|stateID|Comments|Students Sets|Activity Tags",
    },
}

CASES = [
    (kind, header, field)
    for kind, fields in LABELLED.items()
    for field, headers in fields.items()
    for header in headers.split("|")
]


def test_there_are_three_hundred_of_them() -> None:
    assert len(CASES) >= 300


def test_nineteen_of_twenty_are_what_is_suggested_first() -> None:
    wrong = [(k, h, f, suggest(h, k).field) for k, h, f in CASES if (suggest(h, k).field or "") != f]
    assert len(wrong) <= len(CASES) * 0.05, wrong


def test_whatever_is_accepted_without_asking_is_right() -> None:
    wrong = [(k, h, f, suggest(h, k).field) for k, h, f in CASES if suggest(h, k).accepted and suggest(h, k).field != f]
    assert wrong == []


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Teecher Name", "teacher name"),
        ("Course Titel", "course"),
        ("Peroid", "period"),
        ("Deparment", "department"),
        ("Room Numbr", "room"),
        ("Email Adress", "email"),
    ],
)
def test_a_header_with_a_slip_is_suggested_and_asked(header: str, field: str) -> None:
    found = suggest(header)
    assert (found.field, found.accepted) == (field, False)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "x",
        "Birthday",
        "metadata.period",
        "ext.room",
        "preferredGivenName",
        "userMasterIdentifier",
        "Lunch number",
        "Ωμέγα",
        "1",
        "Locker combination",
    ],
)
def test_a_header_that_means_nothing_is_left_alone(header: str) -> None:
    assert suggest(header).field in (None, "")
