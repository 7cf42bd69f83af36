"""The forms of screening. They ask and parse; whether it is possible the room's domain says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minzheng.accounts.enums import Role
from minzheng.casework.queries.catalogue import card, programs
from minzheng.casework.queries.local_figures import law_known
from minzheng.desk.forms.files import FileForm, rows
from minzheng.desk.places import filter_choices
from minzheng.kernel.fen import parse_yuan
from minzheng.kernel.phrasebook import retell
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import bracketed
from minzheng.registry.queries.divisions import COUNTY, TOWNSHIP, divisions_in
from minzheng.rules import growth
from minzheng.rules.wording import say
from minzheng.screening.domain.line import standards
from minzheng.screening.enums import FindingKind, ScreenKind, VisitResult
from minzheng.ui.forms import DayField, YuanField

FIGURES_AT_ONCE = 3
PERCENT = 100
METHODS = (
    (growth.BASIC_NEEDS, _("基本生活费用支出法：食品加必需的非食品支出")),
    (growth.ENGEL, _("恩格尔系数法：食品支出除以最低收入组的恩格尔系数")),
    (growth.CONSUMPTION, _("消费支出比例法：上年人均消费支出乘以比例")),
)


class SnapshotForm(FileForm):
    """Of which place and which day."""

    division_code = forms.ChoiceField(label=_("地方"))
    day = DayField(label=_("截至哪一天"), help_text=_("家庭的事实以这一天为准；知道得多早，以现在为准。"))

    def prepare(self) -> None:
        """The county for its officers, the townships of a person's area for the others."""
        levels = (COUNTY, TOWNSHIP) if self.by.role == Role.COUNTY_OFFICER else (TOWNSHIP,)
        places = [(one.code, one.name) for level in levels for one in divisions_in(self.by.area, level=level)]
        self.fields["division_code"].choices = places  # type: ignore[attr-defined]
        self.fields["day"].initial = self.today


class Asked(FileForm):
    """What to look for, in which program."""

    kind = forms.ChoiceField(
        label=_("查什么"), widget=forms.RadioSelect, choices=[
            (ScreenKind.TAKE_UP, _("应保未保：符合条件而没有办的家庭，派人走访")),
            (ScreenKind.REVIEW, _("按月复算：在保家庭按现在所知应增、应减、应终止的")),
            (ScreenKind.EXIT, _("应退未退：在保而已不符合条件的家庭")),
        ],
    )  # fmt: skip
    program = forms.ChoiceField(label=_("救助项目"), required=False)

    def offer(self, codes: Iterable[str]) -> None:
        """Offer these programs, or all of them."""
        self.fields["program"].choices = [("", _("全部项目")), *((code, card(code).name) for code in codes)]  # type: ignore[attr-defined]


class StraightForm(Asked, SnapshotForm):
    """Of which place and day, what, in which program: read from the registry itself."""

    def prepare(self) -> None:
        """Offer places, and every program that families can be screened for."""
        super().prepare()
        self.offer(one.code for one in programs())


class OfSnapshot(FileForm):
    """A form that begins with the choice of a snapshot; `file` are those that are ready."""

    snapshot = forms.ChoiceField(label=_("人口快照"))

    def prepare(self) -> None:
        """Offer what is ready, the newest first."""
        words = gettext("%(number)s：%(day)s，%(n)d户")
        self.fields["snapshot"].choices = [  # type: ignore[attr-defined]
            (one.number, words % {"number": one.number, "day": one.day, "n": one.households}) for one in self.file
        ]

    def arguments(self) -> dict[str, Any]:
        """Return the snapshot itself."""
        chosen = next(one for one in self.file if one.number == self.cleaned_data["snapshot"])
        return dict(self.cleaned_data) | {"snapshot": chosen}


class ScreenForm(Asked, OfSnapshot):
    """Of which snapshot, what, in which program."""

    def prepare(self) -> None:
        """Offer the programs of the snapshots."""
        super().prepare()
        self.offer(sorted({code for one in self.file for code in one.programs}))


class WhatIfForm(OfSnapshot):
    """Which figures, where, by the law of which day. `program` is fixed by the page."""

    title = forms.CharField(
        label=_("名称"), max_length=100, help_text=_("以后比较时靠它认出来，例如“农村线提到900元”。")
    )
    place = forms.ChoiceField(label=_("在哪里改"), required=False)
    on = DayField(
        label=_("按哪一天的规则"), required=False, help_text=_("不填就是快照当天。家庭的情况不变，只换那一天的法和数。")
    )
    as_place = forms.CharField(
        label=_("改用哪个地方的标准"), required=False, max_length=12, help_text=_("填区划代码；不填就是本地标准。")
    )

    program = ""

    def prepare(self) -> None:
        """Offer the townships, and the plain figures that the day's rules read."""
        super().prepare()
        self.fields["place"].choices = [("", _("整个快照")), *filter_choices(self.by)]  # type: ignore[attr-defined]
        choices: list[tuple[str, Any]] = [("", _("不改"))]
        if self.file:
            law, first = law_known(self.program, self.file[0].known_at), self.file[0]
            now = law.figure_values(on=first.day, at=first.division_code)
            self.figures = {code: law.figures[code] for code in now if law.figures[code].unit != "scale"}
            choices += [
                (code, f"{retell(one.name)}{bracketed(retell(say(now[code], one.unit)))}")
                for code, one in self.figures.items()
            ]
        for n in range(1, FIGURES_AT_ONCE + 1):
            label = gettext("改哪个数") if n == 1 else gettext("改哪个数（%(n)d）") % {"n": n}
            self.fields[f"figure_{n}"] = forms.ChoiceField(label=label, required=False, choices=choices)
            self.fields[f"value_{n}"] = forms.CharField(
                label=gettext("改成"), required=False, max_length=20,
                help_text=gettext("金额写元，比例写百分数，其余写整数。"),
            )  # fmt: skip
        pairs = [f"{what}_{n}" for n in range(1, FIGURES_AT_ONCE + 1) for what in ("figure", "value")]
        self.order_fields(["snapshot", "title", *pairs, "place", "on", "as_place"])

    def clean(self) -> dict[str, Any]:
        """Read each value in the unit of its figure."""
        data = super().clean()
        found: dict[str, int] = {}
        for n in range(1, FIGURES_AT_ONCE + 1):
            code, text = data.get(f"figure_{n}"), (data.get(f"value_{n}") or "").strip()
            if not code and not text:
                continue
            if not code or not text:
                self.add_error(f"value_{n}" if code else f"figure_{n}", gettext("数和改成多少要一起填。"))
                continue
            try:
                found[code] = _number(text, self.figures[code].unit)
            except (Refused, ValueError) as error:
                self.add_error(f"value_{n}", str(error) if isinstance(error, Refused) else gettext("请写数字"))
        data["figures"] = found
        return data

    def arguments(self) -> dict[str, Any]:
        """Return what `screen.start` takes."""
        given = super().arguments()
        parameters = {name: given.get(name) for name in ("figures", "place", "as_place", "on")}
        return {
            "snapshot": given["snapshot"], "kind": ScreenKind.WHAT_IF, "program": self.program,
            "title": given["title"], "parameters": parameters,
        }  # fmt: skip


def _number(text: str, unit: str) -> int:
    """Return what was typed, in the figure's own unit: fen, basis points, whole numbers."""
    if unit.startswith("fen") or unit == "basis_points":
        return parse_yuan(text.removesuffix("%"))
    return int(text)


class LineForm(OfSnapshot):
    """A line by one of the three methods, with the numbers it takes and where they come from."""

    figure = forms.ChoiceField(label=_("哪个标准"))
    method = forms.ChoiceField(label=_("测算方法"), widget=forms.RadioSelect, choices=METHODS)
    food_fen = YuanField(label=_("每人每月食品支出（元）"), required=False, help_text=_("前两种方法用。"))
    other_fen = YuanField(label=_("每人每月必需的非食品支出（元）"), required=False, help_text=_("第一种方法用。"))
    engel = YuanField(label=_("最低收入组的恩格尔系数（%）"), required=False, help_text=_("第二种方法用。"))
    spending_fen = YuanField(label=_("上年人均消费支出（元/年）"), required=False, help_text=_("第三种方法用。"))
    ratio = YuanField(label=_("占人均消费支出的比例（%）"), required=False, help_text=_("第三种方法用。"))
    step_fen = YuanField(label=_("向上取整到（元）"), initial=PERCENT)
    wage_fen = YuanField(label=_("当地最低工资（元/月）"), required=False, help_text=_("只用来比较。"))
    pension_fen = YuanField(label=_("基础养老金（元/月）"), required=False, help_text=_("只用来比较。"))
    source = forms.CharField(label=_("这些数的出处"), max_length=200)

    def prepare(self) -> None:
        """Offer the standards of the newest snapshot's programs."""
        super().prepare()
        offered = standards(self.file[0]) if self.file else []
        self.fields["figure"].choices = [(one.code, retell(one.name)) for one in offered]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Return what `line.try_out` takes."""
        given = super().arguments()
        inputs = {name: given[name] for name in ("food_fen", "other_fen", "engel", "spending_fen", "ratio")}
        kept = ("snapshot", "figure", "method", "step_fen", "wage_fen", "pension_fen", "source")
        return {name: given[name] for name in kept} | {"inputs": {k: v for k, v in inputs.items() if v is not None}}


class GoForm(FileForm):
    """An act on a screen with nothing to fill in."""

    def arguments(self) -> dict[str, Any]:
        """Return the screen."""
        return {"screen": self.file}


class SendForm(FileForm):
    """Whom to visit: which kinds, how many from the top of the list."""

    kinds = forms.MultipleChoiceField(
        label=_("派发哪些家庭"), widget=forms.CheckboxSelectMultiple,
        choices=[(FindingKind.QUALIFIES, FindingKind.QUALIFIES.label), (FindingKind.TO_ASK, FindingKind.TO_ASK.label)],
        initial=[FindingKind.QUALIFIES],
    )  # fmt: skip
    most = forms.IntegerField(
        label=_("最多多少户"), min_value=1, max_value=500, initial=50, help_text=_("从金额高的起，没有派发过的。")
    )

    def arguments(self) -> dict[str, Any]:
        """Return the findings of the person's own area that nobody has sent yet."""
        found = self.file.findings.filter(kind__in=self.cleaned_data["kinds"], visit__isnull=True)
        inside = [one for one in found.order_by("-rank", "pk") if self.by.area.covers(one.division_code)]
        return {"findings": inside[: self.cleaned_data["most"]]}


class ProposeLineForm(FileForm):
    """The document that proposes the figures, and their first day."""

    from_on = DayField(label=_("执行日期"))
    reference = forms.CharField(label=_("文件名称和文号"), max_length=200)

    def arguments(self) -> dict[str, Any]:
        """Return the screen with what was typed."""
        return dict(self.cleaned_data) | {"screen": self.file}


class VisitForm(FileForm):
    """What a visit to a family found."""

    visited_on = DayField(label=_("走访日期"))
    result = forms.ChoiceField(label=_("走访结果"), widget=forms.RadioSelect, choices=VisitResult.choices)
    words = forms.CharField(label=_("走访情况"), widget=rows(3), help_text=_("问了谁，怎么说的，哪里与登记不同。"))

    def prepare(self) -> None:
        """Today, usually."""
        self.fields["visited_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        """Return the visit with what was typed."""
        return dict(self.cleaned_data) | {"task": self.file.row}
