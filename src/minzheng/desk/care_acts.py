"""The acts of linked help in words, by the page they stand on. What is possible the rooms' domain says."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from minzheng.care.domain import attendance, course, placement, referral, vacancy
from minzheng.care.enums import EnrolmentState
from minzheng.casework.enums import OfferAnswer
from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import care as forms


def _has_covered(view: Any) -> bool:
    return bool(view.covered)


HOUSEHOLD = (
    FileAct(
        verb="refer",
        title=_("转介"),
        button=_("转介"),
        form=forms.ReferForm,
        run=referral.send,
        done=_("已转介，等待受理单位反馈。"),
        consequence=_("转介后按工作日计算反馈期限，逾期没有反馈的列入待办。是否给予帮扶由受理单位决定。"),
    ),
    FileAct(
        verb="enrol",
        title=_("报名技能培训"),
        button=_("报名"),
        form=forms.EnrolForm,
        run=course.enrol,
        done=_("报名已登记。"),
        consequence=_("有名额的录取，名额已满的列入候补，有人退出时按报名先后递补。"),
        makes_sense=_has_covered,
    ),
    FileAct(
        verb="offer",
        title=_("介绍岗位"),
        button=_("介绍"),
        form=forms.OfferForm,
        run=vacancy.offer,
        done=_("岗位介绍已登记，等待本人答复。"),
        consequence=_("登记为本户办件的就业介绍。连续三次无正当理由拒绝合适工作的，才可以减发或停发其本人的份额。"),
        makes_sense=_has_covered,
    ),
    FileAct(
        verb="place",
        title=_("登记上岗"),
        button=_("登记上岗"),
        form=forms.PlaceForm,
        run=placement.place,
        done=_("上岗已登记，情况变化已记入办件，请更新收入后处理。"),
        consequence=_("自动登记收入变化，由经办人更新收入后重新核算；满3、6、12个月各回访一次。"),
        makes_sense=_has_covered,
    ),
)
REFERRAL = (
    FileAct(
        verb="answer",
        title=_("登记反馈"),
        button=_("登记反馈"),
        form=forms.AnswerForm,
        run=referral.answer,
        done=_("反馈已登记。"),
        consequence=_("反馈登记后不能修改。"),
    ),
    FileAct(
        verb="slip",
        title=_("制发转介单"),
        button=_("制发"),
        form=forms.SlipForm,
        run=referral.issue_slip,
        done=_("转介单已制发。"),
        consequence=_("转介单送受理单位，附反馈栏和查验码；制发后内容不能修改。"),
        makes_sense=lambda row: getattr(row, "slip", None) is None,
    ),
    FileAct(
        verb="withdraw",
        title=_("撤回转介"),
        button=_("撤回"),
        form=forms.WithdrawForm,
        run=referral.answer,
        done=_("转介已撤回。"),
        consequence=_("撤回后不再等待反馈，可以重新转介。"),
    ),
)


def _any_in(*states: str) -> Any:
    return lambda page: any(one.enrolment.state in states for one in page.trainees)


COURSE = (
    FileAct(
        verb="mark",
        title=_("登记出勤"),
        button=_("登记出勤"),
        form=forms.MarkForm,
        run=attendance.mark,
        done=_("出勤已登记。"),
        consequence=_("登记本辖区学员当天的出勤；改动已登记的须写明原因，原记录保留。"),
        makes_sense=lambda page: page.has_begun and _any_in(EnrolmentState.ENROLLED)(page),
    ),
    FileAct(
        verb="certify",
        title=_("制发培训合格证明"),
        button=_("制发"),
        form=forms.TraineeForm,
        run=attendance.certify,
        done=_("合格证明已制发。"),
        consequence=_("出勤达到规定天数的才能发证；证明有编号和查验码，发证后出勤不能再改。"),
        makes_sense=lambda page: page.has_ended and _any_in(EnrolmentState.ENROLLED)(page),
    ),
    FileAct(
        verb="leave",
        title=_("登记退出"),
        button=_("登记退出"),
        form=forms.LeaveForm,
        run=course.leave,
        done=_("退出已登记。"),
        consequence=_("开班前退出的，名额由候补的第一人递补。"),
        makes_sense=_any_in(EnrolmentState.ENROLLED, EnrolmentState.WAITING),
    ),
    FileAct(
        verb="cancel",
        title=_("停办培训班"),
        button=_("停办"),
        form=forms.CancelForm,
        run=course.cancel,
        done=_("培训班已停办。"),
        consequence=_("停办后不再报名、不登记出勤，请告知已报名的人。"),
        is_grave=True,
        makes_sense=lambda page: page.is_own and not page.has_begun and page.course.cancelled_at is None,
    ),
)
VACANCY = (
    FileAct(
        verb="answer",
        title=_("登记岗位介绍的答复"),
        button=_("登记答复"),
        form=forms.JobAnswerForm,
        run=vacancy.answer,
        done=_("答复已登记。"),
        consequence=_("接受的，连续拒绝次数重新起算；没有正当理由拒绝的，计入次数。"),
        makes_sense=lambda page: any(one.offer.answer == OfferAnswer.OPEN for one in page.introductions),
    ),
    FileAct(
        verb="close",
        title=_("关闭岗位"),
        button=_("关闭"),
        form=forms.CloseForm,
        run=vacancy.close,
        done=_("岗位已关闭。"),
        consequence=_("关闭后不再介绍；已经介绍的仍可登记答复。"),
        is_grave=True,
        makes_sense=lambda page: page.is_own and page.vacancy.closed_at is None,
    ),
)
PLACEMENT = (
    FileAct(
        verb="follow-up",
        title=_("就业回访"),
        button=_("登记回访"),
        form=forms.FollowUpForm,
        run=placement.follow_up,
        done=_("回访已登记。"),
        consequence=_("工资有变化或者已离岗的，自动登记收入变化，等待重新核算。"),
        makes_sense=lambda page: bool(page.due),
    ),
    FileAct(
        verb="end",
        title=_("登记离岗"),
        button=_("登记离岗"),
        form=forms.EndForm,
        run=placement.end,
        done=_("离岗已登记。"),
        consequence=_("不再回访，自动登记收入变化，等待重新核算。"),
        makes_sense=lambda page: page.placement.ended_on is None,
    ),
)
