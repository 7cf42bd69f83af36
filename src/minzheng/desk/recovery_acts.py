"""The acts of asking back what rested on false facts, as the page of a request offers them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import relief_money as forms
from minzheng.relief.domain import recovering
from minzheng.relief.enums import RequestState

HELPED = (RequestState.PAYING, RequestState.PAID, RequestState.CLOSED)


def _is_open(view: Any) -> bool:
    row = view.recovery
    return row is not None and row.confirmed_at is None and row.dropped_at is None


def _may_propose(view: Any) -> bool:
    stands = view.recovery is not None and view.recovery.dropped_at is None
    return view.request.state in HELPED and not stands and any(hasattr(one, "voucher") for one in view.instalments)


def _is_owed(view: Any) -> bool:
    row = view.recovery
    return row is not None and row.confirmed_at is not None and row.settled_at is None


RECOVERY = (
    FileAct(
        verb="money-back",
        title=_("登记退回"),
        button=_("登记退回"),
        form=forms.MoneyBackForm,
        run=recovering.take_back,
        done=_("退回已入账。"),
        consequence=_("钱退回原来支付的资金，实物退回库房；退清后追回办结。登记后不能修改。"),
        makes_sense=_is_owed,
    ),
    FileAct(
        verb="hear",
        title=_("登记本人对追回的意见"),
        button=_("登记意见"),
        form=forms.HearForm,
        run=recovering.hear,
        done=_("本人意见已登记，由县民政局决定。"),
        consequence=_("听取意见以后才能决定；登记后不能修改。"),
        makes_sense=lambda view: _is_open(view) and view.recovery.heard_at is None,
    ),
    FileAct(
        verb="confirm-recovery",
        title=_("决定追回"),
        button=_("决定追回"),
        form=forms.ConfirmRecoveryForm,
        run=recovering.confirm,
        done=_("已决定追回，等待退回。"),
        consequence=_("本户应退回已发放的，没有发放的不再发放。只退本金，不罚款。决定人与提出人不能是同一人。"),
        is_grave=True,
        makes_sense=lambda view: _is_open(view) and view.recovery.heard_at is not None,
    ),
    FileAct(
        verb="drop-recovery",
        title=_("不予追回"),
        button=_("不予追回"),
        form=forms.DropRecoveryForm,
        run=recovering.drop,
        done=_("已决定不予追回。"),
        consequence=_("查明事实属实的，不追回，恢复发放。由提出人以外的人办理。"),
        makes_sense=_is_open,
    ),
)
PROPOSE = FileAct(
    verb="recover",
    title=_("提出追回"),
    button=_("提出追回"),
    form=forms.RecoverForm,
    run=recovering.propose,
    done=_("已提出追回，请听取本人意见。"),
    consequence=_("事实不实的才提出。提出后暂停发放；听取本人意见、由县民政局另一人决定以后才要退回。"),
    is_grave=True,
    makes_sense=_may_propose,
)
