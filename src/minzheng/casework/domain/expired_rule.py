"""A local rule past its own end is not applied in silence: the county rules on it, or nothing is decided by it.

湖北省低保边缘家庭认定暂行办法（鄂民政发〔2024〕15号）自2024年8月19日起施行，有效期2年，后继文件未知。
"""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain.gates import why_unruled
from minzheng.casework.models import Case, ExpiredRuleRuling
from minzheng.casework.queries.expired_rules import EARLY_DAYS, ExpiredDocument, to_rule_on, unruled
from minzheng.kernel.division import full
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.services.audit.domain.record import record
from minzheng.services.calendar.queries import add_months

# How long one ruling may carry an expired rule. A control of our own: then somebody has to look again.
LONGEST_MONTHS = 24


class RulingNeeded(Refused):
    """A decision would rest on a local rule that has ended by its own words and that nobody ruled on."""


class RulingRefused(Refused):
    """The ruling cannot be recorded, approved or ended as asked."""


def why_not_ruled(case: Case, day: date) -> str:
    """Say which expired rules a decision of the case on the day would rest on without a ruling; empty if none."""
    rules = [one.reference for one in unruled(case, day)]
    return why_unruled(rules) if rules else ""


def require_ruled(case: Case, day: date) -> None:
    """Raise RulingNeeded if a decision of the case on the day would rest on an expired rule without a ruling."""
    why = why_not_ruled(case, day)
    if why:
        raise RulingNeeded(why)


@transaction.atomic
def rule(
    *, program: str, reference: str, until_on: date, document: str, reason: str, by: Staff, at: datetime
) -> ExpiredRuleRuling:
    """Record that an expired document (or one about to expire) still applies until a day. Another person approves.

    Raises RulingRefused, NotAllowed.
    """
    permissions.require_role(by, Role.COUNTY_OFFICER)
    county, day = _county(by), local_day(at)
    found = _document(program, reference, day)
    if not (document.strip() and reason.strip()):
        raise RulingRefused(_("请写明处理文件的名称和文号，以及继续适用的理由。"))
    if until_on < day or until_on <= found.expired_on:
        raise RulingRefused(_("继续适用的截止日须在今天和期满日（%(day)s）之后。") % {"day": found.expired_on})
    latest = add_months(day, LONGEST_MONTHS).day
    if until_on > latest:
        raise RulingRefused(
            _("一次最多继续适用%(months)d个月（到%(day)s），到期须重新决定。")
            % {"months": LONGEST_MONTHS, "day": latest}
        )
    _end_lapsed(program, reference, county, by=by, at=at)
    try:
        with transaction.atomic():
            row = ExpiredRuleRuling.objects.create(
                program=program, division_code=county, reference=reference, expired_on=found.expired_on,
                until_on=until_on, document=document.strip(), reason=reason.strip(), entered_by=by, entered_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise RulingRefused(_("该文件已有处理决定。要改变，请先终止原决定，再重新登记。")) from error
    _record(row, "case.rule_on_expired", by=by, at=at, after={"until": until_on.isoformat(), "document": row.document})
    return row


@transaction.atomic
def approve(*, ruling: ExpiredRuleRuling, by: Staff, at: datetime) -> ExpiredRuleRuling:
    """Let the ruling hold: a second person of the county, or its leader. Raises RulingRefused, NotAllowed."""
    permissions.require_role(by, Role.COUNTY_OFFICER, Role.LEADER)
    row = _locked(ruling, by)
    permissions.require_other_person(by, earlier=row.entered_by, what=_("本处理决定的登记"))
    if row.approved_at is not None or row.ended_on is not None:
        raise RulingRefused(_("该处理决定已批准或已终止，不能再批准。"))
    row.approved_by, row.approved_at = by, at
    row.save(update_fields=["approved_by", "approved_at"])
    _record(row, "case.approve_expired_ruling", by=by, at=at, after={"until": row.until_on.isoformat()})
    return row


@transaction.atomic
def end(*, ruling: ExpiredRuleRuling, by: Staff, at: datetime, reason: str) -> ExpiredRuleRuling:
    """End the ruling with today as its last day, or withdraw one that was not approved."""
    permissions.require_role(by, Role.COUNTY_OFFICER, Role.LEADER)
    row = _locked(ruling, by)
    if row.ended_on is not None:
        raise RulingRefused(_("该处理决定已于%(day)s终止。") % {"day": row.ended_on})
    if not reason.strip():
        raise RulingRefused(_("请写明终止的原因和文件。"))
    row.ended_on, row.ended_by, row.ended_at = local_day(at), by, at
    row.save(update_fields=["ended_on", "ended_by", "ended_at"])
    after = {"last_day": row.ended_on.isoformat()}
    _record(row, "case.end_expired_ruling", by=by, at=at, after=after, reason=reason.strip())
    return row


def _end_lapsed(program: str, reference: str, county: str, *, by: Staff, at: datetime) -> None:
    """Close what ran out by itself, so that the document can be ruled on anew."""
    rows = ExpiredRuleRuling.objects.filter(program=program, reference=reference, division_code=county)
    for row in rows.filter(ended_on__isnull=True, until_on__lt=local_day(at)):
        row.ended_on, row.ended_by, row.ended_at = row.until_on, by, at
        row.save(update_fields=["ended_on", "ended_by", "ended_at"])
        _record(row, "case.end_expired_ruling", by=by, at=at, after={"last_day": row.until_on.isoformat()})


def _county(by: Staff) -> str:
    code = full(settings.COUNTY_CODE)
    permissions.require_area(by, code)
    return code


def _document(program: str, reference: str, day: date) -> ExpiredDocument:
    found = next((one for one in to_rule_on(day) if (one.program, one.reference) == (program, reference)), None)
    if found is None:
        raise RulingRefused(
            _("“%(reference)s”没有期满，%(n)d天内也不会期满，不需要处理决定。")
            % {"reference": reference, "n": EARLY_DAYS}
        )
    return found


def _locked(ruling: ExpiredRuleRuling, by: Staff) -> ExpiredRuleRuling:
    rows = ExpiredRuleRuling.objects.select_for_update(of=("self",)).select_related("entered_by")
    row: ExpiredRuleRuling = rows.get(pk=ruling.pk)
    permissions.require_area(by, row.division_code)
    return row


def _record(
    row: ExpiredRuleRuling, action: str, *, by: Staff, at: datetime, after: dict[str, str], reason: str = ""
) -> None:
    record(
        chain="casework", at=at, by=by, action=action, object_kind="expired_rule_ruling", object_id=str(row.pk),
        division_code=row.division_code, after={"program": row.program, "rule": row.reference, **after}, reason=reason,
    )  # fmt: skip
