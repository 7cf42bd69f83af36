"""The calculation sheet of a determination: for the file, for the screen of the operator, for whoever asks how."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from minzheng.casework.domain.letter_content import calculation_rows, issuer_of
from minzheng.casework.models import Determination
from minzheng.casework.queries import explanation
from minzheng.kernel.fen import format_yuan
from minzheng.kernel.language import kept
from minzheng.programs import catalogue
from minzheng.services.papers import compile_pdf

SHEET_TEMPLATE = "/casework/typst/calculation_sheet.typ"


def calculation_sheet(determination: Determination, *, at: datetime) -> bytes:
    """Return the calculation sheet of a determination as PDF."""
    return compile_pdf(SHEET_TEMPLATE, sheet_data(determination), at=at)


@kept
def sheet_data(determination: Determination) -> dict[str, Any]:
    """Return what the sheet says, in Chinese whoever asks."""
    case = determination.case
    program = catalogue.get(case.program).program
    return {
        "issuer": issuer_of(case.division_code),
        "title": _("%(program)s计算表") % {"program": program.name},
        "number": case.number,
        "facts": [
            _("申请人：%(name)s") % {"name": case.applicant.name},
            _("认定月份：%(month)s；适用规则日：%(day)s")
            % {"month": determination.month, "day": determination.evaluated_on},
            _("结论：%(outcome)s；月救助金：%(yuan)s元")
            % {"outcome": determination.get_outcome_display(), "yuan": format_yuan(determination.amount_fen)},
        ],
        "conditions": explanation.conditions(determination),
        "calculation": calculation_rows([line for line in explanation.explain(determination) if line.kind != "figure"]),
        "figures": [
            {
                "name": str(row["name"]),
                "value": row["text"],
                "from": str(row["from_date"]),
                "reference": str(row["reference"]),
                "status": _("示例值") if row["status"] == "illustrative" else _("正式"),
            }
            for row in determination.figures
        ],
        "warnings": _warnings(determination),
        "digest": determination.dossier_digest,
        "rule_version": determination.rule_version,
    }


def sheet_text(determination: Determination) -> str:
    """Return the calculation sheet as plain text, for the operator's screen."""
    case = determination.case
    head = _("%(number)s %(name)s %(month)s：%(outcome)s，每月%(yuan)s元") % {
        "number": case.number,
        "name": case.applicant.name,
        "month": determination.month,
        "outcome": determination.get_outcome_display(),
        "yuan": format_yuan(determination.amount_fen),
    }
    verdict = {True: _("符合"), False: _("不符合"), None: _("不清楚")}
    rows = explanation.conditions(determination)
    told = [
        f"  [{verdict[row['passed']]}] {row['label']}：{row['has']}（{row['needs']}）  {row['law']}" for row in rows
    ]
    lines = [head, "", _("一、逐项条件"), *told]
    for kind, title in (("fact", _("二、事实")), ("figure", _("三、标准")), ("formula", _("四、计算"))):
        lines += ["", title]
        for line in explanation.explain(determination):
            if line.kind == kind:
                who = f"{line.member}：" if line.member else ""
                lines.append(f"  {who}{line.label} = {line.value}  {line.law}  {line.source}".rstrip())
    lines += ["", *_warnings(determination)] if _warnings(determination) else []
    return "\n".join([*lines, "", _("规则版本 %(version)s") % {"version": determination.rule_version}])


def _warnings(determination: Determination) -> list[str]:
    """Return what the rules warned of, e.g. a local rule past its own expiry: such a figure is never used silently."""
    return [_("注意：%(warning)s") % {"warning": warning} for warning in determination.evaluation.get("warnings", ())]
