"""The reserve fund of a township: an imprest, opened by the county, topped up every month by what its vouchers say.

民发〔2018〕23号 二（二）：乡镇（街道）临时救助备用金。Money that comes in leaves the county's fund of the same program.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.ledger.domain.account import open_accounts
from minzheng.ledger.domain.transfer import Posting, post_all
from minzheng.ledger.enums import AccountKind, Why
from minzheng.ledger.models import Account, Transfer
from minzheng.registry.models import Division
from minzheng.relief.domain.paying import NoMoney
from minzheng.relief.domain.road import OFFICERS, ReliefRefused
from minzheng.relief.enums import RefillKind
from minzheng.relief.models import MoneyBack, Refill, ReserveFund, Voucher
from minzheng.relief.queries import asked, funds, money
from minzheng.services.audit.domain.record import record

KIND = "relief.Refill"
CHAIN = "reserve"


class PapersMissing(ReliefRefused):
    """Files of the township are late with their papers: no refill until they are complete."""


@transaction.atomic
def open_fund(*, division_code: str, by: Staff, at: datetime) -> Refill:
    """Open the fund of a township and ask for its first money by the formula; another county officer approves it."""
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, division_code)
    program, township = asked.program_here(), money.township_of(division_code)
    if ReserveFund.objects.filter(program=program, division_code=township).exists():
        raise ReliefRefused(_("这个乡镇（街道）的备用金已经开立。"))
    with as_kept():
        place = Division.objects.get(code=township).name
        name = _("%(place)s临时救助备用金") % {"place": place}
    code = money.reserve_code(program, township)
    fund = ReserveFund(code=code, name=name, program=program, division_code=township, opened_by=by, opened_at=at)
    fund.save(force_insert=True)
    open_accounts(fund_code=code, fund_name=name, by=by, at=at)
    _note(fund, "reserve.opened", by=by, at=at)
    target = funds.target(fund, local_day(at))
    return _ask(fund, RefillKind.OPENING, target.amount_fen, target.as_dict(), by=by, at=at)


@transaction.atomic
def propose_refill(*, fund: ReserveFund, by: Staff, at: datetime) -> Refill:
    """Ask for what the vouchers since the last refill add up to, less what came back meanwhile, and no other amount.

    Raises PapersMissing while files of the township are late, ReliefRefused where there is nothing to refill.
    """
    permissions.require_role(by, *OFFICERS)
    permissions.require_area(by, fund.division_code)
    row = ReserveFund.objects.select_for_update().get(pk=fund.pk)
    late = funds.late_papers(row, local_day(at))
    if late:
        raise PapersMissing(
            _("还有%(n)d件先行救助的手续逾期没有补齐（%(numbers)s），补齐以前不能补足备用金。")
            % {"n": len(late), "numbers": "、".join(one.request.number for one in late[:5])}
        )
    if Refill.objects.filter(fund=row, approved_at__isnull=True, refused_at__isnull=True).exists():
        raise ReliefRefused(_("已有一份补足申请等待县级批准。"))
    vouchers = list(funds.open_vouchers(row))
    if not vouchers:
        raise ReliefRefused(_("没有需要补足的凭证。"))
    back = list(funds.open_money_back(row))
    total = sum(one.amount_fen for one in vouchers) - sum(one.amount_fen for one in back)
    if total <= 0:
        raise ReliefRefused(_("退回备用金的钱已经够抵这些凭证，现在不用补足。"))
    counted = {"vouchers": [one.pk for one in vouchers], "money_back": [one.pk for one in back]}
    made = _ask(row, RefillKind.MONTHLY, total, counted, by=by, at=at)
    counted_rows: list[Voucher | MoneyBack] = [*vouchers, *back]
    for one in counted_rows:
        one.refill = made
        one.save(update_fields=["refill"])
    return made


@transaction.atomic
def approve(*, refill: Refill, by: Staff, at: datetime) -> Refill:
    """Approve as another person, of the county: the money leaves the county's fund for the township's now.

    Raises Overdrawn (the county's fund holds less), PapersMissing, TwoPeopleNeeded.
    """
    row = _open(refill, by)
    permissions.require_other_person(by, earlier=row.proposed_by, what=_("补足备用金的申请"))
    late = funds.late_papers(row.fund, local_day(at)) if row.kind == RefillKind.MONTHLY else []
    if late:
        raise PapersMissing(_("还有%(n)d件先行救助的手续逾期没有补齐，补齐以前不能补足备用金。") % {"n": len(late)})
    row.transfer, row.approved_by, row.approved_at = _move(row, by=by, at=at), by, at
    row.save(update_fields=["transfer", "approved_by", "approved_at"])
    _note(row.fund, "reserve.refilled", by=by, at=at, refill=row.pk, amount_fen=row.amount_fen, month=row.month)
    return row


@transaction.atomic
def refuse(*, refill: Refill, reason: str, by: Staff, at: datetime) -> Refill:
    """Send the request back with the reason; its vouchers wait for the next."""
    row = _open(refill, by)
    if not reason.strip():
        raise ReliefRefused(_("请写明退回的理由。"))
    row.refused_by, row.refused_at, row.refuse_reason = by, at, reason.strip()
    row.save(update_fields=["refused_by", "refused_at", "refuse_reason"])
    for one in (*row.vouchers.all(), *row.money_back.all()):
        one.refill = None
        one.save(update_fields=["refill"])
    _note(row.fund, "reserve.refill_refused", by=by, at=at, reason=row.refuse_reason, refill=row.pk)
    return row


def _open(refill: Refill, by: Staff) -> Refill:
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, settings.COUNTY_CODE)
    rows = Refill.objects.select_for_update(of=("self",)).select_related("fund", "proposed_by")
    row: Refill = rows.get(pk=refill.pk)
    if row.approved_at is not None or row.refused_at is not None:
        raise ReliefRefused(_("这份补足申请已经办理。"))
    return row


def _ask(fund: ReserveFund, kind: str, amount_fen: int, reckoned: object, *, by: Staff, at: datetime) -> Refill:
    row = Refill(
        fund=fund, kind=kind, month=str(Month.of(local_day(at))), amount_fen=amount_fen, reckoned=reckoned,
        proposed_by=by, proposed_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    _note(fund, "reserve.refill_proposed", by=by, at=at, refill=row.pk, amount_fen=amount_fen, kind=kind)
    return row


def _move(row: Refill, *, by: Staff, at: datetime) -> Transfer:
    """Two transfers: out of the county's fund and into the township's; each fund's books balance by themselves."""
    county = money.accounts(money.county_code(row.fund.program, local_day(at)))
    town = money.accounts(row.fund.code)
    if not county:
        raise NoMoney(_("县级临时救助资金尚未开立，请财务人员先登记拨款。"))
    out = _posting(row, Why.MOVED_OUT, county[AccountKind.AVAILABLE], county[AccountKind.SOURCE])
    into = _posting(row, Why.MOVED_IN, town[AccountKind.SOURCE], town[AccountKind.AVAILABLE])
    return post_all(postings=[out, into], by=by, at=at)[1]


def _posting(row: Refill, why: Why, debit: Account, credit: Account) -> Posting:
    return Posting(
        debit=debit, credit=credit, amount_fen=row.amount_fen, why=why, reference_kind=KIND,
        reference_id=f"{row.fund.code}/{row.pk}", key=f"refill:{row.pk}:{why.value}",
        division_code=row.fund.division_code, month=row.month,
    )  # fmt: skip


def _note(fund: ReserveFund, action: str, *, by: Staff, at: datetime, reason: str = "", **after: object) -> None:
    record(
        chain=CHAIN, at=at, by=by, action=action, object_kind="relief_fund", object_id=str(fund.pk),
        division_code=fund.division_code, reason=reason, after={"fund": fund.code, **after},
    )  # fmt: skip
