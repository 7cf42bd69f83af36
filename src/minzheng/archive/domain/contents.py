"""What goes into a volume: every paper, letter, sheet and kept file of a case, in the order of the road.

The approval class holds what led to the grant or the refusal; what was done with the benefit afterwards is daily
management. A case never granted has one volume.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from minzheng.archive.enums import ArchiveClass
from minzheng.casework.domain import letter as letters
from minzheng.casework.domain import paper as papers
from minzheng.casework.domain.calculation_sheet import calculation_sheet
from minzheng.casework.enums import CheckStatus, DecisionKind, DeterminationKind
from minzheng.casework.models import (
    Attachment,
    Case,
    CasePaper,
    ChangeReport,
    CloseRelative,
    Decision,
    HearingNotice,
    Objection,
    OpinionHearing,
    PeriodicReview,
)
from minzheng.casework.queries.cases import CaseView, case_view
from minzheng.casework.queries.paper_facts import issuer_of
from minzheng.kernel.moment import local_day
from minzheng.paperwork import forms
from minzheng.paperwork.forms.shape import Level
from minzheng.relatives.domain.custody import read_paper
from minzheng.relatives.queries.custody import agreements_of
from minzheng.services.audit.actions import label_of
from minzheng.services.papers import compile_pdf

RECORD_TEMPLATE = "/archive/typst/record.typ"
FIRST_DECISIONS = (DecisionKind.CONFIRM, DecisionKind.REFUSE, DecisionKind.TAKEN_OVER)
PDF = "application/pdf"


@dataclass(frozen=True)
class Piece:
    """One line of the index with its content. `stored_name` is the kept file that holds it, if one does."""

    archive_class: str
    title: str
    dated_on: date | None
    record: str
    content: bytes
    media_type: str = PDF
    stored_name: str = ""


def pieces(case: Case, *, at: datetime) -> list[Piece]:
    """Return everything of the case in order: application first, what happened last. Papers are Chinese."""
    view = case_view(case)
    granted = _granted_at(view)
    found = [
        *_before(view, at),
        *_heard(view, at),
        *_deciding(view, at),
        *_later(case, at),
        *_files(case),
        *_custody(case),
        *_issued(case),
    ]
    late = _Later(granted)
    placed = [late.place(piece) for piece in found]
    history = _history(view, at)
    return [*placed, history]


class _Later:
    """Puts a piece dated after the first decision into daily management, where the case was granted at all."""

    def __init__(self, granted_on: date | None) -> None:
        self.granted_on = granted_on

    def place(self, piece: Piece) -> Piece:
        if piece.archive_class or self.granted_on is None or piece.dated_on is None:
            return piece if piece.archive_class else _in(piece, ArchiveClass.APPROVAL)
        later = piece.dated_on > self.granted_on
        return _in(piece, ArchiveClass.DAILY if later else ArchiveClass.APPROVAL)


def _in(piece: Piece, archive_class: ArchiveClass) -> Piece:
    return Piece(
        archive_class, piece.title, piece.dated_on, piece.record, piece.content, piece.media_type, piece.stored_name
    )


def _granted_at(view: CaseView) -> date | None:
    """Return the day of the grant; what was published of it up to then belongs to it."""
    first = next((row for row in view.decisions if row.kind in {DecisionKind.CONFIRM, DecisionKind.TAKEN_OVER}), None)
    return first.decided_on if first else None


def _before(view: CaseView, at: datetime) -> Iterator[Piece]:
    case, approval = view.case, ArchiveClass.APPROVAL
    if view.application is not None:
        day = local_day(view.application.submitted_at)
        for code in ("application", "commitment", "consent"):
            yield _form(case, code, approval, day, at)
    for asked in view.supplements:
        yield _form(case, "one_time_supplement", approval, local_day(asked.asked_at), at, asked)
    for check in view.means_checks:
        if check.status != CheckStatus.NOT_CHECKED and check.reported_at is not None:
            yield _form(case, "means_check_report", "", local_day(check.reported_at), at, check)
    for visit in view.visits:
        yield _form(case, "household_visit", "", visit.visited_on, at, visit)
    for meeting in view.appraisals:
        yield _form(case, "appraisal_record", "", meeting.held_on, at, meeting)


def _heard(view: CaseView, at: datetime) -> Iterator[Piece]:
    """What hung on the board, what people said, who is whose relative."""
    case, approval = view.case, ArchiveClass.APPROVAL
    for posting in view.publicities:
        yield _form(case, "publicity_notice", approval, posting.posted_on, at, posting)
    for objection in Objection.objects.filter(case=case).order_by("pk"):
        yield _form(case, "objection_record", approval, local_day(objection.recorded_at), at, objection)
    rows = list(CloseRelative.objects.filter(case=case).select_related("member").order_by("pk"))
    if rows:
        yield _relatives(case, rows, at)


def _deciding(view: CaseView, at: datetime) -> Iterator[Piece]:
    for row in view.determinations:
        title = _("核算表（%(kind)s，%(month)s）") % {"kind": row.get_kind_display(), "month": row.month}
        kind = ArchiveClass.APPROVAL if row.kind == DeterminationKind.INITIAL else ArchiveClass.DAILY
        yield Piece(
            kind, title, row.evaluated_on, f"determination:{row.pk}", calculation_sheet(row, at=row.proposed_at)
        )
    for decided in view.decisions:
        yield from _decision(view, decided, at)
    for posted in view.publications:
        kind = ArchiveClass.APPROVAL if posted.decision.kind in FIRST_DECISIONS else ArchiveClass.DAILY
        yield _form(view.case, "publication_notice", kind, posted.posted_on, at, posted)


def _decision(view: CaseView, decided: Decision, at: datetime) -> Iterator[Piece]:
    kind = ArchiveClass.APPROVAL if decided.kind in FIRST_DECISIONS else ArchiveClass.DAILY
    if decided.determination_id is not None:
        row = next((one for one in view.determinations if one.pk == decided.determination_id), None)
        if row is not None:
            yield _form(view.case, "review_and_confirmation", kind, decided.decided_on, at, row)
    letter = getattr(decided, "letter", None)
    if letter is None:
        facts = [
            (_("文号"), decided.document_number), (_("种类"), decided.get_kind_display()),
            (_("决定人"), decided.decided_by.name), (_("理由"), decided.reason), (_("来源"), decided.source),
        ]  # fmt: skip
        title = _("决定 %(number)s") % {"number": decided.document_number}
        yield _record(view.case, title, kind, decided.decided_on, f"decision:{decided.pk}", facts, at)
        return
    content = letters.printed(letter, at=at)
    title = _("告知书 %(number)s") % {"number": decided.document_number}
    stored = letter.printed.file.name or ""
    yield Piece(kind, title, local_day(letter.issued_at), f"letter:{letter.pk}", content, PDF, stored)
    if letter.served_on is not None:
        yield _form(view.case, "proof_of_service", kind, letter.served_on, at, letter)


def _later(case: Case, at: datetime) -> Iterator[Piece]:
    daily = ArchiveClass.DAILY
    for notice in HearingNotice.objects.filter(proposal__case=case).order_by("pk"):
        yield _form(case, "hearing_notice", daily, None, at, notice)
    for heard in OpinionHearing.objects.filter(proposal__case=case).order_by("pk"):
        yield _form(case, "opinion_record", daily, local_day(heard.heard_at), at, heard)
    for report in ChangeReport.objects.filter(case=case).order_by("pk"):
        yield _row(case, _("情况变化登记"), report, at)
    for review in PeriodicReview.objects.filter(case=case).order_by("pk"):
        yield _row(case, _("定期复核记录"), review, at)


def _files(case: Case) -> Iterator[Piece]:
    for kept in Attachment.objects.filter(case=case).order_by("pk"):
        with kept.file.open("rb") as content:
            data = bytes(content.read())
        day = local_day(kept.uploaded_at)
        title = _("附件：%(kind)s") % {"kind": kept.get_kind_display()}
        yield Piece("", title, day, f"attachment:{kept.pk}", data, kept.media_type, kept.file.name or "")


def _custody(case: Case) -> Iterator[Piece]:
    """Yield who may keep the household's card; these papers stay with the household when a volume is destroyed."""
    for agreed in agreements_of(case.household_id).filter(filed_at__date__gte=case.opened_on):
        title = _("代管协议：%(name)s") % {"name": agreed.holder_name}
        day, record = local_day(agreed.filed_at), f"custody_agreement:{agreed.pk}"
        yield Piece("", title, day, record, read_paper(agreed), agreed.media_type)


def _issued(case: Case) -> Iterator[Piece]:
    """Papers that were issued and are no print-out of a form already in the volume."""
    bound = {"one_time_supplement", "means_check_report", "publicity_notice", "publication_notice"}
    rows = CasePaper.objects.filter(case=case).exclude(form__in=bound | {"hearing_notice"}).order_by("pk")
    for row in rows:
        title = _("%(title)s %(number)s") % {"title": forms.get(row.form).title, "number": row.number}
        yield Piece(
            "", title, local_day(row.issued_at), f"paper:{row.pk}", papers.kept_file(row), PDF, row.file.name or ""
        )


def _form(  # noqa: PLR0917 - one line of the index
    case: Case, code: str, archive_class: str, day: date | None, at: datetime, row: Any = None
) -> Piece:
    """Print the office's form with what is known; an issued paper as it was issued."""
    pk = row.pk if row is not None else None
    content = papers.printed(case=case, form=code, at=at, record=pk)
    kept = CasePaper.objects.filter(case=case, form=code, record_id=pk if pk is not None else case.pk).first()
    stored = (kept.file.name or "") if kept else ""
    return Piece(archive_class, str(forms.get(code).title), day, f"form:{code}:{pk or case.pk}", content, PDF, stored)


def _relatives(case: Case, rows: list[CloseRelative], at: datetime) -> Piece:
    facts = [
        (
            row.official_name or _("未写明"),
            _("%(member)s · %(kin)s · %(post)s · %(basis)s%(cleared)s")
            % {
                "member": row.member.name if row.member else case.applicant.name, "kin": row.get_kin_display(),
                "post": row.official_post, "basis": row.get_basis_display(),
                "cleared": _(" · 已解除：%(reason)s") % {"reason": row.clear_reason} if row.cleared_at else "",
            },
        )
        for row in rows
    ]  # fmt: skip
    day = local_day(rows[0].recorded_at)
    return _record(case, _("近亲属备案"), ArchiveClass.APPROVAL, day, f"close_relatives:{case.pk}", facts, at)


def _row(case: Case, title: str, row: Any, at: datetime) -> Piece:
    """Print a record without a form of its own: its columns as they stand."""
    facts = []
    for field in row._meta.concrete_fields:  # noqa: SLF001 - Django's public name for it
        if field.name in {"id", "case"}:
            continue
        shown = getattr(row, f"get_{field.name}_display", None)
        value = shown() if shown else getattr(row, field.name)
        value = getattr(value, "name", value)
        if value not in {None, ""}:
            facts.append((str(field.verbose_name), _told(value)))
    return _record(case, title, ArchiveClass.DAILY, None, f"{row._meta.model_name}:{row.pk}", facts, at)  # noqa: SLF001


def _history(view: CaseView, at: datetime) -> Piece:
    """Print what was done to the case, when and by whom: the audit chain as people read it."""
    acts = [each for each in view.timeline if each.action != "read"]
    facts = [
        (
            f"{_told(each.at)} {label_of(each.action)}",
            " ".join(filter(None, [each.actor_name or _("系统"), each.reason])),
        )
        for each in acts
    ]
    kind = ArchiveClass.DAILY if _granted_at(view) is not None else ArchiveClass.APPROVAL
    return _record(view.case, _("办理经过"), kind, None, f"history:{view.case.pk}", facts, at)


def _record(  # noqa: PLR0917 - one line of the index
    case: Case, title: str, archive_class: str, day: date | None, record: str, facts: Any, at: datetime
) -> Piece:
    data = {
        "issuer": issuer_of(Level.COUNTY, case.division_code),
        "title": title,
        "number": case.number,
        "facts": [{"label": str(label), "value": str(value)} for label, value in facts],
    }
    return Piece(archive_class, title, day, record, compile_pdf(RECORD_TEMPLATE, data, at=at))


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{local_day(value).isoformat()}"
    if isinstance(value, list | tuple):
        return "、".join(str(each) for each in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)
