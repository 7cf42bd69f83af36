"""Takeover: what the office already pays becomes a decision here, marked as taken over, never an invented application.

It is paid as decided; the monthly review recomputes it, and a difference is a proposal (docs/adr/0015).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import application, flow
from minzheng.casework.enums import DecisionKind
from minzheng.casework.models import Decision
from minzheng.kernel.language import kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.registry.models import Household, Person


class TakeoverRefused(Refused):
    """The existing decision cannot be taken over as stated."""


@kept
@transaction.atomic
def take_over(
    *,
    household: Household,
    program: str,
    document_number: str,
    amount_fen: int,
    from_month: Month,
    payee: Person,
    covered_persons: Sequence[Person],
    submitted_by: Staff,
    by: Staff,
    at: datetime,
    source: str,
) -> Decision:
    """Write the office's own decision: fen per household and month, from the month it says.

    One per household and program.

    Raises TakeoverRefused, AlreadyOpen, NotAllowed (also: who entered it cannot approve it).
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, household.division_code)
    permissions.require_other_person(by, earlier=submitted_by, what=_("这批存量名单的录入"))
    number = document_number.strip()
    _require_whole(number, amount_fen, covered_persons, source)
    if from_month > Month.of(local_day(at)).next():
        raise TakeoverRefused(
            _("起始月份%(month)s晚于下月，不是已在执行的决定。请按新申请办理。") % {"month": from_month}
        )
    application.require_none_open(household=household, program=program)
    application.require_covered_once(
        person_ids=[person.pk for person in covered_persons], household=household, program=program
    )
    if Decision.objects.filter(document_number=number).exists():
        raise TakeoverRefused(_("文号%(number)s已登记过决定，不能重复接管。请核对名单中的文号。") % {"number": number})
    case = application.open_case(
        program=program, household=household, applicant=payee, by=submitted_by, at=at, taken_over=True
    )
    decided = Decision.objects.create(
        case=case, kind=DecisionKind.TAKEN_OVER, document_number=number, amount_fen=amount_fen,
        from_month=str(from_month), covered_person_ids=[person.pk for person in covered_persons], payee=payee,
        decided_by=by, decided_at=at,
        decided_on=local_day(at), reason=_("接管原机关已作出的决定，未经本系统申请和审核。"), source=source.strip(),
    )  # fmt: skip
    flow.note(
        case=case, action="take_over", by=by, at=at,
        details={
            "document_number": number, "amount_fen": amount_fen, "from_month": str(from_month),
            "source": source.strip(), "submitted_by": submitted_by.username,
        },
    )  # fmt: skip
    return decided


def _require_whole(number: str, amount_fen: int, covered: Sequence[Person], source: str) -> None:
    if not number:
        raise TakeoverRefused(_("缺少原决定的文号（或证号），不能接管。"))
    if amount_fen <= 0:
        raise TakeoverRefused(_("原决定的月救助金须大于0。"))
    if not covered:
        raise TakeoverRefused(_("没有保障成员，不能接管。"))
    if not source.strip():
        raise TakeoverRefused(_("请写明原决定的来源（名单文件、行号）。"))
