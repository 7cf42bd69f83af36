"""Files of other rooms about a case, and who of them waits for whom: honesty, remedies, assessments, linked help."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.assessment.engine.period import Period
from minzheng.assessment.enums import State as AssessmentState
from minzheng.assessment.models import Assessment
from minzheng.assessment.queries import assessments
from minzheng.care.enums import Target
from minzheng.care.queries.waiting import FOLLOW_UP, REFERRAL, help_waiting
from minzheng.casework.models import Case
from minzheng.desk.guards import REVIEW_READERS
from minzheng.desk.honesty_page import WHAT
from minzheng.honesty.enums import FileState
from minzheng.honesty.models import HonestyFile
from minzheng.honesty.queries import files as honesty
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import day_words
from minzheng.remedies.models import RemedyFile
from minzheng.remedies.queries import files as remedies
from minzheng.services.calendar.queries import working_days_left
from minzheng.services.gathering import Ask

ROWS_AT_MOST = 200
SOON_DAYS = 2


@dataclass(frozen=True)
class Waiting:
    """One file that waits for a person, as the to-do draws it."""

    group: str
    number: str
    what: str
    division_code: str
    due_on: dt.date | None
    opened_on: dt.date
    is_late: bool
    is_soon: bool
    row: dict[str, Any]


def linked_files(case: Case, staff: Staff) -> dict[str, Any]:
    """Return what a case page shows of its honesty files and remedies, and where new ones are opened."""
    if staff.role not in REVIEW_READERS:
        return {}
    may = staff.role in {Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER}
    rows = [
        {
            "title": _("诚信案卷 %(number)s") % {"number": row.number},
            "note": f"{row.get_wrong_display()} · {row.get_state_display()} · {day_words(row.opened_on)}",
            "url": reverse("desk:honesty", args=[row.number]),
        }
        for row in honesty.of_case(case.pk)
    ]
    rows += [
        {
            "title": f"{row.get_kind_display()} {row.number}",
            "note": f"{row.get_state_display()} · {day_words(row.received_on)}",
            "url": reverse("desk:remedy", args=[row.number]),
        }
        for row in remedies.of_case(case.pk)
    ]
    return {
        "rows": rows,
        "honesty_url": reverse("desk:honesty_new", args=[case.number]) if may else "",
        "remedy_url": reverse("desk:remedy_for", args=[case.number]) if may else "",
    }


def file_asks(staff: Staff) -> dict[str, Ask]:
    """Return what to gather for `waiting_files`."""
    if staff.role not in {Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER}:
        return {}
    return {
        "honesty": Ask(honesty.waiting_for(staff), {"case": ("division_code",), "person": ("name",)}),
        "remedies": Ask(remedies.waiting_for(staff)),
    }


def waiting_files(staff: Staff, rows: Mapping[str, Sequence[Any]], today: dt.date) -> Iterator[Waiting]:
    """Yield the files on which this person's role acts next."""
    if staff.role not in {Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER}:
        return
    for file in rows["honesty"][:ROWS_AT_MOST]:
        yield _honesty(file, today)
    for remedy in rows["remedies"][:ROWS_AT_MOST]:
        yield _remedy(remedy, today)
    for row in assessments.waiting_for(staff)[:ROWS_AT_MOST]:
        yield _assessment(row, today)
    yield from _help(staff, today)


def _help(staff: Staff, today: dt.date) -> Iterator[Waiting]:
    for one in help_waiting(staff, today, most=ROWS_AT_MOST):
        if one.kind == REFERRAL:
            what, program = _("催办转介反馈：%(target)s") % {"target": Target(one.what).label}, _("转介")
            url = reverse("desk:care_referral", args=[one.number])
        elif one.kind == FOLLOW_UP:
            what, program = _("就业回访：满%(n)d个月") % {"n": int(one.what)}, _("就业")
            url = reverse("desk:care_placement", args=[one.number])
        else:
            what, program = _("登记岗位介绍的答复：%(job)s") % {"job": one.what}, _("就业")
            url = (
                reverse("desk:care_vacancy", args=[one.number])
                if one.number
                else reverse("desk:case_action", args=[one.case_number, "answer-job"])
            )
        yield waiting_row(
            one.number or one.case_number, what, one.division_code, today, due=one.due_on, opened_on=one.opened_on,
            who=one.who, program=program, url=url, is_provisional=one.is_provisional,
        )  # fmt: skip


def _honesty(file: HonestyFile, today: dt.date) -> Waiting:
    what = str(WHAT[FileState(file.state)])
    due = file.due_on if file.state != FileState.DECIDED else None
    return waiting_row(
        file.number, what, file.case.division_code, today, due=due, opened_on=file.opened_on,
        who=file.person.name, program=_("诚信案卷"), url=reverse("desk:honesty", args=[file.number]),
        is_provisional=file.is_due_provisional,
    )  # fmt: skip


def _remedy(file: RemedyFile, today: dt.date) -> Waiting:
    what = _("办理%(kind)s：%(state)s") % {"kind": file.get_kind_display(), "state": file.get_state_display()}
    return waiting_row(
        file.number, what, file.division_code, today, due=file.due_on, opened_on=file.received_on,
        who=file.person_name or _("匿名"), program=_("救济与投诉"), url=reverse("desk:remedy", args=[file.number]),
        is_provisional=file.is_due_provisional,
    )  # fmt: skip


def _assessment(row: Assessment, today: dt.date) -> Waiting:
    is_draft = row.state == AssessmentState.DRAFT
    period = Period.parse(row.period).words
    return waiting_row(
        row.number, _("填写并提交自评") if is_draft else _("复核自评"), row.division_code, today, due=None,
        opened_on=local_day(row.started_at if is_draft else row.submission.submitted_at),
        who=f"{row.unit_name} {period}".strip(), program=_("规范化建设自评"),
        url=reverse("desk:assessment", args=[row.number]), is_provisional=False,
    )  # fmt: skip


def waiting_row(
    number: str, what: str, division_code: str, today: dt.date, *, due: dt.date | None, opened_on: dt.date, who: str,
    program: str, url: str, is_provisional: bool,
) -> Waiting:  # fmt: skip
    """Return one line of the to-do: today's if its last day is today or past."""
    left = working_days_left(today, due) if due else None
    is_today = left is not None and left <= 0
    row = {
        "who": who, "place": "", "what": what, "program": program, "number": number, "opened_on": opened_on, "due": due,
        "days_left": left, "is_past": due is not None and due < today, "is_provisional": bool(due) and is_provisional,
        "is_main": is_today, "url": url, "action": _("去办理"), "action_url": f"{url}#work",
    }  # fmt: skip
    return Waiting(
        "today" if is_today else "this_week", number, what, division_code, due, opened_on,
        is_late=left is not None and left < 0, is_soon=left is not None and 0 <= left <= SOON_DAYS, row=row,
    )  # fmt: skip
