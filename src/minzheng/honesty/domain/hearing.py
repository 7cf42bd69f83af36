"""The hearing: asked for in time, set seven working days ahead, chaired by somebody who did not investigate.

行政处罚法 第六十三条至第六十五条、第八十五条。
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.honesty.domain import road
from minzheng.honesty.domain.road import HonestyRefused
from minzheng.honesty.models import AdvanceNotice, Hearing, HonestyFile
from minzheng.honesty.queries.clocks import deadline, hearing_deadline
from minzheng.kernel.moment import local_day
from minzheng.statute.period import period


class HearingRefused(HonestyRefused):
    """The hearing cannot be asked for, set or recorded so."""


@transaction.atomic
def ask(*, file: HonestyFile, by: Staff, at: datetime, asked_on: date) -> Hearing:
    """Record that the person asked to be heard; only for a larger fine, within the days since the notice arrived."""
    step = road.require(file=file, verb="ask_hearing", by=by)
    notice = AdvanceNotice.objects.get(file=file)
    last = hearing_deadline(notice)
    if not notice.is_larger_fine:
        raise HearingRefused(
            _("拟罚款没有达到较大数额（%(reference)s），不适用听证程序。当事人的意见请登记为陈述、申辩。")
            % {"reference": notice.threshold["reference"]}
        )
    if last is None or notice.served_on is None:
        raise HearingRefused(_("事先告知书尚未登记送达，听证期限还没有开始。请先登记送达。"))
    if not notice.served_on <= asked_on <= local_day(at):
        raise HearingRefused(_("要求听证的日期应在告知书送达之后、今天之前。"))
    if asked_on > last.day:
        raise HearingRefused(
            _("要求听证的期限到%(last)s为止（%(counted)s），%(asked)s提出已逾期。当事人的意见请登记为陈述、申辩。")
            % {"last": last.day, "counted": last.counted, "asked": asked_on}
        )
    row = Hearing.objects.create(file=file, asked_on=asked_on, asked_by=by, asked_at=at)
    road.move(file=file, step=step)
    details = {"asked_on": asked_on.isoformat(), "last_day": last.day.isoformat()}
    road.write_note(file=file, action="honesty.hearing_asked", by=by, at=at, details=details)
    return row


@transaction.atomic
def set_day(
    *, file: HonestyFile, by: Staff, at: datetime, notified_on: date, meets_on: date, place: str, chair: Staff
) -> Hearing:
    """Set day, place and chair. The notice reaches the person at least seven working days before."""
    step = road.require(file=file, verb="set_hearing", by=by)
    row = Hearing.objects.get(file=file)
    if not row.asked_on <= notified_on <= local_day(at):
        raise HearingRefused(_("通知日期应在要求听证之后、今天之前。"))
    first = deadline("hearing_notice", notified_on)
    if meets_on < first.day:
        raise HearingRefused(
            _("听证须提前七个工作日通知（%(law)s）：%(notified)s通知的，最早在%(first)s举行（%(counted)s）。")
            % {
                "law": period("hearing_notice", notified_on).reference, "notified": notified_on, "first": first.day,
                "counted": first.counted,
            }
        )  # fmt: skip
    _require_chair(file, chair)
    if not place.strip():
        raise HearingRefused(_("请填写听证地点。"))
    row.notified_on, row.meets_on, row.place, row.chair = notified_on, meets_on, place.strip(), chair
    row.set_by, row.set_at = by, at
    row.save(update_fields=["notified_on", "meets_on", "place", "chair", "set_by", "set_at"])
    road.move(file=file, step=step)
    details = {"meets_on": meets_on.isoformat(), "chair": chair.username, "place": place.strip()}
    road.write_note(file=file, action="honesty.hearing_set", by=by, at=at, details=details)
    return row


@transaction.atomic
def hold(*, file: HonestyFile, by: Staff, at: datetime, minutes: str) -> Hearing:
    """Record the minutes; the decision rests on them (行政处罚法 第六十五条)."""
    step = road.require(file=file, verb="hold_hearing", by=by)
    row = Hearing.objects.get(file=file)
    if row.meets_on is None or local_day(at) < row.meets_on:
        raise HearingRefused(_("听证定于%(day)s举行，届时再登记笔录。") % {"day": row.meets_on})
    if not minutes.strip():
        raise HearingRefused(_("请登记听证笔录：各方陈述、质证和申辩；当事人未到的，也请写明。"))
    row.minutes, row.held_by, row.held_at = minutes.strip(), by, at
    row.save(update_fields=["minutes", "held_by", "held_at"])
    road.move(file=file, step=step)
    road.write_note(file=file, action="honesty.heard", by=by, at=at, details={}, reason=minutes.strip())
    return row


def _require_chair(file: HonestyFile, chair: Staff) -> None:
    investigated = {pk for row in file.investigations.all() for pk in row.investigator_ids}
    if chair.pk in investigated:
        raise HearingRefused(
            _("%(name)s是本案调查人员，不能主持听证（行政处罚法第六十四条）。请指定其他人员。") % {"name": chair.name}
        )
    if not chair.is_active or chair.role not in {Role.COUNTY_OFFICER, Role.LEADER}:
        raise HearingRefused(_("听证由县民政局指定的人员主持，%(name)s不是。") % {"name": chair.name})
