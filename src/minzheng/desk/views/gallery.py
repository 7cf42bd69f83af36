"""Every part of the design language on one page, for developers: shown with MINZHENG_DEBUG=1 only."""

import datetime as dt

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from minzheng.desk.reading import read_only
from minzheng.desk.request import DeskRequest
from minzheng.desk.track import Stop
from minzheng.ui.calculation import Condition, Line, Sheet
from minzheng.ui.forms import DayField, FilesField, PlainForm, YuanField, yes_no
from minzheng.ui.tones import Tone


class SampleForm(PlainForm):
    """One field of each look."""

    name = forms.CharField(label=_("姓名"), help_text=_("与身份证一致。"))
    income_fen = YuanField(label=_("工资性收入"))
    on = DayField(label=_("日期"))
    answer = yes_no(_("说明是否成立？"), help_text=_("成立：转入入户调查。"))
    photos = FilesField(label=_("照片"), required=False)


def sample_sheet() -> Sheet:
    """A sheet with a condition of each kind."""
    return Sheet(
        outcome_words=str(_("符合条件（低保）")),
        tone=Tone.DONE,
        basis=str(_("按 2026年11月24日 的规定和已登记的事实")),
        amount_fen=68000,
        per=str(_("月")),
        conditions=(
            Condition("收入低于当地低保标准", "社会救助法 第十八条", "met", "低于2,880.00元", "2,200.00元", ""),
            Condition("没有生活用机动车", "民发〔2021〕57号 第十四条", "failed", "0辆", "1辆", "多1辆"),
            Condition("住房不超过规定套数", "民发〔2021〕57号 第十四条", "unknown", "", "", ""),
            Condition("单独申请的只有一人", "民发〔2021〕57号 第八条", "aside", "", "", ""),
        ),
        lines=(
            Line("王建国 · 收入合计", "27,600.00元", "工资性收入 27,600.00元", "民发〔2021〕57号 第十三条"),
            Line("每月低保金", "680.00元", "与低保标准的差额 680.00元", "社会救助法 第十八条", is_total=True),
        ),
        steps=(),
        missing=(),
        lacking=(),
        warnings=(),
        rule_version="act_2026",
    )


@read_only
def gallery(request: DeskRequest) -> HttpResponse:
    """Show the parts with invented content."""
    form = SampleForm(
        {"name": "", "income_fen": "27,600.00"}, origins={"income_fen": str(_("已登记：工资单 · 自 2026-01-01"))}
    )
    day = dt.date(2026, 11, 16)
    track = [
        Stop("申请受理", "done", day, "陈志远"),
        Stop("入户调查", "now", note="乡镇（街道）经办人", due=dt.date(2026, 11, 26), days_left=2),
        Stop("民主评议", "skipped", note="有异议时才组织"),
        Stop("审核确认", "next", note="县民政局经办人"),
    ]
    tones = list(zip(Tone, ("草稿", "公示中", "待补正", "在保", "不予确认"), strict=True))
    context = {"form": form, "sheet": sample_sheet(), "track": track, "tones": tones, "day": day, "days": (-3, 0, 2, 9)}
    return render(request, "desk/gallery.html", context)
