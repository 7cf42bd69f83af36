"""Social help (社会帮扶): an offer is recorded, matched to a family that agrees, handed over and its result noted.

社会救助法：国家鼓励、支持社会力量参与社会救助. Nothing here is the office's money and nothing of it is income that a
program counts: it is written down so that a family's help is seen as a whole.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.models import Staff
from minzheng.accounts.scope import within
from minzheng.kernel.moment import local_day
from minzheng.registry.models import Household
from minzheng.relief.domain.road import OFFICERS, ReliefRefused, next_number
from minzheng.relief.enums import Gift, Giver, SocialResult
from minzheng.relief.models import SocialMatch, SocialOffer
from minzheng.relief.models.social import gift_words
from minzheng.relief.queries.social import left_of
from minzheng.services.audit.domain.record import record

SERIES = "BF"


@transaction.atomic
def offer(
    *, division_code: str, giver_kind: str, giver: str, gift: str, what: str, until_on: date, by: Staff, at: datetime,
    amount_fen: int = 0, hours: int = 0,
) -> SocialOffer:  # fmt: skip
    """Write down what somebody is ready to give: fen of money or goods, or hours. Raises ReliefRefused, NotAllowed."""
    permissions.require_role(by, *OFFICERS)
    permissions.require_area(by, division_code)
    if giver_kind not in Giver.values or gift not in Gift.values or not giver.strip() or not what.strip():
        raise ReliefRefused(_("请写明由谁帮扶、用什么方式帮扶和具体内容。"))
    _require_size(gift, amount_fen, hours)
    if until_on < local_day(at):
        raise ReliefRefused(_("有效期早于今天，这项帮扶已经不能用了，请核对。"))
    row = SocialOffer(
        number=next_number(SERIES, division_code, at), division_code=division_code, giver_kind=giver_kind,
        giver=giver.strip(), gift=gift, what=what.strip(), amount_fen=amount_fen, hours=hours, until_on=until_on,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    _note(row, "social.offered", by=by, at=at, amount_fen=amount_fen, hours=hours)
    return row


@transaction.atomic
def match(
    *, offer: SocialOffer, household: Household, need: str, consented_on: date, by: Staff, at: datetime,
    amount_fen: int = 0, hours: int = 0,
) -> SocialMatch:  # fmt: skip
    """Mean a part of an offer for a family that agreed. Never more than is left of the offer, never after its end."""
    permissions.require_role(by, *OFFICERS)
    permissions.require_area(by, household.division_code)
    row = _locked(offer, by)
    day = local_day(at)
    if row.until_on < day:
        raise ReliefRefused(_("帮扶%(number)s的有效期已过，请先请帮扶方延长，另登一项。") % {"number": row.number})
    if not need.strip():
        raise ReliefRefused(_("请写明这一家需要什么。"))
    if consented_on > day:
        raise ReliefRefused(_("家庭同意日期晚于今天。没有征得家庭同意的，不能把家庭情况告诉帮扶方。"))
    _require_size(row.gift, amount_fen, hours)
    left = left_of(row)
    if amount_fen > left.amount_fen or hours > left.hours:
        raise ReliefRefused(
            _("帮扶%(number)s只剩%(left)s，不够%(wanted)s。请减少，或者另找一项帮扶。")
            % {
                "number": row.number, "left": gift_words(left.amount_fen, left.hours if row.gift == Gift.HOURS else 0),
                "wanted": gift_words(amount_fen, hours),
            }
        )  # fmt: skip
    made = SocialMatch(
        offer=row, household=household, division_code=household.division_code, need=need.strip(),
        amount_fen=amount_fen, hours=hours, consented_on=consented_on, matched_by=by, matched_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    _note(row, "social.matched", by=by, at=at, match=made.pk, household=household.number)
    return made


@transaction.atomic
def confirm(*, match: SocialMatch, by: Staff, at: datetime) -> SocialMatch:
    """Confirm as the second person what passes money or goods to a family."""
    row = _open(match, by)
    if row.confirmed_at is not None:
        raise ReliefRefused(_("这次对接已经核对过。"))
    permissions.require_other_person(by, earlier=row.matched_by, what=_("帮扶对接"))
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _note(row.offer, "social.confirmed", by=by, at=at, match=row.pk)
    return row


@transaction.atomic
def hand_over(
    *, match: SocialMatch, received_by: str, receipt: str, handed_on: date, by: Staff, at: datetime
) -> SocialMatch:
    """Write down that it reached the family, who signed and under which receipt; money and goods only confirmed."""
    row = _open(match, by)
    if row.confirmed_at is None and not row.hours:
        raise ReliefRefused(_("款物要先由另一人核对，才能交付。"))
    if not received_by.strip() or not receipt.strip():
        raise ReliefRefused(_("请写明由谁签收和收据（服务记录）编号；没有签收的不能登记为已交付。"))
    if not row.consented_on <= handed_on <= local_day(at):
        raise ReliefRefused(_("交付日期应在家庭同意之后、今天之前。"))
    row.received_by, row.receipt, row.handed_on = received_by.strip(), receipt.strip(), handed_on
    row.handed_by, row.handed_at = by, at
    row.save(update_fields=["received_by", "receipt", "handed_on", "handed_by", "handed_at"])
    _note(row.offer, "social.handed_over", by=by, at=at, match=row.pk, receipt=row.receipt)
    return row


@transaction.atomic
def note_result(*, match: SocialMatch, result: str, result_words: str, by: Staff, at: datetime) -> SocialMatch:
    """Write down what it changed for the family; once."""
    row = _row(match, by)
    if row.handed_at is None:
        raise ReliefRefused(_("还没有交付，不能登记结果。"))
    if row.result_at is not None:
        raise ReliefRefused(_("结果已经登记，不能再改。"))
    if result not in SocialResult.values or not result_words.strip():
        raise ReliefRefused(_("请选择结果，并用一句话说明家庭现在的情况。"))
    row.result, row.result_words, row.result_by, row.result_at = result, result_words.strip(), by, at
    row.save(update_fields=["result", "result_words", "result_by", "result_at"])
    _note(row.offer, "social.result", by=by, at=at, match=row.pk, result=result)
    return row


@transaction.atomic
def drop(*, match: SocialMatch, reason: str, by: Staff, at: datetime) -> SocialMatch:
    """Give back what was not handed over: the family or the giver no longer wants it."""
    row = _open(match, by)
    if not reason.strip():
        raise ReliefRefused(_("请写明取消的理由。"))
    row.dropped_by, row.dropped_at, row.drop_reason = by, at, reason.strip()
    row.save(update_fields=["dropped_by", "dropped_at", "drop_reason"])
    _note(row.offer, "social.dropped", by=by, at=at, match=row.pk, reason=row.drop_reason)
    return row


def _require_size(gift: str, amount_fen: int, hours: int) -> None:
    if gift == Gift.HOURS and (hours <= 0 or amount_fen):
        raise ReliefRefused(_("志愿服务请填小时数，不填金额。"))
    if gift != Gift.HOURS and (amount_fen <= 0 or hours):
        raise ReliefRefused(_("款物请填金额（实物按捐赠方所报的价值），不填小时数。"))


def _locked(offer: SocialOffer, by: Staff) -> SocialOffer:
    permissions.require_area(by, offer.division_code)
    with within(by.area):
        row: SocialOffer = SocialOffer.objects.select_for_update().get(pk=offer.pk)
    return row


def _row(match: SocialMatch, by: Staff) -> SocialMatch:
    permissions.require_role(by, *OFFICERS)
    permissions.require_area(by, match.division_code)
    with within(by.area):
        rows = SocialMatch.objects.select_for_update(of=("self",)).select_related("offer", "matched_by")
        row: SocialMatch = rows.get(pk=match.pk)
    return row


def _open(match: SocialMatch, by: Staff) -> SocialMatch:
    row = _row(match, by)
    if row.dropped_at is not None or row.handed_at is not None:
        raise ReliefRefused(_("这次对接%(stage)s，不能再办这一步。") % {"stage": row.stage})
    return row


def _note(row: SocialOffer, action: str, *, by: Staff, at: datetime, reason: str = "", **after: object) -> None:
    record(
        chain=f"social:{row.pk}", at=at, by=by, action=action, object_kind="social_offer", object_id=str(row.pk),
        division_code=row.division_code, reason=reason, after={"number": row.number, **after},
    )  # fmt: skip
