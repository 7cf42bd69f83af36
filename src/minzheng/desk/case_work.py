"""The work of a case: each act with its words, its form, its domain function and what will happen to whom.

Which acts a state knows and who may do them says `casework.domain.flow`; this page only gives them words and forms.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.casework.domain import (
    application,
    appraisal,
    decision,
    determination,
    flow,
    household_visit,
    means_check,
    publication,
    publicity,
    recertification,
)
from minzheng.casework.domain import letter as letters
from minzheng.casework.enums import State
from minzheng.casework.models import Case
from minzheng.desk.forms import case_actions as forms
from minzheng.desk.forms import case_choices as choices


@dataclass(frozen=True)
class Work:
    """One act. `stands_for` are the verbs of the flow table behind it; `consequence` may name {head}, {program}, {sum}."""

    verb: str
    stands_for: tuple[str, ...]
    title: Any
    button: Any
    form: type[forms.ActionForm]
    run: Callable[..., Any]
    consequence: Any
    done: Any
    why: Any = ""
    is_grave: bool = False
    shows_preview: bool = False
    shows_determination: bool = False
    takes_case: bool = True


def resurvey(*, case: Case, by: Staff, at: dt.datetime, reason: str) -> Case:
    """Send a returned case to the household again."""
    return flow.move(case=case, to=State.SURVEYING, by=by, at=at, reason=reason)


WORKS: tuple[Work, ...] = (
    Work(
        "accept", ("accept",), _("受理申请"), _("受理"), forms.AcceptForm, application.accept,
        _("受理后从今天起计算办理时限，{head}会收到受理告知；下一步由您发起经济状况核对。"), _("已受理，办理时限从今天起算。"),
        _("材料齐全就受理；不齐的，一次性告知还缺什么。"),
    ),
    Work(
        "ask-supplement", ("ask_supplement",), _("一次性告知补正"), _("发出补正告知"), forms.SupplementForm,
        application.ask_supplement,
        _("{head}有 30 天补齐材料；这里没有列出的，以后不得再要求补。"), _("补正告知已发出。"),
    ),
    Work(
        "resubmit", ("resubmit",), _("补正后重新提交"), _("重新提交"), forms.AnswerForm, application.resubmit,
        _("办件回到乡镇（街道），等待受理。"), _("已重新提交，等待受理。"),
    ),
    Work(
        "lapse", ("lapse",), _("逾期未补正，终结"), _("终结"), forms.NothingAskedForm, application.lapse,
        _("{head}的申请就此终结，可以随时重新申请。"), _("申请已终结。"), is_grave=True,
    ),
    Work(
        "request-check", ("request_check",), _("发起经济状况核对"), _("发起核对"), forms.NothingAskedForm, means_check.request,
        _("按已签的授权书，向县核对中心发起对{head}一家成年成员的核对；县级 3 个工作日内启动。"), _("核对已发起，等待县级出具报告。"),
    ),
    Work(
        "report-check", ("report_consistent", "report_inconsistent"), _("出具核对报告"), _("出具报告"), forms.CheckReportForm,
        means_check.report,
        _("一致的，办件转入入户调查；不一致的，先告知{head}并听取说明。报告出具后不能修改。"), _("核对报告已出具。"),
    ),
    Work(
        "rebut", ("rebut",), _("登记申请人对核对结果的说明"), _("登记说明"), forms.RebutForm, means_check.rebut,
        _("说明成立的，办件转入入户调查；不成立的，只能提出不符合条件的意见。"), _("说明已登记。"),
    ),
    Work(
        "visit", ("visit",), _("登记入户调查"), _("登记入户调查"), forms.VisitForm, household_visit.record,
        _("登记后，调查记录和照片归入{head}的案卷，不能修改。"), _("入户调查已登记。"),
        _("两名以上调查人入户，一名家庭成员在场签字。"),
    ),
    Work(
        "appraise", ("appraise",), _("登记民主评议"), _("登记评议"), forms.AppraisalForm, appraisal.record,
        _("评议只判断调查结果是否属实，不是投票决定谁该得救助。"), _("民主评议已登记。"),
    ),
    Work(
        "propose", ("propose",), _("提出审核意见"), _("提出审核意见"), forms.NothingAskedForm, determination.propose,
        _("上面的事实、标准和计算会原样冻结成审核意见，由县级另一人审核确认。符合条件的先公示 7 天；不符合条件的不公示，直接报县级。"), _("审核意见已提出。"),
        _("按今天的规定和已登记的事实算得："), shows_preview=True,
    ),
    Work(
        "post", ("post",), _("张贴公示"), _("登记张贴"), forms.PlaceForm, publicity.post,
        _("今天起在{head}所在村（社区）公示 7 天，张贴当天不计。只公示姓名、人数和金额，不公示身份证号、病情和儿童姓名。"),
        _("公示已登记。"), shows_determination=True,
    ),
    Work(
        "close", ("close",), _("公示期满，报县级审核确认"), _("报县级审核确认"), forms.NothingAskedForm, publicity.close,
        _("公示期满没有未处理的异议，办件报县级，由县级 10 个工作日内决定。"), _("公示已结束，已报县级。"), shows_determination=True,
    ),
    Work(
        "object", ("object",), _("登记异议"), _("登记异议"), forms.ObjectionForm, publicity.object,
        _("登记后暂停报县级，须重新入户或评议后处理；实名异议的处理结果要答复本人。"), _("异议已登记。"),
    ),
    Work(
        "resolve", ("reject_objection", "uphold_objection"), _("处理异议"), _("登记处理结果"), choices.ResolveForm,
        publicity.resolve,
        _("异议成立的，退回重新调查并重新提出意见；不成立的，继续公示到期满。"), _("异议处理结果已登记。"), takes_case=False,
    ),
    Work(
        "confirm", ("confirm",), _("审核确认"), _("予以确认"), forms.ConfirmForm, decision.confirm,
        _("{head}一家从下个月起每月领取 {sum}，发到登记的账户。决定作出后不能修改，只能由新的决定代替。"), _("已予以确认。"),
        shows_determination=True,
    ),
    Work(
        "refuse", ("refuse",), _("不予确认"), _("作出不予确认的决定"), forms.RefuseForm, decision.refuse,
        _("{head}一家这次得不到{program}。告知书会写明每一条理由、数字、依据，以及 60 日内申请复议、6 个月内起诉的权利。"),
        _("已作出不予确认的决定，请在 3 个工作日内制发告知书。"), is_grave=True, shows_determination=True,
    ),
    Work(
        "send-back", ("send_back",), _("退回乡镇补充"), _("退回"), forms.SendBackForm, decision.send_back,
        _("办件退回乡镇（街道），由其补充后再报。"), _("已退回。"),
    ),
    Work(
        "answer-return", ("answer_return",), _("说明后再次上报"), _("再次上报"), choices.AnswerReturnForm, decision.answer_return,
        _("审核意见不变，连同您的说明再报县级。"), _("已再次上报。"),
    ),
    Work(
        "resurvey", ("resurvey",), _("重新入户调查"), _("转回入户调查"), choices.ResurveyForm, resurvey,
        _("办件回到入户调查，之后重新提出审核意见。"), _("办件已回到入户调查。"),
    ),
    Work(
        "publish", ("publish",), _("张贴公布"), _("登记公布"), forms.PlaceForm, publication.publish,
        _("在{head}所在村（社区）长期公布姓名、保障人数和金额 {sum}。公布后本案转为在保，从起始月份发放。"), _("公布已登记，本案在保。"),
    ),
    Work(
        "issue-letter", ("issue_letter",), _("制发告知书"), _("制发告知书"), choices.IssueLetterForm, letters.issue,
        _("按决定生成告知书并固定下来，之后登记送达。"), _("告知书已制发，请送达后登记。"), takes_case=False,
    ),
    Work(
        "serve-letter", ("serve",), _("登记送达"), _("登记送达"), choices.ServeForm, letters.serve,
        _("{head}从送达之日起可以申请复议或起诉，期限从这一天算。"), _("送达已登记。"), takes_case=False,
    ),
    Work(
        "hear", ("hear",), _("听取当事人意见"), _("登记意见"), choices.HearForm, recertification.hear,
        _("减发或终止之前必须先听取{head}的意见；意见原样记入案卷。"), _("意见已登记。"), takes_case=False,
    ),
    Work(
        "accept-review", ("settle", "terminate"), _("采纳复核建议"), _("采纳"), choices.AcceptReviewForm, recertification.accept,
        _("按复核结果作出新的决定，从下个月起执行；原决定继续存档。"), _("已采纳，新的决定已作出。"), is_grave=True,
        takes_case=False,
    ),
    Work(
        "dismiss-review", ("settle", "terminate"), _("不采纳，维持原额"), _("维持原额"), choices.DismissReviewForm, recertification.dismiss,
        _("{head}一家继续按原决定领取 {sum}。"), _("已维持原额。"), takes_case=False,
    ),
    Work(
        "stop-on-death", ("stop_on_death",), _("因死亡终止或调整"), _("办理"), forms.NothingAskedForm,
        recertification.stop_on_death,
        _("保障成员全部去世的，从去世次月起终止；还有其他成员的，按现有成员重新计算后提出建议。"), _("已办理。"), is_grave=True,
    ),
    Work(
        "withdraw", ("withdraw",), _("撤回申请"), _("登记撤回"), forms.WithdrawForm, application.withdraw,
        _("{head}的申请就此结束，可以随时重新申请。只按申请人本人的意思办理。"), _("申请已撤回。"), is_grave=True,
    ),
)  # fmt: skip
BY_VERB = {work.verb: work for work in WORKS}


def possible(case: Case, actions: list[flow.Action]) -> list[Work]:
    """Return the works behind the actions a person may do now, in the order of the road."""
    may = {action.verb for action in actions if not action.why_not}
    return [work for work in WORKS if may.intersection(work.stands_for)]
