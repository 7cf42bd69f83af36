"""The acts of support at home in words. What is possible the room's domain says."""

from django.utils.translation import gettext_lazy as _

from minzheng.desk.file_acts import FileAct
from minzheng.desk.forms import support as forms
from minzheng.support.domain import finding, visiting

PERSON = (
    FileAct(
        verb="visit",
        title=_("登记探访"),
        button=_("登记探访"),
        form=forms.VisitForm,
        run=visiting.visit,
        done=_("探访已登记。"),
        consequence=_("登记后不能修改。本人没有拿到的钱和发现的问题按工作日计算处理期限，由另一人处理。"),
        makes_sense=lambda page: page.may_visit,
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
)
