"""The acts of an honesty file in words. Which states know them and who may do them says `honesty.domain.road`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import honesty as forms
from minzheng.desk.forms.files import WordsForm
from minzheng.honesty.domain import beyond, credit, hearing, investigation, opening, repayment, ruling, telling
from minzheng.honesty.queries.position import position
from minzheng.kernel.moment import local_day
from minzheng.remedies.queries.effect import paused_days


def _paused(row: Any, at: Any) -> Any:
    """A review or lawsuit about the decision bears no surcharge; the two rooms meet only here."""
    return paused_days(row.document_number, local_day(at))


def _plan(*, file: Any, by: Any, at: Any, request: str, count: int, first_on: Any) -> Any:
    left = position(file.ruling, local_day(at))
    shares = repayment.equal_shares(
        refund_fen=left.refund_left_fen, fine_fen=left.fine_left_fen, count=count, first_on=first_on
    )
    return repayment.agree_plan(ruling=file.ruling, by=by, at=at, request=request, shares=shares)


def _cancel(*, file: Any, **given: Any) -> Any:  # noqa: ARG001 - the receipt knows its file
    return repayment.cancel(**given)


def _unit_answer(*, file: Any, **given: Any) -> Any:  # noqa: ARG001 - the report knows its file
    return beyond.record_unit_answer(**given)


ACTS: tuple[FileAct, ...] = (
    FileAct(
        verb="investigate",
        title=_("登记调查结果"),
        button=_("登记调查结果"),
        form=forms.InvestigateForm,
        run=investigation.record,
        done=_("调查结果已登记。"),
        consequence=_("调查结果存入案卷，不能修改；需要补充的，再登记一次，以最后一次为准。"),
    ),
    FileAct(
        verb="tell",
        title=_("事先告知"),
        button=_("制发事先告知书"),
        form=forms.TellForm,
        run=telling.tell,
        done=_("事先告知书已制发，请送达并登记。"),
        is_grave=True,
        consequence=_("向{person}书面告知拟退回、拟罚款的事实、理由、依据和陈述、申辩、听证的权利。决定不得重于告知。"),
    ),
    FileAct(
        verb="serve-notice",
        title=_("登记事先告知书送达"),
        button=_("登记送达"),
        form=forms.ServeForm,
        run=lambda *, file, **given: telling.serve(notice=file.notice, **given),
        done=_("送达已登记，听证期限开始计算。"),
        consequence=_("{person}要求听证的期限从送达次日起算。"),
        makes_sense=lambda view: view.notice is not None and view.notice.served_on is None,
    ),
    FileAct(
        verb="hold-hearing",
        title=_("登记听证笔录"),
        button=_("登记笔录"),
        form=forms.HoldHearingForm,
        run=hearing.hold,
        done=_("听证笔录已登记，可以作出决定。"),
        consequence=_("决定根据听证笔录作出（行政处罚法第六十五条）。"),
    ),
    FileAct(
        verb="set-hearing",
        title=_("通知听证"),
        button=_("通知听证"),
        form=forms.SetHearingForm,
        run=hearing.set_day,
        done=_("听证日期已登记。"),
        consequence=_("通知{person}听证的时间、地点和主持人。"),
    ),
    FileAct(
        verb="decide",
        title=_("作出决定"),
        button=_("作出决定"),
        form=forms.DecideForm,
        run=ruling.decide,
        done=_("决定已作出，决定书已制发，请送达并登记。"),
        is_grave=True,
        consequence=_(
            "责令{person}退回多领的救助款，罚款按所填金额；决定书写明复议和诉讼途径。立案、调查、告知的人不能作出决定。"
        ),
        makes_sense=lambda view: view.may_decide,
    ),
    FileAct(
        verb="ask-hearing",
        title=_("登记听证要求"),
        button=_("登记听证要求"),
        form=forms.AskHearingForm,
        run=hearing.ask,
        done=_("听证要求已登记，请确定听证日期。"),
        consequence=_("登记后须举行听证才能作出决定。"),
        makes_sense=lambda view: bool(view.notice and view.notice.is_larger_fine and view.notice.served_on),
    ),
    FileAct(
        verb="state",
        title=_("登记陈述、申辩"),
        button=_("登记陈述、申辩"),
        form=forms.StateForm,
        run=telling.state,
        done=_("已登记。"),
        consequence=_("原样存入案卷，不得因申辩加重处理（行政处罚法第四十五条）。"),
    ),
    FileAct(
        verb="serve-ruling",
        title=_("登记决定书送达"),
        button=_("登记送达"),
        form=forms.ServeForm,
        run=lambda *, file, **given: ruling.serve(ruling=file.ruling, **given),
        done=_("送达已登记，缴款、复议、诉讼期限开始计算。"),
        consequence=_("{person}缴款、申请复议、提起诉讼的期限从送达次日起算。"),
        makes_sense=lambda view: view.ruling is not None and view.ruling.served_on is None,
    ),
    FileAct(
        verb="receive",
        title=_("登记收款"),
        button=_("登记收款"),
        form=forms.ReceiveForm,
        run=lambda *, file, by, at, **given: repayment.receive(
            ruling=file.ruling, by=by, at=at, paused=_paused(file.ruling, at), **given
        ),
        done=_("收款已登记。"),
        consequence=_("尚欠退款 {refund}、罚款 {fine}。全部缴清后案卷自动办结。"),
        makes_sense=lambda view: bool(view.ruling and view.ruling.served_on),
    ),
    FileAct(
        verb="agree-plan",
        title=_("批准分期"),
        button=_("批准分期"),
        form=forms.PlanForm,
        run=_plan,
        done=_("分期计划已生效，代替原缴款期限。"),
        consequence=_("尚欠退款 {refund}、罚款 {fine}，按月平均分期，先退款后罚款。"),
        makes_sense=lambda view: bool(view.ruling and view.ruling.served_on and view.money and view.money.left_fen),
    ),
    FileAct(
        verb="change-ruling",
        title=_("按复议决定、判决变更"),
        button=_("变更"),
        form=forms.ChangeRulingForm,
        run=lambda *, file, **given: ruling.change(ruling=file.ruling, **given),
        done=_("已变更，应缴金额按变更后计算。"),
        consequence=_(
            "原决定保留，{person}应缴的金额按复议决定、判决减少或者取消；原分期计划失效。由作出决定以外的人登记。"
        ),
        is_grave=True,
    ),
    FileAct(
        verb="cancel-receipt",
        title=_("冲销收款登记"),
        button=_("冲销"),
        form=forms.CancelReceiptForm,
        run=_cancel,
        done=_("已冲销。"),
        consequence=_("原登记保留，另记一笔冲销；由登记人以外的人办理。"),
        makes_sense=lambda view: bool(view.money and view.money.standing),
    ),
    FileAct(
        verb="settle",
        title=_("不加处罚款，结案"),
        button=_("结案"),
        form=WordsForm,
        run=lambda *, file, by, at, **given: repayment.settle(
            ruling=file.ruling, by=by, at=at, paused=_paused(file.ruling, at), **given
        ),
        done=_("已结案。"),
        consequence=_("退款和罚款已缴清，加处罚款不再收取；理由记入案卷。"),
        makes_sense=lambda view: bool(view.money and not view.money.left_fen),
    ),
    FileAct(
        verb="enter-credit",
        title=_("记入诚信档案"),
        button=_("记入诚信档案"),
        form=forms.CreditForm,
        run=lambda *, file, **given: credit.enter(ruling=file.ruling, **given),
        done=_("已记入诚信档案。"),
        consequence=_("{person}的失信情况记入诚信档案，到期自动不再显示；由作出决定以外的人记入。"),
        makes_sense=lambda view: view.may_enter_credit,
    ),
    FileAct(
        verb="correct-credit",
        title=_("更正诚信档案"),
        button=_("更正"),
        form=forms.CorrectCreditForm,
        run=lambda *, file, **given: credit.correct(entry=file.ruling.credit_entry, **given),
        done=_("已更正。"),
        consequence=_("原记录保留，更正附在旁边；由记入以外的人办理。"),
        makes_sense=lambda view: view.credit is not None and getattr(view.credit, "correction", None) is None,
    ),
    FileAct(
        verb="send-police",
        title=_("移送公安机关"),
        button=_("移送"),
        form=forms.PoliceForm,
        run=beyond.send_to_police,
        done=_("移送已登记。"),
        is_grave=True,
        consequence=_("涉嫌犯罪的移送公安机关；答复之前不能罚款，可以责令退回。"),
        makes_sense=lambda view: view.police is None,
    ),
    FileAct(
        verb="answer-police",
        title=_("登记公安机关答复"),
        button=_("登记答复"),
        form=forms.PoliceAnswerForm,
        run=beyond.record_police_answer,
        done=_("答复已登记。"),
        consequence=_("退回处理的，可以继续办理行政处罚。"),
        makes_sense=lambda view: view.police is not None and view.police.answered_on is None,
    ),
    FileAct(
        verb="report-unit",
        title=_("提请处理出具虚假证明的单位"),
        button=_("提请处理"),
        form=forms.UnitForm,
        run=beyond.report_unit,
        done=_("已登记提请。"),
        consequence=_("请该单位的主管机关依法处理（社会救助法第七十二条）。"),
    ),
    FileAct(
        verb="answer-unit",
        title=_("登记主管机关答复"),
        button=_("登记答复"),
        form=forms.UnitAnswerForm,
        run=_unit_answer,
        done=_("答复已登记。"),
        consequence=_("处理结果存入案卷。"),
        makes_sense=lambda view: any(one.answered_on is None for one in view.units),
    ),
    FileAct(
        verb="drop",
        title=_("不予处理，结案"),
        button=_("不予处理"),
        form=WordsForm,
        run=opening.drop,
        done=_("已结案。"),
        consequence=_("{person}不退款、不罚款，案卷办结；由立案以外的人办理。"),
        is_grave=True,
    ),
)
