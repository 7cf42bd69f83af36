"""The books: the trial balance, the journal, one transfer with the way back to the case it stands on."""

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.desk.guards import MONEY_READERS, seen_by
from minzheng.desk.ledger_page import lines_of, names_of, way_back
from minzheng.desk.reading import note_read, read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.tables import Table
from minzheng.desk.transfer_table import COLUMNS
from minzheng.kernel.wording import sum_in_words
from minzheng.ledger.enums import FEN
from minzheng.ledger.models import Account, Transfer
from minzheng.ledger.queries import journal, months, trial_balance

ON_A_PAGE = 50
money_page = seen_by(MONEY_READERS, whole_county=True)


@money_page
@read_only
def ledger(request: DeskRequest) -> HttpResponse:
    """Show every account with its balance; the sum of all is zero, or the page says that it is not."""
    balance = trial_balance()
    context = {
        "balance": balance,
        "credited_fen": sum(line.credited_fen for line in balance.lines),
        "debited_fen": sum(line.debited_fen for line in balance.lines),
        "transfer_count": journal().order_by().count(),
    }
    return render(request, "desk/ledger/accounts.html", context)


@money_page
@read_only
def ledger_transfers(request: DeskRequest) -> HttpResponse:
    """List the transfers, newest first, of one fund, account or month."""
    accounts = list(Account.objects.filter(unit=FEN).order_by("fund_code", "pk"))
    chosen = {name: request.GET.get(name, "") for name in ("fund", "account", "month")}
    account = next((each for each in accounts if str(each.pk) == chosen["account"]), None)
    rows = journal(chosen["fund"], account=account, month=chosen["month"])
    table, total_fen = Table(request, COLUMNS), rows.order_by().aggregate(total=Sum("amount_fen"))["total"]
    if table.wants_export:
        total = rows.count()
        note_read(request, kind="journal", object_id=0, division_code="", purpose=f"导出流水，{total}笔")
        return table.workbook(lines_of(table.order(rows), account), name=str(_("流水")), total=total)
    page = Paginator(table.order(rows), ON_A_PAGE).get_page(request.GET.get("page"))
    sums = None if account else {"amount": total_fen or 0}
    context = {
        "page": page,
        "table": table.draw(lines_of(page, account), sums=sums, label=_("发生额合计")),
        "accounts": accounts,
        "months": months(),
        "chosen": chosen,
        "account": account,
    }
    return render(request, "desk/ledger/transfers.html", context)


@money_page
@read_only
def ledger_transfer(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one transfer: from where, to where, why, on what."""
    rows = Transfer.objects.select_related("debit", "credit", "reverses")
    transfer: Transfer = get_object_or_404(rows, pk=pk)
    context = {
        "transfer": transfer,
        "in_words": sum_in_words(transfer.amount_fen),
        "made_by": names_of([transfer.made_by]).get(transfer.made_by, transfer.made_by),
        "way": way_back(transfer, may_open_cases=request.user.role != Role.FINANCE_OFFICER),
        "reversed_by": Transfer.objects.filter(reverses=transfer).first(),
    }
    return render(request, "desk/ledger/transfer.html", context)
