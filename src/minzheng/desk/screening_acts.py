"""The acts of screening in words. What is possible the room's domain says."""

from django.utils.translation import gettext_lazy as _

from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import screening as forms
from minzheng.screening.domain import line, proposing, straight, visiting
from minzheng.screening.enums import REVIEW_KINDS, ScreenKind, ScreenState
from minzheng.screening.models import Screen

REVIEWS = (ScreenKind.REVIEW, ScreenKind.EXIT)


def _is_done(row: Screen, *kinds: str) -> bool:
    return row.state == ScreenState.DONE and row.kind in kinds


def _may_propose(row: Screen) -> bool:
    if not _is_done(row, *REVIEWS):
        return False
    return bool(row.findings.filter(kind__in=REVIEW_KINDS, proposal__isnull=True).exists())


SCREEN = (
    FileAct(
        verb="continue",
        title=_("继续筛查"),
        button=_("从停下的地方继续"),
        form=forms.GoForm,
        run=straight.go_on,
        done=_("已交后台，可以离开本页。"),
        consequence=_("取消过或者中断了的，从停下的地方继续；已经查出的不重复。"),
        makes_sense=lambda row: row.state == ScreenState.WAITING,
    ),
    FileAct(
        verb="propose",
        title=_("提出复核建议"),
        button=_("提出复核建议"),
        form=forms.GoForm,
        run=proposing.enqueue,
        done=_("已交后台，建议会出现在“动态复核”。"),
        consequence=_(
            "您辖区内还没提出的各件，按现在所知再核一遍，仍有差异的成为复核建议。不改变任何发放；减发、终止前先听取当事人意见，由有权的人决定。"
        ),
        makes_sense=_may_propose,
    ),
    FileAct(
        verb="send",
        title=_("派人走访"),
        button=_("派发走访"),
        form=forms.SendForm,
        run=visiting.send,
        done=_("已派发，村（社区）协理员在“待办”里看到。"),
        consequence=_("走访只是告诉这一家可能符合条件、问清情况；申请不申请由他们自己定。"),
        makes_sense=lambda row: _is_done(row, ScreenKind.TAKE_UP) and row.findings.filter(visit__isnull=True).exists(),
    ),
    FileAct(
        verb="line",
        title=_("按测算提出新标准"),
        button=_("提出新标准"),
        form=forms.ProposeLineForm,
        run=line.propose,
        done=_("已提出，由另一人或者局领导在“新标准”里批准后才算数。"),
        consequence=_("按这次测算改的数录入，不能改金额；由另一人批准后才算数，批准以前不影响任何一户。"),
        makes_sense=lambda row: _is_done(row, ScreenKind.WHAT_IF) and bool(row.parameters.get("figures")),
    ),
)

VISIT = (
    FileAct(
        verb="visit",
        title=_("登记走访结果"),
        button=_("登记走访结果"),
        form=forms.VisitForm,
        run=visiting.visit,
        done=_("走访结果已登记。"),
        consequence=_("登记后不能修改。愿意申请的，从家庭页面点“申请救助”，已登记的情况不用再问。"),
        makes_sense=lambda page: page.may_visit,
    ),
)
