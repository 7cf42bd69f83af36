"""The acts of urgent help in words, by the page they stand on. What is possible the room's domain says."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import relief as forms
from minzheng.desk.forms import relief_funds, relief_money
from minzheng.desk.recovery_acts import PROPOSE, RECOVERY
from minzheng.relief.domain import (
    conference,
    deciding,
    following,
    needing,
    ordinary,
    owed,
    paying,
    reporting,
    reserve,
)
from minzheng.relief.enums import Finding, Form, Level, RequestState, Route, VisitKind
from minzheng.relief.queries import asked

UNDECIDED = (RequestState.REPORTED, RequestState.AT_COUNTY, RequestState.AT_CONFERENCE)


def _in(*states: str) -> Any:
    return lambda view: view.request.state in states


def _is_urgent(view: Any) -> bool:
    return bool(view.request.route == Route.EMERGENCY)


def _can_pay(view: Any) -> bool:
    at_once = _is_urgent(view) and view.request.state == RequestState.REPORTED
    if view.recovery is not None and view.recovery.dropped_at is None:
        return False
    at_once = at_once and not _is_referral(view)
    return at_once or (view.request.state in {RequestState.DECIDED, RequestState.PAYING} and bool(view.next_instalment))


def _refuses(view: Any) -> bool:
    row = view.reckoning
    return view.request.state in UNDECIDED and row is not None and row.outcome == "refused"


def _to_confer(view: Any) -> bool:
    needed = view.reckoning is not None and view.reckoning.decider == Level.CONFERENCE
    return view.request.state in {*UNDECIDED, RequestState.ON_CASE} and needed and view.open_conference is None


def _found_over(view: Any) -> bool:
    seen = view.last_visit
    is_over = seen is not None and seen.kind == VisitKind.INSTALMENT and seen.finding == Finding.OVER
    return is_over and view.request.state == RequestState.PAYING


def _is_referral(view: Any) -> bool:
    return asked.FORMS[int(view.request.facts.get("help_form", 1))] == Form.REFERRAL


def _can_decide(view: Any) -> bool:
    """The county decides its own; a referral is decided without anything being handed over."""
    state = view.request.state
    here = state == RequestState.AT_COUNTY or (state == RequestState.REPORTED and _is_referral(view))
    return _is_urgent(view) and here


REQUEST = (
    *RECOVERY,
    FileAct(
        verb="pay",
        title=_("发放"),
        button=_("确认发放"),
        form=forms.PayForm,
        run=paying.pay,
        done=_("已发放，凭证已入账。"),
        consequence=_(
            "发放 {amount}。按公式计算，不能改金额；由两人办理：报告（或探访）的人和您。"
            "没有收据和照片不能发放，发放后不能撤回。"
        ),
        makes_sense=_can_pay,
    ),
    FileAct(
        verb="decide",
        title=_("当天决定"),
        button=_("决定救助"),
        form=forms.BareForm,
        run=deciding.decide,
        done=_("已决定；有救助金或者实物的，由乡镇（街道）发放。"),
        consequence=_("按今天的规定重新测算并决定，{amount}；救助金从县级资金支付。一件事不能拆成几笔。"),
        makes_sense=_can_decide,
    ),
    FileAct(
        verb="confirm-conference",
        title=_("核定个案会商记录"),
        button=_("核定"),
        form=forms.ConfirmConferenceForm,
        run=conference.confirm,
        done=_("会商记录已核定。"),
        consequence=_("核定后记录不能再改，会商确定的金额进入测算。核定人与记录人不能是同一人。"),
        makes_sense=lambda view: view.open_conference is not None,
    ),
    FileAct(
        verb="conference",
        title=_("个案会商记录"),
        button=_("登记会商记录"),
        form=forms.ConferenceForm,
        run=conference.write,
        done=_("会商记录已登记，等待另一人核定。"),
        consequence=_("同意的超过参加表决的一半才能形成决定；有利害关系的须回避。"),
        makes_sense=_to_confer,
    ),
    FileAct(
        verb="complete",
        title=_("补齐手续"),
        button=_("补齐手续"),
        form=forms.CompleteForm,
        run=owed.complete,
        done=_("手续已补齐。"),
        consequence=_("补齐后不能再改；与报告时的说法不符的，转入追回：提出、听取本人意见、由另一人决定。"),
        makes_sense=lambda view: bool(view.open_completions),
    ),
    FileAct(
        verb="adopt",
        title=_("按审核确认的决定发放"),
        button=_("取得决定"),
        form=relief_money.AdoptForm,
        run=ordinary.adopt,
        done=_("已取得决定，可以发放。"),
        consequence=_("取得办件的审核确认决定和测算，随后发放；发实物的选物资种类，转介服务的写明受理单位。"),
        makes_sense=_in(RequestState.ON_CASE),
    ),
    FileAct(
        verb="survey",
        title=_("登记调查情况"),
        button=_("登记"),
        form=forms.SurveyForm,
        run=ordinary.record_survey,
        done=_("调查情况已记入办件。"),
        consequence=_("记入办件，下一次提出审核意见时按此测算。"),
        makes_sense=_in(RequestState.ON_CASE),
    ),
    FileAct(
        verb="needs",
        title=_("登记各项需要的金额"),
        button=_("登记并重新测算"),
        form=relief_money.NeedsForm,
        run=needing.state,
        done=_("各项需要的金额已登记，已重新测算。"),
        consequence=_("每一项都查明的，救助额不超过还差的；其他来源已经给过的不重复救助。"),
        makes_sense=lambda view: view.request.state in {*UNDECIDED, RequestState.ON_CASE},
    ),
    FileAct(
        verb="count",
        title=_("把其他项目的发放记入这件事"),
        button=_("记入合并台账"),
        form=relief_money.CountForm,
        run=needing.count,
        done=_("已记入合并台账，已重新测算。"),
        consequence=_("金额取自发放记录，不能改；一笔发放全县只记一次。"),
        makes_sense=lambda view: bool(view.countable),
    ),
    FileAct(
        verb="open-case",
        title=_("转入一般程序"),
        button=_("登记申请"),
        form=forms.OpenCaseForm,
        run=ordinary.open_case,
        done=_("已登记申请，按办件的环节办理。"),
        consequence=_("为本户登记一件临时救助申请，按受理、调查、公示、审核确认办理。"),
        makes_sense=lambda view: not _is_urgent(view) and view.request.state == RequestState.REPORTED,
    ),
    FileAct(
        verb="visit",
        title=_("登记探访"),
        button=_("登记探访"),
        form=forms.VisitForm,
        run=following.visit,
        done=_("探访已登记。"),
        consequence=_("分次发放的，探访后才能发下一次；全部发放后的回访发现仍有困难的，自动转介低保，不会自动批准。"),
        makes_sense=_in(RequestState.PAYING, RequestState.PAID),
    ),
    FileAct(
        verb="cancel",
        title=_("取消余下的发放"),
        button=_("取消余下的"),
        form=forms.CancelForm,
        run=following.cancel_rest,
        done=_("余下的已取消。"),
        consequence=_("听取本人意见后，余下的不再发放。由探访人以外的人办理。"),
        is_grave=True,
        makes_sense=_found_over,
    ),
    FileAct(
        verb="answer",
        title=_("更正事实，重新测算"),
        button=_("重新测算"),
        form=forms.SurveyForm,
        run=reporting.answer,
        done=_("已重新测算。"),
        consequence=_("原来的测算保留；由谁决定按新的测算。"),
        makes_sense=_in(*UNDECIDED),
    ),
    FileAct(
        verb="answer-slip",
        title=_("登记转介答复"),
        button=_("登记答复"),
        form=forms.SlipAnswerForm,
        run=following.answer_slip,
        done=_("答复已登记。"),
        consequence=_("登记后不能修改。"),
        makes_sense=lambda view: bool(view.open_slips),
    ),
    FileAct(
        verb="slip",
        title=_("转介"),
        button=_("转介"),
        form=forms.SlipForm,
        run=following.send_slip,
        done=_("已转介，等待受理单位答复。"),
        consequence=_("转给能够继续帮助的单位；是否受理由受理单位决定。"),
    ),
    PROPOSE,
    FileAct(
        verb="refuse",
        title=_("不予救助"),
        button=_("不予救助"),
        form=forms.BareForm,
        run=deciding.refuse,
        done=_("已作出不予救助的决定。"),
        consequence=_("理由是测算中不符合的每一项；请书面告知本人。"),
        is_grave=True,
        makes_sense=_refuses,
    ),
    FileAct(
        verb="close",
        title=_("办结"),
        button=_("办结"),
        form=forms.CloseForm,
        run=following.close,
        done=_("已办结。"),
        consequence=_("手续补齐、回访以后才能办结；没有救助的，转介后办结。"),
        makes_sense=_in(RequestState.PAID, *UNDECIDED),
    ),
)
EVENT = (
    FileAct(
        verb="ask",
        title=_("登记这件事的另一户"),
        button=_("登记并测算"),
        form=forms.AskForm,
        run=reporting.ask,
        done=_("救助请求已登记并测算。"),
        consequence=_("登记后立即按公式测算，系统指出由谁决定。"),
    ),
    FileAct(
        verb="other",
        title=_("登记其他来源的帮助"),
        button=_("登记"),
        form=relief_money.OtherHelpForm,
        run=needing.record_other_help,
        done=_("已记入合并台账。"),
        consequence=_("同一凭据只登记一次，登记后不能修改。"),
    ),
)
FUND = (
    FileAct(
        verb="approve",
        title=_("批准补足"),
        button=_("批准"),
        form=relief_funds.ApproveForm,
        run=reserve.approve,
        done=_("已批准，资金已划入备用金。"),
        consequence=_("{amount} 从县级资金划入备用金。批准人与申请人不能是同一人。"),
        makes_sense=lambda page: page.waiting is not None and page.is_county,
    ),
    FileAct(
        verb="refuse",
        title=_("退回补足申请"),
        button=_("退回"),
        form=relief_funds.RefuseForm,
        run=reserve.refuse,
        done=_("已退回。"),
        consequence=_("凭证留待下一次补足。"),
        is_grave=True,
        makes_sense=lambda page: page.waiting is not None and page.is_county,
    ),
    FileAct(
        verb="refill",
        title=_("申请补足备用金"),
        button=_("申请补足"),
        form=relief_funds.RefillForm,
        run=reserve.propose_refill,
        done=_("已申请，等待县级批准。"),
        consequence=_("按没有补足过的凭证合计申请，不能填别的金额；有逾期没有补齐的手续，不能申请。"),
        makes_sense=lambda page: page.waiting is None and bool(page.open_vouchers),
    ),
)
