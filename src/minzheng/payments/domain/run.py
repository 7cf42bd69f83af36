"""The pay run: one person freezes the list, others check and sign it, and only then is money reserved."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import (
    NotAllowed,
    TwoPeopleNeeded,
    require_another_human,
    require_area,
    require_role,
)
from minzheng.accounts.scope import within
from minzheng.casework.queries.recusal import recused_case_numbers
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.language import kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.payments.domain.entitlement import CHAIN, PREPARERS, Held, dues_for
from minzheng.payments.domain.sealed import require_seals, with_seals
from minzheng.payments.domain.share import RUN_KIND, reserve
from minzheng.payments.enums import MOVES, UNSIGNED_STATES, LineStatus, RunState
from minzheng.payments.models import Fund, HeldLine, PayLine, PayRun, RunChange, RunComparison
from minzheng.payments.queries.comparison import changes_digest, compare
from minzheng.payments.queries.digest import digest_of
from minzheng.payments.queries.frozen_line import NAMES, FrozenLine, values_of
from minzheng.payments.queries.holds import held_among
from minzheng.payments.queries.programs import program_name
from minzheng.payments.queries.unpaid import Payable, Waiting, not_agreed, payable_dues
from minzheng.payments.thresholds import on_day
from minzheng.relatives.queries.custody import Card, Holder
from minzheng.services.audit.domain.record import record
from minzheng.services.inserting import insert_all, insert_rows

LINE_KIND = "payments.PayLine"
THREE, FOUR = 3, 4
# Hears how much of the work is done, from 0 to 1, and what comes next.
Told = Callable[[float, str], object]
SIGNERS = ("prepared_by", "checked_by", "endorsed_by")


class NothingToPay(Refused):
    """No due of this or an earlier month is unpaid and payable."""


class DraftStands(Refused):
    """There is a draft already; it is approved or cancelled first."""


class NoFund(Refused):
    """Finance has not opened the fund of this program and year."""


class LeaderMissing(Refused):
    """The sum is above what two signatures after the preparer's can carry."""


class NotInState(Refused):
    """The run has moved on, or not yet come so far."""


class ListChanged(Refused):
    """The list in the database is not the one that was frozen."""


class RelativeOnList(NotAllowed):
    """A payment on the list goes to the household of the approver's close relative."""


class OfficialsCardOnList(Refused):
    """A payment on the list goes to an official's card, and no agreement covers it any more."""


class HeldOnList(Refused):
    """A payment on the list has been stopped on purpose since it was frozen."""


class ReasonMissing(Refused):
    """An act that takes something back needs its reason."""


@transaction.atomic
def prepare(*, program: str, month: Month, by: Staff, at: datetime, told: Told = lambda _share, _what: None) -> PayRun:
    """Freeze the list of all unpaid dues up to `month`: amounts, accounts as known at `at`, decisions.

    Months that nobody prepared since the last list are owed and come along, each line with its own month. Returned
    lines come again as a new attempt. Whoever has no usable account is held with the reason.
    `told` hears how far it is.
    Raises DraftStands, NoFund, NothingToPay, TooEarly, NotAllowed.
    """
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    _require_fund(program, month)
    draft = PayRun.objects.filter(program=program, state__in=UNSIGNED_STATES).first()
    if draft is not None:
        raise DraftStands(_("批次 %(number)s 尚待签批，请先办完或撤销，再编制新的清单") % {"number": draft.number})
    with within(by.area):
        told(0, _("正在核对决定，生成应发待遇"))
        made = [dues_for(month=owed, by=by, at=at, program=program) for owed in _months_owed(program, month)]
        told(0.4, _("正在核对收款账户"))
        fresh = [due for one in made for due in one.made]
        found = payable_dues(program=program, month=month, at=at, just_made=fresh)
        held = [*(item for one in made for item in one.held), *(_held(waiting) for waiting in found.waiting)]
        if not found.payable:
            raise NothingToPay(_nothing(month, held))
        told(0.6, _("正在冻结明细"))
        number = _number(month)
        lines = [_line(number, seq, payable) for seq, payable in enumerate(found.payable, start=1)]
        run = PayRun.objects.create(
            number=number,
            program=program,
            program_name=kept(program_name)(program),
            month=str(month),
            line_count=len(lines),
            person_count=sum(line.person_count for line in lines),
            total_fen=sum(line.amount_fen for line in lines),
            signatures=_signatures(sum(line.amount_fen for line in lines), at),
            held_count=len(held),
            list_digest=digest_of(lines),
            prepared_by=by,
            prepared_at=at,
        )
        for line in lines:
            line.run_id = run.pk
        told(0.75, _("正在加封印、写入明细"))
        # Each is sealed while the database writes the ones before it.
        insert_rows(PayLine, NAMES, map(values_of, with_seals(lines)))
        insert_all(_held_line(run, item) for item in held)
        told(0.9, _("正在与上月比对"))
        _compare(run, lines, held)
    note(run, "run.prepared", by=by, at=at, after={**_totals(run), "held": [[h.case_number, h.reason] for h in held]})
    return run


def _compare(run: PayRun, lines: Sequence[FrozenLine], held: Sequence[Held]) -> None:
    """Freeze how the list differs from the last one, with the reasons as they are known now."""
    found = compare(run, lines, [(item.household_id, item.reason) for item in held])
    if found is not None:
        found.totals.save(force_insert=True)
        insert_all(found.changes)


def _months_owed(program: str, month: Month) -> list[Month]:
    """Return `month`, after every month since the last list in which no list was made."""
    last = (
        PayRun.objects.filter(program=program).exclude(state=RunState.CANCELLED).aggregate(month=Max("month"))["month"]
    )
    months = [month]
    while last is not None and months[0].previous() > Month.parse(last):
        months.insert(0, months[0].previous())
    return months


@transaction.atomic
def approve(*, run: PayRun, by: Staff, at: datetime) -> PayRun:
    """Sign the list as the last person and reserve its money, fund by fund; all of it or nothing.

    Raises LeaderMissing, FundsShort, NoSplit, and what `lock` and `lines_to_sign` raise.
    """
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    run = lock(run, *MOVES["approve"])
    require_endorsed(run)
    with within(by.area):
        lines = lines_to_sign(run, by=by, at=at)
        reserve(run=run, lines=lines, by=by, at=at)
    run.state, run.approved_by, run.approved_at = MOVES["approve"][run.state], by, at
    run.save(update_fields=["state", "approved_by", "approved_at"])
    note(run, "run.approved", by=by, at=at, after=_totals(run))
    return run


@transaction.atomic
def cancel(*, run: PayRun, by: Staff, at: datetime, reason: str) -> PayRun:
    """Withdraw a list not yet approved; its dues are free for the next list. Raises NotInState, ReasonMissing."""
    require_role(by, *PREPARERS)
    require_area(by, settings.COUNTY_CODE)
    if not reason.strip():
        raise ReasonMissing(_("撤销清单必须写明理由"))
    run = lock(run, *MOVES["cancel"])
    with within(by.area):
        PayLine.objects.filter(run=run).update(status=LineStatus.CANCELLED, settled_at=at)
    run.state, run.cancelled_by, run.cancelled_at = MOVES["cancel"][run.state], by, at
    run.cancel_reason = reason.strip()
    run.save(update_fields=["state", "cancelled_by", "cancelled_at", "cancel_reason"])
    note(run, "run.cancelled", by=by, at=at, reason=reason)
    return run


def lines_to_sign(run: PayRun, *, by: Staff, at: datetime) -> list[PayLine]:
    """Return the lines of a list that this person may put a name under.

    Raises TwoPeopleNeeded (who signed before, under this or another account, or who recorded one of the accounts),
    RelativeOnList (a payment goes to a close relative's household), OfficialsCardOnList, HeldOnList, ListChanged,
    SealBroken.
    """
    for earlier, what in signed(run):
        require_another_human(by, earlier=earlier, what=what)
    lines = list(PayLine.objects.filter(run=run).select_related("bank_account__holder", "due").order_by("seq"))
    _require_unchanged(run, lines)
    require_seals(run, lines)
    _require_same_changes(run)
    _require_own_accounts_absent(run, by)
    _require_no_relatives(lines, by)
    _require_agreed(lines, at)
    _require_no_holds(run, lines, at)
    return lines


def signed(run: PayRun) -> list[tuple[Staff, str]]:
    """Return who has signed so far, and as what."""
    names = (
        (run.prepared_by, _("清单编制")),
        (run.checked_by, _("清单复核")),
        (run.endorsed_by, _("清单的局领导签批")),
    )
    return [(staff, what) for staff, what in names if staff is not None]


def require_endorsed(run: PayRun) -> None:
    """Raise LeaderMissing if the sum needs a leader's signature that is not there."""
    if run.signatures == FOUR and run.endorsed_by_id is None:
        limit = on_day("leader_signs_over_fen", local_day(run.prepared_at))
        raise LeaderMissing(
            _("批次 %(number)s 合计 %(total)s 元，超过 %(limit)s 元，须先由局领导签批，再由财务审批")
            % {"number": run.number, "total": format_yuan(run.total_fen), "limit": format_yuan(limit.value)}
        )


def lock(run: PayRun, *states: str) -> PayRun:
    """Return the run, locked until the transaction ends. Raises NotInState unless it is in one of the states."""
    locked = PayRun.objects.select_for_update(of=("self",)).select_related(*SIGNERS).get(pk=run.pk)
    if locked.state not in states:
        wanted = listed(str(RunState(state).label) for state in states)
        raise NotInState(
            _("批次 %(number)s 现为“%(state)s”，此操作须在“%(wanted)s”时办理；请刷新页面查看最新状态")
            % {"number": locked.number, "state": locked.get_state_display(), "wanted": wanted}
        )
    return locked


def _signatures(total_fen: int, at: datetime) -> int:
    """Return how many people have to sign a list of this sum, by the rule of the day on which it is prepared."""
    return FOUR if total_fen > on_day("leader_signs_over_fen", local_day(at)).value else THREE


def _require_fund(program: str, month: Month) -> None:
    # Locked, so that two who prepare at once come one after the other.
    if not list(Fund.objects.select_for_update().filter(program=program, year=month.year).order_by("pk")):
        raise NoFund(
            _("%(year)s年%(name)s专项资金尚未开立，请先由财务人员登记拨款")
            % {"year": month.year, "name": program_name(program)}
        )


def _number(month: Month) -> str:
    """Return FF + year and month + order. Two at once: the unique number lets one of them through."""
    start = f"FF{month.year}{month.month:02d}-"
    return f"{start}{PayRun.objects.filter(number__startswith=start).count() + 1:02d}"


def _line(number: str, seq: int, payable: Payable) -> FrozenLine:
    """Return the line as it will be frozen; the run it belongs to is made when all of them are known."""
    due, account = payable.due, payable.account
    return FrozenLine(
        run_id=0,
        seq=seq,
        serial=f"{number}-{seq:05d}",
        due_id=due.pk,
        attempt=payable.attempt,
        portion=payable.portion,
        repays_id=payable.repays.pk if payable.repays else None,
        month=due.month,
        household_id=due.household_id,
        household_number=account.household_number,
        payee_id=account.holder_id,
        payee_name=account.holder_name,
        bank_account_id=account.pk,
        bank_name=account.bank_name,
        account_sealed=bytes(account.account_sealed),
        account_last4=account.account_last4,
        amount_fen=payable.amount_fen,
        person_count=due.person_count,
        decision_id=due.decision_id,
        case_number=due.case_number,
        document_number=due.document_number,
        division_code=due.division_code,
    )


def _held(waiting: Waiting) -> Held:
    due = waiting.due
    return Held(due.household_id, due.case_number, due.month, waiting.amount_fen, due.division_code, waiting.reason)


def _held_line(run: PayRun, held: Held) -> HeldLine:
    return HeldLine(
        run=run,
        household_id=held.household_id,
        month=held.month,
        amount_fen=held.amount_fen,
        case_number=held.case_number,
        reason=held.reason,
        division_code=held.division_code,
    )


def _nothing(month: Month, held: Sequence[Held]) -> str:
    if not held:
        return _("截至 %(month)s 没有应发未发的待遇，不生成清单") % {"month": month}
    reasons = "\n".join(f"{item.case_number}：{item.reason}" for item in held)
    return _("截至 %(month)s 的应发待遇全部暂缓（%(count)s 笔），不生成清单：\n%(reasons)s") % {
        "month": month,
        "count": len(held),
        "reasons": reasons,
    }


def _require_unchanged(run: PayRun, lines: Sequence[PayLine]) -> None:
    total = sum(line.amount_fen for line in lines)
    if digest_of(lines) != run.list_digest or total != run.total_fen or len(lines) != run.line_count:
        raise ListChanged(
            _(
                "批次 %(number)s 的明细与编制时的摘要不符：编制时 %(was_count)s 笔 %(was)s 元，"
                "现在 %(count)s 笔 %(now)s 元。清单可能在数据库中被改动，未作审批，请报审计人员核查"
            )
            % {
                "number": run.number,
                "was_count": run.line_count,
                "was": format_yuan(run.total_fen),
                "count": len(lines),
                "now": format_yuan(total),
            }
        )


def _require_same_changes(run: PayRun) -> None:
    """What the signers are shown beside the list is what was frozen with it."""
    totals = RunComparison.objects.filter(run=run).first()
    if totals is not None and changes_digest(RunChange.objects.filter(run=run)) != totals.changes_digest:
        raise ListChanged(
            _("批次 %(number)s 与上月相比的变化与编制时不符，可能在数据库中被改动，未作签批，请报审计人员核查")
            % {"number": run.number}
        )


def _require_own_accounts_absent(run: PayRun, by: Staff) -> None:
    """Who wrote down an account may not sign the list that pays into it (common procedures 5.4)."""
    own = PayLine.objects.filter(run=run, bank_account__recorded_by=by).order_by("seq").first()
    if own is not None:
        raise TwoPeopleNeeded(
            _("清单第 %(seq)s 笔（户号 %(household)s）的收款账户是您本人（%(name)s）登记的，清单须由另一人签字")
            % {"seq": own.seq, "household": own.household_number, "name": by.name}
        )


def _require_no_relatives(lines: Sequence[PayLine], by: Staff) -> None:
    """Who has a close relative on the list does not sign it (民发〔2021〕57号 第十一条)."""
    recused = recused_case_numbers(by)
    line = next((line for line in lines if line.case_number in recused), None)
    if line is not None:
        raise RelativeOnList(
            _("清单第 %(seq)s 笔（户号 %(household)s）发给您（%(name)s）的近亲属家庭，您须回避，清单须由另一人签字")
            % {"seq": line.seq, "household": line.household_number, "name": by.name}
        )


def _require_agreed(lines: Sequence[PayLine], at: datetime) -> None:
    """The holder may have taken office, or the agreement have ended, since the list was frozen (5.7)."""
    accounts = {line.bank_account_id: line.bank_account for line in lines}
    cards = {key: Card(account.household_id, Holder.of(account.holder)) for key, account in accounts.items()}
    barred = not_agreed(cards, at)
    line = next((line for line in lines if line.bank_account_id in barred), None)
    if line is not None:
        raise OfficialsCardOnList(
            _("清单第 %(seq)s 笔（户号 %(household)s）不能发放：%(why)s。请撤销本清单后重新编制，该笔会暂缓")
            % {"seq": line.seq, "household": line.household_number, "why": barred[line.bank_account_id]}
        )


def _totals(run: PayRun) -> dict[str, object]:
    return {"lines": run.line_count, "total_fen": run.total_fen, "list_digest": run.list_digest}


def _require_no_holds(run: PayRun, lines: Sequence[PayLine], at: datetime) -> None:
    """A county officer may have stopped a payment since the list was frozen."""
    held = held_among(lines, program=run.program, day=local_day(at))
    line = next((line for line in lines if line.pk in held), None)
    if line is not None:
        raise HeldOnList(
            _("清单第 %(seq)s 笔（户号 %(household)s）不能发放：%(why)s。请撤销本清单后重新编制，该笔会暂缓")
            % {"seq": line.seq, "household": line.household_number, "why": held[line.pk]}
        )


def note(run: PayRun, action: str, *, by: Staff, at: datetime, after: object = None, reason: str = "") -> None:
    """Write down an act on a run."""
    record(
        chain=CHAIN,
        at=at,
        by=by,
        action=action,
        object_kind=RUN_KIND,
        object_id=run.number,
        division_code=settings.COUNTY_CODE,
        after=after,
        reason=reason,
    )
