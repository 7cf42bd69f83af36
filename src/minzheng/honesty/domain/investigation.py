"""The investigation: two officers, what they found, the evidence, and what was received month by month."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.honesty.domain import road
from minzheng.honesty.domain.road import HonestyRefused
from minzheng.honesty.enums import Wrong
from minzheng.honesty.models import HonestyFile, Investigation
from minzheng.honesty.queries.clocks import deadline
from minzheng.honesty.queries.paid import MonthPaid, months_paid
from minzheng.kernel.fen import Fen
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.registry.enums import AreaKind
from minzheng.statute.period import has_period, period

# Six years of months: more is a typing error.
MONTHS_AT_MOST = 240


class InvestigationRefused(HonestyRefused):
    """The investigation cannot be recorded so."""


@transaction.atomic
def record(
    *, file: HonestyFile, by: Staff, at: datetime, investigators: Sequence[Staff], finding: str, facts: str,
    evidence: Sequence[str], began_on: date, ended_on: date, area_kind: str, first_month: Month, last_month: Month,
    due_fen: Fen, stated_fen: Fen | None = None, is_grave: bool = False,
) -> Investigation:  # fmt: skip
    """Record what was found. Without `stated_fen` the sums are those of the payment records.

    Raises InvestigationRefused: fewer than two different officers, no evidence, dates that make no sense, nothing in
    the payment records, a change that could still be told in time.
    """
    step = road.require(file=file, verb="investigate", by=by)
    people = list({one.pk: one for one in investigators}.values())
    _require_two(people, file)
    if finding not in Wrong.values or area_kind not in AreaKind.values:
        raise InvestigationRefused(_("请选择认定结果和适用的城乡标准。"))
    lines = [line.strip() for line in evidence if line.strip()]
    if not facts.strip() or not lines:
        raise InvestigationRefused(_("请写明查明的事实，并至少列出一项证据。"))
    _require_days(file, began_on, ended_on, local_day(at))
    _require_told_too_late(file, finding, began_on)
    months = [] if finding == Wrong.NOTHING else _months(file, first_month, last_month, due_fen, stated_fen)
    row = Investigation.objects.create(
        file=file, investigators=[one.name for one in people], investigator_ids=[one.pk for one in people],
        finding=finding, facts=facts.strip(), evidence=lines, began_on=began_on, ended_on=ended_on,
        area_kind=area_kind, is_grave=is_grave, months=[month.as_dict() for month in months],
        obtained_fen=sum(month.over_fen for month in months), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    road.move(file=file, step=step)
    road.write_note(
        file=file, action="honesty.investigated", by=by, at=at, reason=facts.strip(),
        details={"investigation": row.pk, "finding": finding, "obtained_fen": row.obtained_fen},
    )  # fmt: skip
    return row


def latest(file: HonestyFile) -> Investigation:
    """Return the investigation that counts; raise if there is none."""
    found = Investigation.objects.filter(file=file).order_by("-pk").first()
    if found is None:
        raise InvestigationRefused(_("案卷%(number)s还没有登记调查结果。") % {"number": file.number})
    return found


def _require_two(people: Sequence[Staff], file: HonestyFile) -> None:
    if len(people) < 2:
        raise InvestigationRefused(_("调查须由两名以上不同的工作人员进行（行政处罚法第四十二条）。请再选一名调查人。"))
    for one in people:
        if not one.is_active or one.role not in road.BY_VERB["investigate"].roles:
            raise InvestigationRefused(
                _("%(name)s（%(role)s）不能担任调查人，调查人须是在岗的乡镇（街道）或县民政局经办人。")
                % {"name": one.name, "role": one.get_role_display()}
            )
        if not one.area.covers(file.case.division_code):
            raise InvestigationRefused(_("%(name)s的管辖区域不包括本案所在村（社区）。") % {"name": one.name})


def _require_days(file: HonestyFile, began_on: date, ended_on: date, today: date) -> None:
    if not began_on <= ended_on <= today:
        raise InvestigationRefused(
            _("行为开始之日（%(began)s）、终了之日（%(ended)s）和今天（%(today)s）先后不对，请核对。")
            % {"began": began_on, "ended": ended_on, "today": today}
        )
    if began_on > file.discovered_on:
        raise InvestigationRefused(
            _("行为开始之日%(began)s晚于发现日期%(found)s，请核对。") % {"began": began_on, "found": file.discovered_on}
        )


def _require_told_too_late(file: HonestyFile, finding: str, changed_on: date) -> None:
    """Not telling of a change is a breach only after three months (民发〔2022〕83号 五（五）)."""
    if finding != Wrong.UNREPORTED or not has_period("change_report", changed_on):
        return
    last = deadline("change_report", changed_on)
    if file.discovered_on <= last.day:
        raise InvestigationRefused(
            _(
                "变化发生于%(changed)s，到%(last)s满三个月（%(law)s），发现于%(found)s，尚未超过告知期限，"
                "不能认定为未按规定告知。多发的部分可认定为“非因当事人过错多发”。"
            )
            % {
                "changed": changed_on, "last": last.day, "found": file.discovered_on,
                "law": period("change_report", changed_on).reference,
            }
        )  # fmt: skip


def _months(file: HonestyFile, first: Month, last: Month, due_fen: Fen, stated_fen: Fen | None) -> list[MonthPaid]:
    if last < first or last > first.plus(MONTHS_AT_MOST):
        raise InvestigationRefused(
            _("多领月份自%(first)s至%(last)s，先后不对或过长，请核对。") % {"first": first, "last": last}
        )
    if due_fen < 0 or (stated_fen is not None and stated_fen < 0):
        raise InvestigationRefused(_("金额不能为负数。"))
    found = months_paid(file.case, first, last, due_fen=due_fen, stated_fen=stated_fen)
    if not any(month.paid_fen for month in found):
        raise InvestigationRefused(
            _("%(first)s至%(last)s没有本系统的发放记录。请填写每月实发金额，并在证据中注明来源（如银行流水）。")
            % {"first": first, "last": last}
        )
    return found
