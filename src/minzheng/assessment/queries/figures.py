"""The live figures a sheet may name. A figure of another room is one more line here, and no change to the engine."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minzheng.assessment.engine.reading import Reading
from minzheng.assessment.engine.sheet import COUNTED, MEASURED, Sheet
from minzheng.assessment.queries import casework_figures as casework
from minzheng.assessment.queries.counted import Counted
from minzheng.rules.errors import RuleError


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, what a good record is, whether it is a share or a count, and how it is read."""

    label: str | Promise
    good: str | Promise
    kind: str
    read: Callable[[Counted], Reading]


FIGURES: dict[str, Figure] = {
    "decided_on_time": Figure(
        _("按期作出审核确认决定的"), _("决定日不晚于全程期限的最后一日"), MEASURED, casework.decided_on_time
    ),
    "survey_started_on_time": Figure(
        _("按期启动调查的"), _("受理后在期限内发起核对或者入户"), MEASURED, casework.survey_started_on_time
    ),
    "refusals_told": Figure(
        _("按期书面告知不予确认的"), _("写明理由，三个工作日内制发告知书"), MEASURED, casework.refusals_told
    ),
    "visits_by_two": Figure(
        _("两人以上并有照片的入户调查"), _("调查人不少于两名，留有入户照片"), MEASURED, casework.visits_by_two
    ),
    "publicity_full": Figure(_("公示满期的"), _("公示满规定天数，期满之后才结束"), MEASURED, casework.publicity_full),
    "objections_answered": Figure(
        _("已核实处理的公示异议"), _("登记了核实结论"), MEASURED, casework.objections_answered
    ),
    "files_complete": Figure(_("材料齐全的办结案件"), _("流程要求的材料都在案卷中"), MEASURED, casework.files_complete),
    "reviews_on_time": Figure(_("按期办结的定期复核"), _("在应复核日期前办结"), MEASURED, casework.reviews_on_time),
    "decisions_changed": Figure(_("因异议、复议、诉讼被改变的决定"), _("应为零"), COUNTED, casework.decisions_changed),
    "true_complaints": Figure(_("查证属实的投诉举报"), _("应为零"), COUNTED, casework.true_complaints),
}


def read_figures(codes: Iterable[str], of: Counted) -> dict[str, Reading]:
    """Read figures as they stand now."""
    return {code: FIGURES[code].read(of) for code in dict.fromkeys(codes)}


def figures_of(sheet: Sheet) -> list[str]:
    """Return the figures that a sheet names, in order."""
    return list(dict.fromkeys(item.figure for item in sheet.items if item.figure))


def require_known(sheet: Sheet, where: str) -> None:
    """Raise RuleError if a sheet names a figure that nobody counts, or takes a count for a share."""
    for item in sheet.items:
        figure = FIGURES.get(item.figure)
        if item.figure and figure is None:
            raise RuleError(f"{where}，项目 {item.code}：没有指标“{item.figure}”。可用的：{'、'.join(FIGURES)}。")
        if figure is not None and figure.kind != item.kind:
            raise RuleError(f"{where}，项目 {item.code}：指标“{item.figure}”应写成 kind: {figure.kind}。")
        if item.figure and not sheet.program:
            raise RuleError(f"{where}：取自实时指标的自评表要写 program（救助项目代码）。")
