"""The forms of a case: printed with what is known, or issued under a number and a code, frozen and kept.

The letters of decisions have a station of their own (letter.py); every other form and notice of the case comes here.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.casework.domain import flow
from minzheng.casework.domain.dossier import canonical
from minzheng.casework.models import Case, CasePaper
from minzheng.casework.queries import paper_facts
from minzheng.kernel.language import as_kept
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import day_words
from minzheng.paperwork import fill, forms, printing, reading_aid, word
from minzheng.paperwork.domain import issuing, word_template, wording
from minzheng.paperwork.forms.shape import Form, Level, Subject
from minzheng.services.papers import compile_pdf

ISSUERS = {
    Level.TOWNSHIP: (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER),
    Level.COUNTY: (Role.COUNTY_OFFICER,),
    Level.VILLAGE: (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER),
}


class PaperRefused(Refused):
    """There is nothing to print yet, or the paper was issued already, or it goes out another way."""


def printed(*, case: Case, form: str, at: datetime, record: int | None = None) -> bytes:
    """Return a form with what is known. An issued paper is returned as it was printed; nothing is written here."""
    declared = forms.get(form)
    row = _record(case, declared, record)
    kept = CasePaper.objects.filter(case=case, form=form, record_id=row.pk).first()
    if kept is not None:
        return kept_file(kept)
    with as_kept():
        found = paper_facts.facts(case, declared.subject, row)
        return printing.filled(declared, found.known, _bears(case, declared, found), at=at)


def in_english(*, case: Case, form: str, at: datetime, record: int | None = None) -> bytes:
    """Return what a form says in English, for reading only; of an issued paper, what was frozen."""
    declared = forms.get(form)
    row = _record(case, declared, record)
    kept = CasePaper.objects.filter(case=case, form=form, record_id=row.pk).first()
    if kept is not None:
        data = kept.data
        bears = fill.Paper(
            issuer=data["issuer"], number=data["number"], date=data["date"], to=data["to"], remedies=data["remedies"],
            contact=data["contact"],
        )  # fmt: skip
        return reading_aid.filled(declared, kept.known, bears, at=at)
    with as_kept():
        found = paper_facts.facts(case, declared.subject, row)
        bears = _bears(case, declared, found)
    return reading_aid.filled(declared, found.known, bears, at=at)


def is_issued(*, case: Case, form: str, record: int) -> bool:
    """Say whether the form was issued for this record."""
    return bool(CasePaper.objects.filter(case=case, form=form, record_id=record).exists())


@transaction.atomic
def issue(*, case: Case, form: str, by: Staff, at: datetime, record: int | None = None) -> CasePaper:
    """Issue a form or notice of the case: number, code, frozen content, kept file. Once for each record.

    Raises PaperRefused, NotPublic, RemediesMissing, PapersError, NotAllowed.
    """
    declared = forms.get(form)
    permissions.require_role(by, *ISSUERS[declared.level])
    permissions.require_area(by, case.division_code)
    if not declared.is_issued or declared.needs_remedies:
        raise PaperRefused(_("“%(title)s”不在这里制发。") % {"title": declared.title})
    row = _record(case, declared, record)
    Case.objects.select_for_update().get(pk=case.pk)
    if CasePaper.objects.filter(case=case, form=form, record_id=row.pk).exists():
        raise PaperRefused(_("“%(title)s”已制发过，不重复制发。") % {"title": declared.title})
    number = f"{case.number}-{CasePaper.objects.filter(case=case).count() + 1:02d}"
    with as_kept():
        found = paper_facts.facts(case, declared.subject, row)
        bears = _bears(case, declared, found, number=number, day=local_day(at).isoformat())
        data = fill.fill(declared, found.known, bears)
    sha256 = hashlib.sha256(canonical(data).encode()).hexdigest()
    entered = issuing.register(
        form=form, title=data["title"], number=number, issuer=data["issuer"], issued_on=local_day(at),
        content_sha256=sha256,
    )  # fmt: skip
    verify = issuing.printed_code(entered.code)
    data["verify"] = {**verify, "qr": issuing.picture(verify)}
    pdf = compile_pdf(fill.TEMPLATES[declared.shape], data, at=at)
    paper = CasePaper(
        case=case, form=form, record_id=row.pk, number=number, data=data,
        known={**found.known, "verify": verify}, sha256=hashlib.sha256(pdf).hexdigest(), issued_by=by, issued_at=at,
    )  # fmt: skip
    paper.file.save(f"papers/{case.pk}-{secrets.token_hex(8)}.pdf", ContentFile(pdf), save=False)
    paper.save(force_insert=True)
    details = {"form": form, "number": number, "content_sha256": sha256}
    flow.note(case=case, action="issue_paper", by=by, at=at, details=details)
    return paper


def kept_file(paper: CasePaper) -> bytes:
    """Return the file as it was issued; raise PaperRefused if it is gone or altered and cannot be made again."""
    try:
        with paper.file.storage.open(str(paper.file.name)) as content:
            pdf = bytes(content.read())
    except FileNotFoundError:
        pdf = b""
    if hashlib.sha256(pdf).hexdigest() != paper.sha256:
        pdf = compile_pdf(fill.TEMPLATES[forms.get(paper.form).shape], paper.data, at=paper.issued_at)
    if hashlib.sha256(pdf).hexdigest() != paper.sha256:
        raise PaperRefused(_("文书的存档文件丢失或被改动，模板也已更新，无法按原样重新生成。请从备份恢复存档文件。"))
    return pdf


def as_word(*, case: Case, form: str, record: int | None = None) -> bytes:
    """Return a form as Word, on the office's own template in force; an issued paper with what it was issued with."""
    declared = forms.get(form)
    template = word_template.in_force(form)
    if template is None:
        raise PaperRefused(_("“%(title)s”还没有启用的 Word 模板。请先由县局上传并启用。") % {"title": declared.title})
    row = _record(case, declared, record)
    with as_kept():
        kept = CasePaper.objects.filter(case=case, form=form, record_id=row.pk).first()
        if kept is not None:
            known, bears = dict(kept.known), kept.data
        else:
            found = paper_facts.facts(case, declared.subject, row)
            known, bears = found.known, fill.fill(declared, found.known, _bears(case, declared, found))
        return word.render(declared, word_template.content_of(template), _with_paper(known, bears), name=form)


def _with_paper(known: dict[str, Any], bears: dict[str, Any]) -> dict[str, Any]:
    day = bears["date"]
    return {
        **known,
        "issuer": bears["issuer"],
        "paper": {
            "number": bears["number"],
            "date": "" if not day else day_words(datetime.fromisoformat(day).date()),
            "title": bears["title"],
            "contact": bears["contact"],
        },
    }


def _record(case: Case, form: Form, pk: int | None) -> Any:
    if form.subject in {Subject.NOTHING, Subject.GIVEN}:
        raise PaperRefused(_("“%(title)s”没有本办件的内容可填，请打印空白表。") % {"title": form.title})
    row = paper_facts.record_of(case, form.subject, pk)
    if row is None or not paper_facts.is_for(form, case):
        raise PaperRefused(_("本办件还没有“%(title)s”要写的内容。") % {"title": form.title})
    return row


def _bears(case: Case, form: Form, found: paper_facts.Facts, *, number: str = "", day: str = "") -> fill.Paper:
    words = wording.words_on(form.code, found.day)
    return fill.Paper(
        issuer=paper_facts.issuer_of(form.level, case.division_code), number=number, date=day, to=found.to,
        program=found.known["program"]["name"], contact=words.get("contact", ""),
    )  # fmt: skip
