"""The work on a case from the county's decision on, in the order of the road."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from minzheng.accounts.models import Staff
from minzheng.archive.domain.filing import file_case
from minzheng.casework.domain import decision, flow, publication, publicity
from minzheng.casework.domain import letter as letters
from minzheng.casework.enums import State
from minzheng.casework.models import Case
from minzheng.desk.forms import case_actions as forms
from minzheng.desk.forms import case_choices as choices
from minzheng.desk.work import Work


def resurvey(*, case: Case, by: Staff, at: dt.datetime, reason: str) -> Case:
    """Send a returned case to the household again."""
    return flow.move(case=case, to=State.SURVEYING, by=by, at=at, reason=reason)


AFTER: tuple[Work, ...] = (
    Work(
        verb="archive",
        stands_for=("archive",),
        title=_("归档"),
        button=_("归档立卷"),
        form=forms.NothingAskedForm,
        run=file_case,
        consequence=_(
            "{head}一家的申请、调查、公示、决定、告知书、附件装订成卷，编目计页；本案转为已归档。保管期满先鉴定，不会自动销毁。"
        ),
        done=_("已归档。"),
    ),
    Work(
        verb="post-county",
        stands_for=("post_county",),
        title=_("县级公示拟批准结果"),
        button=_("登记县级公示"),
        form=forms.PostCountyForm,
        run=publicity.post_county,
        consequence=_("今天起在{head}所在村（社区）公示 7 天拟批准的结果，期满无异议后批准。"),
        done=_("县级公示已登记。"),
        shows_determination=True,
    ),
    Work(
        verb="confirm",
        stands_for=("confirm", "confirm_township", "approve"),
        title=_("审核确认"),
        button=_("予以确认"),
        form=forms.ConfirmForm,
        run=decision.confirm,
        consequence=_("{head}一家从下个月起每月领取 {sum}，发到登记的账户。决定作出后不能修改，只能由新的决定代替。"),
        done=_("已予以确认。"),
        shows_determination=True,
    ),
    Work(
        verb="refuse",
        stands_for=("refuse", "refuse_township"),
        title=_("不予确认"),
        button=_("作出不予确认的决定"),
        form=forms.RefuseForm,
        run=decision.refuse,
        consequence=_(
            "{head}一家这次得不到{program}。告知书会写明每一条理由、数字、依据，以及 60 日内申请复议、6 个月"
            "内起诉的权利。"
        ),
        done=_("已作出不予确认的决定，请在 3 个工作日内制发告知书。"),
        is_grave=True,
        shows_determination=True,
    ),
    Work(
        verb="send-back",
        stands_for=("send_back", "look_again"),
        title=_("退回补充调查"),
        button=_("退回"),
        form=forms.SendBackForm,
        run=decision.send_back,
        consequence=_("办件退回乡镇（街道）经办人，补充后再报。"),
        done=_("已退回。"),
    ),
    Work(
        verb="answer-return",
        stands_for=("answer_return",),
        title=_("说明后再次上报"),
        button=_("再次上报"),
        form=choices.AnswerReturnForm,
        run=decision.answer_return,
        consequence=_("审核意见不变，连同您的说明再报县级。"),
        done=_("已再次上报。"),
    ),
    Work(
        verb="resurvey",
        stands_for=("resurvey",),
        title=_("重新入户调查"),
        button=_("转回入户调查"),
        form=choices.ResurveyForm,
        run=resurvey,
        consequence=_("办件回到入户调查，之后重新提出审核意见。"),
        done=_("办件已回到入户调查。"),
    ),
    Work(
        verb="publish",
        stands_for=("publish",),
        title=_("张贴公布"),
        button=_("登记公布"),
        form=forms.PlaceForm,
        run=publication.publish,
        consequence=_("在{head}所在村（社区）长期公布姓名、保障人数和金额 {sum}。公布后本案转为在保，从起始月份发放。"),
        done=_("公布已登记，本案在保。"),
    ),
    Work(
        verb="issue-letter",
        stands_for=("issue_letter", "issue_letter_township"),
        title=_("制发告知书"),
        button=_("制发告知书"),
        form=choices.IssueLetterForm,
        run=letters.issue_printed,
        consequence=_("按决定生成告知书并固定下来，之后登记送达。"),
        done=_("告知书已制发，请送达后登记。"),
        takes_case=False,
    ),
    Work(
        verb="serve-letter",
        stands_for=("serve",),
        title=_("登记送达"),
        button=_("登记送达"),
        form=choices.ServeForm,
        run=letters.serve,
        consequence=_("{head}从送达之日起可以申请复议或起诉，期限从这一天算。"),
        done=_("送达已登记。"),
        takes_case=False,
    ),
)
