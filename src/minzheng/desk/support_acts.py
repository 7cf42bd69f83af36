"""The acts of support at home in words. What is possible the room's domain says."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import support as forms
from minzheng.desk.forms import support_standing as standing
from minzheng.support.domain import agreeing, burying, finding, guarding, owning, visiting


def act(verb: str, words: Any, form: Any, run: Any, done: Any, consequence: Any, when: Any) -> FileAct:  # noqa: PLR0917 - a table of acts reads by place
    """Return one act whose button says what its title says."""
    return FileAct(
        verb=verb, title=words, button=words, form=form, run=run, done=done, consequence=consequence, makes_sense=when
    )


PERSON = (
    act(
        "visit", _("登记探访"), forms.VisitForm, visiting.visit, _("探访已登记。"),
        _("登记后不能修改。本人没有拿到的钱和发现的问题按工作日计算处理期限，由另一人处理。"),
        lambda page: page.may_visit,
    ),
    FileAct(
        verb="settle",
        title=_("处理问题"),
        button=_("登记处理结果"),
        form=forms.SettleForm,
        run=finding.settle,
        done=_("处理结果已登记。"),
        consequence=_("发现问题的人不能处理；处理后不能修改。没有拿到的钱，下次探访再向本人确认。"),
        makes_sense=lambda page: page.may_settle and bool(page.turn.problems),
    ),
    act(
        "confirm", _("确认照料协议"), standing.ConfirmForm, agreeing.confirm, _("协议已确认。"),
        _("确认后从起始日起履行；正在履行的协议到新协议起始日的前一天止。提出的人和照料人不能确认。"),
        lambda page: page.may_settle and page.waiting is not None and not page.is_own_proposal,
    ),
    act(
        "propose", _("提出照料协议"), standing.ProposeForm, agreeing.propose, _("协议已提出，等待另一人确认。"),
        _("另一人确认后才履行。照料人不能持有这一户的卡（折），不能无偿使用本人的土地、房屋。"),
        lambda page: page.may_visit and page.waiting is None,
    ),
    act(
        "end-agreement", _("终止照料协议"), standing.EndAgreementForm, agreeing.end_agreement, _("协议已终止。"),
        _("终止后不能恢复，需要照料的请重新提出。待确认的协议退回。"),
        lambda page: page.may_settle and bool(page.open_agreements),
    ),
    act(
        "guardian", _("登记监护人"), standing.GuardianForm, guarding.appoint, _("监护人已登记。"),
        _("原来的监护人到新监护人起始日的前一天止，记录保留。"),
        lambda page: page.may_settle,
    ),
    act(
        "end-guardian", _("终止监护登记"), standing.EndGuardianForm, guarding.end_guardian, _("监护登记已终止。"),
        _("以后由本人签字；记录保留。"),
        lambda page: page.may_settle and page.open_guardian is not None,
    ),
    act(
        "property", _("登记土地、房屋和其他财产"), standing.PropertyForm, owning.record_property, _("财产已登记。"),
        _("供养不以交出财产为条件。交他人使用的，须有本人（监护人）签字的约定，收益归本人。"),
        lambda page: page.may_visit,
    ),
    act(
        "income", _("登记财产收益"), standing.IncomeForm, owning.record_income, _("收益已登记。"),
        _("登记后不能修改。收款人只能是本人，或者登记的监护人。"),
        lambda page: page.may_visit and bool(page.open_property),
    ),
    act(
        "end-property", _("终止财产使用登记"), standing.EndPropertyForm, owning.end_property, _("已终止。"),
        _("使用情况有变的，终止后重新登记；记录保留。"),
        lambda page: page.may_visit and bool(page.open_property),
    ),
)  # fmt: skip
BURIAL = (
    act(
        "apply", _("受理丧葬费申请"), standing.ApplyForm, burying.apply_for, _("申请已受理，等待县级审核。"),
        _("一人只办一次。金额按去世当日的标准计算，县级另一人审核后列入发放清单。"),
        lambda page: page.may_apply,
    ),
    act(
        "grant", _("审核同意"), standing.GrantForm, burying.grant, _("已审核同意，列入下一批发放清单。"),
        _("按去世当日的标准重新计算后成为应发待遇，由发放清单发到办理丧葬的人的账户。"),
        lambda page: page.may_decide,
    ),
    act(
        "refuse", _("不予支付"), standing.RefuseForm, burying.refuse, _("已登记不予支付。"),
        _("写明原因；期限内可以补齐后重新申请。"),
        lambda page: page.may_decide,
    ),
)  # fmt: skip
