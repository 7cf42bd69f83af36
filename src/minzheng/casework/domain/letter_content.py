"""What a letter says: the decision, what was found, every condition, the calculation, the law, the remedies.

社会救助法 第四十五、四十八条. Made once, when the letter is issued, and frozen then; the words are kept in Chinese.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minzheng.casework.enums import Cadence, DecisionGround, DecisionKind, HearingOutcome, Level
from minzheng.casework.models import Decision, HouseholdVisit, MeansCheck, OpinionHearing
from minzheng.casework.queries import explanation
from minzheng.casework.queries.in_force import schedule_words
from minzheng.casework.queries.paper_facts import issuer_of as paper_issuer
from minzheng.kernel.fen import amount_in_words, format_yuan
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.paperwork.domain import wording
from minzheng.paperwork.fill import remedies_text
from minzheng.programs import catalogue
from minzheng.registry.models import Division
from minzheng.rules.letters import laws_on
from minzheng.statute.period import period

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
_CHANGED = gettext_lazy("您家庭享受的%(program)s，经复核，现将结果和理由告知如下：")


class LetterRefused(Refused):
    """The letter cannot be issued, or what is stored can no longer be rendered as it was."""


def content_of(decision: Decision, *, issued_on: date) -> tuple[str, dict[str, Any]]:
    """Return the kind of notice and what it says; raise LetterRefused where there is none, or without remedies."""
    named = KINDS.get(DecisionKind(decision.kind))
    if named is None:
        raise LetterRefused(_("接管的决定已由原机关告知，不再制发告知书。"))
    kind, title = named
    return kind, _data(decision, title=title) | wording.words_on(kind, issued_on)


def letter_known(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the frozen content of a letter under the names that forms and Word templates know."""
    remedies = data["remedies"]
    return {
        "issuer": data["issuer"],
        "case": {"number": data["case_number"]},
        "applicant": {"name": data["person"]},
        "paper": {
            "number": data["number"],
            "date": _day(date.fromisoformat(data["date"])),
            "title": data["title"],
            "opening": data["opening"],
            "closing": data["closing"],
            "contact": data.get("contact", ""),
        },
        "decision": {"lines": data["decision"], "facts": data["facts"], "laws": data["law"]},
        "conditions": data["conditions"],
        "calculation": data["calculation"],
        "remedies": {"text": remedies_text(remedies)},
        "verify": data.get("verify") or {},
    }


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
    by_township = decision.level == Level.TOWNSHIP
    return {
        "issuer": paper_issuer(Level.TOWNSHIP, case.division_code) if by_township else issuer_of(case.division_code),
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
        "calculation": calculation_rows(explanation.brief(determination)) if determination else [],
        "law": laws_on(texts, decision.decided_on, case.path_area),
        "rule_version": determination.rule_version if determination else "",
        "remedies": _remedies(texts, case.division_code, decision.decided_on),
    }


def _remedies(texts: Mapping[str, Any], division_code: str, on: date) -> dict[str, Any]:
    """Return the body of both remedies as the program's letter names it, and the limits of the law of the day.

    行政复议法 第二十条；行政诉讼法 第四十六条 (six months; three before 2015-05-01: 行政诉讼法（1989）第三十九条).
    """
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
        "review_days": period("review_apply", on).count,
        "court": _local(court["body"], county),
        "court_months": period("litigation_apply", on).count,
    }


def _local(body: str, county: str) -> str:
    """Name the body of this county: 县（市）人民政府 → 宜都市人民政府, 人民法院 → 宜都市人民法院."""
    return county + body.removeprefix("县（市）")


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
    if decision.cadence == Cadence.ONCE:
        return [_once(decision)]
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


def _once(decision: Decision) -> str:
    words: dict[str, Any] = {"n": len(decision.covered_person_ids)}
    if not decision.amount_fen:
        return _("本次救助以实物或者转介服务给予，不发放现金，救助%(n)d人。") % words
    words |= {"yuan": format_yuan(decision.amount_fen), "words": amount_in_words(decision.amount_fen)}
    return _("一次性救助%(yuan)s元（%(words)s），救助%(n)d人。") % words


def _found(decision: Decision) -> list[str]:
    """Say what the decision rests on: who visited, who checked, what the household said."""
    case = decision.case
    visits = [
        _("%(day)s入户调查（调查人：%(names)s）：%(findings)s")
        % {"day": _day(visit.visited_on), "names": listed(visit.surveyors), "findings": visit.findings}
        for visit in HouseholdVisit.objects.filter(case=case).order_by("pk")
    ]
    checks = [
        _("家庭经济状况核对（来源：%(sources)s，数据截至%(day)s）：%(status)s。")
        % {"sources": listed(check.sources), "day": _day(check.as_of_on), "status": check.get_status_display()}
        for check in MeansCheck.objects.filter(case=case, reported_at__isnull=False).order_by("pk")
    ]
    heard = [_heard(hearing) for hearing in OpinionHearing.objects.filter(proposal__decision=decision).order_by("pk")]
    return [*visits, *checks, *heard] or [_("依据家庭档案登记的事实。")]


def _heard(hearing: OpinionHearing) -> str:
    if hearing.outcome == HearingOutcome.HEARD:
        return _("您家庭的意见：%(opinion)s") % {"opinion": hearing.opinion}
    return _("告知后%(outcome)s（%(evidence)s）。") % {
        "outcome": hearing.get_outcome_display(), "evidence": hearing.evidence,
    }  # fmt: skip


def calculation_rows(lines: Sequence[explanation.Line]) -> list[dict[str, str]]:
    """Return lines of a calculation as the templates print them."""
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
