"""The letter: what was decided, every condition met or not, the calculation, and how to object.

社会救助法 第四十五、四十八条。A letter's content is frozen as issued, its PDF kept as first printed.
Without the remedies it cannot be issued (行政复议法 第二十条).
"""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.domain.dossier import canonical
from minzheng.casework.enums import Cadence, DecisionGround, DecisionKind, HearingOutcome
from minzheng.casework.models import (
    Decision,
    Determination,
    HouseholdVisit,
    Letter,
    LetterPrint,
    MeansCheck,
    OpinionHearing,
)
from minzheng.casework.queries import explanation
from minzheng.casework.queries.in_force import schedule_words
from minzheng.kernel.fen import amount_in_words, format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.programs import catalogue
from minzheng.registry.models import Division
from minzheng.services.papers import compile_pdf, require_printable
from minzheng.services.papers.compiler import ROOT

LETTER_TEMPLATE = "/casework/typst/decision_letter.typ"
SHEET_TEMPLATE = "/casework/typst/calculation_sheet.typ"
# notice_kind of domain/codes-and-forms.md 2.4
KINDS = {
    DecisionKind.CONFIRM: ("confirmation", "审核确认告知书"),
    DecisionKind.REFUSE: ("refusal", "不予确认告知书"),
    DecisionKind.ADJUST_UP: ("change", "变更告知书"),
    DecisionKind.ADJUST_DOWN: ("change", "变更告知书"),
    DecisionKind.CHANGE_MEMBERS: ("change", "变更告知书"),
    DecisionKind.GRADUAL_EXIT: ("gradual_exit", "渐退告知书"),
    DecisionKind.SUSPEND: ("suspension", "停发告知书"),
    DecisionKind.RESTORE: ("restoration", "恢复发放告知书"),
    DecisionKind.TERMINATE: ("termination", "终止告知书"),
}
# Which of a program's letters (letters/<kind>.yaml) holds the laws and the remedies.
TEXTS_OF = {
    DecisionKind.CONFIRM: "approved",
    DecisionKind.REFUSE: "refused",
    DecisionKind.ADJUST_UP: "approved",
    DecisionKind.ADJUST_DOWN: "stopped",
    DecisionKind.CHANGE_MEMBERS: "approved",
    DecisionKind.GRADUAL_EXIT: "stopped",
    DecisionKind.SUSPEND: "stopped",
    DecisionKind.RESTORE: "approved",
    DecisionKind.TERMINATE: "stopped",
}
_PROGRAM_TELLS = (DecisionKind.CONFIRM, DecisionKind.REFUSE, DecisionKind.TERMINATE)
_CHANGED = gettext_lazy("你家庭享受的%(program)s，经复核，现将结果和理由告知如下：")


class LetterRefused(Refused):
    """The letter cannot be issued, or what is stored can no longer be rendered as it was."""


@transaction.atomic
def issue(*, decision: Decision, by: Staff, at: datetime) -> Letter:
    """Freeze and print the notice of a decision. One per decision; a taken-over decision was told by its own office."""
    case = decision.case
    permissions.require_role(by, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    named = KINDS.get(DecisionKind(decision.kind))
    if named is None:
        raise LetterRefused(_("接管的决定已由原机关告知，不再制发告知书。"))
    if Letter.objects.filter(decision=decision).exists():
        raise LetterRefused(_("文号%(number)s的告知书已制发。") % {"number": decision.document_number})
    data = _data(decision, title=named[1])
    require_printable(data)
    letter = Letter.objects.create(decision=decision, kind=named[0], data=data, issued_by=by, issued_at=at)
    flow.note(
        case=case, action="issue_letter", by=by, at=at,
        details={"decision": decision.document_number, "content_sha256": _digest(canonical(data).encode())},
    )  # fmt: skip
    return letter


@transaction.atomic
def issue_printed(*, decision: Decision, by: Staff, at: datetime) -> Letter:
    """Issue the notice and keep its PDF in the same step, as an office does; raise what `issue` and `printed` raise."""
    letter = issue(decision=decision, by=by, at=at)
    printed(letter, at=at)
    return letter


def printed(letter: Letter, *, at: datetime) -> bytes:
    """Return the letter's PDF: made and kept when it is first asked for, afterwards always the kept file.

    Raises LetterRefused if the kept file is gone or altered and cannot be made again to the same bytes.
    """
    kept = LetterPrint.objects.filter(letter=letter).first()
    if kept is None:
        return _print(letter, at=at)
    try:
        with kept.file.open("rb") as content:
            pdf = bytes(content.read())
    except FileNotFoundError:
        pdf = b""
    if _digest(pdf) == kept.sha256:
        return pdf
    pdf = compile_pdf(LETTER_TEMPLATE, letter.data, at=letter.issued_at)
    if _digest(pdf) != kept.sha256:
        raise LetterRefused(_("告知书的存档文件丢失或被改动，模板也已更新，无法按原样重新生成。请从备份恢复存档文件。"))
    return pdf


@transaction.atomic
def _print(letter: Letter, *, at: datetime) -> bytes:
    Letter.objects.select_for_update().get(pk=letter.pk)  # two first readers keep one file
    if LetterPrint.objects.filter(letter=letter).exists():
        return printed(letter, at=at)
    pdf = compile_pdf(LETTER_TEMPLATE, letter.data, at=letter.issued_at)
    row = LetterPrint(
        letter=letter, sha256=_digest(pdf), template_digest=template_digest(LETTER_TEMPLATE), printed_at=at
    )
    row.file.save(f"letters/{letter.pk}-{secrets.token_hex(8)}.pdf", ContentFile(pdf), save=False)
    row.save(force_insert=True)
    return pdf


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@transaction.atomic
def serve(*, letter: Letter, by: Staff, at: datetime, served_on: date, method: str) -> Letter:
    """Record that the letter reached the household; limits for remedies run from then."""
    case = letter.decision.case
    permissions.require_role(by, Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    permissions.require_area(by, case.division_code)
    if letter.served_at is not None:
        raise LetterRefused(_("该告知书已登记送达（%(day)s）。") % {"day": letter.served_on})
    if not local_day(letter.issued_at) <= served_on <= local_day(at):
        raise LetterRefused(_("送达日期应在制发之后、今天之前。"))
    if not method.strip():
        raise LetterRefused(_("请填写送达方式（直接送达、留置送达、邮寄等）。"))
    letter.served_by, letter.served_at, letter.served_on, letter.service_method = by, at, served_on, method.strip()
    letter.save(update_fields=["served_by", "served_at", "served_on", "service_method"])
    details = {"letter": letter.pk, "served_on": served_on.isoformat(), "method": method.strip()}
    flow.note(case=case, action="serve_letter", by=by, at=at, details=details)
    return letter


def calculation_sheet(determination: Determination, *, at: datetime) -> bytes:
    """Return the calculation sheet of a determination as PDF."""
    case = determination.case
    program = catalogue.get(case.program).program
    data = {
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
        "calculation": _calculation([line for line in explanation.explain(determination) if line.kind != "figure"]),
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
    return compile_pdf(SHEET_TEMPLATE, data, at=at)


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


def template_digest(path: str) -> str:
    """Return the fingerprint of a template, with the look it imports."""
    files = (ROOT / path.lstrip("/"), ROOT / "services/papers/typst/official.typ")
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def issuer_of(division_code: str) -> str:
    """Return the name of the county bureau that decides, e.g. 宜都市民政局."""
    return _("%(county)s民政局") % {"county": _county_name(division_code)}


def _county_name(division_code: str) -> str:
    county = division_code[:6].ljust(12, "0")
    return Division.objects.values_list("name", flat=True).filter(code=county).first() or ""


def _data(decision: Decision, *, title: str) -> dict[str, Any]:
    case, determination = decision.case, decision.determination
    loaded = catalogue.get(case.program)
    kind = DecisionKind(decision.kind)
    texts = loaded.letters[TEXTS_OF[kind]]
    # A change of amount, and an end by anything but the rules, are not what the program's three letters speak of.
    by_rules = decision.ground == DecisionGround.RULES
    told_by_program = kind in _PROGRAM_TELLS and by_rules and determination is not None
    return {
        "issuer": issuer_of(case.division_code),
        "title": texts["title"] if told_by_program else f"{loaded.program.name}{title}",
        "number": decision.document_number,
        "date": decision.decided_on.isoformat(),
        "person": case.applicant.name,
        "case_number": case.number,
        "opening": texts["opening"] if told_by_program else str(_CHANGED % {"program": loaded.program.name}),
        "decision": [*([texts["decision_text"]] if told_by_program else []), *_decided(decision)],
        "closing": texts["closing"],
        "facts": _found(decision),
        "conditions": explanation.conditions(determination) if determination else [],
        "calculation": _calculation(explanation.brief(determination)) if determination else [],
        "law": [str(line) for line in texts["laws"]],
        "rule_version": determination.rule_version if determination else "",
        "remedies": _remedies(texts, case.division_code),
    }


def _remedies(texts: Mapping[str, Any], division_code: str) -> dict[str, Any]:
    """Return body and limit of both remedies as the program's letter names them; refuse if one is missing."""
    rows = texts.get("remedies") or []
    review = next((row for row in rows if "复议" in row["remedy"]), None)
    court = next((row for row in rows if "诉讼" in row["remedy"]), None)
    if review is None or court is None:
        raise LetterRefused(
            _("告知书没有写明行政复议和行政诉讼的途径，不能制发（行政复议法第二十条）。请完善该项目的文书。")
        )
    county = _county_name(division_code)
    return {
        "review_body": _local(review["body"], county),
        "review_days": _number(review["limit"]),
        "court": _local(court["body"], county),
        "court_months": _number(court["limit"]),
    }


def _local(body: str, county: str) -> str:
    """Name the body of this county: 县（市）人民政府 → 宜都市人民政府, 人民法院 → 宜都市人民法院."""
    return county + body.removeprefix("县（市）")


def _number(limit: str) -> int:
    digits = "".join(re.findall(r"\d+", str(limit))[:1])
    if not digits:
        raise LetterRefused(_("文书中的救济期限“%(limit)s”没有写明天数或月数，不能制发。") % {"limit": limit})
    return int(digits)


def _decided(decision: Decision) -> list[str]:
    reason = decision.reason.strip().removesuffix("。")
    if decision.kind == DecisionKind.REFUSE:
        return [_("不予确认。理由：%(reason)s。") % {"reason": reason}]
    if decision.kind == DecisionKind.TERMINATE:
        return [_("自%(month)s起终止。理由：%(reason)s。") % {"month": _month(decision.from_month), "reason": reason}]
    if decision.kind == DecisionKind.SUSPEND:
        return [
            _("自%(month)s起停发，恢复之前不发放。理由：%(reason)s。")
            % {"month": _month(decision.from_month), "reason": reason},
            _("停发的原因消除后，可以向乡镇（街道）申请恢复发放。"),
        ]
    lines = _paid(decision)
    if decision.payee is not None:
        lines.append(_("发放至%(name)s名下登记的银行账户。") % {"name": decision.payee.name})
    if reason:
        lines.append(_("理由：%(reason)s。") % {"reason": reason})
    return lines


def _paid(decision: Decision) -> list[str]:
    """Say what is paid, how often, from which month, and what comes after it."""
    if decision.schedule:
        return [
            _("逐月发放：%(months)s。") % {"months": schedule_words(decision.schedule)},
            _("发放到%(month)s为止，期满终止，届时另行书面告知。") % {"month": _month(decision.until_month or "")},
        ]
    quarterly = decision.cadence == Cadence.QUARTER
    sentence = (
        _("每季度%(yuan)s元（%(words)s），自%(month)s起按季发放，保障%(n)d人。")
        if quarterly
        else _("每月%(yuan)s元（%(words)s），自%(month)s起发放，保障%(n)d人。")
    )
    lines = [
        sentence
        % {
            "yuan": format_yuan(decision.amount_fen),
            "words": amount_in_words(decision.amount_fen),
            "month": _month(decision.from_month),
            "n": len(decision.covered_person_ids),
        }
    ]
    if decision.share_cut_person is not None:
        cut = {"name": decision.share_cut_person.name, "yuan": format_yuan(decision.share_cut_fen)}
        lines.append(_("其中%(name)s本人的份额减发%(yuan)s元；其接受工作后恢复。") % cut)
    if decision.arrears_from:
        lines.append(_("并补发%(month)s以来的各月。") % {"month": _month(decision.arrears_from)})
    return lines


def _found(decision: Decision) -> list[str]:
    """Say what the decision rests on: who visited, who checked, what the household said."""
    case = decision.case
    visits = [
        _("%(day)s入户调查（调查人：%(names)s）：%(findings)s")
        % {"day": _day(visit.visited_on), "names": "、".join(visit.surveyors), "findings": visit.findings}
        for visit in HouseholdVisit.objects.filter(case=case).order_by("pk")
    ]
    checks = [
        _("家庭经济状况核对（来源：%(sources)s，数据截至%(day)s）：%(status)s。")
        % {"sources": "、".join(check.sources), "day": _day(check.as_of_on), "status": check.get_status_display()}
        for check in MeansCheck.objects.filter(case=case, reported_at__isnull=False).order_by("pk")
    ]
    heard = [_heard(hearing) for hearing in OpinionHearing.objects.filter(proposal__decision=decision).order_by("pk")]
    return [*visits, *checks, *heard] or [_("依据家庭档案登记的事实。")]


def _heard(hearing: OpinionHearing) -> str:
    if hearing.outcome == HearingOutcome.HEARD:
        return _("你家庭的意见：%(opinion)s") % {"opinion": hearing.opinion}
    return _("告知后%(outcome)s（%(evidence)s）。") % {
        "outcome": hearing.get_outcome_display(), "evidence": hearing.evidence,
    }  # fmt: skip


def _calculation(lines: Sequence[explanation.Line]) -> list[dict[str, str]]:
    return [
        {
            "label": f"{line.member}：{line.label}" if line.member else line.label,
            "value": line.value,
            "source": line.gist,
            "law": line.law,
        }
        for line in lines
    ]


def _day(day: date | None) -> str:
    return "" if day is None else _("%(y)d年%(m)d月%(d)d日") % {"y": day.year, "m": day.month, "d": day.day}


def _month(month: str) -> str:
    year, number = month.split("-")
    return _("%(y)s年%(m)d月") % {"y": year, "m": int(number)}
