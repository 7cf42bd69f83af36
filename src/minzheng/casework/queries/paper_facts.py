"""What fills the forms of a case: records turned into the vocabulary of paperwork/forms, as they stood when made.

A decided record is read from its own frozen columns; the household is read as it was known on the record's day. What is
not known is left out, and the form leaves its place empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from minzheng.casework.enums import Cadence, CheckStatus, DecisionKind, Outcome
from minzheng.casework.models import (
    Application,
    Appraisal,
    Case,
    CloseRelative,
    Decision,
    Determination,
    HearingNotice,
    HouseholdVisit,
    Letter,
    MeansCheck,
    Objection,
    OpinionHearing,
    Publication,
    Publicity,
    ReviewProposal,
    SpotCheckDraw,
    Supplement,
)
from minzheng.casework.queries import explanation
from minzheng.casework.queries.clock import whole_deadline
from minzheng.casework.queries.household_words import household_words, member_words
from minzheng.casework.queries.members import public_name
from minzheng.kernel.division import full
from minzheng.kernel.fen import amount_in_words, format_yuan
from minzheng.kernel.moment import local_day
from minzheng.kernel.wording import day_words, listed, month_words
from minzheng.paperwork.forms.shape import Form, Subject
from minzheng.paperwork.forms.shape import Level as PaperLevel
from minzheng.programs import catalogue
from minzheng.registry.models import Division, Person
from minzheng.registry.queries.household import HouseholdView
from minzheng.registry.queries.household import view as household_view


@dataclass(frozen=True)
class Facts:
    """What a form of a case is filled with, and what the paper bears: whom it is addressed to, its usual day."""

    known: dict[str, Any]
    day: date
    to: str = ""
    remedies: Mapping[str, Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


MODELS: dict[str, Any] = {
    Subject.SUPPLEMENT: Supplement, Subject.CHECK: MeansCheck, Subject.VISIT: HouseholdVisit,
    Subject.APPRAISAL: Appraisal, Subject.DETERMINATION: Determination, Subject.PUBLICITY: Publicity,
    Subject.OBJECTION: Objection, Subject.DECISION: Decision, Subject.PUBLICATION: Publication,
}  # fmt: skip


def record_of(case: Case, subject: str, pk: int | None = None) -> Any:
    """Return the record a form is about: the one of this key, or the latest; None where the case has none."""
    if subject == Subject.CASE:
        return case
    if subject == Subject.LETTER:
        rows: Any = Letter.objects.filter(decision__case=case).select_related("decision", "served_by")
    elif subject == Subject.HEARING:
        rows = OpinionHearing.objects.filter(proposal__case=case).select_related("proposal", "heard_by")
    elif subject == Subject.HEARING_NOTICE:
        rows = HearingNotice.objects.filter(proposal__case=case).select_related("proposal")
    elif subject in MODELS:
        rows = MODELS[subject].objects.filter(case=case)
    else:
        return None
    if pk is not None:
        rows = rows.filter(pk=pk)
    return rows.order_by("-pk").first()


def is_for(form: Form, case: Case) -> bool:
    """Say whether a form may be used in a case: some belong to one program alone."""
    return form.only_program in {"", str(catalogue.get(case.program).program.name)}


def facts(case: Case, subject: str, record: Any) -> Facts:
    """Return what fills a form about this record. Numbers of people are masked."""
    moment, day = _moment(case, subject, record)
    home = household_view(case.household, day=day, known_at=moment)
    known = _base(case, home, day)
    own = _OWN.get(Subject(subject))
    if own is not None:
        for name, value in own(case, record, home).items():
            known[name] = {**known.get(name, {}), **value} if isinstance(value, dict) else value
    return Facts(known, day, to=str(case.applicant.name))


def issuer_of(level: str, division_code: str) -> str:
    """Return the office in whose name a paper goes out: 宜都市民政局, 红花套镇人民政府, 陆城街道办事处."""
    if level == PaperLevel.COUNTY:
        return f"{_name(division_code[:6])}民政局"
    township = _name(division_code[:9])
    if level == PaperLevel.VILLAGE:
        return f"{township}{_name(division_code)}"
    return f"{township}办事处" if township.endswith("街道") else f"{township}人民政府"


def draw_facts(draw: SpotCheckDraw) -> dict[str, Any]:
    """Return what fills the list of a spot check."""
    cases = {row.number: row for row in Case.objects.filter(number__in=draw.drawn).select_related("applicant")}
    rows = [
        {"number": str(place), "case": number, "name": cases[number].applicant.name,
         "place": f"{_name(cases[number].division_code[:9])}{_name(cases[number].division_code)}", "reason": "随机"}
        for place, number in enumerate(draw.drawn, start=1) if number in cases
    ]  # fmt: skip
    return {
        "spot_check": {
            "rows": rows, "batch": day_words(local_day(draw.drawn_at)), "size": str(len(draw.batch)),
            "drawn": str(len(draw.drawn)), "seed": draw.seed, "date": day_words(local_day(draw.drawn_at)),
        }
    }  # fmt: skip


def _moment(case: Case, subject: str, record: Any) -> tuple[datetime, date]:
    """Return when the record was made: the household is read as it was known then."""
    if subject == Subject.DETERMINATION:
        return record.known_at, record.evaluated_on
    names = (
        "decided_at",
        "reported_at",
        "requested_at",
        "recorded_at",
        "posted_at",
        "asked_at",
        "heard_at",
        "sent_at",
        "issued_at",
    )
    at = next((found for name in names if (found := getattr(record, name, None))), None)
    if at is None:
        applied = Application.objects.filter(case=case).first()
        at = applied.submitted_at if applied else case.state_since
    return at, local_day(at)


def _base(case: Case, home: HouseholdView, day: date) -> dict[str, Any]:
    program = catalogue.get(case.program).program
    person: Person = case.applicant
    members = member_words(home)
    mine = next((row for row in members if row["person_id"] == person.pk), {})
    applied = Application.objects.filter(case=case).select_related("accepted_by").first()
    consented = set(applied.consented_person_ids) if applied else set()
    limit = whole_deadline(case)
    return {
        "county": {"name": _name(case.division_code[:6])},
        "township": {"name": _name(case.division_code[:9])},
        "village": {"name": _name(case.division_code)},
        "program": {"name": str(program.name)},
        "case": {
            "number": case.number,
            "opened_on": day_words(case.opened_on),
            "accepted_on": day_words(case.accepted_on) if case.accepted_on else None,
        },
        "applicant": {
            "name": str(person.name),
            "public_name": public_name(person, day),
            "sex": mine.get("sex"),
            "age": mine.get("age"),
            "birth_date": day_words(person.birth_date),
            "ethnic": mine.get("ethnic"),
            "id_number": person.id_number_masked,
        },
        "household": household_words(home),
        "members": members,
        "consenting": [row for row in members if row["person_id"] in consented],
        "supporters": _supporters(home),
        "relatives": [_relative(row) for row in CloseRelative.objects.filter(case=case, cleared_at__isnull=True)],
        "application": {}
        if applied is None
        else {
            "reason": applied.reason,
            "submitted_on": day_words(local_day(applied.submitted_at)),
            "accepted_by": applied.accepted_by.name if applied.accepted_by else None,
            "due_on": day_words(limit.day) if limit else None,
        },
    }


def _supporters(home: HouseholdView) -> list[dict[str, Any]]:
    names = {member.person_id: member.name for member in home.members}
    return [
        {"name": row.name, "relation": row.relation_label, "member": names.get(row.person_id)}
        for row in home.supporters
    ]


def _relative(row: CloseRelative) -> dict[str, Any]:
    return {
        "applicant": row.member.name if row.member else row.case.applicant.name,
        "relation": row.get_kin_display() or None,
        "official": row.official_name,
        "post": row.official_post,
        "date": day_words(local_day(row.recorded_at)),
    }


def _supplement(_case: Case, row: Supplement, _home: HouseholdView) -> dict[str, Any]:
    return {
        "supplement": {
            "missing": list(row.missing),
            "due_on": day_words(row.due_on),
            "asked_on": day_words(local_day(row.asked_at)),
        }
    }


def _check(_case: Case, row: MeansCheck, _home: HouseholdView) -> dict[str, Any]:
    told = row.reported_at is not None
    result = {True: "说明成立。", False: "说明不成立。", None: None}[row.is_rebuttal_accepted]
    return {
        "check": {
            "requested_on": day_words(local_day(row.requested_at)),
            "requested_by": row.requested_by.name,
            "reported_on": day_words(local_day(row.reported_at)) if row.reported_at else None,
            "reported_by": row.reported_by.name if row.reported_by else None,
            "as_of": day_words(row.as_of_on) if row.as_of_on else None,
            "sources": listed(row.sources) or None,
            "status": str(CheckStatus(row.status).label) if told else None,
            "text": row.text,
            "rebuttal": row.rebuttal,
            "rebuttal_result": result,
        }
    }


def _visit(_case: Case, row: HouseholdVisit, home: HouseholdView) -> dict[str, Any]:
    photos = row.photos.count()
    return {
        "visit": {
            "date": day_words(row.visited_on),
            "place": home.residence.address if home.residence else None,
            "surveyors": listed(row.surveyors),
            "present": row.member_present.name,
            "findings": row.findings,
            "photos": f"{photos}张" if photos else None,
        }
    }


def _appraisal(_case: Case, row: Appraisal, _home: HouseholdView) -> dict[str, Any]:
    return {
        "appraisal": {
            "date": day_words(row.held_on),
            "place": row.place,
            "participants": str(row.participants),
            "representatives": str(row.representatives),
            "opinions": list(row.opinions) or None,
            "is_true": "属实" if row.is_survey_true else "不属实",
            "conclusion": row.conclusion,
        }
    }


def _determination(_case: Case, row: Determination, home: HouseholdView) -> dict[str, Any]:
    eligible = row.outcome == Outcome.ELIGIBLE
    amount = _sum(row.amount_fen) if eligible else None
    counted = set(row.person_ids)
    opinion = f"经审核，该家庭{row.get_outcome_display()}" + (
        f"，拟每月救助{format_yuan(row.amount_fen)}元。" if eligible else "。"
    )
    decided = Decision.objects.filter(determination=row).order_by("pk").first()
    return {
        "determination": {
            "month": month_words(row.month),
            "outcome": str(Outcome(row.outcome).label),
            "amount": amount,
            "proposed_by": row.proposed_by.name,
            "proposed_on": day_words(local_day(row.proposed_at)),
            "members": [each for each in member_words(home) if each["person_id"] in counted],
            "opinion": opinion,
        },
        "conditions": explanation.conditions(row),
        "calculation": [_line(line) for line in explanation.brief(row)],
        "decision": {"opinion": _opinion(decided), **_decided(decided)} if decided else {},
    }


def _publicity(case: Case, row: Publicity, _home: HouseholdView) -> dict[str, Any]:
    content = row.content
    days = (row.last_on - row.posted_on).days
    return {
        "publicity": {
            "rows": [_board(case, content)],
            "members": str(content["members"]),
            "amount": f"{content.get('per', '')}{content['amount_yuan']}元",
            "from": day_words(row.posted_on),
            "until": day_words(row.last_on),
            "days": str(days),
            "phone": content["phone"],
            "place": row.place,
        }
    }


def _objection(case: Case, row: Objection, home: HouseholdView) -> dict[str, Any]:
    result = {True: "异议成立", False: "异议不成立", None: None}[row.is_upheld]
    return {
        **_publicity(case, row.publicity, home),
        "objection": {
            "name": row.objector_name,
            "text": row.text,
            "recorded_on": day_words(local_day(row.recorded_at)),
            "recorded_by": row.recorded_by.name,
            "finding": row.finding,
            "result": result,
            "resolved_on": day_words(local_day(row.resolved_at)) if row.resolved_at else None,
            "resolved_by": row.resolved_by.name if row.resolved_by else None,
        },
    }


def _decision(case: Case, row: Decision, home: HouseholdView) -> dict[str, Any]:
    covered = set(row.covered_person_ids)
    return {
        "decision": {
            **_decided(row),
            "members": [each for each in member_words(home) if each["person_id"] in covered],
        },
        "changes": [
            _change(each) for each in Decision.objects.filter(case=case).order_by("pk").select_related("decided_by")
        ],
    }


def _publication(case: Case, row: Publication, _home: HouseholdView) -> dict[str, Any]:
    last = Publicity.objects.filter(case=case).order_by("-pk").first()
    return {
        "publication": {
            "rows": [_board(case, row.content)],
            "place": row.place,
            "date": day_words(row.posted_on),
            "phone": last.content["phone"] if last else None,
        }
    }


def _letter(_case: Case, row: Letter, _home: HouseholdView) -> dict[str, Any]:
    return {
        "letter": {
            "title": row.data["title"],
            "number": row.data["number"],
            "served_on": day_words(row.served_on) if row.served_on else None,
            "method": row.service_method,
            "served_by": row.served_by.name if row.served_by else None,
        }
    }


def _hearing(_case: Case, row: OpinionHearing, _home: HouseholdView) -> dict[str, Any]:
    opinion = row.opinion or f"{row.get_outcome_display()}（{row.evidence}）"
    return {
        "hearing": {
            "subject": _proposed(row.proposal),
            "opinion": opinion,
            "by": row.heard_by.name,
            "date": day_words(local_day(row.heard_at)),
        }
    }


def _hearing_notice(_case: Case, row: HearingNotice, _home: HouseholdView) -> dict[str, Any]:
    return {
        "hearing": {
            "subject": _proposed(row.proposal),
            "told": row.text.splitlines() or None,
            "answer_until": day_words(row.answer_until),
            "method": row.method,
        }
    }


def _proposed(proposal: ReviewProposal) -> str:
    per = "每季度" if proposal.cadence == Cadence.QUARTER else "每月"
    to = "" if proposal.proposed_amount_fen is None else f"，拟为{per}{format_yuan(proposal.proposed_amount_fen)}元"
    reasons = listed(str(reason) for reason in proposal.reasons)
    return (
        f"{month_words(proposal.month)}：{proposal.get_kind_display()}，"
        f"现{per}{format_yuan(proposal.current_amount_fen)}元{to}。"
    ) + (f"理由：{reasons}。" if reasons else "")


_OWN: dict[Subject, Callable[[Case, Any, HouseholdView], dict[str, Any]]] = {
    Subject.SUPPLEMENT: _supplement, Subject.CHECK: _check, Subject.VISIT: _visit, Subject.APPRAISAL: _appraisal,
    Subject.DETERMINATION: _determination, Subject.PUBLICITY: _publicity, Subject.OBJECTION: _objection,
    Subject.DECISION: _decision, Subject.PUBLICATION: _publication, Subject.LETTER: _letter, Subject.HEARING: _hearing,
    Subject.HEARING_NOTICE: _hearing_notice,
}  # fmt: skip


def _decided(row: Decision) -> dict[str, Any]:
    pays = row.amount_fen > 0
    return {
        "number": row.document_number,
        "kind": str(DecisionKind(row.kind).label),
        "date": day_words(row.decided_on),
        "by": row.decided_by.name,
        "amount": f"{_per(row)}{_sum(row.amount_fen)}" if pays else None,
        "from_month": month_words(row.from_month),
        "reason": row.reason,
    }


def _opinion(row: Decision) -> str:
    words = f"{DecisionKind(row.kind).label}（{row.document_number}）"
    if row.amount_fen:
        words += f"，自{month_words(row.from_month)}起{_per(row)}发给{format_yuan(row.amount_fen)}元"
    return words + (f"。{row.reason.strip().removesuffix('。')}。" if row.reason.strip() else "。")


def _per(row: Decision) -> str:
    return "每季度" if row.cadence == Cadence.QUARTER else "每月"


def _change(row: Decision) -> dict[str, str]:
    return {
        "date": month_words(row.from_month),
        "members": str(len(row.covered_person_ids)),
        "amount": format_yuan(row.amount_fen),
        "reason": str(DecisionKind(row.kind).label),
        "by": row.decided_by.name,
    }


def _board(case: Case, content: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": content["applicant"],
        "members": str(content["members"]),
        "amount": f"{content.get('per', '')}{content['amount_yuan']}",
        "village": _name(case.division_code),
    }


def _line(line: explanation.Line) -> dict[str, str]:
    label = f"{line.member}：{line.label}" if line.member else line.label
    return {"label": label, "value": line.value, "source": line.gist, "law": line.law}


def _sum(fen: int) -> str:
    return f"{format_yuan(fen)}元（{amount_in_words(fen)}）"


def _name(code: str) -> str:
    return Division.objects.values_list("name", flat=True).filter(code=full(code)).first() or ""
