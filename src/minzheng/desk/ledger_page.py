"""The books in words: where a transfer leads back to — run, line, decision, case — and what it moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from minzheng.accounts.models import Staff
from minzheng.casework.models import Decision
from minzheng.desk.places import place_name
from minzheng.kernel.phrasebook import retell
from minzheng.ledger.models import Account, Transfer
from minzheng.payments.domain.run import LINE_KIND
from minzheng.payments.domain.share import RUN_KIND
from minzheng.payments.models import Allocation, FundMove, PayLine, PayRun

FUND_KIND = "payments.Fund"
MOVE_KIND = "payments.FundMove"


@dataclass(frozen=True)
class Link:
    """One step of the way back; without an address it is only named."""

    label: str
    text: str
    url: str = ""
    note: str = ""


def reference(transfer: Transfer) -> Link:
    """Return what a transfer is about, without a query: for lists."""
    kind, name = transfer.reference_kind, transfer.reference_id
    if kind == RUN_KIND:
        return Link(_("批次"), name, reverse("desk:run", args=[name]))
    if kind == LINE_KIND:
        run = name.rpartition("-")[0]
        return Link(_("明细"), name, reverse("desk:run", args=[run]) + f"?q={name}#lines")
    if kind == FUND_KIND:
        return Link(_("资金"), name, reverse("desk:run_funds"))
    if kind == MOVE_KIND:
        return Link(_("资金调剂"), name, reverse("desk:run_funds") + "#moves")
    return Link(kind, name)


def way_back(transfer: Transfer, *, may_open_cases: bool) -> list[Link]:
    """Return the chain from a transfer to what it stands on: run, line, decision, case; or the allocation."""
    if transfer.reference_kind == LINE_KIND:
        line = (
            PayLine.objects.select_related("run").defer("account_sealed").filter(serial=transfer.reference_id).first()
        )
        return _of_line(line, may_open_cases=may_open_cases) if line else []
    if transfer.reference_kind == RUN_KIND:
        run = PayRun.objects.filter(number=transfer.reference_id).first()
        return [_run(run)] if run else []
    if transfer.reference_kind == MOVE_KIND:
        move = (
            FundMove.objects.select_related("proposed_by", "confirmed_by").filter(number=transfer.reference_id).first()
        )
        return [_move(move)] if move else []
    came = Allocation.objects.select_related("fund", "allocated_by").filter(transfer=transfer).first()
    if came is None:
        return []
    return [
        Link(
            _("拨款"),
            came.document_number,
            reverse("desk:run_funds"),
            f"{retell(came.fund.name)} · {came.allocated_by.name}",
        )
    ]


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Return who made the transfers, by name; the books keep user names."""
    return dict(Staff.objects.filter(username__in=set(usernames)).values_list("username", "name"))


def lines_of(transfers: Iterable[Transfer], account: Account | None) -> list[dict[str, Any]]:
    """Return the rows of the journal; for one account the amount carries its sign."""
    rows = list(transfers)
    names = names_of(row.made_by for row in rows)
    return [
        {
            "transfer": row,
            "reference": reference(row),
            "made_by": names.get(row.made_by, row.made_by),
            "signed_fen": -row.amount_fen if account is not None and row.debit_id == account.pk else row.amount_fen,
        }
        for row in rows
    ]


def _of_line(line: PayLine, *, may_open_cases: bool) -> list[Link]:
    run_url = reverse("desk:run", args=[line.run.number])
    case_url = reverse("desk:case", args=[line.case_number]) if may_open_cases else ""
    decision = Decision.objects.select_related("decided_by").filter(pk=line.decision_id).first()
    decided = (
        _("%(kind)s · %(day)s · %(who)s")
        % {"kind": decision.get_kind_display(), "day": decision.decided_on, "who": decision.decided_by.name}
        if decision
        else ""
    )
    paid = _("%(name)s，%(bank)s 尾号 %(last4)s · %(place)s") % {
        "name": line.payee_name, "bank": line.bank_name, "last4": line.account_last4,
        "place": place_name(line.division_code),
    }  # fmt: skip
    return [
        _run(line.run),
        Link(_("明细"), line.serial, f"{run_url}?q={line.serial}#lines", paid),
        Link(_("依据的决定"), line.document_number, case_url, decided),
        Link(_("办件"), line.case_number, case_url),
    ]


def _move(move: FundMove) -> Link:
    who = f"{move.proposed_by.name} · {move.confirmed_by.name if move.confirmed_by else ''}"
    return Link(_("资金调剂"), move.document_number, reverse("desk:run_funds") + "#moves", f"{move.number} · {who}")


def _run(run: PayRun) -> Link:
    note = f"{retell(run.program_name)} {run.month} · {run.get_state_display()}"
    return Link(_("发放批次"), run.number, reverse("desk:run", args=[run.number]), note)
